"""Which addresses are not of the public internet: no page, redirect or DNS answer may lead a program to them."""

from __future__ import annotations

import ipaddress

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Clouds answer to these names with secrets, from addresses that are link-local or, at one of them, public.
_METADATA_ADDRESSES = frozenset(map(ipaddress.ip_address, ("168.63.129.16", "100.100.100.200", "fd00:ec2::254")))
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_private(address: IPAddress) -> bool:
    """Return whether an address is not one of the public internet: private, loopback, link-local, reserved ...

    >>> is_private(ipaddress.ip_address("169.254.169.254")), is_private(ipaddress.ip_address("::ffff:10.0.0.1"))
    (True, True)
    >>> is_private(ipaddress.ip_address("93.184.215.14"))
    False
    """
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None or address.teredo:
            return inner is None or is_private(inner)
    return not address.is_global or address.is_multicast or address in _METADATA_ADDRESSES
