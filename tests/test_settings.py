"""Settings survive restarts, broken files and versions to come."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, ServerKind
from skop_desktop.settings import Appearance, Settings, SettingsFile

CHANGED = Settings(
    server_kind=ServerKind.OTHER,
    other_address="https://skop.example.org",
    download_folder=Path("/srv/documents"),
    appearance=Appearance.DARK,
    window_layout={"geometry": "AdnQywADAAA="},
    documents_layout={
        "table": {"order": ["name", "size"], "widths": {"name": 300}, "hidden": ["found_at"]},
    },
    recent_folders=(Path("/srv/documents"),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def test_without_a_file_the_defaults_hold_and_nothing_is_written(path: Path) -> None:
    assert SettingsFile(path).load() == Settings()
    assert not path.exists()


def test_what_is_saved_comes_back(path: Path) -> None:
    SettingsFile(path).save(CHANGED)
    file = SettingsFile(path)
    assert file.load() == CHANGED == file.current


def test_an_update_changes_what_it_names_and_is_on_disk(path: Path) -> None:
    file = SettingsFile(path)
    file.save(CHANGED)
    updated = file.update(appearance=Appearance.LIGHT, transfers_at_once=2)
    assert updated == CHANGED.model_copy(
        update={"appearance": Appearance.LIGHT, "transfers_at_once": 2}
    )
    assert SettingsFile(path).load() == updated


def test_an_update_refuses_what_is_no_setting_and_keeps_the_file(path: Path) -> None:
    file = SettingsFile(path)
    file.save(CHANGED)
    with pytest.raises(TypeError, match="no such setting: api_key"):
        file.update(api_key="sk-secret")
    with pytest.raises(ValidationError):
        file.update(appearance="pink")
    assert SettingsFile(path).load() == CHANGED


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_a_broken_file_is_set_aside_and_the_defaults_are_used(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    file = SettingsFile(path)
    assert file.load() == Settings()
    assert file.set_aside == path.with_name("settings.broken.json")
    assert file.set_aside.read_bytes() == content
    assert not path.exists()
    file.update(appearance=Appearance.DARK)
    assert SettingsFile(path).load().appearance is Appearance.DARK


def test_one_bad_value_takes_its_default_and_the_rest_stays(path: Path) -> None:
    path.parent.mkdir()
    kept = {"appearance": "pink", "transfers_at_once": 900, "other_address": "https://a.example"}
    path.write_text(json.dumps(kept))
    assert SettingsFile(path).load() == Settings(other_address="https://a.example")


def test_what_a_newer_version_wrote_is_left_out(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"appearance": "dark", "api_key": "sk-secret", "future": {}}))
    file = SettingsFile(path)
    assert file.load() == Settings(appearance=Appearance.DARK)
    file.save(file.current)
    assert "sk-secret" not in path.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="a folder in the way is POSIX's own case")
def test_a_save_that_fails_leaves_no_half_file(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "in the way").touch()
    with pytest.raises(OSError, match=r"settings\.json"):
        SettingsFile(path).save(CHANGED)
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_the_server_is_the_one_that_was_chosen() -> None:
    assert Settings().server == THIS_COMPUTER
    assert Settings(server_kind=ServerKind.CLOUD).server == CLOUD
    assert CHANGED.server == Server(ServerKind.OTHER, "https://skop.example.org")
    assert Settings(server_kind=ServerKind.OTHER).server == THIS_COMPUTER


def test_recent_folders_hold_the_newest_first_and_none_twice() -> None:
    folders = [Path(f"/srv/{n}") for n in range(12)]
    settings = Settings()
    for folder in [*folders, folders[5]]:
        recent = settings.recent_folders_with(folder)
        settings = settings.model_copy(update={"recent_folders": recent})
    assert settings.recent_folders[:3] == (folders[5], folders[11], folders[10])
    assert len(settings.recent_folders) == 8
