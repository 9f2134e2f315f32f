"""Whether the mesh has converged: what gateways and nodes themselves say, read over SSH."""

import json
import time
from collections.abc import Callable
from functools import partial

from . import topology
from .errors import LabError
from .parallel import each
from .ssh import Shell
from .topology import Gateway

_FASTD_STATUS = f"socat -t 5 - UNIX-CONNECT:/run/fastd-{topology.SHORT}.sock"
_ORIGINATORS = f"batctl meshif bat-{topology.SHORT} oj"


def problems(shell: Shell) -> list[str]:
    """What is still missing, one sentence each, beginning with the machine's name."""
    checks: list[Callable[[], list[str]]] = [
        *[partial(_gateway_problems, shell, gateway) for gateway in topology.GATEWAYS],
        partial(_node_problems, shell),
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


def _gateway_problems(shell: Shell, gateway: Gateway) -> list[str]:
    try:
        status, originators = shell.run(
            gateway.name, f"{_FASTD_STATUS}; echo; echo --; {_ORIGINATORS}"
        ).split("\n--\n")
        return [
            *_missing_peers(gateway, json.loads(status)),
            *_missing_originators(gateway, json.loads(originators)),
        ]
    except (LabError, ValueError) as error:
        return [f"{gateway.name}: fastd or batman-adv gives no status ({error})"]


def _missing_peers(gateway: Gateway, status: dict) -> list[str]:
    connected = {key for key, peer in status["peers"].items() if peer["connection"]}
    wanted = {
        other.name: other.fastd.public for other in topology.GATEWAYS if other != gateway
    } | {
        node.name: node.fastd.public
        for node in topology.NODES
        if node.gateway == gateway.name and node.fastd
    }
    return [
        f"{gateway.name}: fastd has no connection with {name}"
        for name, key in wanted.items()
        if key not in connected
    ]


def _missing_originators(gateway: Gateway, originators: list[dict]) -> list[str]:
    seen = {entry["orig_address"] for entry in originators if entry.get("best")}
    others = [other for other in topology.GATEWAYS if other != gateway]
    return [
        f"{gateway.name}: batman-adv does not know {other.name} ({other.primary_mac})"
        for other in [*others, *topology.NODES]
        if other.primary_mac not in seen
    ]


def _node_problems(shell: Shell) -> list[str]:
    """Pings from every node to every gateway's bridge, all at once."""
    pairs = [(node, gateway) for node in topology.NODES for gateway in topology.GATEWAYS]
    pings = "".join(
        f"(ip netns exec {node.name} ping -q -n -c 1 -W 5 {gateway.address6} >/dev/null 2>&1 "
        f"|| echo '{node.name}: no ping to {gateway.name}') & "
        for node, gateway in pairs
    )
    try:
        return shell.run(topology.NODES_MACHINE.name, pings + "wait").splitlines()
    except LabError as error:
        return [str(error)]
