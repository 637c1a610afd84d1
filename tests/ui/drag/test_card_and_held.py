"""The card under the pointer, and rows that are held while they are fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.ui.documents.pane import DocumentsPane
from skop_desktop.ui.drag.card import card
from skop_desktop.ui.drag.held import HeldRows
from skop_desktop.ui.drag.places import CHOOSE, Place
from skop_desktop.ui.drag.shelf import Shelf
from skop_desktop.ui.theme.tokens import DARK, LIGHT, palette_of
from tests.support.document_rows import town_documents
from tests.support.pointing import move_to, press_at, release_at
from tests.support.widgets import show

pytestmark = pytest.mark.gui

DESKTOP = Place("Desktop", "monitor", Path("/home/ada/Desktop"), "Home/Desktop")


class Sharp(QWidget):
    """A widget on a screen at 200 %."""

    def devicePixelRatioF(self) -> float:  # noqa: N802 - Qt's own name
        return 2.0


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_a_card_has_the_colours_of_the_window(qtbot: QtBot, colours: object) -> None:
    at = QWidget()
    qtbot.addWidget(at)
    assert colours in {LIGHT, DARK}
    chosen = LIGHT if colours is LIGHT else DARK
    at.setPalette(palette_of(chosen))
    picture = card("3 documents", "files", at).toImage()
    ground = picture.pixelColor(picture.width() - 5, picture.height() // 2)
    assert ground == QColor(chosen.surface)
    assert _colours(picture) >= {chosen.surface, chosen.text}


def _colours(picture: QImage) -> set[str]:
    size = range(picture.width()), range(picture.height())
    return {picture.pixelColor(x, y).name() for x in size[0] for y in size[1]}


def test_a_card_is_sharp_on_a_sharp_screen(qtbot: QtBot) -> None:
    plain, sharp = QWidget(), Sharp()
    for widget in (plain, sharp):
        qtbot.addWidget(widget)
    one, two = card("3 documents", "files", plain), card("3 documents", "files", sharp)
    assert two.devicePixelRatio() == 2.0
    assert two.width() == 2 * one.width()
    assert two.deviceIndependentSize() == one.deviceIndependentSize()


def test_a_long_name_makes_no_wide_card(qtbot: QtBot) -> None:
    at = QWidget()
    qtbot.addWidget(at)
    assert card("Minutes " * 200, "file-text", at).width() <= 280


class Scene:
    """Rows that are held over a pane with its shelf."""

    def __init__(self, pane: DocumentsPane) -> None:
        self.pane, self.view = pane, pane.view
        self.shelf = Shelf(pane, pane.filter_bar)
        self.shelf.show_places((DESKTOP, CHOOSE))
        self.shelf.open_for_drag(2)
        self.start = self.view.visualRect(self.view.model().index(1, 0)).center()
        press_at(self.view, self.start)
        picture = card("Getting 2 documents", "files", self.view)
        self.held = HeldRows(self.view.viewport(), self.shelf, picture)
        self.put: list[Place | None] = []
        self.ready: list[bool] = []
        self.held.put_down.connect(self.put.append)
        self.held.ready.connect(lambda: self.ready.append(True))

    def shelf_place(self) -> QPoint:
        """The first folder, in the coordinates of the table."""
        places = self.shelf.places
        middle = places.visualRect(places.model().index(0, 0)).center()
        return self.view.viewport().mapFromGlobal(places.viewport().mapToGlobal(middle))

    def cards(self) -> list[QLabel]:
        shown = self.pane.window().findChildren(QLabel)
        return [label for label in shown if not label.pixmap().isNull() and label.isVisible()]


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    pane = DocumentsPane()
    show(qtbot, pane, 1112, 520)
    pane.show_documents(DocumentColumns.build(town_documents()))
    return Scene(pane)


def test_the_card_goes_with_the_pointer_and_selects_nothing(scene: Scene) -> None:
    before = scene.view.selected_documents()
    move_to(scene.view, scene.start + QPoint(30, 40), scene.start + QPoint(60, 80))
    assert len(scene.cards()) == 1
    assert scene.view.selected_documents() == before


def test_let_go_on_a_folder_it_is_put_there(scene: Scene) -> None:
    move_to(scene.view, scene.shelf_place())
    assert scene.shelf.places.row_under_drag == 0
    release_at(scene.view, scene.shelf_place())
    assert scene.put == [DESKTOP]
    assert scene.cards() == []
    assert scene.shelf.places.row_under_drag == -1


def test_let_go_elsewhere_it_is_put_nowhere(scene: Scene, qtbot: QtBot) -> None:
    release_at(scene.view, scene.start + QPoint(30, 40))
    assert scene.put == [None]
    scene.held.go_on()
    qtbot.wait(1)
    assert scene.ready == []


def test_escape_ends_it(scene: Scene) -> None:
    QTest.keyClick(scene.pane.window(), Qt.Key.Key_Escape)
    assert scene.put == [None]


def test_a_button_that_came_up_unseen_ends_it(scene: Scene) -> None:
    move_to(scene.view, scene.start + QPoint(30, 40), button=Qt.MouseButton.NoButton)
    assert scene.put == [None]


def test_when_all_is_here_a_drag_may_begin_once(scene: Scene, qtbot: QtBot) -> None:
    move_to(scene.view, scene.start + QPoint(30, 40))
    scene.held.go_on()
    assert scene.ready == []
    qtbot.waitUntil(lambda: scene.ready == [True])
    assert scene.cards() == []
    release_at(scene.view, scene.start)
    assert scene.put == []
