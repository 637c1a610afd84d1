"""The shelf, by drag and by keys."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from skop_desktop.ui.drag.offers import FilesOffer, Offer
from skop_desktop.ui.drag.places import CHOOSE, Place
from skop_desktop.ui.drag.shelf import Shelf
from tests.support.widgets import click, named, press, show, texts_shown

pytestmark = pytest.mark.gui

PLACES = (
    Place("Downloads", "download", Path("/home/ada/Downloads"), "Home/Downloads"),
    Place("Desktop", "monitor", Path("/home/ada/Desktop"), "Home/Desktop"),
    CHOOSE,
)


class Page(QWidget):
    """A field, and the shelf beneath it."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addStretch()
        self.shelf = Shelf(self, self.field)
        self.shelf.show_places(PLACES)
        self.chosen: list[Place] = []
        self.shelf.place_chosen.connect(self.chosen.append)

    def row(self, number: int) -> QPoint:
        """The middle of a row of the list."""
        places = self.shelf.places
        return places.visualRect(places.model().index(number, 0)).center()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    made = Page()
    show(qtbot, made, 700, 420)
    return made


def _is_wide(page: Page, width: int) -> bool:
    return page.width() == width


def test_it_is_not_there_until_it_is_needed(page: Page) -> None:
    assert not page.shelf.isVisible()


def test_for_a_drag_it_comes_up_and_leaves_the_keyboard_alone(page: Page) -> None:
    page.field.setFocus()
    page.shelf.open_for_drag(3)
    assert page.shelf.is_for_drag
    assert "Drop 3 documents on a folder" in texts_shown(page.shelf)
    assert page.field.hasFocus()
    page.shelf.put_away()
    assert not page.shelf.isVisible()


def test_it_lies_at_the_far_edge_beneath_the_field_and_follows_the_window(
    page: Page, qtbot: QtBot
) -> None:
    page.shelf.open_for_drag(1)
    for width in (700, 520):
        page.resize(width, 420)
        qtbot.waitUntil(partial(_is_wide, page, width))
        assert 0 < page.width() - page.shelf.geometry().right() < 12
        assert page.shelf.geometry().top() > page.field.geometry().bottom()
        assert page.shelf.geometry().bottom() < page.height()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert page.shelf.geometry().left() < 12


def test_arrows_and_enter_choose_a_folder(page: Page) -> None:
    page.shelf.open_for_keys(1)
    assert page.shelf.places.hasFocus()
    assert "Choose a folder for 1 document" in texts_shown(page.shelf)
    press(page.shelf.places, Qt.Key.Key_Down)
    press(page.shelf.places, Qt.Key.Key_Return)
    assert page.chosen == [PLACES[1]]


def test_a_click_chooses_a_folder(page: Page) -> None:
    page.shelf.open_for_keys(1)
    click(page.shelf.places.viewport(), page.row(2))
    assert page.chosen == [CHOOSE]


@pytest.mark.parametrize("way", ["escape", "button"])
def test_it_is_left_without_a_choice_and_the_keyboard_goes_back(
    page: Page, qtbot: QtBot, way: str
) -> None:
    page.field.setFocus()
    page.shelf.open_for_keys(2)
    with qtbot.waitSignal(page.shelf.closed):
        if way == "escape":
            press(page.shelf.places, Qt.Key.Key_Escape)
        else:
            click(named(page.shelf, QToolButton, "Close the list of folders"))
    assert not page.shelf.isVisible()
    assert page.chosen == []
    qtbot.waitUntil(page.field.hasFocus)


def test_it_goes_when_somebody_goes_on_elsewhere(page: Page, qtbot: QtBot) -> None:
    page.shelf.open_for_keys(2)
    click(page.field)
    qtbot.waitUntil(lambda: not page.shelf.isVisible())


def test_the_list_stays_where_the_keyboard_is_when_it_is_listed_anew(page: Page) -> None:
    page.shelf.open_for_keys(1)
    press(page.shelf.places, Qt.Key.Key_Down)
    page.shelf.show_places((*PLACES[:2], Place("Archive", "folder", Path("/archive")), CHOOSE))
    press(page.shelf.places, Qt.Key.Key_Return)
    assert page.chosen == [PLACES[1]]


@pytest.mark.parametrize("data", [QMimeData(), FilesOffer([Path("/home/ada/x.pdf")]), Offer()])
def test_what_another_program_drags_is_not_taken(page: Page, data: QMimeData) -> None:
    page.shelf.open_for_drag(1)
    place, copy = page.row(0), Qt.DropAction.CopyAction
    keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    moves = QDragMoveEvent(place, copy, data, *keys)
    drops = QDropEvent(QPointF(place), copy, data, *keys)
    for event in (moves, drops):
        QApplication.sendEvent(page.shelf.places.viewport(), event)
        assert not event.isAccepted()
    assert page.chosen == []


def test_the_place_under_the_pointer_is_marked(page: Page) -> None:
    page.shelf.open_for_drag(1)
    viewport = page.shelf.places.viewport()
    assert page.shelf.place_at(viewport.mapToGlobal(page.row(1))) == PLACES[1]
    assert page.shelf.places.row_under_drag == 1
    assert page.shelf.place_at(page.mapToGlobal(QPoint(10, 200))) is None
    assert page.shelf.places.row_under_drag == -1
