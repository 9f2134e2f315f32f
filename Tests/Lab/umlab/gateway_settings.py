"""A gateway before the migration: fastd, batman-adv and bridge of one domain."""

from . import topology
from .topology import Gateway
from .tree import FileTree

_NAME = topology.SHORT
_NETWORKD_ALGORITHM = {"BATMAN_V": "batman-v", "BATMAN_IV": "batman-iv"}


def add_gateway(files: FileTree, gateway: Gateway, algorithm: str) -> None:
    """Adds fastd's configuration and the units of its mesh."""
    _add_fastd(files, gateway)
    _add_mesh(files, gateway, algorithm)
    files.write("/etc/modules-load.d/mesh.conf", "tun\nbatman-adv\n")
    files.write(
        "/etc/sysctl.d/gateway.conf", "net.ipv6.conf.all.forwarding=1\nnet.ipv4.ip_forward=1\n"
    )


def _add_fastd(files: FileTree, gateway: Gateway) -> None:
    directory = f"/etc/fastd/{_NAME}"
    files.write(
        f"{directory}/fastd.conf",
        f"""\
bind any:{topology.FASTD_PORT};
mode tap;
interface "fastd-{_NAME}";
mtu {topology.FASTD_MTU};
method "salsa2012+umac";
method "null";
include "secret.conf";
include peers from "gateways";
on verify "true";
on up "ip link set up dev $INTERFACE";
status socket "/run/fastd-{_NAME}.sock";
""",
    )
    files.write(f"{directory}/secret.conf", f'secret "{gateway.fastd.secret}";\n', mode=0o600)
    for other in topology.GATEWAYS:
        if other != gateway:
            files.write(
                f"{directory}/gateways/{other.name}",
                f'key "{other.fastd.public}";\n'
                f"remote {other.underlay} port {topology.FASTD_PORT};\n",
            )
    files.enable(f"fastd@{_NAME}.service", "fastd@.service")


def _add_mesh(files: FileTree, gateway: Gateway, algorithm: str) -> None:
    network = "/etc/systemd/network"
    files.write(
        f"{network}/20-bat-{_NAME}.netdev",
        f"""\
[NetDev]
Name=bat-{_NAME}
Kind=batadv

[BatmanAdvanced]
GatewayMode=server
GatewayBandwidthDown=100M
GatewayBandwidthUp=100M
RoutingAlgorithm={_NETWORKD_ALGORITHM[algorithm]}
OriginatorIntervalSec={topology.ORIGINATOR_INTERVAL}
""",
    )
    files.write(
        f"{network}/20-bat-{_NAME}.network",
        f"[Match]\nName=bat-{_NAME}\n\n[Network]\nBridge=br-{_NAME}\nLinkLocalAddressing=no\n",
    )
    files.write(
        f"{network}/20-br-{_NAME}.netdev", f"[NetDev]\nName=br-{_NAME}\nKind=bridge\n"
    )
    files.write(
        f"{network}/20-br-{_NAME}.network",
        f"""\
[Match]
Name=br-{_NAME}

[Network]
Address={gateway.address4}/16
Address={gateway.address6}/64
IPv6AcceptRA=no
""",
    )
    # A primary interface that stays while the transports below come and go.
    files.write(
        f"{network}/20-dummy-{_NAME}.netdev",
        f"[NetDev]\nName=dummy-{_NAME}\nKind=dummy\nMACAddress={gateway.primary_mac}\n",
    )
    for interface in (f"dummy-{_NAME}", f"fastd-{_NAME}"):
        files.write(
            f"{network}/21-{interface}.network",
            f"[Match]\nName={interface}\n\n[Network]\n"
            f"BatmanAdvanced=bat-{_NAME}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n",
        )
