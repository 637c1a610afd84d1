"""Takes out of a page what would keep its parser busy for minutes."""

from __future__ import annotations

import re
from typing import Final

_DEEPEST: Final = 1_000
_LONGEST_TAG: Final = 20_000
_HARMLESS: Final = 6_000
"""Tags that cost the parser less than half a second however they are nested."""
_LONG_TAG: Final = re.compile(rf"<[^<>]{{{_LONGEST_TAG}}}")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]{0,30})")
_NEVER_NESTED: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track"}
    | {"wbr", "p", "li", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody", "tfoot", "a"}
)


def defused(html: str) -> tuple[str, bool]:
    """``html`` without what would keep the parser busy for minutes, and whether that cut it.

    The parser's time grows with the square of the depth (200,000 nested elements: 319 s) and of
    the attributes of one element.
    """
    if html.count("<") <= _HARMLESS and _LONG_TAG.search(html) is None:
        return html, False
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
