"""Decides between KVM and emulation by trying: /dev/kvm may be there and hang."""

import os
import subprocess

from .image import Image
from .progress import say

_PROBE_SECONDS = 20


def choose(image: Image) -> str:
    """`kvm` when a tiny machine started with it within seconds, else `tcg`."""
    if os.access("/dev/kvm", os.R_OK | os.W_OK) and _kvm_works(image):
        return "kvm"
    say("no usable KVM: machines are emulated, 20 to 30 times slower")
    return "tcg"


def _kvm_works(image: Image) -> bool:
    command = [
        "qemu-system-x86_64", "-accel", "kvm", "-cpu", "host", "-machine", "pc", "-m", "256",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio",
        "-kernel", image.kernel, "-initrd", image.initrd,
        "-append", "console=ttyS0 quiet umlab.probe",
    ]
    try:
        probe = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return b"umlab-probe-ok" in probe.stdout
