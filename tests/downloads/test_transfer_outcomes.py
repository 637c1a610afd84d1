"""Transfers through the worker: what comes is right, and what does not come says why."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.plan import wanted_documents
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.errors import TransferFault
from tests.support.file_server import (
    Answer,
    FileServer,
    cut,
    good,
    hang_up,
    in_turn,
    redirect,
    refusal,
)
from tests.support.transfers import Watched, wanted

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 800 + b"\n%%EOF\n"
LOGIN = b"<!DOCTYPE html><html><form><input type=password></form></html>"
SAVED, FAILED = TransferState.SAVED, TransferState.FAILED


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    "answer",
    [
        good(PDF),
        in_turn(refusal(503, Retry_After="0"), good(PDF)),
        in_turn(cut(PDF, 5000), good(PDF)),
        in_turn(refusal(408), refusal(425), good(PDF)),
    ],
)
def test_a_file_arrives_byte_by_byte_despite_passing_trouble(
    answer: Answer, site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = answer
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    end = watched.wait_for(document.key, SAVED, FAILED)
    assert end.state is SAVED, end.error
    assert end.path == folder / "Minutes.pdf"
    assert end.path.read_bytes() == PDF
    assert end.sha256 == hashlib.sha256(PDF).hexdigest()
    assert end.bytes_done == len(PDF)
    assert left_in(folder) == ["Minutes.pdf"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refusal(404), (TransferFault.GONE, 1)),
        (refusal(500), (TransferFault.SITE_TROUBLED, 3)),
        (refusal(204), (TransferFault.EMPTY, 1)),
        (cut(PDF, 100_000), (TransferFault.CUT_SHORT, 3)),
        (good(LOGIN), (TransferFault.NOT_THE_DOCUMENT, 1)),
        (redirect("/a"), (TransferFault.SITE_TROUBLED, 11)),
        (redirect("file:///etc/passwd"), (TransferFault.ADDRESS_REFUSED, 1)),
        (hang_up, (TransferFault.NO_ANSWER, 3)),
    ],
)
def test_what_did_not_arrive_says_why_and_leaves_nothing(
    answer: Answer,
    outcome: tuple[TransferFault, int],
    site: FileServer,
    watched: Watched,
    folder: Path,
) -> None:
    fault, requests = outcome
    site.answers["/a"] = answer
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    end = watched.wait_for(document.key, SAVED, FAILED)
    assert end.error is not None
    assert end.error.fault is fault, end.error
    assert site.asked()["/a"] == requests
    assert "“Minutes”" in end.error.happened
    assert end.error.advice
    assert left_in(folder) == []


def test_a_web_page_that_is_wanted_as_one_is_saved(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a.html"] = good(LOGIN, "text/html")
    document = wanted(site.url("/a.html"), "Notice", "")
    watched.worker.start(folder, [document])
    assert watched.wait_for(document.key, SAVED, FAILED).path == folder / "Notice.html"


def test_redirects_are_followed_and_carry_no_password_to_another_host(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = redirect("/b")
    site.answers["/b"] = redirect(site.url("/c", "localhost"))
    site.answers["/c"] = good(PDF)
    document = wanted(site.url("/a").replace("//", "//clerk:secret@"))
    watched.worker.start(folder, [document])
    assert watched.wait_for(document.key, SAVED, FAILED).state is SAVED
    authorization = {r.path: "authorization" in r.headers for r in site.requests}
    assert authorization == {"/a": True, "/b": True, "/c": False}


def test_no_password_in_a_link_reaches_the_words_of_an_error(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    document = wanted(site.url("/none").replace("//", "//clerk:secret@"))
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert "secret" not in f"{error} {error.detail}"


def test_bodies_are_asked_for_as_they_are(site: FileServer, watched: Watched, folder: Path) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"))
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)
    assert site.requests[0].headers["accept-encoding"] == "identity"


def test_this_computer_is_asked_only_for_jobs_that_search_it(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = replace(wanted(site.url("/a")), job_website="https://riverton.gov")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, SAVED, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.ADDRESS_REFUSED
    assert site.requests == []


def test_a_certificate_that_nobody_signed_is_named_and_not_skipped(
    watched: Watched, folder: Path, tls_site: str
) -> None:
    document = wanted(tls_site)
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, SAVED, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.TLS
    assert "not secure" in error.happened


def test_a_folder_that_takes_no_files_is_named(
    site: FileServer, watched: Watched, tmp_path: Path
) -> None:
    site.answers["/a"] = good(PDF)
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, not a folder")
    document = wanted(site.url("/a"))
    watched.worker.start(blocked, [document])
    error = watched.wait_for(document.key, SAVED, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.FOLDER_REFUSED
    assert "blocked" in error.happened


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "file:///etc/passwd", "https://"])
def test_a_document_without_a_usable_link_fails_at_once(
    link: str, watched: Watched, folder: Path
) -> None:
    (document,) = wanted_documents("job", [ExtractedDocument(name="Minutes", url=link)])
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, SAVED, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.NO_LINK
    assert error.happened.startswith("“Minutes” cannot be fetched.")


@pytest.mark.parametrize(
    "name",
    [
        "../../escape",
        "/etc/passwd",
        "C:\\Windows\\x",
        "..",
        "",
        "a\u202efdp.exe",
        "x" * 5000,
        "CON",
    ],
)
def test_no_name_leaves_the_folder(
    name: str, site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"), name)
    watched.worker.start(folder, [document])
    path = watched.wait_for(document.key, SAVED, FAILED).path
    assert path is not None
    assert path.parent == folder
    assert left_in(folder) == [path.name]
    assert path.suffix == ".pdf"
    assert path.read_bytes() == PDF
