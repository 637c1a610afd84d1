"""Tables as people read and point at them: by the text of a cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHeaderView, QTableView


def column_texts(view: QTableView, title: str) -> list[str]:
    """The cells of the column with this title, from the top."""
    section = _section(view, title)
    model = view.model()
    return [model.index(row, section).data() for row in range(model.rowCount())]


def titles_shown(view: QTableView) -> list[str]:
    """The titles of the columns that can be seen, in reading order."""
    heading = view.horizontalHeader()
    sections = map(heading.logicalIndex, range(heading.count()))
    return [
        _title(heading, section) for section in sections if not heading.isSectionHidden(section)
    ]


def cell(view: QTableView, name: str, title: str) -> QModelIndex:
    """The cell in the row whose first column reads ``name``."""
    row = column_texts(view, "Name").index(name)
    return view.model().index(row, _section(view, title))


def click_cell(
    view: QTableView,
    index: QModelIndex,
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    *,
    at_end: bool = False,
) -> None:
    """A click near the start of a cell's text, or near its end."""
    view.scrollTo(index)
    rect = view.visualRect(index)
    left = rect.right() - 14 if at_end else rect.left() + 14
    place = QPoint(left, rect.center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, keys, place)


def click_title(view: QTableView, title: str) -> None:
    """A click on the heading of a column."""
    heading = view.horizontalHeader()
    place = QPoint(heading.sectionViewportPosition(_section(view, title)) + 20, 12)
    QTest.mouseClick(heading.viewport(), Qt.MouseButton.LeftButton, pos=place)


def _section(view: QTableView, title: str) -> int:
    heading = view.horizontalHeader()
    return [_title(heading, n) for n in range(heading.count())].index(title)


def _title(heading: QHeaderView, section: int) -> str:
    return str(heading.model().headerData(section, Qt.Orientation.Horizontal))
