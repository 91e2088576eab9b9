"""What a change selects, in a repository whose tests read in every way that counts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import pytest
from sixfold.commands.context import load_config
from sixfold.commands.selecting import recordings, surroundings
from sixfold.commands.selecting import verb as affected
from sixfold.config import Config, Suite
from sixfold.core.affected.selection import Selection

_FILES = {
    "sixfold.toml": """
[project]
name = "shop"

[suites.app]
kind = "pytest"
paths = ["tests"]
variables = { PYTEST_DISABLE_PLUGIN_AUTOLOAD = "1" }
""",
    "pyproject.toml": "[tool.pytest]\npythonpath = ['.']\n",
    "shop/__init__.py": "",
    "shop/rules.py": """
LIMIT = 10

def small(n):
    return n < LIMIT

def double(n, by=2):
    return n * by

class Price:
    currency = "SGD"

    def text(self):
        return self.currency
""",
    "shop/lazy.py": "RATE = 3\n\ndef rate():\n    return RATE\n",
    "shop/plugins.py": "NAME = 'tax'\n",
    "shop/tool.py": """
from shop.deep import answer

if __name__ == "__main__":
    print(answer())
""",
    "shop/deep.py": "def answer():\n    return 42\n",
    "shop/cases.py": "CASES = [1, 2]\n",
    "shop/kept.py": """
from functools import lru_cache
from shop.made import made

_ONE = None

@lru_cache(maxsize=None)
def cached():
    return made()

def once():
    global _ONE
    if _ONE is None:
        _ONE = made_once()
    return _ONE

def made_once():
    return 5

@lru_cache(maxsize=None)
def refused():
    raise ValueError
""",
    "shop/after.py": "def afterwards():\n    return 6\n",
    "shop/made.py": "def made():\n    return 4\n",
    "shop/far.py": "def far():\n    return 1\n",
    "data/prices.json": "{}",
    "data/more.txt": "more",
    "notes.md": "nobody reads this",
    "tests/conftest.py": """
import pytest
from shop.rules import double

@pytest.fixture(scope="session")
def stock():
    return double(2)
""",
    "tests/test_rules.py": """
import pytest
from shop import rules
from shop.rules import small

def test_small():
    assert small(1)

def test_price():
    assert rules.Price().text() == "SGD"

def test_alone():
    assert True
""",
    "tests/test_stock.py": """
def test_stock(stock):
    assert stock == 4

def test_without():
    assert True
""",
    "tests/test_reads.py": """
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).parents[1]

def test_file():
    assert json.loads((ROOT / "data/prices.json").read_text()) == {}

def test_listing():
    assert sorted(os.listdir(ROOT / "data")) == ["more.txt", "prices.json"]

def test_glob():
    assert len(list((ROOT / "data").glob("*.json"))) == 1

def test_absent():
    assert not (ROOT / "data/extra.json").exists()

def test_variable():
    assert os.environ.get("SHOP_MODE") is None

def test_lazy():
    from shop.lazy import rate

    assert rate() == 3

def test_dynamic():
    import importlib

    assert importlib.import_module("shop." + "plugins").NAME == "tax"

def test_child():
    subprocess.run([sys.executable, "-m", "shop.tool"], check=True)

def test_killed_child():
    code = "import sys, time; from shop import far; far.far(); print(1, flush=True); time.sleep(99)"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    child.stdout.readline()
    child.send_signal(signal.SIGKILL)
    child.wait()

def test_fork():
    from shop.far import far

    pid = os.fork()
    if pid == 0:
        from shop import deep
        deep.answer()
        os._exit(0)
    os.waitpid(pid, 0)

def test_thread():
    from shop import deep

    thread = threading.Thread(target=deep.answer)
    thread.start()
    thread.join()

def test_shell():
    subprocess.run(["sh", "-c", "cat notes.md"], check=True, cwd=ROOT)

def test_outside(tmp_path):
    subprocess.run(["sh", "-c", "true"], check=True, cwd=tmp_path, env={"PATH": os.environ["PATH"]})

def test_isolated_child(tmp_path):
    subprocess.run([sys.executable, "-S", "-c", "1"], check=True)
""",
    "tests/test_cases.py": """
import pytest
from shop.cases import CASES

@pytest.mark.parametrize("case", CASES)
def test_case(case):
    assert case
""",
    "tests/test_shared.py": """
import pathlib, tempfile
from shop import far

SPOT = pathlib.Path(tempfile.gettempdir()) / "PLACE"

def test_writes():
    SPOT.write_text(str(far.far()))

def test_reads_what_was_written():
    assert not SPOT.exists() or SPOT.read_text() == "1"
""",
    "tests/test_kept.py": """
import pytest
from shop import kept

def test_first():
    assert (kept.cached(), kept.once()) == (4, 5)

def test_second():
    assert kept.cached() == 4

def test_third():
    assert kept.once() == 5

def test_refused():
    from shop.after import afterwards

    with pytest.raises(ValueError):
        kept.refused()
    assert afterwards() == 6
""",
    "tests/test_paid.py": """
import os
import pytest

@pytest.mark.skipif("SHOP_PAID" not in os.environ, reason="costs money")
def test_paid():
    assert True
""",
    "tests/test_bad.py": "def test_fails():\n    assert False\n",
}
_TESTS = 29
_ALWAYS = {"tests/test_bad.py::test_fails"}
_UNWATCHED = {"tests/test_reads.py::test_shell", "tests/test_reads.py::test_isolated_child"}


# The first test runs what is kept, the second and third find it; that any may see it is enough.
_KEPT = {f"tests/test_kept.py::test_{name}" for name in ("first", "second", "third", "refused")} | {
    "tests/test_reads.py::test_dynamic"
}


@dataclass
class Shop:
    """A repository in a temporary folder, recorded once, changed and put back by each test."""

    root: Path
    config: Config
    suite: Suite
    before: dict[Path, str | None] = field(default_factory=dict)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a text in a file."""
        text = (self.root / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def write(self, name: str, text: str) -> None:
        """Give a file another content."""
        path = self.root / name
        self.before.setdefault(path, path.read_text() if path.exists() else None)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def put_back(self) -> None:
        """Undo every change."""
        for path, text in self.before.items():
            if text is None:
                path.unlink()
            else:
                path.write_text(text)
        self.before.clear()

    def record(self, *paths: str) -> None:
        """Run the suite, or some of it, and keep what it read."""
        run = self.root.parent / f"run-{len(list(self.root.parent.iterdir()))}"
        run.mkdir()
        recorder = affected.start_recording(self.config, self.suite, run)
        subprocess.run(
            [sys.executable, "-m", "pytest", *recorder.words, "-q", *(paths or ("tests",))],
            cwd=self.root,
            env={**os.environ, **self.suite.variables, **recorder.variables},
            check=False,
            stdout=subprocess.DEVNULL,
        )
        affected.keep(self.config, self.suite, recorder, complete=not paths, passed=False)

    def select(self) -> Selection:
        """What must run now."""
        return affected.select(self.config, self.suite)

    def reached(self) -> set[str]:
        """The tests that must run now, besides the one that fails; whole new files by name."""
        selection = self.select()
        assert not selection.everything, selection.why_all
        known = {node.partition("::")[0] for node in selection.reasons}
        new = {file for file in selection.files if file not in known}
        return {*selection.reasons, *new} - _ALWAYS


@pytest.fixture(scope="module")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("affected")
    root = folder / "shop"
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.replace("PLACE", f"sixfold-spot-{os.getpid()}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIXFOLD_HOME", str(folder / "home"))
        for name in [name for name in os.environ if name.startswith("SIXFOLD_R")]:
            patch.delenv(name)
        config = load_config(root)
        shop = Shop(root, config, config.suites[0])
        shop.record()
        yield shop


@pytest.fixture
def shop(_recorded: Shop) -> Iterator[Shop]:
    yield _recorded
    _recorded.put_back()


def _in(file: str, *names: str) -> set[str]:
    return {f"tests/test_{file}.py::test_{name}" for name in names}


def test_nothing_changed_runs_only_what_did_not_pass(shop: Shop) -> None:
    selection = shop.select()
    assert set(selection.tests) | set(selection.files) == {"tests/test_bad.py"}
    assert selection.total == _TESTS


@pytest.mark.parametrize(
    ("file", "old", "new", "reached"),
    [
        ("shop/rules.py", "n < LIMIT", "n <= LIMIT", _in("rules", "small")),
        ("shop/rules.py", "return self.currency", "return 'S'", _in("rules", "price")),
        ("shop/rules.py", "return n * by", "return n + by", _in("stock", "stock")),
        ("shop/lazy.py", "return RATE", "return 4", _in("reads", "lazy")),
        ("shop/lazy.py", "RATE = 3", "RATE = 4", _in("reads", "lazy", "dynamic")),
        ("shop/plugins.py", "'tax'", "'fee'", _in("reads", "dynamic")),
        ("shop/deep.py", "42", "43", _in("reads", "child", "fork", "thread")),
        ("shop/after.py", "return 6", "return 7", _in("kept", "refused")),
        ("data/prices.json", "{}", "[]", _in("reads", "file")),
        ("tests/test_rules.py", "assert small(1)", "assert small(2)", _in("rules", "small")),
        (
            "shop/cases.py",
            "[1, 2]",
            "[1, 3]",
            {f"tests/test_cases.py::test_case[{n}]" for n in "12"} | _in("reads", "dynamic"),
        ),
        ("shop/made.py", "return 4", "return 3", _KEPT),
        ("shop/kept.py", "return 5", "return 6", _KEPT),
        ("shop/kept.py", "return made()", "return -made()", _KEPT),
        (
            "shop/far.py",
            "return 1",
            "return 2",
            _in("reads", "killed_child") | _in("shared", "writes", "reads_what_was_written"),
        ),
    ],
)
def test_a_change_reaches_exactly_those_who_read_it(
    shop: Shop, file: str, old: str, new: str, reached: set[str]
) -> None:
    shop.change(file, old, new)
    assert shop.reached() == reached | _UNWATCHED


@pytest.mark.parametrize("new", ["n * by  # twice", "n * by\n\n\n# moved what follows"])
def test_comments_and_moves_reach_nobody_but_the_unwatched(shop: Shop, new: str) -> None:
    shop.change("shop/rules.py", "n * by", new)
    assert shop.reached() == _UNWATCHED


@pytest.mark.parametrize(
    ("old", "new"),
    [("LIMIT = 10", "LIMIT = 11"), ("by=2", "by=3"), ('"SGD"', '"USD"'), ("class", "@str\nclass")],
)
def test_what_runs_at_import_reaches_everyone_who_can_see_the_module(
    shop: Shop, old: str, new: str
) -> None:
    shop.change("shop/rules.py", old, new)
    # The conftest of all tests imports it.
    assert len(shop.reached()) == _TESTS - len(_ALWAYS)


def test_a_new_file_counts_where_it_was_looked_for(shop: Shop) -> None:
    shop.write("data/extra.json", "{}")
    assert shop.reached() == _in("reads", "listing", "glob", "absent") | _UNWATCHED


def test_a_new_module_counts_where_its_name_was_imported(shop: Shop) -> None:
    shop.write("json.py", "loads = str")
    assert _in("reads", "file", "variable") <= shop.reached()


def test_a_variable_counts_for_who_looked_it_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_MODE", "fast")
    assert _in("reads", "variable") <= shop.reached()
    assert not _in("rules", "small") & shop.reached()


def test_one_that_was_skipped_runs_when_what_skipped_it_changed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOP_PAID", "1")
    assert _in("paid", "paid") <= shop.reached()
    assert not _in("rules", "small") & shop.reached()


def test_a_new_test_file_is_found_without_collecting(shop: Shop) -> None:
    shop.write("tests/test_new.py", "def test_new():\n    assert True\n")
    selection = shop.select()
    assert "tests/test_new.py" in selection.files
    assert "tests/test_new.py" in affected.arguments(shop.config, shop.suite, selection)


def test_a_new_test_beside_others_has_its_file_collected(shop: Shop) -> None:
    shop.write("tests/test_stock.py", _FILES["tests/test_stock.py"] + "\ndef test_b():\n    pass\n")
    assert "tests/test_stock.py" in shop.select().files


@pytest.mark.parametrize("name", ["pyproject.toml", "sixfold.toml"])
def test_configuration_runs_everything(shop: Shop, name: str) -> None:
    if name == "pyproject.toml":
        shop.change(name, "['.']", "['.', 'lib']")
        assert "pytest's configuration" in shop.select().why_all
    else:
        shop.change(name, 'paths = ["tests"]', 'paths = ["tests"]\nservices = []\neager = true')
        config = load_config(shop.root)
        assert affected.select(config, config.suites[0]).everything


def test_other_options_run_everything(shop: Shop) -> None:
    options = ("-o", "xfail_strict=true")
    assert "the options" in affected.select(shop.config, shop.suite, options=options).why_all


@pytest.mark.parametrize("damage", [b"", b"sixfold-reads-2\n", b"something else"])
def test_a_damaged_recording_runs_everything(shop: Shop, damage: bytes) -> None:
    file = recordings.place_of(shop.config, shop.suite.name)
    whole = file.read_bytes()
    try:
        file.write_bytes(damage or whole[:-20] + b"x" * 20)
        assert shop.select().everything
    finally:
        file.write_bytes(whole)


def test_a_test_that_ran_anew_is_settled_and_the_others_stay_open(shop: Shop) -> None:
    file = recordings.place_of(shop.config, shop.suite.name)
    whole = file.read_bytes()
    try:
        shop.change("shop/deep.py", "42", "43")
        shop.record("tests/test_reads.py::test_thread")
        left = shop.reached()
        assert shop.select().total == _TESTS
        assert _in("reads", "thread").isdisjoint(left)
        assert _in("reads", "child", "fork") <= left
        shop.put_back()
        # What ran on the other content does not count for this one.
        assert _in("reads", "thread", "child", "fork") <= shop.reached()
    finally:
        file.write_bytes(whole)


def test_a_suite_of_vitest_is_left_out_whole_or_not_at_all(shop: Shop) -> None:
    shop.write("ui/page.ts", "export const page = 1")
    suite = replace(shop.suite, name="ui", kind="vitest", directory="ui")
    recorder = affected.start_recording(shop.config, suite, shop.root.parent)
    keep = partial(affected.keep, shop.config, suite, recorder, complete=True)

    assert affected.select(shop.config, suite).everything
    keep(passed=True)
    assert affected.select(shop.config, suite).nothing
    shop.change("shop/far.py", "return 1", "return 2")
    assert affected.select(shop.config, suite).nothing
    shop.write("package.json", "{}")
    assert affected.select(shop.config, suite).everything
    keep(passed=False)
    assert affected.select(shop.config, suite).everything


def test_what_selects_is_itself_a_reason_to_run_everything() -> None:
    package = Path(affected.__file__).parents[2]
    for pattern in surroundings._SELF:
        assert list(package.glob(pattern)), f"{pattern} matches no file of the package"
    assert any(Path(affected.__file__) in package.glob(pattern) for pattern in surroundings._SELF)
