"""Files of text: TXT, CSV, RTF, HTML that was saved from a browser or an office program."""

from __future__ import annotations

from contextlib import suppress
from html.parser import HTMLParser
from typing import Final

from skop_desktop.engine.charsets import decoded
from skop_desktop.engine.extraction.first_page import MOST_CHARACTERS, FileUnreadable, FirstPage

MOST_BYTES: Final = 400_000
"""Of the beginning of a file of text that are read."""

_UNREAD: Final = frozenset({"script", "style", "template", "noscript", "svg"})
_BLOCKS: Final = frozenset(
    {"p", "div", "br", "tr", "li", "table", "section", "article", "title"}
    | {f"h{level}" for level in range(1, 7)}
)
_BINARY: Final = 0.02
"""Share of control characters above which a file is no text."""


def text_page(start: bytes) -> FirstPage:
    """A file of plain text. Raises ``FileUnreadable`` for one that is none."""
    text = decoded(start)[: MOST_CHARACTERS * 4]
    strange = sum(1 for character in text if ord(character) < 32 and character not in "\t\n\r\f")  # noqa: PLR2004 - the control characters
    if strange > len(text) * _BINARY:
        raise FileUnreadable
    return FirstPage(text)


def html_page(start: bytes) -> FirstPage:
    """A web page that was saved as a file."""
    reader = _Words()
    # The parser gives up on some malformed marks; what was read until then stays.
    with suppress(AssertionError, ValueError):
        reader.feed(decoded(start))
    return FirstPage("".join(reader.parts), reader.title)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title = ""
        self._unread = ""
        self._is_title = False
        self._length = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the interface
        if not self._unread and tag in _UNREAD:
            self._unread = tag
        elif tag == "title":
            self._is_title = not self.title
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        self._is_title = self._is_title and tag != "title"
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._is_title:
            self.title += data
        elif not self._unread and self._length < MOST_CHARACTERS:
            self.parts.append(data)
            self._length += len(data)
