"""The words of a part of a page, on one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from selectolax.lexbor import LexborNode

from skop_desktop.engine.words import squeezed

UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg"})
"""Elements whose text nobody sees."""


LONGEST_LINE: Final = 240
_LINE_ENDS: Final = frozenset(
    {"br", "hr", "p", "div", "ul", "ol", "dl", "table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}
    | {"section", "article", "blockquote", "form", "header", "footer", "li"}
)
_MOST_PARTS: Final = 20


def line_around(node: LexborNode) -> str:
    """The words of the line that ``node`` stands in, from one break to the next.

    Nothing where the line is longer than a line that tells of one thing.
    """
    before = _side(node, lambda at: at.prev)
    after = _side(node, lambda at: at.next)
    if before is None or after is None:
        return ""
    said = squeezed(" ".join((*reversed(before), text_of(node, LONGEST_LINE), *after)), 400)
    return said if len(said) < LONGEST_LINE else ""


def _side(node: LexborNode, step: Callable[[LexborNode], LexborNode | None]) -> list[str] | None:
    """The texts beside ``node`` on one side, nearest first; ``None`` where there are too many.

    Other links speak of what they lead to.
    """
    parts: list[str] = []
    at = step(node)
    for _ in range(_MOST_PARTS):
        if at is None or at.tag in _LINE_ENDS:
            return parts
        if at.is_text_node:
            parts.append((at.text_content or "")[:LONGEST_LINE])
        elif at.is_element_node and at.tag not in UNREAD and not _is_other_link(at):
            parts.append(text_of(at, LONGEST_LINE))
        at = step(at)
    return None


def has_link(node: LexborNode) -> bool:
    """Whether a link stands in it."""
    return node.css_first("a[href]") is not None


def _is_other_link(node: LexborNode) -> bool:
    return node.tag == "a" or has_link(node)


def text_of(node: LexborNode, longest: int = 300) -> str:
    """The words of ``node``, at most ``longest`` characters; pictures speak by their ``alt``."""
    first = node.first_child
    if first is not None and first.next is None and first.is_text_node:
        return squeezed(first.text_content or "", longest)
    parts: list[str] = []
    length = 0
    for child in node.traverse(include_text=True):
        if child.is_text_node:
            if child.parent is None or child.parent.tag not in UNREAD:
                parts.append(child.text_content or "")
                length += len(parts[-1])
        elif child.tag == "img":
            parts.append(child.attributes.get("alt") or "")
        if length > longest * 4:
            break
    return squeezed(" ".join(parts), longest)
