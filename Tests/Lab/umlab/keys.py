"""SSH keys of the lab: made once for a lab directory, the same ever after.

Directory `keys`: `client` (the lab's own key), `NAME.ed25519` and `NAME.ecdsa`
(host keys of a machine), `nN.dropbear` with `nN.dropbear.pub` (a node's host key).
"""

import subprocess
from pathlib import Path

from . import topology

HOST_KEY_TYPES = ("ed25519", "ecdsa")


class Keys:
    """The keys below one lab directory; missing ones are made."""

    def __init__(self, lab: Path) -> None:
        self.directory = lab / "keys"
        self.directory.mkdir(mode=0o700, exist_ok=True)
        self._make_openssh(self.client, "ed25519", "umstieg-lab")
        for machine in topology.MACHINES:
            if isinstance(machine, topology.NodeMachine):
                continue  # its key is its node's
            for kind in HOST_KEY_TYPES:
                self._make_openssh(self.host(machine.name, kind), kind, machine.name)
        for node in topology.NODES:
            self._make_dropbear(self.node(node.name))

    @property
    def client(self) -> Path:
        return self.directory / "client"

    def host(self, name: str, kind: str) -> Path:
        return self.directory / f"{name}.{kind}"

    def node(self, name: str) -> Path:
        return self.directory / f"{name}.dropbear"

    def client_public(self) -> str:
        return self.client.with_name("client.pub").read_text()

    def host_public(self, name: str, kind: str) -> str:
        """A machine's public key as `type base64`."""
        return _without_comment(Path(f"{self.host(name, kind)}.pub").read_text())

    def node_public(self, name: str) -> str:
        """A node's public key as `type base64`."""
        return _without_comment(Path(f"{self.node(name)}.pub").read_text())

    @staticmethod
    def _make_openssh(path: Path, kind: str, comment: str) -> None:
        if path.exists():
            return
        subprocess.run(
            ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", comment, "-f", path], check=True
        )

    @staticmethod
    def _make_dropbear(path: Path) -> None:
        public = Path(f"{path}.pub")
        if public.exists():
            return
        path.unlink(missing_ok=True)
        made = subprocess.run(
            ["dropbearkey", "-t", "ed25519", "-f", path], capture_output=True, text=True, check=True
        )
        line = next(line for line in made.stdout.splitlines() if line.startswith("ssh-ed25519 "))
        public.write_text(line + "\n")


def _without_comment(line: str) -> str:
    return " ".join(line.split()[:2])
