"""`[env]` and `[migrations]`: typed values, and every fault at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sixfold.config import Config
from sixfold.config.load import load
from sixfold.errors import RequestError

GOOD = """
[env]
settings = ["api/settings.py"]
secrets = "secrets.ctmpl"
[env.apart]
PORT = "the platform's"

[migrations]
demo = ["{python}", "demo.py"]
lock_limit = "500ms"
app = "api"
requests = ["/health"]
"""
BAD = """
[env]
setings = ["api/settings.py"]
example = 3

[migrations]
rows = -1
requests = ["health"]
lock_limits = "2s"
"""


def read(root: Path, text: str) -> Config:
    (root / "sixfold.toml").write_text(f'[project]\nname = "shop"{text}')
    return load(root, environ={"HOME": "/home/ann"})


def test_what_is_said_is_typed_and_the_rest_is_usual(tmp_path: Path) -> None:
    config = read(tmp_path, GOOD)

    assert config.env.settings == ("api/settings.py",)
    assert config.env.example == ".env.example"
    assert dict(config.env.apart) == {"PORT": "the platform's"}
    assert config.rehearsing.lock_limit == 0.5
    assert config.rehearsing.rows == 1_000_000
    assert config.source("migrations.lock_limit") == "sixfold.toml:11"


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(RequestError) as caught:
        read(tmp_path, BAD)

    assert caught.value.message.splitlines() == [
        "sixfold.toml:4: [env] has no key 'setings', did you mean 'settings'?",
        "sixfold.toml:5: env.example must be a text in quotes, not 3",
        "sixfold.toml:7: migrations.app is missing: which of [apps] is asked?",
        "sixfold.toml:8: migrations.rows must be a whole number from 0 to 100000000, not -1",
        "sixfold.toml:9: migrations.requests has 'health'; a path begins with /",
        "sixfold.toml:10: [migrations] has no key 'lock_limits', did you mean 'lock_limit'?",
    ]
