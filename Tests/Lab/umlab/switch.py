"""The switch between the machines: one process, one unix datagram socket for each port.

It learns MAC addresses like a real one, and can spoil a port: drop all frames,
lose a share of them, or delay them. Run as `python3 -m umlab.switch NAME…` in the
lab's directory. Commands are JSON lines on `run/switch.ctl`.
"""

import heapq
import itertools
import json
import os
import random
import selectors
import socket
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass, field
from pathlib import Path

from . import sockets

_CONTROL = "run/switch.ctl"
_QUEUED_FRAMES = 512  # for a machine that doesn't read for a while
_RETRY_SECONDS = 0.002


@dataclass
class Faults:
    """What a port does to frames in both directions."""

    blocked: bool = False
    loss: float = 0.0  # percent
    delay: float = 0.0  # milliseconds


@dataclass
class _Port:
    name: str
    socket: socket.socket
    faults: Faults = field(default_factory=Faults)
    waiting: deque[bytes] = field(default_factory=lambda: deque(maxlen=_QUEUED_FRAMES))

    @property
    def machine(self) -> str:
        return f"run/{self.name}.vm"

    def flush(self) -> None:
        """Hands over what waits, as far as the machine takes it."""
        while self.waiting:
            try:
                self.socket.sendto(self.waiting[0], self.machine)
            except BlockingIOError:
                return
            except OSError:  # the machine is off: nobody hears it
                self.waiting.clear()
                return
            self.waiting.popleft()


class Switch:
    """All ports, what was learned, and the frames that are on their way."""

    def __init__(self, names: list[str]) -> None:
        self._ports = {name: _Port(name, _datagram_socket(f"run/{name}.port")) for name in names}
        self._learned: dict[bytes, _Port] = {}
        self._delayed: list[tuple[float, int, _Port, bytes]] = []
        self._order = itertools.count()
        self._selector = selectors.DefaultSelector()
        self._control = _control_socket()
        self._selector.register(self._control, selectors.EVENT_READ, self._accept)
        for port in self._ports.values():
            self._selector.register(port.socket, selectors.EVENT_READ, port)

    def run(self) -> None:
        """Switches for ever."""
        while True:
            for key, _ in self._selector.select(self._patience()):
                if isinstance(key.data, _Port):
                    self._receive(key.data)
                else:
                    key.data()
            self._deliver_due()

    def _patience(self) -> float | None:
        if any(port.waiting for port in self._ports.values()):
            return _RETRY_SECONDS
        if self._delayed:
            return max(0.0, self._delayed[0][0] - time.monotonic())
        return None

    def _receive(self, source: _Port) -> None:
        for _ in range(64):
            try:
                frame = source.socket.recv(65536)
            except BlockingIOError:
                return
            self._learned[frame[6:12]] = source
            known = None if frame[0] & 1 else self._learned.get(frame[0:6])
            for target in [known] if known else self._ports.values():
                if target is not source:
                    self._forward(frame, source, target)

    def _forward(self, frame: bytes, source: _Port, target: _Port) -> None:
        faults = (source.faults, target.faults)
        if any(f.blocked or random.uniform(0, 100) < f.loss for f in faults):
            return
        delay = sum(f.delay for f in faults) / 1000
        if delay:
            due = time.monotonic() + delay
            heapq.heappush(self._delayed, (due, next(self._order), target, frame))
        else:
            target.waiting.append(frame)

    def _deliver_due(self) -> None:
        now = time.monotonic()
        while self._delayed and self._delayed[0][0] <= now:
            _, _, target, frame = heapq.heappop(self._delayed)
            target.waiting.append(frame)
        for port in self._ports.values():
            port.flush()

    def _accept(self) -> None:
        connection, _ = self._control.accept()
        with connection:
            connection.settimeout(1)
            try:
                request = json.loads(connection.makefile("r").readline())
                for name in request["ports"]:
                    self._ports[name].faults = Faults(**request["faults"])
                answer = {name: asdict(port.faults) for name, port in self._ports.items()}
                connection.sendall(json.dumps(answer).encode() + b"\n")
            except (OSError, ValueError, KeyError, TypeError) as error:
                print(f"switch: bad request: {error!r}", flush=True)


def request(lab: Path, ports: list[str], faults: Faults) -> dict[str, Faults]:
    """Sets the faults of `ports` in the running switch; returns those of all ports."""
    with sockets.connect(lab / _CONTROL, timeout=10) as connection:
        line = json.dumps({"ports": ports, "faults": asdict(faults)})
        connection.sendall(line.encode() + b"\n")
        answer = json.loads(connection.makefile("r").readline())
    return {name: Faults(**values) for name, values in answer.items()}


def _datagram_socket(path: str) -> socket.socket:
    Path(path).unlink(missing_ok=True)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    made.setblocking(False)
    made.bind(path)
    return made


def _control_socket() -> socket.socket:
    """Appears under its name when it listens already, so that whoever sees it may connect."""
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    staged = f"{_CONTROL}.new"
    Path(staged).unlink(missing_ok=True)
    made.bind(staged)
    made.listen(4)
    os.rename(staged, _CONTROL)
    return made


if __name__ == "__main__":
    os.umask(0o077)
    Switch(sys.argv[1:]).run()
