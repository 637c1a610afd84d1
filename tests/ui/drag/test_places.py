"""The folders that the shelf lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from skop_desktop.ui.drag.places import CHOOSE, Place, places


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("Downloads", "Desktop", "Archive/Riverton", "stage/x"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def _listed(home: Path, *recent: Path) -> tuple[Place, ...]:
    return places(
        recent,
        downloads=home / "Downloads",
        desktop=home / "Desktop",
        home=home,
        leaves_out=home / "stage",
    )


def test_downloads_and_desktop_come_first_and_the_choice_of_another_last(home: Path) -> None:
    listed = _listed(home, home / "Archive" / "Riverton", home)
    assert [place.title for place in listed] == [
        "Downloads",
        "Desktop",
        "Riverton",
        home.name,
        "Choose folder…",
    ]
    assert listed[-1] is CHOOSE
    assert listed[2].detail == str(Path("Home", "Archive"))
    assert listed[3].detail == str(home.parent)


def test_none_is_listed_twice_and_none_that_has_gone(home: Path) -> None:
    listed = _listed(home, home / "Desktop", home / "gone", home / "stage", home / "stage" / "x")
    assert [place.title for place in listed] == ["Downloads", "Desktop", "Choose folder…"]


def test_only_the_newest_are_listed(home: Path) -> None:
    folders = [home / f"Folder {n}" for n in range(12)]
    for folder in folders:
        folder.mkdir()
    titles = [place.title for place in _listed(home, *folders)]
    assert titles[2:4] == ["Folder 0", "Folder 1"]
    assert len(titles) == 9
