"""Open a document in the program that the person uses for its type."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Final

from skop_desktop.desktop.programs import Command, run_first_that_works, still_there
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import Detail, SkopError

_PROGRAMS: Final = frozenset(
    (
        # Windows
        *(".exe", ".com", ".bat", ".cmd", ".msi", ".msp", ".scr", ".pif", ".cpl", ".lnk"),
        *(".url", ".reg", ".hta", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".wsh", ".jar"),
        *(
            ".jar",
            ".app",
            ".command",
            ".terminal",
            ".pkg",
            ".dmg",
            ".desktop",
            ".sh",
            ".run",
            ".appimage",
            ".deb",
            ".rpm",
        ),
    )
)


def is_a_program(path: PurePath) -> bool:
    """Whether opening ``path`` would run it instead of showing it."""
    return path.suffix.lower() in _PROGRAMS


def commands_to_open(path: PurePath, system: str) -> tuple[Command, ...]:
    """What opens ``path`` on ``system`` (``sys.platform``), best first; not for Windows."""
    if system == "darwin":
        return (Command(("open", str(path))),)
    return (Command(("xdg-open", str(path))), Command(("gio", "open", str(path))))


async def open_file(
    path: Path, *, system: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> None:
    """Open ``path`` in the program for its type.

    Raises ``SkopError`` where it is gone, is a program itself (a website's file is never run) or
    where there is no program for it.
    """
    path = await still_there(path)
    if is_a_program(path):
        raise SkopError(
            f"{path.name} is a program, not a document.",
            now="Skop Desktop does not start it.",
            advice="Show it in its folder, and open it there only if you trust the website.",
        )
    if not await _opened(path, system, environ):
        raise SkopError(
            f"This computer has no program that opens {path.name}.",
            advice="Install one for this type, or show the file in its folder.",
            detail=Detail(address=str(path)),
        )


async def _opened(path: Path, system: str, environ: Mapping[str, str]) -> bool:
    if sys.platform == "win32":

        def start() -> bool:
            try:
                os.startfile(path)  # noqa: S606 - opening it is what was asked for
            except OSError:
                return False
            return True

        return await in_thread_of_its_own(start)
    return await run_first_that_works(commands_to_open(path, system), environ)
