"""Where the app keeps its own files, and where documents go unless the person says otherwise."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import platformdirs

from skop_desktop.errors import Detail, SkopError

_APP: Final = "skop-desktop" if sys.platform.startswith("linux") else "Skop Desktop"
_OWNER_ONLY: Final = 0o700


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The app's own files. ``root`` holds all of them but, by default, the cache."""

    root: Path
    settings: Path
    library: Path
    ledger: Path
    logs: Path
    cache: Path

    @property
    def stage(self) -> Path:
        """Documents that were fetched to be dragged on; emptied at each start."""
        return self.root / "stage"

    @property
    def engine(self) -> Path:
        """What the engine on this computer keeps: jobs, notes of crawls, files it has fetched."""
        return self.root / "engine"

    @property
    def kept(self) -> Path:
        """Where the engine keeps the documents that it has read, a folder a search."""
        return self.engine / "kept"

    @classmethod
    def at(cls, root: Path, cache: Path | None = None) -> Self:
        """Everything below ``root`` (``--data-folder``); the cache elsewhere if told so."""
        root = root.expanduser().absolute()
        return cls(
            root=root,
            settings=root / "settings.json",
            library=root / "library.db",
            ledger=root / "ledger.db",
            logs=root / "logs",
            cache=cache or root / "cache",
        )

    @classmethod
    def of_the_system(cls) -> Self:
        """Where this system keeps an app's data and its cache."""
        root = platformdirs.user_data_path(_APP, appauthor=False)
        return cls.at(root, platformdirs.user_cache_path(_APP, appauthor=False))

    def make(self) -> None:
        """Make the folders that are missing, for this person's eyes only.

        Folders that are there already keep their rights. Raises ``SkopError`` where one cannot be
        made.
        """
        for folder in (self.root, self.logs, self.cache):
            try:
                folder.parent.mkdir(parents=True, exist_ok=True)
                folder.mkdir(mode=_OWNER_ONLY, exist_ok=True)
            except OSError as error:
                raise SkopError(
                    f"Skop Desktop cannot keep its files in {folder}.",
                    advice="Free the folder, or start with another one: --data-folder FOLDER.",
                    detail=Detail(text=str(error)),
                ) from error


def nearest_folder(wanted: Path) -> Path:
    """``wanted``, or the folder above it that is there; ``wanted`` itself where none is."""
    return next((path for path in (wanted, *wanted.parents) if path.is_dir()), wanted)


def downloads_folder() -> Path:
    """``Skop`` in the person's downloads folder. Not made before the first document is there."""
    return platformdirs.user_downloads_path() / "Skop"
