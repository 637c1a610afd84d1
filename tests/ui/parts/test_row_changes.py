"""From one list to another in runs of rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.ui.parts.row_changes import insertions, removals, runs


def test_neighbours_are_one_run() -> None:
    assert runs([]) == []
    assert runs([4]) == [(4, 4)]
    assert runs([0, 1, 2, 5, 7, 8]) == [(0, 2), (5, 5), (7, 8)]


@given(st.sets(st.integers(0, 200)))
def test_runs_hold_every_position_once(positions: set[int]) -> None:
    found = [n for first, last in runs(sorted(positions)) for n in range(first, last + 1)]
    assert found == sorted(positions)


@given(st.lists(st.integers(0, 12), unique=True), st.data())
def test_removing_then_inserting_makes_the_one_list_the_other(
    old: list[int], data: st.DataObject
) -> None:
    stay = [key for key in old if data.draw(st.booleans())]
    new = list(stay)
    for key in data.draw(st.lists(st.integers(20, 40), unique=True)):
        new.insert(data.draw(st.integers(0, len(new))), key)
    rows = list(old)
    for first, last in removals(old, new):
        del rows[first : last + 1]
    assert rows == stay
    for first, last in insertions(rows, new):
        rows[first:first] = new[first : last + 1]
    assert rows == new
