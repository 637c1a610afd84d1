"""The fresh link to a document whose link has died, found on its source page.

A wrong document would be worse than none, so each rule takes only what it is sure of:

1. the same path with another query, as signed links have it. Apart from what signs and dates a
   link, the query must be the same; where the path names a document, it is enough that the page
   has only one such link;
2. the same file name in another folder, only one on the page: a name that tells documents apart,
   or a link whose words are the document's name;
3. the document's name as the words of a link, only one on the page: a name that tells documents
   apart.

A name tells documents apart if it has a digit in it or is longer than 24 characters; "Minutes" and
"agenda.pdf" do not.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skop_desktop.downloads.file_types import known_ending

_LONG_ENOUGH: Final = 24
_WEB: Final = frozenset({"http", "https"})
_LINKS: Final = "a[href], area[href], iframe[src], embed[src], object[data]"
_SIGNS: Final = frozenset(
    {"expires", "expiry", "exp", "e", "signature", "sig", "sign", "s", "token", "access_token"}
    | {"auth", "hash", "hmac", "h", "key-pair-id", "policy", "awsaccesskeyid", "googleaccessid"}
    | {"se", "sp", "sv", "sr", "st", "spr", "sip", "skoid", "sktid", "skt", "ske", "sks", "skv"}
    | {"t", "ts", "time", "timestamp", "nonce", "sid", "sessionid", "session", "jsessionid"}
    | {"phpsessid", "cb", "_", "v", "ver", "version"}
)
_SIGNING_FAMILIES: Final = ("x-amz-", "x-goog-", "x-ms-", "x-oss-", "q-sign", "q-key", "q-ak")
_SURELY_SIGNED: Final = frozenset(
    {"expires", "signature", "sig", "token", "access_token", "hmac", "policy", "key-pair-id"}
)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HEAD: Final = 2048


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page. ``url``: absolute, without its fragment; ``words``: all that names it."""

    url: str
    words: tuple[str, ...]


def is_signed(url: str) -> bool:
    """Whether ``url`` carries a signature or a date of expiry, so that it dies by itself."""
    with suppress(ValueError):
        names = {name.lower() for name, _ in parse_qsl(urlsplit(url).query)}
        return bool(names & _SURELY_SIGNED) or any(n.startswith(_SIGNING_FAMILIES) for n in names)
    return False


def links_of(page: bytes, page_url: str, content_type: str = "") -> tuple[Link, ...]:
    """The web links of ``page``, in its order. Takes a while for a large page."""
    tree = LexborHTMLParser(_decoded(page, content_type))
    base_node = tree.css_first("base[href]")
    base = _joined(page_url, base_node.attributes.get("href") if base_node else "") or page_url
    return tuple(_found(tree.css(_LINKS), base))


def fresh_link(dead: str, name: str, links: Sequence[Link]) -> str | None:
    """The link that took the place of ``dead``, whose document is called ``name``."""
    with suppress(ValueError):
        old = urlsplit(urldefrag(dead).url)
        others = [link for link in links if _may_stand_for(old, link)]
        for rule in (_same_but_signed, _same_file, _same_words):
            if (found := rule(old, name, others)) is not None:
                return found
    return None


def _same_but_signed(old: SplitResult, _: str, links: Sequence[Link]) -> str | None:
    there = [
        link
        for link in links
        if _path(urlsplit(link.url)) == _path(old)
        and urlsplit(link.url).netloc.lower() == old.netloc.lower()
    ]
    exact = _only(there, lambda link: _lasting(urlsplit(link.url)) == _lasting(old))
    if exact is None and known_ending(old.path):
        return _only(there, lambda _: True)
    return exact


def _same_file(old: SplitResult, name: str, links: Sequence[Link]) -> str | None:
    file = _file_name(old)
    if not known_ending(file):
        return None
    there = [link for link in links if _file_name(urlsplit(link.url)) == file]
    if _tells_apart(file.rpartition(".")[0]):
        return _only(there, lambda _: True)
    return _only(there, lambda link: _plain(name) in map(_plain, link.words))


def _same_words(old: SplitResult, name: str, links: Sequence[Link]) -> str | None:
    wanted, ending = _plain(name), known_ending(old.path)
    if not _tells_apart(wanted):
        return None
    return _only(
        links,
        lambda link: (
            wanted in map(_plain, link.words)
            and known_ending(urlsplit(link.url).path) in {ending, ""}
        ),
    )


def _only(links: Sequence[Link], is_it: Callable[[Link], bool]) -> str | None:
    """The one address among ``links`` that fits; ``None`` if several do."""
    found = {link.url for link in links if is_it(link)}
    return found.pop() if len(found) == 1 else None


def _may_stand_for(old: SplitResult, link: Link) -> bool:
    new = urlsplit(link.url)
    return new != old and not (old.scheme == "https" and new.scheme == "http")


def _lasting(url: SplitResult) -> list[tuple[str, str]]:
    """The parameters that say which document it is."""
    return sorted(
        (key, value)
        for key, value in parse_qsl(url.query, keep_blank_values=True)
        if key.lower() not in _SIGNS and not key.lower().startswith(_SIGNING_FAMILIES)
    )


def _path(url: SplitResult) -> str:
    return unquote(url.path.partition(";")[0])


def _file_name(url: SplitResult) -> str:
    return _plain(_path(url).rpartition("/")[2])


def _tells_apart(name: str) -> bool:
    return any(character.isdigit() for character in name) or len(name) > _LONG_ENOUGH


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _found(nodes: Sequence[LexborNode], base: str) -> Iterator[Link]:
    for node in nodes:
        told = node.attributes
        url = _joined(base, told.get("href") or told.get("src") or told.get("data"))
        if url:
            words = (node.text(deep=True), told.get("title"), told.get("aria-label"))
            yield Link(url, tuple(word for word in words if word and word.strip()))


def _joined(base: str, reference: str | None) -> str:
    """``reference`` as an absolute web address, empty where it is none."""
    with suppress(ValueError):
        url = urldefrag(urljoin(base, (reference or "").strip())).url
        return url if reference and urlsplit(url).scheme in _WEB else ""
    return ""


def _decoded(page: bytes, content_type: str) -> str:
    told = _CHARSET.search(content_type.encode("ascii", "replace")) or _CHARSET.search(page[:_HEAD])
    name = told.group(1).decode("ascii") if told else "utf-8"
    try:
        return page.decode(codecs.lookup(name).name, "replace")
    except (LookupError, UnicodeError):
        return page.decode("utf-8", "replace")
