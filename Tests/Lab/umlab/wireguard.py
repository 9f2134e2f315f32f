"""WireGuard+VXLAN on simulated nodes, built by hand inside their network namespaces.

What a node's firmware would do is in `node/wireguard`; this side tells it what the node's
gateway has, read from that gateway, and registers the node's key with the broker.
"""

import json
import shlex
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from . import dialect, paths, topology
from .errors import LabError
from .parallel import each
from .progress import say
from .ssh import Shell
from .topology import Domain, Gateway, Node

# kbit/s: as long as both are there, batman-adv prefers WireGuard.
_THROUGHPUT = 1_000_000
_FASTD_THROUGHPUT = 100_000
_REGISTRATION_SECONDS = 30
_HANDSHAKE_SECONDS = 60
_BEST_PATH_SECONDS = 120


@dataclass(frozen=True)
class Tunnel:
    """The node's end, as `lab wireguard` prints it; the private half of its key stays there."""

    public_key: str
    link_local: str
    gateway: str


@dataclass(frozen=True)
class _FarEnd:
    """The gateway's end, as its kernel has it."""

    gateway: Gateway
    domain: Domain
    public_key: str
    link_local: str
    port: int

    @property
    def wireguard(self) -> str:
        return f"wg-{self.domain.short}"

    @property
    def vxlan(self) -> str:
        return f"vx-{self.domain.short}"

    def run(self, shell: Shell, script: str) -> str:
        return shell.run(self.gateway.name, script)


def on(
    shell: Shell, nodes: list[Node], gateway: str | None = None, *, only: bool = False
) -> dict[str, dict[str, Any]]:
    """Gives nodes WireGuard beside fastd, or instead of it; returns their ends by name.

    Without `gateway` a node goes where its fastd goes. `only` stops fastd until the node's next
    boot, and not before the gateway's own best path is the new one: so no packet is lost.
    """
    chosen = {node: topology.gateway(gateway or _own_gateway(node)) for node in nodes}
    ends = list({(chosen[node], node.domain) for node in nodes})
    far = dict(zip(ends, each(ends, lambda end: _far_end(shell, *end))))

    def build(node: Node) -> Tunnel:
        return _build(shell, node, far[chosen[node], node.domain], only)

    tunnels = each(nodes, build)
    return {node.name: asdict(tunnel) for node, tunnel in zip(nodes, tunnels)}


def off(shell: Shell, nodes: list[Node]) -> None:
    """Starts fastd on nodes and takes WireGuard away; gateways keep the keys, as in the field."""

    def take_away(node: Node) -> None:
        _start_fastd(shell, node)
        _run(shell, node, "off")
        say(f"{node.name}: on fastd")

    each(nodes, take_away)


def _build(shell: Shell, node: Node, far: _FarEnd, only: bool) -> Tunnel:
    key = _run(shell, node, "key").strip()
    tunnel = Tunnel(key, dialect.link_local(key), far.gateway.name)
    _register(shell, node, key, far)
    if not only:
        _start_fastd(shell, node)
    _run(
        shell, node, "on",
        ADDRESS=tunnel.link_local,
        PEER=far.public_key,
        PEER_ADDRESS=far.link_local,
        ENDPOINT=f"{far.gateway.underlay}:{far.port}",
        MTU=topology.WIREGUARD_MTU,
        MAC=node.vxlan_mac,
        VXLAN_MTU=topology.WIREGUARD_MTU - dialect.VXLAN_OVERHEAD,
        VNI=dialect.vni(node.domain.seed),
        VXLAN_PORT=dialect.VXLAN_PORT,
        THROUGHPUT=_THROUGHPUT,
        FASTD_THROUGHPUT=_FASTD_THROUGHPUT,
    )
    _await_handshake(shell, node, far)
    if only:
        _await_best_path(shell, node, far)
        shell.run_in_node(node, "/etc/init.d/fastd stop")
    say(f"{node.name}: WireGuard to {far.gateway.name}{', fastd stopped' if only else ''}")
    return tunnel


# The gateway


def _far_end(shell: Shell, gateway: Gateway, domain: Domain) -> _FarEnd:
    """Reads a gateway's end; LabError when it is missing or not what the domain's dialect makes."""
    interface = f"wg-{domain.short}"
    try:
        key, port, links = shell.run(
            gateway.name,
            f"wg show {interface} public-key && wg show {interface} listen-port && "
            "ip -json -details link show",
        ).split("\n", 2)
    except LabError as error:
        raise LabError(f"{gateway.name} has no WireGuard yet ({error})") from error
    far = _FarEnd(gateway, domain, key, dialect.link_local(key), int(port))
    _check_links(far, {link["ifname"]: link for link in json.loads(links)})
    return far


def _check_links(far: _FarEnd, links: dict[str, dict[str, Any]]) -> None:
    """Both ends must agree: else large packets are lost, or all."""
    vxlan = links.get(far.vxlan, {})
    data = vxlan.get("linkinfo", {}).get("info_data", {})
    found = {
        "mtu": links.get(far.wireguard, {}).get("mtu"),
        "vxlan mtu": vxlan.get("mtu"),
        "vni": data.get("id"),
        "vxlan port": data.get("port"),
        "learning": data.get("learning"),
        "link-local": data.get("local6"),
    }
    wanted = {
        "mtu": topology.WIREGUARD_MTU,
        "vxlan mtu": topology.WIREGUARD_MTU - dialect.VXLAN_OVERHEAD,
        "vni": dialect.vni(far.domain.seed),
        "vxlan port": dialect.VXLAN_PORT,
        "learning": True,
        "link-local": far.link_local,
    }
    differing = [
        f"{name} is {found[name]}, not {wanted[name]}"
        for name in wanted
        if found[name] != wanted[name]
    ]
    if differing:
        raise LabError(
            f"{far.gateway.name}: {far.vxlan} over {far.wireguard}: {'; '.join(differing)}"
        )


def _register(shell: Shell, node: Node, key: str, far: _FarEnd) -> None:
    """Has the gateway's worker program the key: asks the broker as nodes do, if it isn't there yet."""
    peers = f"wg show {far.wireguard} peers"
    if key in far.run(shell, peers).split():
        return
    body = json.dumps({"domain": node.domain.name, "public_key": key})
    shell.run_in_node(
        node,
        f"wget -q -O - --post-data {shlex.quote(body)} "
        f"{topology.BROKER}/api/v2/wg/key/exchange",
    )
    _await(
        lambda: key in far.run(shell, peers).split(), _REGISTRATION_SECONDS,
        f"{far.gateway.name}: no worker has programmed the key of {node.name}",
    )


def _await_handshake(shell: Shell, node: Node, far: _FarEnd) -> None:
    """Waits for the node's word: its interface is new, where the gateway may remember an older one."""

    def has_happened() -> bool:
        line = shell.run_in_node(node, "wg show wg_mesh_vpn latest-handshakes")
        return int(line.split()[1]) > 0

    _await(
        has_happened, _HANDSHAKE_SECONDS,
        f"{node.name}: no handshake with {far.gateway.name}",
    )


def _await_best_path(shell: Shell, node: Node, far: _FarEnd) -> None:
    def is_best() -> bool:
        originators = json.loads(far.run(shell, f"batctl meshif bat-{far.domain.short} oj"))
        return any(
            entry.get("best")
            and entry["orig_address"] == node.primary_mac
            # The node itself is next, not the other gateway.
            and entry["neigh_address"] == node.vxlan_mac
            for entry in originators
        )

    _await(
        is_best, _BEST_PATH_SECONDS,
        f"{node.name}: the best path of {far.gateway.name} does not go through {far.vxlan}",
    )


# The node


def _own_gateway(node: Node) -> str:
    if node.gateway is None:
        raise LabError(f"{node.name} is mesh-only: it has no uplink for WireGuard")
    return node.gateway


def _start_fastd(shell: Shell, node: Node) -> None:
    # The daemon would keep the session's outputs open.
    shell.run_in_node(node, "/etc/init.d/fastd start >/dev/null 2>&1")


def _run(shell: Shell, node: Node, verb: str, **environment: str | int) -> str:
    """What `node/wireguard VERB` prints on a node."""
    assignments = [f"{name}={value}" for name, value in environment.items()]
    words = ["env", *assignments, "/bin/ash", "-s", verb]
    script = (paths.NODE_SOURCES / "wireguard").read_bytes()
    return shell.send_to_node(node, shlex.join(words), script)


def _await(condition: Callable[[], bool], seconds: float, problem: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise LabError(f"{problem} within {seconds:.0f} s")
        time.sleep(0.5)
