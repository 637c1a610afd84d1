"""Reads first pages in a process that may hang, swell or break without harm."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from skop_desktop.child_programs import ChildProgram, child_command, child_environment
from skop_desktop.engine.extraction.first_page import FirstPage, Obstacle
from skop_desktop.engine.extraction.wire import LONGEST_LINE, READY, answered, question

TIME_LIMIT: Final = 8.0
"""Seconds for one file."""
MOST_FILES: Final = 200
"""Read by one process before it is replaced: what leaks in it ends with it."""

_START_WITHIN: Final = 20.0


class FileReader:
    """One process that reads files, one at a time; started when first needed.

    Used as a context manager; ``command`` is for tests. The process has limits of its own (see
    ``limits``), is killed when a file takes longer than ``time_limit`` seconds, and is replaced
    when it ends or gets old.
    """

    def __init__(
        self,
        command: Sequence[str] | None = None,
        *,
        time_limit: float = TIME_LIMIT,
        most_files: int = MOST_FILES,
    ) -> None:
        self._command = tuple(command or child_command(ChildProgram.FILE_READER))
        self._time_limit = time_limit
        self._most_files = most_files
        self._child: asyncio.subprocess.Process | None = None
        self._files = 0
        self._turn = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _t: type[BaseException] | None, _e: BaseException | None, _tb: TracebackType | None
    ) -> None:
        await self.aclose()

    async def read(self, path: Path) -> FirstPage:
        """The first page of the file at ``path``. Never raises for what is in the file."""
        async with self._turn:
            try:
                child = await self._ready()
            except OSError:
                child = None
            if child is None:
                return FirstPage(obstacle=Obstacle.BROKE_READER)
            is_whole = False
            try:
                page = await self._asked(child, path)
                is_whole = page.obstacle not in {Obstacle.TOO_SLOW, Obstacle.BROKE_READER}
                return page
            finally:
                if not is_whole:
                    await self._end(child)

    async def aclose(self) -> None:
        """End the process."""
        async with self._turn:
            if self._child is not None:
                await self._end(self._child)

    async def _ready(self) -> asyncio.subprocess.Process | None:
        child = self._child
        if child is not None and child.returncode is None and self._files < self._most_files:
            self._files += 1
            return child
        if child is not None:
            await self._end(child)
        child = self._child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            limit=LONGEST_LINE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._files = 1
        is_ready = False
        try:
            with suppress(TimeoutError, ValueError):
                async with asyncio.timeout(_START_WITHIN):
                    is_ready = await _out(child).readline() == READY
            return child if is_ready else None
        finally:
            if not is_ready:
                await self._end(child)

    async def _asked(self, child: asyncio.subprocess.Process, path: Path) -> FirstPage:
        assert child.stdin is not None  # noqa: S101 - asked for as a pipe
        try:
            async with asyncio.timeout(self._time_limit):
                child.stdin.write(question(path))
                await child.stdin.drain()
                line = await _out(child).readline()
        except TimeoutError:
            return FirstPage(obstacle=Obstacle.TOO_SLOW)
        except (OSError, ValueError):
            return FirstPage(obstacle=Obstacle.BROKE_READER)
        return answered(line) or FirstPage(obstacle=Obstacle.BROKE_READER)

    async def _end(self, child: asyncio.subprocess.Process) -> None:
        """Kill at once: it has nothing to put away."""
        self._child = None
        with suppress(ProcessLookupError):
            child.kill()
        if child.stdin is not None:
            child.stdin.close()
        await asyncio.shield(child.wait())


def _out(child: asyncio.subprocess.Process) -> asyncio.StreamReader:
    assert child.stdout is not None  # noqa: S101 - asked for as a pipe
    return child.stdout
