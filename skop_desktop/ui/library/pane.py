"""The sidebar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from skop_desktop.api.server import ServerKind, ServerState
from skop_desktop.jobs.snapshot import JobKey
from skop_desktop.ui.library.entry import SearchEntry
from skop_desktop.ui.library.job_id_field import JobIdField
from skop_desktop.ui.library.model import LibraryModel
from skop_desktop.ui.library.search_list import SearchList
from skop_desktop.ui.library.server_button import ServerButton
from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.tokens import CONTROL_HEIGHT, MEDIUM, SMALL, TIGHT

_WIDTH: Final = 248
_NARROWEST: Final = 200
_DATE_CHECK_MS: Final = 60_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


class LibraryPane(QFrame):
    """New search, the field for a job ID, every search so far, and where searches run."""

    new_search_requested = Signal()
    job_id_given = Signal(str)
    job_selected = Signal(object)
    """A :class:`JobKey`, as in the two signals that follow."""
    remove_requested = Signal(object)
    search_again_requested = Signal(object)
    copy_requested = Signal(str)
    server_chosen = Signal(str)
    settings_requested = Signal()

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        super().__init__()
        self.setProperty("role", "sidebar")
        self.setMinimumWidth(_NARROWEST)
        self._new = button("New search", kind="primary", symbol="plus")
        self._job_id = JobIdField()
        self._model = LibraryModel(now, self)
        self._list = SearchList(self._model)
        self._server = ServerButton()
        self._settings = icon_button("settings", "Settings")
        self._settings.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
        self._settings.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._midnight = QTimer(self)
        self._midnight.setInterval(_DATE_CHECK_MS)
        self._midnight.start()
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        empty = label("Searches you start or open are kept here.", "caption", wrap=True)
        empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        empty.setContentsMargins(TIGHT, SMALL, TIGHT, 0)
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(empty)
        self._middle.addWidget(self._list)
        foot = QHBoxLayout()
        foot.setSpacing(TIGHT)
        foot.addWidget(self._server, 1)
        foot.addWidget(self._settings)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MEDIUM, MEDIUM, MEDIUM, MEDIUM)
        layout.setSpacing(SMALL)
        layout.addWidget(self._new)
        layout.addWidget(self._job_id)
        layout.addWidget(middle, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self._new.clicked.connect(self.new_search_requested)
        self._job_id.job_id_given.connect(self.job_id_given)
        self._list.open_requested.connect(self.job_selected)
        self._list.remove_requested.connect(self.remove_requested)
        self._list.search_again_requested.connect(self.search_again_requested)
        self._list.copy_requested.connect(self.copy_requested)
        self._server.server_chosen.connect(self.server_chosen)
        self._settings.clicked.connect(self.settings_requested)
        self._midnight.timeout.connect(self._model.keep_up_with_the_date)
        self._model.rowsInserted.connect(self._show_list_or_hint)
        self._model.rowsRemoved.connect(self._show_list_or_hint)

    def show_entries(self, entries: tuple[SearchEntry, ...]) -> None:
        """These searches and no others; what is marked stays marked."""
        self._model.show_entries(entries)

    def update_entry(self, entry: SearchEntry) -> None:
        """Changes one search, or adds it."""
        self._model.update_entry(entry)

    def select(self, key: JobKey | None) -> None:
        """Marks the search that is on the screen; emits nothing."""
        self._list.mark(key)

    def show_server(
        self, label: str, kind: ServerKind, state: ServerState, words: str = ""
    ) -> None:
        """Where searches run and how it is there; ``words`` in a sentence."""
        self._server.show_server(label, kind, state, words)

    def focus_job_id(self) -> None:
        """The cursor goes to the field for a job ID."""
        self._job_id.focus()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def _show_list_or_hint(self) -> None:
        self._middle.setCurrentIndex(1 if self._model.rowCount() else 0)
