"""QEMU: the command line of a machine, its disk, its start and its monitor."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from .cpio import archive
from .image import Image
from .process import OwnProcess
from .qmp import Monitor
from .topology import Machine, NodeMachine

# The version of all that is below: a saved state fits only the command line it was made with.
LAYOUT = "3"
ACCELERATION = {
    "kvm": ["-accel", "kvm", "-cpu", "host"],
    "tcg": ["-accel", "tcg,thread=multi", "-cpu", "max"],
}
# The filter swallows everything while its status is on, and nobody is told.
MANAGEMENT_FILTER = "management-drop"


@dataclass(frozen=True)
class VirtualMachine:
    """One machine of the running lab. Paths given to QEMU are relative to the lab's
    directory, in which it runs: a socket's path must be short."""

    machine: Machine
    lab: Path
    disks: Path
    image: Image
    accelerator: str
    port: int

    @property
    def name(self) -> str:
        return self.machine.name

    @property
    def console(self) -> Path:
        return self.lab / "logs" / f"{self.name}.console"

    @property
    def disk(self) -> Path:
        return self.disks / f"{self.name}.qcow2"

    @property
    def _is_node(self) -> bool:
        return isinstance(self.machine, NodeMachine)

    @property
    def _initrd(self) -> Path:
        return self.disks / f"{self.name}.initrd"

    def make_disk(self, settings: bytes) -> None:
        """A fresh disk over the image, and the initrd that puts `settings` on it."""
        self.disk.unlink(missing_ok=True)
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b",
             self.image.overlay if self._is_node else self.image.root, self.disk],
            check=True,
        )
        common = self.image.initrd.read_bytes()
        # The kernel finds a second archive only at a multiple of four bytes.
        padding = b"\0" * (-len(common) % 4)
        self._initrd.write_bytes(common + padding + archive({"settings.tar": settings}))

    def start(self, load: str | None = None) -> OwnProcess:
        """Starts QEMU: a cold boot, or paused in the saved state `load`."""
        (self.lab / "run").mkdir(exist_ok=True)
        self.console.parent.mkdir(exist_ok=True)
        resume = ["-loadvm", load, "-S"] if load else []
        return OwnProcess.start(
            self._command() + resume, self.lab, self.lab / "logs" / f"{self.name}.qemu"
        )

    def monitor(self) -> Monitor:
        return Monitor(self.name, self.lab / "run" / f"{self.name}.qmp")

    def _command(self) -> list[str]:
        disk = f"file={_quoted(self.disk)},format=qcow2,if=none,id=root"
        squashfs = f"file={_quoted(self.image.node_root)},format=raw,if=none,id=squashfs,readonly=on"
        rom = ["-drive", squashfs, "-device", "virtio-blk-pci,drive=squashfs"] if self._is_node else []
        options = "panic=1 umlab.squashfs" if self._is_node else "systemd.show_status=auto"
        return [
            "qemu-system-x86_64",
            "-name", f"umlab-{self.name}",
            *ACCELERATION[self.accelerator],
            "-machine", "pc", "-m", str(self.machine.memory), "-smp", "1",
            "-nodefaults", "-no-user-config", "-display", "none", "-rtc", "base=utc",
            "-kernel", str(self.image.kernel), "-initrd", str(self._initrd),
            # Emulation translates a program for each address that it is loaded at: with addresses drawn for each process
            # every short command is translated anew, and a warm boot has to forget a thousand translations a page.
            "-append", f"console=ttyS0 quiet loglevel=4 net.ifnames=0 norandmaps {options}",
            # Without host flushes, but a guest's flush reaches the host's memory: what the
            # guest had not synced is lost when QEMU is killed, what it had is kept.
            "-drive", f"{disk},cache=unsafe,discard=unmap",
            "-device", "virtio-blk-pci,drive=root",
            *rom,
            "-device", "virtio-rng-pci",
            "-chardev", f"file,id=console,path={_quoted(self.console)},append=on",
            "-serial", "chardev:console",
            "-qmp", f"unix:run/{self.name}.qmp,server=on,wait=off",
            "-netdev", f"user,id=management,restrict=on,hostfwd=tcp:127.0.0.1:{self.port}-:22",
            "-device", f"virtio-net-pci,netdev=management,mac={self.machine.management_mac}",
            "-chardev", "null,id=nowhere",
            "-object", f"filter-redirector,id={MANAGEMENT_FILTER},netdev=management,queue=all,"
            "outdev=nowhere,status=off",
            "-netdev", f"dgram,id=underlay,local.type=unix,local.path=run/{self.name}.vm,"
            f"remote.type=unix,remote.path=run/{self.name}.port",
            "-device", f"virtio-net-pci,netdev=underlay,mac={self.machine.underlay_mac}",
        ]


def _quoted(path: Path) -> str:
    """QEMU's option syntax doubles a comma that belongs to a value."""
    return str(path).replace(",", ",,")
