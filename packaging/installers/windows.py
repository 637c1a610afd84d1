"""``SkopDesktop-<version>-Setup.exe``, made on Linux."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installers.place import BUILD, DIST, ICONS, ROOT, VERSION, size_of

SOURCES: Final = ROOT / "packaging" / "windows"
PLACE: Final = BUILD / "windows"
PAYLOAD: Final = PLACE / "app"
"""What is installed."""
PROGRAM: Final = "SkopDesktop.exe"
MOST_BYTES: Final = 45_000_000
_COMPILER: Final = ("x86_64-w64-mingw32-gcc", "-Os", "-s", "-Wall", "-Wextra", "-Werror")
_WINDOWED: Final = ("-municode", "-mwindows")
MAX_PATH: Final = 259
"""Characters of a path that every program of Windows takes."""


@dataclass(frozen=True)
class Setup:
    """How an installer is made. ``is_quick``: sooner, and larger."""

    version: str = VERSION
    is_quick: bool = False

    @property
    def file(self) -> Path:
        """Where it goes; what is quick is for trying out."""
        folder = PLACE / "quick" if self.is_quick else DIST
        return folder / f"SkopDesktop-{self.version}-Setup.exe"


def longest_folder() -> int:
    """Characters that the name of the folder may have into which the app is installed."""
    return MAX_PATH - len("\\app\\") - longest_path()


def build_setup(setup: Setup) -> Path:
    """Makes the installer of ``PAYLOAD``; its place."""
    _build_launcher(setup.version)
    helper = PLACE / "helper.exe"
    compile_c(SOURCES / "helper.c", helper, *_WINDOWED, "-ladvapi32")
    setup.file.parent.mkdir(parents=True, exist_ok=True)
    defined = {
        "VERSION": setup.version,
        "NUMBERS": ".".join(map(str, numbers(setup.version))),
        "PAYLOAD": PAYLOAD,
        "HELPER": helper,
        "ICON": ICONS / "skop.ico",
        "OUTPUT": setup.file,
        "KILOBYTES": size_of(PAYLOAD) // 1024,
        "LONGEST_FOLDER": longest_folder(),
    }
    subprocess.run(
        [
            *("makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8"),
            *(f"-D{name}={value}" for name, value in defined.items()),
            *(["-DQUICK"] if setup.is_quick else []),
            str(SOURCES / "setup.nsi"),
        ],
        check=True,
    )
    return setup.file


def compile_c(source: Path, target: Path, *options: str) -> None:
    """A program or library for Windows. Libraries to link stand last in ``options``."""
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = [option for option in options if not option.startswith("-l")]
    libraries = [option for option in options if option.startswith("-l")]
    subprocess.run(
        [*_COMPILER, *flags, "-o", str(target), str(source), *libraries],
        check=True,
    )


def numbers(version: str) -> tuple[int, int, int, int]:
    """``version`` as Windows has it: four numbers, what is not a number left out."""
    found = [int(number) for number in re.findall(r"\d+", version)][:4]
    first, second, third, fourth = (*found, 0, 0, 0, 0)[:4]
    return first, second, third, fourth


def _build_launcher(version: str) -> None:
    (library,) = (PAYLOAD / "python").glob("python3??.dll")
    resources = PLACE / "launcher.o"
    subprocess.run(
        [
            *("x86_64-w64-mingw32-windres", "-O", "coff", "-i", str(SOURCES / "launcher.rc")),
            *("-o", str(resources), f"-DVERSION_NUMBERS={','.join(map(str, numbers(version)))}"),
            f"-DVERSION_TEXT={_quoted(version)}",
            f"-DICON_FILE={_quoted(str(ICONS / 'skop.ico'))}",
            f"-DMANIFEST_FILE={_quoted(str(SOURCES / 'launcher.manifest'))}",
        ],
        check=True,
    )
    compile_c(
        SOURCES / "launcher.c",
        PAYLOAD / PROGRAM,
        *_WINDOWED,
        f'-DPYTHON_LIBRARY=L"{library.name}"',
        str(resources),
    )


def _quoted(text: str) -> str:
    # windres hands the line to a shell, and then to a preprocessor.
    return f'\\"{text}\\"'


def longest_path() -> int:
    """Characters of the longest path below ``PAYLOAD``."""
    return max(len(str(file.relative_to(PAYLOAD))) for file in PAYLOAD.rglob("*"))
