"""What the person has set, and how the window was left. Never holds a key."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from threading import RLock
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, ServerKind

_MOST_RECENT_FOLDERS: Final = 8


class Appearance(StrEnum):
    """Light or dark; the values are kept in the settings file."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Settings(_Kept):
    """Everything that is remembered between two starts, with the app's own choice as default.

    ``download_folder``: ``None`` is the default folder. ``window_layout`` and ``documents_layout``:
    what the window and the documents pane gave as their ``layout_state``; they read it tolerantly.
    ``bytes_per_second`` and ``largest_file``: bytes, ``None`` for no limit. ``name_template``: how
    files are named (``downloads/template.py``). ``marks_origin``: the link is written into the
    file's own marks. ``keeps_record``: ``manifest.csv`` and ``job.json`` beside the files.
    ``drags_natively``: Windows virtual files and macOS promises, not yet tried on a real desktop.
    ``looks_for_newer``: whether the app asks once a day for a newer version of itself;
    ``looked_for_newer`` and ``newest_version``: when it did so last, and what it was told.
    """

    server_kind: ServerKind = ServerKind.THIS_COMPUTER
    other_address: str = ""
    download_folder: Path | None = None
    transfers_at_once: int = Field(6, ge=1, le=12)
    transfers_per_host: int = Field(2, ge=1, le=6)
    bytes_per_second: int | None = Field(None, ge=1_000)
    largest_file: int | None = Field(2_000_000_000, ge=1_000)
    name_template: str = Field("{name}", min_length=1, max_length=200)
    marks_origin: bool = True
    keeps_record: bool = True
    drags_natively: bool = False
    appearance: Appearance = Appearance.SYSTEM
    looks_for_newer: bool = True
    looked_for_newer: AwareDatetime | None = None
    newest_version: str = Field("", max_length=40)
    window_layout: Mapping[str, str] = {}
    documents_layout: Mapping[str, Any] = {}
    recent_folders: tuple[Path, ...] = ()

    @property
    def server(self) -> Server:
        """The server that new searches go to; this computer while another has no address."""
        if self.server_kind is ServerKind.CLOUD:
            return CLOUD
        if self.server_kind is ServerKind.OTHER and self.other_address:
            return Server(ServerKind.OTHER, self.other_address)
        return THIS_COMPUTER

    def recent_folders_with(self, folder: Path) -> tuple[Path, ...]:
        """``recent_folders`` with ``folder`` first, none twice."""
        others = (known for known in self.recent_folders if known != folder)
        return (folder, *others)[:_MOST_RECENT_FOLDERS]


class SettingsFile:
    """The settings on disk, as JSON. Calls block for the time of one small synced write.

    Safe to be called from several threads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None
        """Where ``load`` put a file that nobody could read."""
        self._current = Settings()
        self._is_written = True
        self._lock = RLock()

    @property
    def current(self) -> Settings:
        """What holds: what was last loaded or changed, even where it could not be written."""
        return self._current

    def load(self) -> Settings:
        """Read the file. One that is broken is set aside and the defaults are used.

        A single value that cannot be used takes its default; the rest stays. Raises ``OSError``
        where the file is there and cannot be read or moved.
        """
        with self._lock:
            self._current = self._read()
            return self._current

    def save(self, settings: Settings) -> None:
        """Write ``settings`` so that either the old or the new file is whole at any moment.

        Raises ``OSError`` where that cannot be done; they hold all the same.
        """
        with self._lock:
            self._current, self._is_written = settings, False
            _replace(self.path, settings.model_dump_json(indent=2) + "\n")
            self._is_written = True

    def update(self, **changes: object) -> Settings:
        """Save the current settings with ``changes``, and return them.

        Raises ``TypeError`` for a name that is no setting, ``pydantic.ValidationError`` for a
        value that is not one.
        """
        unknown = changes.keys() - Settings.model_fields.keys()
        if unknown:
            raise TypeError(f"no such setting: {', '.join(sorted(unknown))}")
        with self._lock:
            changed = Settings.model_validate({**_values(self._current), **changes})
            if changed != self._current or not self._is_written or not self.path.exists():
                self.save(changed)
            return self._current

    def _read(self) -> Settings:
        try:
            kept = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            return Settings()
        except (ValueError, RecursionError):
            kept = None
        if not isinstance(kept, dict):
            self.set_aside = self.path.with_name(f"{self.path.stem}.broken{self.path.suffix}")
            self.path.replace(self.set_aside)
            return Settings()
        return _usable_part(kept)


def _values(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in Settings.model_fields}


def _usable_part(kept: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(kept)
    except ValidationError as error:
        unusable = {entry["loc"][0] for entry in error.errors() if entry["loc"]}
    return Settings.model_validate({k: v for k, v in kept.items() if k not in unusable})


def _replace(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
