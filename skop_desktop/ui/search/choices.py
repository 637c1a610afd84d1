"""More choices of a search, folded away: each has a default that is good for most."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from skop_desktop.api.models import ScrapeParameters
from skop_desktop.ui.parts.buttons import button
from skop_desktop.ui.parts.check_box import CheckBox
from skop_desktop.ui.parts.field import Field
from skop_desktop.ui.parts.step_box import StepBox
from skop_desktop.ui.theme.icons import icon
from skop_desktop.ui.theme.tokens import LARGE, MEDIUM, SMALL

_MINUTE: Final = 60
DEFAULTS: Final = ScrapeParameters()
FIELD_NAMES: Final = ("single_page", "timeout", "confidence_threshold", "max_file_size_mb")


class MoreChoices(QWidget):
    """A button that unfolds the fields."""

    def __init__(self) -> None:
        super().__init__()
        self._from = DEFAULTS
        self._toggle = button("More choices", kind="quiet")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._unfold)
        self.only_page = CheckBox("Only this page; follow no links")
        self._minutes = StepBox(1, 60, " min")
        self._percent = StepBox(0, 100, " %")
        self._megabytes = StepBox(1, 500, " MB")
        self.fields = {
            "timeout": Field("Time limit", self._minutes),
            "confidence_threshold": Field("Minimum confidence", self._percent),
            "max_file_size_mb": Field("Largest file", self._megabytes),
        }
        self._body = self._build_body()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SMALL)
        layout.addWidget(self._toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._body)
        self._unfold(unfolded=False)
        self.set_parameters(DEFAULTS)

    @property
    def parameters(self) -> ScrapeParameters:
        """What is chosen. A value that was given and not touched is kept to the last digit."""
        shown = _shown(self._from)
        minutes, percent = self._minutes.value(), self._percent.value()
        timeout = self._from.timeout if minutes == shown[0] else minutes * _MINUTE
        least = self._from.confidence_threshold if percent == shown[1] else percent / 100
        return ScrapeParameters(
            single_page=self.only_page.isChecked(),
            timeout=timeout,
            confidence_threshold=least,
            max_file_size_mb=self._megabytes.value(),
        )

    def set_parameters(self, parameters: ScrapeParameters) -> None:
        """Shows ``parameters``, unfolded where they are not the defaults."""
        self._from = parameters
        minutes, percent = _shown(parameters)
        self.only_page.setChecked(parameters.single_page)
        self._minutes.setValue(minutes)
        self._percent.setValue(percent)
        self._megabytes.setValue(parameters.max_file_size_mb)
        if parameters != DEFAULTS:
            self.unfold()

    def unfold(self) -> None:
        """Shows the fields."""
        self._toggle.setChecked(True)

    def fold(self) -> None:
        """Hides the fields; what is chosen stays chosen."""
        self._toggle.setChecked(False)

    def _build_body(self) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(LARGE)
        grid.setVerticalSpacing(MEDIUM)
        for column, field in enumerate(self.fields.values()):
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        left = Qt.AlignmentFlag.AlignLeft
        grid.addWidget(self.only_page, 1, 0, 1, len(self.fields), left)
        return body

    def _unfold(self, unfolded: bool) -> None:
        self._toggle.setIcon(icon("chevron-down" if unfolded else "chevron-right"))
        self._body.setVisible(unfolded)


def _shown(parameters: ScrapeParameters) -> tuple[int, int]:
    minutes = math.ceil(parameters.timeout / _MINUTE)
    return minutes, round(parameters.confidence_threshold * 100)
