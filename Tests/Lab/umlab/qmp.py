"""Speaks QEMU's machine protocol (QMP) and, through it, the human monitor."""

import json
from pathlib import Path
from types import TracebackType
from typing import Any

from . import sockets
from .errors import LabError

# Saving a machine's memory takes seconds, on a busy host minutes.
_TIMEOUT = 300.0


class Monitor:
    """A connection to one machine's QMP socket; use it in a `with` statement."""

    def __init__(self, machine: str, socket_path: Path) -> None:
        self._machine = machine
        try:
            self._socket = sockets.connect(socket_path, _TIMEOUT)
        except OSError as error:
            raise LabError(f"{machine}: its QEMU does not answer ({error})") from error
        self._stream = self._socket.makefile("rw", encoding="utf-8")
        self._receive()  # the greeting
        self.execute("qmp_capabilities")

    def __enter__(self) -> "Monitor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()
        self._socket.close()

    def execute(self, command: str, **arguments: Any) -> Any:
        """Runs a QMP command and returns its value; LabError when QEMU refuses."""
        self._stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._stream.flush()
        while True:
            answer = self._receive()
            if "error" in answer:
                raise LabError(f"{self._machine}: {command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def human(self, line: str) -> None:
        """Runs a human monitor command of the kind that is silent on success."""
        answer = self.execute("human-monitor-command", **{"command-line": line}).strip()
        if answer:
            raise LabError(f"{self._machine}: {line}: {answer}")

    def _receive(self) -> dict[str, Any]:
        line = self._stream.readline()
        if not line:
            raise LabError(f"{self._machine}: its QEMU has closed the monitor")
        return json.loads(line)
