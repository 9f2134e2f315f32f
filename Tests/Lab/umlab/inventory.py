"""The lab as an inventory file of umstieg."""

from collections.abc import Sequence
from pathlib import Path

from . import topology
from .topology import Domain


def inventory(lab: Path, ports: dict[str, int], domains: Sequence[Domain]) -> str:
    """The inventory as YAML: gateways are reached by forwarded port, nodes by mesh address.

    Only what is in `domains` is in it; on the gateways all domains are there."""
    names = ", ".join(domain.name for domain in domains)
    return "".join(
        [
            f"""\
umstieg: 1
community: {{name: umstieg lab, dialect: ffmuc, domain_prefixes: [ffmuc_]}}
broker: {{url: "{topology.BROKER}", \
mqtt: {{host: {topology.SERVICE.underlay}, port: 1883, tls: false}}}}
ssh: {{user: root, identity: "{lab}/keys/client"}}
domains:
""",
            *[_domain(domain) for domain in domains],
            "gateways:\n",
            *[
                f"  {gateway.name}: {{address: 127.0.0.1, port: {ports[gateway.name]}, "
                f"external_name: {gateway.underlay}, domains: [{names}]}}\n"
                for gateway in topology.GATEWAYS
            ],
            "nodes:\n",
            *[
                f'  "{node.identifier}": {{hostname: {node.name}, domain: {node.domain.name}, '
                f'address: "{node.address6}", jump: auto{"" if node.gateway else ", state: mesh-only"}}}\n'
                for node in topology.NODES
                if node.domain in domains
            ],
        ]
    )


def _domain(domain: Domain) -> str:
    return f"""\
  {domain.name}:
    seed: {domain.seed}
    fastd: {{instance: {domain.short}, interface: fastd-{domain.short}, port: {domain.fastd_port}}}
    wireguard: {{port: {domain.wireguard_port}, mtu: {topology.WIREGUARD_MTU}}}
    prefix6: ["{domain.prefix6}/64"]
"""
