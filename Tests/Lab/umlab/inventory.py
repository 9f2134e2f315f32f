"""The lab as an inventory file of umstieg."""

from pathlib import Path

from . import topology


def inventory(lab: Path, ports: dict[str, int]) -> str:
    """The inventory as YAML: gateways are reached by forwarded port, nodes by mesh address."""
    return "".join(
        [
            f"""\
umstieg: 1
community: {{name: umstieg lab, dialect: ffmuc, domain_prefixes: [ffmuc_]}}
broker: {{url: "{topology.BROKER}", \
mqtt: {{host: {topology.SERVICE.underlay}, port: 1883, tls: false}}}}
ssh: {{user: root, identity: "{lab}/keys/client"}}
domains:
  {topology.DOMAIN}:
    seed: {topology.SEED}
    fastd: {{instance: {topology.SHORT}, interface: fastd-{topology.SHORT}, \
port: {topology.FASTD_PORT}}}
    wireguard: {{port: {topology.WIREGUARD_PORT}, mtu: {topology.WIREGUARD_MTU}}}
    prefix6: ["{topology.PREFIX6}/64"]
gateways:
""",
            *[
                f"  {gateway.name}: {{address: 127.0.0.1, port: {ports[gateway.name]}, "
                f"external_name: {gateway.underlay}, domains: [{topology.DOMAIN}]}}\n"
                for gateway in topology.GATEWAYS
            ],
            "nodes:\n",
            *[
                f'  "{node.identifier}": {{hostname: {node.name}, domain: {topology.DOMAIN}, '
                f'address: "{node.address6}", jump: auto}}\n'
                for node in topology.NODES
            ],
        ]
    )
