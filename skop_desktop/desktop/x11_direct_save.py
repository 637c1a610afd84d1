"""Direct save on X11 (XDS, freedesktop.org "XDS protocol", version 0): the target of a drag tells
the folder, the source saves there.

Kept apart from the specification in one thing: the answer is "saved" as soon as the documents are
in the queue for the folder. A file manager waits for the answer with its window frozen.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from skop_desktop.desktop.x11_properties import XProperties

DIRECT_SAVE: Final = "XdndDirectSave0"
"""The property, and the data type, of the protocol."""

_SELECTION: Final = "XdndSelection"
_TEXT: Final = "text/plain"


class Answer(Enum):
    """What the source of a drag says when it is asked to save."""

    NOTHING_YET = b""
    """Asked while the pointer hovers: libfm does, and an "F" would end the drop before it began."""
    SAVED = b"S"
    FAILED = b"F"
    """Cannot be saved in that place; the target may ask for another form of the data."""
    ERROR = b"E"
    """Cannot be saved at all; the drop is over."""


class NoFolder(Enum):
    """Why an address stands for no folder of this computer."""

    NOT_ON_DISK = auto()
    """A trash, an archive, a server that only the file manager knows how to reach."""
    ANOTHER_COMPUTER = auto()


def folder_in(address: bytes) -> Path | NoFolder:
    """The folder of the file that ``address`` (RFC 8089; libfm's ends in NUL) names."""
    text = address.rstrip(b"\0").decode("ascii", errors="surrogateescape")
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").casefold()
    except ValueError:
        return NoFolder.NOT_ON_DISK
    path = Path(os.fsdecode(unquote_to_bytes(os.fsencode(parts.path))))
    if parts.scheme.casefold() != "file" or not path.is_absolute() or "\0" in str(path):
        return NoFolder.NOT_ON_DISK
    if host not in {"", "localhost", socket.gethostname().casefold()}:
        return NoFolder.ANOTHER_COMPUTER
    return path.parent


@dataclass(slots=True)
class DirectSave:
    """One drag. ``window``: any X window of this program; ``name``: what the file manager is told
    the file will be called; ``display``: of the X server, by default ``$DISPLAY``.

    Every method takes about a thousandth of a second, its connection to the server included, and
    raises ``XServerLost``.
    """

    window: int
    name: str
    display: str | None = None
    _owner: int = 0

    def offer(self) -> bool:
        """Writes the name where targets look for it; ``False`` while the drag is not ours yet.

        Qt takes the selection in a window of its own, some moments after the drag has begun.
        """
        with XProperties(self.display) as properties:
            owner = properties.selection_owner(_SELECTION)
            if not owner or not properties.are_of_one_program(owner, self.window):
                return False
            self._owner = owner
            return properties.write(owner, DIRECT_SAVE, _TEXT, self.name.encode())

    def folder(self) -> Path | NoFolder | None:
        """Where the target wants the file, ``None`` while it has not said."""
        with XProperties(self.display) as properties:
            told = properties.read(self._owner, DIRECT_SAVE) if self._owner else None
        if not told or told.rstrip(b"\0") in {b"", self.name.encode()}:
            return None
        return folder_in(told)

    def withdraw(self) -> None:
        """Takes the name away again: nobody took the drag."""
        if self._owner:
            with XProperties(self.display) as properties:
                properties.delete(self._owner, DIRECT_SAVE)
