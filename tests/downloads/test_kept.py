"""What the engine on this computer has fetched already is copied, not asked for again."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.kept import kept_path
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.plan import wanted_documents
from skop_desktop.downloads.snapshot import JobFacts, TransferState, WantedDocument
from tests.support.file_server import FileServer, good
from tests.support.transfers import JOB, QUICK, Watched, wanted

PDF = b"%PDF-1.7\n" + b"x" * 3_000_000 + b"\n%%EOF"
PAGE = b"<!DOCTYPE html><html><body>Please sign in</body></html>"
OTHER_JOB = "https://skop.example.org job_1"


@pytest.fixture
def kept_folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kept"


@contextmanager
def fetching(kept_folder: Path, ledger: Path) -> Iterator[Watched]:
    watched = Watched(
        ledger, TransferOptions(retries=QUICK, client=transfer_client, kept_folder=kept_folder)
    )
    watched.worker.open()
    try:
        yield watched
    finally:
        assert watched.worker.shutdown(5)


def keep(kept_folder: Path, content: bytes = PDF, job_id: str = "job_1") -> Path:
    path = kept_folder / job_id / f"{hashlib.sha256(content).hexdigest()}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def with_file(path: Path, url: str, job: str = JOB) -> WantedDocument:
    document = wanted(url, job=job, keeps_record=True)
    return replace(document, kept_file=str(path))


def test_a_kept_file_is_copied_with_its_record_and_the_site_is_not_asked(
    site: FileServer, kept_folder: Path, folder: Path, ledger_path: Path
) -> None:
    url = site.url("/a.pdf")
    with fetching(kept_folder, ledger_path) as watched:
        document = with_file(keep(kept_folder), url)
        watched.worker.start(folder, [document], JobFacts(JOB, "job_1"))
        saved = watched.wait_for(document.key, TransferState.SAVED)
    assert saved.path == folder / "Minutes.pdf"
    assert saved.path.read_bytes() == PDF
    assert saved.sha256 == hashlib.sha256(PDF).hexdigest()
    assert site.requests == []
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Link"], row["Final link"], row["SHA-256"]) == (url, url, saved.sha256)
    if hasattr(os, "getxattr"):
        assert os.getxattr(saved.path, "user.xdg.origin.url") == url.encode()


def gone(path: Path) -> None:
    path.unlink()


def changed(path: Path) -> None:
    path.write_bytes(PDF.replace(b"x", b"y", 1))


def cut(path: Path) -> None:
    path.write_bytes(PDF[:-10])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def a_folder_now(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [gone, changed, cut, emptied, a_folder_now])
def test_a_file_that_is_not_what_was_fetched_is_asked_for_again(
    site: FileServer,
    kept_folder: Path,
    folder: Path,
    ledger_path: Path,
    damage: Callable[[Path], None],
) -> None:
    site.answers["/a.pdf"] = good(PDF)
    path = keep(kept_folder)
    damage(path)
    with fetching(kept_folder, ledger_path) as watched:
        document = with_file(path, site.url("/a.pdf"))
        watched.worker.start(folder, [document])
        saved = watched.wait_for(document.key, TransferState.SAVED)
    assert site.asked()["/a.pdf"] == 1
    assert saved.path is not None
    assert saved.path.read_bytes() == PDF
    assert sorted(path.suffix for path in folder.iterdir() if path.name.startswith("M")) == [".pdf"]


def test_a_page_instead_of_the_document_is_not_taken_for_it(
    site: FileServer, kept_folder: Path, folder: Path, ledger_path: Path
) -> None:
    site.answers["/a.pdf"] = good(PDF)
    with fetching(kept_folder, ledger_path) as watched:
        document = with_file(keep(kept_folder, PAGE), site.url("/a.pdf"))
        watched.worker.start(folder, [document])
        saved = watched.wait_for(document.key, TransferState.SAVED)
    assert saved.sha256 == hashlib.sha256(PDF).hexdigest()
    assert site.asked()["/a.pdf"] == 1


def test_the_path_survives_the_end_of_the_app(
    site: FileServer, kept_folder: Path, folder: Path, ledger_path: Path
) -> None:
    document = with_file(keep(kept_folder), site.url("/a.pdf"))
    with fetching(kept_folder, ledger_path) as watched:
        watched.worker.pause_all()
        watched.worker.start(folder, [document])
        watched.wait(lambda now: document.key in now.now)
    with fetching(kept_folder, ledger_path) as again:
        again.worker.resume_all()
        again.worker.resume([document.key])
        again.wait_for(document.key, TransferState.SAVED)
    assert site.requests == []


def test_only_the_engine_on_this_computer_may_name_a_file(tmp_path: Path) -> None:
    own = ExtractedDocument(name="a", url="http://h/a.pdf", kept_file="/etc/passwd")
    (of_this_computer,) = wanted_documents(JOB, [own])
    assert of_this_computer.kept_file == "/etc/passwd"
    for job in (OTHER_JOB, "skop-cloud job_1", "this-computer.example job_1"):
        (hosted,) = wanted_documents(job, [own])
        assert hosted.kept_file == ""
    assert kept_path(tmp_path, of_this_computer) is None


@pytest.mark.parametrize(
    "named",
    [
        "/etc/passwd",
        "{kept}/job_1/notes.txt",
        "{kept}/job_2/{sha}.pdf",
        "{kept}/job_1/../job_1/{sha}.pdf",
        "{kept}/{sha}.pdf",
        "{kept}/job_1/deeper/{sha}.pdf",
        "{sha}.pdf",
        "{kept}/job_1/{sha}.pdf\0",
    ],
)
def test_no_other_file_is_taken(kept_folder: Path, named: str) -> None:
    sha256 = keep(kept_folder).stem
    document = wanted("http://h/a.pdf")
    path = named.format(kept=kept_folder, sha=sha256)
    assert kept_path(kept_folder, replace(document, kept_file=path)) is None


def test_the_right_file_is_taken_and_without_a_folder_none(kept_folder: Path) -> None:
    path = keep(kept_folder)
    document = with_file(path, "http://h/a.pdf")
    assert kept_path(kept_folder, document) == path
    assert kept_path(None, document) is None
    assert kept_path(kept_folder, with_file(path, "http://h/a.pdf", "this-computer job_2")) is None


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_in_the_place_of_a_file_is_not_followed(kept_folder: Path, tmp_path: Path) -> None:
    path = keep(kept_folder)
    secret = tmp_path / "secret"
    path.replace(secret)
    path.symlink_to(secret)
    assert kept_path(kept_folder, with_file(path, "http://h/a.pdf")) is None
