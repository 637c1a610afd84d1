from __future__ import annotations

from datetime import timedelta

import pytest

from skop_desktop.errors import (
    Detail,
    JobNotFound,
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceTroubled,
    Unreachable,
)
from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.notices.notice import Notice, NoticeAction
from skop_desktop.ui.notices.notice_for import notice_for
from tests.support.contract_objects import job_error_json
from tests.support.job_snapshots import (
    JOB_ID,
    NOW,
    looked_up,
    running,
    with_results,
    with_trouble,
)


def shown(snapshot: JobSnapshot) -> Notice:
    notice = notice_for(snapshot, NOW)
    assert notice is not None
    return notice


def ids(notice: Notice) -> list[NoticeAction]:
    return [action.id for action in notice.actions]


def test_no_page_while_there_are_documents_whatever_else_is_wrong() -> None:
    snapshot = with_trouble(with_results(running()), Unreachable("x"))
    assert notice_for(snapshot, NOW) is None


def test_looking_up_names_the_job_and_is_busy() -> None:
    notice = shown(looked_up())
    assert JOB_ID in notice.text
    assert notice.is_busy


def test_pending_says_that_it_starts_by_itself() -> None:
    notice = shown(running("pending"))
    assert notice.title == "Waiting to start"
    assert "by itself" in notice.text


def test_running_tells_how_many_pages_were_read() -> None:
    notice = shown(running(total_documents_found=0, total_pages_crawled=7))
    assert notice.title == "Searching the website"
    assert "7 pages read so far" in notice.text


def test_running_with_documents_that_come_only_at_the_end_says_so() -> None:
    notice = shown(running(total_documents_found=15))
    assert notice.title == "15 documents found so far"
    assert "when the search has ended" in notice.text


def test_between_the_end_and_the_list_the_page_is_busy_and_not_empty() -> None:
    notice = shown(running("completed"))
    assert notice.title == "Getting the list of documents"
    assert notice.is_busy


def test_nothing_found_offers_what_fits_the_search() -> None:
    parameters = {"single_page": True, "timeout": 600, "confidence_threshold": 0.7}
    snapshot = with_results(
        running("completed"),
        [],
        metadata={"original_prompt": "x", "parameters": parameters},
        total_pages_crawled=4,
    )
    notice = shown(snapshot)
    assert notice.title == "No documents found"
    assert "4 pages read" in notice.text
    assert f"Lower the minimum confidence. It was {formats.percent(0.7)}." in notice.hints
    assert any("whole website" in hint for hint in notice.hints)
    assert [action.label for action in notice.actions] == ["Search again with changes"]


def test_nothing_found_does_not_advise_what_was_done_already() -> None:
    parameters = {"single_page": False, "confidence_threshold": 0.1}
    notice = shown(with_results(running("completed"), [], metadata={"parameters": parameters}))
    assert not any("confidence" in hint or "Only one page" in hint for hint in notice.hints)


def test_pages_that_could_not_be_read_are_pointed_to() -> None:
    notice = shown(with_results(running("completed"), [], errors=[job_error_json(1)]))
    assert any("Errors below" in hint for hint in notice.hints)


def test_a_count_without_a_list_is_not_called_nothing_found() -> None:
    notice = shown(with_results(running("completed"), [], total_documents_found=15))
    assert notice.title == "The list of documents is empty"
    assert "15 documents" in notice.text
    assert JOB_ID in notice.detail


def test_failed_gives_the_reason_once_and_a_way_on() -> None:
    snapshot = running(
        "failed",
        message="The site refused every page",
        errors=[job_error_json(1, error_message="The site refused every page")],
    )
    notice = shown(snapshot)
    assert notice.text == "The site refused every page."
    assert ids(notice)[0] is NoticeAction.SEARCH_AGAIN
    assert "timeout" in notice.detail


def test_failed_without_a_word_says_that_there_was_none() -> None:
    assert shown(running("failed", message=None)).text == "The service gave no reason."


def test_stopped_with_nothing_offers_to_search_again() -> None:
    notice = shown(with_results(running("cancelled"), []))
    assert notice.title == "Stopped"
    assert NoticeAction.SEARCH_AGAIN in ids(notice)


def test_not_found_keeps_the_words_of_the_error() -> None:
    notice = shown(looked_up(JobNotFound("No such job.", advice="Check the ID.")))
    assert notice.title == "Job not found"
    assert notice.text == "No such job. Check the ID."
    assert NoticeAction.OPEN_JOB in ids(notice)


def test_a_refused_key_leads_to_settings_first() -> None:
    trouble = KeyRefused("The server refused it.", detail=Detail(401, "https://api.skop.dev/x"))
    notice = shown(looked_up(trouble))
    assert ids(notice)[0] is NoticeAction.SETTINGS
    assert "Status code: 401" in notice.detail
    assert "401" not in notice.text


def test_no_credits_names_what_is_missing_and_what_to_do() -> None:
    trouble = NoCredits("Your credit is used up.", advice="Add credits.", shortfall=3.2)
    notice = shown(looked_up(trouble))
    assert "Add credits." in notice.text
    assert formats.money(3.2) in notice.text


def test_a_shortfall_is_not_told_twice() -> None:
    trouble = NoCredits("You are $3.20 short.", advice="Add credits.", shortfall=3.2)
    assert shown(looked_up(trouble)).text == "You are $3.20 short. Add credits."


def test_offline_with_nothing_known_tells_the_next_try() -> None:
    notice = shown(looked_up(Unreachable("No answer."), NOW + timedelta(seconds=12)))
    assert notice.title == "Offline"
    assert notice.text == "No answer. The next try follows in a moment."
    assert NoticeAction.TRY_NOW in ids(notice)


def test_a_reached_limit_goes_on_by_itself() -> None:
    until = NOW + timedelta(minutes=28)
    notice = shown(looked_up(LimitReached("Enough asked.", until=until)))
    assert notice.text == f"Enough asked. Goes on by itself at {formats.clock_time(until)}."
    assert notice.actions == ()


def test_a_service_in_trouble_shows_its_words_and_the_next_try() -> None:
    trouble = ServiceTroubled("The service has a problem.", now="The app keeps trying.")
    notice = shown(with_trouble(running(), trouble, NOW + timedelta(minutes=2)))
    at = formats.clock_time(NOW + timedelta(minutes=2))
    assert notice.text == f"The service has a problem. The app keeps trying. Next try at {at}."


@pytest.mark.parametrize(
    "status", ["pending", "in_progress", "completed", "failed", "cancelled", "archived"]
)
@pytest.mark.parametrize("active", [True, False, None])
@pytest.mark.parametrize("listed", [True, False])
def test_no_state_is_left_blank(status: str, active: bool | None, listed: bool) -> None:
    snapshot = running(status, is_active=active)
    notice = shown(with_results(snapshot, []) if listed else snapshot)
    assert notice.title
    assert notice.text
    assert notice.is_busy or notice.actions
