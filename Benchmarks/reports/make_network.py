"""Writes a made-up network: community.yaml, nodes.json of version 2 and graph.json.

usage: make_network.py NODES DIRECTORY
"""

import json
import random
import sys

count, directory = int(sys.argv[1]), sys.argv[2]
chance = random.Random(1)
domains = [f"bench_{number}" for number in range(10)]
models = [f"TP-Link Archer C7 v{number}" for number in range(1, 30)] + ["TP-Link TL-WR841N/ND v9", "AVM FRITZ!Box 4040"]
releases = ["v2019.1.2", "v2021.1.1", "v2022.1.4", "v2023.1.2", "v2023.2.3", "v2025.1.1"]

with open(f"{directory}/community.yaml", "w") as file:
    file.write("umstieg: 1\ncommunity: {name: Bench, dialect: ffmuc, domain_prefixes: [bench_]}\ndomains:\n")
    for number, domain in enumerate(domains):
        file.write(f"  {domain}: {{seed: \"{number:064x}\", fastd: {{instance: i{number}, interface: fastd-{number}, "
                   f"port: {10000 + number}}}, wireguard: {{port: {40000 + number}, mtu: 1406}}}}\n")
    file.write("gateways:\n")
    for number in range(10):
        file.write(f"  gw{number}: {{address: gw{number}.example.net, domains: [{', '.join(domains)}]}}\n")


def node(number):
    node_id = f"02{number:010x}"
    online = chance.random() < 0.9
    return {
        "firstseen": "2024-03-19T11:20:29+0100", "lastseen": "2026-11-20T22:54:02+0100",
        "flags": {"online": online, "gateway": False},
        "statistics": {"node_id": node_id, "clients": chance.randrange(30), "uptime": chance.randrange(10**7)},
        "nodeinfo": {
            "node_id": node_id, "hostname": f"bench-node-{number}",
            "network": {"mac": ":".join(node_id[place:place + 2] for place in range(0, 12, 2)),
                        "addresses": [f"fd00:{number >> 16:x}:{number & 65535:x}::1"]},
            "system": {"site_code": "bench", "domain_code": chance.choice(domains)},
            "software": {"autoupdater": {"enabled": True, "branch": "stable"},
                         "fastd": {"enabled": chance.random() < 0.6},
                         "firmware": {"base": "gluon-" + chance.choice(releases), "release": chance.choice(releases)}},
            "hardware": {"nproc": 1, "model": chance.choice(models)},
        },
    }


with open(f"{directory}/nodes.json", "w") as file:
    file.write('{"version": 2, "timestamp": "2026-11-20T22:54:02+0100", "nodes": [')
    for number in range(count):
        file.write((",\n" if number else "\n") + json.dumps(node(number)))
    file.write("]}\n")

with open(f"{directory}/graph.json", "w") as file:
    links = [{"source": number, "target": number + 1, "vpn": False, "tq": 1.0, "bidirect": True}
             for number in range(0, count - 1, 2)]
    ids = [{"id": f"02{number:010x}", "node_id": f"02{number:010x}"} for number in range(count)]
    json.dump({"version": 1, "batadv": {"directed": False, "graph": [], "nodes": ids, "links": links}}, file)
