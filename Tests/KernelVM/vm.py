"""Boots the lab's image once, for one program that needs a kernel with WireGuard and VXLAN.

The machine has no network but its own. It gets a directory as a tar on its second disk,
runs `run` of it, and is gone when that has ended.
"""

import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Lab"))

from umlab import accel, image  # noqa: E402 - found through the line above
from umlab.cpio import archive  # noqa: E402
from umlab.qemu import ACCELERATION  # noqa: E402

_END = b"kernel-vm: status "


def run(payload: Path, memory: int, seconds: float) -> int:
    """Runs `run` of `payload` in a machine; its output goes to standard output as it comes.

    Gives its exit status; 124 when it took longer than `seconds`, 125 when the machine ended
    without saying one.
    """
    built = image.ensure()
    accelerator = accel.choose(built)
    with tempfile.TemporaryDirectory(prefix="umstieg-kernel-vm-") as name:
        directory = Path(name)
        disk = directory / "root.qcow2"
        subprocess.run(
            ["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", built.root, disk],
            check=True,
        )
        with tarfile.open(directory / "payload.tar", "w") as tar:
            tar.add(payload, ".")
        initrd = built.initrd.read_bytes()
        # The kernel finds a second archive only at a multiple of four bytes.
        own = archive({name: (HERE / name).read_bytes() for name in ("initrd-start", "root-start")})
        (directory / "initrd").write_bytes(initrd + b"\0" * (-len(initrd) % 4) + own)
        return _watch(_command(directory, built, accelerator, memory), directory, seconds)


def _command(directory: Path, built: image.Image, accelerator: str, memory: int) -> list[str]:
    return [
        "qemu-system-x86_64", *ACCELERATION[accelerator],
        "-machine", "pc", "-m", str(memory), "-smp", "1",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-rtc", "base=utc",
        "-kernel", str(built.kernel), "-initrd", str(directory / "initrd"),
        "-append", "console=ttyS0 quiet loglevel=4 net.ifnames=0 panic=-1 "
        "rdinit=/bin/sh -- /initrd-start",
        "-drive", f"file={directory}/root.qcow2,format=qcow2,if=none,id=root,cache=unsafe",
        "-device", "virtio-blk-pci,drive=root",
        "-drive", f"file={directory}/payload.tar,format=raw,if=none,id=payload,readonly=on",
        "-device", "virtio-blk-pci,drive=payload",
        "-device", "virtio-rng-pci",
        "-serial", f"file:{directory}/console",
        "-serial", "stdio",
    ]


def _watch(command: list[str], directory: Path, seconds: float) -> int:
    machine = subprocess.Popen(
        ["timeout", "--kill-after=5", str(seconds), *command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
    )
    status = None
    try:
        assert machine.stdout is not None
        for line in machine.stdout:
            line = line.replace(b"\r", b"")
            if line.startswith(_END):
                status = int(line[len(_END):])
            else:
                sys.stdout.buffer.write(line)
                sys.stdout.buffer.flush()
        ended = machine.wait()
    finally:
        machine.terminate()  # timeout passes it on to the machine
        machine.wait()
    if status is None:
        console = (directory / "console").read_bytes()[-4000:]
        sys.stderr.buffer.write(b"kernel-vm: the machine's console ends so:\n" + console + b"\n")
        return 124 if ended == 124 else 125
    return status
