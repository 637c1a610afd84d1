"""Errors are values that the screen can show."""

from __future__ import annotations

import copy
import pickle

import pytest

from skop_desktop.errors import Detail, LimitReached, ServiceError, SkopError, UnreadableAnswer


def test_an_error_reads_as_what_happened_what_the_app_does_and_what_to_do() -> None:
    error = SkopError("It broke.", now="The app keeps trying.", advice="Wait.")
    assert str(error) == "It broke. The app keeps trying. Wait."
    assert str(SkopError("It broke.", advice="Wait.")) == "It broke. Wait."


def test_details_leave_out_what_is_not_known() -> None:
    detail = Detail(code=503, address="https://x.org/", text="busy")
    assert str(detail) == "Status code: 503\nAddress: https://x.org/\nbusy"
    assert str(Detail()) == ""


def test_every_error_can_be_raised_and_caught_by_its_family() -> None:
    with pytest.raises(ServiceError, match="Enough"):
        raise LimitReached("Enough.")


def test_two_errors_that_say_the_same_are_still_two() -> None:
    assert SkopError("x") != SkopError("x")
    assert len({SkopError("x"), SkopError("x")}) == 2


def test_an_error_survives_being_copied() -> None:
    error = UnreadableAnswer("x", advice="y", field_name="job_id")
    for again in (copy.copy(error), pickle.loads(pickle.dumps(error))):  # noqa: S301 - our own
        assert (str(again), again.field_name) == (str(error), "job_id")
