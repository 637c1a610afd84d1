"""What a page says: its title and its links, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skop_desktop.engine.charsets import decoded
from skop_desktop.engine.defusing import defused
from skop_desktop.engine.labels import Labels
from skop_desktop.engine.node_text import LONGEST_LINE, UNREAD, line_around, text_of
from skop_desktop.engine.places import MAIN, NAV, Places
from skop_desktop.engine.words import squeezed

LONGEST_PAGE: Final = 5_000_000
"""Bytes of one page that are read."""
MOST_LINKS: Final = 5_000
"""Links of one page that are read."""

HEADING_JOINT: Final = " – "
TRAIL_JOINT: Final = " › "

_HEADINGS: Final = {
    **{f"h{level}": level for level in range(1, 7)},
    **dict.fromkeys(("caption", "summary", "legend"), 7),
}
_ADDRESS_IN: Final = {
    "a": "href",
    "area": "href",
    "iframe": "src",
    "frame": "src",
    "embed": "src",
    "object": "data",
}
_ROWS: Final = frozenset({"tr", "li", "dd", "article"})
_HOLDS_LINES: Final = frozenset({"p", "div", "pre", "center", "blockquote", "section", "body"})
_RELATIONS: Final = frozenset({"canonical", "next", "prev"})
_MOST_RELATED: Final = 5
_NO_PAGE: Final = ("#", "javascript:", "mailto:", "tel:", "data:", "about:", "blob:", "file:")
_OPENED: Final = re.compile(
    r"""(?:location(?:\.href)?\s*=|window\.open\(|location\.(?:assign|replace)\()\s*
    (?P<q>["'])(?P<url>[^"'<>\s]{1,500})(?P=q)""",
    re.VERBOSE,
)
_REFRESH: Final = re.compile(r"""^\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)""", re.IGNORECASE)
_FILE: Final = re.compile(r"\.(?:pdf|docx?|odt|xlsx?|ods|pptx?|rtf|csv)(?:$|\?)", re.IGNORECASE)
_CLICKS: Final = ("onclick", "data-href", "data-url")
_SHELL_TEXT: Final = 200
_SHELL_LINKS: Final = 3
_MOST_TRAIL: Final = 12


class Link(NamedTuple):
    """A link and the words around it.

    ``heading``: the headings above it, the nearest last. ``row``: the text of the table row or
    list entry that holds it. ``place``: "main", "nav" or "foot" of the page. ``path``: the tags
    and classes above it, the same for links that one template made.
    """

    url: str
    text: str = ""
    title: str = ""
    heading: str = ""
    row: str = ""
    place: str = MAIN
    path: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read. ``is_cut``: it was too large or too deep to be read to its end.

    ``trail``: where it says it stands ("Home › Board"). ``heading``: its first; ``headings``: those
    above its links, as the links have them. ``related``: the address it gives itself, and those of
    the pages before and after it. ``is_shell``: it holds scripts and next to no words, so a browser
    would build it. ``asks_for_password``: it holds a field for a password.
    """

    title: str
    links: tuple[Link, ...]
    is_cut: bool = False
    is_shell: bool = False
    asks_for_password: bool = False
    heading: str = ""
    trail: str = ""
    headings: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


def read_page(body: bytes, url: str, content_type: str = "") -> Page:
    """The title and links of the page at ``url``. Reads anything, in bounded time; never fails."""
    html, is_cut = defused(decoded(body[:LONGEST_PAGE], content_type).replace("\x00", ""))
    reader = _Reader(url)
    tree = LexborHTMLParser(html)
    if tree.root is not None:
        readers = _WITH_CLICKS if any(word in html for word in _CLICKS) else _READERS
        for node in tree.root.traverse(include_text=False):
            tag = node.tag
            if tag in readers:
                readers[tag](reader, node, tag)
                if len(reader.links) >= MOST_LINKS:
                    is_cut = True
                    break
    return Page(
        reader.title,
        tuple(reader.links),
        is_cut or len(body) >= LONGEST_PAGE,
        is_shell=len(reader.links) <= _SHELL_LINKS and reader.has_script and _says_little(tree),
        asks_for_password=reader.asks_for_password,
        heading=reader.first_heading,
        trail=TRAIL_JOINT.join(reader.trail),
        headings=tuple(reader.headings),
        related=tuple(reader.related),
    )


def _says_little(tree: LexborHTMLParser) -> bool:
    if tree.body is None:
        return False
    tree.strip_tags(list(UNREAD))
    return len(squeezed(tree.body.text(separator=" "))) < _SHELL_TEXT


class _Reader:
    """Walks a page in the order it is read, and keeps what was last said above a link."""

    def __init__(self, url: str) -> None:
        self._base = url
        self._origin = _origin(url)
        self._headings: dict[int, str] = {}
        self._heading = ""
        self.headings: dict[str, None] = {}
        self._row_text: dict[int, str] = {}
        self._places = Places()
        self._labels = Labels()
        self.title = ""
        self.first_heading = ""
        self.trail: list[str] = []
        self.links: list[Link] = []
        self.asks_for_password = False
        self.has_script = False
        self.related: list[str] = []

    def read_heading(self, node: LexborNode, tag: str) -> None:
        level = _HEADINGS[tag]
        kept = {above: text for above, text in self._headings.items() if above < level}
        text = text_of(node, 120)
        self._headings = {**kept, level: text}
        self._labels.end()
        self._heading = HEADING_JOINT.join(text for text in self._headings.values() if text)
        if tag == "h1" and not self.first_heading:
            self.first_heading = text

    def read_label(self, node: LexborNode, tag: str) -> None:
        self._labels.hear(node, tag)

    def read_title(self, node: LexborNode, _: str) -> None:
        self.title = self.title or text_of(node)

    def read_base(self, node: LexborNode, _: str) -> None:
        self._base = _joined(self._base, node.attributes.get("href") or "") or self._base
        self._origin = _origin(self._base)

    def read_input(self, node: LexborNode, _: str) -> None:
        self.asks_for_password |= (node.attributes.get("type") or "").lower() == "password"

    def read_script(self, _node: LexborNode, _: str) -> None:
        self.has_script = True

    def read_meta(self, node: LexborNode, _: str) -> None:
        attributes = node.attributes
        if (attributes.get("http-equiv") or "").lower() == "refresh":
            found = _REFRESH.match(attributes.get("content") or "")
            url = _joined(self._base, found[1]) if found else None
            if url is not None:
                self.links.append(Link(url))

    def read_relation(self, node: LexborNode, _: str) -> None:
        attributes = node.attributes
        if (attributes.get("rel") or "").lower() in _RELATIONS and len(
            self.related
        ) < _MOST_RELATED:
            url = _joined(self._base, attributes.get("href") or "")
            self.related += [url] if url is not None else []

    def read_option(self, node: LexborNode, _: str) -> None:
        value = node.attributes.get("value") or ""
        if _FILE.search(value):
            self._add(node, value, text_of(node), "")

    def read_clickable(self, node: LexborNode, _: str) -> None:
        attributes = node.attributes
        address = attributes.get("data-href") or attributes.get("data-url") or ""
        if not address and (opened := _OPENED.search(attributes.get("onclick") or "")):
            address = opened["url"]
        if address:
            self._add(node, address, text_of(node), attributes.get("title") or "")

    def read_clickable_row(self, node: LexborNode, tag: str) -> None:
        self.read_label(node, tag)
        self.read_clickable(node, tag)

    def read_link(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        address = (attributes.get(_ADDRESS_IN[tag]) or "").strip()
        if not address or address[0] == "#" or address.lower().startswith("javascript:"):
            handlers = f"{attributes.get('onclick') or ''} {address}"
            opened = _OPENED.search(handlers)
            address = attributes.get("data-href") or (opened["url"] if opened else "")
        if not address:
            return
        title = attributes.get("title") or attributes.get("aria-label") or ""
        self._add(node, address, text_of(node) or squeezed(attributes.get("alt") or ""), title)

    def _add(self, node: LexborNode, address: str, text: str, title: str) -> None:
        if address[0] == "/" and address[1:2] not in {"/", "\\"} and self._origin:
            url: str | None = f"{self._origin}{address}"
        else:
            url = _joined(self._base, address)
        if url is None:
            return
        place = self._places.of(node)
        is_in_menu = place.name == NAV
        row = "" if is_in_menu else self._row_of(node, url)
        if place.is_trail and text and len(self.trail) < _MOST_TRAIL:
            self.trail.append(text)
        title = squeezed(title) if title else ""
        heading = self._heading
        if self._labels.are_heard and not is_in_menu:
            heading = HEADING_JOINT.join(filter(None, (heading, *self._labels.over(node))))
        if heading:
            self.headings[heading] = None
        self.links.append(Link(url, text, title, heading, row, place.name, place.path))

    def _row_of(self, node: LexborNode, url: str) -> str:
        """The words of the row or entry around a link, else, of files, of the line it stands in."""
        above: LexborNode | None = node.parent
        inner: LexborNode = node
        line: str | None = None
        for _ in range(6):
            if above is None:
                break
            if above.tag in _ROWS:
                key = above.mem_id
                if key not in self._row_text:
                    self._row_text[key] = text_of(above, LONGEST_LINE)
                return self._row_text[key]
            if line is None and above.tag in _HOLDS_LINES:
                line = line_around(inner) if "?" in url or _FILE.search(url) else ""
            inner = above
            above = inner.parent
        return line or ""


_READERS: Final = {
    **dict.fromkeys(_HEADINGS, _Reader.read_heading),
    **dict.fromkeys(_ADDRESS_IN, _Reader.read_link),
    **dict.fromkeys(("strong", "b", "dt", "p", "tr"), _Reader.read_label),
    "title": _Reader.read_title,
    "base": _Reader.read_base,
    "input": _Reader.read_input,
    "meta": _Reader.read_meta,
    "link": _Reader.read_relation,
    "option": _Reader.read_option,
    "script": _Reader.read_script,
}
_WITH_CLICKS: Final = {
    **_READERS,
    **dict.fromkeys(("td", "li", "div", "span", "button"), _Reader.read_clickable),
    "tr": _Reader.read_clickable_row,
}


def _origin(url: str) -> str:
    """Scheme and host; nothing where a path alone could not be joined to them."""
    parts = url.split("/", 3)
    return "/".join(parts[:3]) if url.startswith(("http://", "https://")) else ""


def _joined(base: str, address: str) -> str | None:
    address = address.strip()
    if not address or address.lower().startswith(_NO_PAGE):
        return None
    if address.startswith(("http://", "https://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return None
