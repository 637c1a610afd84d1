"""Open a document in the program that the person uses for its type."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath

from skop_desktop.desktop.program_types import runs_when_opened
from skop_desktop.desktop.programs import Command, run_first_that_works, still_there
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import Detail, SkopError


def commands_to_open(path: PurePath, system: str) -> tuple[Command, ...]:
    """What opens ``path`` on ``system`` (``sys.platform``), best first; not for Windows."""
    if system == "darwin":
        return (Command(("open", str(path))),)
    return (Command(("xdg-open", str(path))), Command(("gio", "open", str(path))))


async def open_file(
    path: Path,
    *,
    is_agreed: bool = False,
    system: str = sys.platform,
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Open ``path`` in the program for its type.

    ``is_agreed``: a person was asked ``question_about`` it and said yes. Raises ``SkopError`` where
    it is gone, where it could run something and nobody agreed, or where there is no program for it.
    """
    path = await still_there(path)
    if not is_agreed and await in_thread_of_its_own(lambda: runs_when_opened(path)):
        raise SkopError(
            f"{path.name} could run something on this computer.",
            now="Skop Desktop does not open it by itself.",
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
