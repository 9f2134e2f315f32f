"""Unix sockets in a lab directory whose own path may be longer than a socket's may be."""

import os
import socket
from pathlib import Path


def connect(path: Path, timeout: float) -> socket.socket:
    """A stream connection to the socket at `path`."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(timeout)
    directory = os.open(path.parent, os.O_PATH)
    try:
        connection.connect(f"/proc/self/fd/{directory}/{path.name}")
    except OSError:
        connection.close()
        raise
    finally:
        os.close(directory)
    return connection
