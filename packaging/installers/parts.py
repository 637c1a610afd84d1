"""What the app is made of, with versions and licences: read from the installed packages' metadata.

Packages of other systems are fetched by the lock's hashes and only looked into.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.parser import HeaderParser
from importlib.metadata import Distribution, PackageNotFoundError, PathDistribution, distribution
from pathlib import Path
from typing import Final

from installers.place import ROOT, VERSION

LOCK: Final = ROOT / "packaging" / "requirements.lock"
_PIN: Final = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\\n"
    r"(?P<hashes>(?: +--hash=\S+(?: \\)?\n?)+)",
    re.MULTILINE,
)
_LICENCE_FILE: Final = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_SYSTEMS: Final = {"win32": "Windows", "darwin": "macOS", "linux": "Linux"}
_PLATFORMS: Final = {
    "Windows": ("win_amd64",),
    "macOS": ("macosx_11_0_universal2", "macosx_10_13_universal2", "macosx_10_9_universal2"),
}
_PYTHON_OF_THE_OTHERS: Final = "3.13"
_NO_TEXT: Final = "The package says that its licence is {licence}, and brings no text of it.\n"
_COMMON: Final = Path("/usr/share/common-licenses")
_BY_CLASSIFIER: Final = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
}


@dataclass(frozen=True)
class Pin:
    """One line of the lock. ``system``: the only one that it is for, empty for all."""

    name: str
    version: str
    system: str
    hashes: str


@dataclass(frozen=True)
class Part:
    """Something that the app carries. ``texts``: the licences in full."""

    name: str
    version: str
    licence: str
    system: str
    texts: tuple[str, ...]


def pins(lock: Path = LOCK) -> tuple[Pin, ...]:
    """What the lock holds."""
    return tuple(
        Pin(
            found["name"],
            found["version"],
            _system_of(found["marker"] or ""),
            found["hashes"].replace("\\\n", " ").strip(),
        )
        for found in _PIN.finditer(lock.read_text("utf-8"))
    )


def parts() -> tuple[Part, ...]:
    """Everything, ours first. Raises ``SystemExit`` where a licence cannot be found."""
    found = [*_own_parts(), *(_part_of(pin) for pin in pins()), *_libraries_of_linux()]
    for part in found:
        if not part.licence or not all(text.strip() for text in part.texts) or not part.texts:
            raise SystemExit(f"{part.name}: its licence could not be found.")
    return tuple(found)


def _system_of(marker: str) -> str:
    found = re.search(r"sys_platform == '(\w+)'", marker)
    return _SYSTEMS[found[1]] if found else ""


def _own_parts() -> Iterator[Part]:
    resources = ROOT / "resources"
    yield Part("Skop Desktop", VERSION, "MIT", "", (_read(ROOT / "LICENSE"),))
    python = Path(subprocess.__file__).with_name("LICENSE.txt")
    version = ".".join(map(str, sys.version_info[:3]))
    yield Part("Python", version, "PSF-2.0", "", (_read(python),))
    yield Part("Lucide icons", "", "ISC", "", (_read(resources / "icons" / "LICENSE"),))
    words = resources / "relevance" / "LICENSE.wordllama"
    if words.exists():
        yield Part("WordLlama word vectors", "", "MIT", "", (_read(words),))


def _part_of(pin: Pin) -> Part:
    try:
        installed = distribution(pin.name)
    except PackageNotFoundError:
        return _fetched_part(pin)
    # The lock may hold one version for each version of Python.
    return _made_of(pin, installed) if installed.version == pin.version else _fetched_part(pin)


def _made_of(pin: Pin, installed: Distribution) -> Part:
    texts = [
        _decoded(Path(str(installed.locate_file(file))).read_bytes())
        for file in sorted(installed.files or [], key=str)
        if ".dist-info" in str(file) and _LICENCE_FILE.search(str(file))
    ]
    licence = _licence_of(installed)
    texts = texts or [*_common_texts(licence)] or [_NO_TEXT.format(licence=licence)]
    return Part(pin.name, pin.version, licence, pin.system, tuple(texts))


def _fetched_part(pin: Pin) -> Part:
    platforms = _PLATFORMS.get(pin.system, ())
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "lock").write_text(f"{pin.name}=={pin.version} {pin.hashes}\n", "utf-8")
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-q"),
                *("--no-deps", "--only-binary=:all:", "--require-hashes", "-r", f"{folder}/lock"),
                *("--python-version", _PYTHON_OF_THE_OTHERS, "-d", folder),
                *(f"--platform={platform}" for platform in platforms),
            ],
            check=True,
        )
        wheel = next(place.glob("*.whl"))
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(place / "wheel")
        metadata = next((place / "wheel").glob("*.dist-info"))
        return _made_of(pin, PathDistribution(metadata))


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _licence_of(installed: Distribution) -> str:
    # Of the metadata as text: importlib's own reading differs between versions of Python.
    head = HeaderParser().parsestr(installed.read_text("METADATA") or "")
    told = head.get("License-Expression") or head.get("License") or ""
    if told and "\n" not in told:
        return str(told)
    names = [
        line.rpartition(" :: ")[2]
        for line in head.get_all("Classifier", [])
        if line.startswith("License :: OSI Approved")
    ]
    return " and ".join(_BY_CLASSIFIER.get(name, name) for name in names)


def _common_texts(licence: str) -> tuple[str, ...]:
    """For packages that name their licence and bring no text: Qt and its bindings."""
    names = ("LGPL-3", "GPL-3") if "LGPL-3.0" in licence else ()
    return tuple(_read(_COMMON / name) for name in names)


def _libraries_of_linux() -> Iterator[Part]:
    """Libraries of the building system that go into the frozen app, and the freezer's own start."""
    for name, licence, package in (
        ("OpenSSL", "Apache-2.0", "libssl3"),
        ("SQLite", "public domain", "libsqlite3-0"),
        ("libffi", "MIT", "libffi8"),
        ("bzip2", "bzip2-1.0.6", "libbz2-1.0"),
        ("XZ Utils", "0BSD and public domain", "liblzma5"),
        ("libuuid", "BSD-3-Clause", "libuuid1"),
        ("XCB libraries", "MIT", "libxcb-cursor0"),
        ("xkbcommon", "MIT", "libxkbcommon-x11-0"),
    ):
        text = _read(Path("/usr/share/doc") / package / "copyright")
        yield Part(name, _version_of_package(package), licence, "Linux", (text,))
    freezer = distribution("pyinstaller")
    licence = "GPL-2.0-or-later with an exception for what it starts"
    made = _made_of(Pin("PyInstaller bootloader", freezer.version, "Linux, macOS", ""), freezer)
    yield replace(made, licence=licence)


def _version_of_package(package: str) -> str:
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${source:Upstream-Version}", package],
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        raise SystemExit(f"{file} is missing: licences are collected on Debian.") from None


def identifier(text: str) -> str:
    """A short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
