"""What stands in each cell of the documents table: in words, and as the value behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import COLUMNS, ColumnKey, DocumentColumns
from skop_desktop.documents.confidence import spoken
from skop_desktop.downloads.snapshot import TransferSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.documents.confidence_words import confidence_text
from skop_desktop.ui.documents.saved_words import saved_in_full, saved_rank, saved_text
from skop_desktop.ui.parts.safe_text import tool_tip, whole_text

KEYS: Final = tuple(column.key for column in COLUMNS)
"""The columns by their place in the model."""

WITHOUT_A_NAME: Final = "A document without a name"


def section_of(key: ColumnKey) -> int:
    """The place of a column in the model."""
    return KEYS.index(key)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row."""

    columns: DocumentColumns
    row: int
    transfer: TransferSnapshot | None

    @property
    def document(self) -> ExtractedDocument:
        """The document of the row."""
        return self.columns.documents[self.row]

    def text(self, key: ColumnKey) -> str:
        """The text as shown."""
        return _TEXTS[key](self)

    def raw(self, key: ColumnKey) -> float | datetime | str | None:
        """The value behind the text; ``None`` where it is not known."""
        match key:
            case ColumnKey.CONFIDENCE:
                return self.columns.confidences[self.row]
            case ColumnKey.SIZE:
                return self.columns.sizes[self.row]
            case ColumnKey.FOUND_AT:
                return self.document.extracted_at
            case ColumnKey.SAVED:
                return saved_rank(self.transfer)
            case _:
                return self.text(key)

    def tip(self, key: ColumnKey) -> str:
        """What the cell has no room for."""
        document = self.document
        match key:
            case ColumnKey.NAME:
                name = whole_text(document.name or "") or WITHOUT_A_NAME
                lines = (name, whole_text(document.url or ""), *document.oddities)
                return tool_tip("\n".join(line for line in lines if line))
            case ColumnKey.CONFIDENCE:
                return tool_tip("\n".join((self.description(key), *document.reasons)))
            case ColumnKey.FOUND_ON:
                return tool_tip(whole_text(document.source_page or ""))
            case ColumnKey.SAVED:
                return tool_tip(saved_in_full(self.transfer))
            case _:
                return ""

    def description(self, key: ColumnKey) -> str:
        """What a screen reader can say after the text of the cell."""
        match key:
            case ColumnKey.CONFIDENCE:
                return spoken(self.columns.confidences[self.row])
            case ColumnKey.SAVED:
                return saved_in_full(self.transfer)
            case _:
                return ""


_TEXTS: Final[dict[ColumnKey, Callable[[Cells], str]]] = {
    ColumnKey.NAME: lambda it: it.columns.names[it.row] or WITHOUT_A_NAME,
    ColumnKey.CONFIDENCE: lambda it: confidence_text(it.columns.confidences[it.row]),
    ColumnKey.TYPE: lambda it: it.columns.types[it.row] or formats.NOTHING,
    ColumnKey.SIZE: lambda it: formats.size(it.columns.sizes[it.row]),
    ColumnKey.FOUND_ON: lambda it: it.columns.pages[it.row] or formats.NOTHING,
    ColumnKey.FOUND_AT: lambda it: formats.moment_short(it.document.extracted_at),
    ColumnKey.SAVED: lambda it: saved_text(it.transfer),
}
