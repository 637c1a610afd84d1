"""Messages between the app and its transfers: the values as they were, and no others."""

from __future__ import annotations

import os
import pickle
import struct
import threading
from io import BytesIO
from pathlib import Path

import pytest

from skop_desktop.downloads.orders import Limits, Order
from skop_desktop.downloads.snapshot import (
    JobFacts,
    QueueSnapshot,
    TransferSnapshot,
    TransferState,
)
from skop_desktop.downloads.wire import (
    News,
    Opening,
    Outbox,
    UnreadableMessage,
    read_message,
    write_message,
)
from skop_desktop.errors import Detail, LibraryError, TransferError, TransferFault
from tests.support.transfers import wanted

DOCUMENT = wanted("https://a.org/x", "Minutes – 議事録", into="/desk")
ERROR = TransferError(
    "It did not arrive.",
    advice="Try again.",
    detail=Detail(404, "https://a.org/x", "x"),
    fault=TransferFault.GONE,
    retry_after=3.0,
)
SNAPSHOT = TransferSnapshot(
    DOCUMENT.key, "Minutes", "", TransferState.FAILED, 3, 5, path=Path("/desk/x.pdf"), error=ERROR
)


@pytest.mark.parametrize(
    "message",
    [
        Opening(Path("ledger"), Limits(2, 1, 10, None, marks_origin=False), Path("kept")),
        Order("start", (Path("folder"), (DOCUMENT,), JobFacts("job")), 7),
        Order("move", ((DOCUMENT.key,), None), 8),
        News("removed", (DOCUMENT.key,)),
        News("done", 7),
    ],
)
def test_a_message_arrives_as_it_was(message: Opening | Order | News) -> None:
    pipe = BytesIO()
    write_message(pipe, message)
    write_message(pipe, message)
    pipe.seek(0)
    assert read_message(pipe) == message
    assert read_message(pipe) == message
    assert read_message(pipe) is None


@pytest.mark.parametrize("error", [ERROR, LibraryError("No list.", advice="Make room.")])
def test_an_error_arrives_with_all_it_says(error: TransferError | LibraryError) -> None:
    pipe = BytesIO()
    write_message(pipe, News("trouble", error))
    pipe.seek(0)
    news = read_message(pipe)
    assert isinstance(news, News)
    assert type(news.value) is type(error)
    assert vars(news.value) == vars(error)
    assert (str(news.value), news.value.args) == (str(error), error.args)


def test_snapshots_arrive_with_their_errors() -> None:
    pipe = BytesIO()
    write_message(pipe, News("batch", (SNAPSHOT,)))
    write_message(pipe, News("queue", QueueSnapshot(is_paused=True, trouble=ERROR)))
    pipe.seek(0)
    batch, queue = read_message(pipe), read_message(pipe)
    assert isinstance(batch, News)
    assert isinstance(queue, News)
    (one,) = batch.value
    assert (one.key, one.state, one.path) == (DOCUMENT.key, SNAPSHOT.state, SNAPSHOT.path)
    assert str(one.error) == str(queue.value.trouble) == str(ERROR)


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("made by a message",)


@pytest.mark.parametrize(
    "body",
    [pickle.dumps(Evil()), pickle.dumps(News("batch", Evil())), pickle.dumps(5), b"", b"\x80\x05x"],
)
def test_nothing_but_our_values_is_read(
    body: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableMessage):
        read_message(BytesIO(struct.pack(">I", len(body)) + body))
    assert list(tmp_path.iterdir()) == []


def test_a_message_that_breaks_off_is_the_end() -> None:
    pipe = BytesIO()
    write_message(pipe, News("done", 1))
    for length in range(len(pipe.getvalue())):
        assert read_message(BytesIO(pipe.getvalue()[:length])) is None


def test_nobody_waits_for_a_pipe_that_is_full() -> None:
    read_end, write_end = os.pipe()
    outbox = Outbox(os.fdopen(write_end, "wb"), "full")
    many = [News("batch", ("x" * 10_000, n)) for n in range(100)]
    for message in many:
        outbox.put(message)
    closing = threading.Thread(target=outbox.close, args=(20,))
    closing.start()
    with os.fdopen(read_end, "rb") as pipe:
        assert [read_message(pipe) for _ in many] == many
        assert read_message(pipe) is None
    closing.join()


def test_a_pipe_that_nobody_reads_any_more_takes_everything() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    outbox = Outbox(os.fdopen(write_end, "wb"), "gone")
    outbox.put(News("done", 1))
    outbox.close(20)
    outbox.put(News("done", 2))
