"""The lab's memory between commands (`state.json`), and the lock they share."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .process import OwnProcess
from .progress import say


@dataclass
class State:
    """What is running and how; everything else can be made again."""

    ports: dict[str, int] = field(default_factory=dict)  # machine → SSH port on 127.0.0.1
    accelerator: str = ""
    algorithm: str = ""
    image: str = ""  # hash of the image below the disks, whatever the tree asks for by now
    disks: str = ""  # directory of the running disks below `disks/`
    converged: bool = False
    processes: dict[str, OwnProcess] = field(default_factory=dict)  # machine or "switch"

    @classmethod
    def load(cls, lab: Path) -> "State":
        try:
            values = json.loads((lab / "state.json").read_text())
        except FileNotFoundError:
            return cls()
        processes = {name: OwnProcess(**value) for name, value in values["processes"].items()}
        return cls(**{**values, "processes": processes})

    def save(self, lab: Path) -> None:
        """Replaces the file by rename, so that readers see the old or the new one."""
        staged = lab / ".state.json"
        staged.write_text(json.dumps(asdict(self), indent=2) + "\n")
        staged.rename(lab / "state.json")

    def is_running(self, name: str) -> bool:
        return name in self.processes and self.processes[name].is_running


@contextmanager
def locked(lab: Path) -> Iterator[None]:
    """Holds the lab's lock; waits, saying so, while another command has it."""
    with (lab / "lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            say(f"waiting for another lab command (pid {file.read().strip() or 'unknown'})")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
