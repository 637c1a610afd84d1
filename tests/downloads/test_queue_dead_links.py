"""A link that has died: its source page is read again before anything is given up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from skop_desktop.downloads import source_pages
from skop_desktop.downloads.retry import RetryPolicy
from skop_desktop.downloads.snapshot import TransferState, WantedDocument
from skop_desktop.errors import TransferFault
from tests.support.file_server import (
    Answer,
    FileServer,
    Held,
    good,
    hang_up,
    in_turn,
    redirect,
    refusal,
)
from tests.support.transfers import Watched, transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
SAVED, FAILED, WAITING = TransferState.SAVED, TransferState.FAILED, TransferState.WAITING
NOTE = "The link had died; a fresh one was found on its source page."


def page_with(*links: str) -> Answer:
    return good("".join(f'<a href="{link}">x</a>' for link in links).encode(), "text/html")


def on_page(site: FileServer, path: str, page: str = "/meetings") -> WantedDocument:
    return wanted(site.url(path), path[1:].partition("?")[0], source_page=site.url(page))


@pytest.mark.parametrize("code", [403, 404, 410])
def test_a_fresh_link_is_fetched_and_said_so(
    code: int, site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {
        "/minutes-12.pdf?sig=old": refusal(code),
        "/meetings": page_with("/minutes-12.pdf?sig=new"),
        "/minutes-12.pdf?sig=new": good(PDF),
    }
    document = on_page(site, "/minutes-12.pdf?sig=old")
    watched.worker.start(folder, [document])
    saved = watched.wait_for(document.key, SAVED, FAILED)
    assert saved.note == NOTE
    assert saved.path is not None
    assert saved.path.read_bytes() == PDF
    told = [s.error.now for s in watched.history if s.state is WAITING and s.error is not None]
    assert told == ["Its source page is read again, to find a fresh link."]


def test_an_expired_link_may_be_refused_in_other_ways(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {
        "/a1.pdf?X-Amz-Signature=old": refusal(400),
        "/b1.pdf?id=1": refusal(401),
        "/meetings": page_with("/a1.pdf?X-Amz-Signature=new", "/new/b1.pdf"),
        "/a1.pdf?X-Amz-Signature=new": good(PDF),
    }
    signed, other = on_page(site, "/a1.pdf?X-Amz-Signature=old"), on_page(site, "/b1.pdf?id=1")
    watched.worker.start(folder, [signed, other])
    watched.wait_for(signed.key, SAVED)
    error = watched.wait_for(other.key, FAILED).error
    assert error is not None
    assert "source page was" not in error.happened


def test_without_a_fresh_link_the_failure_says_that_the_page_was_read(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/meetings"] = page_with("/other-7.pdf")
    document = on_page(site, "/minutes-12.pdf")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.GONE
    assert error.happened.startswith("The site no longer has “minutes-12.pdf” at this link.")
    assert error.happened.endswith("was read again and has no fresh link to it.")
    assert error.now == ""
    assert site.asked() == {"/minutes-12.pdf": 1, "/meetings": 1}


@pytest.mark.parametrize(
    "answer", [refusal(500), refusal(404), hang_up, redirect("http://10.0.0.1/")]
)
def test_a_page_that_does_not_come_is_asked_for_once_and_the_failure_says_so(
    answer: Answer, site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/meetings"] = answer
    document = on_page(site, "/minutes-12.pdf")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.GONE
    assert error.happened.endswith("read again for a fresh link, and did not come.")
    assert site.asked()["/meetings"] == 1


def test_a_page_in_a_private_network_is_not_read(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    document = wanted(site.url("/minutes-12.pdf"), source_page="http://10.0.0.1/meetings")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert error.fault is TransferFault.GONE


@pytest.mark.parametrize("page", ["", "file:///etc/passwd", "http://[bad", "ftp://x/y"])
def test_a_document_without_a_page_on_the_web_fails_as_it_is(
    page: str, site: FileServer, watched: Watched, folder: Path
) -> None:
    document = wanted(site.url("/a"), source_page=page)
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert "source page" not in error.happened


def test_a_fresh_link_that_is_dead_as_well_is_not_looked_up_again(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/meetings"] = page_with("/new/minutes-12.pdf")
    document = on_page(site, "/minutes-12.pdf")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert "This was the fresh link" in error.happened
    assert site.asked() == {"/minutes-12.pdf": 1, "/meetings": 1, "/new/minutes-12.pdf": 1}
    # Asked for again, everything begins anew, and the page is read anew a minute later only.
    site.answers["/minutes-12.pdf"] = good(PDF)
    watched.worker.retry([document.key])
    assert watched.wait_for(document.key, SAVED).note == ""


def test_documents_of_one_page_read_it_once(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    links = [f"/new/minutes-{n}.pdf" for n in range(8)]
    site.answers["/meetings"] = page_with(*links)
    site.answers |= {link: good(PDF + b"%d" % n) for n, link in enumerate(links)}
    watched.worker.start(folder, [on_page(site, f"/minutes-{n}.pdf") for n in range(8)])
    watched.wait_for_end(8)
    assert {one.state for one in watched.now.values()} == {SAVED}
    assert site.asked()["/meetings"] == 1


def test_pages_keep_to_the_share_of_their_host(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    pages = {f"/page{n}": Held(b"<a href='/x'>", 1) for n in range(4)}
    site.answers |= pages
    hosts = ["localhost", "localhost", "127.0.0.1", "127.0.0.1"]
    documents = [
        wanted(site.url(f"/{n}", host), f"{n}", source_page=site.url(f"/page{n}"))
        for n, host in enumerate(hosts)
    ]
    with transfers(ledger_path, per_host=2) as watched:
        watched.worker.start(folder, documents)
        site.wait_for_requests(6)
        watched.wait(lambda w: len(w.running) == 2)
        assert sum(path.startswith("/page") for path in site.asked()) == 2
        for held in pages.values():
            held.go_on.set()
        watched.wait_for_end(4)


def test_a_page_whose_site_asks_for_a_pause_gets_it(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/meetings"] = refusal(429, Retry_After="1")
    site.answers["/b"] = good(PDF)
    document, other = on_page(site, "/minutes-12.pdf"), on_page(site, "/b")
    with transfers(ledger_path, at_once=1, retries=RetryPolicy(first_pause=0.01)) as watched:
        began = time.monotonic()
        watched.worker.start(folder, [document])
        watched.wait_for(document.key, FAILED)
        watched.worker.start(folder, [other])
        watched.wait_for(other.key, SAVED)
        assert time.monotonic() - began >= 1


def test_a_page_without_end_is_read_so_far(
    site: FileServer, watched: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_pages, "LARGEST", 100_000)
    site.answers["/meetings"] = Held(
        b'<a href="/new/minutes-12.pdf">x</a>' + b" " * 10_000_000, before=300_000
    )
    site.answers["/new/minutes-12.pdf"] = good(PDF)
    document = on_page(site, "/minutes-12.pdf")
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)


def test_a_page_that_never_comes_is_given_up(
    site: FileServer, watched: Watched, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_pages, "LONGEST", 0.1)
    site.answers["/meetings"] = Held(b"x" * 100, 10)
    document = on_page(site, "/minutes-12.pdf")
    watched.worker.start(folder, [document])
    error = watched.wait_for(document.key, FAILED).error
    assert error is not None
    assert "did not come" in error.happened


def test_the_fresh_link_is_still_used_after_a_restart(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held = Held(PDF, 10)
    site.answers |= {
        "/meetings": page_with("/new/minutes-12.pdf"),
        "/new/minutes-12.pdf": in_turn(held, good(PDF)),
    }
    document = on_page(site, "/minutes-12.pdf")
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document])
        assert held.is_waiting.wait(20)
    with transfers(ledger_path) as again:
        assert again.wait_for(document.key, SAVED).note == NOTE
    assert site.asked() == {"/minutes-12.pdf": 1, "/meetings": 1, "/new/minutes-12.pdf": 2}
