"""The words of an XML file, as they stream by. Nothing it names is resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from xml.parsers import expat

from skop_desktop.engine.extraction.first_page import FileUnreadable

_DEEPEST: Final = 500


class Enough(Exception):
    """Raised by a handler once it needs no more."""


class XmlHandler:
    """What is told of each element; names without their namespace's prefix."""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def closed(self, name: str) -> None:
        """An element ends."""

    def said(self, text: str) -> None:
        """Text between two marks."""


def read_xml(steps: Iterable[bytes], handler: XmlHandler) -> None:
    """Tell ``handler`` what ``steps`` hold, until it has ``Enough``. Raises ``FileUnreadable``.

    A document type is refused, and with it every entity of a file's own: office programs write
    none.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise FileUnreadable
        handler.opened(_local(name), {_local(key): value for key, value in attributes.items()})

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.closed(_local(name))

    def refuse(*_: object) -> None:
        raise FileUnreadable

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = handler.said
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for step in steps:
            parser.Parse(step, False)  # noqa: FBT003 - takes no keywords
    except Enough:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileUnreadable from error


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class Paragraphs(XmlHandler):
    """The text within elements of some names, a line for each element of others.

    ``within``: elements whose text counts; ``None`` for all. ``lines``: elements after which a new
    line begins. ``gaps``: empty elements that stand for a space. ``unread``: elements left out.
    """

    def __init__(
        self,
        *,
        most: int,
        within: frozenset[str] | None,
        lines: frozenset[str],
        gaps: frozenset[str] = frozenset(),
        unread: frozenset[str] = frozenset(),
    ) -> None:
        self._most = most
        self._within, self._lines, self._gaps, self._unread = within, lines, gaps, unread
        self._inside = 0 if within is not None else 1
        self._skipped = 0
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """What was read."""
        return "".join(self._parts)

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the interface
        """See ``XmlHandler``."""
        if name in self._unread:
            self._skipped += 1
        elif self._within is not None and name in self._within:
            self._inside += 1
        elif name in self._gaps:
            self._add(" ")

    def closed(self, name: str) -> None:
        """See ``XmlHandler``."""
        if name in self._unread:
            self._skipped -= 1
        elif self._within is not None and name in self._within:
            self._inside -= 1
        if name in self._lines:
            self._add("\n")

    def said(self, text: str) -> None:
        """See ``XmlHandler``."""
        if self._inside and not self._skipped:
            self._add(text)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length >= self._most:
            raise Enough


def text_of(steps: Iterable[bytes], paragraphs: Paragraphs) -> str:
    """The text that ``paragraphs`` makes of ``steps``."""
    read_xml(steps, paragraphs)
    return paragraphs.text


def value_of(steps: Iterable[bytes], name: str, most: int) -> str:
    """The text of the first element of that name."""
    wanted = _Value(name, most)
    read_xml(steps, wanted)
    return wanted.value[:most]


class _Value(XmlHandler):
    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._is_inside = False
        self.value = ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - the interface
        self._is_inside = self._is_inside or name == self._name

    def closed(self, name: str) -> None:
        if name == self._name:
            raise Enough

    def said(self, text: str) -> None:
        if self._is_inside and len(self.value) < self._most:
            self.value += text


Steps = Callable[[str], Iterable[bytes]]
"""Gives the bytes of a part of a package by its name."""
