"""The words of a part of a page, on one line."""

from __future__ import annotations

from typing import Final

from selectolax.lexbor import LexborNode

from skop_desktop.engine.words import squeezed

UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg"})
"""Elements whose text nobody sees."""


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
