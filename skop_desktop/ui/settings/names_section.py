"""How saved files are called: a template, and what comes of it while it is typed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from skop_desktop.downloads.template import DEFAULT, FIELDS, example, trouble_with
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.labels import ElidedLabel, label
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import SettingsView
from skop_desktop.ui.theme.tokens import SMALL, TIGHT

_LONGEST: Final = 200
_APART: Final = " -–_.,()[]"


class NamesSection(Section):
    """``template_changed``: a template that can be used, once it is typed or put together."""

    template_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__("File names")
        self._edit = QLineEdit()
        self._edit.setMaxLength(_LONGEST)
        self._field = Field("Name of each file", self._edit)
        self._example = ElidedLabel()
        self._usual = button("Use the document's name", kind="link")
        self._used = DEFAULT
        self.body.addWidget(self._field)
        self.body.addLayout(self._inserts())
        self.body.addLayout(self._preview())
        self._edit.textChanged.connect(self._show_outcome)
        self._edit.editingFinished.connect(self._use)
        self._usual.clicked.connect(self._use_default)
        self._edit.setText(DEFAULT)

    def show_settings(self, view: SettingsView) -> None:
        """Shows the template of ``view``; what is being typed stays."""
        if view.name_template != self._used and not self._edit.hasFocus():
            self._edit.setText(view.name_template)
        self._used = view.name_template
        self._show_outcome()

    def _inserts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(label("Insert", "muted"))
        for field, words in FIELDS.items():
            row.addWidget(self._insert_button(field, words))
        row.addStretch()
        return row

    def _insert_button(self, field: str, words: str) -> QPushButton:
        made = button(field.capitalize(), kind="quiet", symbol="plus", name=f"Insert {field}")
        made.setToolTip(f"{{{field}}}: {words}")
        made.setAccessibleDescription(words)
        made.clicked.connect(lambda: self._insert(f"{{{field}}}"))
        return made

    def _preview(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(label("Example", "muted"))
        row.addWidget(self._example, 1)
        row.addWidget(self._usual)
        return row

    def _insert(self, field: str) -> None:
        # Whoever came by Tab has selected all of it, and does not mean to replace it.
        self._edit.deselect()
        typed, at = self._edit.text(), self._edit.cursorPosition()
        before = " " if at and typed[at - 1] not in _APART else ""
        after = " " if typed[at:] and typed[at] not in _APART else ""
        self._edit.insert(f"{before}{field}{after}")
        self._edit.setFocus()
        self._use()

    def _use_default(self) -> None:
        self._edit.setText(DEFAULT)
        self._use()

    def _show_outcome(self) -> None:
        typed = self._edit.text()
        trouble = trouble_with(typed) or ""
        self._field.show_trouble(trouble)
        shown = "" if trouble else example(typed)
        self._example.setText(shown)
        self._example.setAccessibleName(f"Example: {shown}" if shown else "No example")
        self._usual.setVisible(typed != DEFAULT)

    def _use(self) -> None:
        typed = self._edit.text()
        if typed != self._used and trouble_with(typed) is None:
            self._used = typed
            self.template_changed.emit(typed)
