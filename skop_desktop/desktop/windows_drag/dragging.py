"""The drag itself, from the moved pointer to the drop."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes.wintypes import POINT
from typing import ClassVar, Final

from comtypes import COMObject, OleDLL, WinDLL

from skop_desktop.desktop.windows_drag import results
from skop_desktop.desktop.windows_drag.data_object import DataObject
from skop_desktop.desktop.windows_drag.interfaces import IDataObject, IDropSource
from skop_desktop.desktop.windows_drag.item import DragItem
from skop_desktop.desktop.windows_drag.offer import COPY, next_step

_BUTTON_RELEASED: Final = 0x0202
"""``WM_LBUTTONUP``."""


def drag(items: Sequence[DragItem], window_handle: int) -> bool:
    """As ``start_drag`` of this package."""
    ole = OleDLL("ole32")
    ole.OleInitialize(None)
    try:
        data = DataObject(items)
        effect = ctypes.c_uint32()
        ended = ole.DoDragDrop(
            data.QueryInterface(IDataObject),
            _DropSource().QueryInterface(IDropSource),
            COPY,
            ctypes.byref(effect),
        )
        was_dropped = ended == results.DRAGDROP_S_DROP
        # A target that reads later may not name the effect yet.
        return was_dropped and (bool(effect.value & COPY) or data.is_being_read)
    finally:
        _tell_of_release(window_handle)
        WinDLL("ole32").OleUninitialize()


def _tell_of_release(window_handle: int) -> None:
    """Send the window the release of the button, which went to the drag's own window."""
    user = WinDLL("user32")
    window = ctypes.c_void_p(window_handle)
    pointer = POINT()
    user.GetCursorPos(ctypes.byref(pointer))
    user.ScreenToClient(window, ctypes.byref(pointer))
    place = (pointer.y & 0xFFFF) << 16 | (pointer.x & 0xFFFF)
    user.PostMessageW(window, _BUTTON_RELEASED, ctypes.c_size_t(0), ctypes.c_ssize_t(place))


class _DropSource(COMObject):  # type: ignore[misc]  # comtypes ships no types
    """``IDropSource``: ends with the button, is given up with Escape or the other button."""

    _com_interfaces_: ClassVar = [IDropSource]

    def IDropSource_QueryContinueDrag(self, _this: object, escape: int, buttons: int) -> int:
        return next_step(escape=bool(escape), buttons=buttons)

    def IDropSource_GiveFeedback(self, _this: object, _effect: int) -> int:
        return results.DRAGDROP_S_USEDEFAULTCURSORS
