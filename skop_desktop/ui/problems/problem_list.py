"""Errors or warnings of one job: a filter where there are many, words where there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QWidget

from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.labels import label
from skop_desktop.ui.problems.model import ProblemModel
from skop_desktop.ui.problems.problem_view import ProblemView
from skop_desktop.ui.problems.rows import Problem
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.theme.tokens import SMALL

_FEW: Final = 8
"""So many are read faster than they are filtered."""
_FILTER_WIDTH: Final = 200


class ProblemList(QWidget):
    """One list of problems. ``name`` is "Errors" or "Warnings": the list's accessible name.

    ``tools``: filter and copy button; whoever shows the list puts them where there is room.
    """

    page_requested = Signal(str)

    def __init__(self, name: str, empty_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._empty_words = empty_words
        self.model = ProblemModel(self)
        self.view = ProblemView(name, self.model, self)
        self.view.page_requested.connect(self.page_requested)
        self._nothing = label(empty_words, "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.view)
        self.tools = self._build_tools(name)
        self.set_problems(())

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Shows ``problems``; selection and filter stay."""
        self.model.set_problems(problems)
        self._copy.setVisible(self.model.total > 0)
        has_many = self.model.total > _FEW
        self._filter.setVisible(has_many)
        if not has_many:
            self._filter.clear()
        self._show_right_page()

    def _build_tools(self, name: str) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SMALL)
        row.addStretch()
        self._filter = QLineEdit()
        self._filter.setPlaceholderText(f"Filter {name.lower()}")
        self._filter.setAccessibleName(f"Filter {name.lower()}")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMaximumWidth(_FILTER_WIDTH)
        search: QIcon = icon("search", "muted")
        self._filter.addAction(search, QLineEdit.ActionPosition.LeadingPosition)
        self._filter.textChanged.connect(self._filter_changed)
        self._copy = button(
            "Copy all", kind="quiet", symbol="copy", name=f"Copy all {name.lower()}"
        )
        self._copy.clicked.connect(self.view.copy_all)
        row.addWidget(self._filter)
        row.addWidget(self._copy)
        return tools

    def _filter_changed(self, text: str) -> None:
        self.model.set_filter(text)
        self._show_right_page()

    def _show_right_page(self) -> None:
        shows_some = self.model.rowCount() > 0
        all_hidden = self.model.total > 0 and not shows_some
        self._nothing.setText("None of them has these words." if all_hidden else self._empty_words)
        self._stack.setCurrentWidget(self.view if shows_some else self._nothing)
