"""What a page says: its title and its links, each with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skop_desktop.engine.words import squeezed

LONGEST_PAGE: Final = 5_000_000
"""Bytes of one page that are read."""
MOST_LINKS: Final = 5_000
"""Links of one page that are read."""

HEADING_JOINT: Final = " – "

_DEEPEST: Final = 1_000
_LONGEST_TAG: Final = 20_000
_META_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_HEADINGS: Final = {
    **{f"h{level}": level for level in range(1, 7)},
    **dict.fromkeys(("caption", "summary", "legend"), 7),
}
_ROWS: Final = frozenset({"tr", "li", "dd", "article"})
_UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg"})
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
_NEVER_NESTED: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot"}
)
_SHELL_SCRIPTS: Final = 2
_SHELL_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A link and the words around it.

    ``heading``: the headings above it, the nearest last. ``row``: the text of the table row or
    list entry that holds it.
    """

    url: str
    text: str = ""
    title: str = ""
    heading: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read. ``is_cut``: it was too large or too deep to be read to its end.

    ``is_shell``: it holds scripts and next to no words, so a browser would build it.
    ``asks_for_password``: it holds a field for a password.
    """

    title: str
    links: tuple[Link, ...]
    is_cut: bool = False
    is_shell: bool = False
    asks_for_password: bool = False


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of a page: charset from its mark, the header, the page; windows-1252 at last.

    (WHATWG Encoding, "decode", in small.) Never fails.
    """
    if body.startswith(b"\xef\xbb\xbf"):
        return body[3:].decode("utf-8", errors="replace")
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    meta = _META_CHARSET.search(body[:4096])
    candidates = [named[1] if named else "", meta[1].decode("ascii", "replace") if meta else ""]
    for name in (*candidates, "utf-8"):
        try:
            return body.decode(_known_charset(name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("windows-1252", errors="replace")


def _known_charset(name: str) -> str:
    """What the page calls latin-1 or ASCII is windows-1252 on the web (WHATWG Encoding, 4.2)."""
    if name.casefold() in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"}:
        return "windows-1252"
    return name or "utf-8"


def defused(html: str) -> tuple[str, bool]:
    """``html`` without what would keep the parser busy for minutes, and whether that cut it.

    The parser's time grows with the square of the depth (200,000 nested elements: 319 s) and of
    the attributes of one element.
    """
    depth = 0
    position = 0
    while (tag := _TAG.search(html, position)) is not None:
        end = html.find(">", tag.end())
        if end < 0 or end - tag.start() > _LONGEST_TAG:
            html = html[: tag.start()] + (html[end + 1 :] if end >= 0 else "")
            position = tag.start()
            continue
        position = tag.end()
        if tag[2].lower() not in _NEVER_NESTED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return html[: tag.start()], True
    return html, False


def read_page(body: bytes, url: str, content_type: str = "") -> Page:
    """The title and links of the page at ``url``. Reads anything, in bounded time; never fails."""
    html, is_cut = defused(decoded(body[:LONGEST_PAGE], content_type).replace("\x00", ""))
    reader = _Reader(url)
    tree = LexborHTMLParser(html)
    if tree.root is not None:
        for node in tree.root.traverse(include_text=False):
            reader.read(node)
            if len(reader.links) >= MOST_LINKS:
                is_cut = True
                break
    return Page(
        reader.title,
        tuple(reader.links),
        is_cut or len(body) >= LONGEST_PAGE,
        is_shell=len(reader.links) <= 1 and _is_shell(tree),
        asks_for_password=reader.asks_for_password,
    )


def _is_shell(tree: LexborHTMLParser) -> bool:
    if len(tree.css("script")) < _SHELL_SCRIPTS or tree.body is None:
        return False
    tree.strip_tags(list(_UNREAD))
    return len(squeezed(tree.body.text(separator=" "))) < _SHELL_TEXT


class _Reader:
    """Walks a page in the order it is read, and keeps what was last said above a link."""

    def __init__(self, url: str) -> None:
        self._base = url
        self._headings: dict[int, str] = {}
        self.title = ""
        self.links: list[Link] = []
        self.asks_for_password = False
        self._row_text: dict[int, str] = {}

    def read(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _HEADINGS:
            level = _HEADINGS[tag]
            kept = {above: text for above, text in self._headings.items() if above < level}
            self._headings = {**kept, level: _text(node, 120)}
        elif tag in {"a", "area", "iframe", "embed", "object"}:
            self._read_link(node, tag)
        elif tag == "title" and not self.title:
            self.title = _text(node)
        elif tag == "base":
            self._base = _joined(self._base, node.attributes.get("href") or "") or self._base
        elif tag == "input":
            self.asks_for_password |= (node.attributes.get("type") or "").lower() == "password"

    def _read_link(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        name = "data" if tag == "object" else "href" if tag in {"a", "area"} else "src"
        url = _joined(self._base, attributes.get(name) or "")
        if url is None:
            return
        title = attributes.get("title") or attributes.get("aria-label") or ""
        text = _text(node) or squeezed(attributes.get("alt") or "")
        heading = HEADING_JOINT.join(text for text in self._headings.values() if text)
        self.links.append(Link(url, text, squeezed(title), heading, self._row_of(node)))

    def _row_of(self, node: LexborNode) -> str:
        above = node.parent
        for _ in range(6):
            if above is None:
                return ""
            if above.tag in _ROWS:
                return self._row_text.setdefault(above.mem_id, _text(above, 240))
            above = above.parent
        return ""


def _text(node: LexborNode, longest: int = 300) -> str:
    parts: list[str] = []
    length = 0
    for child in node.traverse(include_text=True):
        if child.is_text_node and (child.parent is None or child.parent.tag not in _UNREAD):
            parts.append(child.text_content or "")
            length += len(parts[-1])
        elif child.tag == "img":
            parts.append(child.attributes.get("alt") or "")
        if length > longest * 4:
            break
    return squeezed(" ".join(parts), longest)


def _joined(base: str, address: str) -> str | None:
    address = address.strip()
    if not address or address.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        return urljoin(base, address)
    except ValueError:
        return None
