"""What goes wrong in work that a click started is told, never lost."""

from __future__ import annotations

import asyncio

from skop_desktop.errors import Detail, SkopError
from skop_desktop.messages import Level, Message
from skop_desktop.ui.desk.told import Doer
from tests.support.waiting import until


async def test_an_error_of_the_apps_own_becomes_a_message(
    doer: Doer, told: list[Message], unexpected: list[BaseException]
) -> None:
    async def fails() -> None:
        raise SkopError("The folder is full.", advice="Make room.", detail=Detail(text="ENOSPC"))

    doer.do(fails(), "write")
    await until(lambda: told)
    (message,) = told
    assert (message.level, message.text) == (Level.ERROR, "The folder is full. Make room.")
    assert message.details == "ENOSPC"
    assert unexpected == []


async def test_any_other_error_is_told_as_unexpected(
    doer: Doer, told: list[Message], unexpected: list[BaseException]
) -> None:
    async def fails() -> None:
        raise ZeroDivisionError("a fault of ours")

    doer.do(fails(), "write")
    await until(lambda: unexpected)
    assert [str(error) for error in unexpected] == ["a fault of ours"]
    assert told == []


async def test_work_that_goes_well_says_nothing_by_itself(doer: Doer, told: list[Message]) -> None:
    done = asyncio.Event()

    async def works() -> int:
        done.set()
        return 5

    doer.do(works(), "work")
    await done.wait()
    doer.tell(Message(Level.DONE, "Written."))
    assert [message.text for message in told] == ["Written."]


async def test_what_holds_no_longer_is_taken_back(doer: Doer, withdrawn: list[str]) -> None:
    doer.withdraw("a job")
    assert withdrawn == ["a job"]


async def test_one_at_a_time_keeps_the_newest(doer: Doer, told: list[Message]) -> None:
    slot = doer.one_at_a_time()
    log: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            log.append(name)

    slot.start(work("first"), name="first")
    await asyncio.sleep(0)
    slot.start(work("second"), name="second")
    await until(lambda: log == ["first"])
    slot.cancel()
    await until(lambda: log == ["first", "second"])
    assert told == []
