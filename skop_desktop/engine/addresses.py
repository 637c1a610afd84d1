"""Web addresses: one form for each page, traps, and which machines may be asked."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NOISE: Final = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|phpsessid|jsessionid|aspsessionid\w*|sid"
    r"|session_?id|cfid|cftoken|replytocom|share|print|amp)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH: Final = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
_LONGEST: Final = 2_000
_DEEPEST: Final = 14
_MOST_REPEATS: Final = 2
_MOST_PARAMETERS: Final = 6
_CALENDAR: Final = re.compile(
    r"/(?:calendar|events?|kalender|veranstaltungen)/.*\d{4}|[?&](?:tribe-bar-date|month|day|week"
    r"|cal_?date|eventdate|ical|outlook-ical)=",
    re.IGNORECASE,
)
_SAFE_IN_PATH: Final = "/%:@!$&'()*+,;=~-._"


def canonical(address: str, base: str = "") -> str | None:
    """One form for all spellings of an address, or ``None`` where it is no web page's.

    Fragment, default port, session ids and tracking parameters go; the query is put in order.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or len(address) > _LONGEST:
        return None
    netloc = f"[{host}]" if ":" in host else host.rstrip(".")
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    try:
        path = _SESSION_IN_PATH.sub("", _without_dots(parts.path)) or "/"
        query = _ordered(parts.query)
        return urlunsplit(
            SplitResult(
                parts.scheme, netloc, quote(path, safe=_SAFE_IN_PATH, errors="replace"), query, ""
            )
        )
    except ValueError:
        return None


def _without_dots(path: str) -> str:
    return urlsplit(urljoin("http://any/", re.sub(r"/{2,}", "/", path))).path


def _ordered(query: str) -> str:
    if not query:
        return ""
    if "=" not in query:
        return quote(query, safe="=&%+:/?@!$'()*,;~-._", errors="replace")
    pairs = parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=100)
    kept = sorted((name, value) for name, value in pairs if not _NOISE.match(name))
    return urlencode(kept, errors="replace")


def origin(address: str) -> str:
    """Scheme, host and port: where one robots.txt holds."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(address: str) -> str:
    """The host without a leading "www.", for telling whether two pages are of one site."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def is_same_site(address: str, other: str) -> bool:
    """Whether both are of one site: same host and, where it is not the usual one, same port."""
    return host_of(address) == host_of(other) and _odd_port(address) == _odd_port(other)


def _odd_port(address: str) -> int | None:
    parts = urlsplit(address)
    return None if parts.port in _DEFAULT_PORTS.values() else parts.port


def is_trap(address: str) -> bool:
    """Whether the address looks made by a machine without end: folders that repeat, very deep."""
    parts = urlsplit(address)
    folders = [folder for folder in parts.path.split("/") if folder]
    repeats = max((folders.count(folder) for folder in folders), default=0)
    return (
        len(folders) > _DEEPEST
        or repeats > _MOST_REPEATS
        or parts.query.count("&") >= _MOST_PARAMETERS
    )


def is_calendar(address: str) -> bool:
    """Whether the address looks like one leaf of a calendar, which goes on for ever."""
    return bool(_CALENDAR.search(address))


def pattern_of(address: str) -> str:
    """The address with its figures taken out: pages of one pattern are made by one program."""
    parts = urlsplit(address)
    names = "&".join(sorted(name for name, _ in parse_qsl(parts.query, keep_blank_values=True)))
    return f"{parts.netloc}{re.sub(r'[0-9]+', '0', parts.path)}?{names}"


def is_public(ip: str) -> bool:
    """Whether an IP address belongs to the open internet (RFC 6890)."""
    try:
        parsed = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    return parsed.is_global and not parsed.is_multicast
