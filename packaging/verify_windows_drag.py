#!/usr/bin/env python3
"""Drags virtual files from one program to another under wine: `packaging/verify_windows_drag.py`.

As root on Debian 12 it installs what it needs (wine, a compiler, a virtual screen); about 2 minutes
the first time. A Windows Python offers four documents with the app's own data object, once on the
clipboard and once in a real drag with a moved pointer; a program in C, written against the Windows
headers alone, takes them in a process of its own. Says each thing that it found, and ends with 1
when one is not as it should be. `--keep` leaves the folder behind.

Shows nothing of Explorer or of real Windows.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from dev_tools import display, system
from dev_tools.stop import Stop, from_os_error
from wine_drag.machine import Machine, as_windows, until

PACKAGES = ("wine", "wine64", "gcc-mingw-w64-x86-64-win32", "xvfb", "xdotool")
SLOW, FIGURES, SMALL = "Minutes 2024-01 – Ö 漢字.pdf", "folder_sub_figures.csv", "small.txt"
FETCHES = [f"fetch {name} elsewhere" for name in ("slow.pdf", "figures.csv", "gone.pdf")]
GIVEN_UP = 2
"""Drags that come before the one that is dropped."""
LET_GO = ("mouseup", "1")
LONGEST_STALL_MILLISECONDS = 700
"""Half of what the slow document takes: a window that waited for it would stand still longer."""


class Exchange:
    """One way in which the documents change hands, with what both sides reported."""

    def __init__(self, machine: Machine, mode: str) -> None:
        self._machine = machine
        self._mode = mode
        self.folder = machine.folder / mode
        self.before_reading: list[str] = []
        for name in ("files", "stage"):
            (self.folder / name).mkdir(parents=True)
        stage = self.folder / "stage"
        (stage / "slow.pdf").write_bytes(os.urandom(300_000))
        (stage / "figures.csv").write_bytes(os.urandom(70_001))
        (stage / "small.txt").write_bytes(b"small text")

    def run(self) -> None:
        """From the offer to the end of both programs."""
        with contextlib.ExitStack() as ends:
            script = as_windows(Path(__file__).resolve().parent / "wine_drag" / "source.py")
            place = as_windows(self.folder)
            source = ends.enter_context(self._machine.python(script, self._mode, place))
            ends.callback(source.kill)
            until(lambda: bool(self.source()), "the source has something to offer")
            reader = ends.enter_context(self._machine.reader(self._mode, place))
            ends.callback(reader.kill)
            if self._mode == "window":
                self._drag()
            until(lambda: "hovered" in self.report(), "the reader has seen what is offered")
            self.before_reading = self.source()
            (self.folder / "go").touch()
            until(lambda: self.report()[-1:] == ["end"], "the reader has read")
            (self.folder / "enough").touch()
            until(lambda: self.source()[-1:] == ["end"], "the source ends")

    def report(self) -> list[str]:
        """What the reader saw so far."""
        return _lines(self.folder / "report.txt")

    def source(self) -> list[str]:
        """What the source saw so far."""
        return _lines(self.folder / "source.txt")

    def _drag(self) -> None:
        until(lambda: bool(self.report()), "the reader has a window")
        press = ("mousemove", "250", "250", "sleep", "0.5", "mousedown", "1")
        for end in (("key", "Escape", "sleep", "0.5"), ()):
            before = len(self.source())
            self._machine.move(*press, *_path("200", "600"), "sleep", "0.5", *end, *LET_GO)
            self._until_given_up(before)
        # Let go only when the target has looked: until then the pointer rests on it.
        self._machine.move(*press, *_path("650", "250"))
        until(lambda: "hovered" in self.report(), "the reader was told of the pointer")
        self._machine.move(*LET_GO)
        until(lambda: "dropped True" in self.source(), "the drop ends the drag")

    def _until_given_up(self, before: int) -> None:
        until(lambda: "dropped False" in self.source()[before:], "the drag is given up")


def _path(x: str, y: str) -> tuple[str, ...]:
    beside = ("mousemove", "270", "270", "sleep", "0.3")
    return (*beside, "mousemove", x, y, "sleep", "0.2", "mousemove", x, str(int(y) + 5))


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8", "replace").splitlines() if path.exists() else []


def findings(exchange: Exchange) -> dict[str, bool]:
    """Each thing that must hold, and whether it did."""
    report, source = exchange.report(), exchange.source()
    files = {path.name: path.read_bytes() for path in (exchange.folder / "files").iterdir()}
    stage = {path.name: path.read_bytes() for path in (exchange.folder / "stage").iterdir()}
    stalls = [int(line.split()[2]) for line in source if line.startswith("longest stall")]
    fetches = [line for line in source if line.startswith("fetch")]
    wanted = {
        SLOW: stage["slow.pdf"],
        FIGURES: stage["figures.csv"],
        SMALL: stage["small.txt"],
    }
    return {
        "the formats are listed, each file with its index": [
            line.split(" mediums")[0] for line in report if line.startswith("format")
        ]
        == [
            "format FileGroupDescriptorW index -1",
            *(f"format FileContents index {index}" for index in range(4)),
            "format Preferred DropEffect index -1",
            "format ZoneIdentifier index -1",
        ],
        "names and exact sizes arrive, a backslash makes no folder": {
            f"file 0 flags 80004000 size 0 name {SLOW}",
            f"file 1 flags 80004040 size 70001 name {FIGURES}",
            "file 2 flags 80004000 size 0 name gone.pdf",
            f"file 3 flags 80004040 size 10 name {SMALL}",
        }
        <= set(report),
        "copying is what is offered": "effect 1" in report,
        "streams are opened, measured and closed while hovering": all(
            f"open {index} 00000000 medium 4" in report for index in range(4)
        ),
        "nothing is fetched before the first read": not any(
            line.startswith("fetch") for line in exchange.before_reading
        ),
        "each document is fetched once, and not on the window's thread": fetches == FETCHES,
        "every file has the bytes of its document, and there is no other": files == wanted,
        "a failing document gives an error and no file": "read 2 8007003b bytes 0" in report
        and "stat after failure 2 8007003b" in report,
        f"the window never stood still for {LONGEST_STALL_MILLISECONDS} ms": bool(stalls)
        and stalls[0] < LONGEST_STALL_MILLISECONDS,
        "the streams' apartment closes after a drag": not any("still open" in x for x in source),
    }


def findings_of_drag(exchange: Exchange) -> dict[str, bool]:
    """What only a real drag shows."""
    report, source = exchange.report(), exchange.source()
    first_fetch = source.index(FETCHES[0]) if FETCHES[0] in source else -1
    return {
        "Escape and a drop on nothing count as none": source.count("dropped False") == GIVEN_UP,
        "only copying is allowed": "entered, allowed effects 1" in report,
        "the drop is over before the first byte is asked for": "dropped True"
        in source[: max(0, first_fetch)],
        "the target may read on a thread of its own": "asynchronous mode 00000000 1" in report,
        "the window is told that the button was released": "the window was told of the release"
        in source,
    }


def verify(folder: Path) -> bool:
    """Both exchanges; whether all was as it should be."""
    system.ensure(PACKAGES)
    is_right = True
    with contextlib.ExitStack() as ends:
        machine = Machine(folder, f":{display.start_server(ends)}")
        try:
            machine.prepare()
            for mode in ("clipboard", "window"):
                exchange = Exchange(machine, mode)
                exchange.run()
                found = findings(exchange)
                if mode == "window":
                    found |= findings_of_drag(exchange)
                print(f"== {'by a drag' if mode == 'window' else 'by the clipboard'}")
                for sentence, holds in found.items():
                    print(f"{'ok    ' if holds else 'WRONG '} {sentence}", flush=True)
                if not all(found.values()):
                    is_right = False
                    print("\n".join([*exchange.report(), "--", *exchange.source()]))
        finally:
            machine.end()
    return is_right


def main() -> int:
    """Returns 1 when something is not as it should be."""
    folder = Path(tempfile.mkdtemp(prefix="skop-drag-"))
    try:
        return 0 if verify(folder) else 1
    except (Stop, OSError) as error:
        stop = error if isinstance(error, Stop) else from_os_error(error)
        print(stop, file=sys.stderr)
        return stop.status
    finally:
        if "--keep" in sys.argv:
            print(folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
