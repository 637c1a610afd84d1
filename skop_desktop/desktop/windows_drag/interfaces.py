"""The COM interfaces of a drag as ``comtypes`` wants them declared (objidl.h, oleidl.h, shldisp.h).

The order of the methods is the order of the virtual table.
"""

from __future__ import annotations

from ctypes import POINTER, c_int32, c_int64, c_uint32, c_uint64, c_void_p
from typing import ClassVar

from comtypes import GUID, HRESULT, STDMETHOD, IUnknown

from skop_desktop.desktop.windows_drag.layout import FormatEtc, StorageMedium, StreamFacts


def _methods(*declared: tuple[object, ...]) -> list[object]:
    return [STDMETHOD(HRESULT, name, arguments) for name, *arguments in declared]


class IDataObject(IUnknown):  # type: ignore[misc]  # comtypes ships no types
    """What is dragged."""

    _iid_ = GUID("{0000010E-0000-0000-C000-000000000046}")
    _methods_: ClassVar = _methods(
        ("GetData", POINTER(FormatEtc), POINTER(StorageMedium)),
        ("GetDataHere", POINTER(FormatEtc), POINTER(StorageMedium)),
        ("QueryGetData", POINTER(FormatEtc)),
        ("GetCanonicalFormatEtc", POINTER(FormatEtc), POINTER(FormatEtc)),
        ("SetData", POINTER(FormatEtc), POINTER(StorageMedium), c_int32),
        ("EnumFormatEtc", c_uint32, POINTER(c_void_p)),
        ("DAdvise", POINTER(FormatEtc), c_uint32, c_void_p, POINTER(c_uint32)),
        ("DUnadvise", c_uint32),
        ("EnumDAdvise", POINTER(c_void_p)),
    )


class IDataObjectAsyncCapability(IUnknown):  # type: ignore[misc]  # comtypes ships no types
    """Lets the target read on a thread of its own, after the drop."""

    _iid_ = GUID("{3D8B0590-F691-11D2-8EA9-006097DF5BD4}")
    _methods_: ClassVar = _methods(
        ("SetAsyncMode", c_int32),
        ("GetAsyncMode", POINTER(c_int32)),
        ("StartOperation", c_void_p),
        ("InOperation", POINTER(c_int32)),
        ("EndOperation", c_int32, c_void_p, c_uint32),
    )


class IDropSource(IUnknown):  # type: ignore[misc]  # comtypes ships no types
    """Says how long a drag goes on."""

    _iid_ = GUID("{00000121-0000-0000-C000-000000000046}")
    _methods_: ClassVar = _methods(
        ("QueryContinueDrag", c_int32, c_uint32), ("GiveFeedback", c_uint32)
    )


class ISequentialStream(IUnknown):  # type: ignore[misc]  # comtypes ships no types
    """The half of a stream that reads and writes."""

    _iid_ = GUID("{0C733A30-2A1C-11CE-ADE5-00AA0044773D}")
    _methods_: ClassVar = _methods(
        ("Read", c_void_p, c_uint32, POINTER(c_uint32)),
        ("Write", c_void_p, c_uint32, POINTER(c_uint32)),
    )


class IStream(ISequentialStream):
    """The bytes of one file."""

    _iid_ = GUID("{0000000C-0000-0000-C000-000000000046}")
    _methods_: ClassVar = _methods(
        ("Seek", c_int64, c_uint32, POINTER(c_uint64)),
        ("SetSize", c_uint64),
        ("CopyTo", c_void_p, c_uint64, POINTER(c_uint64), POINTER(c_uint64)),
        ("Commit", c_uint32),
        ("Revert",),
        ("LockRegion", c_uint64, c_uint64, c_uint32),
        ("UnlockRegion", c_uint64, c_uint64, c_uint32),
        ("Stat", POINTER(StreamFacts), c_uint32),
        ("Clone", POINTER(c_void_p)),
    )
