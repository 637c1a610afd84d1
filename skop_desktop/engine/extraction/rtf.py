"""Rich Text Format (RTF 1.9.1): its words, without its pictures and tables of fonts."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.extraction.first_page import MOST_CHARACTERS, FirstPage

_TOKEN: Final = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.IGNORECASE,
)
_LINES: Final = frozenset({b"par", b"line", b"row", b"sect", b"page"})
_GAPS: Final = frozenset({b"tab", b"cell", b"emspace", b"enspace"})
_UNREAD: Final = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"pict", b"object", b"info", b"listtable"}
    | {b"listoverridetable", b"rsidtbl", b"themedata", b"datastore", b"generator", b"xmlnstbl"}
)
_SIGNS: Final = {
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"endash": "–",
    b"emdash": "—",
    b"bullet": "•",
}
_TITLE: Final = re.compile(rb"\{\\title ((?:[^{}\\]|\\'[0-9a-f]{2}|\\[{}\\])*)\}", re.IGNORECASE)
_DEEPEST: Final = 1_000
_CODED: Final = 0x10000
_PAGES: Final = frozenset({437, 850, 852, 866, 874, 932, 936, 949, 950, *range(1250, 1259)})


def rtf_page(start: bytes) -> FirstPage:
    """The words at the beginning of an RTF file, and its title. Never fails."""
    title = _TITLE.search(start)
    told = _Reader().read(title[1]) if title else ""
    return FirstPage(_Reader().read(start), told)


class _Reader:
    """Walks the marks of a file; ``_unread``: how deep the group lies that is being left out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._depth = 0
        self._unread: int | None = None
        self._charset = "cp1252"
        self._bytes = bytearray()
        self._instead = 1
        self._to_skip = 0

    def read(self, start: bytes) -> str:
        for token in _TOKEN.finditer(start):
            word, number, coded, sign, brace, text = token.groups()
            if brace:
                self._group(is_open=brace == b"{")
            elif word:
                self._control(word.lower(), number)
            elif coded:
                self._byte(int(coded, 16))
            elif sign:
                self._sign(sign)
            elif text:
                self._text(text)
            if self._length >= MOST_CHARACTERS or self._depth > _DEEPEST:
                break
        self._flush()
        return "".join(self._parts)

    def _group(self, *, is_open: bool) -> None:
        self._flush()
        self._depth += 1 if is_open else -1
        if self._unread is not None and self._depth < self._unread:
            self._unread = None

    def _control(self, word: bytes, number: bytes | None) -> None:
        self._flush()
        if word in _UNREAD and self._unread is None:
            self._unread = self._depth
        elif word == b"ansicpg" and number and int(number) in _PAGES:
            self._charset = f"cp{int(number)}"
        elif word == b"uc" and number:
            self._instead = max(0, min(int(number), 8))
        elif word == b"u" and number:
            self._add(_character(int(number)))
            self._to_skip = self._instead
        elif word in _LINES:
            self._add("\n")
        elif word in _GAPS:
            self._add(" ")
        elif word in _SIGNS:
            self._add(_SIGNS[word])

    def _sign(self, sign: bytes) -> None:
        if sign == b"*" and self._unread is None:
            self._unread = self._depth
        elif sign in b"{}\\":
            self._text(sign)
        elif sign in b"~":
            self._add(" ")
        elif sign in b"_":
            self._add("-")

    def _byte(self, value: int) -> None:
        """Bytes are kept together: in some charsets two make one character."""
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _text(self, text: bytes) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        self._bytes += text[skipped:]
        self._flush()

    def _flush(self) -> None:
        if self._bytes:
            self._add(self._bytes.decode(self._charset, "replace"))
            self._bytes.clear()

    def _add(self, text: str) -> None:
        if self._unread is None:
            self._parts.append(text)
            self._length += len(text)


def _character(number: int) -> str:
    """Numbers are signed words, and what lies above comes as two halves of a pair."""
    return chr(number % _CODED)
