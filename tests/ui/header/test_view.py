from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.models import ScrapeParameters
from skop_desktop.errors import (
    KeyRefused,
    LimitReached,
    NoCredits,
    ServiceTroubled,
    Unreachable,
)
from skop_desktop.jobs.snapshot import Asked, JobKey, JobSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.header.progress import OVERDUE
from skop_desktop.ui.header.trouble import TroubleAction
from skop_desktop.ui.header.view import HeaderView, StepState, header_view
from tests.support.job_snapshots import (
    JOB_ID,
    KEY,
    NOW,
    looked_up,
    running,
    with_results,
    with_trouble,
)


def captions(view: HeaderView) -> dict[str, str]:
    return {figure.caption: figure.value for figure in view.figures}


def test_what_the_engine_looks_for_is_said_once() -> None:
    read = "Minutes · 2024 · Board of Education"
    assert header_view(running(understood=read), NOW).understood == read
    told = header_view(running(understood=read, message=f"Looking for: {read}"), NOW)
    assert told.understood == ""
    assert read in told.message
    assert header_view(running(), NOW).understood == ""
    ended = with_results(running("completed"), metadata={"understood": read})
    assert header_view(ended, NOW).understood == read


def test_a_running_job_reads_as_in_the_drawing() -> None:
    snapshot = running(
        current_agent="scraper",
        agents_completed=["coordinator", "navigator"],
        message="Extracting documents from discovered pages",
        total_pages_crawled=34,
    )
    view = header_view(snapshot, NOW)
    assert view.title == "Board meeting minutes 2024"
    assert view.status_text == "Running. Extracting documents from discovered pages"
    assert view.site == "riverton.gov/meetings"
    assert view.started == f"Started {formats.when(NOW.replace(minute=1), NOW)}"
    assert [step.state for step in view.steps] == [
        StepState.DONE,
        StepState.DONE,
        StepState.RUNNING,
    ]
    assert captions(view) == {
        "pages read": "34",
        "documents found": "15",
        "running time": "11 min 20 s",
    }
    assert view.share == pytest.approx(680 / 1740)
    assert view.time_left == "about 18 min left"
    assert (view.can_stop, view.can_search_again) == (True, False)


def test_a_completed_job_shows_all_figures_a_full_bar_and_search_again() -> None:
    view = header_view(with_results(running("completed"), success_rate=0.8), NOW)
    assert captions(view) == {
        "pages read": "4",
        "documents found": "2",
        "fetched by the service": "2",
        "success": "80 %",
        "running time": "28 min 0 s",
        "cost": formats.money(2.16),
    }
    assert view.share == 1.0
    assert view.download_text == "Download all (2)"
    assert (view.can_stop, view.can_search_again) == (False, True)
    assert all(step.state is StepState.DONE for step in view.steps)


def test_nothing_is_shown_that_nobody_has_said() -> None:
    snapshot = running(
        started_at=None,
        created_at=None,
        estimated_completion=None,
        total_pages_crawled=None,
        total_documents_found=None,
        message=None,
        website=None,
        prompt=None,
    )
    view = header_view(snapshot, NOW)
    assert view.figures == ()
    assert (view.started, view.time_left, view.website, view.message) == ("", "", "", "")
    assert view.title == JOB_ID
    assert (view.share, view.is_busy) == (None, True)


def test_what_the_service_says_of_progress_comes_before_the_clock() -> None:
    assert header_view(running(progress=62), NOW).share == pytest.approx(0.62)


def test_without_an_estimate_the_time_left_follows_from_the_progress() -> None:
    view = header_view(running(progress=50, estimated_completion=None), NOW)
    assert view.time_left == "about 11 min left"


def test_past_its_estimate_a_job_takes_longer_and_is_not_called_done() -> None:
    view = header_view(running(), NOW + timedelta(hours=1))
    assert view.time_left == OVERDUE
    assert view.share is not None
    assert view.share < 1


def test_a_list_while_running_is_called_cost_so_far() -> None:
    view = header_view(with_results(running(), is_partial=True), NOW)
    assert captions(view)["cost so far"] == formats.money(2.16)
    assert captions(view)["documents found"] == "15", "the newer of two counts"


@given(
    seconds=st.lists(st.integers(-5_000, 50_000), min_size=2, max_size=12),
    progress=st.lists(st.none() | st.integers(-20, 120), min_size=12, max_size=12),
    estimates=st.lists(st.none() | st.integers(-5_000, 500_000), min_size=12, max_size=12),
)
def test_progress_never_falls(
    seconds: list[int], progress: list[int | None], estimates: list[int | None]
) -> None:
    before: HeaderView | None = None
    for moment, said, end in zip(seconds, progress, estimates, strict=False):
        now = NOW + timedelta(seconds=moment)
        estimate = None if end is None else (NOW + timedelta(seconds=end)).isoformat()
        view = header_view(running(progress=said, estimated_completion=estimate), now, before)
        last = before.share if before is not None else None
        if last is not None:
            assert view.share is not None
            assert view.share >= last
        assert view.share is None or 0 <= view.share <= 1
        before = view


def test_another_job_starts_with_a_bar_of_its_own() -> None:
    first = header_view(running(progress=80), NOW)
    other = replace(running(progress=10), key=JobKey("skop-cloud", "job_other"))
    assert header_view(other, NOW, first).share == pytest.approx(0.1)


@pytest.mark.parametrize("ahead", [timedelta(seconds=30), timedelta(days=400)])
def test_a_start_in_the_future_never_shows_as_time_below_zero(ahead: timedelta) -> None:
    start = (NOW + ahead).isoformat()
    view = header_view(running(started_at=start, created_at=start, completed_at=start), NOW)
    assert captions(view).get("running time") in {None, "0 s"}
    assert view.share in {None, 0.0}


def test_times_at_the_ends_of_the_calendar_are_borne() -> None:
    for year in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
        snapshot = running(started_at=year, created_at=year, estimated_completion=year)
        header_view(snapshot, NOW)
        header_view(with_trouble(snapshot, Unreachable("x")), NOW)


def test_a_word_nobody_has_seen_shows_as_running_while_the_job_is_active() -> None:
    view = header_view(running("extracting", is_active=True, current_agent="archivist"), NOW)
    assert view.state.word == "Running"
    assert view.steps[-1].name == "Archivist"
    assert view.steps[-1].state is StepState.RUNNING


def test_offline_shows_since_when_and_when_it_tries_again() -> None:
    snapshot = replace(
        with_trouble(running(), Unreachable("No answer."), NOW + timedelta(seconds=12)),
        as_of=NOW.replace(minute=4, second=0),
    )
    view = header_view(snapshot, NOW)
    assert view.trouble is not None
    known = formats.clock_time(NOW.replace(minute=4))
    assert view.trouble.text == f"Offline. Showing what was known at {known}. Next try in 12 s."
    assert view.trouble.action is TroubleAction.TRY_NOW
    assert view.state.word == "Offline"
    assert captions(view)["running time"] == "3 min 0 s", "time stands still while out of touch"
    assert view.changes_by_itself


def test_offline_with_a_try_far_ahead_names_the_clock() -> None:
    later = NOW + timedelta(minutes=9)
    view = header_view(with_trouble(running(), Unreachable("x"), later), NOW)
    assert view.trouble is not None
    assert view.trouble.text.endswith(f"Next try at {formats.clock_time(later)}.")


def test_a_refused_key_leads_to_settings() -> None:
    view = header_view(with_trouble(running(), KeyRefused("Your key was not accepted.")), NOW)
    assert view.trouble is not None
    assert view.trouble.text.startswith("Your key was not accepted.")
    assert view.trouble.action is TroubleAction.OPEN_SETTINGS


def test_while_nothing_is_known_the_page_says_it_and_the_header_does_not() -> None:
    view = header_view(looked_up(KeyRefused("Your key was not accepted.")), NOW)
    assert view.trouble is None
    assert not view.has_bar


def test_a_reached_limit_says_when_it_goes_on() -> None:
    until = NOW.replace(minute=40)
    view = header_view(with_trouble(running(), LimitReached("Enough asked.", until=until)), NOW)
    assert view.trouble is not None
    at = formats.clock_time(until)
    assert view.trouble.text == f"Enough asked. Goes on by itself at {at}."


def test_no_credits_tells_what_to_do() -> None:
    trouble = NoCredits("Your credit is used up.", advice="Top it up by $3.20.")
    view = header_view(with_trouble(running(), trouble), NOW)
    assert view.trouble is not None
    assert view.trouble.text == "Your credit is used up. Top it up by $3.20."


def test_a_service_in_trouble_is_tried_again() -> None:
    trouble = ServiceTroubled("The service has a problem.")
    view = header_view(with_trouble(running(), trouble, NOW - timedelta(seconds=1)), NOW)
    assert view.trouble is not None
    assert view.trouble.text.startswith("The service has a problem.")
    assert view.trouble.text.endswith("Trying now…")


def test_old_trouble_is_no_matter_once_all_is_known() -> None:
    snapshot = with_trouble(with_results(running("completed")), Unreachable("x"))
    view = header_view(snapshot, NOW)
    assert view.trouble is None
    assert view.state.word == "Completed"
    assert not view.changes_by_itself


def test_a_failed_job_marks_the_agents_that_never_finished() -> None:
    view = header_view(running("failed", agents_completed=["coordinator"]), NOW)
    assert [step.state for step in view.steps] == [
        StepState.DONE,
        StepState.HALTED,
        StepState.HALTED,
    ]
    assert (view.share, view.bar_tone) == (1.0, "bad")


def test_while_looking_up_the_title_is_what_was_asked_for() -> None:
    asked = Asked("https://riverton.gov", "Minutes of 2024", ScrapeParameters())
    view = header_view(JobSnapshot(KEY, asked=asked), NOW)
    assert view.title == "Minutes of 2024"
    assert view.state.word == "Looking up"
    assert (view.can_stop, view.can_search_again, view.has_bar) == (False, False, True)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "file:///etc/passwd", "", "https://"])
def test_only_web_addresses_become_links(website: str) -> None:
    assert header_view(running(website=website), NOW).website == ""


def test_a_message_over_several_lines_becomes_one() -> None:
    assert header_view(running(message="two\n lines"), NOW).message == "two lines"


def test_costs_and_times_below_zero_are_not_shown() -> None:
    snapshot = with_results(
        running("completed"), cost=-1, total_runtime_seconds=-5, runtime_minutes=-1
    )
    shown = captions(header_view(snapshot, NOW))
    assert "cost" not in shown
    assert shown["running time"] == "27 min 0 s"


def test_all_can_be_downloaded_once_the_whole_list_is_here() -> None:
    partial = with_results(running(), is_partial=True)
    assert header_view(partial, NOW).can_download
    ended = with_results(running("completed", is_active=False), is_partial=True)
    assert not header_view(ended, NOW).can_download
    offline = with_trouble(ended, Unreachable("x"))
    assert header_view(offline, NOW).can_download
    assert header_view(with_results(running("completed")), NOW).can_download
