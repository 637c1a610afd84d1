"""Whether the disk has room for what is about to be fetched, and what to do where it has not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from skop_desktop.aio import answered
from skop_desktop.desktop.folders import nearest_folder
from skop_desktop.downloads.snapshot import WantedDocument
from skop_desktop.downloads.space import Room, room_for
from skop_desktop.ui import formats
from skop_desktop.ui.parts.question import Answer, Question

HEADING: Final = "Not enough room on this disk"


class _Way(StrEnum):
    ANYWAY = "anyway"
    ELSEWHERE = "elsewhere"


_ANSWERS: Final = (
    Answer(_Way.ANYWAY, "Download anyway"),
    Answer(_Way.ELSEWHERE, "Choose another folder…"),
)


async def folder_with_room(
    parent: QWidget, folder: Path, wanted: Sequence[WantedDocument], in_hand: int
) -> Path | None:
    """``folder``, or the one the person chose instead; ``None`` where they would rather not.

    ``in_hand``: bytes that are still to come of downloads under way. Asks nothing where there is
    room, or where the disk does not tell.
    """
    while True:
        try:
            room = await asyncio.to_thread(room_for, folder, wanted, in_hand)
        except OSError:
            return folder
        if room.is_enough:
            return folder
        question = Question(HEADING, room_words(len(wanted), room), _ANSWERS, parent)
        answer = await question.ask()
        if answer == _Way.ANYWAY:
            return folder
        if answer != _Way.ELSEWHERE:
            return None
        folder = await _chosen_folder(parent, folder) or folder


def room_words(count: int, room: Room) -> str:
    """What is needed and what is there: "These 312 documents need about 2.1 GB; …"."""
    these = "This document needs" if count == 1 else f"These {formats.count(count)} documents need"
    words = (
        f"{these} about {formats.size(room.needed)}; there is {formats.size(room.free)} free on "
        "this disk."
    )
    if room.unknown == 0:
        return words
    some = "one of them is" if room.unknown == 1 else f"{formats.count(room.unknown)} of them is"
    return f"{words} The size of {some} not known, so it may be more."


async def _chosen_folder(parent: QWidget, folder: Path) -> Path | None:
    dialog = QFileDialog(parent, "Choose another folder")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setDirectory(str(nearest_folder(folder)))
    try:
        if await answered(dialog) != QFileDialog.DialogCode.Accepted:
            return None
        return Path(dialog.selectedFiles()[0])
    finally:
        dialog.deleteLater()
