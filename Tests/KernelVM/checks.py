#!/usr/bin/env python3
"""What umstieg-worker does to a real kernel; run inside a kernel VM, in this order."""

import os
import sys
import time
import traceback

import gateway
from gateway import (
    OTHER_GATEWAY, WORKER, DOMAIN, Gateway, Server, Worker, command, eventually, holds, key, keys,
    link_local, peers,
)

MANY = int(os.environ.get("PEERS", "10000"))
STATUS = f"wireguard-worker/{WORKER}/status"
METRIC = f"wireguard-metrics/{DOMAIN}/{WORKER}/connected_peers"
DATA = f"wireguard-worker/{WORKER}/{DOMAIN}/data"
checks = []


def check(function):
    checks.append(function)
    return function


class Site:
    """What the checks share."""

    def __init__(self) -> None:
        self.us = Gateway.make()
        self.server = Server()
        self.worker: Worker | None = None
        self.nodes = keys("node", 20)


@check
def without_the_capability_it_says_so(site: Site) -> None:
    settings = gateway.write_settings()
    ended = gateway.without_capabilities("./umstieg-worker", "--config", settings)
    assert ended.returncode == 1 and "CAP_NET_ADMIN" in ended.stderr, ended


@check
def started_before_its_interface_it_waits_and_begins(site: Site) -> None:
    gateway.write_unit([OTHER_GATEWAY])
    site.worker = Worker()
    eventually("status 1", lambda: site.server.retained(STATUS) == "1")
    eventually("metric -1", lambda: site.server.retained(METRIC) == "-1")
    assert "wg-eins is missing" in gateway.log_text()
    site.server.register(*site.nodes)
    time.sleep(1)
    site.us.raise_interfaces()
    took = eventually("nodes that registered before", lambda: holds(site.nodes))
    print(f"    after {took:.2f} s")
    eventually("metric 0", lambda: site.server.retained(METRIC) == "0")
    data = site.server.retained(DATA)
    assert data == (
        f'{{"ExternalAddress": "gw1", "Port": 40000, "PublicKey": "{site.us.public_key}", '
        f'"LinkAddress": "{link_local(site.us.public_key)}"}}'
    ), data


@check
def a_key_is_programmed_within_a_second(site: Site) -> None:
    new = key("one more")
    site.server.register(new)
    took = eventually("its peer", lambda: new in peers())
    site.nodes.append(new)
    assert holds(site.nodes)
    print(f"    after {took:.2f} s")


@check
def the_same_keys_again_change_nothing(site: Site) -> None:
    added = len(site.nodes)
    eventually("all are counted", lambda: site.server.counters()["added"] == added)
    site.server.register(*site.nodes, *site.nodes)
    time.sleep(4)
    assert holds(site.nodes)
    assert site.server.counters()["added"] == added


@check
def own_gateways_and_colliding_keys_are_refused(site: Site) -> None:
    stranger = key("a gateway that only tells itself")
    site.server.say(
        f"wireguard-worker/gw9/{DOMAIN}/data",
        f'{{"ExternalAddress": "gw9", "Port": 1, "PublicKey": "{stranger}", '
        f'"LinkAddress": "{link_local(key("victim"))}"}}',
        retained=True,
    )
    site.worker.kill()
    site.server.say(f"wireguard/{DOMAIN}/all", key("retained"), retained=True)
    site.worker = Worker()
    eventually("the retained key", lambda: site.server.counters().get("retained") == 1)
    site.server.say(f"wireguard/{DOMAIN}/all", "", retained=True)
    site.server.register(
        site.us.public_key, OTHER_GATEWAY, stranger, key("victim"), "nonsense", "x" * 44
    )
    wanted = {"refused_own": 1, "refused_gateway": 2, "refused_collision": 1}
    eventually("refusals", lambda: wanted.items() <= site.server.counters().items())
    assert site.server.counters()["malformed"] >= 2
    assert holds(site.nodes)


@check
def peers_routes_and_entries_that_something_removes_come_back(site: Site) -> None:
    command("wg", "set", gateway.WIREGUARD, "peer", site.nodes[0], "remove")
    print(f"    peer after {eventually('the peer', lambda: holds(site.nodes)):.2f} s")
    command("ip", "-6", "route", "flush", "dev", gateway.WIREGUARD, "proto", "static")
    command(
        "ip", "-6", "route", "add", link_local(OTHER_GATEWAY) + "/128", "dev", gateway.WIREGUARD,
        "proto", "static",
    )
    print(f"    routes after {eventually('the routes', lambda: holds(site.nodes)):.2f} s")
    command(
        "bridge", "fdb", "del", gateway.ANYONE, "dev", gateway.VXLAN, "dst",
        link_local(site.nodes[1]), "via", gateway.WIREGUARD,
    )
    print(f"    FDB entry after {eventually('the entry', lambda: holds(site.nodes)):.2f} s")
    eventually("counted", lambda: site.server.counters()["repaired"] >= len(site.nodes) + 2)


@check
def interfaces_that_go_and_come_again_get_all_back(site: Site) -> None:
    site.us.lower_interfaces()
    eventually("metric -1", lambda: site.server.retained(METRIC) == "-1")
    site.us.raise_interfaces()
    print(f"    after {eventually('all nodes', lambda: holds(site.nodes)):.2f} s")
    eventually("metric 0", lambda: site.server.retained(METRIC) == "0")


@check
def killed_its_will_is_delivered_and_restarted_it_takes_over(site: Site) -> None:
    site.worker.kill()
    eventually("status 0", lambda: site.server.retained(STATUS) == "0")
    assert holds(site.nodes)
    command("ip", "-6", "route", "del", link_local(site.nodes[2]) + "/128", "dev", "wg-eins")
    site.worker = Worker()
    eventually("status 1", lambda: site.server.retained(STATUS) == "1")
    eventually("what went missing meanwhile", lambda: holds(site.nodes))
    assert site.server.counters()["added"] == 0


@check
def a_node_that_becomes_a_gateway_is_let_go(site: Site) -> None:
    promoted = site.nodes.pop()
    topic = f"wireguard-worker/gw8/{DOMAIN}/data"
    site.server.say(
        topic,
        f'{{"ExternalAddress": "gw8", "Port": 1, "PublicKey": "{promoted}", '
        f'"LinkAddress": "{link_local(promoted)}"}}',
        retained=True,
    )
    eventually("it is counted", lambda: site.server.counters()["refused_gateway"] >= 1)
    assert promoted in peers()
    # What is no longer there doesn't come back: the gateway's units see to that.
    command("wg", "set", gateway.WIREGUARD, "peer", promoted, "remove")
    address = link_local(promoted)
    command("ip", "-6", "route", "del", f"{address}/128", "dev", gateway.WIREGUARD)
    command(
        "bridge", "fdb", "del", gateway.ANYONE, "dev", gateway.VXLAN, "dst", address, "via",
        gateway.WIREGUARD,
    )
    time.sleep(5)
    assert holds(site.nodes)


@check
def a_clock_that_is_set_removes_nobody(site: Site) -> None:
    assert site.worker.stop() == 0
    assert site.server.retained(STATUS) == "0" and site.server.retained(METRIC) == "-1"
    assert holds(site.nodes)
    site.worker = Worker(sweep="2s", stale="1h")
    eventually("status 1", lambda: site.server.retained(STATUS) == "1")
    gateway.set_clock(400 * 86400)
    time.sleep(8)
    assert holds(site.nodes)
    gateway.set_clock(-800 * 86400)
    time.sleep(8)
    assert holds(site.nodes)
    gateway.set_clock(400 * 86400)


@check
def silent_peers_leave_with_all_they_have(site: Site) -> None:
    assert site.worker.stop() == 0
    site.worker = Worker(sweep="3s", stale="10s")
    eventually("status 1", lambda: site.server.retained(STATUS) == "1")
    assert holds(site.nodes)
    eventually("they are gone", lambda: holds([]), 90)
    gone, site.nodes = site.nodes, []
    eventually("counted", lambda: site.server.counters()["removed"] == len(gone))


@check
def thousands_are_programmed_and_read_completely(site: Site) -> None:
    assert site.worker.stop() == 0
    site.worker = Worker(reconcile="30s")
    eventually("status 1", lambda: site.server.retained(STATUS) == "1")
    idle = site.worker.resident()
    site.nodes = keys("many", MANY)
    began = time.monotonic()
    site.server.register(*site.nodes)
    eventually("all peers", lambda: len(peers()) == MANY + 1, 300)
    print(f"    {MANY} in {time.monotonic() - began:.1f} s, with the time of mosquitto and wg")
    eventually("all routes and FDB entries", lambda: holds(site.nodes), 120)
    assert site.worker.stop() == 0
    # What it finds is all there is: nothing is added or repaired by the next one.
    site.worker = Worker(reconcile="5s")
    eventually("all found", lambda: f"{MANY} found in the kernel" in gateway.log_text(), 120)
    time.sleep(20)
    counters = site.server.counters()
    assert counters["added"] == 0 and counters["repaired"] == 0, counters
    assert holds(site.nodes)
    resident = site.worker.resident()
    print(f"    resident: {idle:.1f} MB without peers, {resident:.1f} MB with {MANY}")
    assert resident <= 30


@check
def with_thousands_of_peers_all_come_back_after_the_interfaces_came_again(site: Site) -> None:
    site.us.lower_interfaces()
    site.us.raise_interfaces()
    took = eventually("all peers", lambda: len(peers()) == MANY + 1, 300)
    eventually("all of them", lambda: holds(site.nodes), 120)
    print(f"    after {took:.1f} s")
    assert site.worker.resident() <= 30
    assert site.worker.stop() == 0


def main() -> int:
    chosen = sys.argv[1:]
    site = Site()
    for function in checks:
        if chosen and not any(word in function.__name__ for word in chosen):
            continue
        name = function.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            function(site)
        except Exception:
            # The next ones begin where this one should have ended.
            print(f"FAIL {name}")
            traceback.print_exc(file=sys.stdout)
            print("the worker's log ends so:")
            print(gateway.log_text()[-6000:])
            return 1
        print(f"ok   {name} ({time.monotonic() - began:.1f} s)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
