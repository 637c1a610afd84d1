"""Which versions of the C and C++ libraries the frozen app needs, read from its ELF files."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NEWEST_ALLOWED: Final = {"GLIBC": (2, 35), "GLIBCXX": (3, 4, 30), "CXXABI": (1, 3, 13)}
"""What Ubuntu 22.04 has (glibc 2.35, GCC 12), the oldest system that is to run it."""
_NEED: Final = re.compile(r"Name: (GLIBC|GLIBCXX|CXXABI)_([0-9.]+)\b")
_ELF: Final = b"\x7fELF"


def elf_files(folder: Path) -> Iterator[Path]:
    """The programs and libraries below ``folder``."""
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as opened:
                if opened.read(4) == _ELF:
                    yield file


def newest_needed(folder: Path) -> dict[str, tuple[int, ...]]:
    """The newest version of each library that any file below ``folder`` needs."""
    newest: dict[str, tuple[int, ...]] = {}
    for file in elf_files(folder):
        read = subprocess.run(
            ["readelf", "--version-info", "--wide", str(file)],
            capture_output=True,
            text=True,
            check=True,
        )
        for library, version in _NEED.findall(read.stdout):
            parts = tuple(int(part) for part in version.split(".") if part)
            newest[library] = max(newest.get(library, ()), parts)
    return newest


def require_old_enough(folder: Path) -> str:
    """What is needed, in one line. Raises ``SystemExit`` where a supported system has less."""
    needed = newest_needed(folder)
    told = ", ".join(f"{name} {'.'.join(map(str, v))}" for name, v in sorted(needed.items()))
    for name, version in needed.items():
        if version > NEWEST_ALLOWED[name]:
            raise SystemExit(f"Too new for Ubuntu 22.04: {told}")
    return told
