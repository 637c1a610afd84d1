"""What stands over a link without being a heading: a line in bold, a date over a list, the top of
its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from selectolax.lexbor import LexborNode

from skop_desktop.engine.node_text import has_link, text_of

_LONGEST: Final = 90
_BLOCKS: Final = frozenset({"p", "div", "td", "th", "section", "center", "blockquote", "header"})
_BOLD: Final = frozenset({"strong", "b", "u", "em", "span", "font", "i"})
_BELOW: Final = frozenset({"ul", "ol", "table", "dl"})
_ENDS_A_LABEL: Final = _BELOW | {"br"}
_ROW_CELLS: Final = frozenset({"td", "th"})
_STEPS: Final = 12
_MOST_COLUMNS: Final = 12
_FEW_WORDS: Final = 4
_SAYS: Final = re.compile(r"[^\W_]{2}")
_SAYS_NOTHING: Final = re.compile(
    r"(?:\W*(?:dates?|times?|names?|titles?|numbers?|no|files?|downloads?|links?|documents?|details?"
    r"|pdf|html|view|description|size|type|case|docket|term|meeting|click|here|datum|datei|dokument"
    r"|titel|größe|fichier|titre|taille|fecha|archivo|título|tamaño)\b)*\W*",
    re.IGNORECASE,
)
"""Tops of columns that say nothing of what is below."""


class Labels:
    """The labels of one page, heard in the order it is read.

    A label holds within the element it stands in, until the next one there or a heading.
    """

    def __init__(self) -> None:
        self._text = ""
        self._within = 0
        self._columns: dict[int, tuple[str, ...]] = {}
        self.are_heard = False
        """Whether there has been any."""

    def end(self) -> None:
        """A heading: what was said before it holds no longer."""
        self._text = ""

    def hear(self, node: LexborNode, tag: str) -> None:
        """Takes in an element that may be a label."""
        if tag == "tr":
            self._hear_row(node)
        elif tag == "dt":
            self._say(node, node)
        elif tag == "p":
            after = _after(node)
            if after is not None and after.tag in _BELOW:
                self._say(node, node)
        elif (block := _block_of(node)) is not None:
            self._say(node, block)

    def over(self, node: LexborNode) -> tuple[str, str]:
        """What stands over the link ``node``: label, then the top of its column; "" for none."""
        label = self._text if self._text and _is_within(node, self._within) else ""
        column = self._column_of(node) if self._columns else ""
        return label, column

    def _say(self, node: LexborNode, block: LexborNode) -> None:
        text = text_of(node, _LONGEST + 1)
        above = block.parent
        is_sentence = text.endswith(".") and text.count(" ") >= _FEW_WORDS
        is_label = len(text) <= _LONGEST and not is_sentence and _SAYS.search(text) is not None
        if above is None or not is_label or has_link(node):
            return
        self._text, self._within, self.are_heard = text, above.mem_id, True

    def _hear_row(self, row: LexborNode) -> None:
        table = _table_of(row)
        cells = [cell for cell in row.iter() if cell.tag in _ROW_CELLS]
        if table is None or not cells or has_link(row):
            return
        if len(cells) == 1:
            self._say(row, row)
        elif table.mem_id not in self._columns and (
            all(cell.tag == "th" for cell in cells) or _before(row) is None
        ):
            self._columns[table.mem_id] = _texts(cells)
            self.are_heard = True

    def _column_of(self, node: LexborNode) -> str:
        nearest = (node, *_above(node, _STEPS - 1))
        cell = next((at for at in nearest if at.tag in _ROW_CELLS), None)
        if cell is None or cell.parent is None:
            return ""
        table = _table_of(cell.parent)
        names = self._columns.get(table.mem_id) if table is not None else None
        if not names:
            return ""
        at = 0
        before = cell.prev
        while before is not None and at < len(names):
            at += _width(before) if before.tag in _ROW_CELLS else 0
            before = before.prev
        name = names[at] if at < len(names) else ""
        return "" if _SAYS_NOTHING.fullmatch(name) else name


def _texts(cells: list[LexborNode]) -> tuple[str, ...]:
    names: list[str] = []
    for cell in cells[:_MOST_COLUMNS]:
        text = text_of(cell, 40)
        names += [text] * _width(cell)
    return tuple(names)


def _width(cell: LexborNode) -> int:
    said = cell.attributes.get("colspan") or "1"
    return int(said) if said.isdigit() and 0 < int(said) <= _MOST_COLUMNS else 1


def _above(node: LexborNode, steps: int) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None and steps:
        yield above
        above, steps = above.parent, steps - 1


def _table_of(row: LexborNode) -> LexborNode | None:
    return next((above for above in _above(row, 3) if above.tag == "table"), None)


def _is_within(node: LexborNode, within: int) -> bool:
    return any(above.mem_id == within for above in _above(node, _STEPS))


def _beside(node: LexborNode, step: Callable[[LexborNode], LexborNode | None]) -> LexborNode | None:
    """The next element or words on one side of ``node``."""
    at = step(node)
    while at is not None and not at.is_element_node:
        if at.is_text_node and (at.text_content or "").strip():
            return at
        at = step(at)
    return at


def _before(node: LexborNode) -> LexborNode | None:
    return _beside(node, lambda at: at.prev)


def _after(node: LexborNode) -> LexborNode | None:
    return _beside(node, lambda at: at.next)


def _block_of(node: LexborNode) -> LexborNode | None:
    """The block that ``node`` in bold begins, where it is a line of its own there."""
    at: LexborNode = node
    for _ in range(4):
        before = _before(at)
        if before is not None and before.tag != "br":
            return None
        above = at.parent
        if above is None or above.tag not in _BOLD:
            break
        at = above
    block = at.parent
    if block is None or block.tag not in _BLOCKS:
        return None
    after = _after(at)
    return block if after is None or after.tag in _ENDS_A_LABEL else None
