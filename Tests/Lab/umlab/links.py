"""Faults on the lab's links, felt as silence and not as an error by those who use them."""

from pathlib import Path

from . import switch
from .qemu import MANAGEMENT_FILTER, VirtualMachine
from .switch import Faults

NETWORKS = ("management", "underlay")


def set_management(machine: VirtualMachine, *, working: bool) -> None:
    """Lets the host's SSH path to the machine work, or vanish; the machine sees no change."""
    with machine.monitor() as monitor:
        monitor.execute(
            "qom-set", path=f"/objects/{MANAGEMENT_FILTER}", property="status",
            value="off" if working else "on",
        )


def set_underlay(lab: Path, name: str, faults: Faults) -> None:
    """Gives the machine's port on the network between the machines these faults."""
    switch.request(lab, [name], faults)


def underlay(lab: Path) -> dict[str, Faults]:
    """The faults of every port."""
    return switch.request(lab, [], Faults())
