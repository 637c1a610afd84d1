"""What the job is: title and state, and beneath them site, job ID and start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from skop_desktop.ui import words
from skop_desktop.ui.header.pill import StatePill
from skop_desktop.ui.header.view import HeaderView
from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.parts.safe_text import tool_tip
from skop_desktop.ui.theme.tokens import MEDIUM, TIGHT


class TitleBlock(QWidget):
    """Lines of text, with the link to the site and the button that copies the job ID."""

    open_site_requested = Signal(str)
    copy_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._website = ""
        self._title = ElidedLabel(role="title")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._pill = StatePill()
        self._site = button("", kind="link")
        self._site.setProperty("flush", "true")
        self._site.clicked.connect(lambda: self.open_site_requested.emit(self._website))
        self._understood = ElidedLabel(role="muted")
        self._understood.setAccessibleName("Looking for")
        self._job_id = ElidedLabel(role="muted")
        self._job_id.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._copy = icon_button("copy", words.COPY_JOB_ID)
        self._copy.clicked.connect(lambda: self.copy_requested.emit(self._job_id.text()))
        self._started = label(role="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(self._first_line())
        layout.addWidget(self._understood)
        layout.addLayout(self._second_line())

    def _first_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(MEDIUM)
        row.addWidget(self._title, 1)
        row.addWidget(self._pill)
        row.addStretch()
        return row

    def _second_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(MEDIUM)
        row.addWidget(self._site)
        copied = QHBoxLayout()
        copied.setSpacing(0)
        copied.addWidget(self._job_id)
        copied.addWidget(self._copy)
        row.addLayout(copied)
        row.addWidget(self._started)
        row.addStretch()
        return row

    def show_view(self, view: HeaderView) -> None:
        """Draws what concerns it of ``view``."""
        self._title.setText(view.title)
        self._pill.show_state(view.state)
        self._understood.setVisible(bool(view.understood))
        self._understood.setText(f"Looking for: {view.understood}")
        self._website = view.website
        self._site.setVisible(bool(view.website))
        self._site.setText(view.site)
        self._site.setAccessibleName(f"Open website {view.site}")
        self._site.setToolTip(tool_tip(view.website))
        self._job_id.setText(view.key.job_id)
        self._started.setVisible(bool(view.started))
        self._started.setText(view.started)
