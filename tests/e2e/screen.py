"""The window as a person uses it: looks, types, clicks, and waits for what is to be seen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from skop_desktop.desktop.folders import DataFolder
from skop_desktop.logs import Logs
from skop_desktop.options import Options
from skop_desktop.session import Running, begin, running
from skop_desktop.ui.documents.view import DocumentsView
from skop_desktop.ui.header.status_label import StatusLabel
from skop_desktop.ui.library.search_list import SearchList
from skop_desktop.ui.transfers.transfer_list import TransferList
from tests.e2e.watching import by_name, by_type, column, until
from tests.support.widgets import click

_NO_KEYS = Qt.KeyboardModifier.NoModifier


async def _in_front(window: QWidget) -> None:
    """Until keys reach the app: shortcuts of a window that is not the active one do nothing."""

    def is_active() -> bool:
        if QApplication.activeWindow() is None:
            window.activateWindow()
        return QApplication.activeWindow() is not None

    await until(is_active)


def focused(window: QWidget) -> QWidget:
    """What has the keyboard: ``window`` itself while nothing in it has."""
    found: QWidget | None = window.focusWidget()
    return window if found is None else found


class Screen:
    """One window with what stands in it."""

    def __init__(self, app: Running) -> None:
        self.app = app
        self.window = app.window

    @property
    def texts(self) -> str:
        """Everything that can be read on labels and buttons, a line each."""
        labels = [label.text() for label in self.window.findChildren(QLabel) if label.isVisible()]
        buttons = self.window.findChildren(QAbstractButton)
        return "\n".join([*labels, *(made.text() for made in buttons if made.isVisible())])

    @property
    def status(self) -> str:
        """State word and message of the job, as a screen reader says them."""
        return by_type(self.window, StatusLabel).accessibleDescription()

    @property
    def table(self) -> DocumentsView:
        """The documents."""
        return self.window.documents.view

    @property
    def downloads(self) -> TransferList:
        """The transfers."""
        return self.window.tabs.downloads

    @property
    def job_id(self) -> str:
        """The job ID beneath the title."""
        view = self.window.header.view
        return view.key.job_id if view is not None and self.window.shows_job else ""

    def column(self, title: str) -> list[str]:
        """The cells of a column."""
        return column(self.table, title)

    def searches(self) -> list[str]:
        """The titles in the library."""
        model = by_type(self.window, SearchList).model()
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return [str(index.data()) for index in rows if index.flags() & Qt.ItemFlag.ItemIsEnabled]

    async def sees(self, words: str, *, within: float = 20.0) -> None:
        """Waits until ``words`` stand somewhere on the screen."""
        try:
            await until(lambda: words in self.texts, within=within)
        except TimeoutError:
            raise AssertionError(f"{words!r} is not to be read in:\n{self.texts}") from None

    async def sees_job(self, job_id: str) -> None:
        """Until this job is the one shown."""
        await until(lambda: self.job_id == job_id)

    async def sees_status(self, words: str, *, within: float = 20.0) -> None:
        """Waits until the job's status begins with ``words``."""
        try:
            await until(lambda: self.status.startswith(words), within=within)
        except TimeoutError:
            raise AssertionError(f"not {words!r} but {self.status!r}\n{self.texts}") from None

    async def sees_column(self, title: str, cells: list[str], *, within: float = 20.0) -> None:
        """Waits until a column reads ``cells``, in any order."""
        try:
            await until(lambda: sorted(self.column(title)) == sorted(cells), within=within)
        except TimeoutError:
            raise AssertionError(f"{title}: {self.column(title)}, not {cells}") from None

    def button(self, name: str) -> QAbstractButton:
        """The button that can be seen and whose name or text begins so."""
        return by_name(self.window, QAbstractButton, name)

    def has_button(self, name: str) -> bool:
        """Whether such a button can be seen and pressed."""
        return any(
            made.isVisible()
            and made.isEnabled()
            and (made.accessibleName() or made.text()).startswith(name)
            for made in self.window.findChildren(QAbstractButton)
        )

    async def press_button(self, name: str) -> None:
        """Clicks a button once it can be pressed."""
        await until(lambda: self.has_button(name), within=20)
        click(self.button(name))

    async def keys(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NO_KEYS, to: QWidget | None = None
    ) -> None:
        """A key press in what has the keyboard."""
        await _in_front(self.window)
        QTest.keyClick(to or focused(self.window), key, modifiers)

    def open_job(self, text: str) -> None:
        """Types into the field for a job ID, and Return."""
        field = by_name(self.window, QLineEdit, "Job ID")
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def paste_job(self, text: str) -> None:
        """Pastes into the field for a job ID, and presses Open job."""
        field = by_name(self.window, QLineEdit, "Job ID")
        QGuiApplication.clipboard().setText(text)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        click(self.button("Open job"))

    def choose(self, *names: str) -> None:
        """Selects documents by name."""
        self.table.clearSelection()
        everything = QItemSelectionModel.SelectionFlag
        for row, name in enumerate(self.column("Name")):
            if name in names:
                self.table.selectionModel().select(
                    self.table.model().index(row, 0), everything.Select | everything.Rows
                )

    def choose_search(self, title: str) -> None:
        """Clicks a search of the library."""
        listed = by_type(self.window, SearchList)
        for row in range(listed.model().rowCount()):
            index = listed.model().index(row, 0)
            if index.data() == title:
                listed.scrollTo(index)
                QTest.mouseClick(
                    listed.viewport(),
                    Qt.MouseButton.LeftButton,
                    pos=listed.visualRect(index).center(),
                )
                return
        raise AssertionError(f"{title!r} is not among {self.searches()}")


Start = Callable[[], AbstractAsyncContextManager[Screen]]
"""Starts the app with the folders and the service of the test."""


@asynccontextmanager
async def opened(qapp: QApplication, folder: DataFolder, options: Options) -> AsyncIterator[Screen]:
    """The whole app with its window, as a start by ``options`` shows it; ended afterwards."""
    with Logs(folder.logs) as logs:
        async with running(qapp, options, folder, logs) as parts:
            parts.window.show()
            await _in_front(parts.window)
            await begin(parts, options)
            yield Screen(parts)
            parts.window.hide()
            await parts.desks.settings.remember_layout()
    # The next start puts it on again; a window is made twice as fast without.
    qapp.setStyleSheet("")
