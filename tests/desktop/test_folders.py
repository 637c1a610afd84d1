"""Where the app keeps its files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from skop_desktop.desktop.folders import DataFolder, downloads_folder, nearest_folder
from skop_desktop.errors import SkopError


def test_a_chosen_folder_holds_everything(tmp_path: Path) -> None:
    folder = DataFolder.at(tmp_path / "stick")
    for path in (folder.settings, folder.library, folder.ledger, folder.logs, folder.cache):
        assert path.is_relative_to(tmp_path / "stick")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="XDG is Linux's")
def test_the_systems_folders_are_used_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = DataFolder.of_the_system()
    assert folder.root == tmp_path / "data" / "skop-desktop"
    assert folder.cache == tmp_path / "cache" / "skop-desktop"


def test_documents_go_into_a_folder_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOWNLOAD_DIR", str(tmp_path))
    assert downloads_folder().name == "Skop"
    assert not (tmp_path / "Skop").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_the_folders_are_made_for_this_person_alone(tmp_path: Path) -> None:
    folder = DataFolder.at(tmp_path / "a" / "b")
    folder.make()
    folder.make()
    for path in (folder.root, folder.logs, folder.cache):
        assert path.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_a_folder_that_was_there_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir(mode=0o755)
    DataFolder.at(tmp_path / "shared").make()
    assert (tmp_path / "shared").stat().st_mode & 0o777 == 0o755


def test_the_nearest_folder_is_the_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "Skop").mkdir()
    assert nearest_folder(tmp_path / "Skop" / "riverton" / "minutes") == tmp_path / "Skop"
    assert nearest_folder(tmp_path) == tmp_path


def test_a_file_in_the_way_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(SkopError, match=r"cannot keep its files.*--data-folder"):
        DataFolder.at(tmp_path / "taken").make()
