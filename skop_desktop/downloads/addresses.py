"""Which hosts may be asked for a document.

A page on the web must not make the app fetch from this computer or from the private network it is
in. This form judges the host as it is written; a name that resolves to such an address is not seen
here, which is why the hook is asynchronous and asked again on each redirect.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import urlsplit

_OCTETS: Final = 4
_OCTET: Final = 256

MayFetch = Callable[[str, str], Awaitable[bool]]
"""``may_fetch(host, job_website)``: whether a document of that job may be asked for there."""


async def may_fetch_as_written(host: str, job_website: str) -> bool:
    """Public hosts always; this computer and private addresses only if the job's site is there."""
    host = _bare(host)
    if not _is_private(host):
        return True
    try:
        site = _bare(urlsplit(job_website).hostname or "")
    except ValueError:
        return False
    return host == site or (_is_loopback(host) and _is_loopback(site))


def _bare(host: str) -> str:
    return host.strip("[]").partition("%")[0].rstrip(".").lower()


def _is_loopback(host: str) -> bool:
    address = _address(host)
    if address is None:
        return host == "localhost" or host.endswith(".localhost")
    return address.is_loopback


def _is_private(host: str) -> bool:
    address = _address(host)
    return _is_loopback(host) if address is None else not address.is_global


def _address(host: str) -> IPv4Address | IPv6Address | None:
    """``host`` as an address; also in the old spellings that resolvers take (127.1, 0x7f000001)."""
    try:
        address = ip_address(host)
    except ValueError:
        return _old_spelling(host)
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _old_spelling(host: str) -> IPv4Address | None:
    """``inet_aton`` forms: one to four numbers, decimal, octal or hexadecimal."""
    pieces = host.split(".")
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
