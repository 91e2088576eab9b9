"""The pre-push hook that sixfold installs, as text, and how it is known again."""

from __future__ import annotations

import shlex
from typing import Final

HOOK: Final = "pre-push"
# What was there before is kept beside ours under this name, in its own mode.
KEPT: Final = "pre-push.kept-by-sixfold"

_MARK: Final = "# installed by `sixfold hooks install`"
_MADE: Final = "# sixfold made this folder"

# git has no hook for the end of a push. This one lets the hook that was here decide, lets git go
# on at once, and leaves a process behind that waits for git's end. A kept shell script is sourced
# under its old name, because some look at their own name to know which hook they are.
_SCRIPT: Final = """#!/bin/sh
{mark}; `sixfold hooks remove` puts back what was here.
{made}# It never fails a push and never delays it: what nobody owns is swept when the push is over.
here=${{0%/*}}
kept=$here/{kept}
if [ -x "$kept" ]; then
    IFS= read -r first <"$kept" || :
    shell=
    case $first in '#!'*) for word in ${{first#'#!'}}; do
        case ${{word##*/}} in sh | bash | dash | ash | ksh) shell=${{first#'#!'}} ;; esac
    done ;; esac
    # shellcheck disable=SC2016  # expanded by the shell that is started
    if [ "$shell" ]; then
        $shell -c '. "${{0%/*}}/{kept}"' "$here/{hook}" "$@"
    else
        "$kept" "$@"
    fi
    code=$?
    [ "$code" -eq 0 ] || exit "$code"
fi
(
    exec </dev/null >/dev/null 2>&1
    trap '' HUP
    git=$PPID
    # shellcheck disable=SC2046  # names of variables, one a word
    unset $(git rev-parse --local-env-vars)
    cd {prefix} || exit 0
    for sixfold in "$PWD/.venv/bin/sixfold" {sixfold} sixfold; do
        if command -v "$sixfold"; then
            exec "$sixfold" hooks sweep --after "$git"
        fi
    done
) &
exit 0
"""


def hook_script(*, sixfold: str, prefix: str = ".", made_folder: bool = False) -> str:
    """The hook's text.

    `sixfold` is the program to be run where a checkout has none of its own, `prefix` the folder of
    sixfold.toml within the checkout; `made_folder` notes that the folder was not there before.
    """
    return _SCRIPT.format(
        mark=_MARK,
        made=f"{_MADE}\n" if made_folder else "",
        kept=KEPT,
        hook=HOOK,
        prefix=shlex.quote(prefix),
        sixfold=shlex.quote(sixfold),
    )


def is_ours(text: str) -> bool:
    """Whether a hook is one that sixfold has installed."""
    return any(line.startswith(_MARK) for line in text.splitlines()[:2])


def made_folder(text: str) -> bool:
    """Whether our hook's folder was made for it."""
    return _MADE in text.splitlines()
