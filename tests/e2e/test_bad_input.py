"""Answers as nobody should send them: the row or the pane says what is wrong, the rest works."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.screen import Screen
from tests.e2e.service_jobs import moment, results, served, status
from tests.e2e.watching import until
from tests.support.contract_objects import document_json, job_error_json
from tests.support.saved_documents import saved_documents
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.gui, pytest.mark.timeout(90)]

JOB = "job_4fc7"


@dataclass
class Stalls:
    """The longest time for which the window's loop did not turn, in seconds."""

    longest: float = 0.0


@asynccontextmanager
async def stalls() -> AsyncIterator[Stalls]:
    """Measures how long the loop stands still meanwhile."""
    found = Stalls()

    async def beat() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.01)
            found.longest = max(found.longest, time.perf_counter() - before - 0.01)

    beating = asyncio.create_task(beat())
    try:
        yield found
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def show(screen: Screen, service: ScriptedService, body: object, job: str = JOB) -> None:
    service.answer("GET", f"/scrape/status/{job}", json=status(job, "completed"))
    service.answer("GET", f"/scrape/results/{job}", body=json.dumps(body).encode())
    screen.open_job(job)


def odd_documents() -> dict[str, tuple[dict[str, object], str]]:
    """Name -> what is odd of the document, and what is to be read of it beside the table."""
    return {
        "Script": ({"url": "javascript:alert(1)"}, "Its link is not a web address (javascript)."),
        "Local": ({"url": "file:///etc/passwd"}, "Its link is not a web address (file)."),
        "Empty": ({"url": ""}, "The service sent no link for it."),
        "None": ({"url": None}, "The service sent no link for it."),
        "Long": ({"url": "https://example.com/" + "x" * 8_100}, "characters long"),
        "Seven": ({"confidence_score": 7}, "confidence"),
        "Not a number": ({"confidence_score": float("nan")}, "confidence"),
        "Tomorrow": ({"extracted_at": moment(5 * 86_400)}, "future"),
        "Big": ({"file_size_mb": "huge"}, "size"),
    }


async def test_what_is_wrong_with_a_document_is_told_and_the_good_ones_are_saved(
    screen: Screen, service: ScriptedService, tmp_path: Path
) -> None:
    odd = odd_documents()
    good = served(service, JOB, len(odd) + 3)
    documents: list[dict[str, object]] = []
    for spare, (name, (change, _)) in zip(good[3:], odd.items(), strict=True):
        documents.append({**spare, "name": name, **change})
    twice = {**good[0], "name": "The same again"}
    await show(screen, service, results(service, JOB, [*documents, *good[:3], twice]))
    await until(lambda: len(screen.column("Name")) == len(odd) + 4)
    for name, (_, words) in odd.items():
        screen.choose(name)
        await screen.sees(words)
    screen.table.clearSelection()
    await screen.press_button("Download all")
    await until(lambda: all(s.startswith(("Saved", "Failed")) for s in screen.column("Saved")))
    saved = dict(zip(screen.column("Name"), screen.column("Saved"), strict=True))
    failed = {name: words for name, words in saved.items() if words != "Saved"}
    assert set(failed) == {"Script", "Local", "Empty", "None", "Long"}
    assert "not a web address" in failed["Script"]
    assert "characters long" in failed["Long"]
    on_disk = saved_documents(tmp_path / "documents")
    assert len(on_disk) == 3 + 4  # the same link is fetched once
    assert all(path.read_bytes().startswith(b"%PDF") for path in on_disk)


async def test_names_with_line_breaks_and_turned_writing_stay_on_one_readable_line(
    screen: Screen, service: ScriptedService
) -> None:
    names = ["Minutes\nof\r\nMarch", "invoice\u202efdp.exe", "\u2066\u2067 a", "<b>bold</b>", " "]
    documents = [document_json(n, name=name) for n, name in enumerate(names)]
    await show(screen, service, results(service, JOB, documents))
    await until(lambda: len(screen.column("Name")) == len(names))
    shown = screen.column("Name")
    assert "Minutes of March" in shown
    assert "<b>bold</b>" in shown
    assert "A document without a name" in shown
    assert all(name.isprintable() for name in shown)


async def test_numbers_that_are_null_or_nonsense_leave_the_rest_as_it_is(
    screen: Screen, service: ScriptedService
) -> None:
    body = results(
        service,
        JOB,
        [document_json(1, confidence_score=None, file_size_mb=None, document_type=None)],
        cost=None,
        success_rate=float("nan"),
        total_pages_crawled=None,
        total_runtime_seconds="soon",
        errors=None,
        warnings=None,
        runtime_minutes=float("inf"),
    )
    await show(screen, service, body)
    await screen.sees_column("Name", ["Board Meeting Minutes - 1"])
    assert screen.status.startswith("Completed")
    assert "nan" not in screen.texts.lower()


async def test_a_list_of_documents_that_is_none_does_not_break_the_screen(
    screen: Screen, service: ScriptedService
) -> None:
    odd: dict[str, object] = {"null": None, "object": {}, "text": "x", "mixed": [None, 3, "x", []]}
    for name, documents in odd.items():
        job = f"job_{name}"
        body = {**results(service, job, []), "documents": documents}
        await show(screen, service, body, job)
        await screen.sees_job(job)
        await until(lambda: "Completed" in screen.status or "trouble" in screen.status)
        assert screen.column("Name") == []


async def test_a_required_field_that_is_missing_is_named(
    screen: Screen, service: ScriptedService
) -> None:
    body = results(service, JOB, [])
    del body["documents"]
    await show(screen, service, body)
    await screen.sees("documents")
    await screen.sees_status("Service trouble")


async def test_ten_thousand_errors_are_counted_and_can_be_filtered(
    screen: Screen, service: ScriptedService
) -> None:
    errors = [job_error_json(n, error_message=f"Page {n}\n\u202efailed") for n in range(10_000)]
    errors[77] = {"error_message": None, "agent_name": 3, "page_url": "javascript:alert(1)"}
    body = results(service, JOB, served(service, JOB, 2), errors=errors, has_errors=True)
    async with stalls() as stood:
        await show(screen, service, body)
        await until(lambda: screen.window.tabs.errors.model.rowCount() == 10_000)
        await screen.sees_column("Name", ["Minutes 1", "Minutes 2"])
    print(f"10,000 errors: the window stood still for {stood.longest:.2f} s at most")  # noqa: T201 - the figure is the report
    await screen.sees("10,000")


async def test_twenty_thousand_documents_leave_the_window_alive(
    screen: Screen, service: ScriptedService
) -> None:
    documents = [document_json(n, name=f"Document {n}") for n in range(20_000)]
    body = results(service, JOB, documents)
    async with stalls() as stood:
        await show(screen, service, body)
        await until(lambda: len(screen.window.documents.shown_documents()) == 20_000)
    print(f"20,000 documents: the window stood still for {stood.longest:.2f} s at most")  # noqa: T201 - the figure is the report
    await screen.sees("20,000 documents")
