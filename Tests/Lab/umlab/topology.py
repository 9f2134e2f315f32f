"""Who is in the lab: machines, simulated nodes, their addresses and fastd keys.

The fastd keys are fixed and public: they exist in this lab only, and fixed keys
make the tests' expectations stable. SSH keys are made anew for every lab directory.
"""

from dataclasses import dataclass

FASTD_MTU = 1406
WIREGUARD_MTU = 1406
ORIGINATOR_INTERVAL = 5  # seconds


@dataclass(frozen=True)
class Domain:
    """A mesh of its own; its interfaces on gateways end in its short name."""

    name: str
    short: str
    seed: str
    prefix4: str  # the first two bytes of its /16
    prefix6: str  # a /64, up to its `::`
    fastd_port: int
    wireguard_port: int


NORD = Domain(
    "ffmuc_muc_nord", "muc_nord", "ef5b1f9c27a1b0b5e4a9c5ad2d7f6de2a7c3f0b1946f5c2be6b83d5d8b8e1c40",
    "10.80", "fd62:f45c:4d09:101::", 10003, 40003,
)
# On the same gateways: it has to notice nothing of what is done to the other one.
SUED = Domain(
    "ffmuc_muc_sued", "muc_sued", "0bbe067597bb27eac346061c7a4ec8402afc3dd6f63b663236cc6d4de35c6162",
    "10.81", "fd62:f45c:4d09:102::", 10004, 40004,
)
DOMAINS = (NORD, SUED)


@dataclass(frozen=True)
class FastdKey:
    """A fastd key pair, both halves as 64 hex digits."""

    secret: str
    public: str


@dataclass(frozen=True)
class Machine:
    """A virtual machine; `number` makes its MAC addresses."""

    name: str
    number: int
    underlay: str  # IPv4 on the network between the machines
    memory: int  # MiB

    @property
    def management_mac(self) -> str:
        return f"52:54:00:aa:00:{self.number:02x}"

    @property
    def underlay_mac(self) -> str:
        return f"52:54:00:bb:00:{self.number:02x}"


@dataclass(frozen=True)
class Gateway(Machine):
    """A machine that serves all domains."""

    fastd: tuple[FastdKey, ...]  # in the order of DOMAINS

    def fastd_key(self, domain: Domain) -> FastdKey:
        return self.fastd[DOMAINS.index(domain)]

    def address4(self, domain: Domain) -> str:
        """Of the domain's bridge."""
        return f"{domain.prefix4}.0.{self.number}"

    def address6(self, domain: Domain) -> str:
        """Of the domain's bridge."""
        return f"{domain.prefix6}{self.number}"

    def primary_mac(self, domain: Domain) -> str:
        """MAC of the dummy interface that names the gateway as an originator."""
        return f"02:00:0a:{self.number:02x}:{DOMAINS.index(domain) + 1:02x}:01"


@dataclass(frozen=True)
class NodeMachine(Machine):
    """A machine that is one node: a router's root, clock, boots and power of its own."""


@dataclass(frozen=True)
class Node:
    """A simulated node. A mesh-only one has a neighbour instead of a WAN, gateway and key."""

    number: int
    gateway: str | None = None
    neighbour: str | None = None
    fastd: FastdKey | None = None
    domain: Domain = NORD
    machine: str = "nodes"  # which simulates it; its own name when it is a machine of its own

    @property
    def name(self) -> str:
        return f"n{self.number}"

    @property
    def mac(self) -> str:
        """The primary MAC, by which Gluon names a node."""
        return f"02:ca:ff:ee:00:{self.number:02x}"

    @property
    def primary_mac(self) -> str:
        """MAC of `primary0`, by which batman-adv names it as an originator."""
        return f"02:ca:ff:ee:01:{self.number:02x}"

    @property
    def vxlan_mac(self) -> str:
        """MAC of `mesh-vpn`, the same whenever it is built."""
        return f"02:ca:ff:ee:02:{self.number:02x}"

    @property
    def is_machine(self) -> bool:
        """Whether it is a machine of its own, not a namespace beside others."""
        return self.machine == self.name

    @property
    def identifier(self) -> str:
        return self.mac.replace(":", "")

    @property
    def address4(self) -> str:
        return f"{self.domain.prefix4}.1.{self.number}"

    @property
    def address6(self) -> str:
        """The domain's prefix with the EUI-64 of the primary MAC."""
        return f"{self.domain.prefix6[:-1]}ca:ffff:feee:{self.number:x}"

    @property
    def wan(self) -> str | None:
        return None if self.neighbour else f"172.31.7.{20 + self.number}"


GATEWAYS = (
    Gateway(
        "gw1", 1, "172.31.7.1", 384,
        (
            FastdKey(
                "20100e698b15d64d12a58f89aa7e33ddf023806c3b98eae6d5251f22470a2a44",
                "20f5b1a6556b7b29ae5a40fd7795c28f81947cdf60b113b482eb39f347cdf6b9",
            ),
            FastdKey(
                "d0f0c9a37d0c85171e33173ff322230ade281afa73edb5a9f77c1111f348e771",
                "d98bfd992f242191217a139acc391822d338ca7bfe51a62306a3326c3554c1eb",
            ),
        ),
    ),
    Gateway(
        "gw2", 2, "172.31.7.2", 384,
        (
            FastdKey(
                "7845b83cc04e91bd26a73376f004792c2f850565348cedd2cfb6e38e79de6741",
                "9dd87b094053ca5b2dc0806649c530a7560abfedaf32da56de3bcf9a29d23387",
            ),
            FastdKey(
                "60e793667ab417528b7eb1f1fd6e8e64ed2a7858e99f1e5c6282a52d82888c56",
                "8eeeeb3c875b7f4336f891eb9b0a4f8e293ec296559c7b4dda509a2f65b86a2f",
            ),
        ),
    ),
)
SERVICE = Machine("svc", 3, "172.31.7.10", 384)
BROKER = f"http://{SERVICE.underlay}:5000"  # where tests let one run
NODES_MACHINE = Machine("nodes", 4, "172.31.7.20", 512)
NODE_MACHINES = (NodeMachine("n7", 5, "172.31.7.27", 128),)
MACHINES = (*GATEWAYS, SERVICE, NODES_MACHINE, *NODE_MACHINES)

NODES = (
    Node(
        1, gateway="gw1",
        fastd=FastdKey(
            "d031e476e6fa07b83ecd1b50b7bdec206d78d8dec81df20f961b70b0e44b046c",
            "c8d6d73f07ada64b64d4fb1d1a88b22e7c6634c4c2b3699ac4e6b9bf0cc64a22",
        ),
    ),
    Node(
        2, gateway="gw2",
        fastd=FastdKey(
            "48795c88d759c7510f1ccfecf1ef6d9eb942e4afba8dd89b32c1b104886b0b5e",
            "b63d46af6db6d55aa57a82048634b8be92fdadcf240c042880e0722d2c3583c5",
        ),
    ),
    Node(
        3, gateway="gw1",
        fastd=FastdKey(
            "58c0f1c7444b5d435223e5c185cda92fbf50103747fed15b3aecb4257ae9bb52",
            "9d40ded35c47b508346c61b1cbeca09da8511966b09d90b840da8c1a1715c88a",
        ),
    ),
    Node(
        4, gateway="gw2",
        fastd=FastdKey(
            "2873b87280caf6c63dcb1241afb8f2dc209ef183683539d8e4c48901ce23456a",
            "96d9812c67d741cee73c7a5b1091530a8ef36c2874848671c7424543d52faaad",
        ),
    ),
    Node(5, neighbour="n3"),
    Node(6, neighbour="n4"),
    Node(
        7, gateway="gw1", machine="n7",
        fastd=FastdKey(
            "4021c9e1db6af450c5366723b369488aa49eb30d1c4f523d009dec3a98ba5a65",
            "b07b36a1b7b506d05dbabc179ce6d3c32e3be13570fcc964864fef358f996863",
        ),
    ),
    Node(
        8, gateway="gw1", domain=SUED,
        fastd=FastdKey(
            "403a2b1a276a85dbe6616b55c7a3c08c93f13fff12163c2fb4c49b6803199446",
            "6e2f1ad8bf9f4660bfc36fca76b3d461151de4dff6603a9b8dd036438b3b3168",
        ),
    ),
)


def machine(name: str) -> Machine:
    """The machine of that name; KeyError when there is none."""
    return {machine.name: machine for machine in MACHINES}[name]


def gateway(name: str) -> Gateway:
    """The gateway of that name; KeyError when there is none."""
    return {gateway.name: gateway for gateway in GATEWAYS}[name]


def node(name: str) -> Node:
    """The simulated node of that name; KeyError when there is none."""
    return {node.name: node for node in NODES}[name]


def domain(name: str) -> Domain:
    """The domain of that name; KeyError when there is none."""
    return {domain.name: domain for domain in DOMAINS}[name]
