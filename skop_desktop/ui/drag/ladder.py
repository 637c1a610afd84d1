"""Which way a drag goes: the highest rung that serves every dragged row. Knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final

STAGED_AT_MOST: Final = 25_000_000
"""Bytes that are fetched while somebody holds the mouse button."""


class Rung(Enum):
    """How dragged rows get to where they are dropped, best first."""

    FILES = auto()
    """All are on disk: the files themselves, as copies. For every target on every system."""
    DIRECT_SAVE = auto()
    """X11: the target tells the folder, the documents are fetched into it."""
    NATIVE = auto()
    """Windows and macOS: files that come into being when they are read."""
    STAGE = auto()
    """Few bytes: fetched first, then dragged as files."""
    SHELF = auto()
    """To the folders inside the window, and nowhere else."""


class Target(Enum):
    """What the desktop that the drag goes to can take, beside files."""

    DIRECT_SAVE = auto()
    NATIVE = auto()
    FILES_ONLY = auto()


@dataclass(frozen=True, slots=True)
class DraggedRow:
    """A row as the ladder sees it. ``file``: on disk now. ``size``: bytes as the service told."""

    file: Path | None
    size: int | None


def rung_for(rows: Sequence[DraggedRow], target: Target) -> Rung:
    """The rung on which ``rows``, one or more, are dragged."""
    if all(row.file is not None for row in rows):
        return Rung.FILES
    if target is Target.DIRECT_SAVE:
        return Rung.DIRECT_SAVE
    if target is Target.NATIVE:
        return Rung.NATIVE
    missing = [row.size for row in rows if row.file is None]
    known = [size for size in missing if size is not None]
    if len(known) == len(missing) and sum(known) <= STAGED_AT_MOST:
        return Rung.STAGE
    return Rung.SHELF


def target_of(platform: str, environment: Mapping[str, str], *, is_native_on: bool) -> Target:
    """What drags meet. ``platform``: Qt's name of its platform ("xcb", "wayland", "windows", …).

    In a Wayland session a window on XWayland is told of drops by programs that know no XDS.
    """
    if platform in {"windows", "cocoa"} and is_native_on:
        return Target.NATIVE
    is_wayland = bool(environment.get("WAYLAND_DISPLAY")) or (
        environment.get("XDG_SESSION_TYPE") == "wayland"
    )
    return Target.DIRECT_SAVE if platform == "xcb" and not is_wayland else Target.FILES_ONLY
