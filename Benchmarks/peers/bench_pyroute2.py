"""Puts peers with route and FDB entry into the kernel with pyroute2, one call each, as wgkex's
worker does; prints `added SECONDS`.

usage: bench_pyroute2.py WIREGUARD VXLAN COUNT
"""

import base64
import hashlib
import sys
import time

from pyroute2 import IPRoute, WireGuard


def key(number: int) -> str:
    """Another key for each number than the other program's, so that both can be measured in a row."""
    return base64.b64encode(hashlib.sha256(b"peer %d" % number).digest()).decode()


def link_local(public_key: str) -> str:
    digest = hashlib.md5(public_key.encode() + b"\n").digest()
    return (
        f"fe80::2{digest[0]:02x}:{digest[1]:02x}ff:fe{digest[2]:02x}:{digest[3]:02x}{digest[4]:02x}"
    )


def main() -> None:
    wireguard_name, vxlan_name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    peers = [(text, link_local(text)) for text in map(key, range(count))]
    with IPRoute() as route, WireGuard() as wireguard:
        wireguard_index = route.link_lookup(ifname=wireguard_name)[0]
        vxlan_index = route.link_lookup(ifname=vxlan_name)[0]
        began = time.monotonic()
        for public_key, address in peers:
            wireguard.set(
                wireguard_name, peer={"public_key": public_key, "allowed_ips": [f"{address}/128"]}
            )
            route.route("replace", dst=f"{address}/128", oif=wireguard_index)
            route.fdb(
                "append", ifindex=vxlan_index, lladdr="00:00:00:00:00:00", dst=address,
                nda_ifindex=wireguard_index,
            )
        print("added", time.monotonic() - began)


if __name__ == "__main__":
    main()
