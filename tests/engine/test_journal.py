"""What a job says of itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from skop_desktop.api.models import ExtractedDocument, JobStatus
from skop_desktop.engine.journal import GOES_ON, Journal
from skop_desktop.engine.told import MOST_CAUSES, MOST_WARNINGS, TOLD_ONE_BY_ONE
from tests.engine.sites import order

SITE = "http://town.example/"


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def passes(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(clock: Clock) -> Journal:
    journal = Journal("job_a", order(SITE), clock)
    journal.start()
    return journal


def document(name: str) -> ExtractedDocument:
    return ExtractedDocument(name=name, url=f"{SITE}{name}.pdf")


def lose(journal: Journal, url: str, *, agent: str = "navigator", kind: str = "not_found") -> None:
    journal.add_error(agent, kind, "The link leads nowhere.", url, is_recoverable=False)


def test_the_same_trouble_at_one_host_is_one_error_with_its_number(journal: Journal) -> None:
    for number in range(15):
        lose(journal, f"{SITE}{number}")
    (error,) = journal.record().status.errors
    assert error.page_url == f"{SITE}0"
    assert error.error_message == "The link leads nowhere. So it was with 14 more pages."
    assert error.is_recoverable is False


def test_another_host_agent_or_kind_is_an_error_of_its_own(journal: Journal) -> None:
    lose(journal, f"{SITE}a")
    lose(journal, "http://files.example/a")
    lose(journal, f"{SITE}a.pdf", agent="scraper")
    lose(journal, f"{SITE}b.pdf", agent="scraper")
    lose(journal, f"{SITE}b", kind="timeout")
    words = [error.error_message for error in journal.record().status.errors]
    nowhere = "The link leads nowhere."
    assert words == [nowhere, nowhere, f"{nowhere} So it was with 1 more document.", nowhere]


def test_errors_and_warnings_are_bounded_whatever_goes_wrong(journal: Journal) -> None:
    for number in range(2_000):
        lose(journal, f"http://host{number}.example/")
        journal.warn(f"Warning {number}")
    status = journal.record().status
    assert len(status.errors) == MOST_CAUSES
    assert len(status.warnings) <= MOST_WARNINGS + 1
    assert any("than are listed" in warning for warning in status.warnings)


def test_warnings_that_come_by_the_hundred_are_counted(journal: Journal) -> None:
    more = ("document was too large.", "documents were too large.")
    for number in range(TOLD_ONE_BY_ONE + 3):
        journal.warn_of("too_large", f"“{number}” was left out.", more)
    warnings = journal.record().status.warnings
    assert len(warnings) == TOLD_ONE_BY_ONE + 1
    assert warnings[-1] == "3 more documents were too large."


def test_what_was_understood_is_told(journal: Journal) -> None:
    journal.understood("Minutes · 2024")
    record = journal.record()
    assert record.status.understood == "Minutes · 2024"
    assert record.status.message == "Looking for: Minutes · 2024"
    metadata = record.results().metadata
    assert metadata.understood == "Minutes · 2024"


def test_the_agent_is_the_one_that_has_something_under_way(journal: Journal) -> None:
    with journal.working("navigator"):
        with journal.working("scraper"):
            assert journal.record().status.current_agent == "scraper"
        assert journal.record().status.current_agent == "navigator"
    journal.end(JobStatus.COMPLETED, "Done.")
    assert journal.record().status.current_agent is None


def test_nothing_changes_after_the_end(journal: Journal, clock: Clock) -> None:
    clock.passes(10)
    journal.end(JobStatus.CANCELLED, "Stopped.")
    before = journal.record()
    clock.passes(10)
    journal.add_document(document("late"), is_verified=True)
    journal.warn("late")
    lose(journal, SITE)
    journal.say("late")
    journal.at_work("scraper")
    journal.end(JobStatus.COMPLETED, "late")
    assert journal.record() == before
    assert before.runtime_seconds == 10


def test_the_end_that_is_estimated_comes_no_later_than_the_time_limit(
    journal: Journal, clock: Clock
) -> None:
    clock.passes(2)
    journal.measure(1, 30)
    status = journal.record().status
    assert status.estimated_completion is not None
    limit = timedelta(seconds=journal.request.parameters.timeout)
    assert clock() < status.estimated_completion <= (status.started_at or clock()) + limit
    assert 0 < (status.progress or 0) < 100


def facts_of(journal: Journal, kept: dict[str, str] | None = None) -> dict[str, str]:
    return (kept or {}) | journal.changed_facts()


def test_a_job_goes_on_as_it_was(journal: Journal, clock: Clock) -> None:
    journal.understood("Minutes · 2024")
    journal.is_over("coordinator")
    clock.passes(20)
    for name in "abc":
        journal.add_document(document(name), is_verified=True)
        journal.documents_found += 1
    journal.pages_read += 4
    lose(journal, SITE)
    lose(journal, SITE)
    journal.warn("Beware.")
    journal.measure(7, 30)
    facts = facts_of(journal)
    before = journal.record()
    clock.passes(5_000)  # the engine is not there
    again = Journal.of(before, 2, clock)
    again.start()
    again.go_on(facts.get)
    after = again.record()
    assert after.status.errors == before.status.errors
    assert after.status.warnings == before.status.warnings
    assert after.status.progress == before.status.progress
    assert after.status.started_at == before.status.started_at
    assert after.status.agents_completed == ("coordinator",)
    assert after.status.total_pages_crawled == 4
    assert after.status.message == GOES_ON
    assert (after.verified, after.runtime_seconds, again.documents) == (3, 20, 3)
    assert again.steps_done == 7
    assert [d.name for d in again.hand_over()[1]] == ["c"]
    assert again.used_seconds == 20
    lose(again, SITE)
    assert len(again.record().status.errors) == 1


def test_documents_that_the_notes_do_not_know_are_taken_back(
    journal: Journal, clock: Clock
) -> None:
    journal.add_document(document("a"), is_verified=True)
    facts = facts_of(journal)
    again = Journal.of(journal.record(), 3, clock)
    again.go_on(facts.get)
    assert (again.documents, again.hand_over()) == (1, (1, ()))


def test_without_notes_a_job_begins_anew_but_its_time_counts(
    journal: Journal, clock: Clock
) -> None:
    clock.passes(100)
    again = Journal.of(journal.record(), 3, clock)
    again.start()
    again.go_on(lambda _: None)
    assert (again.documents, again.used_seconds) == (0, 100)


def test_documents_that_were_handed_over_are_not_held(journal: Journal) -> None:
    for name in "ab":
        journal.add_document(document(name), is_verified=True)
    first, documents = journal.hand_over()
    journal.add_document(document("c"), is_verified=True)
    journal.handed_over(first, len(documents))
    assert [d.name for d in journal.record().documents] == ["c"]
    assert journal.documents == 3
    assert journal.record().status.has_partial_results


def test_facts_are_told_when_they_change(journal: Journal) -> None:
    assert set(journal.changed_facts()) == {"journal/counts", "journal/told", "journal/documents"}
    assert set(journal.changed_facts()) == {"journal/counts"}
    journal.warn("Beware.")
    assert "journal/told" in journal.changed_facts()
