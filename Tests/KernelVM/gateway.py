"""A gateway of one domain in this machine: interfaces, a unit, an MQTT server, and the worker."""

import base64
import hashlib
import json
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

DOMAIN = "ffms_eins"
WIREGUARD, VXLAN = "wg-eins", "vx-eins"
WORKER = "gw1"
UNIT = Path("/etc/systemd/network/wg-eins.netdev")
ANYONE = "00:00:00:00:00:00"
_LOG = Path("/tmp/worker.log")


def command(*words: str, given: str | None = None) -> str:
    """Runs a command that must do its work, and gives its output."""
    done = subprocess.run(words, input=given, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(words)[:200]}: {done.stderr.strip()}")
    return done.stdout


def key(name: str) -> str:
    """A node's public key."""
    return base64.b64encode(hashlib.sha256(name.encode()).digest()).decode()


def keys(prefix: str, count: int) -> list[str]:
    return [key(f"{prefix} {number}") for number in range(count)]


def link_local(public_key: str) -> str:
    """The address that follows from a key in dialect ffmuc."""
    digest = hashlib.md5(public_key.encode() + b"\n").digest()
    groups = (
        0x200 | digest[0], digest[1] << 8 | 0xFF, 0xFE00 | digest[2], digest[3] << 8 | digest[4]
    )
    return "fe80::" + ":".join(f"{group:x}" for group in groups)


def eventually(what: str, check, seconds: float = 60) -> float:
    """Waits until `check` is true, and gives how long that took."""
    began = time.monotonic()
    while not check():
        if time.monotonic() - began > seconds:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - began


@dataclass(frozen=True)
class Gateway:
    """What this gateway is to others."""

    private_key: str
    public_key: str

    @classmethod
    def make(cls) -> "Gateway":
        private = command("wg", "genkey").strip()
        return cls(private, command("wg", "pubkey", given=private).strip())

    def raise_interfaces(self) -> None:
        """Interfaces as systemd-networkd makes them, with another gateway as peer."""
        command("ip", "link", "add", WIREGUARD, "type", "wireguard")
        Path("/run/private").write_text(self.private_key)
        command("wg", "set", WIREGUARD, "private-key", "/run/private", "listen-port", "40000")
        command(
            "ip", "address", "add", link_local(self.public_key) + "/128", "dev", WIREGUARD, "nodad"
        )
        command("ip", "link", "set", WIREGUARD, "up")
        command(
            "ip", "link", "add", VXLAN, "type", "vxlan", "id", "4711", "dstport", "8472", "local",
            link_local(self.public_key), "dev", WIREGUARD,
        )
        command("ip", "link", "set", VXLAN, "up")
        add_by_hand(OTHER_GATEWAY)

    def lower_interfaces(self) -> None:
        command("ip", "link", "delete", WIREGUARD)  # and with it what lies over it


OTHER_GATEWAY = key("another gateway")


def write_unit(gateway_keys: list[str]) -> None:
    """The unit that names the other gateways."""
    UNIT.parent.mkdir(parents=True, exist_ok=True)
    peers = "".join(f"\n[WireGuardPeer]\nPublicKey={text}\n" for text in gateway_keys)
    UNIT.write_text(f"[NetDev]\nName={WIREGUARD}\nKind=wireguard\n{peers}")


def add_by_hand(public_key: str) -> None:
    address = link_local(public_key)
    command("wg", "set", WIREGUARD, "peer", public_key, "allowed-ips", f"{address}/128")
    command("ip", "-6", "route", "add", f"{address}/128", "dev", WIREGUARD, "proto", "static")
    command("bridge", "fdb", "append", ANYONE, "dev", VXLAN, "dst", address, "via", WIREGUARD)


def peers() -> dict[str, str]:
    """Allowed addresses by key, as `wg` sees them."""
    lines = command("wg", "show", WIREGUARD, "allowed-ips").splitlines()
    return dict(line.split("\t") for line in lines)


def routes() -> set[str]:
    lines = command("ip", "-6", "route", "show", "dev", WIREGUARD, "proto", "static").splitlines()
    return {line.split()[0] for line in lines}


def forwarding() -> list[str]:
    """Destinations of the all-zeros entry that go out by the WireGuard interface."""
    words = [line.split() for line in command("bridge", "fdb", "show", "dev", VXLAN).splitlines()]
    return [
        line[line.index("dst") + 1]
        for line in words
        if line[0] == ANYONE and line[line.index("via") + 1:][:1] == [WIREGUARD]
    ]


def holds(wanted: list[str]) -> bool:
    """Whether exactly these keys, and the other gateway's, have peer, route and FDB entry."""
    found = peers()
    addresses = {text: link_local(text) for text in [*wanted, OTHER_GATEWAY]}
    destinations = forwarding()
    return (
        found == {text: f"{address}/128" for text, address in addresses.items()}
        and routes() == set(addresses.values())
        and sorted(destinations) == sorted(addresses.values())
    )


class Server:
    """A mosquitto, and what it retains."""

    def __init__(self) -> None:
        Path("/tmp/mosquitto.conf").write_text(
            "listener 1883 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n"
        )
        self._process = subprocess.Popen(
            ["mosquitto", "-c", "/tmp/mosquitto.conf"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        eventually("mosquitto", lambda: subprocess.run(
            ["mosquitto_pub", "-h", "127.0.0.1", "-t", "x", "-n"], capture_output=True, check=False
        ).returncode == 0)

    def say(self, topic: str, *payloads: str, retained: bool = False) -> None:
        options = ["-r"] if retained else []
        command(
            "mosquitto_pub", "-h", "127.0.0.1", "-q", "1", "-t", topic, *options, "-l",
            given="".join(f"{payload}\n" for payload in payloads),
        )

    def register(self, *public_keys: str) -> None:
        self.say(f"wireguard/{DOMAIN}/all", *public_keys)

    def retained(self, topic: str) -> str | None:
        done = subprocess.run(
            ["mosquitto_sub", "-h", "127.0.0.1", "-t", topic, "-C", "1", "-W", "5",
             "--retained-only"],
            capture_output=True, text=True, check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def counters(self) -> dict[str, int]:
        text = self.retained(f"umstieg/worker/{WORKER}/counters")
        return json.loads(text) if text else {}


def write_settings(reconcile: str = "3s", sweep: str = "1h", stale: str = "3h") -> str:
    """The worker's settings; gives their path."""
    path = Path("/tmp/wgkex.yaml")
    path.write_text(
        f"""
domains: [{DOMAIN}]
domain_prefixes: [ffms_]
mqtt: {{broker_url: 127.0.0.1, broker_port: 1883, keepalive: 30}}
umstieg:
  worker:
    name: {WORKER}
    reconcile_every: {reconcile}
    sweep_every: {sweep}
    stale_after: {stale}
    metrics_every: 1s
    living_every: 5s
"""
    )
    return str(path)


class Worker:
    """The program under test."""

    def __init__(self, **times: str) -> None:
        with _LOG.open("ab") as log:
            self._process = subprocess.Popen(
                ["./umstieg-worker", "--config", write_settings(**times)], stdout=log, stderr=log
            )

    def stop(self) -> int:
        """SIGTERM, as systemd does it; gives the exit status."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(60)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def resident(self) -> float:
        """MB of memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def set_clock(seconds: float) -> None:
    """Sets the wall clock forward or back."""
    time.clock_settime(time.CLOCK_REALTIME, time.time() + seconds)


def log_text() -> str:
    return _LOG.read_text(errors="replace")


def without_capabilities(*words: str) -> subprocess.CompletedProcess:
    """Runs a command as somebody who may not change interfaces."""
    def become_nobody() -> None:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    return subprocess.run(
        words, capture_output=True, text=True, preexec_fn=become_nobody, check=False
    )
