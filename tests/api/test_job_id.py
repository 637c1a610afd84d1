"""Job IDs out of whatever was pasted."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.job_id import PATTERN, parse_job_id
from skop_desktop.errors import InvalidInput

JOB = "job_4fc79a89797e"


@pytest.mark.parametrize(
    "pasted",
    [
        JOB,
        f"  {JOB}\n",
        f'"{JOB}"',
        f"“{JOB}”,",
        f"<{JOB}>",
        f"https://api.skop.dev/scrape/status/{JOB}",
        f"https://api.skop.dev/scrape/results/{JOB}?x=1#y",
        f"skop://job/{JOB}",
        f"Your search {JOB} has ended.",
        "https://api.skop.dev/scrape/results/job%5f4fc79a89797e",
        "JOB_4FC79A89797E",
        "job_ 4fc79a89797e\u00a0",
        f"{JOB} {JOB}",
    ],
)
def test_the_job_id_is_found_in_what_was_pasted(pasted: str) -> None:
    assert parse_job_id(pasted) == JOB


@pytest.mark.parametrize(
    "pasted", ["", "job", "job_", "myjob_1", "job_ä", "hello", "job_" + "a" * 300]
)
def test_what_holds_no_job_id_is_invalid(pasted: str) -> None:
    with pytest.raises(InvalidInput, match="does not hold a job ID") as raised:
        parse_job_id(pasted)
    assert raised.value.field_name == "job_id"


def test_two_different_ids_are_one_too_many() -> None:
    with pytest.raises(InvalidInput, match="more than one"):
        parse_job_id("job_1 and job_2")


@given(st.text())
def test_any_text_gives_a_job_id_or_is_invalid(pasted: str) -> None:
    try:
        found = parse_job_id(pasted)
    except InvalidInput:
        return
    assert re.fullmatch(PATTERN, found)


@given(st.from_regex(r"job_[a-z0-9]{1,40}", fullmatch=True))
def test_every_job_id_is_itself(job_id: str) -> None:
    assert parse_job_id(job_id) == job_id
