"""The one error type whose message is meant for the person at the terminal."""


class LabError(Exception):
    """Something the user can act on; printed as one line, without a traceback."""
