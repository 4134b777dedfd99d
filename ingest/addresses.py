"""Which network addresses are out in the open, and so may be fetched from."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
_PRIVATE_IN_PUBLIC = {IPv4Address("168.63.129.16")}
"""Addresses of the public range that serve machines of one cloud (here Azure) from inside."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet.

    An address that carries another one (IPv4 in IPv6, in its several forms) is as public as that.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    parsed = _carried(parsed) if isinstance(parsed, IPv6Address) else parsed
    closed = parsed.is_multicast or parsed.is_reserved or parsed in _PRIVATE_IN_PUBLIC
    return parsed.is_global and not closed


def _carried(address: IPv6Address) -> IPv6Address | IPv4Address:
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour or address
    if address.teredo:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else address
