"""Saved files are opened, and those that could do more than show themselves only when agreed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from PySide6.QtWidgets import QWidget

from skop_desktop.desktop.open_file import open_file
from skop_desktop.desktop.program_types import danger_of, question_about
from skop_desktop.desktop.reveal import reveal
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import SkopError
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.parts.question import Answer, Question


class _Way(StrEnum):
    SHOW = "show"
    OPEN = "open"


class Opener:
    """Opens files for a person; ``parent`` is the window that questions belong to."""

    def __init__(self, parent: QWidget, doer: Doer) -> None:
        self._parent = parent
        self._doer = doer

    def open(self, paths: Iterable[Path]) -> None:
        """Opens ``paths`` in their programs, one after the other."""
        self._doer.do(self._open_all(tuple(paths)), "open a document")

    async def _open_all(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            try:
                await self._open(path)
            except SkopError as error:
                self._doer.tell_error(error)

    async def _open(self, path: Path) -> None:
        danger = await in_thread_of_its_own(lambda: danger_of(path))
        if danger is None:
            await open_file(path)
            return
        asked = question_about(path, danger)
        answers = (Answer(_Way.SHOW, asked.show), Answer(_Way.OPEN, asked.open))
        answer = await Question(asked.heading, asked.words, answers, self._parent).ask()
        if answer == _Way.OPEN:
            await open_file(path, is_agreed=True)
        elif answer == _Way.SHOW:
            await reveal(path)
