"""What a validator vouches for, and what a ``Content-Range`` says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from skop_desktop.downloads.resume import (
    LEAST_KEPT,
    ContentRange,
    asks,
    content_range,
    strong_validators,
)
from skop_desktop.downloads.steps import Answered, Unfinished
from tests.support.file_server import LONG_AGO, TODAY


def test_the_validators_that_are_strong() -> None:
    answer = Answered("u", etag='"a"', last_modified=LONG_AGO, date=TODAY)
    assert strong_validators(answer) == ['"a"', LONG_AGO]
    assert strong_validators(replace(answer, etag='W/"a"')) == [LONG_AGO]
    assert strong_validators(replace(answer, etag='"')) == [LONG_AGO]
    soon = "Mon, 15 Jan 2024 09:00:59 GMT"
    assert strong_validators(replace(answer, date=soon)) == ['"a"']
    assert strong_validators(replace(answer, date="")) == ['"a"']


def test_little_is_asked_for_as_a_whole() -> None:
    left = Unfinished(Path("a.part"), Path("a"), LEAST_KEPT, etag='"a"')
    assert [ask.validator for ask in asks(left)] == ['"a"']
    assert list(asks(replace(left, safe_bytes=LEAST_KEPT - 1))) == []


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("bytes 0-9/10", ContentRange(0, 9, 10)),
        ("Bytes  5-9/*", ContentRange(5, 9, None)),
        ("bytes 9-5/10", None),
        ("bytes 0-10/10", None),
        ("bytes */10", None),
        ("lines 0-9/10", None),
        ("bytes 0-9", None),
        ("bytes -1-9/10", None),
        ("bytes 0-99999999999999999999/*", None),
        ("", None),
    ],
)
def test_content_range_is_read_or_left(value: str, read: ContentRange | None) -> None:
    assert content_range(httpx.Headers({"Content-Range": value})) == read
