"""How the embedded PostgreSQL is set: loopback only, small, and for tests forgetful."""

from __future__ import annotations

from typing import Final

from sixfold.core.service import Purpose

_COMMON: Final = {
    "listen_addresses": "127.0.0.1",
    # No socket in a shared folder: a stale one there could never be told from a live one.
    "unix_socket_directories": "",
    "max_connections": "200",
    "jit": "off",
    # A backend whose client was killed ends within a second and lets go of its locks.
    "client_connection_check_interval": "1s",
    "max_logical_replication_workers": "0",
    # With the data, and gone with it: a killed server would leave it in /dev/shm for ever.
    "dynamic_shared_memory_type": "mmap",
    "log_line_prefix": "%m [%p] %d ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Everything that a crash of the machine could lose may be lost; a crash of the server alone loses
# nothing, because the kernel still has the pages.
_FORGETFUL: Final = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "wal_init_zero": "off",
    "wal_recycle": "off",
    "min_wal_size": "32MB",
    "max_wal_size": "256MB",
    # A clone by file copy flushes these first, so few is fast.
    "shared_buffers": "32MB",
    "autovacuum": "off",
    "bgwriter_lru_maxpages": "0",
    # Nothing waits for ever, whatever a test forgets.
    "statement_timeout": "300s",
    "lock_timeout": "60s",
    "idle_in_transaction_session_timeout": "600s",
}


def settings(purpose: Purpose, major: int) -> dict[str, str]:
    """Name and value of every setting that is not PostgreSQL's own default."""
    wanted = {**_COMMON, **(_FORGETFUL if purpose is Purpose.TEST else {})}
    if major >= 18:
        # The io workers of 18 cost memory and gain nothing on data this small.
        wanted["io_method"] = "sync"
    return wanted
