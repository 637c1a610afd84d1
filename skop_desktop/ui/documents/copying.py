"""Rows for the clipboard: text, a table that pastes into a spreadsheet, and the saved files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QUrl

from skop_desktop.documents.columns import COLUMNS
from skop_desktop.documents.table_text import as_html_table, as_tabbed_text
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.ui.documents.cells import KEYS, Cells

_COPIED_FILES: Final = "x-special/gnome-copied-files"
"""What Nautilus, Thunar, Nemo and Caja paste: "copy" or "cut", then one address a line."""


def copied_rows(rows: Sequence[Cells]) -> QMimeData:
    """What Ctrl+C puts on the clipboard. Pasted into a folder, the saved files arrive there."""
    titles = [*(column.title for column in COLUMNS), "Link"]
    texts = [[*map(row.text, KEYS), row.document.url or ""] for row in rows]
    data = QMimeData()
    data.setText(as_tabbed_text(titles, texts))
    data.setHtml(as_html_table(titles, texts, [row.document.url for row in rows]))
    files = [QUrl.fromLocalFile(path) for path in map(_saved_file, rows) if path]
    if files:
        data.setUrls(files)
        lines = [b"copy", *(url.toEncoded().data() for url in files)]
        data.setData(_COPIED_FILES, QByteArray(b"\n".join(lines)))
    return data


def _saved_file(row: Cells) -> str:
    transfer = row.transfer
    is_saved = transfer is not None and transfer.state is TransferState.SAVED
    return str(transfer.path) if is_saved and transfer is not None and transfer.path else ""
