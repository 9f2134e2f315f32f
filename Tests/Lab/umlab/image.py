"""Builds the lab's image once: root file system, kernel and initrd, for all machines.

mmdebstrap makes the root and runs `image/customize` in it; the files cross its
border by mmdebstrap's own tar-in and download, so it works for root and, in a
user namespace, for everyone else.
"""

import hashlib
import io
import os
import shlex
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import apt, kernel, paths
from .errors import LabError
from .progress import say

ROOT_SIZE = "2500M"
_MAKERS = ("image.py", "kernel.py", "apt.py")


@dataclass(frozen=True)
class Image:
    """A built image."""

    hash: str

    @property
    def directory(self) -> Path:
        return paths.images() / self.hash

    @property
    def root(self) -> Path:
        return self.directory / "root.qcow2"

    @property
    def kernel(self) -> Path:
        return self.directory / "vmlinux"

    @property
    def initrd(self) -> Path:
        return self.directory / "initrd"

    @property
    def node_root(self) -> Path:
        """The squashfs of a node in a machine of its own."""
        return self.directory / "node.squashfs"

    @property
    def overlay(self) -> Path:
        """The empty disk that lies over it."""
        return self.directory / "overlay.qcow2"

    @property
    def is_built(self) -> bool:
        return self.directory.is_dir()


def current() -> Image:
    """The image that the tree's sources ask for, built or not."""
    digest = hashlib.sha256()
    makers = [Path(__file__).with_name(name) for name in _MAKERS]
    for path in [*makers, *sorted(paths.IMAGE_SOURCES.rglob("*"))]:
        if path.is_file():
            mode = "x" if os.access(path, os.X_OK) else "-"
            digest.update(f"{path.relative_to(paths.SOURCES)} {mode}\n".encode())
            digest.update(path.read_bytes())
    return Image(digest.hexdigest()[:16])


def ensure() -> Image:
    """The current image; builds it when it is missing."""
    image = current()
    if image.is_built:
        return image
    say(f"building image {image.hash} (Debian {apt.RELEASE}; about two minutes)")
    paths.images().mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{image.hash}-", dir=paths.images()))
    try:
        _build(building)
        try:
            building.rename(image.directory)
        except OSError:
            if not image.is_built:  # else another build of the same image was faster
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    say(f"image {image.hash} is built")
    return image


def _build(directory: Path) -> None:
    sources = directory / "sources.tar"
    _pack_sources(sources)
    log = directory / "mmdebstrap.log"
    with log.open("wb") as output:
        finished = subprocess.run(
            _command(directory, sources), stdout=output, stderr=subprocess.STDOUT,
            env={**os.environ, "INITRD": "No"}, check=False,
        )
    if finished.returncode != 0:
        kept = paths.images() / "failed-build.log"
        shutil.copy(log, kept)
        raise LabError(f"mmdebstrap failed with {finished.returncode}; its log is {kept}")
    say("packing the disk")
    for name in ("root", "overlay"):
        subprocess.run(
            ["qemu-img", "convert", "-O", "qcow2", directory / f"{name}.img",
             directory / f"{name}.qcow2"],
            check=True,
        )
    kernel.unpack(directory / "vmlinuz", directory / "vmlinux")
    for name in ("root.img", "overlay.img", "vmlinuz", "sources.tar"):
        (directory / name).unlink()


def _command(directory: Path, sources: Path) -> list[str]:
    packages = [
        line
        for line in (paths.IMAGE_SOURCES / "packages").read_text().splitlines()
        if line and not line.startswith("#")
    ]

    def download(inside: str, outside: str) -> str:
        return f"--customize-hook=download {inside} {shlex.quote(str(directory / outside))}"

    # The bind mount shows the root without /proc, /sys and /dev on it.
    pack_disk = (
        'rm -rf "$1/umlab"; mkdir "$1.plain"; mount --bind "$1" "$1.plain"; '
        f'mke2fs -q -t ext4 -E root_owner=0:0 -d "$1.plain" "$1.disk" {ROOT_SIZE}; made=$?; '
        'umount "$1.plain"; rmdir "$1.plain"; mv "$1.disk" "$1/root.img"; exit $made'
    )
    return [
        "mmdebstrap",
        f"--mode={'root' if os.geteuid() == 0 else 'unshare'}",
        "--variant=minbase",
        "--format=null",
        f"--include={','.join(packages)}",
        '--aptopt=Acquire::Languages "none"',
        *[f"--aptopt={line}" for line in apt.options()],
        f"--customize-hook=tar-in {shlex.quote(str(sources))} /",
        '--customize-hook=chroot "$1" sh /umlab/customize',
        download("/umlab/initrd", "initrd"),
        download("/umlab/vmlinuz", "vmlinuz"),
        download("/umlab/node.squashfs", "node.squashfs"),
        download("/umlab/overlay.img", "overlay.img"),
        f"--customize-hook={pack_disk}",
        download("/root.img", "root.img"),
        apt.RELEASE,
        "-",
        *[str(path) for path in apt.sources()],
    ]


def _pack_sources(target: Path) -> None:
    """`image/rootfs` as it goes onto the root, the rest of `image` under /umlab."""

    def as_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with tarfile.open(target, "w") as archive:
        for path in sorted((paths.IMAGE_SOURCES / "rootfs").rglob("*")):
            if path.is_file():
                name = str(path.relative_to(paths.IMAGE_SOURCES / "rootfs"))
                archive.add(path, name, filter=as_root)
        directory = tarfile.TarInfo("umlab")
        directory.type, directory.mode = tarfile.DIRTYPE, 0o755
        archive.addfile(directory, io.BytesIO())
        for path in sorted(paths.IMAGE_SOURCES.iterdir()):
            if path.name != "rootfs":
                archive.add(path, f"umlab/{path.name}", filter=as_root)
