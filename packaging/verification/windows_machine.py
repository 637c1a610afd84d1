"""A throw-away Windows: a wine prefix on a screen of its own, with what wine lacks for Qt."""

from __future__ import annotations

import contextlib
import os
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from installers.windows import SOURCES, compile_c

from verification.proofs import Refuted, expect

STUBS: Final = ("icuuc", "mscms", "bcryptprimitives")
_MAKING: Final = 180.0
_LOOK_EACH: Final = 0.2
_FONT: Final = struct.pack(
    "<5l8B64s", -12, 0, 0, 0, 400, 0, 0, 0, 1, 0, 0, 0, 0, "DejaVu Sans".encode("utf-16-le")
)
"""A LOGFONTW: 12 pixels, of normal weight."""
_EMPTY: Final = 40_000
"""Bytes: the picture of a screen with an empty window has half as many, with a page half more."""


@dataclass
class Ran:
    """A program that runs or ran: what it said so far, and its exit status at the end."""

    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that it said."""
        return "".join(self.said)


class WindowsMachine:
    """``drive`` is its C: drive. Nothing of it outlives ``end``."""

    def __init__(self, prefix: Path, display: str) -> None:
        self.prefix = prefix
        self.drive = prefix / "drive_c"
        self.display = display
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            # Or wine would link the person's folders to those of this machine.
            "HOME": str(prefix.parent),
            # In another locale wine finds no umlauts in the names of files.
            "LC_ALL": "C.UTF-8",
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEARCH": "win64",
            # Without a menu of this machine, and with our stand-in before wine's own.
            "WINEDLLOVERRIDES": "mscms=n,b;winemenubuilder.exe=d;mscoree=d;mshtml=d",
        }

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA% of the person."""
        return next((self.drive / "users").glob("[!P]*")) / "AppData" / "Local"

    def make(self) -> None:
        """A new prefix that says it is Windows 10. Raises ``Refuted``."""
        self.run("wineboot", "-i", within=_MAKING)
        self.settle()
        system = self.drive / "windows" / "system32"
        for name in STUBS:
            source = SOURCES / "wine" / f"{name}.c"
            compile_c(source, system / f"{name}.dll", "-shared", "-ladvapi32")
        self.run("winecfg", "-v", "win10", within=_MAKING)
        # wine has no font of Windows, and Qt then takes any.
        for name in ("IconFont", "MenuFont", "MessageFont"):
            fonts = "HKCU\\Control Panel\\Desktop\\WindowMetrics"
            self.run("reg", "add", fonts, "/v", name, "/t", "REG_BINARY", "/d", _FONT.hex(), "/f")
        self.settle()

    def run(self, program: str | Path, *arguments: str, within: float = 120) -> tuple[int, str]:
        """Runs a program of Windows to its end: exit status and what it said."""
        with self.running(program, *arguments) as ran:
            try:
                status = ran.process.wait(within)
            except subprocess.TimeoutExpired:
                raise Refuted(f"{program} did not end in {within:.0f} s: {ran.text}") from None
        return status, ran.text

    @contextlib.contextmanager
    def running(self, program: str | Path, *arguments: str) -> Iterator[Ran]:
        """A program of Windows for as long as the block goes."""
        # Through a pipe: a Python under wine 8 dies of an output that is a file.
        process = subprocess.Popen(
            ["wine", str(program), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        ran = Ran(process)
        hearing = threading.Thread(target=_hear, args=(ran,), daemon=True)
        hearing.start()
        try:
            yield ran
            hearing.join(2)
        finally:
            if process.poll() is None:
                process.kill()
                self.end()
            process.wait()

    def runs(self, program: str, switch: str) -> bool:
        """Whether ``program`` runs here with ``switch`` as its first argument."""
        own = str(self.prefix).encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                line = (process / "cmdline").read_bytes().split(b"\0")
                is_it = line[1:2] == [switch.encode()] and line[0].endswith(program.encode())
                if is_it and own in (process / "maps").read_bytes():
                    return True
            except OSError:
                continue  # it has ended meanwhile
        return False

    def settle(self, within: float = 60) -> None:
        """Waits until nothing runs; only then what it wrote into its registry is on the disk."""
        try:
            subprocess.run(["wineserver", "-w"], env=self.environment, timeout=within, check=False)
        except subprocess.TimeoutExpired:
            self.end()
            raise Refuted("something went on running") from None

    def end(self) -> None:
        """Ends all programs of this prefix, and of no other."""
        subprocess.run(["wineserver", "-k"], env=self.environment, timeout=60, check=False)

    def registry(self) -> str:
        """What is kept for the person. Ends when nothing runs any more."""
        self.settle()
        return (self.prefix / "user.reg").read_text("utf-8", "replace")

    def files(self) -> set[str]:
        """Every file and folder."""
        return {str(path.relative_to(self.drive)) for path in self.drive.rglob("*")}

    def press(self, *keys: str) -> None:
        """Keys for the window that has the focus, one after the other."""
        for key in keys:
            self._tool("key", key)
            time.sleep(_LOOK_EACH)

    def windows(self, title: str) -> list[str]:
        """The numbers of the windows that are seen and whose title has ``title`` in it."""
        return self._tool("search", "--onlyvisible", "--name", title).split()

    def window(self, title: str, within: float = 60) -> str:
        """The number of the window with ``title``. Raises ``Refuted`` where none comes."""
        found: list[str] = []

        def is_there() -> bool:
            found.extend(self.windows(title))
            return bool(found)

        until(is_there, within, f"no window is called {title}")
        return found[-1]

    def go_through(self, title: str, within: float = 60) -> None:
        """Presses Return in the window with ``title`` until it is gone."""

        def is_gone() -> bool:
            for window in self.windows(title)[-1:]:
                self.focus(window)
                self.press("Return")
            return not self.windows(title)

        until(is_gone, within, f"the window {title} stays")

    def registered(self, name: str) -> str:
        """The command that opens what is of the class ``name``, for the person."""
        key = f"HKCU\\Software\\Classes\\{name}\\shell\\open\\command"
        _, told = self.run("reg", "query", key, "/ve")
        return told.partition("REG_SZ")[2].strip()

    def as_drive(self, path: Path) -> str:
        """``path`` below the drive as programs of Windows name it."""
        return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")

    def open_link(self, link: str, scheme: str) -> None:
        """Opens ``link`` as Windows would, by what is registered for the person.

        wine 8 looks at what is registered for everybody alone, where Windows merges the two.
        """
        command = self.registered(scheme)
        expect(command.endswith('"%1"'), f"registered is {command}")
        key = f"Software\\Classes\\{scheme}\\shell\\open\\command"
        self.run("reg", "add", f"HKLM\\{key}", "/ve", "/d", command, "/f")
        status, told = self.run("start", link)
        self.run("reg", "delete", f"HKLM\\Software\\Classes\\{scheme}", "/f")
        expect(status == 0, told)

    def focus(self, window: str) -> None:
        """Gives ``window`` the keyboard."""
        self._tool("windowactivate", "--sync", window)

    def close(self, window: str) -> None:
        """Asks ``window`` to close, as its button does."""
        subprocess.run(["wmctrl", "-i", "-c", window], env=self.environment, check=True)

    def picture(self, file: Path) -> None:
        """What is on the screen."""
        file.parent.mkdir(parents=True, exist_ok=True)
        told = subprocess.run(
            ["scrot", "--overwrite", str(file)], env=self.environment, check=False
        )
        expect(told.returncode == 0, "no picture could be taken")

    def drawn(self, file: Path, within: float = 30) -> None:
        """A picture of what is on the screen once there is more than frames."""

        def has_contents() -> bool:
            self.picture(file)
            return file.stat().st_size > _EMPTY

        until(has_contents, within, "the window stays empty")

    def _tool(self, *words: str) -> str:
        told = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        return told.stdout


def until(holds: Callable[[], bool], within: float, otherwise: str) -> None:
    """Waits. Raises ``Refuted`` with ``otherwise`` after ``within`` seconds."""
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            raise Refuted(otherwise)
        time.sleep(_LOOK_EACH)


def _hear(ran: Ran) -> None:
    for line in ran.process.stdout or ():
        ran.said.append(line)
