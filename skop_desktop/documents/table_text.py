"""Rows of a table for the clipboard: as text with tabs, and as a table that Excel takes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from skop_desktop.documents.shown import shown_text
from skop_desktop.documents.spreadsheet_safety import neutralised

_HEAD = '<html><head><meta charset="utf-8"></head><body><table>'
_END = "</table></body></html>"


def as_tabbed_text(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """One line a row, the titles first; no cell can break out of its place."""
    lines = ["\t".join(neutralised(shown_text(cell)) for cell in row) for row in [titles, *rows]]
    return "\n".join(lines) + "\n"


def as_html_table(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    links: Sequence[str | None] | None = None,
) -> str:
    """The same as an HTML table. ``links``: where the first cell of each row leads, if anywhere."""
    addresses = links if links is not None else [None] * len(rows)
    lines = [_HEAD, "<tr>", *(f"<th>{escape(title)}</th>" for title in titles), "</tr>"]
    for row, address in zip(rows, addresses, strict=True):
        cells = [escape(neutralised(shown_text(cell))) for cell in row]
        if cells and address and address.lower().startswith(("http://", "https://")):
            cells[0] = f'<a href="{escape(address, quote=True)}">{cells[0]}</a>'
        lines += ["<tr>", *(f"<td>{cell}</td>" for cell in cells), "</tr>"]
    return "".join([*lines, _END])
