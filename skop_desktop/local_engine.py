"""Starts the engine on this computer as a child process, and ends it.

The child is told its key by environment, says where it listens in one line on its stdout, and ends
when its stdin is closed, so that it cannot outlive the app. Plain ``Popen`` and reader threads:
they work alike on every event loop, Qt's included.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, TypeVarTuple

from pydantic import SecretStr

from skop_desktop.api.server import ServerState
from skop_desktop.child_programs import ChildProgram, child_command, child_environment
from skop_desktop.errors import Detail, EngineError
from skop_desktop.resources import ResourceMissing, resource

KEY_VARIABLE: Final = "SKOP_ENGINE_KEY"

SAMPLE_PROMPT: Final = "Board meeting minutes from 2024"
"""What the sample job looks for on the sample website (see ``engine/sample_site_server``)."""

_START_WITHIN: Final = 60.0
"""Seconds. Cold disks and virus scanners take their time; an engine that ends is noticed."""
_ENDS_BY_ITSELF_WITHIN: Final = 0.7
_ENDS_WHEN_ASKED_WITHIN: Final = 0.5
_FOLDER_UNUSABLE: Final = 3
_FOLDER_IN_USE: Final = 4
"""Exit statuses of the engine (see ``engine/program``)."""
_LAST_WORDS_WITHIN: Final = 1.0
_LINES_KEPT: Final = 100
_LONGEST_LINE: Final = 4_000
_Args = TypeVarTuple("_Args")


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """Where the engine listens. ``sample_site``: address of the sample website, if it is served.

    ``notes``: what the person should know of this start, in plain words.
    """

    url: str
    key: SecretStr
    sample_site: str | None = None
    notes: tuple[str, ...] = ()


class LocalEngine:
    """The engine of this app: started when first needed, one at a time.

    ``data_folder``: where it keeps its jobs. ``sample_site``: folder of the sample website, the
    one that comes with the app unless told otherwise; it is not served where it is missing.
    ``options``: further arguments. ``command``: the program, for tests. ``on_end`` is called on the
    event loop that started it when it ends without having been asked to; it may be started again.
    ``on_state`` is told there how it is with the engine, with words where there is trouble, and
    ``on_note`` what the person should know of a start, in plain words.
    """

    def __init__(
        self,
        data_folder: Path,
        *,
        sample_site: Path | None = None,
        options: Sequence[str] = (),
        command: Sequence[str] | None = None,
        on_end: Callable[[EngineError], None] | None = None,
        on_state: Callable[[ServerState, str], None] | None = None,
        on_note: Callable[[str], None] | None = None,
        start_within: float = _START_WITHIN,
    ) -> None:
        self._data_folder = data_folder
        self._sample_site = sample_site or _own_sample_site()
        self._options = tuple(options)
        self._command = tuple(command) if command is not None else None
        self._on_end = on_end
        self._on_state = on_state
        self._on_note = on_note
        self._start_within = start_within
        self._running: _Running | None = None
        self._turn = asyncio.Lock()

    @property
    def address(self) -> EngineAddress | None:
        """Where it listens, or ``None`` while it does not run."""
        running = self._running
        return running.address if running is not None and running.is_alive else None

    async def start(self) -> EngineAddress:
        """Start it, unless it runs. Several callers get the same one. Raises ``EngineError``."""
        async with self._turn:
            if (address := self.address) is not None:
                return address
            self._tell(ServerState.STARTING)
            try:
                address = await self._started()
            except EngineError as error:
                self._tell(ServerState.TROUBLE, str(error))
                raise
            except asyncio.CancelledError:
                self._tell(ServerState.READY)
                raise
            if self.address is not None:  # else its end has been told already
                self._tell(ServerState.READY)
            return address

    async def stop(self) -> None:
        """End it: by closing its stdin, then by asking, then by force. Idempotent."""
        async with self._turn:
            await self._end()

    async def _started(self) -> EngineAddress:
        await self._end()
        running = self._running = self._opened()
        line = b""
        try:
            async with asyncio.timeout(self._start_within):
                line = await running.first_line()
        except TimeoutError:
            pass
        finally:
            if running.address is None:
                await self._end()
        if running.address is None:
            said = line.decode("utf-8", "replace").strip() or "nothing"
            detail = running.detail(f"It should say where it listens. Said: {said}")
            raise _did_not_start(detail, self._data_folder, running.process.returncode)
        if self._on_note is not None:
            for note in running.address.notes:
                self._on_note(note)
        return running.address

    def _tell(self, state: ServerState, words: str = "") -> None:
        if self._on_state is not None:
            self._on_state(state, words)

    def _opened(self) -> _Running:
        key = secrets.token_urlsafe(32)
        arguments = [
            *(self._command or child_command(ChildProgram.ENGINE)),
            "--data-folder",
            str(self._data_folder),
            *(("--sample-site", str(self._sample_site)) if self._sample_site else ()),
            *self._options,
        ]
        try:
            process = subprocess.Popen(  # noqa: S603 - our own program, no shell
                arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(key),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise _did_not_start(Detail(text=str(error)), self._data_folder) from error
        return _Running(process, SecretStr(key), self._has_ended)

    def _has_ended(self, ended: _Running) -> None:
        """On the event loop: a child is gone. Tells it where nobody asked for it."""
        if ended is not self._running or ended.is_asked_to_end or ended.address is None:
            return
        error = EngineError(
            "The search engine on this computer ended unexpectedly.",
            now="It is started again when it is needed next.",
            advice="If this comes back, copy the details into a report.",
            detail=ended.detail(f"Exit status: {ended.process.returncode}"),
            retryable=True,
        )
        self._tell(ServerState.TROUBLE, str(error))
        if self._on_end is not None:
            self._on_end(error)

    async def _end(self) -> None:
        running = self._running
        if running is None:
            return
        running.is_asked_to_end = True
        running.close_stdin()
        process = running.process
        if not await running.ended_within(_ENDS_BY_ITSELF_WITHIN):
            process.terminate()
            if not await running.ended_within(_ENDS_WHEN_ASKED_WITHIN):
                process.kill()
                await running.ended_within(None)
        self._running = None


class _Running:
    """One child process, and the threads that read what it says until it ends."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        key: SecretStr,
        on_end: Callable[[_Running], None],
    ) -> None:
        self.process = process
        self.key = key
        self.address: EngineAddress | None = None
        self.is_asked_to_end = False
        self._on_end = on_end
        self._loop = asyncio.get_running_loop()
        self._first_line: asyncio.Future[bytes] = self._loop.create_future()
        self._ended = asyncio.Event()
        self._tail: deque[str] = deque(maxlen=_LINES_KEPT)
        self._readers = [
            threading.Thread(target=read, name=f"engine {read.__name__}", daemon=True)
            for read in (self._read_stdout, self._read_stderr)
        ]
        for thread in (*self._readers, threading.Thread(target=self._wait, daemon=True)):
            thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended."""
        return not self._ended.is_set()

    async def first_line(self) -> bytes:
        """The first line on its stdout; empty where it ended without one."""
        return await asyncio.shield(self._first_line)

    async def ended_within(self, seconds: float | None) -> bool:
        """Whether it ends in that time; ``None`` waits for as long as it takes."""
        try:
            async with asyncio.timeout(seconds):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True

    def close_stdin(self) -> None:
        """The sign for the engine to end."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()

    def detail(self, text: str) -> Detail:
        """``text`` and the last lines of its stderr, never with the key."""
        told = "\n".join([text, *self._tail])
        return Detail(text=told.replace(self.key.get_secret_value(), "…"))

    def _read_stderr(self) -> None:
        with _open(self.process.stderr) as stream:
            while line := stream.readline(_LONGEST_LINE):
                self._tail.append(line.decode("utf-8", "replace").rstrip())

    def _read_stdout(self) -> None:
        with _open(self.process.stdout) as stream:
            first = stream.readline(_LONGEST_LINE)
            self._tell(self._note_first_line, first)
            while stream.read(_LONGEST_LINE):
                pass

    def _wait(self) -> None:
        """Tells its end after all that it said before. A child of its own may keep a pipe open."""
        self.process.wait()
        for reader in self._readers:
            reader.join(_LAST_WORDS_WITHIN)
        self._tell(self._note_end)

    def _tell(self, note: Callable[[*_Args], None], *facts: *_Args) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody is left to be told
            self._loop.call_soon_threadsafe(note, *facts)

    def _note_first_line(self, line: bytes) -> None:
        if not self._first_line.done():
            # Here and not where it is awaited: its end may come before the waiting goes on.
            self.address = _address_of(line, self.key)
            self._first_line.set_result(line)

    def _note_end(self) -> None:
        self._ended.set()
        self.close_stdin()
        self._note_first_line(b"")
        self._on_end(self)


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - all three were asked for as pipes
    return stream


def _own_sample_site() -> Path | None:
    try:
        return resource("sample_site")
    except ResourceMissing:
        return None


def _address_of(line: bytes, key: SecretStr) -> EngineAddress | None:
    try:
        said = json.loads(line)
        port, site, notes = int(said["port"]), said["sample_site"], said.get("notes", [])
    except (ValueError, TypeError, KeyError):
        return None
    if not isinstance(site, str | None) or not isinstance(notes, list):
        return None
    return EngineAddress(f"http://127.0.0.1:{port}", key, site, tuple(map(str, notes)))


def _did_not_start(detail: Detail, folder: Path, status: int | None = None) -> EngineError:
    if status == _FOLDER_UNUSABLE:
        return EngineError(
            f"The search engine on this computer cannot keep its files in {folder}.",
            advice="Make room on the disk, or allow Skop Desktop to write there, and try again.",
            detail=detail,
            retryable=True,
        )
    if status == _FOLDER_IN_USE:
        return EngineError(
            "Another Skop Desktop on this computer already searches with this data folder.",
            advice="Close the other one and try again.",
            detail=detail,
            retryable=True,
        )
    return EngineError(
        "The search engine on this computer could not be started.",
        advice="Try again. If this stays, restart the computer or install Skop Desktop again.",
        detail=detail,
        retryable=True,
    )


def _environment(key: str) -> dict[str, str]:
    return {**child_environment(), KEY_VARIABLE: key, "PYTHONUNBUFFERED": "1"}
