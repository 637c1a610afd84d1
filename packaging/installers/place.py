"""Where things are built, and the version, which stands in the package and nowhere else."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
BUILD: Final = ROOT / "build"
DIST: Final = ROOT / "dist"
"""What is given to people."""
FROZEN: Final = BUILD / "frozen" / "skop-desktop"
ICONS: Final = BUILD / "icons"
NAME: Final = "skop-desktop"
APP_ID: Final = "dev.skop.desktop"

_VERSION_FILE: Final = ROOT / "skop_desktop" / "__init__.py"
_EPOCH: Final = "SOURCE_DATE_EPOCH"


def _version() -> str:
    found = re.search(r'^__version__ = "([^"]+)"', _VERSION_FILE.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"no version in {_VERSION_FILE}")
    return found[1]


VERSION: Final = _version()


def build_time() -> int:
    """Seconds since 1970 that stand for this version: of the commit, so that a second build of it
    gives the same files (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    if _EPOCH in os.environ:
        return int(os.environ[_EPOCH])
    asked = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    told = asked.stdout.strip()
    return int(told) if told.isdigit() else int(_VERSION_FILE.stat().st_mtime)


def size_of(folder: Path) -> int:
    """Bytes of all files below ``folder``."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
