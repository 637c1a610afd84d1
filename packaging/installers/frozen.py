"""The frozen app: a folder with a program, its Python and all it needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from typing import Final

from installers.place import BUILD, FROZEN, NAME, ROOT, build_time, size_of

SPEC: Final = ROOT / "packaging" / "linux" / "skop.spec"
_WARNINGS: Final = BUILD / "pyinstaller" / "skop" / "warn-skop.txt"
_MISSING: Final = re.compile(r"^missing module named '?(\w+)'? - imported by (.+)$", re.MULTILINE)
_OURS: Final = re.compile(r"(skop_desktop[\w.]*) \(")
_ON_OTHER_SYSTEMS: Final = frozenset(
    {"AppKit", "Foundation", "comtypes", "msvcrt", "objc", "winreg"}
)
MOST_BYTES: Final = 200_000_000
"""The frozen folder; what is more is a library that nobody meant to ship."""


def freeze() -> None:
    """Makes ``FROZEN`` anew. Raises ``CalledProcessError`` where PyInstaller does not."""
    shutil.rmtree(FROZEN.parent, ignore_errors=True)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"),
            *(
                "--distpath",
                str(FROZEN.parent),
                "--workpath",
                str(BUILD / "pyinstaller"),
                str(SPEC),
            ),
        ],
        env={**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(build_time())},
        check=True,
    )
    _require_all_imports()
    size = size_of(FROZEN)
    print(f"frozen app: {size / 1e6:.0f} MB in {FROZEN.relative_to(ROOT)}", flush=True)
    if size > MOST_BYTES:
        raise SystemExit(f"The frozen app is larger than {MOST_BYTES / 1e6:.0f} MB.")


def try_it() -> int:
    """Starts the frozen app without a screen, through the sample job; its exit status."""
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "HOME": folder,
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "QT_QPA_PLATFORM": "offscreen",
            "SKOP_SAMPLE_PACE": "0.1",
        }
        command = [str(FROZEN / NAME), "--check", "--data-folder", f"{folder}/data"]
        # In an empty folder and environment: nothing of the checkout can stand in for a part.
        return subprocess.run(command, cwd=folder, env=variables, check=False).returncode


def _require_all_imports() -> None:
    """Raises ``SystemExit`` where our code imports what is not there: the lock is out of date."""
    missing = {
        f"{name} (for {by})"
        for name, importers in _MISSING.findall(_WARNINGS.read_text("utf-8"))
        for by in _OURS.findall(importers)
        if name not in _ON_OTHER_SYSTEMS
    }
    if missing:
        raise SystemExit(f"The frozen app would lack {', '.join(sorted(missing))}. An old lock?")
