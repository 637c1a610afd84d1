"""Whose turn it is among those that wait, and where a moved transfer goes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.downloads.line import FairLine
from skop_desktop.downloads.places import moved, was_moved
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferKey, WantedDocument


def key(name: str) -> TransferKey:
    return TransferKey("job", name)


def line_of(*places: tuple[str, float]) -> FairLine:
    """The host is the first letter of the name."""
    line = FairLine()
    for name, place in places:
        line.add(name[0], key(name), place)
    return line


def taken(line: FairLine, most: int = 99) -> list[str]:
    names: list[str] = []
    while len(names) < most and (found := line.next(lambda _: True)) is not None:
        names.append(found.url)
    return names


def records(*names: str) -> list[Record]:
    return [
        Record(WantedDocument(key(name), name), Path("/"), place=float(number))
        for number, name in enumerate(names, start=1)
    ]


def order_after(listed: list[Record], chosen: list[str], before: str | None) -> list[str]:
    chosen_records = [record for name in chosen for record in listed if record.key.url == name]
    places = moved(listed, chosen_records, key(before) if before else None)
    for record in listed:
        record.place = places.get(record.key, record.place)
    return [record.key.url for record in sorted(listed, key=lambda r: r.place)]


def test_hosts_take_turns() -> None:
    line = line_of(("a0", 1), ("a1", 2), ("a2", 3), ("b0", 4), ("c0", 5), ("c1", 6))
    line.discard("c", key("c0"))
    assert taken(line) == ["a0", "b0", "c1", "a1", "a2"]
    line.add("a", key("a9"), 9)
    assert line.next(lambda host: host != "a") is None


def test_within_a_host_the_lower_place_comes_first() -> None:
    assert taken(line_of(("a5", 5), ("a2", 2), ("a3", 3))) == ["a2", "a3", "a5"]


def test_what_was_moved_to_the_top_starts_next_whichever_host_has_its_turn() -> None:
    line = line_of(("a1", 1), ("a2", 2), ("b1", 3), ("b2", 4), ("b3", 5))
    assert taken(line, 1) == ["a1"]
    for name, place in (("a2", 0.4), ("b3", 0.6), ("b1", 0.8)):
        line.discard(name[0], key(name))
        line.add(name[0], key(name), place)
    assert taken(line) == ["a2", "b3", "b1", "b2"]


def test_what_was_moved_behind_others_does_not_overtake_them() -> None:
    line = line_of(("a1", 1), ("b1", 2), ("b2", 2.5), ("c1", 3))
    assert taken(line) == ["a1", "b1", "b2", "c1"]


def test_a_moved_transfer_whose_host_is_busy_keeps_nobody_waiting() -> None:
    line = line_of(("a1", 0.5), ("b1", 1))
    assert line.next(lambda host: host != "a") == key("b1")
    assert taken(line) == ["a1"]


def test_a_transfer_that_joins_the_line_twice_comes_once() -> None:
    line = line_of(("a1", 1), ("a1", 1), ("a1", 0.5), ("a2", 2))
    assert taken(line) == ["a1", "a2"]


def test_moving_keeps_the_order_of_what_was_moved_and_of_the_rest() -> None:
    assert order_after(records(*"abcde"), ["e", "b"], "a") == list("ebacd")
    assert order_after(records(*"abcde"), ["a", "c"], "e") == list("bdace")
    assert order_after(records(*"abcde"), ["b"], None) == list("acdeb")
    assert order_after(records(*"abcde"), ["b"], "unknown") == list("acdeb")
    assert order_after(records("a"), ["a"], None) == ["a"]


def test_a_place_given_by_a_person_can_be_told_from_one_given_by_the_ledger() -> None:
    listed = records(*"abcd")
    places = moved(listed, [listed[3]], key("a"))
    assert was_moved(places[key("d")])
    assert not any(was_moved(record.place) for record in listed)
    # Between 1 and 3 lies 2, which looks as if nobody had moved it.
    places = moved([listed[0], listed[2], listed[3]], [listed[3]], key("c"))
    assert was_moved(places[key("d")])


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=200))
def test_however_often_things_are_moved_the_order_is_what_was_asked_for(
    moves: list[tuple[int, int]],
) -> None:
    listed, expected = records(*"abcdef"), list("abcdef")
    for source, target in moves:
        name, before = "abcdef"[source], "abcdef"[target]
        if name == before:
            continue
        expected.remove(name)
        expected.insert(expected.index(before), name)
        assert order_after(listed, [name], before) == expected
    assert len({record.place for record in listed}) == len(listed)
