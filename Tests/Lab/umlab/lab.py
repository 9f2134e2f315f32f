"""The lab as a whole: what its commands do, each a method that reads as its steps."""

import hashlib
import shutil
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from . import accel, clock, image, links, mesh, paths, qemu, settings, topology
from .errors import LabError
from .image import Image
from .keys import Keys
from .parallel import each
from .process import OwnProcess
from .progress import say
from .qemu import VirtualMachine
from .ssh import Shell
from .state import State
from .switch import Faults
from .topology import Machine, NodeMachine

CONVERGED = "converged"  # the saved state that `up` makes and returns to
_BOOT_SECONDS = 900  # emulated, with other people's compilers on the same cores
_CONVERGE_SECONDS = 420
_ANSWER_SECONDS = 240


class Lab:
    """The lab below one directory. Methods that change it are called under its lock."""

    def __init__(self) -> None:
        self.directory = paths.lab()
        self.state = State.load(self.directory)

    # The commands

    def up(self, algorithm: str, *, fresh: bool = False) -> None:
        """Brings the lab up: from the saved state when there is one, else by booting."""
        built = image.ensure()
        if self._running():
            if self._is_complete() and not fresh:
                self._refuse_other_algorithm(algorithm)
                say(f"already up ({self.state.accelerator}, {self.state.algorithm})")
                return
            say("stopping what is left of an incomplete lab")
            self.down()
        self._prepare(built, algorithm)
        if fresh:
            self._saved_marker(CONVERGED).unlink(missing_ok=True)
        if self._saved_marker(CONVERGED).exists():
            self._load(CONVERGED)
            self._await_mesh()
        else:
            self._boot(built)
        self.state.converged = True
        self._save_state()
        say(f"up: {', '.join(machine.name for machine in topology.MACHINES)}, mesh converged")

    def down(self) -> None:
        """Ends what this lab has started, and nothing else."""
        ended = self._end_processes()
        say(f"down ({ended} processes ended)" if ended else "already down")

    def save(self, name: str) -> None:
        """Saves all machines as they are now under `name`."""
        self._require_machines()
        began = time.monotonic()
        self._on_machines(lambda monitor: monitor.execute("stop"))
        try:
            self._on_machines(lambda monitor: monitor.human(f"savevm {name}"))
        finally:
            self._on_machines(lambda monitor: monitor.execute("cont"))
        self._saved_marker(name).touch()
        say(f"saved as “{name}” in {time.monotonic() - began:.1f} s")

    def restore(self, name: str) -> None:
        """Puts all machines back to the saved state `name`, cut ones and dropped links too."""
        if not self.state.disks:
            raise LabError("nothing to restore; run `lab up` first")
        if not self._saved_marker(name).exists():
            raise LabError(f"no saved state “{name}”; there are: {', '.join(self._saved_names())}")
        self._load(name)
        self.state.converged = True
        self._save_state()
        say(f"restored “{name}”")

    def cut(self, name: str) -> None:
        """Takes the power from a machine: QEMU is killed, what was not synced is lost."""
        self._require_running(name)
        self.shell().forget(name)
        self.state.processes.pop(name).kill()
        self._save_state()
        say(f"{name} is without power")

    def start(self, name: str) -> None:
        """Boots a machine that was cut, from its disk, and waits for its SSH."""
        if self.state.is_running(name):
            raise LabError(f"{name} is running")
        if not self.state.disks:
            raise LabError("the lab is down; run `lab up`")
        self._check_ports_free([name])
        machine = self.virtual_machine(name)
        self._start_machine(machine)
        self._await_ssh([machine])
        # A router has to find out itself how late it is.
        if not isinstance(machine.machine, NodeMachine):
            clock.set_from_host(self.shell(), name)
        say(f"{name} is up")

    def link(self, name: str, network: str, faults: Faults) -> None:
        """Sets the faults of a machine's link; the management link is either up or dropped."""
        self._require_running(name)
        if network == "management":
            links.set_management(self.virtual_machine(name), working=not faults.blocked)
        else:
            links.set_underlay(self.directory, name, faults)

    def status(self) -> dict[str, Any]:
        """What is running, as values for JSON."""
        faults = links.underlay(self.directory) if self.state.is_running("switch") else {}
        return {
            "up": self._is_complete(),
            "algorithm": self.state.algorithm,
            "accelerator": self.state.accelerator,
            "saved": self._saved_names() if self.state.disks else [],
            "directory": str(self.directory),
            "machines": {
                machine.name: {
                    "running": self.state.is_running(machine.name),
                    "port": self.state.ports.get(machine.name),
                    "underlay": machine.underlay,
                    "underlay_faults": asdict(faults.get(machine.name, Faults())),
                    "console": str(self.virtual_machine(machine.name).console),
                }
                for machine in topology.MACHINES
            },
        }

    # What commands outside this file build on

    def keys(self) -> Keys:
        return Keys(self.directory)

    def shell(self) -> Shell:
        self._choose_ports()
        return Shell(self.directory, self.keys(), self.state.ports)

    def ports(self) -> dict[str, int]:
        """The machines' SSH ports on 127.0.0.1, chosen now when there are none yet."""
        self._choose_ports()
        return self.state.ports

    def virtual_machine(self, name: str) -> VirtualMachine:
        return VirtualMachine(
            topology.machine(name), self.directory, self._disks, Image(self.state.image),
            self.state.accelerator, self.state.ports.get(name, 0),
        )

    # Steps

    def _prepare(self, built: Image, algorithm: str) -> None:
        """Settles everything that the machines' command lines and disks depend on."""
        self._choose_ports()
        self._check_ports_free([machine.name for machine in topology.MACHINES])
        self.state.accelerator = accel.choose(built)
        self.state.algorithm = algorithm
        self.state.image = built.hash
        fingerprint = hashlib.sha256(f"{qemu.LAYOUT} {built.hash}".encode())
        for machine in topology.MACHINES:
            fingerprint.update(self._settings(machine))
        kind = f"{self.state.accelerator}-{algorithm}"
        self.state.disks = f"{kind}-{fingerprint.hexdigest()[:16]}"
        for old in (self.directory / "disks").glob(f"{kind}-*"):
            if old.name != self.state.disks:
                shutil.rmtree(old)
        self._disks.mkdir(parents=True, exist_ok=True)
        self._save_state()

    def _boot(self, built: Image) -> None:
        say(f"booting {len(topology.MACHINES)} machines for the first time ({built.hash})")
        for marker in self._disks.glob("*.saved"):
            marker.unlink()
        self._start_switch()
        machines = self._machines()
        for machine in machines:
            machine.console.unlink(missing_ok=True)
            machine.make_disk(self._settings(machine.machine))
            self._start_machine(machine)
        self._await_ssh(machines)
        say("all machines answer; waiting for fastd and batman-adv")
        self._await_mesh()
        self.save(CONVERGED)

    def _end_processes(self) -> int:
        """Ends machines and switch; returns how many processes that were."""
        running = self._running()
        for name in running:
            if name in self.state.ports:
                self.shell().forget(name)
            self.state.processes[name].kill()
        self.state.processes = {}
        self.state.converged = False
        self._save_state()
        return len(running)

    def _load(self, name: str) -> None:
        """Starts all machines in a saved state.

        New processes, always: a running machine that loads a state would still find frames of its
        former life in its socket, and fastd that hears a later nonce takes all until then for old.
        """
        began = time.monotonic()
        self._end_processes()
        machines = self._machines()
        self._check_ports_free([machine.name for machine in machines])
        self._start_switch()
        for machine in machines:
            self._start_machine(machine, load=name)
        self._on_machines(lambda monitor: monitor.execute("cont"))
        say(f"state “{name}” loaded in {time.monotonic() - began:.1f} s")
        self._await_ssh(machines)
        shell = self.shell()
        each(machines, lambda machine: clock.set_from_host(shell, machine.name))

    def _start_switch(self) -> None:
        if self.state.is_running("switch"):
            return
        (self.directory / "run").mkdir(exist_ok=True)
        (self.directory / "logs").mkdir(exist_ok=True)
        program = f"import sys; sys.path.insert(0, {str(paths.SOURCES)!r}); " \
            "import runpy; runpy.run_module('umlab.switch', run_name='__main__')"
        names = [machine.name for machine in topology.MACHINES]
        (self.directory / "run" / "switch.ctl").unlink(missing_ok=True)
        self.state.processes["switch"] = OwnProcess.start(
            [sys.executable, "-c", program, *names], self.directory,
            self.directory / "logs" / "switch",
        )
        self._save_state()
        self._await(
            lambda: (self.directory / "run" / "switch.ctl").exists(), "the switch did not start"
        )

    def _start_machine(self, machine: VirtualMachine, load: str | None = None) -> None:
        socket_path = self.directory / "run" / f"{machine.name}.qmp"
        socket_path.unlink(missing_ok=True)
        self.state.processes[machine.name] = machine.start(load)
        self._save_state()
        self._await(
            lambda: socket_path.exists() or not self.state.is_running(machine.name),
            f"{machine.name}: QEMU made no monitor",
        )
        if not self.state.is_running(machine.name):
            log = self.directory / "logs" / f"{machine.name}.qemu"
            raise LabError(f"{machine.name}: QEMU ended at once; see {log}")

    def _await_ssh(self, machines: list[VirtualMachine]) -> None:
        shell = self.shell()

        def wait(machine: VirtualMachine) -> None:
            try:
                shell.wait(machine.name, _BOOT_SECONDS)
            except LabError as error:
                raise LabError(f"{error}; its console is {machine.console}") from error

        each(machines, wait)

    def _await_mesh(self) -> None:
        try:
            mesh.wait_converged(self.shell(), _CONVERGE_SECONDS)
        except LabError as error:
            logs = self.directory / "logs"
            raise LabError(f"{error}; consoles are {logs}/NAME.console") from error

    def _on_machines(self, action: Callable[[Any], object]) -> None:
        """Acts through the monitors of all machines, side by side."""

        def act(machine: VirtualMachine) -> None:
            with machine.monitor() as monitor:
                action(monitor)

        each(self._machines(), act)

    # Small things

    @property
    def _disks(self) -> Path:
        return self.directory / "disks" / self.state.disks

    def _settings(self, machine: Machine) -> bytes:
        return settings.tree(machine, self.keys(), self.state.algorithm).tar()

    def _machines(self) -> list[VirtualMachine]:
        return [self.virtual_machine(machine.name) for machine in topology.MACHINES]

    def _running(self) -> list[str]:
        return [name for name in self.state.processes if self.state.is_running(name)]

    def _is_complete(self) -> bool:
        names = ["switch", *[machine.name for machine in topology.MACHINES]]
        return self.state.converged and all(self.state.is_running(name) for name in names)

    def _require_running(self, name: str) -> None:
        if not self.state.is_running(name):
            raise LabError(f"{name} is not running")

    def _require_machines(self) -> None:
        for machine in topology.MACHINES:
            self._require_running(machine.name)

    def _refuse_other_algorithm(self, algorithm: str) -> None:
        if algorithm != self.state.algorithm:
            raise LabError(f"the lab is up with {self.state.algorithm}; run `lab down` first")

    def _saved_marker(self, name: str) -> Path:
        return self._disks / f"{name}.saved"

    def _saved_names(self) -> list[str]:
        return sorted(marker.stem for marker in self._disks.glob("*.saved"))

    def _choose_ports(self) -> None:
        missing = [
            machine.name for machine in topology.MACHINES if machine.name not in self.state.ports
        ]
        if not missing:
            return
        probes = {name: socket.socket() for name in missing}
        for name, probe in probes.items():
            probe.bind(("127.0.0.1", 0))
            self.state.ports[name] = probe.getsockname()[1]
        for probe in probes.values():
            probe.close()
        self._save_state()

    def _check_ports_free(self, names: list[str]) -> None:
        """The ports are kept for known_hosts' sake, so a stranger on one is an error."""
        for name in names:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.state.ports[name]))
                except OSError as error:
                    raise LabError(
                        f"{name}: port {self.state.ports[name]} on 127.0.0.1 has been taken by "
                        "another program; end it, or remove state.json in "
                        f"{self.directory} to have new ports chosen"
                    ) from error

    def _save_state(self) -> None:
        self.state.save(self.directory)

    @staticmethod
    def _await(condition: Callable[[], bool], problem: str) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            if time.monotonic() > deadline:
                raise LabError(problem)
            time.sleep(0.05)
