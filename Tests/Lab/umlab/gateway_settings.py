"""A gateway before the migration: fastd, batman-adv and bridge of each domain."""

from . import topology
from .topology import Domain, Gateway
from .tree import FileTree

_NETWORKD_ALGORITHM = {"BATMAN_V": "batman-v", "BATMAN_IV": "batman-iv"}


def add_gateway(files: FileTree, gateway: Gateway, algorithm: str) -> None:
    """Adds fastd's configuration and the units of its meshes."""
    for domain in topology.DOMAINS:
        _add_fastd(files, gateway, domain)
        _add_mesh(files, gateway, domain, algorithm)
    files.write("/etc/modules-load.d/mesh.conf", "tun\nbatman-adv\n")
    files.write(
        "/etc/sysctl.d/gateway.conf", "net.ipv6.conf.all.forwarding=1\nnet.ipv4.ip_forward=1\n"
    )


def _add_fastd(files: FileTree, gateway: Gateway, domain: Domain) -> None:
    name = domain.short
    directory = f"/etc/fastd/{name}"
    files.write(
        f"{directory}/fastd.conf",
        f"""\
bind any:{domain.fastd_port};
mode tap;
interface "fastd-{name}";
mtu {topology.FASTD_MTU};
method "salsa2012+umac";
method "null";
include "secret.conf";
include peers from "gateways";
on verify "true";
on up "ip link set up dev $INTERFACE";
status socket "/run/fastd-{name}.sock";
""",
    )
    secret = gateway.fastd_key(domain).secret
    files.write(f"{directory}/secret.conf", f'secret "{secret}";\n', mode=0o600)
    for other in topology.GATEWAYS:
        if other != gateway:
            files.write(
                f"{directory}/gateways/{other.name}",
                f'key "{other.fastd_key(domain).public}";\n'
                f"remote {other.underlay} port {domain.fastd_port};\n",
            )
    files.enable(f"fastd@{name}.service", "fastd@.service")


def _add_mesh(files: FileTree, gateway: Gateway, domain: Domain, algorithm: str) -> None:
    name = domain.short
    network = "/etc/systemd/network"
    files.write(
        f"{network}/20-bat-{name}.netdev",
        f"""\
[NetDev]
Name=bat-{name}
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
        f"{network}/20-bat-{name}.network",
        f"[Match]\nName=bat-{name}\n\n[Network]\nBridge=br-{name}\nLinkLocalAddressing=no\n",
    )
    files.write(
        f"{network}/20-br-{name}.netdev", f"[NetDev]\nName=br-{name}\nKind=bridge\n"
    )
    files.write(
        f"{network}/20-br-{name}.network",
        f"""\
[Match]
Name=br-{name}

[Network]
Address={gateway.address4(domain)}/16
Address={gateway.address6(domain)}/64
IPv6AcceptRA=no
""",
    )
    # A primary interface that stays while the transports below come and go.
    files.write(
        f"{network}/20-dummy-{name}.netdev",
        f"[NetDev]\nName=dummy-{name}\nKind=dummy\nMACAddress={gateway.primary_mac(domain)}\n",
    )
    for interface in (f"dummy-{name}", f"fastd-{name}"):
        files.write(
            f"{network}/21-{interface}.network",
            f"[Match]\nName={interface}\n\n[Network]\n"
            f"BatmanAdvanced=bat-{name}\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n",
        )
