"""Alembic's commands one after another in one process: run by path, in the repository's Python.

Importing Alembic and the repository's models takes longer than most migrations do. Each line of
the input is a list of words in JSON; each is answered by one line of JSON. Imports nothing of
sixfold, which need not be installed there.
"""

import io
import json
import os
import sys
import time
import traceback


def main() -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w")
    # What is printed is part of an answer, not between them; Alembic keeps the stream that is
    # there when it is imported.
    told = sys.stdout = sys.stderr = io.StringIO()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    from alembic.config import CommandLine

    for line in sys.stdin:
        code, begun = 0, time.monotonic()
        try:
            CommandLine(prog="alembic").main(argv=json.loads(line))
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
            if isinstance(stop.code, str):
                print(stop.code)
        except BaseException:
            code = 1
            print(traceback.format_exc(limit=-1))
        answer = {"code": code, "text": told.getvalue(), "seconds": time.monotonic() - begun}
        print(json.dumps(answer), file=answers, flush=True)
        told.seek(0)
        told.truncate()


if __name__ == "__main__":
    main()
