"""The job at the top of the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from skop_desktop.jobs.snapshot import JobSnapshot
from skop_desktop.ui.header.figures_row import FiguresRow
from skop_desktop.ui.header.progress_bar import ProgressLine
from skop_desktop.ui.header.status_label import StatusLabel
from skop_desktop.ui.header.steps import StepsRow
from skop_desktop.ui.header.title_block import TitleBlock
from skop_desktop.ui.header.trouble import TroubleAction
from skop_desktop.ui.header.trouble_line import TroubleLine
from skop_desktop.ui.header.view import HeaderView, header_view
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label, line
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL, WIDE

_TICK_MS: Final = 1_000


def _utc_now() -> datetime:
    return datetime.now(UTC)


class JobHeader(QFrame):
    """Draws one job; time goes on between two snapshots."""

    stop_requested = Signal()
    search_again_requested = Signal()
    download_all_requested = Signal()
    open_site_requested = Signal(str)
    copy_requested = Signal(str)
    retry_now_requested = Signal()
    settings_requested = Signal()

    def __init__(self, now: Callable[[], datetime] = _utc_now) -> None:
        super().__init__()
        self.setProperty("role", "surface")
        self._now = now
        self._snapshot: JobSnapshot | None = None
        self._view: HeaderView | None = None
        self._title = TitleBlock()
        self._stop = button("Stop")
        self._again = button("Search again")
        self._download = button("Download all", kind="primary", symbol="download")
        self._steps = StepsRow()
        self._status = StatusLabel()
        self._time_left = label(role="muted")
        self._bar = ProgressLine()
        self._trouble = TroubleLine()
        self._figures = FiguresRow()
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._assemble()
        self._connect()

    def _assemble(self) -> None:
        top = _row(MEDIUM)
        top.addWidget(self._title, 1)
        for made in (self._stop, self._again, self._download):
            top.addWidget(made, alignment=Qt.AlignmentFlag.AlignTop)
        middle = _row(LARGE)
        middle.addWidget(self._steps)
        middle.addWidget(self._status, 1)
        middle.addWidget(self._time_left)
        inner = QVBoxLayout()
        inner.setContentsMargins(WIDE, LARGE, WIDE, MEDIUM)
        inner.setSpacing(SMALL)
        inner.addLayout(top)
        inner.addWidget(self._trouble)
        inner.addLayout(middle)
        inner.addWidget(self._bar)
        inner.addWidget(self._figures)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner)
        outer.addWidget(line())

    def _connect(self) -> None:
        self._stop.clicked.connect(self.stop_requested)
        self._again.clicked.connect(self.search_again_requested)
        self._download.clicked.connect(self.download_all_requested)
        self._title.open_site_requested.connect(self.open_site_requested)
        self._title.copy_requested.connect(self.copy_requested)
        self._trouble.action_requested.connect(self._act_on_trouble)
        self._clock.timeout.connect(self._draw)

    def show_job(self, snapshot: JobSnapshot) -> None:
        """Draws ``snapshot`` from now on."""
        self._snapshot = snapshot
        self._draw()

    @property
    def view(self) -> HeaderView | None:
        """What is drawn now, for announcements and the window's title."""
        return self._view

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def _draw(self) -> None:
        if self._snapshot is None:
            return
        view = header_view(self._snapshot, self._now(), self._view)
        if view != self._view:
            self._show(view)
        self._view = view
        if not (view.changes_by_itself and self.isVisible()):
            self._clock.stop()
        elif not self._clock.isActive():
            self._clock.start()

    def _show(self, view: HeaderView) -> None:
        self._title.show_view(view)
        self._stop.setVisible(view.can_stop)
        self._again.setVisible(view.can_search_again)
        self._download.setText(view.download_text)
        self._download.setEnabled(view.can_download)
        self._trouble.show_trouble(view.trouble)
        self._steps.show_steps(view.steps)
        self._status.show_status(view.status_text, view.message)
        self._time_left.setText(view.time_left)
        self._bar.setVisible(view.has_bar)
        still = 0.0 if view.share is None and not view.is_busy else view.share
        self._bar.show_share(still, view.bar_tone)
        self._figures.show_figures(view.figures)

    def _act_on_trouble(self, action: str) -> None:
        if action == TroubleAction.OPEN_SETTINGS:
            self.settings_requested.emit()
        else:
            self.retry_now_requested.emit()


def _row(spacing: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(spacing)
    return row
