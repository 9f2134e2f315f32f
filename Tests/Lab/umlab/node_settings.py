"""The nodes: what `node-up` and a node's own `rcS` read, and each node's own files."""

from . import firmware, paths, topology
from .keys import Keys
from .topology import Node, NodeMachine
from .tree import FileTree


def add_nodes(files: FileTree, keys: Keys, algorithm: str) -> None:
    """Adds all nodes that are namespaces to the machine that simulates them."""
    files.write("/etc/modules-load.d/mesh.conf", "tun\nbatman-adv\noverlay\nveth\ndummy\nbridge\n")
    # Below the nodes' own files; what the image has there stays.
    firmware.add_programs(files, "/usr/lib/umlab/node-root", paths.NODE_SOURCES / "namespace-root")
    for node in topology.NODES:
        if not node.is_machine:
            _add_namespace(files, node, keys, algorithm)


def add_node_machine(files: FileTree, machine: NodeMachine, keys: Keys, algorithm: str) -> None:
    """Makes a machine the node of its name."""
    node = topology.node(machine.name)
    firmware.add_programs(files, "", paths.NODE_SOURCES / "vm-root")
    # Here the init scripts of a transaction run at boot, as on OpenWrt; a namespace has no boot for them.
    files.write("/sbin/procd", (paths.STAND_INS / "procd").read_bytes(), 0o755)
    variables = _variables(node, algorithm) | {
        "UNDERLAY": machine.underlay_mac, "MANAGEMENT": machine.management_mac
    }
    files.write("/etc/umlab/node", _assignments(variables))
    for place, script in (("S00", "sysfixtime"), ("S20", "network"), ("S50", "micrond")):
        files.link(f"/etc/rc.d/{place}{script}", f"../init.d/{script}")
    _add_own_files(files, "", node, keys)


def _add_namespace(files: FileTree, node: Node, keys: Keys, algorithm: str) -> None:
    files.write(f"/etc/umlab/nodes/{node.name}", _assignments(_variables(node, algorithm)))
    files.link(
        f"/etc/systemd/system/multi-user.target.wants/node@{node.name}.service",
        "/etc/systemd/system/node@.service",
    )
    root = f"/var/lib/umlab/nodes/{node.name}/upper"
    # The clock is the machine's, and so that of all nodes.
    files.write(f"{root}/etc/shared-clock", "")
    _add_own_files(files, root, node, keys)


def _variables(node: Node, algorithm: str) -> dict[str, str]:
    return {
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


def _assignments(variables: dict[str, str]) -> str:
    return "".join(f"{name}={value}\n" for name, value in variables.items())


def _add_own_files(files: FileTree, root: str, node: Node, keys: Keys) -> None:
    files.write(f"{root}/etc/hostname", node.name + "\n")
    files.write(
        f"{root}/etc/dropbear/dropbear_ed25519_host_key", keys.node(node.name).read_bytes(), 0o600
    )
    files.write(f"{root}/etc/dropbear/authorized_keys", keys.client_public(), mode=0o600)
    # Debian's dropbear looks in the home directory, OpenWrt's in /etc/dropbear.
    files.link(f"{root}/root/.ssh/authorized_keys", "/etc/dropbear/authorized_keys")
    firmware.add_settings(files, root, node)
