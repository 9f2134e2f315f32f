"""SSH from the host to the machines, with OpenSSH and the lab's own key and known hosts."""

import os
import shlex
import socket
import subprocess
import time
from pathlib import Path

from . import topology
from .errors import LabError
from .keys import HOST_KEY_TYPES, Keys
from .topology import Machine, Node

_CONNECT_TIMEOUT = 60  # seconds; an emulated machine takes a while to shake hands


def known_hosts(keys: Keys, ports: dict[str, int]) -> str:
    """Known-hosts lines of the machines (by forwarded port) and nodes (by mesh address)."""
    machines = [
        f"[127.0.0.1]:{ports[machine.name]} {key}\n"
        for machine in topology.MACHINES
        for key in _host_keys(keys, machine)
    ]
    nodes = [f"{node.address6} {keys.node_public(node.name)}\n" for node in topology.NODES]
    return "".join(machines + nodes)


def _host_keys(keys: Keys, machine: Machine) -> list[str]:
    if isinstance(machine, topology.NodeMachine):
        return [keys.node_public(machine.name)]
    return [keys.host_public(machine.name, kind) for kind in HOST_KEY_TYPES]


class Shell:
    """Runs commands on machines. Connections are shared and stay open for a while;
    their sockets lie in the lab's directory, in which ssh therefore runs."""

    def __init__(self, lab: Path, keys: Keys, ports: dict[str, int]) -> None:
        self._lab = lab
        self._ports = ports
        (lab / "run").mkdir(exist_ok=True)
        (lab / "known_hosts").write_text(known_hosts(keys, ports))

    def command(self, name: str, *, shared: bool = True) -> list[str]:
        """The ssh command line to the machine `name`, to be run in the lab's directory."""
        sharing = (
            ["ControlMaster=auto", f"ControlPath=run/{name}.ssh", "ControlPersist=120"]
            if shared
            else ["ControlPath=none"]
        )
        options = [
            "BatchMode=yes",
            f"ConnectTimeout={_CONNECT_TIMEOUT}",
            "IdentitiesOnly=yes",
            "UserKnownHostsFile=known_hosts",
            "StrictHostKeyChecking=yes",
            "LogLevel=ERROR",
            *sharing,
        ]
        return [
            "ssh", "-F", "none", "-i", "keys/client", "-p", str(self._ports[name]),
            *[argument for option in options for argument in ("-o", option)],
            "root@127.0.0.1",
        ]

    def run(self, name: str, script: str, timeout: float = 180) -> str:
        """Standard output of `script` on the machine; LabError when it fails."""
        try:
            done = subprocess.run(
                [*self.command(name), script], cwd=self._lab, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=timeout, check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LabError(f"{name}: no answer within {timeout:.0f} s to: {script}") from error
        if done.returncode != 0:
            raise LabError(f"{name}: `{script}` gave {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def send(self, name: str, script: str, data: bytes, timeout: float = 300) -> str:
        """Standard output of `script`, which gets `data` as its input; LabError when it fails."""
        done = subprocess.run(
            [*self.command(name), script], cwd=self._lab, input=data,
            capture_output=True, timeout=timeout, check=False,
        )
        if done.returncode != 0:
            raise LabError(
                f"{name}: `{script}` gave {done.returncode}: {done.stderr.decode(errors='replace')}"
            )
        return done.stdout.decode(errors="replace")

    def run_in_node(self, node: Node, script: str, timeout: float = 180) -> str:
        """Standard output of `script`, run by the node's ash; LabError when it fails."""
        return self.run(node.machine, _in_node(node, f"/bin/ash -c {shlex.quote(script)}"), timeout)

    def send_to_node(self, node: Node, command: str, data: bytes) -> str:
        """Standard output of a node's `command`, which gets `data` as its input; LabError when it fails."""
        return self.send(node.machine, _in_node(node, command), data)

    def replace_process(self, name: str, arguments: list[str]) -> None:
        """Becomes an ssh to a machine, or a shell in a simulated node; never returns."""
        node = next((node for node in topology.NODES if node.name == name), None)
        remote = " ".join(arguments)
        if node:
            shell = f"/bin/ash -lc {shlex.quote(remote)}" if arguments else "/bin/ash -l"
            remote = _in_node(node, shell)
        command = self.command(node.machine if node else name)
        if not arguments and os.isatty(0):
            command.insert(1, "-t")
        os.chdir(self._lab)
        os.execvp("ssh", [*command, *([remote] if remote else [])])

    def tunnel(self, name: str, forwards: list[str]) -> None:
        """Becomes an ssh that forwards ports of 127.0.0.1 to the machine; never returns."""
        command = self.command(name, shared=False)
        options = [word for forward in forwards for word in ("-L", f"127.0.0.1:{forward}")]
        os.chdir(self._lab)
        os.execvp("ssh", [*command[:-1], "-N", "-o", "ExitOnForwardFailure=yes", *options, command[-1]])

    def forget(self, name: str) -> None:
        """Closes the shared connection to a machine that is going away."""
        if (self._lab / "run" / f"{name}.ssh").exists():
            subprocess.run(
                [*self.command(name), "-O", "exit"], cwd=self._lab, capture_output=True, check=False
            )

    def wait(self, name: str, timeout: float) -> None:
        """Waits until the machine's sshd lets the lab in."""
        deadline = time.monotonic() + timeout
        problem = "no SSH banner"
        while time.monotonic() < deadline:
            if self._greets(name):
                try:
                    self.run(name, "true", timeout=90)
                    return
                except LabError as error:
                    problem = str(error)
            time.sleep(0.5)
        raise LabError(f"{name}: not reachable by SSH within {timeout:.0f} s ({problem})")

    def _greets(self, name: str) -> bool:
        """Whether a banner comes: QEMU accepts for the machine long before its sshd does."""
        try:
            with socket.create_connection(("127.0.0.1", self._ports[name]), timeout=5) as probe:
                return probe.recv(4) == b"SSH-"
        except OSError:
            return False


def _in_node(node: Node, command: str) -> str:
    """What a node's machine is asked to run when the node is meant."""
    return command if node.is_machine else f"/usr/lib/umlab/in-node {node.name} {command}"
