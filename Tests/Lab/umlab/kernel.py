"""Unpacks a Linux kernel image: QEMU starts the plain ELF file seconds faster without KVM."""

import bz2
import lzma
import zlib
from collections.abc import Callable
from pathlib import Path

from .errors import LabError


def _gunzip(data: bytes) -> bytes:
    return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(data)


def _unxz(data: bytes) -> bytes:
    return lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(data)


def _bunzip2(data: bytes) -> bytes:
    return bz2.BZ2Decompressor().decompress(data)


_PACKERS: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\xfd7zXZ\0", _unxz),
    (b"\x1f\x8b\x08", _gunzip),
    (b"BZh", _bunzip2),
)


def unpack(compressed: Path, plain: Path) -> None:
    """Writes the ELF image inside the bzImage `compressed` to `plain`."""
    data = compressed.read_bytes()
    for magic, decompress in _PACKERS:
        start = data.find(magic)
        while start >= 0:
            try:
                kernel = decompress(data[start:])
            except (lzma.LZMAError, zlib.error, OSError):
                kernel = b""
            if kernel.startswith(b"\x7fELF"):
                plain.write_bytes(kernel)
                return
            start = data.find(magic, start + 1)
    raise LabError(f"{compressed}: no kernel found that is packed by xz, gzip or bzip2")
