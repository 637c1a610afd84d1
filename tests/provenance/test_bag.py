from __future__ import annotations

import json
import resource
import signal
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import bagit  # type: ignore[import-untyped]  # the library ships no types
import pytest

from skop_desktop.errors import SkopError
from skop_desktop.provenance.bag import BagKind, BagReport, save_bag
from skop_desktop.provenance.check import FileState, check
from skop_desktop.provenance.progress import Progress, Stopped
from skop_desktop.provenance.record import FolderRecord
from tests.support.saved_folder import FACTS, entry, saved_folder

# On newer Pythons bagit itself passes a count where its flags belong.
pytestmark = pytest.mark.filterwarnings("ignore:'count' is passed as positional argument")

FILES = {
    "Minutes 1.pdf": b"%PDF 1",
    "Übersicht – März.pdf": b"%PDF 2",
    "100 % Budget %0A %25.pdf": b"%PDF 3",
    "sorted/2024/tables.csv": b"a,b\n",
    "=sum.csv": b"",
    " leading and trailing .txt": b"x",
    "# hash  two spaces.pdf": b"y",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return saved_folder(tmp_path / "Riverton", FILES)


@pytest.fixture(params=list(BagKind))
def kind(request: pytest.FixtureRequest) -> BagKind:
    chosen = request.param
    assert isinstance(chosen, BagKind)
    return chosen


@pytest.fixture
def target(tmp_path: Path, kind: BagKind) -> Path:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    return shelf / ("Archive.zip" if kind is BagKind.ZIP else "Archive")


def opened(path: Path, tmp_path: Path) -> Path:
    """The bag's folder, taken out of its zip if it is in one; checked by ``bagit``."""
    if path.is_dir():
        bag = path
    else:
        out = tmp_path / "taken out"
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            archive.extractall(out)
        (bag,) = out.iterdir()
        assert bag.name == path.stem
    checked = bagit.Bag(str(bag))
    checked.validate()
    assert checked.version_info == (1, 0)
    return bag


def in_payload(bag: Path) -> dict[str, bytes]:
    data = bag / "data"
    return {
        path.relative_to(data).as_posix(): path.read_bytes()
        for path in data.rglob("*")
        if path.is_file()
    }


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file()
    }


def names(report: BagReport) -> dict[str, FileState]:
    return {file.name: file.state for file in report.left_out}


def test_the_library_of_congress_finds_the_bag_valid(
    folder: Path, target: Path, kind: BagKind, tmp_path: Path
) -> None:
    before = contents(folder)
    report = save_bag(folder, target, kind, Progress())
    assert (report.path, report.files, report.left_out) == (target, len(FILES), ())
    bag = opened(target, tmp_path)
    payload = in_payload(bag)
    assert sorted(payload.values()) == sorted(
        [*FILES.values(), payload["manifest.csv"], payload["job.json"]]
    )
    assert payload["sorted/2024/tables.csv"] == b"a,b\n"
    assert contents(folder) == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_names_that_tools_read_differently_are_others_in_the_bag_and_it_says_so(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "two\r\nlines\n\n\n.pdf").write_bytes(b"lines")
    FolderRecord(folder).add(entry("two\r\nlines\n\n\n.pdf", b"lines", 30))
    bag = save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress()).path
    opened(bag, tmp_path)
    payload = in_payload(bag)
    assert payload["100 ％ Budget ％0A ％25.pdf"] == b"%PDF 3"
    assert payload["two␍␊lines␊␊␊.pdf"] == b"lines"
    assert "%" not in (bag / "manifest-sha256.txt").read_text("utf-8")
    assert "Was saved as “100 % Budget %0A %25.pdf”." in payload["manifest.csv"].decode()


def test_the_payload_is_a_folder_that_check_files_reads(folder: Path, tmp_path: Path) -> None:
    bag = save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress()).path
    report = check(bag / "data", Progress())
    assert report.is_as_downloaded
    assert report.count(FileState.UNCHANGED) == len(report.files) == len(FILES)
    jobs = json.loads((bag / "data" / "job.json").read_bytes())["jobs"]
    assert [(job["prompt"], job["files_saved"]) for job in jobs] == [(FACTS["prompt"], len(FILES))]


def test_what_is_not_as_it_was_downloaded_is_left_out_and_told(
    folder: Path, target: Path, kind: BagKind, tmp_path: Path
) -> None:
    (folder / "Minutes 1.pdf").write_bytes(b"%PDF X")
    (folder / "=sum.csv").unlink()
    (folder / "my notes.txt").write_bytes(b"mine")
    (folder / "# hash  two spaces.pdf").rename(folder / "renamed.pdf")
    report = save_bag(folder, target, kind, Progress())
    assert names(report) == {
        "Minutes 1.pdf": FileState.CHANGED,
        "=sum.csv": FileState.MISSING,
        "my notes.txt": FileState.NEW,
    }
    bag = opened(target, tmp_path)
    payload = in_payload(bag)
    assert payload["renamed.pdf"] == b"y"
    assert not payload.keys() & names(report).keys()
    info = bagit.Bag(str(bag)).info
    assert len(info["Left-Out"]) == 3
    assert info["External-Identifier"] == FACTS["job_id"]
    assert info["Source-Website"] == FACTS["website"]
    assert str(FACTS["prompt"]) in info["External-Description"]
    octets = sum(map(len, payload.values()))
    assert info["Payload-Oxum"] == f"{octets}.{len(payload)}"


def test_names_that_only_form_or_case_tell_apart_get_numbers(tmp_path: Path) -> None:
    composed = "Übersicht.pdf"
    alike = {composed: b"1", unicodedata.normalize("NFD", "ÜBERsicht.pdf"): b"2"}
    folder = saved_folder(tmp_path / "Riverton", alike)
    bag = save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress()).path
    opened(bag, tmp_path)
    assert in_payload(bag)[composed] == b"1"
    assert in_payload(bag)["ÜBERsicht (2).pdf"] == b"2"


def test_two_links_with_the_same_bytes_are_one_file_and_two_rows(tmp_path: Path) -> None:
    folder = saved_folder(tmp_path / "Riverton", {"a.pdf": b"a"})
    FolderRecord(folder).add(entry("a.pdf", b"a", 2))
    bag = save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress()).path
    opened(bag, tmp_path)
    assert len(in_payload(bag)) == 3
    assert in_payload(bag)["manifest.csv"].count(b"\r\n") == 3


def test_a_bag_of_500_files_is_valid(tmp_path: Path) -> None:
    many = {f"Sitting {number:04}.pdf": bytes([number % 251]) * number for number in range(500)}
    folder = saved_folder(tmp_path / "Riverton", many)
    report = save_bag(folder, tmp_path / "Bag.zip", BagKind.ZIP, Progress())
    assert report.files == 500
    assert len(in_payload(opened(report.path, tmp_path))) == 502


def test_a_folder_that_is_there_is_left_alone(folder: Path, tmp_path: Path) -> None:
    paths = [
        save_bag(folder, tmp_path / "Bag 1.5", BagKind.FOLDER, Progress()).path for _ in range(3)
    ]
    assert [path.name for path in paths] == ["Bag 1.5", "Bag 1.5 (2)", "Bag 1.5 (3)"]


def test_a_zip_takes_the_place_of_the_one_that_was_chosen(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "Bag.zip").write_bytes(b"old")
    opened(save_bag(folder, tmp_path / "Bag.zip", BagKind.ZIP, Progress()).path, tmp_path)


def test_times_of_the_files_are_kept(folder: Path, tmp_path: Path) -> None:
    bag = save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress()).path
    kept = (bag / "data" / "Minutes 1.pdf").stat().st_mtime
    assert kept == pytest.approx((folder / "Minutes 1.pdf").stat().st_mtime, abs=0.001)


class StopsAt(Progress):
    """Somebody stops the work at its ``step``th step."""

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step

    def advance(self, count: int) -> None:
        self.step -= 1
        if self.step == 0:
            self.stop()
        super().advance(count)


def test_stopped_at_any_step_nothing_is_left(folder: Path, target: Path, kind: BagKind) -> None:
    target.write_bytes(b"what was there") if kind is BagKind.ZIP else None
    there = contents(target.parent)
    for step in count(1):
        try:
            save_bag(folder, target, kind, StopsAt(step))
        except Stopped:
            assert contents(target.parent) == there
            assert len(list(target.parent.iterdir())) == len(there)
        else:
            break
    assert step > 3 * len(FILES)


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Files of this process cannot grow over ``size`` bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_disk_that_takes_no_more_leaves_nothing(
    tmp_path: Path, target: Path, kind: BagKind
) -> None:
    folder = saved_folder(tmp_path / "Riverton", {"big.pdf": bytes(300_000), "small.pdf": b"s"})
    with files_limited_to(100_000), pytest.raises(SkopError, match="Archive"):
        save_bag(folder, target, kind, Progress())
    assert list(target.parent.iterdir()) == []


def test_without_room_nothing_is_begun(
    folder: Path, target: Path, kind: BagKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skop_desktop.provenance.bag._TABLES", 10**18)
    with pytest.raises(SkopError, match="not enough space"):
        save_bag(folder, target, kind, Progress())
    assert list(target.parent.iterdir()) == []


class ChangesAFile(Progress):
    """Another program changes a file after it was read for the first time."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    def begin(self, words: str, total: int) -> None:
        if words == "Writing the archive":
            self.path.write_bytes(b"%PDF 9")
        super().begin(words, total)


def test_a_file_that_changes_meanwhile_is_not_bagged(
    folder: Path, target: Path, kind: BagKind
) -> None:
    with pytest.raises(SkopError, match=r"Minutes 1\.pdf.*was changed") as told:
        save_bag(folder, target, kind, ChangesAFile(folder / "Minutes 1.pdf"))
    assert told.value.retryable
    assert list(target.parent.iterdir()) == []


def test_a_folder_with_nothing_to_bag_says_so(tmp_path: Path) -> None:
    folder = saved_folder(tmp_path / "Riverton", {"a.pdf": b"a"})
    (folder / "a.pdf").unlink()
    with pytest.raises(SkopError, match="holds no file"):
        save_bag(folder, tmp_path / "Bag", BagKind.FOLDER, Progress())
    assert not (tmp_path / "Bag").exists()


def test_progress_reaches_its_total(folder: Path, tmp_path: Path) -> None:
    progress = Progress()
    save_bag(folder, tmp_path / "Bag.zip", BagKind.ZIP, progress)
    assert progress.done == progress.total == 2 * sum(map(len, FILES.values()))
