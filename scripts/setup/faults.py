"""What can go wrong on the user's machine: one sentence, the remedy, the log's path."""

from __future__ import annotations

import errno
import re
import sys

from ground import LOG, ROOT

# Other people's tools tell their faults only in words; the first that fits is the cause.
CAUSES = (
    (
        r"No space left|ENOSPC|os error 28\b",
        "the disk is full",
        "free some space, then run the same command again",
    ),
    (
        r"[Hh]ash(es)? mismatch|DO NOT MATCH THE HASHES|EINTEGRITY",
        "a downloaded package is not the one that was pinned",
        "do not use this network or mirror; if a package was really published anew, "
        "./moonw --update-pins",
    ),
    (
        r"can only install packages when your package\.json and package-lock\.json",
        "package.json and package-lock.json do not agree",
        "./moonw --update-pins",
    ),
    (
        r"EACCES|EROFS|Permission denied|Read-only file system|os error (13|30)\b",
        "a folder cannot be written",
        "the log names it; make it yours with chown, or set HOME to a folder of your own",
    ),
    (
        r"name resolution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT|ECONNRESET"
        r"|dns error|[Cc]onnection refused|[Nn]etwork is unreachable|NewConnectionError"
        r"|error sending request|tcp connect error|timed out",
        "the network, or the package index, does not answer",
        "check the connection and the proxy's settings, then run the same command again",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UNABLE_TO_VERIFY|SELF_SIGNED_CERT",
        "the package index shows a certificate that this machine does not trust",
        "set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS to your organisation's certificates",
    ),
)


class Fault(Exception):
    """Something that a user can understand and mend. `code` is the exit code, 3 = missing."""

    def __init__(self, message: str, hint: str, *, see: str | None = None, code: int = 3) -> None:
        super().__init__(message)
        self.message, self.hint, self.see, self.code = message, hint, see, code

    def tell(self) -> int:
        """Print it as sixfold prints its errors; returns the exit code."""
        print(f"error: {self.message}\n  try: {self.hint}", file=sys.stderr)
        see = self.see or (str(LOG) if LOG.exists() else None)
        if see:
            print(f"  see: {see}", file=sys.stderr)
        return self.code


def from_words(doing: str, words: str) -> Fault:
    """The fault of a tool that failed while `doing`, found in the words that it printed."""
    for pattern, cause, hint in CAUSES:
        if re.search(pattern, words):
            return Fault(f"{doing} failed: {cause}", hint)
    # Tools name the fault first and explain after it; without such a line, the last one is it.
    lines = [line.strip() for line in words.splitlines() if line.strip()] or ["it said nothing"]
    said = next((line for line in lines if re.search(r"\berror\b", line, re.I)), lines[-1])
    return Fault(f"{doing} failed: {said[:300]}", "the log has all that the tool said")


def from_os(fault: OSError) -> Fault:
    """The fault of our own reading and writing."""
    place = fault.filename or ROOT
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return Fault(f"no space is left for {place}", "free some space, then run it again")
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Fault(
            f"{place} cannot be written: {fault.strerror}",
            "the checkout must be yours to write; chown it, or clone it anew",
        )
    return Fault(f"{place}: {fault.strerror}", "./moonw --setup")
