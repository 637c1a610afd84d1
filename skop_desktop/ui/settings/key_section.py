"""The key of the server: typed, handed on, and gone from the screen."""

from __future__ import annotations

from pydantic import SecretStr
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from skop_desktop.api.server import ServerKind
from skop_desktop.desktop.keychain import KeyPlace
from skop_desktop.ui.parts.buttons import button, icon_button
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import KEY_PLACES, SettingsView
from skop_desktop.ui.theme.tokens import SMALL


class KeySection(Section):
    """``key_saved``: a :class:`SecretStr`, after which the field holds nothing."""

    key_saved = Signal(object)
    key_removed = Signal()

    def __init__(self) -> None:
        super().__init__("Key")
        self._edit = QLineEdit()
        self._edit.setPlaceholderText("sk-…")
        self._edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        )
        self._field = Field("Key", self._edit)
        self._show = icon_button("eye", "Show key")
        self._show.setCheckable(True)
        self._save = button("Save key")
        self._remove = button("Remove key")
        self._place = label("", "muted", wrap=True)
        self._place.setAccessibleName("Where the key is kept")
        row = QHBoxLayout()
        row.setSpacing(SMALL)
        row.addWidget(self._save)
        row.addWidget(self._remove)
        row.addStretch()
        line = QHBoxLayout()
        line.setSpacing(SMALL)
        line.addWidget(self._field, 1)
        line.addWidget(self._show, 0, Qt.AlignmentFlag.AlignBottom)
        for part in (line, row):
            self.body.addLayout(part)
        self.body.addWidget(self._place)
        self._show.toggled.connect(self._show_letters)
        self._edit.textChanged.connect(self._typed)
        self._edit.returnPressed.connect(self._save_key)
        self._save.clicked.connect(self._save_key)
        self._remove.clicked.connect(self.key_removed)
        self._forget()

    def show_settings(self, view: SettingsView) -> None:
        """Shows where the key is kept; never the key."""
        self.setVisible(view.key_server.kind is not ServerKind.THIS_COMPUTER)
        self.set_heading(f"Key for {view.key_server.label}")
        words = KEY_PLACES[view.key_place]
        self._place.setText(words)
        self._place.setToolTip(view.keychain_trouble)
        self._place.setAccessibleDescription(words)
        self._remove.setEnabled(view.key_place in {KeyPlace.KEYCHAIN, KeyPlace.UNTIL_CLOSED})

    def _typed(self, text: str) -> None:
        self._save.setEnabled(bool(text.strip()))
        self._field.show_trouble("")

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._edit.setEchoMode(mode)

    def _save_key(self) -> None:
        key = _without_wrapping(self._edit.text())
        if not key:
            return
        if not key.isascii() or not key.isprintable() or " " in key:
            self._field.show_trouble("A key has only letters, digits, “-” and “_”.")
            return
        self._forget()
        self.key_saved.emit(SecretStr(key))

    def _forget(self) -> None:
        # setText, unlike clear(), also empties what Undo would bring back.
        self._edit.setText("")
        self._show.setChecked(False)
        self._show_letters(shown=False)
        self._typed("")


def _without_wrapping(typed: str) -> str:
    """A key as it is copied out of an example or an e-mail: ``"Bearer sk-…"``."""
    return typed.strip().strip("\"'").removeprefix("Bearer ").strip()
