"""Where the files that come with the app lie: in a checkout, in a wheel, in a frozen app."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


class ResourceMissing(FileNotFoundError):
    """A file that belongs to the app is not there: the installation is incomplete."""


def resource_folders() -> tuple[Path, ...]:
    """The folders that may hold the resources, the likeliest first.

    A frozen app unpacks to ``sys._MEIPASS`` (PyInstaller manual, "Run-time Information").
    """
    unpacked: str | None = getattr(sys, "_MEIPASS", None)
    if unpacked is not None:
        frozen = Path(unpacked)
        return (frozen / "resources", frozen / "skop_desktop" / "_resources")
    return (_PACKAGE / "_resources", _PACKAGE.parent / "resources")


def resource(*parts: str) -> Path:
    """The file or folder ``parts`` below the resources: ``resource("icons", "check.svg")``.

    Raises ``ResourceMissing`` where there is none.
    """
    folders = resource_folders()
    for folder in folders:
        found = folder.joinpath(*parts)
        if found.exists():
            return found
    raise ResourceMissing(
        f"{'/'.join(parts)} is missing from this installation of Skop Desktop; "
        f"install it again. Looked in: {', '.join(str(folder) for folder in folders)}"
    )
