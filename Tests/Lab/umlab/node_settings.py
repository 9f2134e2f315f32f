"""The simulated nodes: what `node-up` reads, and each node's own files."""

from . import firmware, topology
from .keys import Keys
from .topology import Node
from .tree import FileTree


def add_nodes(files: FileTree, keys: Keys, algorithm: str) -> None:
    """Adds all nodes to the machine that simulates them."""
    files.write("/etc/modules-load.d/mesh.conf", "tun\nbatman-adv\noverlay\nveth\ndummy\nbridge\n")
    # Below the nodes' own files; what the image has there stays.
    firmware.add_programs(files, "/usr/lib/umlab/node-root")
    for node in topology.NODES:
        _add_node(files, node, keys, algorithm)


def _add_node(files: FileTree, node: Node, keys: Keys, algorithm: str) -> None:
    variables = {
        "NAME": node.name,
        "MAC": node.mac,
        "PRIMARY_MAC": node.primary_mac,
        "IP4": f"{node.address4}/16",
        "IP6": f"{node.address6}/64",
        "WAN": f"{node.wan}/24" if node.wan else "",
        "NEIGHBOUR": node.neighbour or "",
        "ALGORITHM": algorithm,
        "ORIG_INTERVAL": str(topology.ORIGINATOR_INTERVAL * 1000),
    }
    files.write(
        f"/etc/umlab/nodes/{node.name}",
        "".join(f"{name}={value}\n" for name, value in variables.items()),
    )
    files.link(
        f"/etc/systemd/system/multi-user.target.wants/node@{node.name}.service",
        "/etc/systemd/system/node@.service",
    )
    root = f"/var/lib/umlab/nodes/{node.name}/upper"
    files.write(f"{root}/etc/hostname", node.name + "\n")
    files.write(
        f"{root}/etc/dropbear/dropbear_ed25519_host_key", keys.node(node.name).read_bytes(), 0o600
    )
    files.write(f"{root}/etc/dropbear/authorized_keys", keys.client_public(), mode=0o600)
    # Debian's dropbear looks in the home directory, OpenWrt's in /etc/dropbear.
    files.link(f"{root}/root/.ssh/authorized_keys", "/etc/dropbear/authorized_keys")
    # The clock is the machine's, and so that of all nodes.
    files.write(f"{root}/etc/shared-clock", "")
    firmware.add_settings(files, root, node)
