"""Streams of a drag, living where their reads may block: never on the window's thread."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from queue import SimpleQueue
from threading import Condition, Thread
from time import sleep
from typing import TYPE_CHECKING, ClassVar, Final

from comtypes import COINIT_MULTITHREADED, CoInitializeEx, COMObject, CoUninitialize, OleDLL

from skop_desktop.desktop.windows_drag import results
from skop_desktop.desktop.windows_drag.arrival import Arrival, FileReader, UnsupportedSeek
from skop_desktop.desktop.windows_drag.interfaces import IStream
from skop_desktop.desktop.windows_drag.layout import StreamFacts
from skop_desktop.errors import SkopError

if TYPE_CHECKING:
    from ctypes import _Pointer

LINGER: Final = 1.0
"""Seconds that the apartment outlives its last stream: one may still be on its way to a target."""

_STREAM_KIND: Final = 2
"""``STGTY_STREAM``."""


class StreamApartment:
    """The multithreaded apartment of this process, held open while a drag's streams live in it.

    COM runs calls to objects that live there on threads of its own, so a read that waits for a
    download holds up neither the window nor the other streams.
    """

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._changed = Condition()
        self._streams = 0
        # A target that leaks a stream must not keep the app from ending.
        Thread(target=self._run, name="skop-drag", daemon=True).start()

    def stream_of(self, arrival: Arrival) -> int:
        """A new ``IStream`` for the calling thread, as a pointer that the caller owns."""
        on_its_way: Future[int] = Future()

        def make() -> None:
            try:
                on_its_way.set_result(self._marshalled(arrival))
            except OSError as error:
                on_its_way.set_exception(error)

        self._work.put(make)
        arrived = ctypes.c_void_p()
        OleDLL("ole32").CoGetInterfaceAndReleaseStream(
            ctypes.c_void_p(on_its_way.result()), ctypes.byref(IStream._iid_), ctypes.byref(arrived)
        )
        return arrived.value or 0

    def leave(self) -> None:
        """No new streams; the apartment closes when the last one has gone."""
        self._work.put(None)

    def stream_closed(self) -> None:
        """A stream was released for the last time."""
        with self._changed:
            self._streams -= 1
            self._changed.notify_all()

    def _marshalled(self, arrival: Arrival) -> int:
        stream = _FileStream(FileReader(arrival), self.stream_closed).QueryInterface(IStream)
        with self._changed:
            self._streams += 1
        on_its_way = ctypes.c_void_p()
        OleDLL("ole32").CoMarshalInterThreadInterfaceInStream(
            ctypes.byref(IStream._iid_), stream, ctypes.byref(on_its_way)
        )
        return on_its_way.value or 0

    def _run(self) -> None:
        CoInitializeEx(COINIT_MULTITHREADED)
        try:
            while (work := self._work.get()) is not None:
                work()
            with self._changed:
                self._changed.wait_for(lambda: not self._streams)
            sleep(LINGER)
        finally:
            CoUninitialize()


class _FileStream(COMObject):  # type: ignore[misc]  # comtypes ships no types
    """``IStream`` over a ``FileReader``."""

    _com_interfaces_: ClassVar = [IStream]

    def __init__(self, reader: FileReader, closed: Callable[[], None]) -> None:
        super().__init__()
        self._reader = reader
        self._closed = closed

    def _final_release_(self) -> None:
        self._reader.close()
        self._closed()

    def ISequentialStream_Read(
        self, _this: object, buffer: int | None, count: int, read: _Pointer[ctypes.c_uint32] | None
    ) -> int:
        if not buffer:
            return results.E_POINTER
        try:
            chunk = self._reader.read(count)
        except (SkopError, CancelledError, OSError) as error:
            return results.result_of(error)
        ctypes.memmove(buffer, chunk, len(chunk))
        if read:
            read[0] = len(chunk)
        return results.S_OK if len(chunk) == count else results.S_FALSE

    def ISequentialStream_Write(self, *_: object) -> int:
        return results.STG_E_ACCESSDENIED

    def IStream_Seek(
        self, _this: object, offset: int, origin: int, place: _Pointer[ctypes.c_uint64] | None
    ) -> int:
        try:
            arrived_at = self._reader.seek(offset, origin)
        except UnsupportedSeek:
            return results.STG_E_INVALIDFUNCTION
        if place:
            place[0] = arrived_at
        return results.S_OK

    def IStream_Stat(self, _this: object, facts: _Pointer[StreamFacts], _flags: int) -> int:
        try:
            size = self._reader.size()
        except (SkopError, CancelledError, OSError) as error:
            return results.result_of(error)
        facts[0] = StreamFacts(kind=_STREAM_KIND, size=size or 0)
        return results.S_OK
