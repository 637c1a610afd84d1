"""The form that starts a search: a website, what to find, and a button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from skop_desktop.api.models import CreateJobRequest, ScrapeParameters
from skop_desktop.api.server import ServerKind
from skop_desktop.errors import InvalidInput, SkopError
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.parts.symbol import Symbol
from skop_desktop.ui.search.choices import DEFAULTS, FIELD_NAMES, MoreChoices
from skop_desktop.ui.search.prompt_edit import PromptEdit, count_words, prompt_trouble
from skop_desktop.ui.search.website import website_of
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import HUGE, LARGE, SMALL, WIDE

_WIDTH: Final = 560
_START: Final = "Start search"
_COST: Final = (
    "Skop cloud bills $0.10 to $0.18 for each page that holds documents, "
    "typically $1 to $5 a search."
)
_PLACES: Final[dict[ServerKind, tuple[str, Tone]]] = {
    ServerKind.THIS_COMPUTER: ("monitor", "muted"),
    ServerKind.CLOUD: ("wallet", "warn"),
    ServerKind.OTHER: ("server", "muted"),
}


class SearchForm(QScrollArea):
    """A page in the middle of the window, or the inside of a dialog.

    ``search_requested``: a :class:`CreateJobRequest` that keeps the contract's bounds. The form is
    busy from then on, until ``set_busy(False)``: one search cannot be started twice.
    """

    search_requested = Signal(object)
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_busy = False
        self._website_edit, self._prompt_edit = QLineEdit(), PromptEdit()
        self._website_edit.setPlaceholderText("riverton.gov/meetings")
        self._website_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._website = Field("Website", self._website_edit)
        self._prompt = Field("What to find", self._prompt_edit)
        self._choices = MoreChoices()
        self._place_symbol, self._place = Symbol(), label(wrap=True)
        self._error = label("", "error", wrap=True)
        self._start = button(_START, kind="primary", symbol="search", name=_START)
        self._cancel = button("Cancel")
        self._assemble()
        self._website_edit.textEdited.connect(lambda: self._website.show_trouble(""))
        self._website_edit.returnPressed.connect(self._submit)
        self._prompt_edit.textChanged.connect(self._prompt_changed)
        self._prompt_edit.submitted.connect(self._submit)
        self._start.clicked.connect(self._submit)
        self._cancel.clicked.connect(self.cancel_requested)
        self._show_error("")
        self.show_server(ServerKind.THIS_COMPUTER, "This computer")

    def show_server(self, kind: ServerKind, server_label: str) -> None:
        """Says where the search will run and whether that costs money."""
        words = {
            ServerKind.THIS_COMPUTER: "Runs on this computer and costs nothing.",
            ServerKind.CLOUD: f"Runs on Skop cloud and spends money: {_COST}",
            ServerKind.OTHER: f"Runs on {server_label}.",
        }
        self._place.setText(words[kind])
        self._place_symbol.show_symbol(*_PLACES[kind])

    def prefill(
        self, website: str, prompt: str, parameters: ScrapeParameters | None = None
    ) -> None:
        """Puts the values of another search into the fields."""
        self.clear()
        self._website_edit.setText(website)
        self._prompt_edit.setPlainText(prompt)
        self._choices.set_parameters(parameters or DEFAULTS)

    def clear(self) -> None:
        """Empties the fields."""
        self._website_edit.clear()
        self._prompt_edit.clear()
        self._choices.set_parameters(DEFAULTS)
        self._choices.fold()
        self._forget_troubles()

    def focus_first(self) -> None:
        """Puts the keyboard where typing begins."""
        self._website_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:
        """While busy the form can be read and nothing in it pressed."""
        self._is_busy = busy
        self._start.setText("Starting…" if busy else _START)
        for widget in (self._start, self._cancel, self._choices):
            widget.setDisabled(busy)
        self._website_edit.setReadOnly(busy)
        self._prompt_edit.setReadOnly(busy)

    def show_refused(self, fields: Mapping[str, str]) -> None:
        """Says beside each field why the service did not take it.

        ``fields``: name in the contract -> what is wrong; unknown names are told above the buttons.
        """
        known = {"website": self._website, "prompt": self._prompt, **self._choices.fields}
        self._forget_troubles()
        for name, words in fields.items():
            if name in known:
                known[name].show_trouble(words)
        self._show_error(" ".join(words for name, words in fields.items() if name not in known))
        if any(name in FIELD_NAMES for name in fields):
            self._choices.unfold()
        self._focus_first_trouble(known)

    def show_error(self, error: SkopError) -> None:
        """Says why the search was not started."""
        self._show_error(str(error))

    def _submit(self) -> None:
        if self._is_busy:
            return
        self._forget_troubles()
        website = ""
        try:
            website = website_of(self._website_edit.text())
        except InvalidInput as error:
            self._website.show_trouble(str(error))
        prompt = self._prompt_edit.prompt
        self._prompt.show_trouble(prompt_trouble(prompt))
        if self._website.trouble or self._prompt.trouble:
            self._focus_first_trouble({"website": self._website, "prompt": self._prompt})
            return
        self._website_edit.setText(website)
        parameters = self._choices.parameters
        self.set_busy(True)
        self.search_requested.emit(
            CreateJobRequest(website=website, prompt=prompt, parameters=parameters)
        )

    def _prompt_changed(self) -> None:
        self._prompt.show_hint(count_words(self._prompt_edit.prompt))
        if self._prompt.trouble:
            self._prompt.show_trouble("")

    def _show_error(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _forget_troubles(self) -> None:
        for field in (self._website, self._prompt, *self._choices.fields.values()):
            field.show_trouble("")
        self._show_error("")

    def _focus_first_trouble(self, fields: Mapping[str, Field]) -> None:
        wrong = next((field for field in fields.values() if field.trouble), None)
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(wrong)

    def _assemble(self) -> None:
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(WIDE, HUGE, WIDE, HUGE)
        layout.setSpacing(LARGE)
        layout.addWidget(label("Search a website", "title"))
        for widget in (self._website, self._prompt, self._choices):
            layout.addWidget(widget)
        layout.addLayout(self._place_row())
        layout.addWidget(self._error)
        layout.addLayout(self._button_row())
        layout.addStretch(1)
        page = QWidget()
        around = QHBoxLayout(page)
        around.setContentsMargins(0, 0, 0, 0)
        around.addStretch(1)
        around.addWidget(column, 100)
        around.addStretch(1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def _place_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self._place_symbol, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._place, 1)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addStretch()
        row.addWidget(self._cancel)
        row.addWidget(self._start)
        return row
