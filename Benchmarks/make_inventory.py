#!/usr/bin/env python3
"""Writes a made-up community: an inventory, a playbook for nodes and a rollout of gateways and nodes.

usage: make_inventory.py DIRECTORY [NODES] [DOMAINS]     (2000 nodes in 20 domains)

The directory is a workspace that `umstieg init` has made; its playbook for gateways is used.
"""

import hashlib
import pathlib
import sys

GATEWAYS = 4
directory = pathlib.Path(sys.argv[1])
node_count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
domain_count = int(sys.argv[3]) if len(sys.argv) > 3 else 20

lines = [
    "umstieg: 1",
    "community: {name: Freifunk Musterland, dialect: ffmuc, domain_prefixes: [ffml_]}",
    "domains:",
]
domains = [f"ffml_d{number:02}" for number in range(domain_count)]
for number, domain in enumerate(domains):
    seed = hashlib.sha256(domain.encode()).hexdigest()
    name = domain.removeprefix("ffml_")
    lines.append(f"  {domain}:")
    lines.append(f"    seed: {seed}")
    lines.append(f"    fastd: {{instance: {name}, interface: fastd-{name}, port: {10001 + number}}}")
    lines.append(f"    wireguard: {{port: {40001 + number}, mtu: 1406}}")
lines.append("gateways:")
for number in range(GATEWAYS):
    lines.append(f"  gw{number:02}: {{address: gw{number:02}.example.net, domains: [{', '.join(domains)}]}}")
lines.append("nodes:")
identifiers = [f"02ca{number:08x}" for number in range(node_count)]
for number, identifier in enumerate(identifiers):
    state = "offline" if number % 23 == 7 else "fastd"
    lines.append(
        f'  "{identifier}": {{hostname: node-{number:04}, domain: {domains[number % domain_count]}, '
        f'address: "fd00::{number + 1:x}", jump: auto, state: {state}}}'
    )
# In each domain chains of ten nodes, with a tunnel at every third one.
lines.append("links:")
for number, identifier in enumerate(identifiers):
    place = number // domain_count % 10
    if place % 3 == 0:
        lines.append(f'  - ["{identifier}", gw{number % GATEWAYS:02}]')
    if place > 0:
        lines.append(f'  - ["{identifier}", "{identifiers[number - domain_count]}"]')
(directory / "musterland.yaml").write_text("\n".join(lines) + "\n")

(directory / "Playbooks/node-made-up.yaml").write_text(
    """umstieg: 1
playbook: node-made-up
description: Stands for what switches a node
on: node
scope: domain
role: switches-node
deadline: 5m
revert_bound: 3m
steps:
  - name: the switch
    command: {run: "true", undo: "true"}
"""
)
(directory / "Playbooks/musterland.yaml").write_text(
    """umstieg: 1
rollout: musterland
max_failed: {hosts: 150}
late_joiners: {for: 7d, backoff: 5m..6h}
phases:
  - name: gateways
    playbook: gateway-wireguard.yaml
    on: all
    confirm: together
  - name: nodes
    playbook: node-made-up.yaml
    on: all
    waves: [1, 5%, 25%, 100%]
    concurrency: 50
    soak: 10m
    deadline: {min: 90s, max: 10m, factor: 3}
    on_failure: revert-host
"""
)
