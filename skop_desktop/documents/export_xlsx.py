"""An Excel workbook: numbers as numbers, dates as dates, links that open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.export_rows import TITLES, ExportNotes, ExportRow, rows

_WIDTHS: Final = (48, 11, 8, 10, 40, 18, 48, 40)
_MOST_LINKS: Final = 65_530
_LONGEST_LINK: Final = 2_079
_MOST_ROWS: Final = 1_048_575
_FIRST_DATE: Final = datetime(1900, 3, 1, tzinfo=UTC)
"""Before this, Excel's calendar has a day that never was."""

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd hh:mm",
}


def write_xlsx(
    path: Path,
    documents: Sequence[ExtractedDocument],
    saved: Mapping[str, Path],
    notes: ExportNotes,
) -> None:
    """Writes the workbook. Raises ``OSError`` where that cannot be done."""
    if len(documents) > _MOST_ROWS:
        raise OSError(f"Excel holds no more than {_MOST_ROWS:,} rows")
    try:
        with xlsxwriter.Workbook(path, _OPTIONS) as book:
            sheet = book.add_worksheet("Documents")
            look = _Look(
                percent=book.add_format({"num_format": "0 %"}),
                size=book.add_format({"num_format": "0.00"}),
                link=book.get_default_url_format(),
            )
            _lay_out(sheet, len(documents), book.add_format({"bold": True}))
            for number, row in enumerate(rows(documents, saved), start=1):
                _write(sheet, number, row, look, notes)
    except XlsxFileError as error:
        raise OSError(str(error)) from error


class _Look:
    def __init__(self, *, percent: Format, size: Format, link: Format) -> None:
        self.percent = percent
        self.size = size
        self.link = link
        self.links_written = 0


def _lay_out(sheet: Worksheet, count: int, bold: Format) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, count), len(TITLES) - 1)
    sheet.write_row(0, 0, TITLES, bold)


def _write(sheet: Worksheet, number: int, row: ExportRow, look: _Look, notes: ExportNotes) -> None:
    name, kind, found_on, link, saved_as = (
        notes.fit(text, row.name)
        for text in (row.name, row.type, row.found_on, row.link, row.saved_as)
    )
    sheet.write_string(number, 0, name)
    if row.confidence is not None:
        sheet.write_number(number, 1, row.confidence, look.percent)
    sheet.write_string(number, 2, kind)
    if row.size_mb is not None:
        sheet.write_number(number, 3, row.size_mb, look.size)
    sheet.write_string(number, 4, found_on)
    if row.found_at is not None and row.found_at >= _FIRST_DATE:
        # Excel's dates know no zone; the title of the column says that they are UTC.
        sheet.write_datetime(number, 5, row.found_at.astimezone(UTC).replace(tzinfo=None))
    elif row.found_at is not None:
        sheet.write_string(number, 5, row.found_at.isoformat())
    _write_link(sheet, number, link, look, notes)
    sheet.write_string(number, 7, saved_as)


def _write_link(sheet: Worksheet, number: int, link: str, look: _Look, notes: ExportNotes) -> None:
    if not link.lower().startswith(("http://", "https://")):
        sheet.write_string(number, 6, link)
    elif look.links_written >= _MOST_LINKS or len(link) > _LONGEST_LINK:
        notes.unlinked += 1
        sheet.write_string(number, 6, link)
    else:
        look.links_written += 1
        sheet.write_url(number, 6, link, look.link, string=link[:255])
