"""What tests start can be interrupted, also where the tests run behind `nohup` or `&`."""

from __future__ import annotations

import signal

# There interrupts are ignored, and every program that a test starts would have it so, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
