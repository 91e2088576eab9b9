"""Waits for the last holder of a folder of leases to be gone, then has its servers stopped.

Run as a program, with nothing but the standard library, so that it stays small for as long as the
servers live: `python -I -S keeper.py FOLDER LINGER_SECONDS MARK STOP_COMMAND...`. MARK is how an
entry of each server's environment begins: by it they are ended where no stop command can run any
more, because the checkouts that could are deleted. An empty one says that they have none.
"""

# Paths are strings here: pathlib alone would make the keeper larger by a fifth.
from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time


def boot_id() -> str:
    """What names this boot of this machine; the keeper runs only where the kernel tells."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return ""


def own_start() -> float:
    """This process's start time as sixfold.shell reads it."""
    try:
        with open("/proc/self/stat") as file:
            return int(file.read().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


def lock(path: str, how: int) -> int | None:
    """Open and lock a file; None when it is held and `how` says not to wait, or has no folder."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, how)
    except OSError:
        os.close(handle)
        return None
    return handle


def become_the_keeper(path: str) -> int | None:
    """The keeper's own lock; tried for a moment, because somebody who just looks takes it, too."""
    for _ in range(20):
        own = lock(path, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if own is not None:
            return own
        time.sleep(0.01)
    return None


def introduce(handle: int) -> None:
    """Write who we are into our own lock file."""
    told = {
        "pid": os.getpid(),
        "started": own_start(),
        "boot": boot_id(),
        "host": os.uname().nodename,
        "command": "keeper",
        "since": time.time(),
    }
    os.ftruncate(handle, 0)
    os.pwrite(handle, json.dumps(told).encode(), 0)


def pinned(folder: str) -> bool:
    """Whether the servers shall stay up without a holder."""
    try:
        with open(os.path.join(folder, "pinned")) as file:
            return file.read() == boot_id()
    except OSError:
        return False


def servers(folder: str) -> bool:
    """Whether anything was started for this folder that has not been stopped since."""
    try:
        return any(name.startswith("plan-") for name in os.listdir(folder))
    except FileNotFoundError:
        return False


def deleted(folder: str) -> bool:
    """Whether somebody has deleted the folder, with all that says which servers run for it."""
    return not os.path.isdir(folder)


def linger(lease: str, seconds: float) -> bool:
    """Wait with the lease open to newcomers; True when nobody came.

    A newcomer changes the folder `holders`, also when it has gone again: the time starts anew.
    """
    holders = os.path.join(os.path.dirname(lease), "holders")
    deadline = time.monotonic() + seconds
    seen = os.stat(holders).st_mtime_ns if os.path.isdir(holders) else 0
    while time.monotonic() < deadline:
        time.sleep(min(0.5, max(0.0, deadline - time.monotonic())))
        now = os.stat(holders).st_mtime_ns if os.path.isdir(holders) else 0
        if now != seen:
            return False
        if not servers(os.path.dirname(lease)):
            break
    return True


def keep(folder: str, seconds: float, mark: str, stop_command: list[str]) -> int | None:
    """Stop the servers once nobody holds them, nobody came back, and they are not pinned.

    Returns with the lease still held, or None when there is none any more.
    """
    lease = os.path.join(folder, "lease.lock")
    while True:
        # Blocks in the kernel until the last shared lock is gone, kill -9 included.
        handle = None if deleted(folder) else lock(lease, fcntl.LOCK_EX)
        if handle is None or deleted(folder):
            # Who comes now makes the folder anew: its servers are not the ones to be ended.
            run_one_of([[*stop_command, "--lost"]])
            return handle
        if pinned(folder):
            os.close(handle)
            time.sleep(0.5)
            continue
        if seconds > 0:
            os.close(handle)
            if not linger(lease, seconds) or deleted(folder):
                continue
            handle = lock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if handle is None:
                continue
            if pinned(folder):
                os.close(handle)
                continue
        # Still holding the lease: a newcomer waits until the servers are down and starts anew.
        if servers(folder):
            stop(folder, mark, stop_command)
        return handle


def stop(folder: str, mark: str, stop_command: list[str]) -> None:
    """Stop the servers, by their mark where no command can."""
    # The latest holder's checkout is there more likely than that of who started the keeper.
    if not run_one_of([*latest(folder), stop_command]) and mark:
        told(f"ended by their mark: {end_marked(mark) or 'none'}")


def run_one_of(commands: list[list[str]]) -> bool:
    """Run the first command that succeeds, and write down how each one ended."""
    for command in commands:
        try:
            code = subprocess.call(command, stdin=subprocess.DEVNULL)
        except OSError as error:
            told(f"the stop command cannot run: {error}")
            continue
        told(f"stop command ended with {code}")
        if code == 0:
            return True
    return False


def told(text: str) -> None:
    """Write a line into the log."""
    print(time.strftime("%F %T"), text, flush=True)


def latest(folder: str) -> list[list[str]]:
    """The stop command of the latest holder, where one is written down."""
    try:
        with open(os.path.join(folder, "stop.json")) as file:
            return [json.load(file)]
    except (OSError, ValueError):
        return []


def marked(mark: str) -> dict[int, int]:
    """The processes whose environment has an entry that begins with the mark: pid to parent."""
    found = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/environ", "rb") as file:
                entries = file.read().split(b"\0")
            if any(entry.startswith(os.fsencode(mark)) for entry in entries):
                with open(f"/proc/{name}/stat") as file:
                    found[int(name)] = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return found


def end_marked(mark: str) -> list[int]:
    """End the servers with this mark: politely, and after ten seconds at once; returns their pids.

    Only those that no other of them has started are told: their own children follow them.
    """
    processes = marked(mark)
    servers = [pid for pid, parent in processes.items() if parent not in processes]
    # Ctrl+C is what every server takes for: end your work and go, whoever is still connected.
    for signal_number, patience in ((signal.SIGINT, 10.0), (signal.SIGKILL, 5.0)):
        left = [pid for pid in marked(mark) if pid in servers]
        for pid in left:
            try:
                os.kill(pid, signal_number)
            except ProcessLookupError:
                continue
        end = time.monotonic() + patience
        while time.monotonic() < end and marked(mark).keys() & set(left):
            time.sleep(0.05)
    return servers


def main() -> None:
    """Be the only keeper of the folder, or end."""
    folder, seconds, mark, stop_command = sys.argv[1], float(sys.argv[2]), sys.argv[3], sys.argv[4:]
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    own = become_the_keeper(os.path.join(folder, "keeper.lock"))
    if own is None:
        return
    introduce(own)
    keep(folder, seconds, mark, stop_command)
    # Our own lock goes first and the lease with the process: whoever gets the lease next shall not
    # take us for a keeper that still keeps.
    os.close(own)


if __name__ == "__main__":
    main()
