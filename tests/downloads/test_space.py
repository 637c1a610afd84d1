"""How much room there is, and how much is needed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.downloads.space import Room, free_space, room_for
from tests.support.transfers import wanted


def test_sizes_are_added_up_and_unknown_ones_are_counted_apart(tmp_path: Path) -> None:
    documents = [
        replace(wanted(f"http://127.0.0.1/{n}"), size=size)
        for n, size in enumerate([1_000, None, 0, 2_500, None])
    ]
    room = room_for(tmp_path, documents, in_hand=500)
    assert (room.needed, room.unknown) == (4_000, 2)
    assert room.free > 0


@pytest.mark.parametrize(("needed", "free", "is_enough"), [(5, 5, True), (6, 5, False)])
def test_room_is_enough_when_what_is_known_fits(needed: int, free: int, is_enough: bool) -> None:
    assert Room(needed, 3, free).is_enough is is_enough


def test_a_folder_that_is_not_there_yet_is_judged_by_the_disk_it_will_be_on(
    tmp_path: Path,
) -> None:
    shared_memory = Path("/dev/shm")  # noqa: S108 - another disk on most systems, and nothing is written
    if not shared_memory.is_dir():
        pytest.skip("NOT TESTED: a second disk.")
    expected = shutil.disk_usage(shared_memory).free
    assert free_space(shared_memory / "a" / "b") == pytest.approx(expected, rel=0.2)
    link = tmp_path / "link"
    link.symlink_to(shared_memory)
    assert free_space(link / "a" / "b") == pytest.approx(expected, rel=0.2)
    assert free_space(tmp_path / "a" / "b") == pytest.approx(
        shutil.disk_usage(tmp_path).free, rel=0.2
    )


def test_a_folder_below_a_file_is_judged_by_the_files_disk(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert free_space(tmp_path / "file" / "job") > 0
