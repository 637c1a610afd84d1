"""What Windows reads as memory is laid out as its headers say (64 bits)."""

from __future__ import annotations

import ctypes
import struct
import sys

import pytest

from skop_desktop.desktop.windows_drag.layout import (
    FormatEtc,
    StorageMedium,
    StreamFacts,
    file_group_descriptor,
)

ON_64_BITS = pytest.mark.skipif(sys.maxsize < 2**32, reason="the app is made for 64 bits")
DESCRIPTOR_SIZE = 592
NAME_OFFSET = 72


def part(block: bytes, file: int, offset: int, size: int) -> bytes:
    start = 4 + file * DESCRIPTOR_SIZE + offset
    return block[start : start + size]


def number(block: bytes, file: int, offset: int) -> int:
    (value,) = struct.unpack("<I", part(block, file, offset, 4))
    return int(value)


def test_the_count_comes_first_and_each_file_takes_592_bytes() -> None:
    block = file_group_descriptor([("a", None), ("b", 1), ("c", None)])
    assert len(block) == 4 + 3 * DESCRIPTOR_SIZE
    assert block[:4] == b"\x03\0\0\0"
    assert file_group_descriptor([]) == b"\0\0\0\0"


def test_a_name_is_utf_16_at_its_place_and_ends_with_zeros() -> None:
    block = file_group_descriptor([("a.pdf", None), ("漢𝄞.pdf", None)])
    assert part(block, 0, NAME_OFFSET, 520) == "a.pdf".encode("utf-16-le").ljust(520, b"\0")
    assert part(block, 1, NAME_OFFSET, 520) == "漢𝄞.pdf".encode("utf-16-le").ljust(520, b"\0")


def test_a_name_leaves_room_for_its_end() -> None:
    block = file_group_descriptor([("x" * 259, None)])
    assert part(block, 0, NAME_OFFSET + 518, 2) == b"\0\0"
    with pytest.raises(ValueError, match="260"):
        file_group_descriptor([("x" * 260, None)])


def test_progress_and_unicode_are_always_asked_for() -> None:
    block = file_group_descriptor([("a", None)])
    assert number(block, 0, 0) == 0x80004000


def test_a_size_stands_there_only_when_it_is_exact() -> None:
    block = file_group_descriptor([("a", None), ("b", 0), ("c", (3 << 32) + 7)])
    assert [number(block, file, 0) & 0x40 for file in range(3)] == [0, 0x40, 0x40]
    assert [(number(block, file, 64), number(block, file, 68)) for file in range(3)] == [
        (0, 0),
        (0, 0),
        (3, 7),
    ]


def test_what_is_not_said_is_zero() -> None:
    block = file_group_descriptor([("a", 5)])
    assert part(block, 0, 4, 60) == bytes(60)


@ON_64_BITS
def test_the_structures_have_the_sizes_of_64_bit_windows() -> None:
    assert ctypes.sizeof(FormatEtc) == 32
    assert ctypes.sizeof(StorageMedium) == 24
    assert ctypes.sizeof(StreamFacts) == 80


@ON_64_BITS
def test_the_fields_are_where_windows_reads_them() -> None:
    names = ("format", "device", "aspect", "index", "mediums")
    assert [getattr(FormatEtc, name).offset for name in names] == [0, 8, 16, 20, 24]
    assert StorageMedium.handle.offset == 8
    assert StorageMedium.releaser.offset == 16
    assert StreamFacts.kind.offset == 8
    assert StreamFacts.size.offset == 16
    assert StreamFacts.class_id.offset == 56
