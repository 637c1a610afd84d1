"""What a drag offers and how a target's request is answered: formats, mediums, indexes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from skop_desktop.desktop.windows_drag.results import (
    DRAGDROP_S_CANCEL,
    DRAGDROP_S_DROP,
    DV_E_DVASPECT,
    DV_E_FORMATETC,
    DV_E_LINDEX,
    DV_E_TYMED,
    S_OK,
)

HGLOBAL: Final = 1
ISTREAM: Final = 4
CONTENT: Final = 1
"""``DVASPECT_CONTENT``."""
WHOLE: Final = -1
"""``lindex`` of what is not one of several."""
COPY: Final = 1
"""``DROPEFFECT_COPY``."""
INTERNET: Final = 3
"""``URLZONE_INTERNET``."""
LEFT_BUTTON: Final = 0x0001
RIGHT_BUTTON: Final = 0x0002


class Content(Enum):
    """What is offered; the values are the names under which Windows registers the formats."""

    DESCRIPTOR = "FileGroupDescriptorW"
    FILE = "FileContents"
    EFFECT = "Preferred DropEffect"
    ZONE = "ZoneIdentifier"


@dataclass(frozen=True, slots=True)
class Request:
    """A ``FORMATETC``. ``mediums``: all that the asker can take, as bits."""

    format: int
    mediums: int
    index: int = WHOLE
    aspect: int = CONTENT


@dataclass(frozen=True, slots=True)
class Answer:
    """What to hand over, and in which medium. ``index``: of the file, for ``Content.FILE``."""

    content: Content
    medium: int
    index: int = WHOLE


class Offer:
    """The formats of one drag. ``numbers``: of each format, as registered on this system."""

    def __init__(self, numbers: dict[Content, int], in_memory: Sequence[bool]) -> None:
        """``in_memory``: for each file whether it may be handed over as memory as well."""
        self._numbers = numbers
        self._contents = {number: content for content, number in numbers.items()}
        self._in_memory = tuple(in_memory)

    def formats(self) -> tuple[Request, ...]:
        """Everything there is, best first."""
        files = (
            Request(self._numbers[Content.FILE], self._mediums(index), index)
            for index in range(len(self._in_memory))
        )
        return (
            Request(self._numbers[Content.DESCRIPTOR], HGLOBAL),
            *files,
            Request(self._numbers[Content.EFFECT], HGLOBAL),
            Request(self._numbers[Content.ZONE], HGLOBAL),
        )

    def answer(self, request: Request) -> Answer | int:
        """What to hand over, or the HRESULT that says why nothing. Fetches nothing."""
        content = self._contents.get(request.format)
        if content is None:
            return DV_E_FORMATETC
        if request.aspect != CONTENT:
            return DV_E_DVASPECT
        if content is not Content.FILE:
            return Answer(content, HGLOBAL) if request.mediums & HGLOBAL else DV_E_TYMED
        # Targets that know of one file only ask for "the whole".
        index = 0 if request.index == WHOLE and len(self._in_memory) == 1 else request.index
        if not 0 <= index < len(self._in_memory):
            return DV_E_LINDEX
        common = request.mediums & self._mediums(index)
        if not common:
            return DV_E_TYMED
        return Answer(content, ISTREAM if common & ISTREAM else HGLOBAL, index)

    def _mediums(self, index: int) -> int:
        return ISTREAM | HGLOBAL if self._in_memory[index] else ISTREAM


def next_step(*, escape: bool, buttons: int) -> int:
    """What a drag does now, as ``IDropSource::QueryContinueDrag`` is to return it."""
    if escape or buttons & RIGHT_BUTTON:
        return DRAGDROP_S_CANCEL
    return S_OK if buttons & LEFT_BUTTON else DRAGDROP_S_DROP
