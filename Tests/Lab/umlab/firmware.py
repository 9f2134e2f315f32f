"""What a node's firmware brings, beside the programs of the image: stand-ins for OpenWrt's and Gluon's own programs,
the real package `umstieg-mesh-vpn`, and the settings that its site would have written."""

import os
from pathlib import Path

from . import dialect, paths, topology
from .topology import Node
from .tree import FileTree

# Small scripts of this project under the names of programs that no Debian has.
_STAND_INS = {
    "uci": "/sbin/uci",
    "rc.common": "/etc/rc.common",
    "micrond": "/usr/sbin/micrond",
    "ntpd": "/usr/sbin/ntpd",
    "uclient-fetch": "/usr/bin/wget",
    "gluon-reconfigure": "/usr/bin/gluon-reconfigure",
    "gluon-reload": "/usr/bin/gluon-reload",
    "gluon-info": "/usr/bin/gluon-info",
    "autoupdater": "/usr/sbin/autoupdater",
    "sysupgrade": "/sbin/sysupgrade",
}
_RELEASE = """\
DISTRIB_ID='OpenWrt'
DISTRIB_RELEASE='23.05-SNAPSHOT'
DISTRIB_TARGET='x86/64'
DISTRIB_DESCRIPTION='a node of the lab, with stand-ins for OpenWrt'
"""
_FIRMWARE = "v2023.2.3-lab"


def add_programs(files: FileTree, root: str, kind: Path) -> None:
    """Adds what is the same on all nodes, and the files of their kind, below `root`."""
    for name, place in _STAND_INS.items():
        files.write(f"{root}{place}", (paths.STAND_INS / name).read_bytes(), mode=0o755)
    for source in (paths.NODE_SOURCES / "root", kind, paths.FIRMWARE_PACKAGE):
        for path in sorted(source.rglob("*")):
            if path.is_file():
                mode = 0o755 if os.access(path, os.X_OK) else 0o644
                files.write(f"{root}/{path.relative_to(source)}", path.read_bytes(), mode)
    files.write(f"{root}/etc/openwrt_release", _RELEASE)
    files.write(f"{root}/lib/gluon/release", f"{_FIRMWARE}\n")
    files.write(f"{root}/lib/gluon/gluon-version", "v2023.2.3\n")
    files.write(f"{root}/lib/gluon/site-version", "v2023.9\n")


def add_settings(files: FileTree, root: str, node: Node) -> None:
    """Adds /etc/config of a node that is on fastd, whose firmware has both transports."""
    for package, (text, mode) in _packages(node).items():
        files.write(f"{root}/etc/config/{package}", text, mode)
    files.write(f"{root}/lib/gluon/core/sysconfig/primary_mac", node.mac)
    if node.gateway:
        files.link(f"{root}/etc/rc.d/S95fastd", "../init.d/fastd")


def _packages(node: Node) -> dict[str, tuple[str, int]]:
    """UCI's packages by name, each with its mode: those with secrets are root's alone."""
    return {
        "autoupdater": (_autoupdater(), 0o644),
        "fastd": (_fastd(node), 0o600),
        "gluon": (_gluon(node), 0o644),
        "network": (_network(node), 0o644),
        "system": (_system(node), 0o644),
        "wireguard": (_wireguard(node), 0o600),
    }


def _wireguard(node: Node) -> str:
    """As upgrade/400-umstieg-mesh-vpn writes it; peers come with the playbook."""
    return _section(
        "wireguard", "mesh_vpn",
        enabled="0",
        iface="mesh-vpn",
        broker=f"{topology.BROKER}/api/v1/wg/key/exchange",
        dialect="ffmuc",
        domain=node.domain.name,
        mtu=str(topology.WIREGUARD_MTU),
        vni=str(dialect.vni(node.domain.seed)),
    )


def _fastd(node: Node) -> str:
    """As Gluon has it, but for the interface: there both transports have the same one."""
    own = {"secret": node.fastd.secret} if node.fastd else {}
    text = _section(
        "fastd", "mesh_vpn",
        enabled="1" if node.gateway else "0",
        mode="tap",
        interface="fastd-vpn",
        mtu=str(topology.FASTD_MTU),
        method=["salsa2012+umac", "null"],
        status_socket="/var/run/fastd.mesh_vpn.socket",
        **own,
    ) + _section("peer_group", "mesh_vpn_backbone", enabled="1", net="mesh_vpn", peer_limit="1")
    own_first = sorted(topology.GATEWAYS, key=lambda gateway: gateway.name != node.gateway)
    for gateway in own_first if node.gateway else ():
        text += _section(
            "peer", f"mesh_vpn_backbone_peer_{gateway.name}",
            enabled="1",
            net="mesh_vpn",
            group="mesh_vpn_backbone",
            key=gateway.fastd_key(node.domain).public,
            remote=[f"{gateway.underlay} port {node.domain.fastd_port}"],
        )
    return text


def _gluon(node: Node) -> str:
    return _section("core", "core", domain=node.domain.name) + _section(
        "mesh_vpn", "mesh_vpn", enabled="1" if node.gateway else "0", limit_enabled="0"
    )


def _network(node: Node) -> str:
    """Only to be read and set: nothing in the lab makes interfaces of it."""
    text = _section("interface", "loopback", device="lo", proto="static", ipaddr="127.0.0.1/8")
    if node.wan:
        text += _section("interface", "wan", device="wan", proto="static", ipaddr=f"{node.wan}/24")
    return text + _section("interface", "client", device="br-client", macaddr=node.mac) + _section(
        "interface", "gluon_bat0", proto="gluon_bat0"
    )


def _system(node: Node) -> str:
    return _section("system", None, hostname=node.name, timezone="UTC") + _section(
        "timeserver", "ntp", enabled="1", server=[topology.SERVICE.underlay]
    )


def _autoupdater() -> str:
    return _section(
        "autoupdater", "settings", enabled="0", branch="stable", version_file="/lib/gluon/release"
    ) + _section(
        "branch", "stable", name="stable", mirror=[f"http://{topology.SERVICE.underlay}/stable"]
    )


def _section(kind: str, name: str | None, /, **options: str | list[str]) -> str:
    """A section of UCI's; none of the lab's values has a quote in it."""
    lines = [f"config {kind} '{name}'" if name else f"config {kind}"]
    for option, value in options.items():
        if isinstance(value, str):
            lines.append(f"\toption {option} '{value}'")
        else:
            lines += [f"\tlist {option} '{item}'" for item in value]
    return "\n".join([*lines, "", ""])
