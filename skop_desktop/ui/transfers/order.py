"""The order in which downloads come, as a person changes it: by dragging rows and by keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.ui.transfers.actions import MOVABLE


class Way(StrEnum):
    """Where to, among the downloads that have not begun."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Move:
    """``keys``, in the order of the list, come right before ``before``; ``None`` is the end."""

    keys: tuple[TransferKey, ...]
    before: TransferKey | None


def moved(
    rows: Sequence[TransferSnapshot], chosen: Collection[TransferKey], way: Way
) -> Move | None:
    """The move of those of ``chosen`` that have not begun; ``None`` where nothing would change."""
    places = [place for place, row in enumerate(rows) if _moves(row, chosen)]
    if not places:
        return None
    others = [place for place, row in enumerate(rows) if row.state in MOVABLE]
    others = [place for place in others if place not in set(places)]
    match way:
        case Way.UP:
            target = max((place for place in others if place < places[0]), default=places[0])
        case Way.TOP:
            target = min((*others, places[0]))
        case Way.DOWN:
            target = min((place for place in others if place > places[-1]), default=places[-1]) + 1
        case Way.BOTTOM:
            target = max((*others, places[-1])) + 1
    return dropped(rows, chosen, target)


def dropped(
    rows: Sequence[TransferSnapshot], chosen: Collection[TransferKey], place: int
) -> Move | None:
    """The move of those of ``chosen`` that have not begun to right before row ``place``.

    ``place`` is the number of rows for the end. ``None`` where nothing would change.
    """
    moving = [number for number, row in enumerate(rows) if _moves(row, chosen)]
    if not moving:
        return None
    first, last = moving[0], moving[-1]
    is_one_block = last - first + 1 == len(moving)
    if is_one_block and first <= place <= last + 1:
        return None
    gone = set(moving)
    before = next((n for n in range(place, len(rows)) if n not in gone), None)
    return Move(
        tuple(rows[number].key for number in moving), None if before is None else rows[before].key
    )


def _moves(row: TransferSnapshot, chosen: Collection[TransferKey]) -> bool:
    return row.state in MOVABLE and row.key in chosen
