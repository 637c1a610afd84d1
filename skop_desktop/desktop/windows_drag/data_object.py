"""The COM object that a drag hands to its target."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from comtypes import COMObject, WinDLL

from skop_desktop.desktop.drag_names import drag_names
from skop_desktop.desktop.windows_drag import results
from skop_desktop.desktop.windows_drag.arrival import Arrival
from skop_desktop.desktop.windows_drag.interfaces import IDataObject, IDataObjectAsyncCapability
from skop_desktop.desktop.windows_drag.item import DragItem
from skop_desktop.desktop.windows_drag.layout import (
    FormatEtc,
    StorageMedium,
    file_group_descriptor,
)
from skop_desktop.desktop.windows_drag.offer import (
    COPY,
    INTERNET,
    ISTREAM,
    Answer,
    Content,
    Offer,
    Request,
)
from skop_desktop.desktop.windows_drag.streams import StreamApartment

if TYPE_CHECKING:
    from ctypes import _Pointer

LARGEST_IN_MEMORY: Final = 1_000_000
"""Bytes of a file that is also handed over as memory, which holds up the window for as long."""

_GET: Final = 1
"""``DATADIR_GET``."""
_MOVEABLE: Final = 0x0002
"""``GMEM_MOVEABLE``."""


class DataObject(COMObject):  # type: ignore[misc]  # comtypes ships no types
    """``IDataObject`` of virtual files, to be read after the drop if the target wishes.

    Lives on the window's thread, which COM calls it on; only the streams live elsewhere. Nothing
    here waits for a download: files come as streams, and as memory only when they are small and on
    disk already.
    """

    _com_interfaces_: ClassVar = [IDataObject, IDataObjectAsyncCapability]

    def __init__(self, items: Sequence[DragItem]) -> None:
        super().__init__()
        self._arrivals = [Arrival(item) for item in items]
        names = drag_names(item.name for item in items)
        sizes = [arrival.size() for arrival in self._arrivals]
        self._descriptor = file_group_descriptor(list(zip(names, sizes, strict=True)))
        register = WinDLL("user32").RegisterClipboardFormatW
        self._offer = Offer(
            {content: register(ctypes.c_wchar_p(content.value)) for content in Content},
            [
                item.path is not None and (size or 0) <= LARGEST_IN_MEMORY
                for item, size in zip(items, sizes, strict=True)
            ],
        )
        self._apartment = StreamApartment()
        self._is_async = True
        self.is_being_read = False

    def _final_release_(self) -> None:
        self._apartment.leave()

    def IDataObject_GetData(
        self, _this: object, wanted: _Pointer[FormatEtc], medium: _Pointer[StorageMedium]
    ) -> int:
        answer = self._offer.answer(_request(wanted[0]))
        if isinstance(answer, int):
            return answer
        try:
            handle = self._handle(answer)
        except (OSError, MemoryError) as error:
            return results.result_of(error)
        medium[0] = StorageMedium(answer.medium, handle, None)
        return results.S_OK

    def IDataObject_QueryGetData(self, _this: object, wanted: _Pointer[FormatEtc]) -> int:
        answer = self._offer.answer(_request(wanted[0]))
        return answer if isinstance(answer, int) else results.S_OK

    def IDataObject_GetCanonicalFormatEtc(
        self, _this: object, wanted: _Pointer[FormatEtc], same: _Pointer[FormatEtc]
    ) -> int:
        same[0] = wanted[0]
        same[0].device = None
        return results.DATA_S_SAMEFORMATETC

    def IDataObject_EnumFormatEtc(
        self, _this: object, direction: int, enumerator: _Pointer[ctypes.c_void_p]
    ) -> int:
        if direction != _GET:
            return results.E_NOTIMPL
        formats = [
            FormatEtc(each.format, None, each.aspect, each.index, each.mediums)
            for each in self._offer.formats()
        ]
        made: int = WinDLL("shell32").SHCreateStdEnumFmtEtc(
            len(formats), (FormatEtc * len(formats))(*formats), enumerator
        )
        return made

    def IDataObject_DAdvise(self, *_: object) -> int:
        return results.OLE_E_ADVISENOTSUPPORTED

    def IDataObject_DUnadvise(self, *_: object) -> int:
        return results.OLE_E_ADVISENOTSUPPORTED

    def IDataObject_EnumDAdvise(self, *_: object) -> int:
        return results.OLE_E_ADVISENOTSUPPORTED

    def IDataObjectAsyncCapability_SetAsyncMode(self, _this: object, is_async: int) -> int:
        self._is_async = bool(is_async)
        return results.S_OK

    def IDataObjectAsyncCapability_GetAsyncMode(
        self, _this: object, is_async: _Pointer[ctypes.c_int32]
    ) -> int:
        is_async[0] = self._is_async
        return results.S_OK

    def IDataObjectAsyncCapability_StartOperation(self, *_: object) -> int:
        self.is_being_read = True
        return results.S_OK

    def IDataObjectAsyncCapability_InOperation(
        self, _this: object, is_being_read: _Pointer[ctypes.c_int32]
    ) -> int:
        is_being_read[0] = self.is_being_read
        return results.S_OK

    def IDataObjectAsyncCapability_EndOperation(
        self, _this: object, result: int, _reserved: object, _effects: int
    ) -> int:
        self.is_being_read = False
        if result < 0:
            for arrival in self._arrivals:
                arrival.give_up()
        return results.S_OK

    def _handle(self, answer: Answer) -> int:
        if answer.medium == ISTREAM:
            return self._apartment.stream_of(self._arrivals[answer.index])
        if answer.content is Content.FILE:
            return _in_memory(self._arrivals[answer.index].path().read_bytes())
        if answer.content is Content.DESCRIPTOR:
            return _in_memory(self._descriptor)
        return _in_memory(struct.pack("<I", COPY if answer.content is Content.EFFECT else INTERNET))


def _request(wanted: FormatEtc) -> Request:
    return Request(wanted.format, wanted.mediums, wanted.index, wanted.aspect)


def _in_memory(content: bytes) -> int:
    """``content`` in memory that the target frees. Raises ``MemoryError`` where there is none."""
    kernel = WinDLL("kernel32")
    kernel.GlobalAlloc.restype = kernel.GlobalLock.restype = ctypes.c_void_p
    # An empty block would count as discarded.
    memory = kernel.GlobalAlloc(_MOVEABLE, ctypes.c_size_t(max(1, len(content))))
    place = kernel.GlobalLock(ctypes.c_void_p(memory))
    if not place:
        raise MemoryError("Windows has no memory for what is dragged")
    ctypes.memmove(place, content, len(content))
    kernel.GlobalUnlock(ctypes.c_void_p(memory))
    return int(memory)
