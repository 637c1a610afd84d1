"""A JSON object read piece by piece, so that a huge one never holds the interpreter for long.

``json.loads`` of 50 MB keeps every other thread waiting for about a second. Here the outermost
object is walked by hand, its lists entry by entry, each entry handed on as soon as it is read, and
the bytes are decoded a stretch at a time.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_STRETCH: Final = 128 * 1024
_MOST_DIGITS: Final = 400
_LONGEST_TOKEN: Final = 16
"""Characters that a number's or a word's end can be away from the place of the error."""

_HALF_AN_EXPONENT: Final = len("e+")
"""A number that is cut after its "." or "e+" is read as if it ended before that."""

_SPACE: Final = re.compile(r"[ \t\n\r]*")


class NotAnObject(ValueError):
    """The bytes are not one JSON object. The message says why, in plain words."""


class Unusable(ValueError):
    """Raised by a reader for an entry that cannot be used."""


Reader = Callable[[Any], object]
"""Makes a value of an entry of a list; raises ``Unusable`` where it cannot."""

Pause = Callable[[], None]
"""Called between entries: gives way to other threads; may raise to end the reading."""


@dataclass(slots=True)
class Walked:
    """``fields`` of the object. ``dropped``: field -> how many entries of its list were unusable.

    ``replaced``: some bytes were no text and stand as U+FFFD.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    dropped: dict[str, int] = field(default_factory=dict)
    replaced: bool = False


def no_pause() -> None:
    """For an object so small that nobody notices."""


def walk(
    body: bytes, wanted: Collection[str], readers: Mapping[str, Reader], pause: Pause = no_pause
) -> Walked:
    """The object in ``body`` (UTF-8, BOM allowed): its ``wanted`` fields, the rest left aside.

    ``readers``: for the entries of some lists. Raises ``NotAnObject``.
    """
    text = _Text(body)
    if (first := text.peek()) != "{":
        raise NotAnObject(_what_it_is(first))
    walked = Walked()
    text.step()
    while text.peek() != "}":
        name = text.value()
        if not isinstance(name, str) or text.peek() != ":":
            raise NotAnObject(text.broken())
        text.step()
        if text.peek() == "[":
            reader = readers.get(name) if name in wanted else _aside
            entries, dropped = _entries(text, reader or _as_it_is, pause)
            value: Any = entries
            if dropped and name in readers:
                walked.dropped[name] = dropped
        else:
            value = text.value()
        if name in wanted:
            walked.fields[name] = value
        text.end_of_entry("}")
    text.step()
    if text.peek():
        raise NotAnObject("It goes on after its end.")
    walked.replaced = text.replaced
    return walked


def _entries(text: _Text, reader: Reader, pause: Pause) -> tuple[list[object], int]:
    found: list[object] = []
    dropped = 0
    text.step()
    while text.peek() != "]":
        entry = text.value()
        try:
            found.append(reader(entry))
        except Unusable:
            dropped += 1
        text.end_of_entry("]")
        pause()
    text.step()
    return found, dropped


def _as_it_is(entry: object) -> object:
    return entry


def _aside(_entry: object) -> object:
    raise Unusable


def _what_it_is(first: str) -> str:
    if not first:
        return "It is empty."
    if first == "<":
        return "It is a web page."
    return "It is a list, not an object." if first == "[" else "It is not JSON."


def _whole_number(digits: str) -> int | float:
    return int(digits) if len(digits) < _MOST_DIGITS else float(digits)


class _Text:
    """The text of ``body``, decoded only as far as it has been read, and a place in it."""

    def __init__(self, body: bytes) -> None:
        self._bytes = memoryview(body)
        self._next = 0
        self._text = ""
        self._at = 0
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")("replace")
        # Python refuses to read numbers of thousands of digits; such a one must not cost the rest.
        self._json = json.JSONDecoder(parse_int=_whole_number)
        self.replaced = False

    def peek(self) -> str:
        """The next character that is not white space, or nothing at the end."""
        if self._at < len(self._text) and self._text[self._at] not in " \t\n\r":
            return self._text[self._at]
        while True:
            # Never None: the pattern matches nothing as well.
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._decode_more():
                return ""

    def step(self) -> None:
        """Past the character that ``peek`` gave."""
        self._at += 1

    def end_of_entry(self, closing: str) -> None:
        """Past the comma, unless ``closing`` follows."""
        following = self.peek()
        if following == ",":
            self.step()
            if self.peek() == closing:
                raise NotAnObject(self.broken())
        elif following != closing:
            raise NotAnObject(self.broken())

    def value(self) -> Any:  # noqa: ANN401 - any JSON value
        """The JSON value that follows, whole."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as fault:
                if self._may_be_cut(fault) and self._decode_more():
                    continue
            except RecursionError:
                pass
            else:
                if end >= len(self._text) - _HALF_AN_EXPONENT and self._decode_more():
                    continue  # a number may go on
                self._at = end
                return value
            raise NotAnObject(self.broken())

    def broken(self) -> str:
        """Where the reading ended, in plain words."""
        if not self.peek():
            return "It ends too early."
        read = self._next - len(self._text) + self._at
        return f"It is not readable after about {max(0, read):,} of {len(self._bytes):,} bytes."

    def _may_be_cut(self, fault: json.JSONDecodeError) -> bool:
        return fault.msg.startswith("Unterminated") or (
            fault.pos >= len(self._text) - _LONGEST_TOKEN
        )

    def _decode_more(self) -> bool:
        if self._next >= len(self._bytes):
            return False
        rest = self._text[self._at :]
        # Twice as much each time that one entry does not fit: never a quadratic number of tries.
        end = self._next + max(_STRETCH, len(rest))
        piece = self._utf8.decode(self._bytes[self._next : end], final=end >= len(self._bytes))
        self.replaced = self.replaced or "\ufffd" in piece
        self._text, self._at, self._next = rest + piece, 0, end
        return True
