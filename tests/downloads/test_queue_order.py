"""Who is next: the order that a person gave, and the limits, both while everything runs."""

from __future__ import annotations

from pathlib import Path

from skop_desktop.downloads.snapshot import TransferKey, TransferState, WantedDocument
from tests.support.file_server import FileServer, Held, good
from tests.support.transfers import Watched, transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"


def unlike(number: int) -> bytes:
    return PDF + b"%d" % number


def held_first(site: FileServer, *paths: str) -> tuple[Held, list[WantedDocument]]:
    """A document that keeps the only turn, and ``paths`` that wait behind it."""
    held = Held(PDF, 10)
    site.answers["/held"] = held
    site.answers |= {path: good(unlike(n)) for n, path in enumerate(paths)}
    return held, [wanted(site.url(path), path[1:]) for path in ("/held", *paths)]


def asked_in_order(site: FileServer) -> list[str]:
    return [request.path for request in site.requests]


def test_what_a_person_moves_to_the_top_starts_next(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held, documents = held_first(site, "/a", "/b", "/c", "/d")
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, documents)
        assert held.is_waiting.wait(20)
        keys = [document.key for document in documents]
        watched.worker.move([keys[4], keys[3]], keys[1])
        watched.wait(lambda w: w[keys[4]].place < w[keys[3]].place < w[keys[1]].place)
        held.go_on.set()
        watched.wait_for_end(5)
    assert asked_in_order(site) == ["/held", "/d", "/c", "/a", "/b"]


def test_it_starts_next_even_if_another_host_had_its_turn(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held, documents = held_first(site, "/a", "/b")
    elsewhere = wanted(site.url("/c", "localhost"), "c")
    site.answers["/c"] = good(unlike(9))
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, [*documents, elsewhere])
        assert held.is_waiting.wait(20)
        watched.worker.move([documents[2].key], documents[0].key)
        watched.wait(lambda w: w[documents[2].key].place < w[documents[0].key].place)
        held.go_on.set()
        watched.wait_for_end(4)
    assert asked_in_order(site)[1] == "/b"


def test_the_order_outlives_the_app(site: FileServer, ledger_path: Path, folder: Path) -> None:
    held, documents = held_first(site, "/a", "/b", "/c")
    keys = [document.key for document in documents]
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, documents)
        assert held.is_waiting.wait(20)
        watched.worker.pause_all()
        watched.worker.move([keys[3]], keys[0])
        watched.worker.move([keys[1]], None)
        watched.wait(lambda w: w[keys[1]].place > w[keys[2]].place)
    site.requests.clear()
    with transfers(ledger_path, at_once=1) as again:
        again.wait(lambda w: len(w.now) == 4)
        in_order = sorted(again.now.values(), key=lambda one: one.place)
        assert [one.key for one in in_order] == [keys[3], keys[0], keys[2], keys[1]]
        held.go_on.set()
        again.worker.resume_all()
        again.wait_for_end(4)
    assert asked_in_order(site) == ["/c", "/held", "/b", "/a"]


def test_moving_what_is_not_there_does_nothing(watched: Watched, folder: Path) -> None:
    gone = TransferKey("no such job", "http://127.0.0.1/a")
    watched.worker.move([gone], None)
    document = wanted("no link: a")
    watched.worker.start(folder, [document])
    watched.worker.move([document.key], gone)
    watched.worker.move([document.key, document.key], document.key)
    assert watched.wait_for(document.key, TransferState.FAILED).place == 1


def test_limits_change_while_transfers_run(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    held = {f"/{n}": Held(unlike(n), 10) for n in range(6)}
    site.answers |= held
    documents = [wanted(site.url(path), path[1:]) for path in held]
    with transfers(ledger_path, at_once=1, per_host=6) as watched:
        watched.worker.start(folder, documents)
        assert held["/0"].is_waiting.wait(20)
        assert len(site.requests) == 1
        watched.worker.set_limits(
            at_once=6, per_host=3, bytes_per_second=None, largest=None, marks_origin=False
        )
        assert site.wait_for_requests(3)
        watched.wait(lambda w: len(w.running) == 3)
        assert site.most_at_once == 3
        watched.worker.set_limits(
            at_once=6, per_host=1, bytes_per_second=None, largest=None, marks_origin=False
        )
        held["/0"].go_on.set()
        held["/1"].go_on.set()
        watched.wait(lambda w: len(w.running) == 1)
        assert len(site.requests) == 3
        for one in held.values():
            one.go_on.set()
        watched.wait_for_end(6)


def test_only_failed_transfers_are_tried_again_when_that_is_asked(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/good"] = good(PDF)
    paths = ["/good", "/x", "/y", "/cancelled"]
    held = site.answers["/cancelled"] = Held(PDF)
    documents = [wanted(site.url(path), path[1:]) for path in paths]
    watched.worker.start(folder, documents)
    # It runs before the site hears of it, and may be asked for after the others have ended.
    assert held.is_waiting.wait(20)
    watched.worker.cancel([documents[3].key])
    watched.wait_for_end(4)
    site.requests.clear()
    site.answers |= {"/x": good(unlike(1)), "/y": good(unlike(2))}
    watched.worker.retry([one.key for one in documents[1:3]])
    for document in documents[1:3]:
        watched.wait_for(document.key, TransferState.SAVED)
    assert sorted(asked_in_order(site)) == ["/x", "/y"]
    assert watched[documents[3].key].state is TransferState.CANCELLED
