"""Pings through the mesh, in the background, counted by sequence number.

`start` runs ping in a node's namespace, or on its own machine, writing to
/var/run/umlab-ping/ID there; `stop` ends it, fetches the log and computes the loss.
"""

import re
import uuid
from collections.abc import Iterator
from typing import Any

from . import topology
from .errors import LabError
from .ssh import Shell
from .topology import Node

INTERVAL = 0.1  # seconds
# After `stop` is asked for, ping runs on for these seconds, and what it sends in them is not
# counted: so everything counted had the time to come back.
GRACE = 2.0
_DIRECTORY = "/var/run/umlab-ping"
# With -O, ping says at each sending that the one before has not been answered yet.
_REPLY = re.compile(r"^\[(\d+\.\d+)\] \d+ bytes from .* icmp_seq=(\d+) .*?(\(DUP!\))?$")
_NO_ANSWER_YET = re.compile(r"^\[(\d+\.\d+)\] no answer yet for icmp_seq=(\d+)$")


def target_address(node: Node, name: str) -> str:
    """A gateway's bridge address in the node's domain for a gateway's name; anything else is an address."""
    try:
        return topology.gateway(name).address6(node.domain)
    except KeyError:
        return name


def command(node: Node) -> str:
    """iputils' ping from a node, to be run on the node's machine; a router's own ping is busybox'."""
    return "/usr/libexec/iputils-ping" if node.is_machine else f"ip netns exec {node.name} ping"


def start(shell: Shell, name: str, target: str) -> str:
    """Starts to ping from a node to an address or gateway; returns the id for `stop`."""
    identifier = f"{name}-{uuid.uuid4().hex[:8]}"
    file = f"{_DIRECTORY}/{identifier}"
    node = topology.node(name)
    # A router has no setsid; its SSH server leaves alone what outlives a session.
    detached = "" if node.is_machine else "setsid "
    line = f"{detached}{command(node)} -n -D -O -i {INTERVAL} {target_address(node, target)}"
    shell.run(
        node.machine,
        f"mkdir -p {_DIRECTORY} && echo '{name} {target}' >{file}.who && "
        f"{{ {line} >{file} 2>&1 </dev/null & echo $! >{file}.pid; }} && "
        f"sleep 1 && kill -0 $(cat {file}.pid)",
    )
    return identifier


def stop(shell: Shell, identifier: str) -> dict[str, Any]:
    """Ends the ping `identifier` and returns what it saw."""
    if not re.fullmatch(r"[a-z0-9-]+", identifier):
        raise LabError(f"“{identifier}” is no ping's id")
    file = f"{_DIRECTORY}/{identifier}"
    try:
        node = topology.node(identifier.split("-")[0])
    except KeyError as error:
        raise LabError(f"“{identifier}” is no ping's id") from error
    output = shell.run(
        node.machine,
        f"[ -e {file}.pid ] || {{ echo 'no such ping' >&2; exit 1; }}; p=$(cat {file}.pid); "
        f"sleep {GRACE}; kill -INT $p; while kill -0 $p 2>/dev/null; do sleep 0.1; done; "
        f"cat {file}.who {file}; rm -f {file} {file}.pid {file}.who",
    )
    who, _, log = output.partition("\n")
    origin, target = who.split()
    return {"from": origin, "to": target, **evaluate(log)}


def evaluate(log: str) -> dict[str, Any]:
    """Loss and gaps of a `ping -D -O` log without its last `GRACE` seconds."""
    events = list(_events(log))
    end = max((when for when, _, _ in events), default=0.0) - GRACE
    replies: dict[int, float] = {}
    duplicates = 0
    for when, number, answered in events:
        duplicates += answered and number in replies
        if answered:
            replies.setdefault(number, when)
    sent = max((number for when, number, _ in events if when <= end), default=0)
    lost = [number for number in range(1, sent + 1) if number not in replies]
    times = sorted(when for number, when in replies.items() if number <= sent)
    gaps = [later - earlier for earlier, later in zip(times, [*times[1:], max([end, *times])])]
    return {
        "sent": sent,
        "lost": len(lost),
        "longest_gap_ms": round(max(gaps, default=0.0) * 1000),
        "seconds": round(times[-1] - times[0], 1) if times else 0.0,
        "duplicates": duplicates,
        "lost_runs": _runs(lost),
    }


def _events(log: str) -> Iterator[tuple[float, int, bool]]:
    """Time, sequence number and whether it was answered, for each line about a ping.

    ping counts modulo 65536; here the numbers go on."""
    turns, last = 0, 0
    for line in log.splitlines():
        match = _REPLY.match(line) or _NO_ANSWER_YET.match(line)
        if not match:
            continue
        number = int(match[2])
        if number < last - 32768:
            turns += 1
        elif number > last + 32768:  # a late one from before the turn
            turns -= 1
        last = number
        yield float(match[1]), number + turns * 65536, match.re is _REPLY


def _runs(numbers: list[int]) -> list[list[int]]:
    """Consecutive numbers as [first, count]."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs
