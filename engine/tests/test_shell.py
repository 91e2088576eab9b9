"""Processes: started, told apart and ended, exactly those that are meant."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sixfold import shell, web
from sixfold.core.lease import Owner
from sixfold.errors import NotPassed, ToolMissing
from sixfold.web import wait_until

Starts = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def starts() -> Iterator[Starts]:
    """Starts processes that are killed after the test with all their group."""
    started = []

    def start(*argv: str, **how: object) -> subprocess.Popen[bytes]:
        process = shell.spawn(argv, **how)  # type: ignore[arg-type]
        started.append(process)
        return process

    yield start
    for process in started:
        shell.end(process, grace=0)


def owner_of(process: subprocess.Popen[bytes]) -> Owner:
    owner = shell.identify(process.pid)
    assert owner is not None
    return owner


def ended(owner: Owner) -> None:
    """Wait until a process is gone."""
    wait_until(lambda: not shell.alive(owner) or None, timeout=10, what="its end")


def a_line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().decode().strip()


def test_run_returns_what_was_said() -> None:
    result = shell.run(["sh", "-c", "read it; echo $it; echo wrong >&2"], input="given\n")
    assert result == shell.Result(0, "given\n", "wrong\n")


def test_a_failure_tells_the_end_of_the_output() -> None:
    with pytest.raises(NotPassed, match=r"sh ended with exit code 3:\nno such table"):
        shell.run(["sh", "-c", "echo no such table >&2; exit 3"])
    assert shell.run(["sh", "-c", "exit 3"], check=False).code == 3


@settings(deadline=None, max_examples=30)
@given(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=40))
def test_an_argument_is_never_read_by_a_shell(text: str) -> None:
    assert shell.run(["printf", "%s", text]).out.encode() == text.encode()


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ToolMissing, match="no-such-program is not on this machine"):
        shell.run(["no-such-program"])


def test_a_program_that_cannot_run_here_is_told_from_a_missing_one(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"\x7fELF of another machine")
    with pytest.raises(ToolMissing, match="is there, but cannot be run: Permission denied"):
        shell.run([str(program)])
    program.chmod(0o755)
    with pytest.raises(ToolMissing, match="is there, but cannot be run: Exec format error"):
        shell.run([str(program)])


def test_a_missing_folder_is_not_taken_for_a_missing_program(tmp_path: Path) -> None:
    with pytest.raises(NotPassed, match="gone, which is not a folder"):
        shell.run(["true"], cwd=tmp_path / "gone")


@pytest.mark.parametrize("brief", [False, True])
def test_a_program_that_takes_too_long_is_ended_with_what_it_started(
    tmp_path: Path, brief: bool
) -> None:
    starts_another = ["sh", "-c", "sleep 600 & echo $! > pid; wait"]
    with pytest.raises(NotPassed, match="sh did not end within 0 s"):
        shell.run(starts_another, cwd=tmp_path, timeout=0.5, brief=brief)
    child = int((tmp_path / "pid").read_text())
    wait_until(lambda: shell.identify(child) is None or None, timeout=10, what="the child's end")


def test_its_output_goes_to_a_log_behind_what_is_there(tmp_path: Path, starts: Starts) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")
    starts("sh", "-c", "echo out; echo err >&2", stdout=log).wait(10)
    assert log.read_text() == "before\nout\nerr\n"


def test_ctrl_c_in_our_terminal_does_not_reach_what_we_started(starts: Starts) -> None:
    attached, detached = starts("sleep", "600"), starts("sleep", "600", detach=True)
    assert os.getpgid(attached.pid) != os.getpgid(0)
    assert os.getsid(attached.pid) == os.getsid(0)
    assert os.getsid(detached.pid) == detached.pid


STARTER = """
import os, subprocess, sys, time
from sixfold import shell
how = {{"{how}": True}}
child = shell.spawn(["sleep", "600"], **how)
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
@pytest.mark.parametrize(("how", "survives"), [("die_with_parent", False), ("detach", True)])
def test_what_becomes_of_a_child_when_we_are_killed(
    starts: Starts, how: str, survives: bool
) -> None:
    starter = starts(sys.executable, "-c", STARTER.format(how=how), stdout=subprocess.PIPE)
    child = shell.identify(int(a_line(starter)))
    assert child is not None
    starter.kill()
    starter.wait()
    try:
        if survives:
            assert shell.alive(child)
        else:
            ended(child)
    finally:
        shell.end(child, grace=0.3)


def test_a_process_is_alive_until_it_ends_collected_or_not(starts: Starts) -> None:
    process = starts("sleep", "600")
    owner = owner_of(process)
    assert shell.alive(owner) is True
    process.kill()
    ended(owner)
    process.wait()
    assert shell.alive(owner) is False


@pytest.mark.parametrize(
    ("other", "answer"),
    [
        ({"started": 1.0}, False),
        ({"boot": "the boot before"}, False),
        ({"host": "another machine"}, None),
        ({"command": "another name for it"}, True),
    ],
)
def test_a_pid_alone_is_no_identity(other: dict[str, object], answer: bool | None) -> None:
    me = shell.this_process("test")
    assert shell.alive(replace(me, **other)) is answer  # type: ignore[arg-type]


def test_who_only_got_the_pid_is_not_ended(starts: Starts) -> None:
    process = starts("sleep", "600")
    before = replace(owner_of(process), started=1.0)
    shell.end(before, grace=0.3)
    shell.signal_one(before, signal.SIGKILL)
    assert process.poll() is None


@pytest.mark.parametrize("as_owner", [False, True], ids=["child", "stranger"])
@pytest.mark.parametrize(
    ("deaf_to", "code"),
    [("", -signal.SIGINT), ("INT", -signal.SIGTERM), ("INT TERM", -signal.SIGKILL)],
)
def test_an_end_is_polite_first_and_always_comes(
    starts: Starts, deaf_to: str, code: int, as_owner: bool
) -> None:
    deaf = f"trap '' {deaf_to};" if deaf_to else ""
    argv = ["sh", "-c", f"{deaf} echo ready; exec sleep 600"]
    process = starts(*argv, stdout=subprocess.PIPE)
    assert a_line(process) == "ready"
    # Somebody has to collect it, as init does for a stranger.
    collecting = threading.Thread(target=process.wait)
    if as_owner:
        owner = owner_of(process)
        collecting.start()
        shell.end(owner, grace=0.6)
        collecting.join()
    else:
        shell.end(process, grace=0.6)
    assert process.returncode == code


def test_an_end_takes_the_children_along(starts: Starts) -> None:
    script = "(trap '' INT TERM; echo deaf; exec sleep 600) & echo $!; wait"
    process = starts("bash", "-c", script, stdout=subprocess.PIPE)
    told = {a_line(process), a_line(process)}
    child = shell.identify(int((told - {"deaf"}).pop()))
    assert child is not None
    shell.end(process, grace=0.6)
    ended(child)


def test_waiting_for_an_end_has_an_end(starts: Starts) -> None:
    process = starts("sleep", "600")
    begun = time.monotonic()
    assert not shell.wait_for_end(owner_of(process), timeout=0.1)
    assert time.monotonic() - begun < 5


def test_a_marked_process_is_found_by_the_whole_mark(starts: Starts, tmp_path: Path) -> None:
    mark = str(tmp_path)
    ours = starts("sleep", "600", env={"PATH": os.environ["PATH"], "SIXFOLD_TEST": mark})
    starts("sleep", "600", env={"PATH": os.environ["PATH"], "SIXFOLD_TEST": f"{mark}-2"})
    found = wait_until(
        lambda: shell.marked("SIXFOLD_TEST", mark) or None, timeout=10, what="the process"
    )
    assert [owner.pid for owner in found] == [ours.pid]


def test_marked_processes_are_found_by_how_the_mark_begins(starts: Starts, tmp_path: Path) -> None:
    one, other = (starts("sleep", "60", env={"MARK": f"{tmp_path}/{n}"}) for n in ("a/b", "a/c"))
    starts("sleep", "60", env={"MARK": f"{tmp_path}x", "OTHER": f"MARK={tmp_path}/a/d"})
    both = {f"{tmp_path}/a/b": [owner_of(one)], f"{tmp_path}/a/c": [owner_of(other)]}
    # A child has its environment only once it has become its program.
    wait_until(lambda: shell.marks("MARK", f"{tmp_path}/") == both or None, timeout=10, what="both")


@pytest.mark.parametrize(
    ("at_once", "cleaned"), [(True, ""), (False, "cleaned")], ids=["at once", "in good order"]
)
def test_an_interrupt_that_was_held_back_ends_without_a_word(
    starts: Starts, at_once: bool, cleaned: str
) -> None:
    program = f"""
        import sys
        from sixfold.interrupts import end_without_a_word
        print("interrupt me", flush=True)
        sys.stdin.readline()
        try:
            end_without_a_word(at_once={at_once})
        finally:
            print("cleaned")
    """
    child = starts(
        sys.executable, "-c", textwrap.dedent(program), stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, interrupts_held_back=True,
    )  # fmt: skip
    assert a_line(child) == "interrupt me"
    child.send_signal(signal.SIGINT)

    said, _ = child.communicate(b"go on\n", timeout=20)

    assert child.returncode == 130
    assert said.decode().strip() == cleaned


def test_who_asks_for_interrupts_again_gets_them_as_usual(starts: Starts) -> None:
    program = """
        import signal
        from sixfold.interrupts import answer_as_usual, end_without_a_word
        end_without_a_word(at_once=True)
        try:
            answer_as_usual()
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            print("as usual", flush=True)
    """
    child = starts(sys.executable, "-c", textwrap.dedent(program), stdout=subprocess.PIPE)
    assert a_line(child) == "as usual"


def test_a_process_is_found_by_its_program_and_folder(starts: Starts, tmp_path: Path) -> None:
    ours = starts("sleep", "600", cwd=tmp_path)
    starts("sleep", "600")
    program = shell.program_of(ours.pid)
    assert [owner.pid for owner in shell.working_in(tmp_path, [program])] == [ours.pid]
    assert shell.working_in(tmp_path, ["postgres"]) == []


def test_who_listens_on_a_port_is_known() -> None:
    with web.listen() as listener:
        port = listener.getsockname()[1]
        assert shell.listens(os.getpid(), port)
        assert not shell.listens(os.getppid(), port)
    assert not shell.listens(os.getpid(), port)


def test_start_times_are_told_in_our_time(starts: Starts) -> None:
    before = time.time()
    process = starts("sleep", "600")
    # The kernel counts in hundredths of a second.
    assert before - 0.1 <= shell.started_at(process.pid) <= time.time() + 0.1


def test_descendants_and_their_memory_are_counted(starts: Starts) -> None:
    process = starts("sh", "-c", "sleep 600 & echo $!; wait", stdout=subprocess.PIPE)
    child = int(a_line(process))
    pids = shell.with_children(process.pid)
    assert pids == (process.pid, child)
    assert 0 < shell.memory([child]) < shell.memory(pids) < 1 << 30
    assert shell.memory([]) == 0


def test_a_server_account_is_never_root(monkeypatch: pytest.MonkeyPatch) -> None:
    shell.account.cache_clear()
    account = shell.account()
    if os.geteuid() != 0:
        assert account is None
        return
    assert account is not None
    assert account.uid != 0
    shell.account.cache_clear()
    monkeypatch.setenv("SIXFOLD_ACCOUNT", "nobody-of-this-name")
    with pytest.raises(ToolMissing, match="there is no nobody-of-this-name"):
        shell.account()
    shell.account.cache_clear()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_program_of_the_account_has_none_of_our_rights() -> None:
    account = shell.account()
    assert account is not None
    code = textwrap.dedent("""
        import os
        print(os.getuid(), os.getgid(), *os.getgroups())
    """)
    said = shell.run(["python3", "-c", code], cwd=Path("/"), account=account).out.split()
    assert set(said) <= {str(account.uid), str(account.gid)}


# While this process forks, another of its threads comes to import what has locks to be held by a
# fork: those who registered late would be released without having been taken.
_FORKS_DURING_AN_IMPORT = """
import os, sys, threading
from sixfold import shell

def import_meanwhile():
    other = threading.Thread(target=__import__, args=("concurrent.futures.thread",))
    other.start()
    other.join()

os.register_at_fork(before=import_meanwhile)
shell.run([sys.executable, "-c", ""])
"""


def test_a_program_is_started_while_another_thread_imports() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FORKS_DURING_AN_IMPORT], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
