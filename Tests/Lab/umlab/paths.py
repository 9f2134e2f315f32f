"""Where the lab keeps things: sources in the tree, images in the cache, state in one directory."""

import os
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent
IMAGE_SOURCES = SOURCES / "image"
MACHINE_SOURCES = SOURCES / "machine"
NODE_SOURCES = SOURCES / "node"
STAND_INS = SOURCES.parent / "StandIns"
FIRMWARE_PACKAGE = SOURCES.parent.parent / "Playbooks/gluon/umstieg-mesh-vpn/files"


def cache() -> Path:
    """umstieg's directory in the user's cache."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base).absolute() / "umstieg"


def images() -> Path:
    """Built images, one directory for each hash."""
    return cache() / "images"


def lab() -> Path:
    """The state of the lab: keys, disks, sockets, logs. Made when missing."""
    chosen = os.environ.get("UMSTIEG_LAB_DIR")
    directory = Path(chosen).absolute() if chosen else cache() / "lab"
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    return directory
