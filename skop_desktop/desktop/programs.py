"""Starting other programs of this system: the file manager, the program a document opens in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import Detail, SkopError

_PATIENCE: Final = 3.0
"""Seconds after which a program that still runs counts as started."""

_LIBRARY_PATHS: Final = ("LD_LIBRARY_PATH", "LIBPATH")


@dataclass(frozen=True, slots=True)
class Command:
    """A program and its arguments.

    ``as_written``: the whole command line for a Windows program that reads quotes its own way.
    ``status_says_nothing``: the program ends with an error status even where it worked.
    ``asks``: the program waits for another's answer; while there is none it has not worked.
    """

    argv: tuple[str, ...]
    as_written: str = ""
    status_says_nothing: bool = False
    asks: bool = False


def environment_for_others(environ: Mapping[str, str], *, frozen: bool) -> dict[str, str]:
    """``environ`` for a program that is not ours.

    A frozen app runs with its own libraries first in the search path; another program must get
    back what was there before (PyInstaller manual, "LD_LIBRARY_PATH / LIBPATH considerations").
    The service key is nobody else's business.
    """
    handed = {name: value for name, value in environ.items() if name != "SKOP_API_KEY"}
    if not frozen:
        return handed
    for name in _LIBRARY_PATHS:
        handed.pop(name, None)
        original = handed.pop(f"{name}_ORIG", None)
        if original is not None:
            handed[name] = original
    return handed


async def still_there(path: Path) -> Path:
    """``path`` made absolute. Raises ``SkopError`` where nothing is there any more."""

    def looked_up() -> tuple[Path, bool]:
        absolute = path.absolute()
        return absolute, absolute.exists()

    absolute, is_there = await in_thread_of_its_own(looked_up)
    if not is_there:
        raise SkopError(
            f"{path.name} is no longer where it was saved.",
            advice="It was moved, renamed or deleted. Download it again to have it back.",
            detail=Detail(address=str(absolute)),
        )
    return absolute


async def run_first_that_works(
    commands: Sequence[Command], environ: Mapping[str, str] = os.environ
) -> bool:
    """Run ``commands`` in turn until one works. False where none of them is there and works.

    A program that still runs after 3 s has worked, unless it ``asks``.
    """
    handed = environment_for_others(environ, frozen=bool(getattr(sys, "frozen", False)))
    for command in commands:
        program = shutil.which(command.argv[0], path=handed.get("PATH"))
        if program is None:
            continue

        def start(command: Command = command, program: str = program) -> bool:
            return _run(command, program, handed)

        if await in_thread_of_its_own(start):
            return True
    return False


def _run(command: Command, program: str, environ: Mapping[str, str]) -> bool:
    try:
        process = subprocess.Popen(  # noqa: S603 - arguments are a list, no shell reads them
            command.as_written or (program, *command.argv[1:]),
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        status = process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        if command.asks:
            process.kill()
            process.wait()
            return False
        threading.Thread(target=process.wait, name="skop-reaper", daemon=True).start()
        return True
    return status == 0 or command.status_says_nothing
