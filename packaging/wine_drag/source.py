"""Who drags: run by a Windows Python as `source.py clipboard|window FOLDER`.

Offers four documents, one of which fails; writes to `FOLDER/source.txt` when a fetch starts and how
long its message loop stood still. Stays until `FOLDER/enough` is there.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
import threading
import time
from collections.abc import Callable
from ctypes import wintypes
from pathlib import Path

from comtypes import WINFUNCTYPE, OleDLL, WinDLL

from skop_desktop.desktop.windows_drag import DragItem, start_drag
from skop_desktop.desktop.windows_drag.data_object import DataObject
from skop_desktop.desktop.windows_drag.interfaces import IDataObject
from skop_desktop.errors import TransferError, TransferFault

SLOW_SECONDS = 1.5
BEAT_MILLISECONDS = 10
WM_DESTROY, WM_MOUSEMOVE, WM_LBUTTONUP, WM_TIMER = 0x0002, 0x0200, 0x0202, 0x0113
LEFT_BUTTON = 0x0001

Procedure = WINFUNCTYPE(
    ctypes.c_ssize_t, wintypes.HWND, wintypes.UINT, ctypes.c_size_t, ctypes.c_ssize_t
)


class WindowClass(ctypes.Structure):
    """``WNDCLASSW``."""

    _fields_ = [
        ("style", ctypes.c_uint32),
        ("procedure", Procedure),
        ("more_class", ctypes.c_int32),
        ("more_window", ctypes.c_int32),
        ("instance", ctypes.c_void_p),
        ("icon", ctypes.c_void_p),
        ("cursor", ctypes.c_void_p),
        ("brush", ctypes.c_void_p),
        ("menu", ctypes.c_wchar_p),
        ("name", ctypes.c_wchar_p),
    ]


class Source:
    """A window that drags on the first move with the button down, or fills the clipboard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fetches: list[str] = []
        self.is_dragging = False
        self.last_beat = time.monotonic()
        self.longest_stall = 0.0
        self._lines = (folder / "source.txt").open("w", encoding="utf-8")
        self._lock = threading.Lock()
        self._user = WinDLL("user32")
        self._user.DefWindowProcW.restype = ctypes.c_ssize_t
        self._user.DefWindowProcW.argtypes = Procedure._argtypes_
        self._procedure = Procedure(self._received)
        self.handle = self._window()

    def say(self, line: str) -> None:
        """Write a line that the check reads."""
        with self._lock:
            self._lines.write(f"{line}\n")
            self._lines.flush()

    def items(self) -> list[DragItem]:
        """What is offered."""
        stage = self.folder / "stage"
        here = stage / "small.txt"
        return [
            DragItem(
                "Minutes 2024-01 – Ö 漢字.pdf", None, self._fetch(stage / "slow.pdf", slow=True)
            ),
            DragItem("folder\\sub:figures.csv", 70_001, self._fetch(stage / "figures.csv")),
            DragItem("gone.pdf", None, self._fail),
            DragItem("small.txt", None, self._fail, here),
        ]

    def run(self, mode: str) -> None:
        """Offer, and go on until told that it is enough."""
        message = wintypes.MSG()
        data = None
        if mode == "clipboard":
            data = DataObject(self.items())
            OleDLL("ole32").OleSetClipboard(data.QueryInterface(IDataObject))
            self.say("on the clipboard")
        else:
            self.say("window")
        self._user.SetTimer(wintypes.HWND(self.handle), 1, BEAT_MILLISECONDS, None)
        while self._user.GetMessageW(ctypes.byref(message), None, 0, 0) > 0:
            self._user.DispatchMessageW(ctypes.byref(message))
        if data is not None:
            OleDLL("ole32").OleSetClipboard(None)
            del data
        self._say_what_is_left()

    def _say_what_is_left(self) -> None:
        for thread in threading.enumerate():
            if thread.name == "skop-drag":
                began = time.monotonic()
                thread.join(5)
                state = "still open" if thread.is_alive() else "closed"
                self.say(f"apartment {state} after {time.monotonic() - began:.1f} s")
        self.say(f"longest stall {self.longest_stall * 1000:.0f} ms")
        self.say("end")

    def _fetch(self, path: Path, *, slow: bool = False) -> Callable[[threading.Event], Path]:
        def fetch(_cancelled: threading.Event) -> Path:
            on_window = threading.current_thread() is threading.main_thread()
            self.say(f"fetch {path.name} {'on the window' if on_window else 'elsewhere'}")
            if slow:
                time.sleep(SLOW_SECONDS)
            return path

        return fetch

    def _fail(self, _cancelled: threading.Event) -> Path:
        self.say("fetch gone.pdf elsewhere")
        raise TransferError("The website no longer has this document.", fault=TransferFault.GONE)

    def _window(self) -> int:
        kind = WindowClass(procedure=self._procedure, name="skop source", brush=6)
        self._user.RegisterClassW(ctypes.byref(kind))
        self._user.CreateWindowExW.restype = ctypes.c_void_p
        popup_and_visible = 0x90000000
        made = self._user.CreateWindowExW(
            0, "skop source", "skop source", popup_and_visible, 100, 100, 300, 300, *[None] * 4
        )
        return int(made or 0)

    def _received(self, window: int, message: int, word: int, long: int) -> int:
        if message == WM_TIMER:
            self._beat()
        elif message == WM_MOUSEMOVE and word & LEFT_BUTTON and not self.is_dragging:
            self.is_dragging = True
            self.say(f"dropped {start_drag(self.items(), self.handle)}")
        elif message == WM_LBUTTONUP and self.is_dragging:
            self.is_dragging = False
            self.say("the window was told of the release")
        return int(self._user.DefWindowProcW(window, message, word, long))

    def _beat(self) -> None:
        now = time.monotonic()
        self.longest_stall = max(self.longest_stall, now - self.last_beat)
        self.last_beat = now
        if (self.folder / "enough").exists():
            self._user.PostQuitMessage(0)


def main() -> None:
    """As the arguments say."""
    mode, folder = sys.argv[1:]
    OleDLL("ole32").OleInitialize(None)
    with contextlib.suppress(KeyboardInterrupt):
        Source(Path(folder)).run(mode)


if __name__ == "__main__":
    main()
