"""One document in full: first page, all that is known of it, what can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.health import notes
from skop_desktop.documents.kinds import type_word
from skop_desktop.documents.shown import shown_text
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui import formats
from skop_desktop.ui.documents.cells import WITHOUT_A_NAME
from skop_desktop.ui.documents.confidence_words import confidence_in_full
from skop_desktop.ui.documents.facts import ButtonRow, Facts, LinkButton
from skop_desktop.ui.documents.notes_box import NotesBox
from skop_desktop.ui.documents.preview import Preview
from skop_desktop.ui.documents.saved_words import saved_in_full
from skop_desktop.ui.documents.type_icons import type_icon
from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.parts.safe_text import one_line, tool_tip
from skop_desktop.ui.theme.tokens import GRID, LARGE, MEDIUM
from skop_desktop.ui.words import TRANSFER_STATES

CONFIDENCE: Final = "Confidence"
WHY: Final = "Why"
FILE: Final = "File"
FOUND_ON: Final = "Found on"
FOUND_AT: Final = "Found at"
ADDRESS: Final = "Address"
SAVED: Final = "Saved"
FINGERPRINT: Final = "SHA-256"
_LONGEST_NAME: Final = 120
_SHORT_REASON: Final = 20


class DocumentSheet(QWidget):
    """Emits what is pressed; the document it is about is :attr:`document`."""

    open_requested = Signal()
    reveal_requested = Signal()
    download_requested = Signal()
    retry_requested = Signal()
    copy_link_requested = Signal()
    open_source_requested = Signal()
    copy_fingerprint_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.document: ExtractedDocument | None = None
        self._transfer: TransferSnapshot | None = None
        self._previewed = ""
        self._pages: int | None = None
        self._preview = Preview()
        self._name = label("", "heading", wrap=True)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notes = NotesBox()
        self._facts = Facts()
        self._source = LinkButton()
        self._fingerprint = ElidedLabel()
        self.open = button("Open")
        self.reveal = button("Show in folder")
        self.download = button("Download", symbol="download", name="Download this document")
        self.retry = button("Try again", symbol="rotate-cw", name="Try this download again")
        self.copy_link = button("Copy link", kind="quiet", symbol="copy")
        self.open_source = button("Open source page", kind="quiet", symbol="external-link")
        self._lay_out()
        self._wire()

    def show_document(self, document: ExtractedDocument, transfer: TransferSnapshot | None) -> None:
        """Draws ``document``; the picture of another one goes."""
        is_other = document != self.document
        self.document = document
        self._transfer = transfer
        if is_other or self._state is not TransferState.SAVED:
            self._previewed = ""
            self._pages = None
        if is_other:
            self._show_name(shown_text(document.name) or WITHOUT_A_NAME)
            self._notes.show_notes(notes(document, datetime.now(UTC)))
        if not self._previewed:
            self._show_no_preview()
        self._show_facts(document)
        self._show_buttons(document)

    def show_preview(
        self, url: str, picture: bytes | QImage | None, text: str | None, pages: int | None
    ) -> None:
        """The first page of the document with this link; ignored where another one is shown."""
        if self.document is None or url != (self.document.url or ""):
            return
        self._previewed = url
        self._pages = pages
        image = QImage.fromData(picture) if isinstance(picture, bytes) else picture
        if image is not None and not image.isNull():
            self._preview.show_picture(image)
        elif text and text.strip():
            self._preview.show_text(text)
        else:
            self._preview.show_symbol(self._symbol, "There is no picture of this kind of file.")
        self._show_facts(self.document)

    @property
    def has_preview(self) -> bool:
        """Whether the first page, or why there is none, is shown."""
        return bool(self._previewed)

    def set_room(self, height: int) -> None:
        """The page takes no more than its part of a pane that is ``height`` pixels tall."""
        self._preview.set_tallest(height * 2 // 5)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(LARGE, MEDIUM, LARGE, LARGE)
        column.setSpacing(MEDIUM)
        column.addWidget(self._preview)
        column.addWidget(self._name)
        column.addWidget(ButtonRow(self.open, self.reveal, self.download, self.retry))
        column.addWidget(self._notes)
        for caption in (CONFIDENCE, WHY):
            self._facts.add_text(caption, wrap=caption == WHY)
        self._facts.add_text(FILE, wrap=True)
        self._facts.add(FOUND_ON, self._source)
        for caption in (FOUND_AT, ADDRESS):
            self._facts.add_text(caption)
        self._facts.add_text(SAVED, wrap=True)
        self._facts.add(FINGERPRINT, self._fingerprint_row())
        column.addWidget(self._facts)
        column.addWidget(ButtonRow(self.copy_link, self.open_source))
        column.addStretch(1)

    def _fingerprint_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        self._copy_fingerprint = icon_button("copy", "Copy the SHA-256 fingerprint")
        layout.addWidget(self._fingerprint, 1)
        layout.addWidget(self._copy_fingerprint)
        return row

    def _wire(self) -> None:
        for pressed, intent in (
            (self.open, self.open_requested),
            (self.reveal, self.reveal_requested),
            (self.download, self.download_requested),
            (self.retry, self.retry_requested),
            (self.copy_link, self.copy_link_requested),
            (self.open_source, self.open_source_requested),
            (self._source, self.open_source_requested),
            (self._copy_fingerprint, self.copy_fingerprint_requested),
        ):
            pressed.clicked.connect(lambda _checked=False, told=intent: told.emit())

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the saved file, empty while it is not saved."""
        return self._transfer.sha256 if self._transfer else ""

    @property
    def _state(self) -> TransferState | None:
        return self._transfer.state if self._transfer else None

    @property
    def _symbol(self) -> str:
        return type_icon(_type_of(self.document))

    def _show_name(self, name: str) -> None:
        is_long = len(name) > _LONGEST_NAME
        self._name.setText(f"{name[:_LONGEST_NAME].rstrip()}…" if is_long else name)
        self._name.setToolTip(tool_tip(name) if is_long else "")

    def _show_no_preview(self) -> None:
        match self._state:
            case TransferState.SAVED:
                words = ""
            case TransferState.RUNNING | TransferState.WAITING | TransferState.PAUSED:
                words = "The first page shows once it is saved."
            case _:
                words = "Download it to see its first page."
        self._preview.show_symbol(self._symbol, words)

    def _show_facts(self, document: ExtractedDocument) -> None:
        facts = self._facts
        facts.set_text(CONFIDENCE, confidence_in_full(document.confidence_score))
        facts.set_text(WHY, " · ".join(map(_kept_together, document.reasons)))
        facts.set_text(FILE, self._file_words(document))
        page = document.source_page or ""
        self._source.show_link(one_line(formats.address_short(page)), tool_tip(page))
        facts.show_row(FOUND_ON, is_shown=bool(page))
        facts.set_text(FOUND_AT, formats.moment_short(document.extracted_at))
        facts.set_text(ADDRESS, one_line(document.url or ""))
        facts.set_text(SAVED, saved_in_full(self._transfer))
        self._fingerprint.setText(self.fingerprint)
        facts.show_row(FINGERPRINT, is_shown=bool(self.fingerprint))

    def _file_words(self, document: ExtractedDocument) -> str:
        size = document.size_bytes
        if self._state is TransferState.SAVED and self._transfer is not None:
            size = self._transfer.bytes_done or size
        parts = [_type_of(document)]
        if size is not None:
            parts.append(formats.size(size))
        if self._pages:
            parts.append("1 page" if self._pages == 1 else f"{formats.count(self._pages)} pages")
        return ", ".join(part for part in parts if part) or formats.NOTHING

    def _show_buttons(self, document: ExtractedDocument) -> None:
        state = self._state
        is_saved = state is TransferState.SAVED
        is_on_its_way = state in {
            TransferState.WAITING,
            TransferState.RUNNING,
            TransferState.PAUSED,
        }
        words = TRANSFER_STATES[state].word if state and is_on_its_way else "Download"
        self.open.setVisible(is_saved)
        self.reveal.setVisible(is_saved)
        self.retry.setVisible(state is TransferState.FAILED)
        self.download.setVisible(state in {None, TransferState.CANCELLED} or is_on_its_way)
        self.download.setText(words)
        self.download.setEnabled(document.has_usable_link and not is_on_its_way)
        self.copy_link.setEnabled(bool(document.url))
        self.open_source.setEnabled(bool(document.source_page))


def _kept_together(reason: str) -> str:
    """A short reason is not broken over two lines: "2024 ✓" stays one word."""
    words = one_line(reason)
    return words.replace(" ", "\u00a0") if len(words) <= _SHORT_REASON else words


def _type_of(document: ExtractedDocument | None) -> str:
    return type_word(document.document_type, document.url) if document is not None else ""
