"""The pointer, keys and windows of a private desktop, moved by xdotool as a person moves them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final, TypeVar

from tests.e2e.cursor import cursor_on

_T = TypeVar("_T")
Point = tuple[int, int]

_STEPS: Final = 8
_PAUSE: Final = "0.03"
"""Seconds between two moves. The server merges moves that come at once into one, and a drag is a
conversation: a target says whether it takes the rows only after it was asked about each place."""
_TO_ANSWER: Final = "0.2"
"""Seconds in which whoever wrongly takes rows might say so, after each of a hand's last moves."""
_BARE: Final = (1399, 899)
"""The corner of the screen, where no window is."""
_BEGINS_AFTER: Final = (14, 18)
"""Pixels from where the button went down: a drag has begun, and its own row does not take it."""
_NUDGES: Final = (0, 2, 4, 6)
_PATIENCE: Final = 15.0
_STARTED_WITHIN: Final = 40.0


def until(look: Callable[[], _T], what: str, within: float = _PATIENCE) -> _T:
    """What ``look`` sees once it is true; files and windows of other programs tell nobody."""
    end = time.monotonic() + within
    while not (seen := look()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {within} s for {what}")
        time.sleep(0.02)
    return seen


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen: X id, and where it stands."""

    id: str
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        return self.left + self.width // 2, self.top + self.height // 2


class Desk:
    """What hands and eyes do on the desktop of ``env``."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        # Without a window manager no window can be brought to the front.
        until(lambda: not self._tried("get_num_desktops").returncode, "a window manager")
        self.do("mousemove", *map(str, _BARE))
        self._arrow = cursor_on(env["DISPLAY"])

    def do(self, *words: str) -> str:
        """One call of xdotool; what it prints."""
        ended = self._tried(*words)
        assert not ended.returncode, f"xdotool {' '.join(words)}: {ended.stderr}"
        return ended.stdout.strip()

    def _tried(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["xdotool", *words]
        return subprocess.run(
            command, check=False, env=self.env, capture_output=True, text=True, timeout=20
        )

    def window(self, title: str, *, at: Point, size: Point) -> Window:
        """The window with this title, once it is there; moved to ``at``, above all others."""
        found = until(lambda: self._called(title), f"a window called {title}", _STARTED_WITHIN)
        assert found is not None
        self.do("windowsize", found, *map(str, size), "windowmove", found, *map(str, at))
        self.do("windowactivate", "--sync", found)
        stands = until(lambda: self._stands(found, size), f"{title} to have its size")
        assert stands is not None
        return stands

    def _called(self, title: str) -> str | None:
        """xdotool fails where any window goes away while it looks, so it is not asked to wait."""
        looked = self._tried("search", "--onlyvisible", "--name", title)
        seen = looked.stdout.split()
        return seen[-1] if seen and not looked.returncode else None

    def _stands(self, window: str, size: Point) -> Window | None:
        lines = self.do("getwindowgeometry", "--shell", window).splitlines()
        told = dict(line.split("=") for line in lines)
        made = Window(window, *(int(told[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))
        # Character cells and frames keep windows from being exactly as large as asked for.
        fits = abs(made.width - size[0]) < 40 and abs(made.height - size[1]) < 60
        return made if fits else None

    def click(self, place: Point, *keys: str) -> None:
        """A click, with ``keys`` held down."""
        down = [part for key in keys for part in ("keydown", key)]
        up = [part for key in keys for part in ("keyup", key)]
        self.do("mousemove", *map(str, place), *down, "click", "1")
        # The window manager looks at a click first; keys that go down or up go past it.
        self._await_window_manager()
        if up:
            self.do(*up)

    def _await_window_manager(self) -> None:
        """Until it has done what came to it."""
        count = "2" if self.do("get_num_desktops") == "3" else "3"
        self.do("set_num_desktops", count)
        until(lambda: self.do("get_num_desktops") == count, "the window manager")

    def press(self, keys: str) -> None:
        """Keys, for the window that has the keyboard."""
        self.do("key", keys)

    def drag(self, start: Point, end: Point) -> None:
        """From ``start`` to ``end``, where nobody takes what is dragged, and let go there."""
        words = ["mousemove", *map(str, start), "mousedown", "1"]
        for place in _between(start, end):
            words += ["mousemove", *map(str, place), "sleep", _PAUSE]
        for x, y in _around(end, _NUDGES[1:]):
            words += ["mousemove", str(x), str(y), "sleep", _TO_ANSWER]
        self.do(*words, "mouseup", "1")

    def drop(self, start: Point, target: Point) -> None:
        """From ``start`` to ``target``, and let go there once it takes what is dragged."""
        with self.held(start, target):
            pass

    @contextmanager
    def held(self, start: Point, target: Point) -> Iterator[None]:
        """The button goes down at ``start``; up at the end, over a target that takes the rows.

        File managers fetch the list of files at one move and answer at a later one. Nobody is told
        of it but the program that is dragged from, which shows it by the pointer: another than the
        one over the row itself.
        """
        self.do("mousemove", *map(str, start))
        # The app may yet have to see that the pointer left a field, over which it looks otherwise.
        until(lambda: cursor_on(self.env["DISPLAY"]) == self._arrow, "the arrow over the row")
        self.do("mousedown", "1")
        x, y = start
        begun = ((x + far, y) for far in _BEGINS_AFTER)
        refused = self._moves(begun, self._arrow, "the drag to begin")
        # At once: on the way there somebody else might take it.
        self._moves(_around(target, _NUDGES), refused, "the target to take what is dragged")
        yield
        self.do("mouseup", "1")

    def _moves(
        self, places: Iterable[Point], before: tuple[int, ...], what: str
    ) -> tuple[int, ...]:
        """Goes over ``places``, again and again, until the pointer looks other than ``before``."""
        again = cycle(places)

        def other() -> tuple[int, ...] | None:
            self.do("mousemove", *map(str, next(again)))
            shown = cursor_on(self.env["DISPLAY"])
            return shown if shown != before else None

        seen = until(other, what)
        assert seen is not None
        return seen


def _between(start: Point, end: Point) -> Iterator[Point]:
    for step in range(1, _STEPS + 1):
        x, y = (round(a + (b - a) * step / _STEPS) for a, b in zip(start, end, strict=True))
        yield x, y


def _around(place: Point, nudges: Iterable[int]) -> Iterator[Point]:
    x, y = place
    return ((x + nudge, y + nudge) for nudge in nudges)


def names_in(folder: Path) -> list[str]:
    """What stands in a folder, hidden files included."""
    return sorted(path.name for path in folder.iterdir())
