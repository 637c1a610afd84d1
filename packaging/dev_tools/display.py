"""A display for windows: the person's own, or for tests a virtual one with a window manager."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from dev_tools.stop import NEEDS_A_PERSON, Stop

SCREEN = "1400x900x24"
CORNER = ("1399", "899")
GO_ON = ("xvfb-run", "-a", "-s", f"-screen 0 {SCREEN}")
NEEDS_NO_WINDOW = frozenset({"-h", "--help", "--version"})
READY_SECONDS = 10.0
SCREENS = "SKOP_TEST_DISPLAYS"
"""The variable that names a display for each process of the tests (tests/conftest.py)."""


def missing() -> bool:
    """Whether there is nowhere to show a window (Linux only; other systems always have one)."""
    return (
        sys.platform.startswith("linux")
        and not os.environ.get("DISPLAY")
        and not os.environ.get("WAYLAND_DISPLAY")
    )


def require(arguments: list[str]) -> None:
    """Raises ``Stop`` with the command to go on with when there is no display."""
    if not missing() or os.environ.get("QT_QPA_PLATFORM") or NEEDS_NO_WINDOW & set(arguments):
        return
    command = shlex.join([*GO_ON, "python3", "packaging/dev.py", "run", *arguments])
    command = command.replace(shlex.quote(GO_ON[-1]), f'"{GO_ON[-1]}"')
    if not shutil.which("xvfb-run") and shutil.which("apt-get"):
        apt = "apt-get" if os.geteuid() == 0 else "sudo apt-get"
        command = f"{apt} update && {apt} install -y xvfb xauth && {command}"
    raise Stop(f"There is no display here. With a virtual one: {command}", NEEDS_A_PERSON)


@contextlib.contextmanager
def virtual(count: int = 1) -> Iterator[tuple[dict[str, str], list[str]]]:
    """An environment with a display, and what to put before a command for a session bus.

    A display that is there already is used, by one process; otherwise ``count`` are made, named in
    ``SCREENS``: focus and clipboard are one a display. Everything started here is ended at the end.
    """
    with contextlib.ExitStack() as ends:
        environment = dict(os.environ)
        if sys.platform.startswith("linux") and not environment.get("XDG_RUNTIME_DIR"):
            environment["XDG_RUNTIME_DIR"] = ends.enter_context(
                tempfile.TemporaryDirectory(prefix="skop-desktop-runtime-")
            )
        if missing() and shutil.which("Xvfb"):
            environment.pop("WAYLAND_DISPLAY", None)
            environment["QT_QPA_PLATFORM"] = "xcb"
            screens = [f":{start_server(ends)}" for _ in range(count)]
            for screen in reversed(screens):
                environment["DISPLAY"] = screen
                _start_window_manager(ends, environment)
            environment[SCREENS] = " ".join(screens)
        elif missing():
            print("There is no virtual display (Xvfb): windows are tested without one.", flush=True)
            environment["QT_QPA_PLATFORM"] = "offscreen"
        bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
        yield environment, bus


def start_server(ends: contextlib.ExitStack) -> str:
    """Starts Xvfb on a display number that it finds free itself; returns the number.

    ``ends`` ends it. Raises ``Stop`` where it does not start."""
    reading, writing = os.pipe()
    with os.fdopen(reading) as told:
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        # Else it begins anew whenever its last client leaves, and throws off who is just coming.
        command.append("-noreset")
        _start(ends, command, dict(os.environ), pass_fds=(writing,))
        os.close(writing)
        number = told.readline().strip()
    if not number:
        raise Stop("The virtual display (Xvfb) did not start.")
    return number


def _start_window_manager(ends: contextlib.ExitStack, environment: dict[str, str]) -> None:
    if not shutil.which("openbox") or not shutil.which("wmctrl"):
        return
    manager = _start(ends, ["openbox"], environment)
    until = time.monotonic() + READY_SECONDS
    ask = ["wmctrl", "-m"]
    while subprocess.run(ask, env=environment, capture_output=True, check=False).returncode:
        if manager.poll() is not None or time.monotonic() > until:
            raise Stop("The window manager (openbox) did not start.")
        time.sleep(0.05)
    if shutil.which("xdotool"):
        # A server starts with the pointer in the middle, where it would hover over the windows.
        subprocess.run(
            ["xdotool", "mousemove", *CORNER], env=environment, capture_output=True, check=False
        )


def _start(
    ends: contextlib.ExitStack,
    command: list[str],
    environment: dict[str, str],
    pass_fds: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    # In a session of its own: Ctrl+C is for the tests, which close their windows themselves.
    process = subprocess.Popen(
        command,
        env=environment,
        pass_fds=pass_fds,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    ends.callback(_end, process)
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
