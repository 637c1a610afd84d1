"""From a search on this computer to the folder: what the engine has read is not asked for again."""

from __future__ import annotations

import asyncio
import csv
import hashlib
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path

import pytest

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.api.server import THIS_COMPUTER
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.options import TransferOptions
from skop_desktop.downloads.plan import wanted_documents
from skop_desktop.downloads.snapshot import JobFacts, TransferSnapshot, TransferState
from skop_desktop.jobs.follow import follow
from skop_desktop.jobs.library import Library
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.local_engine import LocalEngine
from tests.engine.extraction.files import docx, pdf
from tests.engine.sites import order, page
from tests.support.file_server import FileServer, good
from tests.support.transfers import Watched

LINES = "Town of Eldermere · Town Board\nMinutes of the regular meeting\n{}\nCall to order"
READ = {
    "/17.pdf": pdf(LINES.format("May 7, 2024")),
    "/18.pdf": pdf(LINES.format("June 4, 2024")),
    "/view?id=19": docx(*LINES.format("July 2, 2024").splitlines()),
    "/20.pdf": pdf(LINES.format("July 2, 2019")),
}
"""Documents of which the link says nothing; the last one is of another year."""
LISTED = [*READ][:3]
NAMED = {"Content_Disposition": 'attachment; filename="document.docx"'}
PLAIN = "/minutes-2024-03-12.pdf"


@pytest.fixture
def site_of_documents() -> Iterator[FileServer]:
    links = ["/17.pdf|Document 17", "/18.pdf|Document 18", "/20.pdf|Document 20"]
    links += ["/view?id=19|Document 19", f"{PLAIN}|Board minutes, March 12, 2024"]
    answers = {path: good(content) for path, content in READ.items()}
    answers["/view?id=19"] = good(READ["/view?id=19"], "application/octet-stream", **NAMED)
    answers |= {"/": page(*links, title="Documents", heading="Files"), PLAIN: good(pdf("Minutes"))}
    with FileServer(answers) as server:
        yield server


async def searched(site: FileServer, folder: DataFolder) -> JobSnapshot:
    """A search by the engine as the app runs it, to its end."""
    budget = RequestBudget(status_an_hour=7_200, general_an_hour=7_200)
    engine = LocalEngine(folder.engine, options=("--delay", "0"))
    address = await engine.start()
    try:
        async with SkopClient(address.url, key=address.key, budget=budget) as client:
            created = await client.create_job(order(site.url("/")))
            while (await client.job_status(created.job_id)).is_active:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
            key = JobKey(THIS_COMPUTER.identity, created.job_id)
            async with aclosing(follow(key, client, budget, age=0)) as told:
                async for snapshot in told:
                    if snapshot.is_complete:
                        return snapshot
    finally:
        await engine.stop()
    raise AssertionError("it ended without results")


def over_a_restart(folder: DataFolder, snapshot: JobSnapshot) -> JobSnapshot:
    """The job as the app finds it in its library when it is started again."""
    with Library(folder.library) as library:
        library.save(snapshot)
    with Library(folder.library) as library:
        loaded = library.load(snapshot.key)
    assert loaded is not None
    return loaded


def downloaded(data: DataFolder, job: JobSnapshot, folder: Path) -> dict[str, TransferSnapshot]:
    """All documents of the job taken home, by the path of their link."""
    wanted = wanted_documents(str(job.key), job.documents, job_website=job.website)
    options = TransferOptions(client=transfer_client, kept_folder=data.kept)
    watched = Watched(data.ledger, options)
    watched.worker.open()
    try:
        watched.worker.start(folder, wanted, JobFacts(str(job.key)))
        watched.wait_for_end(len(wanted))
    finally:
        assert watched.worker.shutdown(5)
    return {"/" + key.url.split("/", 3)[3]: saved for key, saved in watched.now.items()}


async def test_documents_that_were_read_are_asked_for_once_in_the_whole_story(
    site_of_documents: FileServer, tmp_path: Path
) -> None:
    site, data, folder = site_of_documents, DataFolder.at(tmp_path / "data"), tmp_path / "home"
    job = over_a_restart(data, await searched(site, data))
    saved = downloaded(data, job, folder)
    assert sorted(saved) == sorted([*LISTED, PLAIN])
    assert {one.state for one in saved.values()} == {TransferState.SAVED}
    assert [site.asked()[path] for path in READ] == [1, 1, 1, 1]
    for path in LISTED:
        assert saved[path].sha256 == hashlib.sha256(READ[path]).hexdigest()
    with (folder / "manifest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Link"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {site.url(path) for path in saved}
    assert all(row["Source page"] == site.url("/") for row in rows.values())


async def test_without_the_kept_files_the_site_is_asked_once_more(
    site_of_documents: FileServer, tmp_path: Path
) -> None:
    site, data = site_of_documents, DataFolder.at(tmp_path / "data")
    job = await searched(site, data)
    for document in job.documents:
        if document.kept_file:
            Path(document.kept_file).unlink()  # noqa: ASYNC240 - nothing else runs on this loop
    saved = downloaded(data, job, tmp_path / "home")
    assert {one.state for one in saved.values()} == {TransferState.SAVED}
    assert [site.asked()[path] for path in LISTED] == [2, 2, 2]
