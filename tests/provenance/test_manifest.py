from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.provenance import manifest
from skop_desktop.provenance.entry import COLUMNS
from tests.support.saved_folder import entry

ENTRIES = (entry("Minutes.pdf", b"1", 1), entry("=a, b.pdf", b"2", 2), entry("ç;d.pdf", b"3", 3))
OURS = manifest.HEADER + manifest.rows_as_written(saved.cells() for saved in ENTRIES)
TABLE = list(csv.reader(io.StringIO(OURS.decode("utf-8-sig"), newline="")))


def table(
    rows: list[list[str]], delimiter: str = ",", *, ends: str = "\r\n", quotes: bool = False
) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=ends,
        quoting=csv.QUOTE_ALL if quotes else csv.QUOTE_MINIMAL,
    )
    writer.writerows(rows)
    return text.getvalue()


@pytest.mark.parametrize(
    "saved_again",
    [
        lambda: OURS,
        lambda: OURS[3:],
        lambda: table(TABLE, ends="\n").encode(),
        lambda: table(TABLE, ends="\r").encode("utf-8-sig"),
        lambda: table(TABLE, ";").encode("cp1252"),
        lambda: table(TABLE, "\t").encode("utf-16"),
        lambda: table(TABLE, quotes=True).encode(),
        lambda: b"sep=;\r\n" + table(TABLE, ";").encode(),
        lambda: b"\r\n" + OURS,
        lambda: table([row[::-1] for row in TABLE]).encode(),
        lambda: table([["", *row, "mine"] for row in TABLE]).encode(),
        lambda: table([[title.upper() + " " for title in TABLE[0]], *TABLE[1:]]).encode(),
        lambda: OURS + b"\r\n,,,\r\n",
    ],
)
def test_the_list_is_read_as_programs_save_it(saved_again: Callable[[], bytes]) -> None:
    told = manifest.read(saved_again())
    assert told is not None
    assert told.entries == ENTRIES


def test_columns_that_are_gone_are_not_known() -> None:
    kept = [COLUMNS.index("File"), COLUMNS.index("SHA-256")]
    told = manifest.read(table([[row[column] for column in kept] for row in TABLE]).encode())
    assert told is not None
    assert [(row.file, row.sha256, row.url, row.size) for row in told.entries] == [
        (row.file, row.sha256, "", None) for row in ENTRIES
    ]


@pytest.mark.parametrize(
    "other", [b"", b"\n", b"Name,Amount\nRent,4\n", b"%PDF-1.7\n\x00\xff", b"File\na.pdf\n"]
)
def test_any_other_file_is_no_list(other: bytes) -> None:
    assert manifest.read(other) is None


def test_figures_that_are_none_are_not_known() -> None:
    told = manifest.read(b'File,SHA-256,Size (bytes),Confidence\na,b,-1e9,nan\nb,c,12,"0,5"\n')
    assert told is not None
    assert [(row.size, row.confidence) for row in told.entries] == [(None, None), (12, 0.5)]


def test_a_cell_without_end_spoils_its_row_alone() -> None:
    told = manifest.read(OURS + b"x" * 200_000 + b",b\r\n" + OURS[len(manifest.HEADER) :])
    assert told is not None
    assert set(told.entries) == set(ENTRIES)
    assert told.unreadable_rows == 1


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_fail(content: bytes) -> None:
    manifest.read(content)
    manifest.read(manifest.HEADER + content)
    manifest.rows_of_ours(manifest.HEADER + content)
