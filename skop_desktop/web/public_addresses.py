"""Which IP addresses belong to the open internet (RFC 6890 and the IANA registries it began)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_OCTETS: Final = 4
_OCTET: Final = 256
_GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
_NAT64: Final = IPv6Network("64:ff9b::/96")
_ISATAP: Final = frozenset({0x0000_5EFE, 0x0200_5EFE})
_SPECIAL: Final = (IPv4Network("192.0.0.0/24"), IPv4Network("168.63.129.16/32"))
"""What ``is_global`` lets through: protocol assignments (whole only in newer Pythons), and the
address on which Azure tells each of its machines their secrets, public by its number."""

Address = IPv4Address | IPv6Address


def is_public(address: Address) -> bool:
    """Whether ``address`` is on the open internet, as is every IPv4 address wrapped in it.

    An IPv6 address may carry an IPv4 one: mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056),
    ISATAP (RFC 5214). Teredo (RFC 4380) is none of the open internet's any more.
    """
    if isinstance(address, IPv4Address):
        is_special = any(address in network for network in _SPECIAL)
        return address.is_global and not address.is_multicast and not is_special
    if not all(is_public(wrapped) for wrapped in _wrapped(address)):
        return False
    if address.ipv4_mapped is not None or address in _NAT64:
        return True
    return address in _GLOBAL_UNICAST and address.is_global


def is_loopback(address: Address) -> bool:
    """Whether ``address`` is this computer, IPv4-mapped forms included."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


@lru_cache(maxsize=1_024)
def address_of(host: str) -> Address | None:
    """``host`` if it is an address, without its zone; ``None`` if it is a name.

    Also the old spellings that resolvers take: 127.1, 0x7f000001, 0177.0.0.1.
    """
    try:
        return ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return _old_spelling(host)


def _wrapped(address: IPv6Address) -> list[IPv4Address]:
    found = [wrapped for wrapped in (address.ipv4_mapped, address.sixtofour) if wrapped is not None]
    if address in _NAT64 or (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        found.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return found


def _old_spelling(host: str) -> IPv4Address | None:
    """``inet_aton`` forms: one to four numbers, decimal, octal or hexadecimal."""
    pieces = host.lower().split(".")
    try:
        numbers = [_old_number(piece) for piece in pieces]
    except ValueError:
        return None
    *first, last = numbers
    room = _OCTET ** (_OCTETS - len(first))
    if len(pieces) > _OCTETS or last >= room or any(number >= _OCTET for number in first):
        return None
    value = last
    for place, number in enumerate(first):
        value += number << (8 * (3 - place))
    return IPv4Address(value)


def _old_number(piece: str) -> int:
    if piece.startswith("0x"):
        return int(piece, 16)
    if not piece.isascii() or not piece.isdigit():
        raise ValueError(piece)
    return int(piece, 8) if piece.startswith("0") and piece != "0" else int(piece)
