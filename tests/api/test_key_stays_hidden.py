"""The key is in no error, no log, no text form and no exception behind an exception."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from skop_desktop.errors import SkopError
from tests.support.scripted_service import ScriptedService

KEY = "sk-geheim-8c1f2e9a77"
JOB = "job_1"
STATUS = f"/scrape/status/{JOB}"
ECHO = f'{{"error": true, "message": "Bearer {KEY} is wrong", "detail": "{KEY}"}}'.encode()


def behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def everything_told(error: BaseException, *, with_locals: bool = False) -> str:
    told = [repr(error), str(error)]
    for one in behind(error):
        shown = traceback.TracebackException.from_exception(one, capture_locals=with_locals)
        told += [repr(one), str(one), *map(str, one.args), *shown.format()]
    return "\n".join(told)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 401, "body": ECHO},
        {"status": 400, "body": ECHO},
        {"status": 500, "body": ECHO},
        {"status": 200, "body": ECHO},
        {"status": 200, "body": KEY.encode()},
        {"close": True},
        {"cut_after": 3, "body": b"{}" * 50},
    ],
    ids=str,
)
async def test_no_answer_and_no_fault_brings_the_key_out(
    fault: dict[str, object], service: ScriptedService, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    service.answer("GET", STATUS, **fault)  # type: ignore[arg-type]  # a table of keywords
    async with SkopClient(service.url, key=SecretStr(KEY), budget=RequestBudget()) as client:
        with pytest.raises(SkopError) as raised:
            await client.job_status(JOB, attempts=1)
        assert KEY not in repr(client)
        assert KEY not in repr(vars(client))
    assert service.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in everything_told(raised.value)
    assert [type(one) for one in behind(raised.value)] == [type(raised.value)]
    assert KEY not in caplog.text


async def test_a_failed_connection_does_not_bring_the_key_out(service: ScriptedService) -> None:
    address = service.url.replace("http://", "https://")
    async with SkopClient(address, key=SecretStr(KEY), budget=RequestBudget()) as client:
        with pytest.raises(SkopError) as raised:
            await client.job_status(JOB, attempts=1)
    assert KEY not in everything_told(raised.value, with_locals=True)


async def test_a_dropped_connection_leaves_the_key_in_no_frame(service: ScriptedService) -> None:
    service.answer("GET", STATUS, close=True)
    async with SkopClient(service.url, key=SecretStr(KEY), budget=RequestBudget()) as client:
        with pytest.raises(SkopError) as raised:
            await client.job_status(JOB, attempts=1)
    assert KEY not in everything_told(raised.value, with_locals=True)


async def test_a_redirect_that_holds_the_key_does_not_bring_it_out(
    service: ScriptedService,
) -> None:
    service.answer("GET", STATUS, status=302, headers={"Location": f"https://x.org/{KEY}"})
    async with SkopClient(service.url, key=SecretStr(KEY), budget=RequestBudget()) as client:
        with pytest.raises(SkopError) as raised:
            await client.job_status(JOB, attempts=1)
    assert KEY not in everything_told(raised.value, with_locals=True)
