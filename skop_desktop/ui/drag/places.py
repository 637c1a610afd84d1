"""The folders that documents can be put into at once: the shelf lists them. Knows no Qt."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import platformdirs

_MOST_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the shelf. ``folder``: ``None`` asks for one. ``detail``: where it is."""

    title: str
    symbol: str
    folder: Path | None = None
    detail: str = ""


CHOOSE: Final = Place("Choose folder…", "folder-search")


def places(
    recent: Iterable[Path],
    *,
    downloads: Path,
    desktop: Path,
    home: Path,
    leaves_out: Path,
) -> tuple[Place, ...]:
    """Downloads, Desktop, the newest of ``recent``, "Choose folder…"; none twice.

    Folders that are not there are left out, and so is what lies below ``leaves_out``. Looks at the
    disk: not for the window's thread.
    """
    found = {
        downloads: Place("Downloads", "download", downloads, _short(downloads, home)),
        desktop: Place("Desktop", "monitor", desktop, _short(desktop, home)),
    }
    for folder in recent:
        if not folder.is_relative_to(leaves_out):
            title = folder.name or str(folder)
            found.setdefault(folder, Place(title, "folder", folder, _short(folder.parent, home)))
    there = set(filter(os.path.isdir, found))
    listed = [place for folder, place in found.items() if folder in there]
    return (*listed[:_MOST_SHOWN], CHOOSE)


def places_of_the_system(recent: Iterable[Path], *, leaves_out: Path) -> tuple[Place, ...]:
    """``places`` of this person on this computer."""
    return places(
        recent,
        downloads=platformdirs.user_downloads_path(),
        desktop=platformdirs.user_desktop_path(),
        home=Path.home(),
        leaves_out=leaves_out,
    )


def _short(folder: Path, home: Path) -> str:
    if folder == home:
        return "Home"
    return str("Home" / folder.relative_to(home) if folder.is_relative_to(home) else folder)
