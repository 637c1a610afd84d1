"""How far a job is: never backwards, and near the truth."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.progress import Progress

LONGEST = 1800.0

steps = st.lists(
    st.tuples(
        st.floats(0.0, 30.0),  # seconds of a step
        st.integers(0, 3),  # steps that it does
        st.integers(0, 400),  # steps that it brings
    ),
    max_size=60,
)


@given(steps, st.integers(0, 60))
def test_time_left_never_grows_and_progress_never_falls(
    brought: list[tuple[float, int, int]], cut_at: int
) -> None:
    progress = Progress(LONGEST)
    used, done, waiting = 0.0, 0, 1
    lefts, percents = [], []
    for number, (seconds, most, more) in enumerate(brought):
        if number == cut_at:  # the engine was killed and started again
            progress = Progress.resumed(LONGEST, json.loads(json.dumps(progress.facts())))
        finished = min(most, waiting)
        used, done, waiting = used + seconds, done + finished, waiting - finished + more
        for at in (used - seconds / 2, used):
            lefts.append(progress.left(at))
            percents.append(progress.percent(at))
        progress.measure(used, done, waiting)
        lefts.append(progress.left(used))
        percents.append(progress.percent(used))
    told = [left for left in lefts if left is not None]
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(told))
    assert all(0 <= left <= LONGEST for left in told)
    shown = [percent for percent in percents if percent is not None]
    assert shown == sorted(shown)
    assert all(0 <= percent < 100 for percent in shown)


def told_while(growth: list[int], seconds: float) -> list[float]:
    """What is told as left after each step, where each brings so many new ones."""
    progress = Progress(LONGEST)
    waiting, lefts = 1, []
    for done, more in enumerate(growth, 1):
        waiting += more - 1
        progress.measure(done * seconds, done, waiting)
        left = progress.left(done * seconds)
        assert left is not None
        lefts.append(left)
    return lefts


def test_nothing_is_known_before_the_first_step() -> None:
    progress = Progress(LONGEST)
    progress.measure(3.0, 0, 10)
    assert (progress.left(3.0), progress.percent(3.0)) == (None, None)


def test_while_the_site_grows_the_end_is_the_time_limit() -> None:
    lefts = told_while([3] * 20, 1.0)
    assert lefts == [LONGEST - done for done in range(1, 21)]


def test_a_site_that_is_known_whole_is_estimated_by_its_speed() -> None:
    lefts = told_while([99, *[0] * 98], 2.0)
    assert abs(lefts[49] - 100) < 25
    assert abs(lefts[79] - 40) < 8
    assert lefts[-1] < 4


def test_a_slower_site_takes_longer() -> None:
    sizes = [50, *[0] * 30]
    assert told_while(sizes, 5.0)[-1] > 3 * told_while(sizes, 1.0)[-1]


def test_the_clock_stops_rather_than_run_back_where_more_comes_late() -> None:
    lefts = told_while([40, *[0] * 35, 400, *[0] * 100], 1.0)
    assert lefts[36] == lefts[100]
    assert lefts[36] > 0


def test_what_waits_at_the_start_is_no_growth() -> None:
    progress = Progress(LONGEST)
    progress.measure(1.0, 0, 500)
    for done in range(1, 11):
        progress.measure(1.0 + done, done, 500 - done)
    left = progress.left(11.0)
    assert left is not None
    assert abs(left - 490) < 60
