"""The order of downloads as people change it: only what has not begun moves."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot, TransferState
from skop_desktop.ui.transfers.order import Move, Way, dropped, moved

_LETTERS = {
    "s": TransferState.SAVED,
    "r": TransferState.RUNNING,
    "w": TransferState.WAITING,
    "p": TransferState.PAUSED,
}


def rows(states: str) -> list[TransferSnapshot]:
    """One row a letter, named by its place."""
    return [
        TransferSnapshot(TransferKey("job", str(n)), "", "", _LETTERS[letter])
        for n, letter in enumerate(states)
    ]


def keys(numbers: Sequence[int]) -> set[TransferKey]:
    return {TransferKey("job", str(n)) for n in numbers}


def after(states: str, move: Move | None) -> str:
    """The rows as they stand after ``move``, by their old places."""
    order = [row.key for row in rows(states)]
    if move is not None:
        order = [key for key in order if key not in move.keys]
        at = len(order) if move.before is None else order.index(move.before)
        order[at:at] = move.keys
    return "".join(key.url for key in order)


@pytest.mark.parametrize(
    ("states", "chosen", "way", "order"),
    [
        ("srwww", [4], Way.UP, "01243"),
        ("srwww", [2], Way.UP, "01234"),
        ("srwww", [2], Way.DOWN, "01324"),
        ("srwww", [4], Way.DOWN, "01234"),
        ("srwww", [4], Way.TOP, "01423"),
        ("srwwp", [4], Way.TOP, "01423"),
        ("srwww", [2], Way.BOTTOM, "01342"),
        ("wswsw", [4], Way.UP, "01423"),
        ("wswsw", [0], Way.DOWN, "12034"),
        ("wwww", [1, 3], Way.UP, "1302"),
        ("wwww", [2, 3], Way.UP, "0231"),
        ("wwww", [0, 1], Way.DOWN, "2013"),
        ("wwww", [1, 3], Way.TOP, "1302"),
        ("srww", [0, 1], Way.TOP, "0123"),
        ("srww", [1, 3], Way.TOP, "0132"),
        ("ww", [], Way.UP, "01"),
    ],
)
def test_keys_move_downloads_past_the_others_that_wait(
    states: str, chosen: list[int], way: Way, order: str
) -> None:
    assert after(states, moved(rows(states), keys(chosen), way)) == order


@pytest.mark.parametrize(
    ("states", "chosen", "place", "order"),
    [
        ("swww", [3], 1, "0312"),
        ("swww", [1], 4, "0231"),
        ("swww", [1], 0, "1023"),
        ("swww", [1, 3], 3, "0213"),
        ("swww", [0], 3, "0123"),
    ],
)
def test_rows_are_dropped_between_others(
    states: str, chosen: list[int], place: int, order: str
) -> None:
    assert after(states, dropped(rows(states), keys(chosen), place)) == order


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_drop_where_the_rows_stand_asks_for_nothing(place: int) -> None:
    assert dropped(rows("wwww"), keys([1, 2]), place) is None
