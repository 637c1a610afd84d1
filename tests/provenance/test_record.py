from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop import __version__
from skop_desktop.provenance import manifest
from skop_desktop.provenance.cells import cell, text_of
from skop_desktop.provenance.entry import COLUMNS
from skop_desktop.provenance.names import is_own_name
from skop_desktop.provenance.record import FolderRecord, ManifestEntry
from tests.support.saved_folder import FACTS, JOB, entry

NAMES = [f"Minutes {number}.pdf" for number in range(5)]


def rows(folder: Path, name: str = "manifest.csv") -> list[ManifestEntry]:
    told = manifest.read((folder / name).read_bytes())
    assert told is not None
    assert told.unreadable_rows == 0
    return list(told.entries)


def files(folder: Path, name: str = "manifest.csv") -> list[str]:
    return [row.file for row in rows(folder, name)]


def jobs(folder: Path, name: str = "job.json") -> dict[str, Any]:
    return {job["job"]: job for job in json.loads((folder / name).read_bytes())["jobs"]}


def recorded(folder: Path, names: list[str] = NAMES) -> FolderRecord:
    record = FolderRecord(folder)
    for number, name in enumerate(names):
        record.add(entry(name, name.encode(), number))
    return record


def test_a_row_says_all_that_is_known_of_a_file(tmp_path: Path) -> None:
    saved = entry("Minutes – Mai.pdf", b"%PDF", 7)
    FolderRecord(tmp_path).add(saved)
    content = (tmp_path / "manifest.csv").read_bytes()
    assert content.startswith("\ufeffFile,Document,Link,".encode())
    assert content.endswith(b"\r\n")
    assert content.replace(b"\r\n", b"").count(b"\n") == 0
    assert rows(tmp_path) == [saved]


def test_each_file_is_one_append_and_what_was_written_stays_as_it_is(tmp_path: Path) -> None:
    record = FolderRecord(tmp_path)
    states = []
    for number, name in enumerate(NAMES):
        record.add(entry(name, name.encode(), number))
        path = tmp_path / "manifest.csv"
        states.append((path.stat().st_ino, path.read_bytes()))
        assert files(tmp_path) == NAMES[: number + 1]
    assert len({inode for inode, _ in states}) == 1
    assert all(later.startswith(earlier) for (_, earlier), (_, later) in pairwise(states))


def test_two_links_with_the_same_bytes_are_two_rows_of_one_file(tmp_path: Path) -> None:
    record = FolderRecord(tmp_path)
    record.add(entry("a.pdf", b"a", 1))
    record.add(entry("a.pdf", b"a", 2))
    record.flush()
    assert files(tmp_path) == ["a.pdf", "a.pdf"]
    assert jobs(tmp_path)[JOB]["files_saved"] == 1
    assert jobs(tmp_path)[JOB]["links_saved"] == 2


def test_a_file_that_was_told_before_is_not_written_again(tmp_path: Path) -> None:
    recorded(tmp_path).flush()
    before = (tmp_path / "manifest.csv").stat()
    recorded(tmp_path).flush()
    after = (tmp_path / "manifest.csv").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_newer_app_does_not_say_that_it_downloaded_what_was_there(tmp_path: Path) -> None:
    saved = replace(entry("a.pdf", b"a"), app_version="0.0.1")
    FolderRecord(tmp_path).add(saved)
    FolderRecord(tmp_path).add(replace(saved, app_version="9.0.0"))
    assert rows(tmp_path) == [saved]
    FolderRecord(tmp_path).add(replace(saved, app_version="9.0.0", note="Noted."))
    assert rows(tmp_path) == [replace(saved, note="Noted.")]
    again = replace(saved, app_version="9.0.0", downloaded_at="2026-07-01T00:00:00Z")
    FolderRecord(tmp_path).add(again)
    assert rows(tmp_path) == [again]


def test_a_file_that_was_saved_again_has_one_row_the_newest_and_last(tmp_path: Path) -> None:
    record = recorded(tmp_path)
    again = replace(
        entry(NAMES[1], b"newer", 1), downloaded_at="2026-06-01T00:00:00Z", note="Newer."
    )
    record.add(again)
    assert files(tmp_path) == [NAMES[0], *NAMES[2:], NAMES[1]]
    record.flush()
    assert rows(tmp_path)[-1] == again
    assert len((tmp_path / "manifest.csv").read_bytes().splitlines()) == 1 + len(NAMES)


def test_a_long_list_is_not_written_again_for_each_file_that_is_saved_again(tmp_path: Path) -> None:
    names = [f"{number}.pdf" for number in range(2_500)]
    record = recorded(tmp_path, names)
    record.flush()
    before = (tmp_path / "manifest.csv").stat().st_ino
    record.add(replace(entry(names[0], b"", 0), note="Saved again."))
    record.flush()
    assert (tmp_path / "manifest.csv").stat().st_ino == before
    assert rows(tmp_path)[-1].note == "Saved again."
    for number, name in enumerate(names[:300]):
        record.add(replace(entry(name, b"", number), note="Saved again."))
    record.flush()
    assert (tmp_path / "manifest.csv").stat().st_ino != before
    assert jobs(tmp_path)[JOB]["files_saved"] == len(names)


def test_whatever_a_kill_left_of_the_last_row_the_list_is_whole_at_the_next_start(
    tmp_path: Path,
) -> None:
    names = [*NAMES, 'Names with "quotes", commas\r\nand lines.pdf']
    recorded(tmp_path, names)
    whole = (tmp_path / "manifest.csv").read_bytes()
    last = whole.index(b"Names with") - 1
    for kept in [*range(len(manifest.HEADER)), *range(last, len(whole))]:
        (tmp_path / "manifest.csv").write_bytes(whole[:kept])
        recorded(tmp_path, names).flush()
        assert (tmp_path / "manifest.csv").read_bytes() == whole, kept


def test_a_broken_row_in_the_middle_goes_and_the_others_stay(tmp_path: Path) -> None:
    recorded(tmp_path)
    path = tmp_path / "manifest.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], b"Minutes 1.p" + lines[3], *lines[4:], b'"open,']))
    FolderRecord(tmp_path).add(entry("new.pdf", b"", 9))
    assert set(files(tmp_path)) >= {NAMES[0], *NAMES[3:], "new.pdf"}


@pytest.mark.parametrize(
    "theirs",
    [
        b"Name,Amount\r\nRent,400\r\n",
        b"\xef\xbb\xbfFile,SHA-256\r\n",
        b"\x00\x01\x02",
        manifest.HEADER.replace(b",", b";"),
        manifest.HEADER.replace(b"Note", b"Note,My own notes"),
    ],
)
def test_a_manifest_of_somebody_else_is_left_alone(tmp_path: Path, theirs: bytes) -> None:
    (tmp_path / "manifest.csv").write_bytes(theirs)
    recorded(tmp_path)
    recorded(tmp_path, ["later.pdf"])
    assert (tmp_path / "manifest.csv").read_bytes() == theirs
    assert files(tmp_path, "manifest (2).csv") == [*NAMES, "later.pdf"]


def test_what_a_spreadsheet_saved_again_is_left_alone_and_taken_over(tmp_path: Path) -> None:
    recorded(tmp_path)
    path = tmp_path / "manifest.csv"
    text = io.StringIO(newline="")
    table = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    csv.writer(text, delimiter=";").writerows([*row, "seen"] for row in table)
    path.write_bytes(text.getvalue().encode("cp1252"))
    FolderRecord(tmp_path).add(entry("later.pdf", b"", 9))
    assert path.read_bytes() == text.getvalue().encode("cp1252")
    assert files(tmp_path, "manifest (2).csv") == [*NAMES, "later.pdf"]


def test_a_link_by_the_name_of_the_list_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.write_bytes(manifest.HEADER)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "manifest.csv").symlink_to(elsewhere)
    recorded(folder)
    assert elsewhere.read_bytes() == manifest.HEADER
    assert files(folder, "manifest (2).csv") == NAMES


def test_a_list_that_was_deleted_while_files_come_is_whole_with_the_next(tmp_path: Path) -> None:
    record = recorded(tmp_path)
    (tmp_path / "manifest.csv").unlink()
    record.add(entry("new.pdf", b"", 9))
    assert files(tmp_path) == [*NAMES, "new.pdf"]


def test_rows_that_somebody_took_out_while_files_come_are_there_with_the_next(
    tmp_path: Path,
) -> None:
    record = recorded(tmp_path)
    path = tmp_path / "manifest.csv"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    record.add(entry("new.pdf", b"", 9))
    assert set(files(tmp_path)) == {*NAMES, "new.pdf"}


def test_rows_that_cannot_be_written_wait_and_come_with_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    record = recorded(folder)
    record.job(FACTS)
    record.flush()
    trouble = record.trouble
    assert "saved" in str(trouble)
    folder.mkdir()
    record.add(entry("new.pdf", b"", 9))
    record.flush()
    trouble = record.trouble
    assert trouble is None
    assert files(folder) == [*NAMES, "new.pdf"]
    assert jobs(folder)[JOB]["prompt"] == FACTS["prompt"]


def test_job_json_says_what_was_asked_and_how_much_is_here(tmp_path: Path) -> None:
    record = recorded(tmp_path)
    record.job(FACTS)
    record.job({"job": JOB, "prompt": "", "completed_at": "2026-05-02T11:00:00Z", "pages": 7})
    record.flush()
    content = (tmp_path / "job.json").read_text("utf-8")
    told = json.loads(content)
    assert (told["schema"], told["schema_version"]) == ("skop-desktop-jobs", 1)
    (job,) = told["jobs"]
    assert {**job, **FACTS} == job
    assert job["completed_at"] == "2026-05-02T11:00:00Z"
    assert job["files_saved"] == len(NAMES)
    assert job["bytes_saved"] == sum(map(len, NAMES))
    assert list(job)[:5] == ["job", "job_id", "server", "website", "prompt"]
    older = content.replace(f'"app_version": "{__version__}"', '"app_version": "0.0.1"')
    (tmp_path / "job.json").write_text(older, "utf-8")
    again = recorded(tmp_path)
    again.job(FACTS)
    again.flush()
    assert (tmp_path / "job.json").read_text("utf-8") == older


def test_several_jobs_share_a_folder(tmp_path: Path) -> None:
    record = recorded(tmp_path)
    record.job(FACTS)
    other = FolderRecord(tmp_path)
    other.job({"job": "local 2", "prompt": "Budgets"})
    other.add(entry("budget.pdf", b"12", 9, job="local 2"))
    other.flush()
    told = jobs(tmp_path)
    assert list(told) == [JOB, "local 2"]
    assert told[JOB]["prompt"] == FACTS["prompt"]
    assert (told[JOB]["files_saved"], told["local 2"]["files_saved"]) == (len(NAMES), 1)


@pytest.mark.parametrize("theirs", [b"{}", b"[1, 2]", b"\xff", b'{"schema": "skop-desktop-jobs"}'])
def test_a_job_json_of_somebody_else_is_left_alone(tmp_path: Path, theirs: bytes) -> None:
    (tmp_path / "job.json").write_bytes(theirs)
    FolderRecord(tmp_path).job(FACTS)
    assert (tmp_path / "job.json").read_bytes() == theirs
    assert JOB in jobs(tmp_path, "job (2).json")


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0.pdf", "+1.pdf", "-x.pdf", "@x", "'=x.pdf", "  =x", "\t=x", "＝x"]
)
def test_no_cell_is_a_formula_and_each_reads_back_as_it_was(tmp_path: Path, name: str) -> None:
    FolderRecord(tmp_path).add(entry(name))
    with (tmp_path / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        assert all(text[:1] not in {*"=+-@\t＝"} for row in csv.reader(file) for text in row)
    assert files(tmp_path) == [name]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_text_reads_back_as_it_was(text: str) -> None:
    assert text_of(cell(text)) == text


@given(st.text("'= +a"))
def test_every_text_that_looks_like_a_formula_reads_back_as_it_was(text: str) -> None:
    assert text_of(cell(text)) == text
    assert not cell(text).lstrip(" ").startswith(("=", "+"))


def test_a_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path) -> None:
    FolderRecord(tmp_path).add(entry("a\ud800b.pdf"))
    assert files(tmp_path) == ["a?b.pdf"]


def test_names_of_the_record_are_known() -> None:
    assert all(map(is_own_name, ["manifest.csv", "Manifest (2).CSV", "job.json", "job (12).json"]))
    assert not any(map(is_own_name, ["manifest.pdf", "my manifest.csv", "job.csv", "jobs.json"]))


def test_the_columns_are_what_others_rely_on() -> None:
    assert (
        *("File", "Document", "Link", "Final link", "Source page", "Downloaded at (UTC)"),
        *("Size (bytes)", "SHA-256", "Confidence", "Job", "App version", "Note"),
    ) == COLUMNS
