"""What dialect ffmuc makes of a domain's seed and a WireGuard key, apart from umstieg's own code."""

import hashlib

VXLAN_PORT = 8472
VXLAN_OVERHEAD = 70  # bytes: what VXLAN over IPv6 costs


def vni(seed: str) -> int:
    """The VXLAN network identifier of a domain: the first 24 bits of Gluon's seed bytes."""
    return int(_md5(f"gluon-mesh-vpn-vxlan{seed.lower()}1")[:6], 16)


def link_local(public_key: str) -> str:
    """The address of the key's owner, written as the kernel does; München pipes keys through `echo`."""
    digits = _md5(f"{public_key}\n")
    groups = (f"02{digits[0:2]}", f"{digits[2:4]}ff", f"fe{digits[4:6]}", digits[6:10])
    return "fe80::" + ":".join(f"{int(group, 16):x}" for group in groups)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
