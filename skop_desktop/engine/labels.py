"""What stands over a link without being a heading: a line in bold, a date over a list, the top of
its column."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborNode

from skop_desktop.engine.node_text import text_of

_LONGEST: Final = 90
_BLOCKS: Final = frozenset({"p", "div", "td", "th", "section", "center", "blockquote", "header"})
_BOLD: Final = frozenset({"strong", "b", "u", "em", "span", "font", "i"})
_BELOW: Final = frozenset({"ul", "ol", "table", "dl"})
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
            if _next_tag(node) in _BELOW:
                self._say(node, node)
        elif (block := _block_of(node)) is not None:
            self._say(node, block)

    def over(self, node: LexborNode) -> str:
        """What stands over the link ``node``: label, then the top of its column."""
        label = self._text if self._text and _is_within(node, self._within) else ""
        column = self._column_of(node) if self._columns else ""
        return " – ".join(part for part in (label, column) if part)

    def _say(self, node: LexborNode, block: LexborNode) -> None:
        text = text_of(node, _LONGEST + 1)
        above = block.parent
        is_sentence = text.endswith(".") and text.count(" ") >= _FEW_WORDS
        is_label = len(text) <= _LONGEST and not is_sentence and _SAYS.search(text) is not None
        if above is None or not is_label or _has_link(node):
            return
        self._text, self._within, self.are_heard = text, above.mem_id, True

    def _hear_row(self, row: LexborNode) -> None:
        table = _table_of(row)
        cells = [cell for cell in _children(row) if cell.tag in _ROW_CELLS]
        if table is None or not cells or _has_link(row):
            return
        if len(cells) == 1:
            self._say(row, row)
        elif table.mem_id not in self._columns and (
            all(cell.tag == "th" for cell in cells) or _is_first(row)
        ):
            self._columns[table.mem_id] = _texts(cells)
            self.are_heard = True

    def _column_of(self, node: LexborNode) -> str:
        cell: LexborNode | None = node
        for _ in range(_STEPS):
            if cell is None or cell.tag in _ROW_CELLS:
                break
            cell = cell.parent
        if cell is None or cell.tag not in _ROW_CELLS or cell.parent is None:
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


def _children(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            found.append(child)
        child = child.next
    return found


def _texts(cells: list[LexborNode]) -> tuple[str, ...]:
    names: list[str] = []
    for cell in cells[:_MOST_COLUMNS]:
        text = text_of(cell, 40)
        names += [text] * _width(cell)
    return tuple(names)


def _width(cell: LexborNode) -> int:
    said = cell.attributes.get("colspan") or "1"
    return int(said) if said.isdigit() and 0 < int(said) <= _MOST_COLUMNS else 1


def _table_of(row: LexborNode) -> LexborNode | None:
    above = row.parent
    for _ in range(3):
        if above is None or above.tag == "table":
            return above
        above = above.parent
    return None


def _is_first(row: LexborNode) -> bool:
    before = row.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before is None


def _has_link(node: LexborNode) -> bool:
    return node.css_first("a[href]") is not None


def _next_tag(node: LexborNode) -> str:
    after = node.next
    while after is not None and not after.is_element_node:
        if after.is_text_node and (after.text_content or "").strip():
            return ""
        after = after.next
    return (after.tag or "") if after is not None else ""


def _block_of(node: LexborNode) -> LexborNode | None:
    """The block that ``node`` in bold begins, where it is a line of its own there."""
    at: LexborNode = node
    for _ in range(4):
        if not _is_blank_before(at):
            return None
        above = at.parent
        if above is None or above.tag not in _BOLD:
            break
        at = above
    block = at.parent
    if block is None or block.tag not in _BLOCKS:
        return None
    after = _next_tag(at)
    is_line = after in {"br", *_BELOW} or (not after and _is_blank_after(at))
    return block if is_line else None


def _is_blank_before(node: LexborNode) -> bool:
    before = node.prev
    while before is not None:
        if before.is_element_node:
            return before.tag == "br"
        if (before.text_content or "").strip():
            return False
        before = before.prev
    return True


def _is_blank_after(node: LexborNode) -> bool:
    after = node.next
    while after is not None:
        if after.is_element_node or (after.text_content or "").strip():
            return False
        after = after.next
    return True


def _is_within(node: LexborNode, within: int) -> bool:
    above = node.parent
    for _ in range(_STEPS):
        if above is None:
            return False
        if above.mem_id == within:
            return True
        above = above.parent
    return False
