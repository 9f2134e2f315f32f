"""Writes cpio archives in the `newc` format, which the kernel unpacks as an initrd."""


def archive(files: dict[str, bytes]) -> bytes:
    """A cpio archive of plain files (name → content) for the root of an initrd."""
    entries = [_entry(number + 1, name, data) for number, (name, data) in enumerate(files.items())]
    return b"".join(entries) + _entry(0, "TRAILER!!!", b"")


def _entry(inode: int, name: str, data: bytes) -> bytes:
    encoded = name.encode() + b"\0"
    mode = 0o100600 if inode else 0
    fields = (inode, mode, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(encoded), 0)
    header = b"070701" + b"".join(b"%08X" % field for field in fields)
    return _padded(header + encoded) + _padded(data)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
