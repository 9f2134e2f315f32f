"""What of the host's apt configuration the image is built with: its sources and its way out."""

import subprocess
from pathlib import Path

from .errors import LabError

RELEASE = "bookworm"
_SETTINGS = ("Acquire::Check-", "Acquire::http", "Acquire::https", "Acquire::Retries")


def sources() -> list[Path]:
    """The host's source files that name the release the lab is made of."""
    directory = Path("/etc/apt/sources.list.d")
    candidates = [Path("/etc/apt/sources.list"), *sorted(directory.glob("*"))]
    chosen = [
        path
        for path in candidates
        if path.suffix in (".list", ".sources") and path.is_file()
        and any(
            RELEASE in line.split("#")[0] for line in path.read_text(errors="replace").splitlines()
        )
    ]
    if not chosen:
        raise LabError(f"no apt source of this machine names {RELEASE}; the image is made from it")
    return chosen


def options() -> list[str]:
    """The host's apt settings on how to reach and check archives, as apt.conf lines."""
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    return [
        line
        for line in dump.stdout.splitlines()
        if line.startswith(_SETTINGS) and not line.endswith('"";')
    ]
