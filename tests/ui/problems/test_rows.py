"""Errors and warnings, as they are sent, become rows for people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.models import JobError
from skop_desktop.ui.problems.rows import as_text, error_row, kind_words, warning_row
from tests.support.contract_objects import job_error_json


def error(**changes: object) -> JobError:
    return JobError.model_validate(job_error_json(1, **changes))


def test_an_error_says_who_what_where_when_and_whether_it_can_be_retried() -> None:
    row = error_row(error(agent_name="navigator", page_url="https://www.riverton.gov/archive/2009"))

    assert row.who == "Navigator"
    assert row.words == "Page 1 did not answer within 30 seconds"
    assert row.page == "https://www.riverton.gov/archive/2009"
    assert row.page_shown == "riverton.gov/archive/2009"
    assert row.time
    assert row.can_retry
    assert row.spoken == (
        f"Navigator, {row.words}, riverton.gov/archive/2009, {row.time}, Can retry"
    )


def test_an_error_without_anything_is_still_a_row_with_words() -> None:
    row = error_row(JobError())

    assert row.words == "Something went wrong, and the service did not say what."
    assert (row.who, row.page, row.page_shown, row.time, row.can_retry) == ("", "", "", "", False)


def test_an_error_without_a_message_is_told_by_its_kind() -> None:
    assert error_row(error(error_message=None)).words == "The page took too long to answer"
    assert error_row(error(error_message="  ", error_type="OddThing")).words == "Odd thing"


@pytest.mark.parametrize(
    ("error_type", "words"),
    [
        ("timeout", "The page took too long to answer"),
        ("TimeoutError", "The page took too long to answer"),
        ("HTTP_404", "The page is not there"),
        ("file_too_large", "The file is larger than the limit"),
        ("FileTooLarge", "The file is larger than the limit"),
        ("navigation.step-failed", "Navigation step failed"),
        ("", ""),
    ],
)
def test_kinds_of_errors_are_words(error_type: str, words: str) -> None:
    assert kind_words(error_type) == words


def test_lines_and_overrides_of_direction_are_cleaned_and_nothing_is_lost() -> None:
    row = error_row(error(error_message="The file\r\n\u202egnp.exe\u202c was\x00 odd"))

    assert row.words == "The file gnp.exe was odd"
    assert "The file\n<U+202E>gnp.exe<U+202C> was<U+0000> odd" in row.whole


@pytest.mark.parametrize("page", ["javascript:alert(1)", "file:///etc/x", "https://[", "x"])
def test_a_page_that_is_no_web_address_is_shown_and_cannot_be_opened(page: str) -> None:
    row = error_row(error(page_url=page))

    assert row.page == ""
    assert row.page_shown
    assert f"Page: {page}" in row.whole


def test_the_copy_holds_every_fact_of_every_row() -> None:
    rows = [error_row(error()), warning_row("Some documents were\ntoo large")]

    text = as_text(rows)
    for fact in (
        "Page 1 did not answer within 30 seconds",
        "Agent: scraper",
        "(timeout)",
        "Page: https://example.com/page-1",
        "Time: 2024-01-15T10:20:00+00:00",
        "Error ID: err_1",
        "\n\nSome documents were\ntoo large",
    ):
        assert fact in text


def test_a_warning_without_words_says_so() -> None:
    assert warning_row(" \n").words == "The service sent a warning without words."


@given(st.text(), st.text(), st.text())
def test_whatever_is_sent_becomes_one_line_and_words(message: str, kind: str, page: str) -> None:
    sent = JobError(error_message=message, error_type=kind, agent_name=message, page_url=page)
    for row in (error_row(sent), warning_row(message)):
        assert row.words.strip()
        assert len(row.words.splitlines()) == 1
        assert not any("\u202a" <= c <= "\u202e" for c in row.words + row.page_shown + row.who)
