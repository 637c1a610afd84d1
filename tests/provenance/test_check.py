from __future__ import annotations

import os
import socket
import unicodedata
from pathlib import Path

import pytest

from skop_desktop.errors import SkopError
from skop_desktop.provenance import manifest
from skop_desktop.provenance.check import CheckReport, FileState, check
from skop_desktop.provenance.entry import ManifestEntry
from skop_desktop.provenance.folder_files import MOST_FILES, files_in, sha256_of
from skop_desktop.provenance.progress import Progress, Stopped
from skop_desktop.provenance.record import FolderRecord
from tests.support.saved_folder import entry, saved_folder

FILES = {f"Minutes {number}.pdf": b"%PDF" + bytes(100 * number) for number in range(4)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return saved_folder(tmp_path / "Riverton", FILES)


def states(report: CheckReport) -> dict[str, FileState]:
    return {file.name: file.state for file in report.files}


def differing(report: CheckReport) -> dict[str, tuple[FileState, str]]:
    return {
        file.name: (file.state, file.now)
        for file in report.files
        if file.state is not FileState.UNCHANGED
    }


def write_list(folder: Path, *entries: ManifestEntry) -> None:
    rows = manifest.rows_as_written(saved.cells() for saved in entries)
    (folder / "manifest.csv").write_bytes(manifest.HEADER + rows)


def test_files_that_are_as_downloaded_are_unchanged(folder: Path) -> None:
    report = check(folder, Progress())
    assert states(report) == dict.fromkeys(FILES, FileState.UNCHANGED)
    assert list(states(report)) == list(FILES)
    assert report.is_as_downloaded
    assert report.count(FileState.UNCHANGED) == len(FILES)


def test_each_difference_is_named(folder: Path) -> None:
    (folder / "Minutes 0.pdf").write_bytes(b"%PDX")
    (folder / "Minutes 1.pdf").write_bytes(b"longer" * 100)
    (folder / "Minutes 2.pdf").unlink()
    (folder / "sorted").mkdir()
    (folder / "Minutes 3.pdf").rename(folder / "sorted" / "March.pdf")
    (folder / "my notes.txt").write_bytes(b"mine")
    report = check(folder, Progress())
    assert differing(report) == {
        "Minutes 0.pdf": (FileState.CHANGED, "Minutes 0.pdf"),
        "Minutes 1.pdf": (FileState.CHANGED, "Minutes 1.pdf"),
        "Minutes 2.pdf": (FileState.MISSING, ""),
        "Minutes 3.pdf": (FileState.MOVED, "sorted/March.pdf"),
        "my notes.txt": (FileState.NEW, "my notes.txt"),
    }
    assert not report.is_as_downloaded


def test_records_leftovers_and_archives_are_no_new_files(folder: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "later.pdf.part", "manifest (2).csv", "job (3).json"):
        (folder / name).write_bytes(b"")
    (folder / "Riverton archive").mkdir()
    (folder / "Riverton archive" / "bagit.txt").write_bytes(b"BagIt-Version: 1.0\n")
    assert differing(check(folder, Progress())) == {}


def test_the_newest_of_two_rows_about_a_file_counts(folder: Path) -> None:
    record = FolderRecord(folder)
    (folder / "Minutes 0.pdf").write_bytes(b"a newer one")
    record.add(entry("Minutes 0.pdf", b"a newer one", 90))
    assert check(folder, Progress()).is_as_downloaded


def test_a_mac_s_form_of_a_name_is_the_same_name(tmp_path: Path) -> None:
    folder = saved_folder(tmp_path, {"Übersicht.pdf": b"1"})
    (folder / "Übersicht.pdf").rename(folder / unicodedata.normalize("NFD", "Übersicht.pdf"))
    assert check(folder, Progress()).is_as_downloaded


def test_the_list_that_took_over_counts(folder: Path) -> None:
    path = folder / "manifest.csv"
    path.write_bytes(path.read_bytes().replace(b",", b";", 3))
    (folder / "new.pdf").write_bytes(b"new")
    FolderRecord(folder).add(entry("new.pdf", b"new", 9))
    assert check(folder, Progress()).manifest == "manifest (2).csv"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "sub/../../secret.txt",
        "{outside}/secret.txt",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\server\\share\\x",
        "link to a folder/secret.txt",
        "NUL",
        ".",
        "..",
        "a\0b",
        "x" * 100_000,
        "a/" * 10_000,
    ],
)
def test_a_hostile_list_reaches_nothing_outside_the_folder(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_bytes(b"secret")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link to a folder").symlink_to(tmp_path)
    write_list(folder, entry(name.format(outside=tmp_path), b"secret"))
    os.utime(secret, ns=(1, 1))
    report = check(folder, Progress())
    assert report.files[0].state is FileState.MISSING
    assert secret.stat().st_atime_ns == 1


def test_a_link_or_a_device_in_the_place_of_a_file_is_not_read(folder: Path) -> None:
    for name in list(FILES)[:3]:
        (folder / name).unlink()
    (folder / "Minutes 0.pdf").symlink_to("/dev/zero")
    os.mkfifo(folder / "Minutes 1.pdf")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "Minutes 2.pdf"))
        report = check(folder, Progress())
    assert report.count(FileState.UNREADABLE) == 3


@pytest.mark.parametrize("became", ["a link", "a pipe"])
def test_a_file_that_becomes_something_else_meanwhile_is_not_read(
    folder: Path, became: str
) -> None:
    found = files_in(folder, Progress())["Minutes 0.pdf"]
    found.path.unlink()
    if became == "a link":
        found.path.symlink_to(folder / "Minutes 1.pdf")
    else:
        os.mkfifo(found.path)
    with pytest.raises(OSError, match="Minutes 0"):
        sha256_of(found, Progress())


def test_a_row_without_a_fingerprint_is_told(folder: Path) -> None:
    write_list(folder, entry("Minutes 0.pdf", FILES["Minutes 0.pdf"]), ManifestEntry("x.pdf", "x"))
    report = check(folder, Progress())
    assert report.unreadable_rows == 1
    assert not report.is_as_downloaded


@pytest.mark.parametrize("place", ["nowhere", "empty", "list is a folder", "list is a link"])
def test_a_folder_without_a_list_is_told_in_plain_words(tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    if place != "nowhere":
        folder.mkdir()
    if place == "list is a folder":
        (folder / "manifest.csv").mkdir()
    if place == "list is a link":
        (tmp_path / "elsewhere.csv").write_bytes(manifest.HEADER)
        (folder / "manifest.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(SkopError) as told:
        check(folder, Progress())
    assert place in told.value.happened
    assert told.value.advice


def test_a_folder_that_is_not_of_a_search_is_not_read_to_its_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_FILES > 100_000
    monkeypatch.setattr("skop_desktop.provenance.folder_files.MOST_FILES", 3)
    with pytest.raises(SkopError, match="more than 3 files"):
        check(folder, Progress())


def test_progress_is_counted_in_bytes_and_ends_at_the_total(folder: Path) -> None:
    progress = Progress()
    check(folder, progress)
    assert progress.done == progress.total == sum(map(len, FILES.values()))


def test_a_check_that_was_stopped_ends(folder: Path) -> None:
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        check(folder, progress)


def test_nothing_is_written(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]}
    check(folder, Progress())
    assert {path: path.stat().st_mtime_ns for path in [folder, *folder.iterdir()]} == before
