"""The same bytes under several links of one job, and one document into several folders."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from skop_desktop.downloads import saved_files
from skop_desktop.downloads.record import Record
from skop_desktop.downloads.snapshot import TransferState, WantedDocument
from skop_desktop.downloads.steps import SavedFile
from skop_desktop.downloads.twins import Twins, with_count
from tests.downloads.late_sites import unending
from tests.support.file_server import FileServer, Held, good, in_turn, refusal
from tests.support.transfers import Watched, transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 300_000 + b"%%EOF"
PAUSED = TransferState.PAUSED
SAVED, FAILED, CANCELLED = TransferState.SAVED, TransferState.FAILED, TransferState.CANCELLED
ERROR_PAGE = "3 links of this search gave the same file; it is probably an error page."


def of(site: FileServer, *names: str) -> list[WantedDocument]:
    return [wanted(site.url(f"/{name}"), name) for name in names]


def test_the_same_bytes_under_two_links_are_saved_once_and_said_so(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF)}
    first, second = of(site, "a", "b")
    with transfers(ledger_path, at_once=1) as watched:
        watched.worker.start(folder, [first])
        watched.wait_for(first.key, SAVED)
        watched.worker.start(folder, [second])
        watched.wait_for_end(2)
        assert watched[first.key].path == watched[second.key].path == folder / "a.pdf"
        assert watched[first.key].note == ""
        assert watched[second.key].note == "The same file as “a.pdf”; saved once."
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]


def test_it_is_so_when_both_come_at_the_same_time(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    names = [f"{n}" for n in range(12)]
    site.answers |= {f"/{name}": good(PDF) for name in names}
    with transfers(ledger_path, at_once=12, per_host=12) as watched:
        watched.worker.start(folder, of(site, *names))
        watched.wait_for_end(12)
        assert {one.state for one in watched.now.values()} == {SAVED}
        assert len({one.path for one in watched.now.values()}) == 1
    assert len(list(folder.iterdir())) == 1


def test_other_jobs_and_other_folders_have_files_of_their_own(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF), "/c": good(PDF)}
    here, elsewhere, other_job = of(site, "a", "b", "c")
    other_job = wanted(other_job.key.url, "c", job="another job")
    watched.worker.start(folder / "1", [here])
    watched.worker.start(folder / "2", [elsewhere])
    watched.worker.start(folder / "1", [other_job])
    watched.wait_for_end(3)
    assert sorted(p.name for p in folder.rglob("*.pdf")) == ["a.pdf", "b.pdf", "c.pdf"]


def test_it_is_known_after_a_restart_and_a_file_that_is_gone_is_no_twin(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF), "/c": good(PDF)}
    first, second, third = of(site, "a", "b", "c")
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [first])
        watched.wait_for(first.key, SAVED)
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [second])
        assert watched.wait_for(second.key, SAVED).path == folder / "a.pdf"
        (folder / "a.pdf").unlink()
        watched.worker.start(folder, [third])
        assert watched.wait_for(third.key, SAVED).path == folder / "c.pdf"


def test_three_links_with_the_same_bytes_are_called_an_error_page(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {f"/{name}": good(PDF) for name in "abcd"}
    documents = of(site, *"abc")
    with transfers(ledger_path, at_once=1) as watched:
        for document in documents:
            watched.worker.start(folder, [document])
            watched.wait_for(document.key, SAVED)
        watched.wait(lambda w: all(ERROR_PAGE in w[one.key].note for one in documents))
        assert watched[documents[0].key].note == ERROR_PAGE
        assert (
            watched[documents[1].key].note == f"The same file as “a.pdf”; saved once. {ERROR_PAGE}"
        )
    # Also over a restart, and each has one sentence with the number of now.
    with transfers(ledger_path) as again:
        fourth = of(site, "d")
        again.worker.start(folder, fourth)
        count = ERROR_PAGE.replace("3", "4")
        again.wait(lambda w: all(count in w[one.key].note for one in [*documents, *fourth]))
        assert not any("3 links" in one.note for one in again.now.values())


def test_a_thousand_links_to_one_page_cost_no_million_notes(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers |= {f"/{n}": good(b"%PDF-1.7 sorry %%EOF") for n in range(300)}
    with transfers(ledger_path, at_once=8, per_host=8) as watched:
        began = time.monotonic()
        watched.worker.start(folder, of(site, *(f"{n}" for n in range(300))))
        watched.wait(
            lambda w: (
                len(w.now) == 300
                and all(one.note.endswith("probably an error page.") for one in w.now.values())
                and all("300 links" in one.note for one in w.now.values())
            )
        )
        # Waits, runs, is saved, shown once more, and then what is counted: oftener on a slow disk.
        counts = 1 + (time.monotonic() - began) / saved_files._COUNTED_EVERY
        assert len(watched.history) < 300 * (4 + counts)


class Race:
    """Two transfers that have the same bytes and are about to save them."""

    def __init__(self, folder: Path) -> None:
        self.twins = Twins()
        self.records = [
            Record(wanted(f"http://127.0.0.1/{n}"), folder, TransferState.RUNNING) for n in range(3)
        ]
        self.files = [SavedFile(folder / f"{n}.pdf", 3, "5ha") for n in range(3)]

    def ask(self, number: int) -> asyncio.Task[Path | None]:
        return asyncio.create_task(self.twins.of(self.records[number], self.files[number]))

    def save(self, number: int) -> None:
        record, file = self.records[number], self.files[number]
        file.path.write_bytes(b"abc")
        record.state, record.path = SAVED, file.path
        record.size, record.sha256 = file.size, file.sha256
        self.twins.saved(record)


async def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    race = Race(tmp_path)
    assert await race.ask(0) is None
    assert await race.ask(0) is None, "asking again, for another name, keeps the claim"
    second, third = race.ask(1), race.ask(2)
    await asyncio.sleep(0)
    assert not second.done()
    race.save(0)
    assert await second == await third == tmp_path / "0.pdf"


async def test_if_the_first_fails_exactly_one_of_the_others_takes_over(tmp_path: Path) -> None:
    race = Race(tmp_path)
    assert await race.ask(0) is None
    second, third = race.ask(1), race.ask(2)
    await asyncio.sleep(0)
    race.twins.end(race.records[0].key)
    assert await second is None
    assert not third.done()
    race.save(1)
    assert await third == tmp_path / "1.pdf"


async def test_one_that_stops_waiting_holds_nobody_up(tmp_path: Path) -> None:
    race = Race(tmp_path)
    assert await race.ask(0) is None
    second, third = race.ask(1), race.ask(2)
    await asyncio.sleep(0)
    second.cancel()
    race.twins.end(race.records[0].key)
    assert await third is None


@pytest.mark.parametrize(
    ("note", "links", "expected"),
    [
        ("", 2, ""),
        ("", 3, ERROR_PAGE),
        ("May be damaged.", 3, f"May be damaged. {ERROR_PAGE}"),
        (ERROR_PAGE, 2, ""),
        (f"A. {ERROR_PAGE}", 3, f"A. {ERROR_PAGE}"),
    ],
)
def test_the_count_is_said_once(note: str, links: int, expected: str) -> None:
    assert with_count(note, links) == expected


def test_a_document_that_is_here_is_copied_into_another_folder_without_asking_the_site(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = of(site, "a")[0]
    desktop = folder / "Desktop"
    copy = wanted(document.key.url, "a", into=str(desktop))
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)
    watched.worker.start(desktop, [copy])
    saved = watched.wait_for(copy.key, SAVED)
    assert saved.path == desktop / "a.pdf"
    assert saved.path.read_bytes() == PDF
    assert saved.sha256 == watched[document.key].sha256
    assert site.asked() == {"/a": 1}


def test_a_copy_leaves_nothing_of_what_was_begun_before(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    large = b"%PDF-1.7\n" + bytes(3_000_000) + b"%%EOF"
    site.answers["/a"] = unending(large, first=2_000_000)
    document = of(site, "a")[0]
    copy = wanted(document.key.url, "a", into=str(folder / "Desktop"))
    watched.worker.start(folder / "Desktop", [copy])
    watched.wait(lambda w: any(one.bytes_done > 1_000_000 for one in w.history))
    watched.worker.pause([copy.key])
    watched.wait(lambda w: w[copy.key].state is PAUSED and w[copy.key].bytes_done > 0)
    site.answers["/a"] = good(large)
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)
    watched.worker.resume([copy.key])
    watched.wait_for(copy.key, SAVED)
    assert [path.name for path in (folder / "Desktop").iterdir()] == ["a.pdf"]


def test_a_copy_waits_for_the_one_that_is_on_its_way(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    held = Held(PDF, 1_000)
    site.answers["/a"] = held
    document = of(site, "a")[0]
    copies = [wanted(document.key.url, "a", into=str(folder / f"{n}")) for n in range(3)]
    watched.worker.start(folder, [document])
    assert held.is_waiting.wait(20)
    for copy in copies:
        watched.worker.start(Path(copy.key.into), [copy])
    watched.wait(lambda w: len(w.now) == 4)
    watched.worker.cancel([copies[2].key])
    held.go_on.set()
    watched.wait_for_end(4)
    assert [watched[copy.key].state for copy in copies] == [SAVED, SAVED, CANCELLED]
    assert (folder / "1" / "a.pdf").read_bytes() == PDF
    assert site.asked() == {"/a": 1}


def test_a_copy_fetches_itself_when_the_other_fails_or_its_file_was_changed(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {"/a": in_turn(refusal(404), good(PDF)), "/b": good(PDF)}
    a, b = of(site, "a", "b")
    copy_a = wanted(a.key.url, "a", into=str(folder / "1"))
    copy_b = wanted(b.key.url, "b", into=str(folder / "2"))
    watched.worker.start(folder, [a, b])
    watched.worker.start(folder / "1", [copy_a])
    assert watched.wait_for(copy_a.key, SAVED).path == folder / "1" / "a.pdf"
    watched.wait_for(b.key, SAVED)
    (folder / "b.pdf").write_bytes(PDF + b"changed")
    watched.worker.start(folder / "2", [copy_b])
    watched.wait_for(copy_b.key, SAVED)
    assert (folder / "2" / "b.pdf").read_bytes() == PDF
    assert site.asked()["/b"] == 2


def test_what_was_dropped_first_is_copied_into_the_jobs_own_folder_later(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = of(site, "a")[0]
    dropped = wanted(document.key.url, "a", into=str(folder / "Desktop"))
    watched.worker.start(folder / "Desktop", [dropped])
    watched.wait_for(dropped.key, SAVED)
    watched.worker.start(folder, [document])
    watched.wait_for(document.key, SAVED)
    assert (folder / "a.pdf").read_bytes() == PDF
    assert site.asked() == {"/a": 1}
