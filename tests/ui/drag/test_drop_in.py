"""What other programs drop on the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from skop_desktop.ui.drag.drop_in import DropIn

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("disk_is_waited_for")]

COPY = Qt.DropAction.CopyAction
JOB = "job_4fc79a89797e"


class Window(QWidget):
    """A window that tells what was dropped on it."""

    def __init__(self) -> None:
        super().__init__()
        self.drop_in = DropIn(self)
        self.told: list[object] = []
        self.drop_in.folder_dropped.connect(self.told.append)
        self.drop_in.job_dropped.connect(self.told.append)

    def takes(self, data: QMimeData) -> bool:
        """Whether it takes ``data`` while hovering; drops it in any case."""
        keys = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        enters = QDragEnterEvent(QPoint(5, 5), COPY, data, *keys)
        moves = QDragMoveEvent(QPoint(9, 9), COPY, data, *keys)
        drops = QDropEvent(QPointF(9, 9), COPY, data, *keys)
        for event in (enters, moves, drops):
            QApplication.sendEvent(self, event)
        assert enters.isAccepted() is moves.isAccepted() is drops.isAccepted()
        return enters.isAccepted()


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    return made


def _urls(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def _text(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    return data


def test_a_folder_is_taken(window: Window, tmp_path: Path) -> None:
    assert window.takes(_urls(QUrl.fromLocalFile(str(tmp_path)).toString()))
    assert window.told == [tmp_path]


@pytest.mark.parametrize(
    "data",
    [
        _text(JOB),
        _text(f"  “{JOB}”\n"),
        _text(f"skop://job/{JOB}"),
        _urls(f"skop://job/{JOB}"),
        _urls(f"https://api.example/scrape/results/{JOB}"),
    ],
    ids=["id", "quoted", "text link", "link", "address"],
)
def test_a_job_id_and_a_link_to_a_job_are_taken(window: Window, data: QMimeData) -> None:
    assert window.takes(data)
    assert window.told == [JOB]


def test_all_else_is_refused(window: Window, tmp_path: Path) -> None:
    file = tmp_path / f"{JOB}.pdf"
    file.touch()
    folder = QUrl.fromLocalFile(str(tmp_path)).toString()
    picture = QMimeData()
    picture.setData("image/png", b"x")
    for data in (
        _urls(QUrl.fromLocalFile(str(file)).toString()),
        _urls(folder, folder),
        _urls("https://riverton.gov/minutes.pdf"),
        _urls(f"skop://job/{JOB}", f"skop://job/{JOB}1"),
        _text("Minutes of the council"),
        _text(f"{JOB} {JOB}2"),
        _text(""),
        picture,
        QMimeData(),
    ):
        assert not window.takes(data)
    assert window.told == []
