"""The record beside the files is kept true by the queue."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from pathlib import Path

from skop_desktop.downloads.snapshot import JobFacts, TransferState
from tests.support.file_server import FileServer, good, redirect
from tests.support.transfers import JOB, Watched, transfers, wanted

PDF = b"%PDF-1.7\n" + b"x" * 1_000 + b"%%EOF"
FACTS = JobFacts(JOB, "job_1", "This computer", "https://riverton.gov", "minutes of 2024")
SAVED = TransferState.SAVED


def rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_saved_file_is_in_the_manifest_and_the_job_beside_it(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {"/a": redirect("/a-2"), "/a-2": good(PDF), "/b": good(PDF + b"b")}
    documents = [wanted(site.url(p), p[1:], keeps_record=True) for p in ("/a", "/b", "/none")]
    watched.worker.start(folder, documents, FACTS)
    watched.wait_for_end(3)
    assert watched.worker.shutdown(5)
    by_file = {row["File"]: row for row in rows(folder)}
    assert by_file.keys() == {"a.pdf", "b.pdf"}
    row = by_file["a.pdf"]
    assert row["Link"] == site.url("/a")
    assert row["Final link"] == site.url("/a-2")
    assert row["SHA-256"] == hashlib.sha256(PDF).hexdigest()
    assert row["Size (bytes)"] == str(len(PDF))
    assert row["Downloaded at (UTC)"]
    assert "minutes of 2024" in (folder / "job.json").read_text("utf-8")
    assert json.loads((folder / "job.json").read_text("utf-8"))


def test_the_manifest_is_there_while_the_app_still_runs(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"), keeps_record=True)
    watched.worker.start(folder, [document], FACTS)
    watched.wait_for(document.key, SAVED)
    other = wanted(site.url("/none"), "other")
    watched.worker.start(folder, [other])
    watched.wait_for(other.key, TransferState.FAILED)
    assert [row["File"] for row in rows(folder)] == ["Minutes.pdf"]


def test_two_links_with_one_file_are_two_rows(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers |= {"/a": good(PDF), "/b": good(PDF)}
    watched.worker.start(folder, [wanted(site.url(p), keeps_record=True) for p in ("/a", "/b")])
    watched.wait_for_end(2)
    assert watched.worker.shutdown(5)
    files = [row["File"] for row in rows(folder)]
    assert len(files) == 2
    assert set(files) == {path.name for path in folder.glob("*.pdf")}
    assert sum("The same file" in row["Note"] for row in rows(folder)) == 1


def test_what_the_manifest_lacks_is_added_at_the_next_start(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"), keeps_record=True)
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document], FACTS)
        watched.wait_for(document.key, SAVED)
    first = rows(folder)
    (folder / "manifest.csv").unlink()
    (folder / "job.json").unlink()
    with transfers(ledger_path):
        pass
    assert rows(folder) == first
    assert "minutes of 2024" in (folder / "job.json").read_text("utf-8")


def test_a_file_that_was_dropped_somewhere_comes_alone(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"), into=str(folder), keeps_record=False)
    watched.worker.start(folder, [document], FACTS)
    watched.wait_for(document.key, SAVED)
    assert watched.worker.shutdown(5)
    assert [path.name for path in folder.iterdir()] == ["Minutes.pdf"]


def test_a_folder_that_was_removed_is_not_made_again_at_the_next_start(
    site: FileServer, ledger_path: Path, folder: Path
) -> None:
    site.answers["/a"] = good(PDF)
    document = wanted(site.url("/a"), keeps_record=True)
    with transfers(ledger_path) as watched:
        watched.worker.start(folder, [document], FACTS)
        watched.wait_for(document.key, SAVED)
    shutil.rmtree(folder)
    with transfers(ledger_path) as again:
        pass
    assert not folder.exists()
    assert again.troubles == []


def test_a_record_that_cannot_be_written_is_said_and_the_files_are_saved(
    site: FileServer, watched: Watched, folder: Path
) -> None:
    (folder / "job.json").mkdir(parents=True)
    for number in range(2, 100):
        (folder / f"job ({number}).json").mkdir()
    site.answers |= {f"/{n}": good(PDF + b"%d" % n) for n in range(4)}
    documents = [wanted(site.url(f"/{n}"), f"{n}", keeps_record=True) for n in range(4)]
    watched.worker.start(folder, documents[:3], FACTS)
    watched.wait(lambda w: len(w.troubles) > 0)
    watched.worker.start(folder, documents[3:], FACTS)
    watched.wait_for_end(4)
    assert {one.state for one in watched.now.values()} == {SAVED}
    assert watched.worker.shutdown(5)
    assert len(rows(folder)) == 4
    assert len(watched.troubles) == 1
    assert "list of saved files" in str(watched.troubles[0])
