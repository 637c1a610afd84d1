"""What a target of direct save is answered, and what becomes of the rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from skop_desktop.desktop.x11_direct_save import DIRECT_SAVE, DirectSave, NoFolder
from skop_desktop.desktop.x11_properties import XServerLost
from skop_desktop.errors import SkopError
from skop_desktop.ui.drag.direct_save import DirectSaveDrag
from skop_desktop.ui.drag.offers import DirectSaveOffer

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("disk_is_waited_for")]


@dataclass
class Dropped:
    """A drag whose target names ``places``, one each time it asks; what came of it."""

    drag: DirectSaveDrag
    places: list[Path | NoFolder | XServerLost | None]
    saved: list[Path]
    refused: list[SkopError]

    def asks(self) -> bytes:
        """What the target is answered, as Qt hands it over."""
        data = DirectSaveOffer(self.drag.answer)
        return bytes(data.data(DIRECT_SAVE).data())


@pytest.fixture
def dropped(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Dropped:
    source = QWidget()
    qtbot.addWidget(source)
    saved: list[Path] = []
    refused: list[SkopError] = []
    drag = DirectSaveDrag(source, "Minutes.pdf", save=saved.append, refuse=refused.append)
    made = Dropped(drag, [], saved, refused)

    def folder(_self: DirectSave) -> Path | NoFolder | None:
        place = made.places.pop(0)
        if isinstance(place, XServerLost):
            raise place
        return place

    monkeypatch.setattr(DirectSave, "folder", folder)
    return made


def test_while_it_hovers_the_answer_is_empty(dropped: Dropped, tmp_path: Path) -> None:
    dropped.places = [None, None, tmp_path]
    assert [dropped.asks() for _ in range(3)] == [b"", b"", b"S"]
    assert dropped.saved == [tmp_path]


def test_a_target_that_asks_again_has_it_saved_once(dropped: Dropped, tmp_path: Path) -> None:
    dropped.places = [tmp_path]
    assert [dropped.asks() for _ in range(3)] == [b"S", b"S", b"S"]
    assert dropped.saved == [tmp_path]


@pytest.mark.parametrize("why", list(NoFolder))
def test_a_place_that_is_no_folder_here_is_refused_with_a_reason(
    dropped: Dropped, why: NoFolder
) -> None:
    dropped.places = [why]
    assert dropped.asks() == b"F"
    assert dropped.saved == []
    (error,) = dropped.refused
    assert "Nothing was saved there." in str(error)
    assert error.advice


def test_a_folder_that_takes_no_files_is_refused_with_a_reason(
    dropped: Dropped, tmp_path: Path
) -> None:
    dropped.places = [tmp_path / "gone"]
    assert dropped.asks() == b"E"
    assert str(tmp_path / "gone") in str(dropped.refused[0])
    assert dropped.saved == []


def test_without_a_server_the_drop_is_over(dropped: Dropped) -> None:
    dropped.places = [XServerLost()]
    assert dropped.asks() == b"E"


def test_a_drag_that_nobody_took_leaves_no_name_behind(
    dropped: Dropped, monkeypatch: pytest.MonkeyPatch
) -> None:
    withdrawn: list[bool] = []
    monkeypatch.setattr(DirectSave, "offer", lambda _self: True)
    monkeypatch.setattr(DirectSave, "withdraw", lambda _self: withdrawn.append(True))

    def runs(_source: QWidget, data: QMimeData, _picture: QPixmap) -> bool:
        assert data.hasFormat(DIRECT_SAVE)
        assert not data.hasText()
        return False

    monkeypatch.setattr("skop_desktop.ui.drag.direct_save.run_drag", runs)
    dropped.drag.run(QPixmap(4, 4))
    assert withdrawn == [True]
