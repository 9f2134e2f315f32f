"""Processes the lab has started, told apart from strangers that got the same pid later."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path


def _boot_id() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _stat_fields(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat from the third on; None when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def _start_time(pid: int) -> int | None:
    fields = _stat_fields(pid)
    return int(fields[19]) if fields else None


@dataclass(frozen=True)
class OwnProcess:
    """A process by pid, start time (ticks since boot) and boot id of the host."""

    pid: int
    start_time: int
    boot_id: str

    @classmethod
    def start(cls, command: list[str], directory: Path, log: Path) -> "OwnProcess":
        """Starts `command` in `directory`, in a session of its own, with its output in `log`."""
        with log.open("ab") as output:
            child = subprocess.Popen(
                command, cwd=directory, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, start_new_session=True,
            )
        start_time = _start_time(child.pid)
        assert start_time is not None  # not reaped yet, so at worst a zombie
        return cls(child.pid, start_time, _boot_id())

    @property
    def is_running(self) -> bool:
        fields = _stat_fields(self.pid)
        # A first thread that has ended stays as a zombie while others still hold files and ports.
        return (
            fields is not None
            and (fields[0] not in "ZX" or int(fields[17]) > 1)
            and int(fields[19]) == self.start_time
            and _boot_id() == self.boot_id
        )

    def kill(self) -> None:
        """Ends it at once and waits until it is gone."""
        if self.is_running:
            os.kill(self.pid, signal.SIGKILL)
        deadline = time.monotonic() + 20
        while self.is_running and time.monotonic() < deadline:
            time.sleep(0.05)
        try:
            os.waitpid(self.pid, os.WNOHANG)
        except ChildProcessError:
            pass
