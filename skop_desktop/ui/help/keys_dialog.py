"""F1: every keyboard shortcut, from the table that the menus are made of."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from skop_desktop.ui.help.shortcuts import LIST_KEYS, SHORTCUTS, ListKeys, Shortcut
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label, set_role
from skop_desktop.ui.theme.tokens import HUGE, LARGE, SMALL, TIGHT, WIDE


class KeysDialog(QDialog):
    """The shortcuts by menu, two columns side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE, WIDE, WIDE, LARGE)
        layout.setSpacing(LARGE)
        layout.addWidget(label("Keyboard shortcuts", "title"))
        layout.addLayout(_columns())
        layout.addStretch()
        close = button("Close")
        close.clicked.connect(self.reject)
        layout.addWidget(close, alignment=Qt.AlignmentFlag.AlignRight)
        close.setFocus()


def _columns() -> QHBoxLayout:
    by_menu: dict[str, list[Shortcut | ListKeys]] = {}
    for shortcut in SHORTCUTS:
        if shortcut.keys:
            by_menu.setdefault(shortcut.menu, []).append(shortcut)
    by_menu["In every list"] = list(LIST_KEYS)
    columns = QHBoxLayout()
    columns.setSpacing(2 * HUGE)
    half = len(by_menu) // 2
    groups = [_group(menu, entries) for menu, entries in by_menu.items()]
    for part in (groups[:half], groups[half:]):
        column = QVBoxLayout()
        column.setSpacing(WIDE)
        for group in part:
            column.addWidget(group)
        column.addStretch()
        columns.addLayout(column, 1)
    return columns


def _group(heading: str, entries: list[Shortcut | ListKeys]) -> QWidget:
    group = QWidget()
    grid = QGridLayout(group)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(LARGE)
    grid.setVerticalSpacing(SMALL)
    grid.setColumnStretch(0, 1)
    grid.addWidget(label(heading, "section"), 0, 0, 1, 2)
    for row, entry in enumerate(entries, start=1):
        words, keys = label(entry.words), _key_cap(entry.keys)
        words.setAccessibleName(f"{entry.words}: {keys.text()}")
        grid.addWidget(words, row, 0)
        grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
    return group


def _key_cap(keys: str) -> QLabel:
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    cap = label(shown)
    set_role(cap, "key")
    cap.setContentsMargins(TIGHT, 0, TIGHT, 0)
    return cap
