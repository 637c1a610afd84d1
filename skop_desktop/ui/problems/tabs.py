"""What lies under the documents: errors, warnings and downloads, each tab with its count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import IntEnum
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from skop_desktop.api.models import JobError
from skop_desktop.downloads.snapshot import TransferKey, TransferSnapshot
from skop_desktop.ui import formats
from skop_desktop.ui.parts.labels import label, line, set_role
from skop_desktop.ui.problems.problem_list import ProblemList
from skop_desktop.ui.theme.tokens import CONTROL_HEIGHT, MEDIUM, SMALL
from skop_desktop.ui.transfers.transfer_list import TransferList


class BottomTab(IntEnum):
    """The tabs, from the start of the line."""

    ERRORS = 0
    WARNINGS = 1
    DOWNLOADS = 2


_NAMES: Final = {
    BottomTab.ERRORS: "Errors",
    BottomTab.WARNINGS: "Warnings",
    BottomTab.DOWNLOADS: "Downloads",
}
_BAR_HEIGHT: Final = CONTROL_HEIGHT + SMALL


class BottomTabs(QFrame):
    """The three lists and the tabs above them. ``page_requested``: a web page to open."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.errors = ProblemList("Errors", "No errors.")
        self.warnings = ProblemList("Warnings", "No warnings.")
        self.downloads = TransferList()
        self._errors: tuple[JobError, ...] = ()
        self._warnings: tuple[str, ...] = ()
        for problems in (self.errors, self.warnings, self.downloads):
            problems.page_requested.connect(self.page_requested)
        self._badges = {tab: _badge() for tab in BottomTab}
        self._bar = self._build_bar()
        # First among the children: Qt names a tab bar after the tab in front, and whoever looks for
        # the list "Errors" by name is to find the list before the bar.
        self._lists, self._tools = QStackedWidget(self), QStackedWidget()
        for shown in (self.errors, self.warnings, self.downloads):
            self._lists.addWidget(shown)
            self._tools.addWidget(shown.tools)
        self._bar.currentChanged.connect(self._lists.setCurrentIndex)
        self._bar.currentChanged.connect(self._tools.setCurrentIndex)
        self._assemble()

    def set_problems(self, errors: Sequence[JobError], warnings: Sequence[str]) -> None:
        """Shows what went wrong in a job. Cheap where nothing has changed."""
        if self._errors != (told := tuple(errors)):
            self._errors = told
            self.errors.set_problems(told)
        if self._warnings != (said := tuple(warnings)):
            self._warnings = said
            self.warnings.set_problems(said)
        self._count(BottomTab.ERRORS, len(told))
        self._count(BottomTab.WARNINGS, len(said))

    def apply_transfers(self, batch: Iterable[TransferSnapshot]) -> None:
        """Takes the newest state of some transfers."""
        self.downloads.apply(batch)
        self._count(BottomTab.DOWNLOADS, self.downloads.model.rowCount())

    def remove_transfers(self, keys: Collection[TransferKey]) -> None:
        """Takes transfers off the list; their files stay."""
        self.downloads.remove(keys)
        self._count(BottomTab.DOWNLOADS, self.downloads.model.rowCount())

    def show_tab(self, tab: BottomTab) -> None:
        """Brings ``tab`` to the front."""
        self._bar.setCurrentIndex(tab)

    @property
    def shown_tab(self) -> BottomTab:
        """The tab in front."""
        return BottomTab(self._bar.currentIndex())

    def _build_bar(self) -> QTabBar:
        bar = QTabBar()
        bar.setDrawBase(False)
        bar.setExpanding(False)
        bar.setUsesScrollButtons(False)
        for tab, name in _NAMES.items():
            bar.addTab(name)
            bar.setAccessibleTabName(tab, name)
            bar.setTabButton(tab, QTabBar.ButtonPosition.RightSide, self._badges[tab])
        return bar

    def _assemble(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(MEDIUM, 0, MEDIUM, 0)
        top.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignBottom)
        top.addWidget(self._tools, 1)
        self._tools.setMinimumHeight(_BAR_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line())
        layout.addWidget(self._lists, 1)
        QWidget.setTabOrder(self._bar, self._tools)
        QWidget.setTabOrder(self._tools, self._lists)

    def _count(self, tab: BottomTab, number: int) -> None:
        badge = self._badges[tab]
        if badge.text() == formats.count(number):
            return
        badge.setText(formats.count(number))
        badge.setAccessibleName(f"{_NAMES[tab]}: {formats.count(number)}")
        badge.resize(badge.sizeHint())
        # The bar learns the new width of a badge only when it lays out its tabs again.
        self._bar.setTabText(tab, _NAMES[tab])


def _badge() -> QLabel:
    made = label("0")
    set_role(made, "badge")
    made.resize(made.sizeHint())
    return made
