"""What can be done with rows of the table, as a menu."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui.theme.icons import icon


class RowAction(Enum):
    """What a person wants to do with rows."""

    OPEN = auto()
    REVEAL = auto()
    DOWNLOAD = auto()
    SAVE_TO = auto()
    RETRY = auto()
    COPY = auto()
    COPY_LINK = auto()
    OPEN_SOURCE = auto()


_ENTRIES: Final = (
    (RowAction.OPEN, "Open", "external-link", "Return"),
    (RowAction.REVEAL, "Show in folder", "folder-open", ""),
    (RowAction.DOWNLOAD, "Download", "download", "Ctrl+D"),
    (RowAction.SAVE_TO, "Save to…", "folder-input", "Ctrl+Shift+S"),
    (RowAction.RETRY, "Try again", "rotate-cw", "Ctrl+R"),
    None,
    (RowAction.COPY, "Copy", "copy", "Ctrl+C"),
    (RowAction.COPY_LINK, "Copy link", "link", ""),
    (RowAction.OPEN_SOURCE, "Open source page", "globe", ""),
)


class RowMenu(QMenu):
    """Emits the chosen action."""

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        documents: Sequence[ExtractedDocument],
        transfers: Sequence[TransferSnapshot | None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName("What to do with the selected documents")
        possible = possible_actions(documents, transfers)
        for entry in _ENTRIES:
            if entry is None:
                self.addSeparator()
                continue
            action, words, symbol, keys = entry
            shown = self.addAction(icon(symbol, "muted"), f"{words}\t{keys}" if keys else words)
            shown.setEnabled(action in possible)
            shown.triggered.connect(lambda _checked=False, chosen=action: self.chosen.emit(chosen))


def possible_actions(
    documents: Sequence[ExtractedDocument], transfers: Sequence[TransferSnapshot | None]
) -> frozenset[RowAction]:
    """What makes sense for these rows: one document opens, many can be fetched."""
    states = {transfer.state if transfer else None for transfer in transfers}
    is_one = len(documents) == 1
    is_saved = states == {TransferState.SAVED}
    possible = {
        RowAction.COPY: bool(documents),
        RowAction.SAVE_TO: bool(documents),
        RowAction.COPY_LINK: any(document.url for document in documents),
        RowAction.OPEN: is_one,
        RowAction.REVEAL: is_one and is_saved,
        RowAction.DOWNLOAD: any(map(_is_to_fetch, transfers)),
        RowAction.RETRY: TransferState.FAILED in states,
        RowAction.OPEN_SOURCE: is_one and bool(documents[0].source_page),
    }
    return frozenset(action for action, makes_sense in possible.items() if makes_sense)


def _is_to_fetch(transfer: TransferSnapshot | None) -> bool:
    """Whether the search's own folder can get the document: it has none, and none is coming."""
    return transfer is None or transfer.state is TransferState.CANCELLED or bool(transfer.key.into)
