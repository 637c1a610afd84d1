"""The bar above the documents: what to show, how many are shown, what to do with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QSlider

from skop_desktop.documents.columns import Filter
from skop_desktop.ui import formats
from skop_desktop.ui.documents.check_menu import TypeMenu
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.theme.tokens import GRID, LARGE, SMALL

TYPING_PAUSE: Final = 120
"""Milliseconds without a key before the filter acts."""

SLIDING_PAUSE: Final = 30
EXPORTS: Final = {"csv": "Table (CSV)…", "xlsx": "Spreadsheet (Excel)…", "json": "Data (JSON)…"}
_STEP: Final = 5
_PAGE: Final = 10
_FIELD_WIDTHS: Final = (120, 260)
_SLIDER_WIDTHS: Final = (64, 96)
_DOWNLOAD: Final = "Download selected"
_EXPORT: Final = "Export"
_ARROW: Final = " ▾"
_NARROWEST: Final = 520
_MOST_FOLDED: Final = 3


class FilterBar(QFrame):
    """Emits the filter once typing pauses; folds its words away where the window is narrow."""

    filter_changed = Signal(object)
    """The :class:`Filter` to apply."""
    download_requested = Signal()
    export_requested = Signal(str)
    """``csv``, ``xlsx`` or ``json``."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self._emitted = Filter()
        self._counts = (0, 0, 0)
        self.setMinimumWidth(_NARROWEST)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._emit_filter)
        self._field = self._make_field()
        self._types = TypeMenu(self)
        self._types_button = button("", name="File types")
        self._caption = label("Confidence at least", "muted")
        self._slider = self._make_slider()
        self._confidence = label()
        self._counts_label = label("", "muted")
        self.download = button(_DOWNLOAD, symbol="download", name=_DOWNLOAD)
        self.export = button(_EXPORT, symbol="file-output", name=_EXPORT)
        self._wire()
        self._lay_out()
        self._show_types()
        self._show_confidence()
        self.show_counts(0, 0, 0)

    @property
    def filter(self) -> Filter:
        """What the person asked to see."""
        return Filter(
            text=self._field.text(),
            types=self._types.chosen or None,
            minimum_confidence=self._slider.value() / 100,
        )

    def focus_filter(self) -> None:
        """Puts the cursor into the filter field, its text selected."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def clear(self) -> None:
        """Shows all documents again."""
        self._field.clear()
        self._slider.setValue(0)
        self._types.clear_choice()
        self._emit_filter()

    def show_types(self, counts: Mapping[str, int]) -> None:
        """The types that are present, with how many documents have each."""
        self._types.set_types(counts)

    def show_counts(self, shown: int, total: int, selected: int) -> None:
        """How many documents are shown, there, selected."""
        self._counts = (shown, total, selected)
        self.download.setEnabled(selected > 0)
        self.export.setEnabled(total > 0)
        self._fold()

    def _make_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName("Filter documents")
        field.setPlaceholderText("Filter documents")
        field.setToolTip("Shows the documents whose name, type, page or address has these words")
        field.setClearButtonEnabled(True)
        field.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        field.setMinimumWidth(_FIELD_WIDTHS[0])
        field.setMaximumWidth(_FIELD_WIDTHS[1])
        field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return field

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setAccessibleName("Minimum confidence")
        slider.setToolTip("Hides documents that the search is less sure of")
        slider.setRange(0, 100)
        slider.setSingleStep(_STEP)
        slider.setPageStep(_PAGE)
        slider.setMinimumWidth(_SLIDER_WIDTHS[0])
        slider.setMaximumWidth(_SLIDER_WIDTHS[1])
        self._caption.setBuddy(slider)
        return slider

    def _wire(self) -> None:
        self._field.textChanged.connect(lambda: self._pause.start(TYPING_PAUSE))
        self._field.returnPressed.connect(self._emit_filter)
        self._slider.valueChanged.connect(self._on_slid)
        self._types.chosen_changed.connect(self._on_types)
        self._types_button.setMenu(self._types)
        self.download.clicked.connect(lambda _checked: self.download_requested.emit())
        menu = QMenu(self.export)
        menu.setAccessibleName(_EXPORT)
        for kind, words in EXPORTS.items():
            action = menu.addAction(words)
            action.triggered.connect(
                lambda _checked=False, chosen=kind: self.export_requested.emit(chosen)
            )
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(LARGE, SMALL, LARGE, SMALL)
        row.setSpacing(SMALL)
        row.addWidget(self._field, 3)
        row.addWidget(self._types_button)
        row.addSpacing(GRID)
        row.addWidget(self._caption)
        row.addWidget(self._slider, 1)
        widest = self._confidence.fontMetrics().horizontalAdvance(formats.percent(1.0))
        self._confidence.setMinimumWidth(widest)
        row.addWidget(self._confidence)
        row.addStretch(1)
        self._counts_label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        row.addWidget(self._counts_label)
        row.addSpacing(GRID)
        row.addWidget(self.download)
        row.addWidget(self.export)

    def _on_slid(self) -> None:
        self._show_confidence()
        if not self._pause.isActive():
            self._pause.start(SLIDING_PAUSE)

    def _on_types(self) -> None:
        self._show_types()
        self._emit_filter()

    def _emit_filter(self) -> None:
        self._pause.stop()
        wanted = self.filter
        if wanted != self._emitted:
            self._emitted = wanted
            self.filter_changed.emit(wanted)

    def _show_types(self) -> None:
        words = self._types.words
        self._types_button.setText(words.replace("&", "&&") + _ARROW)
        self._types_button.setAccessibleDescription(words)
        self._fold()

    def _show_confidence(self) -> None:
        words = formats.percent(self._slider.value() / 100)
        self._confidence.setText(words)
        self._slider.setAccessibleDescription(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        """Leaves out as many words as the width asks for, the least needed first."""
        for level in range(_MOST_FOLDED + 1):
            self._caption.setVisible(level < 1)
            self._counts_label.setText(self._count_words(is_short=level > 1))
            self.download.setText(_DOWNLOAD if level <= 1 else self._download_words())
            self.export.setText("" if level == _MOST_FOLDED else _EXPORT + _ARROW)
            if self._row.minimumSize().width() <= self.width():
                break

    def _download_words(self) -> str:
        selected = self._counts[2]
        return f"Download ({formats.count(selected)})" if selected else "Download"

    def _count_words(self, *, is_short: bool) -> str:
        shown, total, selected = self._counts
        there = formats.count(total)
        if shown != total:
            there = f"{formats.count(shown)} of {there}" + ("" if is_short else " shown")
        elif is_short:
            return ""
        else:
            there += " document" if total == 1 else " documents"
        if selected and not is_short:
            there += f" · {formats.count(selected)} selected"
        return there if total else ""
