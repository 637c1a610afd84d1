"""Structures of Windows byte by byte: what a target is handed as a block of memory.

Fixed sizes instead of ``ctypes.wintypes``, whose widths follow the machine they are read on.
Sources: shlobj_core.h (``FILEGROUPDESCRIPTORW``), objidl.h (the others).
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from typing import ClassVar, Final

FD_FILESIZE: Final = 0x00000040
FD_PROGRESSUI: Final = 0x00004000
FD_UNICODE: Final = 0x80000000
MOST_NAME_UNITS: Final = 259
"""UTF-16 units of ``cFileName[MAX_PATH]`` without its end."""

_DESCRIPTOR: Final = struct.Struct("<I16s8s8sI8s8s8sII520s")
_EMPTY: Final = b""


def file_group_descriptor(files: Sequence[tuple[str, int | None]]) -> bytes:
    """``FILEGROUPDESCRIPTORW`` of ``files``: name, and bytes where exactly known.

    Raises ``ValueError`` for a name longer than 259 UTF-16 units.
    """
    return b"".join([struct.pack("<I", len(files)), *(_descriptor(*file) for file in files)])


def _descriptor(name: str, size: int | None) -> bytes:
    encoded = name.encode("utf-16-le")
    if len(encoded) > 2 * MOST_NAME_UNITS:
        raise ValueError(f"a name of {len(encoded) // 2} units does not fit")
    flags = FD_UNICODE | FD_PROGRESSUI | (0 if size is None else FD_FILESIZE)
    high, low = divmod(size or 0, 1 << 32)
    nothing = (_EMPTY, _EMPTY, _EMPTY, 0, _EMPTY, _EMPTY, _EMPTY)
    return _DESCRIPTOR.pack(flags, *nothing, high, low, encoded)


class FormatEtc(ctypes.Structure):
    """``FORMATETC``: what a target asks for."""

    _fields_: ClassVar = [
        ("format", ctypes.c_uint16),
        ("device", ctypes.c_void_p),
        ("aspect", ctypes.c_uint32),
        ("index", ctypes.c_int32),
        ("mediums", ctypes.c_uint32),
    ]


class StorageMedium(ctypes.Structure):
    """``STGMEDIUM``: what it is handed. ``handle``: memory or a stream, as ``medium`` says."""

    _fields_: ClassVar = [
        ("medium", ctypes.c_uint32),
        ("handle", ctypes.c_void_p),
        ("releaser", ctypes.c_void_p),
    ]


class StreamFacts(ctypes.Structure):
    """``STATSTG``: what is known of a stream."""

    _fields_: ClassVar = [
        ("name", ctypes.c_void_p),
        ("kind", ctypes.c_uint32),
        ("size", ctypes.c_uint64),
        ("changed", ctypes.c_uint32 * 2),
        ("made", ctypes.c_uint32 * 2),
        ("used", ctypes.c_uint32 * 2),
        ("mode", ctypes.c_uint32),
        ("locks", ctypes.c_uint32),
        ("class_id", ctypes.c_uint32 * 4),
        ("state", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]
