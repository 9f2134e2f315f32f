"""What makes one machine of the common image: the files it gets at its first boot."""

import hashlib

from . import paths, topology
from .gateway_settings import add_gateway
from .keys import HOST_KEY_TYPES, Keys
from .node_settings import add_node_machine, add_nodes
from .topology import Gateway, Machine, NodeMachine
from .tree import FileTree


def tree(machine: Machine, keys: Keys, algorithm: str) -> FileTree:
    """All files of `machine`; `algorithm` is BATMAN_V or BATMAN_IV."""
    files = FileTree()
    if isinstance(machine, NodeMachine):
        add_node_machine(files, machine, keys, algorithm)
        return files
    _add_identity(files, machine, keys)
    _add_network(files, machine)
    if isinstance(machine, Gateway):
        add_gateway(files, machine, algorithm)
    elif machine == topology.SERVICE:
        _add_broker(files)
    else:
        add_nodes(files, keys, algorithm)
    return files


def _add_identity(files: FileTree, machine: Machine, keys: Keys) -> None:
    files.write("/etc/hostname", machine.name + "\n")
    # The same id on two machines would give them the same TAP MAC addresses.
    files.write("/etc/machine-id", hashlib.md5(f"umlab {machine.name}".encode()).hexdigest() + "\n")
    underlay = "".join(f"{other.underlay} {other.name}\n" for other in topology.MACHINES)
    files.write("/etc/hosts", f"127.0.0.1 localhost\n::1 localhost\n{underlay}")
    files.write("/root/.ssh/authorized_keys", keys.client_public(), mode=0o600)
    for kind in HOST_KEY_TYPES:
        private = keys.host(machine.name, kind)
        files.write(f"/etc/ssh/ssh_host_{kind}_key", private.read_bytes(), mode=0o600)
        files.write(
            f"/etc/ssh/ssh_host_{kind}_key.pub", keys.host_public(machine.name, kind) + "\n"
        )
    files.write("/etc/ssh/sshd_config.d/lab.conf", "PermitRootLogin prohibit-password\n")


def _add_network(files: FileTree, machine: Machine) -> None:
    for name, mac in (("mgmt0", machine.management_mac), ("inet0", machine.underlay_mac)):
        files.write(
            f"/etc/systemd/network/10-{name}.link",
            f"[Match]\nPermanentMACAddress={mac}\n\n[Link]\nName={name}\n",
        )
    files.write(
        "/etc/systemd/network/10-mgmt0.network",
        "[Match]\nName=mgmt0\n\n[Network]\nAddress=10.0.2.15/24\n"
        "LinkLocalAddressing=no\nIPv6AcceptRA=no\n",
    )
    if machine == topology.NODES_MACHINE:
        _add_wan_bridge(files, machine)
        return
    files.write(
        "/etc/systemd/network/10-inet0.network",
        f"[Match]\nName=inet0\n\n[Network]\nAddress={machine.underlay}/24\nIPv6AcceptRA=no\n",
    )


def _add_wan_bridge(files: FileTree, machine: Machine) -> None:
    """The nodes' WAN interfaces are ports of this bridge beside the underlay."""
    files.write(
        "/etc/systemd/network/10-inet0.network",
        "[Match]\nName=inet0\n\n[Network]\nBridge=br-wan\nLinkLocalAddressing=no\n",
    )
    files.write("/etc/systemd/network/11-br-wan.netdev", "[NetDev]\nName=br-wan\nKind=bridge\n")
    files.write(
        "/etc/systemd/network/11-br-wan.network",
        f"[Match]\nName=br-wan\n\n[Network]\nAddress={machine.underlay}/24\nIPv6AcceptRA=no\n",
    )


def _add_broker(files: FileTree) -> None:
    _add_time(files)
    files.write("/etc/mosquitto/conf.d/lab.conf", "listener 1883\nallow_anonymous true\n")
    files.enable("mosquitto.service")


def _add_time(files: FileTree) -> None:
    """Tells the time (RFC 868) to nodes, for which svc is what an NTP server is in the field."""
    files.write("/usr/local/lib/lab-time", (paths.MACHINE_SOURCES / "lab-time").read_bytes(), 0o755)
    unit = "[Service]\nExecStart=/usr/bin/python3 -I -S /usr/local/lib/lab-time\nRestart=always\n"
    files.write("/usr/lib/systemd/system/lab-time.service", unit)
    files.enable("lab-time.service")
