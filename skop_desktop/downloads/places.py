"""Places in the order of transfers, as the ledger keeps them.

The ledger gives new transfers whole numbers. Whatever a person moved gets a number between two
others that is not whole, so that one column keeps both the order and whose wish it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferKey

_FULL_STEP: Final = 1.0
_SMALLEST_STEP: Final = 1e-6
_NUDGE: Final = 0.25


def was_moved(place: float) -> bool:
    """Whether a person put something there."""
    return not float(place).is_integer()


def moved(
    records: Iterable[Record], chosen: Sequence[Record], before: TransferKey | None
) -> dict[TransferKey, float]:
    """New places that put ``chosen``, in that order, right before ``before``; ``None``: last.

    Of all ``records`` only those that get another place are in the answer. An unknown ``before``
    is taken as ``None``.
    """
    moving = {record.key for record in chosen}
    others = sorted(
        (record for record in records if record.key not in moving), key=lambda r: r.place
    )
    at = next((n for n, record in enumerate(others) if record.key == before), len(others))
    if at == len(others):
        last = math.floor(others[-1].place) if others else 0
        return {record.key: float(last + n) for n, record in enumerate(chosen, start=1)}
    right = others[at].place
    left = others[at - 1].place if at else right - _FULL_STEP
    step = (right - left) / (len(chosen) + 1)
    if step < _SMALLEST_STEP:
        return _numbered_anew(others, chosen, at)
    return {record.key: _between(left, step, n) for n, record in enumerate(chosen, start=1)}


def _between(left: float, step: float, number: int) -> float:
    place = left + step * number
    return place if was_moved(place) else place + step * _NUDGE


def _numbered_anew(
    others: Sequence[Record], chosen: Sequence[Record], at: int
) -> dict[TransferKey, float]:
    """When there is no room left between two: everything is counted again."""
    moving = {record.key for record in chosen}
    places: dict[TransferKey, float] = {}
    for number, record in enumerate([*others[:at], *chosen, *others[at:]], start=1):
        by_hand = record.key in moving or was_moved(record.place)
        places[record.key] = number + 0.5 if by_hand else float(number)
    return places
