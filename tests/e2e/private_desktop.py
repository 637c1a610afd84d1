"""A desktop of its own for one test: X server, window manager, session bus, accessibility bus."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

import pytest

_SCREEN: Final = "1400x900x24"
_BUS_LAUNCHER: Final = Path("/usr/libexec/at-spi-bus-launcher")
SYSTEM_PYTHON: Final = "/usr/bin/python3"
_NEEDED: Final = ("Xvfb", "openbox", "dbus-daemon", "dbus-send")


def missing_tools() -> list[str]:
    """What the private desktop needs and this machine lacks."""
    missing = [tool for tool in _NEEDED if shutil.which(tool) is None]
    if not _BUS_LAUNCHER.exists():
        missing.append("at-spi2-core")
    asked = [SYSTEM_PYTHON, "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(asked, check=False).returncode:
        missing.append("python3-pyatspi")
    return missing


def require_tools() -> None:
    """Skips the test loudly where tools are missing; on CI that is a failure."""
    missing = missing_tools()
    if not missing:
        return
    words = f"the private desktop needs {', '.join(missing)} (packaging/dev.py test installs them)"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


def _first_line(stream: IO[bytes] | None) -> str:
    assert stream is not None
    line = stream.readline().decode().strip()
    assert line, "the program ended without a word"
    return line


@contextmanager
def private_desktop(home: Path) -> Iterator[dict[str, str]]:
    """The environment in which programs see the private desktop; ``home`` is their home folder."""
    with ExitStack() as stack:

        def start(
            *command: str, env: dict[str, str], stdout: int = subprocess.DEVNULL
        ) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(command, env=env, stdout=stdout, stderr=subprocess.DEVNULL)
            stack.callback(_end, process)
            return process

        env = {
            name: value
            for name, value in os.environ.items()
            if name not in {"WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS"}
            and not name.startswith(("QT_", "XDG_", "COV_", "SKOP_"))
        }
        (home / "run").mkdir(mode=0o700, exist_ok=True)
        env |= {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_ACCESSIBILITY": "1",
        }
        screen = start(
            "Xvfb", "-displayfd", "1", "-screen", "0", _SCREEN, "-nolisten", "tcp", "-noreset",
            env=env, stdout=subprocess.PIPE,
        )  # fmt: skip
        env["DISPLAY"] = f":{_first_line(screen.stdout)}"
        bus = start(
            "dbus-daemon", "--session", "--nofork", "--print-address=1",
            env=env, stdout=subprocess.PIPE,
        )  # fmt: skip
        env["DBUS_SESSION_BUS_ADDRESS"] = _first_line(bus.stdout)
        start("openbox", env=env)
        start(str(_BUS_LAUNCHER), "--launch-immediately", env=env)
        yield env


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)
    if process.stdout is not None:
        process.stdout.close()


def run_driver(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the bus driver under the system's Python and gives what it told."""
    driver = Path(__file__).with_name("bus_driver.py")
    return subprocess.run(
        [SYSTEM_PYTHON, str(driver), *arguments],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
    )
