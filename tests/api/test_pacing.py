"""Pacing, shown over a virtual clock against services that count in different ways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skop_desktop.api.pacing import RESERVE, RequestBudget, RequestKind
from tests.api.pacing_simulation import EPOCH, HOUR, CountingService, Job, follow

HEADERS = st.sampled_from(["seconds", "epoch", "iso"])
STATUS = RequestKind.STATUS
FEW = settings(max_examples=6, deadline=None)


services = st.builds(
    CountingService, st.integers(60, 300), st.booleans(), st.floats(0, HOUR), HEADERS
)


@st.composite
def jobs(draw: st.DrawFn, most: int = 5, span: float = HOUR) -> list[Job]:
    count = draw(st.integers(1, most))
    found = []
    for _ in range(count):
        start = draw(st.floats(0, span))
        length = draw(st.floats(1, HOUR))
        error = draw(st.sampled_from([None, 0.0, -60.0, 300.0]))
        end = start + length
        found.append(Job(start, length, None if error is None else _estimate(end + error)))
    return found


def _estimate(moment: float) -> Callable[[float], float]:
    return lambda _now: moment


@FEW
@given(jobs(), services, st.integers())
def test_a_service_that_says_its_limit_never_has_to_refuse(
    followed: list[Job], service: CountingService, seed: int
) -> None:
    outcome = follow(followed, service, seed=seed, latency=2.0)
    assert service.refused == 0
    assert all(delay >= 0 for delay in outcome.delays)


@FEW
@given(jobs(), st.integers(200, 300), st.booleans(), st.floats(0, HOUR), st.integers())
def test_a_service_that_says_nothing_never_has_to_refuse(
    followed: list[Job], limit: int, fixed: bool, phase: float, seed: int
) -> None:
    service = CountingService(limit, fixed, phase)
    follow(followed, service, seed=seed, latency=2.0)
    assert service.refused == 0


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.floats(5, 900), min_size=5, max_size=15),
    st.sampled_from([60, 100, 200, 300]),
    st.booleans(),
    st.floats(0, HOUR),
    st.sampled_from(["none", "epoch"]),
)
def test_jobs_one_after_another_for_hours_are_never_refused(
    lengths: list[float], limit: int, fixed: bool, phase: float, headers: str
) -> None:
    service = CountingService(limit if headers != "none" else 200, fixed, phase, headers)
    start, followed = 0.0, []
    for length in lengths:
        followed.append(Job(start, length))
        start += length + 30
    follow(followed, service, latency=1.0)
    assert service.refused == 0


@settings(max_examples=6, deadline=None)
@given(
    st.floats(27 * 60, 29 * 60),
    st.booleans(),
    st.sampled_from(["none", "seconds", "epoch", "iso"]),
    st.sampled_from([None, 0.0, -90.0, 120.0, 600.0]),
)
def test_the_end_of_a_28_minute_job_is_seen_within_20_seconds(
    length: float, fixed: bool, headers: str, error: float | None
) -> None:
    service = CountingService(200, fixed, headers=headers)
    job = Job(0, length, None if error is None else _estimate(length + error))
    (delay,) = follow([job], service).delays
    assert delay <= 20
    assert service.refused == 0


@settings(max_examples=15, deadline=None)
@given(
    st.floats(1, 32), st.booleans(), st.sampled_from(["none", "epoch"]), st.sampled_from([None, 0])
)
def test_the_end_of_a_30_second_job_is_seen_within_2_seconds(
    length: float, fixed: bool, headers: str, error: float | None
) -> None:
    service = CountingService(200, fixed, headers=headers)
    job = Job(0, length, None if error is None else _estimate(length + error))
    (delay,) = follow([job], service).delays
    assert delay <= 2


def test_an_exact_estimate_shows_the_end_of_a_long_job_sooner() -> None:
    worst = {}
    for known in (False, True):
        lengths = [1680 + 3.4 * step for step in range(5)]
        jobs = [Job(0, length, _estimate(length) if known else None) for length in lengths]
        worst[known] = max(
            follow([job], CountingService(200, fixed=True)).delays[0] for job in jobs
        )
    assert worst[True] <= 7 < worst[False] <= 20


@pytest.mark.parametrize("ahead", [-10.0, 10.0, 30.0, 120.0])
def test_an_estimate_that_never_comes_nearer_does_not_use_up_the_hour(ahead: float) -> None:
    service = CountingService(200, fixed=True)
    (delay,) = follow([Job(0, 1680, lambda now: now + ahead)], service).delays
    assert delay < 60
    assert service.refused == 0


def test_with_thousands_left_a_job_is_asked_about_every_half_second() -> None:
    service = CountingService(7200, fixed=True, headers="seconds")
    follow([Job(0, 60)], service)
    gaps = [b - a for a, b in zip(service.seen[1:], service.seen[2:], strict=False)]
    assert set(gaps) == {0.5}


@pytest.mark.parametrize("fixed", [True, False])
def test_requests_made_before_the_app_started_are_reckoned_with(fixed: bool) -> None:
    service = CountingService(200, fixed, phase=-1800, headers="epoch")
    service.seen = [-1800 + 16.0 * n for n in range(110)]
    (delay,) = follow([Job(0, 1680)], service).delays
    assert service.refused == 0
    assert delay < 60


def test_two_jobs_at_once_share_what_there_is() -> None:
    alone = follow([Job(0, HOUR)], CountingService(200, fixed=True)).service.seen
    both = follow([Job(0, HOUR), Job(0, HOUR)], CountingService(200, fixed=True)).service.seen
    assert abs(len(both) - len(alone)) <= 5


def test_the_last_requests_of_an_hour_are_kept() -> None:
    service = CountingService(200, fixed=True, headers="seconds")
    follow([Job(n, HOUR - 10) for n in range(5)], service)
    first_hour = [at for at in service.seen if at < HOUR]
    assert len(first_hour) <= 200 - RESERVE


def test_a_job_is_first_asked_about_at_once() -> None:
    assert RequestBudget().next_status(0, 100.0, last_asked=None) == 100.0


def test_after_a_refusal_nothing_goes_out_until_it_ends_and_then_one_request() -> None:
    budget = RequestBudget()
    for second in range(30):
        budget.note_request(STATUS, second)
    assert budget.note_limit(STATUS, 30.0, 120.0) == 150.0
    assert not budget.may_ask(STATUS, 149.9)
    assert budget.opens_at(STATUS, 30.0) == 150.0
    assert budget.next_status(30.0, 30.0, last_asked=29.0) == 150.0
    assert budget.may_ask(STATUS, 150.0)
    budget.note_request(STATUS, 150.0)
    assert not budget.may_ask(STATUS, 150.5)
    assert budget.opens_at(STATUS, 150.5) == pytest.approx(211.0)


def test_a_refusal_without_a_time_waits_longer_each_time() -> None:
    budget = RequestBudget()
    waits = [budget.note_limit(STATUS, 0.0, None) for _ in range(6)]
    assert waits == [60, 120, 240, 480, 900, 900]


def test_an_answer_after_a_short_refusal_ends_it() -> None:
    budget = RequestBudget()
    budget.note_limit(STATUS, 0.0, 3.0)
    ticket = budget.note_request(STATUS, 4.0)
    budget.note_headers(ticket, {}, 5.0, EPOCH)
    assert budget.left(STATUS, 5.0) == 200 - RESERVE - 1


def test_a_status_request_never_takes_from_the_other_calls() -> None:
    budget = RequestBudget(status_an_hour=10, general_an_hour=3)
    for second in range(5):
        budget.note_request(STATUS, second)
    assert not budget.may_ask(STATUS, 5.0)
    assert budget.left(RequestKind.GENERAL, 5.0) == 3


def test_cancelling_is_refused_by_the_service_only() -> None:
    budget = RequestBudget(general_an_hour=1)
    budget.note_request(RequestKind.GENERAL, 0.0)
    assert not budget.may_ask(RequestKind.GENERAL, 1.0)
    assert budget.may_ask(RequestKind.GENERAL, 1.0, urgent=True)
    budget.note_limit(RequestKind.GENERAL, 1.0, 60.0)
    assert not budget.may_ask(RequestKind.GENERAL, 2.0, urgent=True)


def test_what_was_never_sent_costs_nothing() -> None:
    budget = RequestBudget()
    before = budget.left(STATUS, 0.0)
    ticket = budget.note_request(STATUS, 0.0)
    assert budget.left(STATUS, 0.0) == before - 1
    budget.take_back(ticket)
    assert budget.left(STATUS, 0.0) == before


def test_an_answer_that_overtook_a_later_one_does_not_bring_its_count_back() -> None:
    budget = RequestBudget()
    first, second = budget.note_request(STATUS, 0.0), budget.note_request(STATUS, 0.1)
    budget.note_headers(second, {"X-Rate-Limit-Remaining": "20"}, 1.0, EPOCH)
    budget.note_headers(first, {"X-Rate-Limit-Remaining": "21"}, 1.1, EPOCH)
    assert budget.left(STATUS, 1.2) == 20 - RESERVE


def test_when_others_use_the_key_the_services_word_counts() -> None:
    budget = RequestBudget()
    for remaining in (199, 120, 6):
        ticket = budget.note_request(STATUS, 0.0)
        headers = {"X-Rate-Limit-Remaining": str(remaining), "X-Rate-Limit-Reset": "600"}
        budget.note_headers(ticket, headers, 0.5, EPOCH)
    assert budget.left(STATUS, 1.0) == 1
    budget.note_request(STATUS, 1.0)
    assert budget.left(STATUS, 1.0) == 0
    assert budget.opens_at(STATUS, 2.0) == 600.5


def test_each_job_of_an_hour_with_no_requests_left_waits_for_the_reset() -> None:
    budget = RequestBudget()
    ticket = budget.note_request(STATUS, 0.0)
    reset = EPOCH + timedelta(seconds=900)
    headers = {"X-Rate-Limit-Remaining": "0", "X-Rate-Limit-Reset": reset.isoformat()}
    budget.note_headers(ticket, headers, 0.0, EPOCH)
    assert budget.next_status(1.0, 1.0, active_jobs=3, last_asked=0.0) == 900.0
