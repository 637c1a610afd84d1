"""The first page of a saved document, made where a broken file can do no harm.

A PDF is read in a child process that can be killed, has limited memory and lives for a few seconds
at most. Nothing of the file is run, and no other program is opened.
"""

from __future__ import annotations

import asyncio
import codecs
import json
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from skop_desktop.child_programs import ChildProgram, child_command, child_environment
from skop_desktop.documents.kinds import Family, family, type_word
from skop_desktop.documents.shown import shown_text

_TEXT_BYTES: Final = 32_768
_TEXT_LINES: Final = 60
_LONGEST_PNG: Final = 64 * 1024 * 1024
_TEXT_TYPES: Final = frozenset({"TXT", "MD", "CSV", "TSV", "JSON", "XML", "TEX", "LOG"})
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What can be shown of a file. ``note``: why there is nothing more, in plain words."""

    png: bytes | None = None
    text: str | None = None
    pages: int | None = None
    note: str = ""


def preview_command(path: Path, width_px: int) -> tuple[str, ...]:
    """The command that makes a preview."""
    return (*child_command(ChildProgram.PREVIEW), str(path), str(width_px))


class Previewer:
    """Makes previews, one at a time."""

    def __init__(
        self,
        command: Callable[[Path, int], Sequence[str]] = preview_command,
        *,
        time_limit: float = 5.0,
    ) -> None:
        self._command = command
        self._time_limit = time_limit
        self._turn = asyncio.Lock()

    async def preview(self, path: Path, width_px: int) -> Preview:
        """The preview of a file on disk, ``width_px`` wide. Cancelling it ends the child.

        Never raises for what is in the file: that is told in ``note``.
        """
        word = type_word(None, f"//file/{path.name}")
        if word in _TEXT_TYPES:
            return await asyncio.to_thread(_text_preview, path)
        if family(word) is not Family.PDF:
            return Preview()
        async with self._turn:
            return await self._in_child(path, width_px)

    async def _in_child(self, path: Path, width_px: int) -> Preview:
        child = _Child(self._command(path, width_px), self._time_limit)
        running = asyncio.ensure_future(asyncio.to_thread(child.run))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            child.kill()
            await asyncio.wait([running])
            raise


class _Child:
    """One run of the child process, in a thread so that any event loop can wait for it."""

    def __init__(self, command: Sequence[str], time_limit: float) -> None:
        self._command = command
        self._time_limit = time_limit
        self._process: subprocess.Popen[bytes] | None = None
        self._is_killed = False

    def run(self) -> Preview:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program; the path is one argument
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=child_environment(),
            )
        except OSError:
            return Preview(note="The preview could not be started.")
        self._process = process
        with process:
            if self._is_killed:
                process.kill()
            try:
                output, _ = process.communicate(timeout=self._time_limit)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                return Preview(note="The first page takes too long to draw.")
        return _read(output)

    def kill(self) -> None:
        self._is_killed = True
        if self._process is not None:
            with suppress(OSError):
                self._process.kill()


def _read(output: bytes) -> Preview:
    """What the child said: a line of JSON, then the picture."""
    line, _, png = output.partition(b"\n")
    try:
        told = json.loads(line)
        pages, trouble = told["pages"], str(told["trouble"])
    except (ValueError, KeyError, TypeError):
        return Preview(note="The file cannot be shown; it may be damaged.")
    if trouble or not png.startswith(b"\x89PNG") or len(png) > _LONGEST_PNG:
        return Preview(note=trouble or "The file cannot be shown.")
    return Preview(png=png, pages=pages if isinstance(pages, int) else None)


def _text_preview(path: Path) -> Preview:
    try:
        with path.open("rb") as file:
            head = file.read(_TEXT_BYTES)
    except OSError:
        return Preview(note="The file cannot be read.")
    lines = _decoded(head).splitlines()[:_TEXT_LINES]
    return Preview(text="\n".join(shown_text(line) for line in lines))


def _decoded(head: bytes) -> str:
    for mark, coding in _MARKS:
        if head.startswith(mark):
            return head.decode(coding, errors="replace")
    # A character may be cut in two at the end of what was read.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return decoder.decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", errors="replace")
