"""Middle and right of the window: filter bar, table, detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import DocumentColumns, Filter
from skop_desktop.downloads.snapshot import TransferSnapshot, TransferState
from skop_desktop.ui.documents.detail import NARROWEST, DocumentDetail
from skop_desktop.ui.documents.filter_bar import FilterBar
from skop_desktop.ui.documents.model import DocumentsModel, transfer_url
from skop_desktop.ui.documents.row_menu import RowAction
from skop_desktop.ui.documents.summary import Summary
from skop_desktop.ui.documents.view import DocumentsView
from skop_desktop.ui.parts.buttons import button

_DETAIL_WIDTHS: Final = (NARROWEST, 288)
_DETAIL_SHARE: Final = 0.26
_LARGEST_SHARE: Final = 0.5
_WIDEST_DETAIL: Final = 2_000
_SEVERAL_PAUSE: Final = 500
"""Milliseconds between two sums over several selected documents."""


class DocumentsPane(QWidget):
    """The documents of one job. Values in, intents out."""

    download_requested = Signal(object)
    """A tuple of documents to fetch."""
    drag_requested = Signal(object)
    """A tuple of documents to drag, the button is down."""
    save_to_requested = Signal(object)
    """A tuple of documents to put into a folder that is yet to be chosen."""
    retry_requested = Signal(object)
    """A tuple of links whose transfers are to be tried again."""
    open_requested = Signal(object)
    """The document to open."""
    reveal_requested = Signal(object)
    """The document to show in its folder."""
    open_source_requested = Signal(str)
    """The address of the page to open."""
    copy_link_requested = Signal(str)
    """Links for the clipboard, one a line."""
    export_requested = Signal(str)
    """``csv``, ``xlsx`` or ``json``."""
    current_changed = Signal(object)
    """The document that is shown on the right, or ``None``."""
    selection_changed = Signal(int)
    """How many documents are selected."""

    def __init__(self) -> None:
        super().__init__()
        self.model = DocumentsModel(self)
        self.filter_bar = FilterBar()
        self.view = DocumentsView(self.model)
        self.detail = DocumentDetail()
        self._shown: ExtractedDocument | None = None
        self._selected: tuple[ExtractedDocument, ...] = ()
        self._selected_links: frozenset[str] | None = None
        self._detail_width: int | None = None
        self._no_match = Summary("search-x", "No document matches the filter")
        self._none_yet = Summary("file-text", words="No documents yet.")
        self._middle = QStackedWidget()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._pages = QStackedWidget()
        self._lay_out()
        self._wire()
        self._show_counts()

    def show_documents(self, columns: DocumentColumns) -> None:
        """The documents of a job. Those that were selected stay selected, nothing jumps."""
        self.model.set_columns(columns)
        self.filter_bar.show_types(columns.type_counts())
        self._show_counts()

    def show_transfers(self, transfers: Mapping[str, TransferSnapshot]) -> None:
        """All transfers of the job by the link of their document."""
        self.model.set_transfers(transfers)
        self._show_detail()

    def update_transfers(self, changed: Sequence[TransferSnapshot]) -> None:
        """The transfers that changed since."""
        self.model.update_transfers(changed)
        links = self._links_of_selected()
        concerns = any(transfer.key.url in links for transfer in changed)
        if concerns and not self._late_detail.isActive():
            self._late_detail.start(_SEVERAL_PAUSE if len(self._selected) > 1 else 0)

    def show_preview(
        self,
        url: str,
        picture: bytes | QImage | None,
        text: str | None,
        pages: int | None,
    ) -> None:
        """The first page of the document with this link: picture, first lines, or neither."""
        self.detail.sheet.show_preview(url, picture, text, pages)

    def set_placeholder(self, widget: QWidget | None) -> None:
        """Shows ``widget`` in place of everything here, or the documents again."""
        old = self._pages.widget(1)
        if old is not None and old is not widget:
            self._pages.removeWidget(old)
            old.setParent(None)
        if widget is not None and self._pages.indexOf(widget) < 0:
            self._pages.addWidget(widget)
        self._pages.setCurrentIndex(0 if widget is None else 1)

    def selected_documents(self) -> tuple[ExtractedDocument, ...]:
        """The selected documents in the order of the table."""
        return self.view.selected_documents()

    @property
    def current_document(self) -> ExtractedDocument | None:
        """The document shown on the right, ``None`` while it is none or several."""
        return self._shown

    def shown_documents(self) -> tuple[ExtractedDocument, ...]:
        """The documents that pass the filter, in the order of the table."""
        return tuple(self.model.document_at(n) for n in range(self.model.rowCount()))

    def show_all(self) -> None:
        """Takes the filter away."""
        self.filter_bar.clear()

    def focus_filter(self) -> None:
        """Puts the cursor into the filter field."""
        self.filter_bar.focus_filter()

    def layout_state(self) -> dict[str, Any]:
        """Columns, sort and the splitter, as plain values for the settings file."""
        state: dict[str, Any] = {"table": self.view.layout_state()}
        if self._detail_width is not None:
            state["detail_width"] = self._detail_width
        return state

    def restore_layout(self, state: Mapping[str, Any]) -> None:
        """What :meth:`layout_state` gave; parts that are missing or broken keep their default."""
        table, width = state.get("table"), state.get("detail_width")
        if isinstance(table, Mapping):
            self.view.restore_layout(table)
        if isinstance(width, int) and 0 < width <= _WIDEST_DETAIL:
            self._detail_width = width
            self._share_width(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width(event.size().width())

    def _share_width(self, width: int) -> None:
        narrowest, widest = _DETAIL_WIDTHS
        wanted = self._detail_width or max(narrowest, min(widest, round(width * _DETAIL_SHARE)))
        detail = min(wanted, round(width * _LARGEST_SHARE))
        self.splitter.setSizes([max(1, width - detail), detail])

    def _note_moved(self) -> None:
        self._detail_width = self.detail.width()

    def _lay_out(self) -> None:
        clear = button("Show all documents")
        clear.clicked.connect(self.show_all)
        self._no_match.add(clear)
        for page in (self.view, self._no_match, self._none_yet):
            self._middle.addWidget(page)
        self.splitter.addWidget(self._middle)
        self.splitter.addWidget(self.detail)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(self._note_moved)
        documents = QWidget()
        column = QVBoxLayout(documents)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        column.addWidget(self.splitter, 1)
        self._pages.addWidget(documents)
        QWidget.setTabOrder(self.filter_bar.export, self.view.heading)
        QWidget.setTabOrder(self.view.heading, self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _wire(self) -> None:
        self.filter_bar.filter_changed.connect(self._on_filter)
        self.filter_bar.download_requested.connect(self._download_selected)
        self.filter_bar.export_requested.connect(self.export_requested)
        self.detail.download_requested.connect(self._download_selected)
        self.view.selection_changed.connect(self._on_selection)
        self.view.action_requested.connect(self._on_action)
        self.view.drag_requested.connect(self.drag_requested)
        self._late_detail = QTimer(self)
        self._late_detail.setSingleShot(True)
        self._late_detail.timeout.connect(self._show_detail)
        sheet = self.detail.sheet
        for signal, action in (
            (sheet.open_requested, RowAction.OPEN),
            (sheet.reveal_requested, RowAction.REVEAL),
            (sheet.download_requested, RowAction.DOWNLOAD),
            (sheet.retry_requested, RowAction.RETRY),
            (sheet.copy_link_requested, RowAction.COPY_LINK),
            (sheet.open_source_requested, RowAction.OPEN_SOURCE),
        ):
            signal.connect(lambda chosen=action: self._on_action(chosen, self._selected))
        sheet.copy_fingerprint_requested.connect(
            lambda: QGuiApplication.clipboard().setText(sheet.fingerprint)
        )

    def _download_selected(self) -> None:
        if self._selected:
            self.download_requested.emit(self._selected)

    def _on_filter(self, wanted: Filter) -> None:
        self.model.set_filter(wanted)
        self._show_counts()

    def _on_selection(self) -> None:
        self._selected = self.view.selected_documents()
        self._selected_links = None
        self._show_counts()
        self._show_detail()
        shown = self._selected[0] if len(self._selected) == 1 else None
        if shown != self._shown:
            self._shown = shown
            self.current_changed.emit(shown)
        self.selection_changed.emit(len(self._selected))

    def _on_action(self, action: RowAction, documents: tuple[ExtractedDocument, ...]) -> None:
        if not documents:
            return
        match action:
            case RowAction.OPEN:
                self.open_requested.emit(documents[0])
            case RowAction.REVEAL:
                self.reveal_requested.emit(documents[0])
            case RowAction.DOWNLOAD:
                self.download_requested.emit(documents)
            case RowAction.SAVE_TO:
                self.save_to_requested.emit(documents)
            case RowAction.RETRY:
                self._retry(documents)
            case RowAction.COPY_LINK:
                links = dict.fromkeys(document.url for document in documents if document.url)
                self.copy_link_requested.emit("\n".join(links))
            case RowAction.OPEN_SOURCE:
                if documents[0].source_page:
                    self.open_source_requested.emit(documents[0].source_page)

    def _retry(self, documents: Sequence[ExtractedDocument]) -> None:
        transfers = (self.model.transfer_for(document) for document in documents)
        failed = dict.fromkeys(
            transfer.key.url
            for transfer in transfers
            if transfer is not None and transfer.state is TransferState.FAILED
        )
        if failed:
            self.retry_requested.emit(tuple(failed))

    def _links_of_selected(self) -> frozenset[str]:
        if self._selected_links is None:
            self._selected_links = frozenset(map(transfer_url, self._selected))
        return self._selected_links

    def _show_counts(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.filter_bar.show_counts(shown, total, len(self._selected))
        page = self.view if shown else self._no_match if total else self._none_yet
        self._middle.setCurrentWidget(page)
        if self.detail.isHidden() is (total > 0):
            self.detail.setVisible(total > 0)
            self._share_width(self.width())

    def _show_detail(self) -> None:
        documents = self._selected
        if not documents:
            self.detail.show_nothing()
        elif len(documents) == 1:
            self.detail.show_document(documents[0], self.model.transfer_for(documents[0]))
        else:
            self.detail.show_several(documents, self.model.saved_among(documents))
