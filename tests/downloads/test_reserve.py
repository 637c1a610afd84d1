"""Reserving names on a real disk: nothing overwritten, nothing outside the folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from skop_desktop.downloads import reserve
from skop_desktop.downloads.disposition import named_in
from skop_desktop.downloads.naming import file_name, numbered
from skop_desktop.downloads.renaming import rename_without_overwriting
from skop_desktop.downloads.reserve import TargetFolder
from tests.downloads.test_naming import HOSTILE


def reserved(folder: TargetFolder, name: str) -> reserve.Reservation:
    reservation = folder.reserve(name, lambda *_: None)
    while True:
        try:
            os.close(reserve.make_part(reservation.part))
        except FileExistsError:
            reservation = folder.instead_of(reservation, lambda *_: None)
        else:
            return reservation


def finished(folder: TargetFolder, name: str, content: str = "new") -> Path:
    reservation = reserved(folder, name)
    reservation.part.write_text(content)
    while True:
        try:
            rename_without_overwriting(reservation.part, reservation.target)
        except FileExistsError:
            reservation = folder.other_target(reservation)
        else:
            folder.settled(reservation)
            return reservation.target


def test_the_folder_is_made_and_equal_names_are_numbered(tmp_path: Path) -> None:
    folder = TargetFolder(tmp_path / "a" / "b")
    names = [finished(folder, "x.pdf").name for _ in range(3)]
    assert names == ["x.pdf", "x (2).pdf", "x (3).pdf"]


def test_names_under_way_are_taken_too(tmp_path: Path) -> None:
    folder = TargetFolder(tmp_path)
    first, second = reserved(folder, "x.pdf"), reserved(folder, "x.pdf")
    assert (first.target.name, second.target.name) == ("x.pdf", "x (2).pdf")
    assert second.part.name == "x (2).pdf.part"
    assert reserved(folder, "X.PDF").target.name == "X (3).PDF"


@pytest.mark.parametrize(
    ("there", "wanted"),
    [("X.PDF", "x.pdf"), ("re\u0301union.pdf", "réunion.pdf"), ("straße.pdf", "STRASSE.pdf")],
)
def test_names_that_some_system_takes_for_one_are_equal(
    there: str, wanted: str, tmp_path: Path
) -> None:
    (tmp_path / there).write_text("old")
    made = finished(TargetFolder(tmp_path), wanted)
    assert " (2)" in made.name
    assert (tmp_path / there).read_text() == "old"


def test_a_file_that_appears_later_is_not_overwritten(tmp_path: Path) -> None:
    folder = TargetFolder(tmp_path)
    finished(folder, "a.pdf")
    (tmp_path / "x.pdf").write_text("another program's")
    (tmp_path / "y.pdf.part").write_text("another program's")
    assert finished(folder, "x.pdf").name == "x (2).pdf"
    assert finished(folder, "y.pdf").name == "y (2).pdf"
    assert (tmp_path / "x.pdf").read_text() == "another program's"
    assert (tmp_path / "y.pdf.part").read_text() == "another program's"


def test_a_name_taken_at_the_last_moment_is_given_up(tmp_path: Path) -> None:
    folder = TargetFolder(tmp_path)
    reservation = reserved(folder, "x.pdf")
    reservation.target.write_text("another program's")
    with pytest.raises(FileExistsError):
        rename_without_overwriting(reservation.part, reservation.target)
    other = folder.other_target(reservation)
    rename_without_overwriting(other.part, other.target)
    folder.release(other)
    assert other.target.name == "x (2).pdf"
    assert reservation.target.read_text() == "another program's"


def test_a_name_is_free_again_when_its_file_is_gone(tmp_path: Path) -> None:
    folder = TargetFolder(tmp_path)
    finished(folder, "x.pdf").unlink()
    assert finished(folder, "x.pdf").name == "x.pdf"


def test_links_in_the_folder_lead_nothing_out_of_it(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("old")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "x.pdf").symlink_to(outside / "kept")
    (inside / "x (2).pdf.part").symlink_to(outside / "kept")
    (inside / "x (3).pdf").symlink_to(outside / "not there yet")
    made = finished(TargetFolder(inside), "x.pdf")
    assert made.name == "x (4).pdf"
    assert [path.name for path in outside.iterdir()] == ["kept"]
    assert (outside / "kept").read_text() == "old"


def all_of(folder: Path) -> dict[str, bytes]:
    """Every file, folder and link below ``folder``, links not followed, with its content."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = os.fsencode(path.readlink())
        else:
            found[str(path)] = path.read_bytes() if path.is_file() else b""
    return found


class Trap:
    """A folder whose links lead out of it: to a folder, to a file, and to nothing yet."""

    def __init__(self, place: Path, names: Iterable[str]) -> None:
        self.outside, self.inside = place / "outside", place / "inside"
        (self.outside / "folder").mkdir(parents=True)
        (self.outside / "kept").write_bytes(b"old")
        self.inside.mkdir()
        (self.inside / "etc").symlink_to(self.outside / "folder")
        (self.inside / "up").symlink_to("..")
        targets = cycle([self.outside / "kept", self.outside / "not there yet", self.outside])
        for name in names:
            for link in (name, f"{name}.part", numbered(name, 2)):
                with suppress(FileExistsError):
                    (self.inside / link).symlink_to(next(targets))
        self.before = all_of(place)


@given(names=st.lists(HOSTILE, min_size=1, max_size=4), url=HOSTILE, sent=HOSTILE)
@example(names=["etc/x", "up/x", "../outside/kept"], url="https://a.org/..%2fkept", sent="etc\\x")
@example(names=["etc", "ETC", "up", "kept"], url="", sent="")
@settings(max_examples=60, deadline=None)
def test_no_name_leads_a_file_out_of_the_folder(names: list[str], url: str, sent: str) -> None:
    with TemporaryDirectory() as place:
        told = named_in(sent)
        wanted = [
            file_name(name, url, disposition=told, document_type="pdf") for name in (*names, "")
        ]
        trap = Trap(Path(place), wanted)
        folder = TargetFolder(trap.inside)
        made = {finished(folder, name, "new") for name in wanted}
        after = all_of(Path(place))
        assert {path: after.get(path) for path in trap.before} == trap.before
        assert {Path(path) for path in after.keys() - trap.before.keys()} == made
        assert {path.parent for path in made} == {trap.inside}
        assert all(path.read_bytes() == b"new" and not path.is_symlink() for path in made)
        assert len(made) == len(wanted)


@pytest.mark.parametrize("leads_to", ["kept", "not there yet", "folder", ".."])
def test_a_link_that_appears_under_a_reserved_name_is_not_followed(
    leads_to: str, tmp_path: Path
) -> None:
    trap = Trap(tmp_path, [])
    folder = TargetFolder(trap.inside)
    reservation = reserved(folder, "x.pdf")
    reservation.part.write_text("new")
    reservation.target.symlink_to(trap.outside / leads_to)
    with pytest.raises(FileExistsError):
        rename_without_overwriting(reservation.part, reservation.target)
    other = folder.other_target(reservation)
    rename_without_overwriting(other.part, other.target)
    reservation.target.unlink()
    other.target.unlink()
    assert all_of(tmp_path) == trap.before


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "../x", "/etc/passwd", "a\0b", "CON"])
def test_what_is_no_legal_name_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a legal name"):
        TargetFolder(tmp_path).reserve(name, lambda *_: None)


def test_the_part_is_announced_before_it_is_made(tmp_path: Path) -> None:
    seen: list[tuple[bool, str]] = []
    folder = TargetFolder(tmp_path)
    folder.reserve("x.pdf", lambda part, target: seen.append((part.exists(), target.name)))
    assert seen == [(False, "x.pdf")]


def test_a_disk_without_hard_links_gets_its_name_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    folder = TargetFolder(tmp_path)
    assert finished(folder, "x.pdf").read_text() == "new"
    (tmp_path / "y").write_text("new")
    with pytest.raises(FileExistsError):
        rename_without_overwriting(tmp_path / "y", tmp_path / "x.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.pdf", "y"]


def test_many_equal_names_take_a_few_looks_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    lexists = os.path.lexists

    def counted(path: Path) -> bool:
        nonlocal looks
        looks += 1
        return lexists(path)

    monkeypatch.setattr(os.path, "lexists", counted)
    folder = TargetFolder(tmp_path)
    made = {finished(folder, "Minutes.pdf").name for _ in range(400)}
    assert len(made) == 400
    assert looks < 400 * 6
