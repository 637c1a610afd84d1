"""The packages of the lock as Windows has them, and what of them the app needs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

from installers.frozen_parts import DATA, EXCLUDED
from installers.parts import LOCK
from installers.place import ROOT

START: Final = ROOT / "packaging" / "windows" / "skop_desktop_start.py"
_ENTRY: Final = re.compile(
    r"^(?P<requirement>[a-z0-9-]+==[^\\\n]+?) \\\n(?P<hashes>(?: +--hash=\S+(?: \\)?\n?)+)",
    re.MULTILINE,
)
_WINDOWS: Final = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "sys_platform": "win32",
}
_QT_MODULES: Final = ("Core", "Gui", "Svg", "Widgets")
_QT_PLUGINS: Final = {
    "iconengines": ("qsvgicon",),
    "imageformats": ("qsvg",),
    "platforms": ("qoffscreen", "qwindows"),
    "styles": ("qmodernwindowsstyle",),
}
_QT_KEPT: Final = frozenset(
    {
        *(f"Qt6{module}.dll" for module in _QT_MODULES),
        *(f"Qt{module}.pyd" for module in _QT_MODULES),
        "pyside6.abi3.dll",
        "shiboken6.abi3.dll",
        "Shiboken.pyd",
    }
)
_RUNTIME: Final = ("msvcp140", "vcruntime140")
_QT_FOLDERS: Final = frozenset({"plugins", "support"})
_UNUSED_FOLDERS: Final = frozenset(
    {"__pycache__", "bin", "include", "licenses", "sboms", "tests", "pyinstaller"}
)
_UNUSED_FILES: Final = (".c", ".exe", ".h", ".lib", ".pdb", ".pxd", ".pyi", ".pyx", "py.typed")
_UNUSED_METADATA: Final = frozenset({"INSTALLER", "RECORD", "REQUESTED", "WHEEL"})
_IMPORTS: Final = re.compile(r"DLL Name: (\S+)")


def locked(python_version: str, lock: str) -> str:
    """What of ``lock`` a Windows with this Python wants, without conditions."""
    environment = {
        **_WINDOWS,
        "python_version": python_version,
        "python_full_version": f"{python_version}.0",
    }
    lines = []
    for found in _ENTRY.finditer(lock):
        wanted = Requirement(found["requirement"])
        if wanted.marker is None or wanted.marker.evaluate(environment):
            hashes = found["hashes"].rstrip().removesuffix("\\").rstrip()
            lines.append(f"{wanted.name}{wanted.specifier} \\\n{hashes}\n")
    return "".join(lines)


def install(python_version: str, target: Path) -> None:
    """Puts the wheels, checked by their hashes, into ``target``. Raises ``SystemExit``."""
    wanted = target.with_suffix(".lock")
    wanted.write_text(locked(python_version, LOCK.read_text("utf-8")), "utf-8")
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"),
            *("--target", str(target), "--platform", "win_amd64", "--implementation", "cp"),
            *("--python-version", python_version, "--only-binary=:all:", "--no-deps"),
            # Of the Python that runs this pip, not of the one that is asked for.
            *("--ignore-requires-python", "--require-hashes", "--no-compile", "-r", str(wanted)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(f"The packages for Windows could not be had:\n{ended.stderr.strip()}")


def prune(packages: Path) -> None:
    """Takes away what the app does not use. Raises ``SystemExit`` where a library that is left
    needs one that is gone."""
    there_before = {file.name.lower() for file in _libraries(packages)}
    for folder in (packages / "PySide6", packages / "shiboken6"):
        _prune_qt(folder)
    for name in EXCLUDED:
        _remove(packages / name.replace(".", "/"))
    _remove(packages / "numpy" / "_core" / "lib")
    for path in sorted(packages.rglob("*"), reverse=True):
        if path.is_dir():
            if path.name in _UNUSED_FOLDERS:
                _remove(path)
        elif path.name.endswith(_UNUSED_FILES) or _is_unused_metadata(path):
            path.unlink()
    missing = set(_missing(packages, there_before))
    if missing:
        raise SystemExit(f"The app for Windows would lack {', '.join(sorted(missing))}.")


def add_own(packages: Path) -> None:
    """Our own package with what it reads, and where it begins, beside the others."""
    shutil.copy(START, packages)
    own = packages / "skop_desktop"
    shutil.copytree(ROOT / "skop_desktop", own, ignore=shutil.ignore_patterns("__pycache__"))
    for name in DATA:
        shutil.copytree(ROOT / "resources" / name, own / "_resources" / name)


def _prune_qt(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            if path.name not in _QT_FOLDERS:
                _remove(path)
        elif path.suffix in {".dll", ".pyd"} and path.name not in _QT_KEPT:
            if not path.name.startswith(_RUNTIME):
                path.unlink()
        elif path.suffix == ".json":
            path.unlink()
    for path in (folder / "plugins").glob("*/*"):
        if path.stem not in _QT_PLUGINS.get(path.parent.name, ()):
            path.unlink()


def _is_unused_metadata(file: Path) -> bool:
    return file.parent.suffix == ".dist-info" and file.name in _UNUSED_METADATA


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _libraries(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.suffix in {".dll", ".pyd"}]


def _missing(packages: Path, there_before: Iterable[str]) -> Iterator[str]:
    """Libraries of the wheels that something asks for and that are gone; Windows' own are not
    looked for."""
    left = _libraries(packages)
    names = {file.name.lower() for file in left}
    for file in left:
        told = subprocess.run(
            ["x86_64-w64-mingw32-objdump", "-p", str(file)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        wanted = {name.lower() for name in _IMPORTS.findall(told.stdout)}
        yield from (f"{name} (for {file.name})" for name in (wanted & set(there_before)) - names)
