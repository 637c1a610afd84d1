"""The HRESULTs that are given to a drag's target (winerror.h), and which one tells what."""

from __future__ import annotations

from concurrent.futures import CancelledError
from typing import Final

from skop_desktop.errors import TransferError, TransferFault

S_OK: Final = 0x00000000
S_FALSE: Final = 0x00000001
DATA_S_SAMEFORMATETC: Final = 0x00040130
DRAGDROP_S_DROP: Final = 0x00040100
DRAGDROP_S_CANCEL: Final = 0x00040101
DRAGDROP_S_USEDEFAULTCURSORS: Final = 0x00040102
E_NOTIMPL: Final = 0x80004001
E_POINTER: Final = 0x80004003
E_FAIL: Final = 0x80004005
OLE_E_ADVISENOTSUPPORTED: Final = 0x80040003
DV_E_FORMATETC: Final = 0x80040064
DV_E_LINDEX: Final = 0x80040068
DV_E_TYMED: Final = 0x80040069
DV_E_DVASPECT: Final = 0x8004006B
STG_E_INVALIDFUNCTION: Final = 0x80030001
STG_E_ACCESSDENIED: Final = 0x80030005
DISK_IS_FULL: Final = 0x80070070
"""``ERROR_DISK_FULL``."""
NETWORK_FAILED: Final = 0x8007003B
"""``ERROR_UNEXP_NET_ERR``: "An unexpected network error occurred." in Explorer's own words."""
CANCELLED: Final = 0x800704C7
"""``ERROR_CANCELLED``."""
CANNOT_READ: Final = 0x8007001E
"""``ERROR_READ_FAULT``."""


def result_of(error: BaseException) -> int:
    """What a target is told of ``error``. The reason in words stands in the app's Downloads."""
    if isinstance(error, CancelledError):
        return CANCELLED
    if isinstance(error, TransferError):
        return DISK_IS_FULL if error.fault is TransferFault.DISK_FULL else NETWORK_FAILED
    return CANNOT_READ if isinstance(error, OSError) else E_FAIL
