"""Web addresses: one form for each page, what belongs to one site, traps."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from publicsuffixlist import PublicSuffixList

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_NOISE: Final = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|phpsessid|jsessionid|aspsessionid\w*|sid"
    r"|session_?id|cfid|cftoken|replytocom|share|print|amp)$",
    re.IGNORECASE,
)
_SESSION_IN_PATH: Final = re.compile(r";jsessionid=[^/?#]*|/\(S\([a-z0-9]+\)\)", re.IGNORECASE)
_OWN_PAGE: Final = re.compile(
    r"/(?:index\.(?:html?|php|aspx?|jsp)|default\.(?:html?|aspx?))$", re.IGNORECASE
)
_LONGEST: Final = 2_000
_DEEPEST: Final = 14
_MOST_REPEATS: Final = 2
_MOST_PARAMETERS: Final = 6
_CALENDAR: Final = re.compile(
    r"/(?:calendar|events?|kalender|veranstaltungen)/.*\d{4}|[?&](?:tribe-bar-date|month|day|week"
    r"|cal_?date|eventdate|ical|outlook-ical)=",
    re.IGNORECASE,
)
_AS_IT_SHOULD_BE: Final = re.compile(r"/[A-Za-z0-9/_.~!$&'*+,=:@-]*|")
_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_SAFE_IN_PATH: Final = "/%:@!$&'()*+,;=~-._"


@lru_cache(maxsize=8_192)
def canonical(address: str, base: str = "") -> str | None:
    """One form for all spellings of an address, or ``None`` where it is no web page's.

    Fragment, default port, session ids and tracking parameters go; the query is put in order.
    """
    try:
        parts = urlsplit(urljoin(base, address.strip()) if base else address.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    host = _plain_host(host or "")
    if parts.scheme not in _DEFAULT_PORTS or not host or len(address) > _LONGEST:
        return None
    netloc = f"[{host}]" if ":" in host else host.rstrip(".")
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc = f"{netloc}:{port}"
    try:
        path = _plain_path(parts.path)
        query = _ordered(parts.query)
        return urlunsplit(SplitResult(parts.scheme, netloc, path, query, ""))
    except ValueError:
        return None


def _plain_host(host: str) -> str:
    """A host as it is looked up (RFC 5891); empty where it can be none."""
    if host.isascii():
        return host
    import idna  # noqa: PLC0415 - large tables, and most sites need none

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:
        return ""


def _plain_path(path: str) -> str:
    """A path without dots, sessions and needless escapes (RFC 3986, 6.2.2)."""
    if _AS_IT_SHOULD_BE.fullmatch(path) and "/." not in path and "//" not in path:
        return path or "/"
    path = _SESSION_IN_PATH.sub("", _without_dots(path)) or "/"
    return _ESCAPED.sub(_unescaped, quote(path, safe=_SAFE_IN_PATH, errors="replace"))


def _unescaped(escape: re.Match[str]) -> str:
    """What need not be escaped as it is, the rest in capitals."""
    char = chr(int(escape[1], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else escape[0].upper()


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


@lru_cache(maxsize=8_192)
def identity_of(address: str) -> str:
    """What a page's addresses have in common that differ as sites' own links to it do.

    Scheme, "www.", a last slash and the name of a folder's own page do not count.
    """
    rest = address.partition("://")[2].removeprefix("www.")
    path, mark, query = rest.partition("?")
    return f"{_OWN_PAGE.sub('', path).rstrip('/')}{mark}{query}"


def origin(address: str) -> str:
    """Scheme, host and port: where one robots.txt holds."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def host_of(address: str) -> str:
    """The host without a leading "www.", for telling whether two pages are of one host."""
    return _place(address)[0]


def is_same_host(address: str, other: str) -> bool:
    """Whether both are of one host, and of one port where that is not the usual one."""
    return _place(address)[::2] == _place(other)[::2]


@lru_cache(maxsize=8_192)
def is_same_site(address: str, other: str) -> bool:
    """Whether both are of one site: same registrable domain ("town.gov", "school.k12.ca.us")."""
    return _place(address)[1:] == _place(other)[1:]


def _place(address: str) -> tuple[str, str, int | None]:
    """Host, domain and odd port of an address."""
    parts = address.split("/", 3)
    return _place_of(parts[2] if len(parts) > 2 else "")  # noqa: PLR2004 - scheme, nothing, host


@lru_cache(maxsize=2_000)
def _place_of(netloc: str) -> tuple[str, str, int | None]:
    parts = urlsplit(f"//{netloc}")
    host = (parts.hostname or "").removeprefix("www.")
    return host, _domain_of(host), None if parts.port in _DEFAULT_PORTS.values() else parts.port


def _domain_of(host: str) -> str:
    """What one owner registered, by the public suffix list; the host itself where that says none.

    An IP address is a host of its own.
    """
    if ":" in host or host.rpartition(".")[2].isdigit():
        return host
    return _suffixes().privatesuffix(host) or host


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """The list as shipped; it takes 50 ms to read, which only a search need wait for."""
    return PublicSuffixList()


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
