"""Progress lines on standard error, each with the seconds since the command began."""

import sys
import time

_began = time.monotonic()


def say(message: str) -> None:
    """Prints one progress line; standard output stays free for results."""
    print(f"lab: [{time.monotonic() - _began:6.1f} s] {message}", file=sys.stderr, flush=True)
