"""A dragged document is fetched by its first read, once, and says why when it does not come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from skop_desktop.desktop.windows_drag import DragItem, is_available, start_drag, why_not
from skop_desktop.desktop.windows_drag.arrival import Arrival, FileReader, UnsupportedSeek
from skop_desktop.desktop.windows_drag.results import (
    CANCELLED,
    CANNOT_READ,
    DISK_IS_FULL,
    E_FAIL,
    NETWORK_FAILED,
    result_of,
)
from skop_desktop.errors import TransferError, TransferFault

PATIENCE = 10.0
CONTENT = b"%PDF-1.7 the minutes"
GONE = TransferError("The website no longer has this document.", fault=TransferFault.GONE)

Elsewhere = Callable[[Callable[[], bytes]], "Future[bytes]"]


class Site:
    """Fetches when it is let, and counts how often it was asked."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.asked = 0
        self.was_asked = Event()
        self.may_answer = Event()
        self.cancelled = Event()
        self.error: Exception | None = None

    def fetch(self, cancelled: Event) -> Path:
        self.asked += 1
        self.cancelled = cancelled
        self.was_asked.set()
        assert self.may_answer.wait(PATIENCE)
        if self.error is not None:
            raise self.error
        self.file.write_bytes(CONTENT)
        return self.file

    def item(self, size: int | None = None) -> DragItem:
        return DragItem("minutes.pdf", size, self.fetch)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "minutes.pdf")


@pytest.fixture
def elsewhere(site: Site) -> Iterator[Elsewhere]:
    """Runs a read on a thread of its own, as COM does."""
    with ThreadPoolExecutor(4) as threads:
        yield threads.submit
        site.may_answer.set()


def read_whole(reader: FileReader, chunk: int = 7) -> bytes:
    with closing(reader):
        return b"".join(iter(lambda: reader.read(chunk), b""))


def test_hovering_fetches_nothing(site: Site) -> None:
    arrival = Arrival(site.item())
    for _ in range(3):
        reader = FileReader(arrival)
        assert reader.size() is None
        assert reader.seek(0, os.SEEK_SET) == 0
        assert reader.seek(0, os.SEEK_CUR) == 0
        reader.close()
    assert site.asked == 0


def test_the_first_read_waits_for_the_file_and_the_others_go_on_in_it(
    site: Site, elsewhere: Elsewhere
) -> None:
    reader = FileReader(Arrival(site.item()))
    reading = elsewhere(lambda: read_whole(reader))
    assert site.was_asked.wait(PATIENCE)
    assert not reading.done()
    site.may_answer.set()
    assert reading.result(PATIENCE) == CONTENT
    assert site.asked == 1
    assert reader.size() == len(CONTENT)


def test_streams_of_one_document_share_one_fetch(site: Site, elsewhere: Elsewhere) -> None:
    arrival = Arrival(site.item())
    first = elsewhere(lambda: read_whole(FileReader(arrival)))
    assert site.was_asked.wait(PATIENCE)
    second = elsewhere(lambda: read_whole(FileReader(arrival)))
    site.may_answer.set()
    assert (first.result(PATIENCE), second.result(PATIENCE)) == (CONTENT, CONTENT)
    assert read_whole(FileReader(arrival)) == CONTENT
    assert site.asked == 1


def test_documents_do_not_wait_for_one_another(
    site: Site, tmp_path: Path, elsewhere: Elsewhere
) -> None:
    quick = Site(tmp_path / "quick.pdf")
    quick.may_answer.set()
    slow = elsewhere(lambda: read_whole(FileReader(Arrival(site.item()))))
    assert site.was_asked.wait(PATIENCE)
    assert read_whole(FileReader(Arrival(quick.item()))) == CONTENT
    assert not slow.done()


def test_a_document_that_does_not_come_fails_its_stream_for_good(site: Site) -> None:
    site.may_answer.set()
    site.error = GONE
    reader = FileReader(Arrival(site.item()))
    for call in (lambda: reader.read(1), lambda: reader.read(1), reader.size):
        with pytest.raises(TransferError) as failure:
            call()
        assert failure.value is GONE
    assert site.asked == 1


class NoticedEvent(Event):
    """Tells when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waited_for = Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.is_waited_for.set()
        return super().wait(timeout)


def test_who_waits_with_others_is_told_of_the_failure_too(site: Site, elsewhere: Elsewhere) -> None:
    site.error = GONE
    arrival = Arrival(site.item())
    first = elsewhere(lambda: FileReader(arrival).read(1))
    assert site.was_asked.wait(PATIENCE)
    over = arrival._attempt.over = NoticedEvent()
    second = elsewhere(lambda: FileReader(arrival).read(1))
    assert over.is_waited_for.wait(PATIENCE)
    site.may_answer.set()
    for reading in (first, second):
        with pytest.raises(TransferError):
            reading.result(PATIENCE)
    assert site.asked == 1


def test_trying_again_opens_a_stream_that_fetches_again(site: Site) -> None:
    site.may_answer.set()
    site.error = GONE
    arrival = Arrival(site.item())
    with pytest.raises(TransferError):
        FileReader(arrival).read(1)
    site.error = None
    assert read_whole(FileReader(arrival)) == CONTENT
    assert site.asked == 2


def test_giving_up_reaches_the_fetch_that_is_under_way(site: Site, elsewhere: Elsewhere) -> None:
    site.error = CancelledError()
    arrival = Arrival(site.item())
    reading = elsewhere(lambda: FileReader(arrival).read(1))
    assert site.was_asked.wait(PATIENCE)
    arrival.give_up()
    assert site.cancelled.is_set()
    site.may_answer.set()
    with pytest.raises(CancelledError):
        reading.result(PATIENCE)


def test_giving_up_before_anything_is_read_harms_no_later_read(site: Site) -> None:
    site.may_answer.set()
    arrival = Arrival(site.item())
    arrival.give_up()
    assert read_whole(FileReader(arrival)) == CONTENT
    assert not site.cancelled.is_set()


def test_a_file_on_disk_is_read_without_a_fetch(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "here.pdf"
    file.write_bytes(CONTENT)
    reader = FileReader(Arrival(DragItem("here.pdf", None, site.fetch, file)))
    assert reader.size() == len(CONTENT)
    assert read_whole(reader) == CONTENT
    assert site.asked == 0


def test_a_file_that_has_gone_from_the_stage_is_an_error(site: Site, tmp_path: Path) -> None:
    reader = FileReader(Arrival(DragItem("here.pdf", 5, site.fetch, tmp_path / "not there")))
    with pytest.raises(FileNotFoundError):
        reader.read(1)


def test_an_exact_size_is_told_before_the_fetch(site: Site) -> None:
    assert FileReader(Arrival(site.item(20))).size() == 20


def test_only_the_start_and_the_present_place_are_sought(site: Site) -> None:
    site.may_answer.set()
    reader = FileReader(Arrival(site.item()))
    with pytest.raises(UnsupportedSeek):
        reader.seek(4, os.SEEK_SET)
    assert reader.read(4) == CONTENT[:4]
    assert reader.seek(0, os.SEEK_CUR) == 4
    assert reader.seek(4, os.SEEK_SET) == 4
    for offset, origin in ((-1, os.SEEK_CUR), (9, os.SEEK_SET), (0, os.SEEK_END)):
        with pytest.raises(UnsupportedSeek):
            reader.seek(offset, origin)
    assert reader.seek(0, os.SEEK_SET) == 0
    assert read_whole(reader) == CONTENT


def test_a_closed_stream_lets_go_of_the_file(site: Site) -> None:
    site.may_answer.set()
    reader = FileReader(Arrival(site.item()))
    assert reader.read(1) == CONTENT[:1]
    reader.close()
    with pytest.raises(ValueError, match="closed file"):
        reader.read(1)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (GONE, NETWORK_FAILED),
        (TransferError("The disk is full.", fault=TransferFault.DISK_FULL), DISK_IS_FULL),
        (CancelledError(), CANCELLED),
        (FileNotFoundError(), CANNOT_READ),
        (MemoryError(), E_FAIL),
    ],
)
def test_a_target_is_always_told_of_an_error(error: Exception, told: int) -> None:
    assert result_of(error) == told
    assert told & 0x80000000


def test_elsewhere_than_on_windows_it_says_so() -> None:
    assert why_not("linux") == "Only Windows takes files this way."
    assert not is_available("darwin")


def test_windows_without_its_library_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "Install it again" in why_not("win32")


@pytest.mark.skipif(os.name == "nt", reason="would drag")
def test_a_drag_elsewhere_is_refused() -> None:
    with pytest.raises(OSError, match="Only Windows"):
        start_drag([], 0)
