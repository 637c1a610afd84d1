"""What the next start finds: what is done stays done, what was under way goes on, all in order."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.downloads.ledger import Ledger
from skop_desktop.downloads.ledger_file import MIGRATIONS, begun_anew
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.recovery import take_up
from skop_desktop.downloads.resume import LEAST_KEPT
from skop_desktop.downloads.snapshot import (
    JobFacts,
    TransferKey,
    TransferState,
    WantedDocument,
)
from skop_desktop.downloads.steps import Answered, SavedFile, Unfinished
from skop_desktop.errors import Detail, LibraryError, TransferError, TransferFault
from tests.support.file_server import FileServer, good
from tests.support.transfers import transfers, wanted

SAVED, WAITING, FAILED = TransferState.SAVED, TransferState.WAITING, TransferState.FAILED
CONTENT = b"%PDF whole"


def whole(target: Path, content: bytes) -> SavedFile:
    return SavedFile(target, len(content), hashlib.sha256(content).hexdigest())


def test_saved_files_are_shown_again_unless_they_are_gone(site: FileServer, tmp_path: Path) -> None:
    site.answers |= {"/a": good(b"%PDF a"), "/b": good(b"%PDF b")}
    kept, lost = wanted(site.url("/a"), "kept"), wanted(site.url("/b"), "lost")
    missing = wanted(site.url("/c"), "missing")
    with transfers(tmp_path / "ledger") as watched:
        watched.worker.start(tmp_path / "files", [kept, lost, missing])
        watched.wait_for_end(3)
        before = watched.now[kept.key]
        failed = watched.now[missing.key]
    (tmp_path / "files" / "lost.pdf").unlink()
    with transfers(tmp_path / "ledger") as watched:
        watched.wait_for_end(2)
        assert watched.now[kept.key] == before
        again = watched.now[missing.key]
        assert again.error is not None
        assert str(again.error) == str(failed.error)
        assert again.error.fault is TransferFault.GONE
        watched.worker.start(tmp_path / "files", [lost])
        assert watched.wait_for(lost.key, SAVED).path == tmp_path / "files" / "lost.pdf"


class Left:
    """What an app that was killed has left: a ledger, and files in a folder."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.document = wanted("https://a.org/x")
        self.part, self.target = folder / "x.pdf.part", folder / "x.pdf"
        self.ledger = ledger
        ledger.want([(self.document, folder)])
        ledger.running(self.document.key, 1)

    def answered(self, **told: str) -> None:
        told = {"etag": '"a"', **told}
        answer = Answered("https://a.org/x", length=len(CONTENT), **told)
        self.ledger.answered(self.document.key, answer)

    def reserved(self) -> None:
        self.ledger.reserved(self.document.key, self.part, self.target)

    def checked(self, content: bytes) -> None:
        self.ledger.checked(self.document.key, whole(self.target, content))

    def taken_up(self) -> Record:
        (record,) = take_up(self.ledger)
        (entry,) = self.ledger.entries()
        assert (entry.state, entry.unfinished) == (record.state, record.unfinished)
        return record


@pytest.fixture
def left(tmp_path: Path) -> Iterator[Left]:
    folder = tmp_path / "files"
    folder.mkdir()
    with Ledger(tmp_path / "ledger") as ledger:
        yield Left(folder, ledger)


@pytest.mark.parametrize("has_part", [True, False])
def test_a_file_renamed_just_before_the_end_is_recognised(has_part: bool, left: Left) -> None:
    left.target.write_bytes(CONTENT)
    if has_part:
        left.part.hardlink_to(left.target)
    left.reserved()
    left.checked(CONTENT)
    record = left.taken_up()
    assert (record.state, record.path) == (SAVED, left.target)
    assert record.saved_at == left.ledger.entries()[0].saved_at != ""
    assert not left.part.exists()


@pytest.mark.parametrize("has_empty_target", [True, False])
def test_a_whole_part_gets_its_name_without_asking_again(
    has_empty_target: bool, left: Left
) -> None:
    left.part.write_bytes(CONTENT)
    if has_empty_target:
        left.target.touch()  # as on a disk without hard links
    left.reserved()
    left.checked(CONTENT)
    assert left.taken_up().state is SAVED
    assert left.target.read_bytes() == CONTENT
    assert not left.part.exists()


@pytest.mark.parametrize("has_name", [True, False])
def test_the_part_is_gone_before_the_ledger_forgets_it(has_name: bool, left: Left) -> None:
    left.part.write_bytes(CONTENT)
    if has_name:
        left.target.hardlink_to(left.part)
    left.reserved()
    left.checked(CONTENT)
    were_there: list[bool] = []

    class Watching(Ledger):
        def saved(self, key: TransferKey, file: SavedFile, saved_at: str) -> None:
            were_there.append(left.part.exists())
            super().saved(key, file, saved_at)

    left.ledger.close()
    with Watching(left.ledger.path) as ledger:
        take_up(ledger)
    # Killed in between, the app would find a saved transfer and not look for its part.
    assert were_there == [False]


def test_another_file_of_that_name_is_not_taken_for_ours(left: Left) -> None:
    left.target.write_bytes(b"another program's")
    left.part.write_bytes(b"%PDF")
    left.reserved()
    left.checked(b"%PDF")
    assert left.taken_up().state is WAITING
    assert left.target.read_bytes() == b"another program's"
    assert not left.part.exists()


def test_a_part_that_is_not_what_was_checked_gets_no_name(left: Left) -> None:
    left.part.write_bytes(CONTENT[:-1] + b"?")
    left.reserved()
    left.checked(CONTENT)
    assert left.taken_up().state is WAITING
    assert not left.target.exists()


@pytest.mark.parametrize(
    ("told", "safe", "size", "is_kept"),
    [
        ({}, LEAST_KEPT, LEAST_KEPT, True),
        ({}, LEAST_KEPT, LEAST_KEPT + 5, True),
        ({}, LEAST_KEPT, LEAST_KEPT - 1, False),
        ({}, LEAST_KEPT - 1, LEAST_KEPT, False),
        ({}, 0, LEAST_KEPT, False),
        ({"etag": 'W/"a"'}, LEAST_KEPT, LEAST_KEPT, False),
    ],
)
def test_a_part_stays_if_it_can_be_gone_on_from(
    told: dict[str, str], safe: int, size: int, is_kept: bool, left: Left
) -> None:
    left.answered(**told)
    left.reserved()
    left.part.write_bytes(bytes(size))
    if safe:
        left.ledger.safe(left.document.key, safe)
    record = left.taken_up()
    assert record.state is WAITING
    assert left.part.exists() is is_kept
    assert (record.unfinished is not None) is is_kept
    assert record.received == (safe if is_kept else 0)
    if record.unfinished is not None:
        assert record.unfinished.safe_bytes == safe
        assert record.unfinished.etag == '"a"'
        assert record.declared == len(CONTENT)


@pytest.mark.parametrize("state", [TransferState.PAUSED, FAILED])
def test_what_was_paused_or_failed_stays_so_with_what_is_here_of_it(
    state: TransferState, left: Left
) -> None:
    left.answered()
    left.reserved()
    left.part.write_bytes(bytes(LEAST_KEPT))
    left.ledger.safe(left.document.key, LEAST_KEPT)
    left.ledger.ended(left.document.key, state, None, keeps_part=True)
    record = left.taken_up()
    assert record.state is state
    assert record.unfinished is not None
    left.part.unlink()
    assert left.taken_up().unfinished is None


def test_each_folder_a_document_goes_to_is_a_transfer_of_its_own(tmp_path: Path) -> None:
    first = wanted("https://a.org/x")
    copy = wanted("https://a.org/x", into=str(tmp_path / "desk"))
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(first, tmp_path), (copy, tmp_path / "desk")])
        ledger.ended(first.key, TransferState.CANCELLED, None, keeps_part=False)
        records = take_up(ledger)
    assert [(one.key, one.folder) for one in records] == [
        (first.key, tmp_path),
        (copy.key, tmp_path / "desk"),
    ]
    assert [one.state for one in records] == [TransferState.CANCELLED, WAITING]


def test_the_order_is_that_of_their_places(tmp_path: Path) -> None:
    documents = [wanted(f"https://a.org/{n}") for n in range(4)]
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want((document, tmp_path) for document in documents)
        ledger.move(documents[3].key, 0.5)
        ledger.move(documents[0].key, 3.5)
    with Ledger(tmp_path / "ledger") as ledger:
        records = take_up(ledger)
    assert [record.wanted for record in records] == [documents[n] for n in (3, 1, 2, 0)]
    assert [record.place for record in records] == [0.5, 2.0, 3.0, 3.5]


def test_the_ledger_keeps_everything_that_was_told(tmp_path: Path) -> None:
    document = replace(
        wanted("https://a.org/1", into="/desk"),
        confidence=0.25,
        found_at="2026-03-12T09:30:00Z",
        number=7,
        template="{number} {name}",
        size=12,
    )
    file = replace(whole(tmp_path / "x.pdf", CONTENT), note="It may be damaged.", is_damaged=True)
    facts = JobFacts(document.key.job, "job_1", "here", "https://a.org", "minutes", "2026", "2027")
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(document, tmp_path)])
        ledger.job(JobFacts(document.key.job))
        ledger.job(facts)
        ledger.running(document.key, 3)
        ledger.fresh(document.key, "https://a.org/fresh")
        ledger.answered(
            document.key, Answered("https://b.org/1", 'W/"t"', "yesterday", "today", 99)
        )
        ledger.reserved(document.key, tmp_path / "x.pdf.part", tmp_path / "x.pdf")
        ledger.safe(document.key, 50)
        (running,) = ledger.entries()
        ledger.checked(document.key, file)
        ledger.saved(document.key, file, "2026-03-17T10:30:00+00:00")
    with Ledger(tmp_path / "ledger") as ledger:
        (entry,) = ledger.entries()
        assert ledger.job_facts() == {facts.job: facts}
    assert running.state is TransferState.RUNNING
    assert running.tries == 3
    assert running.unfinished == Unfinished(
        part=tmp_path / "x.pdf.part",
        target=tmp_path / "x.pdf",
        safe_bytes=50,
        url="https://b.org/1",
        etag='W/"t"',
        last_modified="yesterday",
        date="today",
        length=99,
    )
    assert entry.wanted == document
    assert (entry.state, entry.target, entry.size) == (SAVED, file.path, len(CONTENT))
    assert (entry.sha256, entry.note, entry.is_damaged) == (file.sha256, file.note, True)
    assert (entry.fresh_url, entry.final_url) == ("https://a.org/fresh", "https://b.org/1")
    assert entry.saved_at == "2026-03-17T10:30:00+00:00"
    assert (entry.part, entry.unfinished, entry.error) == (None, None, None)


def test_the_ledger_keeps_errors_and_order(tmp_path: Path) -> None:
    first, second = wanted("https://a.org/1"), wanted("https://a.org/2")
    error = TransferError(
        "The site no longer has it.",
        advice="Open its page.",
        detail=Detail(code=404, address="https://a.org/1", text="x"),
        fault=TransferFault.GONE,
    )
    with Ledger(tmp_path / "ledger") as ledger:
        ledger.want([(first, tmp_path), (second, tmp_path)])
        ledger.ended(first.key, FAILED, error, keeps_part=False)
        ledger.want([(second, tmp_path / "other")])
    with Ledger(tmp_path / "ledger") as ledger:
        entries = ledger.entries()
        assert [entry.wanted for entry in entries] == [first, second]
        assert entries[1].folder == tmp_path / "other"
        kept = entries[0].error
        assert kept is not None
        assert (str(kept), kept.detail, kept.fault) == (str(error), error.detail, error.fault)
        ledger.remove([first.key])
        assert [entry.wanted for entry in ledger.entries()] == [second]


def test_the_ledger_knows_its_version_and_refuses_a_newer_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    Ledger(path).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="newer version"):
        Ledger(path)
    assert path.read_bytes() == before


def test_a_ledger_of_the_first_version_keeps_its_transfers(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    with closing(sqlite3.connect(path)) as connection:
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        connection.execute("PRAGMA user_version = 1")
        for n, state in enumerate(["saved", "running", "failed"]):
            connection.execute(
                "INSERT INTO transfer (job, url, name, source_page, document_type, wanted_size,"
                " job_website, folder, state, tries, part, target, size, sha256, error, changed_at)"
                " VALUES ('j', ?, 'Minutes', 'p', 'pdf', 9, 'w', 'f', ?, 2, '', 't', 4, 'h', '',"
                " 1)",
                (f"u{n}", state),
            )
        connection.commit()
    with Ledger(path) as ledger:
        entries = ledger.entries()
        ledger.want([(wanted("https://a.org/new"), tmp_path)])
        assert ledger.entries()[-1].wanted.key.url == "https://a.org/new"
    assert [entry.state for entry in entries] == [SAVED, TransferState.RUNNING, FAILED]
    assert [entry.place for entry in entries] == [1, 2, 3]
    old = entries[0]
    assert old.wanted == WantedDocument(TransferKey("j", "u0"), "Minutes", "p", "pdf", 9, "w")
    assert (old.folder, old.target, old.size, old.sha256) == (Path("f"), Path("t"), 4, "h")
    assert (old.unfinished, old.saved_at, old.is_damaged) == (None, "", False)


@pytest.mark.parametrize("spoil", ["nonsense", "a page", "the header"])
def test_a_damaged_ledger_is_put_aside_and_a_new_one_begun(spoil: str, tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    with Ledger(path) as ledger:
        documents = [wanted(f"https://a.org/{n}") for n in range(500)]
        ledger.want((document, tmp_path) for document in documents)
    content = bytearray(path.read_bytes())
    if spoil == "nonsense":
        content[:] = b"this is no ledger " * 1_000
    else:
        at = 0 if spoil == "the header" else 4096 * 3
        content[at : at + 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Ledger(path) as ledger:
        aside = ledger.set_aside
        assert ledger.entries() == []
        ledger.want([(documents[0], tmp_path)])
    assert aside is not None
    assert aside.read_bytes() == content
    assert aside.name.startswith("ledger.broken-")
    told = begun_anew(aside)
    assert "damaged" in told.happened
    assert aside.name in told.detail.text
    with Ledger(path) as ledger:
        assert ledger.set_aside is None
        assert len(ledger.entries()) == 1
