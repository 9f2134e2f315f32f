"""Whether the mesh has converged: what gateways and nodes themselves say, read over SSH."""

import json
import time
from collections.abc import Callable
from functools import partial

from . import ping, topology
from .errors import LabError
from .parallel import each
from .ssh import Shell
from .topology import Domain, Gateway


def problems(shell: Shell) -> list[str]:
    """What is still missing, one sentence each, beginning with the machine's name."""
    checks: list[Callable[[], list[str]]] = [
        *[
            partial(_gateway_problems, shell, gateway, domain)
            for gateway in topology.GATEWAYS
            for domain in topology.DOMAINS
        ],
        *[
            partial(_node_problems, shell, machine)
            for machine in sorted({node.machine for node in topology.NODES})
        ],
    ]
    return [problem for found in each(checks, lambda check: check()) for problem in found]


def wait_converged(shell: Shell, timeout: float) -> None:
    """Waits until there is no problem left; LabError names those that stay."""
    deadline = time.monotonic() + timeout
    while True:
        missing = problems(shell)
        if not missing:
            return
        if time.monotonic() > deadline:
            raise LabError("the mesh has not converged: " + "; ".join(missing))
        time.sleep(2)


def _gateway_problems(shell: Shell, gateway: Gateway, domain: Domain) -> list[str]:
    fastd = f"socat -t 5 - UNIX-CONNECT:/run/fastd-{domain.short}.sock"
    batman = f"batctl meshif bat-{domain.short} oj"
    try:
        status, originators = shell.run(gateway.name, f"{fastd}; echo; echo --; {batman}").split(
            "\n--\n"
        )
        return [
            *_missing_peers(gateway, domain, json.loads(status)),
            *_missing_originators(gateway, domain, json.loads(originators)),
        ]
    except (LabError, ValueError) as error:
        return [f"{gateway.name}: fastd or batman-adv of {domain.name} gives no status ({error})"]


def _missing_peers(gateway: Gateway, domain: Domain, status: dict) -> list[str]:
    connected = {key for key, peer in status["peers"].items() if peer["connection"]}
    wanted = {
        other.name: other.fastd_key(domain).public for other in topology.GATEWAYS if other != gateway
    } | {
        node.name: node.fastd.public
        for node in topology.NODES
        if node.gateway == gateway.name and node.domain == domain and node.fastd
    }
    return [
        f"{gateway.name}: fastd has no connection with {name}"
        for name, key in wanted.items()
        if key not in connected
    ]


def _missing_originators(gateway: Gateway, domain: Domain, originators: list[dict]) -> list[str]:
    seen = {entry["orig_address"] for entry in originators if entry.get("best")}
    wanted = {
        other.name: other.primary_mac(domain) for other in topology.GATEWAYS if other != gateway
    } | {node.name: node.primary_mac for node in topology.NODES if node.domain == domain}
    return [
        f"{gateway.name}: batman-adv does not know {name} ({address})"
        for name, address in wanted.items()
        if address not in seen
    ]


def _node_problems(shell: Shell, machine: str) -> list[str]:
    """Pings from every node of a machine to every gateway's bridge, all at once."""
    nodes = [node for node in topology.NODES if node.machine == machine]
    pairs = [(node, gateway) for node in nodes for gateway in topology.GATEWAYS]
    pings = "".join(
        f"({ping.command(node)} -q -n -c 1 -W 5 {gateway.address6(node.domain)} >/dev/null 2>&1 "
        f"|| echo '{node.name}: no ping to {gateway.name}') & "
        for node, gateway in pairs
    )
    try:
        return shell.run(machine, pings + "wait").splitlines()
    except LabError as error:
        return [str(error)]
