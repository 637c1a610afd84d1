"""The window: puts the regions side by side and holds the actions. Knows no service."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAction,
    QCloseEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.downloads.totals import TransferTotals
from skop_desktop.ui.documents.pane import DocumentsPane
from skop_desktop.ui.header.job_header import JobHeader
from skop_desktop.ui.help.shortcuts import SHORTCUTS
from skop_desktop.ui.library.pane import LibraryPane
from skop_desktop.ui.messages.message_bar import MessageBar
from skop_desktop.ui.messages.message_stage import MessageStage
from skop_desktop.ui.notices.notice_page import NoticePage
from skop_desktop.ui.parts.safe_text import one_line
from skop_desktop.ui.parts.window_keys import WindowKeys
from skop_desktop.ui.problems.tabs import BottomTabs
from skop_desktop.ui.search.form import SearchForm
from skop_desktop.ui.start.start_page import StartPage
from skop_desktop.ui.transfers.total_line import TotalLine

_APP: Final = "Skop Desktop"
_SMALLEST: Final = (900, 600)
_AT_FIRST: Final = (1360, 860)
_FRAME: Final = (16, 48)
"""What the window's own border and title bar may take of a screen."""
_SIDEBAR: Final = 248
_BOTTOM: Final = 168


class MainWindow(QMainWindow):
    """All regions of ``design/README.md``; what a person does leaves through their signals."""

    close_requested = Signal()
    action_triggered = Signal(str)
    """The id of a menu entry or shortcut (``ui/help/shortcuts.py``)."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_APP)
        self.setMinimumSize(*_SMALLEST)
        self.resize(first_size(self.screen().availableSize()))
        self.library = LibraryPane()
        self.start = StartPage()
        self.search = SearchForm()
        self.header = JobHeader()
        self.documents = DocumentsPane()
        self.notice = NoticePage()
        self.tabs = BottomTabs()
        self.messages = MessageBar()
        self.total = TotalLine()
        self.actions_by_id: dict[str, QAction] = {}
        self._job_title = ""
        self._assemble()
        self._build_menus()

    def _assemble(self) -> None:
        self._job_splitter = QSplitter(Qt.Orientation.Vertical)
        self._job_splitter.setChildrenCollapsible(False)
        self._job_splitter.addWidget(_column(self.header, self.documents))
        self._job_splitter.addWidget(self.tabs)
        self._job_splitter.setStretchFactor(0, 1)
        self._job_splitter.setSizes([_AT_FIRST[1] - _BOTTOM, _BOTTOM])
        self._pages = QStackedWidget()
        for page in (self.start, self.search, self._job_splitter):
            self._pages.addWidget(page)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.library)
        self._splitter.addWidget(MessageStage(self._pages, self.messages))
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([_SIDEBAR, _AT_FIRST[0] - _SIDEBAR])
        self.setCentralWidget(self._splitter)
        self.statusBar().addPermanentWidget(self.total, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().hide()

    def _build_menus(self) -> None:
        menus = {name: self.menuBar().addMenu(name) for name in _menu_names()}
        for shortcut in SHORTCUTS:
            action = QAction(shortcut.words, self)
            if shortcut.keys:
                action.setShortcut(QKeySequence(shortcut.keys))
            action.triggered.connect(
                lambda _checked=False, chosen=shortcut: self.action_triggered.emit(chosen.id)
            )
            menus[shortcut.menu].addAction(action)
            self.actions_by_id[shortcut.id] = action
        WindowKeys(self, (shortcut.keys for shortcut in SHORTCUTS))

    def show_start(self) -> None:
        """The first-start screen with its three choices."""
        self._show(self.start)

    def show_search(self) -> None:
        """The form of a new search."""
        self._show(self.search)

    def show_job(self) -> None:
        """Header, documents, problems of the job that was chosen.

        Keys that went to the page before go to the documents, not to whatever comes first.
        """
        in_library = self.library.isAncestorOf(self.focusWidget())
        comes_up = not self.shows_job
        self._show(self._job_splitter)
        if comes_up and not in_library:
            self.documents.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def name_job(self, title: str) -> None:
        """``title`` of the job that was chosen: the window bears it while that job is shown."""
        self._job_title = one_line(title)
        self._show_title()

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._show_title()

    def _show_title(self) -> None:
        # Qt reads "[*]" as the place of its mark for unsaved changes, and two of them as one.
        title = self._job_title.replace("[*]", "[*][*]") if self.shows_job else ""
        self.setWindowTitle(f"{title} – {_APP}" if title else _APP)

    def make_room_for_totals(self) -> None:
        """Shows the line of totals before there is one: the window is laid out anew for it."""
        self.statusBar().show()

    def show_totals(self, totals: TransferTotals) -> None:
        """All transfers in one line; there is none before the first."""
        self.total.show_totals(totals)
        self.statusBar().setVisible(totals.all > 0)

    def announce(self, words: str) -> None:
        """Has a screen reader say ``words``."""
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def come_to_front(self) -> None:
        """Shows the window above others and ready for keys, also where it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    @property
    def shows_job(self) -> bool:
        """Whether a job is on the screen."""
        return self._pages.currentWidget() is self._job_splitter

    def closeEvent(self, event: QCloseEvent) -> None:
        # Whoever listens hides the window at once and ends what is behind it.
        event.ignore()
        self.close_requested.emit()

    def layout_state(self) -> dict[str, str]:
        """Geometry and splitters, as text for the settings file."""
        return {
            "geometry": _text(self.saveGeometry()),
            "splitter": _text(self._splitter.saveState()),
            "job_splitter": _text(self._job_splitter.saveState()),
        }

    def restore_layout(self, state: dict[str, str]) -> None:
        """What :meth:`layout_state` gave; parts that are missing or broken keep their default."""
        for name, restore in (
            ("geometry", self.restoreGeometry),
            ("splitter", self._splitter.restoreState),
            ("job_splitter", self._job_splitter.restoreState),
        ):
            if state.get(name):
                restore(QByteArray.fromBase64(state[name].encode()))


def first_size(screen: QSize) -> QSize:
    """The size of a window that has none yet: no larger than ``screen`` has room for."""
    return QSize(*_AT_FIRST).boundedTo(screen - QSize(*_FRAME)).expandedTo(QSize(*_SMALLEST))


def _menu_names() -> list[str]:
    return list(dict.fromkeys(shortcut.menu for shortcut in SHORTCUTS))


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.setStretch(layout.count() - 1, 1)
    return column


def _text(state: QByteArray) -> str:
    return bytes(state.toBase64().data()).decode()
