"""Documents that are judged and checked, in whole searches of real websites on loopback."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from skop_desktop.engine import crawl as crawls
from skop_desktop.engine.crawl import crawl
from skop_desktop.engine.extraction.reader import FileReader
from skop_desktop.engine.first_pages import FirstPages
from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.journal import JobRecord, Journal
from skop_desktop.engine.manners import FrontierBounds, Manners
from skop_desktop.engine.place import CrawlPlace
from tests.engine.extraction.files import docx, pdf
from tests.engine.sites import (
    PROMPT,
    QUICK,
    Silent,
    TimeLimit,
    errors,
    now,
    order,
    page,
    paths,
    until,
)
from tests.support.file_server import Answer, FileServer, good, in_turn, redirect, refusal

MINUTES = pdf(
    "Town of Eldermere · Town Board\nMinutes of the regular meeting\nMay 7, 2024\n"
    "Call to order\nThe meeting of the board was called to order at 7 p.m.",
    title="Town Board Minutes, May 7, 2024",
)
OTHER_YEAR = pdf("Town Board\nMinutes of the regular meeting\nMay 7, 2019\nCall to order at 7 p.m.")
VAGUE = "/17.pdf|Document 17"
NEVER_READS = (sys.executable, "-c", "import time; print('ready', flush=True); time.sleep(60)")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "job_test"


async def searched(
    site: FileServer,
    answers: Mapping[str, Answer],
    kept: Path | None,
    *,
    manners: Manners = QUICK,
    **parameters: object,
) -> JobRecord:
    """A search that reads the first page of documents of which the link says too little."""
    site.answers.update(answers)
    journal = Journal("job_test", order(site.url("/"), PROMPT, **parameters), now)
    await crawl(journal, manners, now, CrawlPlace(None, kept))
    return journal.record()


def bare(*links: str) -> Answer:
    """A page that says nothing of its documents."""
    return page(*links, title="Documents", heading="Files")


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.iterdir()}


def put_in_the_way(folder: Path) -> None:
    folder.parent.mkdir(parents=True)
    folder.write_text("a file where the folder should be")


async def test_a_document_of_which_the_link_says_nothing_is_read_once_and_kept(
    site: FileServer, kept: Path
) -> None:
    record = await searched(site, {"/": bare(VAGUE), "/17.pdf": good(MINUTES)}, kept)
    (document,) = record.documents
    assert document.name == "Town Board Minutes, May 7, 2024"
    assert document.reasons[:2] == ("minutes ✓", "2024 ✓")
    assert (document.confidence_score or 0) > 0.7
    assert document.file_size_mb == len(MINUTES) / 1_000_000
    assert files_in(kept) == {document.kept_file: MINUTES}
    assert site.asked()["/17.pdf"] == 1
    assert (record.status.total_documents_found, record.verified) == (1, 1)


async def test_a_document_that_turns_out_to_be_another_is_neither_listed_nor_kept(
    site: FileServer, kept: Path
) -> None:
    record = await searched(site, {"/": bare(VAGUE), "/17.pdf": good(OTHER_YEAR)}, kept)
    assert record.documents == ()
    assert record.status.total_documents_found == 0
    assert record.status.errors == ()
    assert files_in(kept) == {}


async def test_without_a_place_for_files_no_document_is_read(site: FileServer) -> None:
    record = await searched(site, {"/": bare(VAGUE), "/17.pdf": good(MINUTES)}, None)
    assert record.documents == ()
    assert site.asked()["/17.pdf"] == 0


async def test_the_same_bytes_under_two_links_are_one_document(
    site: FileServer, kept: Path
) -> None:
    record = await searched(
        site,
        {
            "/": bare(VAGUE, "/copy.pdf|Document 18", "/moved.pdf|Document 19"),
            "/17.pdf": good(MINUTES),
            "/copy.pdf": good(MINUTES),
            "/moved.pdf": redirect("/17.pdf"),
        },
        kept,
    )
    assert len(record.documents) == 1
    assert record.status.total_documents_found == 1
    assert len(files_in(kept)) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [(pdf(""), "no text in it"), (pdf("x", password="p"), "locked with a password")],
)
async def test_a_file_without_readable_text_is_judged_by_its_link_and_says_why(
    site: FileServer, kept: Path, content: bytes, reason: str
) -> None:
    record = await searched(
        site,
        {"/": bare("/17.pdf|Minutes"), "/17.pdf": good(content)},
        kept,
        confidence_threshold=0.01,
    )
    (document,) = record.documents
    assert document.name == "Minutes – 17"
    assert document.reasons[-1] == reason
    assert document.kept_file is not None
    assert (record.status.errors, record.status.warnings) == ((), ())


async def test_a_file_that_hangs_its_reader_is_left_and_told(
    site: FileServer, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hanging(*args: object) -> FirstPages:
        return FirstPages(*args, reader=FileReader(NEVER_READS, time_limit=0.2))  # type: ignore[arg-type]  # handed on

    monkeypatch.setattr(crawls, "FirstPages", hanging)
    record = await searched(
        site,
        {"/": bare("/17.pdf|Minutes"), "/17.pdf": good(MINUTES)},
        kept,
        confidence_threshold=0.01,
    )
    assert record.documents[0].reasons[-1] == "took too long to be read"
    assert "judged by its link alone" in record.status.warnings[0]


async def test_documents_over_the_limit_are_one_warning_each_and_then_a_number(
    site: FileServer, kept: Path
) -> None:
    links = [f"/{n}.pdf|Minutes of May {n}, 2024" for n in range(1, 26)]
    large = good(b"%PDF" + bytes(1_200_000))
    record = await searched(
        site,
        {"/": page(*links), **{f"/{n}.pdf": large for n in range(1, 26)}},
        kept,
        max_file_size_mb=1,
    )
    assert record.documents == ()
    assert record.status.total_documents_found == 25
    told = record.status.warnings
    assert len(told) < 15
    assert "it is 1 MB, more than the limit of 1 MB" in told[0]
    assert "Minutes of May" in told[0]
    assert "documents were left out: more than the limit of 1 MB." in told[-1]


async def test_a_vague_document_over_the_limit_is_not_fetched_to_its_end(
    site: FileServer, kept: Path
) -> None:
    record = await searched(
        site,
        {"/": bare("/17.pdf|Minutes"), "/17.pdf": good(b"%PDF" + bytes(3_000_000))},
        kept,
        max_file_size_mb=1,
        confidence_threshold=0.01,
    )
    assert "it is 3 MB, more than the limit of 1 MB" in record.status.warnings[0]
    assert files_in(kept) == {}


async def test_no_more_documents_are_read_than_a_search_may(
    site: FileServer, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("skop_desktop.engine.first_pages.MOST_FILES", 2)
    links = [f"/{n}.pdf|Document {n}" for n in range(6)]
    files = {
        f"/{n}.pdf": good(pdf(f"Town Board\nMinutes of the meeting\nMay {n + 1}, 2024\nAll here"))
        for n in range(6)
    }
    record = await searched(site, {"/": bare(*links), **files}, kept)
    assert len(record.documents) == 2
    assert sum(site.asked()[path] for path in files) == 2


async def test_a_disk_that_takes_no_file_is_told_and_documents_are_listed_by_their_links(
    site: FileServer, kept: Path
) -> None:
    put_in_the_way(kept)
    record = await searched(
        site,
        {"/": bare("/17.pdf|Minutes"), "/17.pdf": good(MINUTES)},
        kept,
        confidence_threshold=0.01,
    )
    (document,) = record.documents
    assert document.kept_file is None
    assert "this computer's disk does not take them" in record.status.warnings[0]


async def test_other_files_are_read_as_well(site: FileServer, kept: Path) -> None:
    content = docx("City Council", "Minutes of the board meeting of June 4, 2024", "Call to order")
    record = await searched(
        site,
        {"/": bare("/view?id=3|Document 3"), "/view?id=3": good(content, "application/msword")},
        kept,
    )
    assert [document.document_type for document in record.documents] == ["doc"]


TROUBLES: list[tuple[Answer, str, bool]] = [
    (refusal(404), "not_found", False),
    (refusal(403), "sign_in", False),
    (refusal(503, Retry_After="0"), "busy", True),
    (refusal(502), "site_trouble", True),
    (page("/x|x"), "not_a_document", False),
    (Silent(), "timeout", True),
]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble[1])
@pytest.mark.parametrize("link", ["/a.pdf|Minutes May 7, 2024", "/a.pdf|Document 17"])
async def test_a_document_that_cannot_be_had_is_told_in_plain_words(
    site: FileServer,
    kept: Path,
    trouble: tuple[Answer, str, bool],
    link: str,
    soon_given_up: Callable[[str], None],
) -> None:
    answer, kind, is_recoverable = trouble
    if kind == "timeout":
        soon_given_up("/a.pdf")
    record = await searched(site, {"/": bare(link), "/a.pdf": answer}, kept)
    (error,) = record.status.errors
    assert (error.agent_name, error.error_type) == ("scraper", kind)
    assert error.is_recoverable is is_recoverable
    assert error.page_url == site.url("/a.pdf")
    assert "document" in (error.error_message or "")
    assert record.status.total_documents_found == 1
    assert record.documents == ()


async def test_the_same_trouble_many_times_is_one_error(site: FileServer, kept: Path) -> None:
    links = [f"/{n}.pdf|Minutes of May {n}, 2024" for n in range(1, 21)]
    record = await searched(site, {"/": page(*links)}, kept)
    ((agent, words),) = errors(record)
    assert agent == "scraper"
    assert "19 more documents" in words


async def test_a_site_that_is_busy_is_asked_again(site: FileServer, kept: Path) -> None:
    record = await searched(
        site,
        {"/": bare(VAGUE), "/17.pdf": in_turn(refusal(503, Retry_After="0"), good(MINUTES))},
        kept,
    )
    assert paths(record) == ["/17.pdf"]
    assert record.status.errors == ()


async def test_a_document_that_is_being_checked_when_time_is_up_is_listed_by_its_link(
    site: FileServer, kept: Path, time_limit: TimeLimit
) -> None:
    promising, vague = Silent(), Silent()
    site.answers |= {
        "/": bare("/a.pdf|Board minutes May 7, 2024", "/b.pdf|Document 3"),
        "/a.pdf": promising,
        "/b.pdf": vague,
    }
    journal = Journal("job_test", order(site.url("/")), now)
    async with asyncio.TaskGroup() as group:
        group.create_task(crawl(journal, QUICK, now, CrawlPlace(None, kept)))
        await until(lambda: promising.is_waiting.is_set() and vague.is_waiting.is_set())
        time_limit.is_up()
    record = journal.record()
    assert paths(record) == ["/a.pdf"]
    assert record.verified == 0


async def test_cancelling_leaves_no_half_a_file(site: FileServer, kept: Path) -> None:
    slow = Silent()
    site.answers |= {"/": bare(VAGUE), "/17.pdf": slow}
    journal = Journal("job_test", order(site.url("/")), now)
    search = asyncio.create_task(
        crawl(journal, Manners(delay=0, patience=30), now, CrawlPlace(None, kept))
    )
    await until(slow.is_waiting.is_set)
    search.cancel()
    with pytest.raises(asyncio.CancelledError):
        await search
    assert files_in(kept) == {}


async def test_a_document_checked_again_after_a_crash_is_no_twin_of_itself(
    site: FileServer, tmp_path: Path
) -> None:
    place = CrawlPlace(tmp_path / "crawl.sqlite", tmp_path / "kept" / "job_test")
    site.answers |= {"/": bare(VAGUE, "/copy.pdf|Document 18"), "/17.pdf": good(MINUTES)}
    site.answers["/copy.pdf"] = good(MINUTES)
    with closing(Frontier(place.frontier_file, FrontierBounds())) as frontier:
        # Listed, but killed before the journal was: what a crash between two commits leaves.
        frontier.keep_fact(f"given/{site.url('/17.pdf')}", site.url("/17.pdf"))
    journal = Journal("job_test", order(site.url("/")), now)
    await crawl(journal, QUICK, now, place)
    assert len(journal.record().documents) == 1
