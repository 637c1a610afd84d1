"""What has to change in a list so that it becomes another, in runs: no reset under a selection."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence


def runs(positions: Iterable[int]) -> list[tuple[int, int]]:
    """``(first, last)`` of each run of neighbours in ``positions``, which come in rising order."""
    found: list[tuple[int, int]] = []
    for position in positions:
        if found and position == found[-1][1] + 1:
            found[-1] = (found[-1][0], position)
        else:
            found.append((position, position))
    return found


def removals(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The runs of ``old`` that are not in ``new``, last first, to be removed in this order."""
    stay = set(new)
    return runs(n for n, key in enumerate(old) if key not in stay)[::-1]


def insertions(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The runs of ``new`` that are not in ``old``, first first, to be inserted in this order."""
    there = set(old)
    return runs(n for n, key in enumerate(new) if key not in there)
