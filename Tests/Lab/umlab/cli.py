"""The command line: declares the commands, checks their arguments, hands on to the lab."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import image, inventory, paths, ping, programs, ssh, topology, wireguard
from .errors import LabError
from .lab import CONVERGED, Lab
from .links import NETWORKS
from .progress import say
from .state import locked
from .switch import Faults

_DESCRIPTION = """\
A mesh network in virtual machines, for the tests of umstieg: two gateways (gw1,
gw2), a broker's machine (svc), one machine with six simulated nodes (n1 to n6; n5 and
n6 are mesh-only, behind n3 and n4) and a node that is a machine (n7), all on fastd. On
the same gateways is a second domain with one node (n8).

A first session:
  lab up                          build the image, boot, wait for the mesh, save
  lab ssh gw1 batctl meshif bat-muc_nord o
  id=$(lab ping start n1 gw1)     10 pings a second through the mesh …
  lab link gw1 drop               … while the host's SSH path to gw1 is silent
  lab cut gw2; lab start gw2      a power cut, and a boot from its disk
  lab ping stop "$id"             what was lost meanwhile, as JSON
  lab restore                     everything as it was after `up`, in seconds
  lab down
"""
_EPILOG = """\
State lies in ${XDG_CACHE_HOME:-~/.cache}/umstieg/lab, or in $UMSTIEG_LAB_DIR; several
labs can run side by side, each with its own directory. Progress goes to standard
error, results to standard output. Exit codes: 0 done, 1 failed (the message names the
machine and where its console's log is), 2 usage; `lab ssh` passes on the command's own.
"""
_MACHINES = [machine.name for machine in topology.MACHINES]
_NODES = [node.name for node in topology.NODES]
_UPLINK_NODES = [node.name for node in topology.NODES if node.gateway]


def main() -> int:
    """Runs the command that the arguments name and returns the exit code."""
    arguments = _parser().parse_args()
    try:
        arguments.run(arguments)
    except LabError as error:
        print(f"lab: error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lab", description=_DESCRIPTION, epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], None] | None, purpose: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=purpose, description=purpose)
        made.set_defaults(run=run)
        return made

    command("image", _image, "build the machines' image, when it is missing")

    up = command("up", _up, "bring the lab up and check that all of it is there")
    up.add_argument("--algo", choices=["BATMAN_V", "BATMAN_IV"], default="BATMAN_V")
    up.add_argument("--fresh", action="store_true", help="boot anew, whatever was saved")

    command("down", _down, "end all processes of the lab")
    command("status", _status, "show what is running").add_argument("--json", action="store_true")

    shell = command("ssh", _ssh, "run a command, or a shell, on a machine or in a node")
    shell.add_argument("name", choices=_MACHINES + _NODES, metavar="NAME")
    shell.add_argument("command", nargs=argparse.REMAINDER, metavar="CMD")

    tunnel = command("tunnel", _tunnel, "forward ports of 127.0.0.1 to a machine, until it is ended")
    tunnel.add_argument("name", choices=_MACHINES, metavar="NAME")
    tunnel.add_argument("forwards", nargs="+", metavar="PORT:HOST:PORT", help="HOST: in the machine's eyes")

    program = command(
        "program", _program, "put a program of the host on a machine, with the libraries it needs"
    )
    program.add_argument("name", choices=_MACHINES, metavar="NAME")
    program.add_argument("file", type=Path, metavar="FILE")
    program.add_argument("path", metavar="PATH", help="on the machine, until the next restore")

    save = command("save", _save, "save all machines; what was saved under the name is replaced")
    save.add_argument(
        "state", nargs="?", type=_state_name, default=CONVERGED, metavar="STATE"
    )
    restore = command("restore", _restore, "put all machines and links back to a saved state")
    restore.add_argument(
        "state", nargs="?", type=_state_name, default=CONVERGED, metavar="STATE"
    )

    command("cut", _cut, "cut a machine's power").add_argument("name", choices=_MACHINES)
    command("start", _start, "boot a machine that was cut").add_argument("name", choices=_MACHINES)

    link = command("link", _link, "drop, restore or spoil a machine's link, silently")
    link.add_argument("name", choices=_MACHINES)
    link.add_argument("action", choices=["drop", "restore", "spoil"])
    link.add_argument(
        "--net", choices=NETWORKS, default="management",
        help="management: the host's SSH path (default); underlay: between the machines",
    )
    link.add_argument("--loss", type=float, default=0, help="percent; with spoil --net underlay")
    link.add_argument("--delay", type=float, default=0, help="milliseconds; likewise")

    tunnel = command(
        "wireguard", _wireguard, "give nodes WireGuard beside fastd, or take it away; see README"
    )
    tunnel.add_argument("nodes", nargs="+", choices=_UPLINK_NODES, metavar="NODE")
    tunnel.add_argument("action", choices=["on", "off"])
    tunnel.add_argument(
        "--gateway", choices=[gateway.name for gateway in topology.GATEWAYS],
        help="where to; else where the node's fastd goes",
    )
    tunnel.add_argument(
        "--only", action="store_true", help="fastd stops when the gateway prefers WireGuard"
    )

    listing = command("inventory", _inventory, "print umstieg's inventory file of this lab")
    listing.add_argument(
        "--domain", action="append", choices=[domain.name for domain in topology.DOMAINS],
        help=f"which, may be given again; else {topology.NORD.name}",
    )
    listing.add_argument("--all-domains", action="store_true")
    command("known-hosts", _known_hosts, "print known_hosts lines of machines and nodes")

    pings = command("ping", None, "ping a gateway from a node in the background").add_subparsers(
        required=True, metavar="start|stop"
    )
    start = pings.add_parser("start", help="start, and print an id")
    start.add_argument("node", choices=_NODES, metavar="NODE")
    start.add_argument("target", metavar="ADDRESS|GATEWAY")
    start.set_defaults(run=_ping_start)
    stop = pings.add_parser("stop", help="stop, and print the losses as JSON")
    stop.add_argument("id", metavar="ID")
    stop.set_defaults(run=_ping_stop)
    return parser


def _state_name(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", text):
        raise argparse.ArgumentTypeError("a state's name is made of a-z, 0-9 and -")
    return text


def _image(_: argparse.Namespace) -> None:
    print(image.ensure().directory)


def _up(arguments: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.up(arguments.algo, fresh=arguments.fresh)


def _down(_: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.down()


def _status(arguments: argparse.Namespace) -> None:
    status = Lab().status()
    if arguments.json:
        print(json.dumps(status, indent=2))
        return
    print(f"{'up' if status['up'] else 'not up'}: {status['algorithm']} {status['accelerator']}")
    for name, machine in status["machines"].items():
        running = "running" if machine["running"] else "off"
        print(f"{name:6} {running:8} port {machine['port']}  console {machine['console']}")


def _ssh(arguments: argparse.Namespace) -> None:
    Lab().shell().replace_process(arguments.name, arguments.command)


def _tunnel(arguments: argparse.Namespace) -> None:
    Lab().shell().tunnel(arguments.name, arguments.forwards)


def _program(arguments: argparse.Namespace) -> None:
    programs.install(Lab().shell(), arguments.name, arguments.file, arguments.path)


def _save(arguments: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.save(arguments.state)


def _restore(arguments: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.restore(arguments.state)


def _cut(arguments: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.cut(arguments.name)


def _start(arguments: argparse.Namespace) -> None:
    with _locked_lab() as lab:
        lab.start(arguments.name)


def _link(arguments: argparse.Namespace) -> None:
    spoil = arguments.action == "spoil"
    if spoil and arguments.net != "underlay":
        raise LabError("spoil works on the underlay: add --net underlay")
    faults = Faults(blocked=arguments.action == "drop")
    if spoil:
        faults = Faults(loss=arguments.loss, delay=arguments.delay)
    with _locked_lab() as lab:
        lab.link(arguments.name, arguments.net, faults)
    say(f"{arguments.name}: {arguments.net} link {arguments.action}")


def _wireguard(arguments: argparse.Namespace) -> None:
    nodes = [topology.node(name) for name in dict.fromkeys(arguments.nodes)]
    shell = Lab().shell()
    if arguments.action == "on":
        tunnels = wireguard.on(shell, nodes, arguments.gateway, only=arguments.only)
        print(json.dumps(tunnels, indent=2))
    elif arguments.gateway or arguments.only:
        raise LabError("--gateway and --only go with `on`")
    else:
        wireguard.off(shell, nodes)


def _inventory(arguments: argparse.Namespace) -> None:
    lab = Lab()
    domains = [topology.domain(name) for name in arguments.domain or [topology.NORD.name]]
    if arguments.all_domains:
        domains = list(topology.DOMAINS)
    print(inventory.inventory(lab.directory, lab.ports(), domains), end="")


def _known_hosts(_: argparse.Namespace) -> None:
    lab = Lab()
    print(ssh.known_hosts(lab.keys(), lab.ports()), end="")


def _ping_start(arguments: argparse.Namespace) -> None:
    print(ping.start(Lab().shell(), arguments.node, arguments.target))


def _ping_stop(arguments: argparse.Namespace) -> None:
    print(json.dumps(ping.stop(Lab().shell(), arguments.id)))


@contextmanager
def _locked_lab() -> Iterator[Lab]:
    """The lab, read after its lock was won, until the lock is given back."""
    with locked(paths.lab()):
        yield Lab()
