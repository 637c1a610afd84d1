"""The field that takes a job ID, whatever was pasted around it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from skop_desktop.api.job_id import parse_job_id
from skop_desktop.errors import InvalidInput
from skop_desktop.ui.parts.buttons import icon_button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.theme.tokens import CONTROL_HEIGHT, TIGHT


class JobIdField(QWidget):
    """Field, button and, when the text holds no job ID, the reason beneath them."""

    job_id_given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._field.setPlaceholderText("Open a job ID…  job_…")
        self._field.setAccessibleName("Job ID")
        self._field.setToolTip("A job ID, or a link that has one in it")
        self._open = icon_button("arrow-right", "Open job", tone="text")
        self._open.setFixedSize(CONTROL_HEIGHT, CONTROL_HEIGHT)
        self._open.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._wrong = label(role="error", wrap=True)
        self._wrong.hide()
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self._field, 1)
        row.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addLayout(row)
        layout.addWidget(self._wrong)
        self._field.returnPressed.connect(self._give)
        self._field.textEdited.connect(lambda _text: self._tell(None))
        self._open.clicked.connect(self._give)

    def focus(self) -> None:
        """Ready to type or paste, what stands there selected."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LayoutDirectionChange:
            mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self._open.setIcon(icon("arrow-left" if mirrored else "arrow-right"))

    def _give(self) -> None:
        try:
            job_id = parse_job_id(self._field.text())
        except InvalidInput as error:
            self._tell(error)
            self.focus()
            return
        self._tell(None)
        self._field.clear()
        self.job_id_given.emit(job_id)

    def _tell(self, error: InvalidInput | None) -> None:
        """The words beneath the field; the field carries them too, for screen readers."""
        words = str(error) if error is not None else ""
        if words == self._wrong.text():
            return
        self._wrong.setText(words)
        self._wrong.setVisible(bool(words))
        self._field.setAccessibleDescription(words)
        self._field.setProperty("trouble", "true" if words else "false")
        self._field.style().unpolish(self._field)
        self._field.style().polish(self._field)
