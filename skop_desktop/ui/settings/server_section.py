"""Where searches run."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton

from skop_desktop.api.server import CLOUD_ADDRESS, ServerKind, server_from_text
from skop_desktop.errors import InvalidInput
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.settings.section import Section
from skop_desktop.ui.settings.view import SettingsView

_KINDS: Final = {
    ServerKind.THIS_COMPUTER: ("This computer", "Costs nothing and needs no key."),
    ServerKind.CLOUD: ("Skop cloud", "Quicker and finds more; each search costs money."),
    ServerKind.OTHER: ("Another server", "One that speaks as Skop does."),
}


class ServerSection(Section):
    """``server_changed``: kind and base address, the address empty for this computer."""

    server_changed = Signal(object, str)

    def __init__(self) -> None:
        super().__init__("Where searches run")
        self._choice = QButtonGroup(self)
        self._kinds = list(_KINDS)
        for number, (words, hint) in enumerate(_KINDS.values()):
            radio = QRadioButton(words)
            radio.setAccessibleDescription(hint)
            self._choice.addButton(radio, number)
            self.body.addWidget(radio, 0, Qt.AlignmentFlag.AlignLeft)
        self._hint = label("", "muted", wrap=True)
        self._address_edit = QLineEdit()
        self._address_edit.setPlaceholderText("https://skop.example.org")
        self._address = Field("Address of the server", self._address_edit)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._address)
        self._emitted: tuple[ServerKind, str] = (ServerKind.THIS_COMPUTER, "")
        self._choice.idToggled.connect(self._toggled)
        self._address_edit.textEdited.connect(lambda: self._address.show_trouble(""))
        self._address_edit.editingFinished.connect(self._use_address)

    def show_settings(self, view: SettingsView) -> None:
        """Shows the server of ``view``; a choice that still waits for its address stays."""
        kind = view.server.kind
        now = (kind, view.server.address)
        if now == self._emitted and self._waits_for_address:
            return
        self._emitted = now
        if not self._address_edit.hasFocus():
            address = view.server.address if kind is ServerKind.OTHER else view.other_address
            self._address_edit.setText(address)
        blocker = QSignalBlocker(self._choice)
        self._choice.button(self._kinds.index(kind)).setChecked(True)
        blocker.unblock()
        self._show_kind(kind)

    @property
    def _waits_for_address(self) -> bool:
        other = self._choice.checkedId() == self._kinds.index(ServerKind.OTHER)
        return other and self._emitted[0] is not ServerKind.OTHER

    def _toggled(self, number: int, checked: bool) -> None:
        if not checked:
            return
        kind = self._kinds[number]
        self._show_kind(kind)
        if kind is not ServerKind.OTHER:
            self._emit(kind, CLOUD_ADDRESS if kind is ServerKind.CLOUD else "")
        elif self._address_edit.text().strip():
            self._use_address()

    def _show_kind(self, kind: ServerKind) -> None:
        self._hint.setText(_KINDS[kind][1])
        self._address.setVisible(kind is ServerKind.OTHER)
        if kind is not ServerKind.OTHER:
            self._address.show_trouble("")

    def _use_address(self) -> None:
        typed = self._address_edit.text().strip()
        if not typed or self._kinds[self._choice.checkedId()] is not ServerKind.OTHER:
            return
        try:
            server = server_from_text(typed)
        except InvalidInput as error:
            self._address.show_trouble(str(error))
            return
        self._address.show_trouble("")
        if server.kind is ServerKind.OTHER:
            self._address_edit.setText(server.address)
        self._emit(server.kind, server.address)

    def _emit(self, kind: ServerKind, address: str) -> None:
        if (kind, address) != self._emitted:
            self._emitted = (kind, address)
            self.server_changed.emit(kind, address)
