"""Show a file in its folder, marked, in the system's own file manager."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from urllib.parse import quote

from skop_desktop.desktop.programs import Command, run_first_that_works, still_there
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import Detail, SkopError


def commands_to_reveal(path: PurePath, system: str) -> tuple[Command, ...]:
    """What shows ``path`` on ``system`` (``sys.platform``), best first.

    Linux: ``org.freedesktop.FileManager1.ShowItems`` (freedesktop.org file manager interface) by
    the two common D-Bus tools, else the folder without a mark.
    """
    if system == "win32":
        return (
            Command(
                ("explorer.exe",),
                as_written=f'explorer.exe /select,"{path}"',
                status_says_nothing=True,
            ),
        )
    if system == "darwin":
        return (Command(("open", "-R", str(path))),)
    # Both tools give commas and quotes a meaning of their own, so the address holds neither.
    address = f"file://{quote(str(path), safe='/')}"
    bus_name, object_path = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
    method = f"{bus_name}.ShowItems"
    return (
        Command(
            (
                *("dbus-send", "--session", "--print-reply", "--reply-timeout=2500"),
                *(f"--dest={bus_name}", object_path, method),
                *(f"array:string:{address}", "string:"),
            ),
            asks=True,
        ),
        Command(
            (
                *("gdbus", "call", "--session", "--timeout", "2", "--dest", bus_name),
                *("--object-path", object_path, "--method", method, f"['{address}']", ""),
            ),
            asks=True,
        ),
        *commands_to_open_folder(path.parent, system),
    )


def commands_to_open_folder(folder: PurePath, system: str) -> tuple[Command, ...]:
    """What opens ``folder`` in the file manager of ``system``, best first."""
    if system == "win32":
        return (
            Command(
                ("explorer.exe",), as_written=f'explorer.exe "{folder}"', status_says_nothing=True
            ),
        )
    if system == "darwin":
        return (Command(("open", str(folder))),)
    return (Command(("xdg-open", str(folder))), Command(("gio", "open", str(folder))))


async def reveal(
    path: Path, *, system: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> None:
    """Show ``path`` in its folder; a folder is opened itself.

    Raises ``SkopError`` where it is no longer there or the system has no file manager.
    """
    path = await still_there(path)
    folder = await in_thread_of_its_own(lambda: path if path.is_dir() else path.parent)
    commands = (
        commands_to_open_folder(path, system)
        if folder == path
        else commands_to_reveal(path, system)
    )
    if not await run_first_that_works(commands, environ):
        raise SkopError(
            "This computer did not open a file manager.",
            advice=f"The folder is {folder}.",
            detail=Detail(text=f"Tried: {', '.join(command.argv[0] for command in commands)}"),
        )
