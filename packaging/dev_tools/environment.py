"""Python environments: made once, brought up to date when the lock changes."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from dev_tools.stop import DISK_FULL, Stop

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Environment:
    """One environment, in ``folder``."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The file that says what it was made of."""
        return self.folder / "skop-desktop.stamp"


DEVELOPMENT = Environment(ROOT / ".venv")
BUILDING = Environment(ROOT / "build" / "environment")
"""Holds what is shipped and the freezer, and nothing of the tests."""
PYTHON = DEVELOPMENT.python
LOCKS = {
    "run": ROOT / "packaging" / "requirements.lock",
    "test": ROOT / "packaging" / "requirements-test.lock",
    "build": ROOT / "packaging" / "requirements-build.lock",
}
SHOWN_LINES = 6
TOO_LITTLE = 1_000_000
"""Bytes; a disk with less is the reason for whatever failed."""
NO_NETWORK = (
    "NewConnectionError",
    "Name or service not known",
    "name resolution",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeout",
    "Read timed out",
    "getaddrinfo failed",
)


def ensure(kind: str, place: Environment = DEVELOPMENT) -> None:
    """Makes ``place`` fit for ``run``, ``test`` or ``build`` (which hold all of ``run``).

    Installs nothing when the stamp says that it fits: under 0.1 s. An environment of another Python
    or another folder, or one that does not start, is made anew.
    """
    stamped = _stamped(place)
    if stamped[:1] == [_identity()] and _digest(kind) in stamped and place.python.exists():
        return
    if not _usable(place, stamped):
        _make(place)
    place.stamp.unlink(missing_ok=True)
    _install(place, LOCKS[kind])
    _put_checkout_on_path(place)
    kinds = dict.fromkeys(("run", kind))
    place.stamp.write_text("\n".join([_identity(), *map(_digest, kinds)]) + "\n", "utf-8")


def _identity() -> str:
    """What the environment is bound to: the interpreter's version and the place of the checkout."""
    return f"{platform.python_implementation()} {platform.python_version()} {ROOT}"


def _digest(kind: str) -> str:
    return f"{kind} {hashlib.sha256(LOCKS[kind].read_bytes()).hexdigest()}"


def _stamped(place: Environment) -> list[str]:
    try:
        return place.stamp.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _usable(place: Environment, stamped: list[str]) -> bool:
    """Whether packages can be put into what lies in ``place``."""
    if stamped and stamped[0] != _identity():
        return False
    probe = "import pip, platform; print(platform.python_version())"
    try:
        asked = subprocess.run(
            [str(place.python), "-c", probe], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return asked.stdout.strip() == platform.python_version()


def _make(place: Environment) -> None:
    print(f"Making the environment in {place.folder.relative_to(ROOT)} …", flush=True)
    # Inside the old environment this would take away the Python it runs on: use the one below it.
    python = getattr(sys, "_base_executable", None) or sys.executable
    _watched(
        [python, "-m", "venv", "--clear", str(place.folder)], "The environment could not be made"
    )


def _install(place: Environment, lock: Path) -> None:
    print("Getting the Python packages (once, about 150 MB) …", flush=True)
    _watched(
        [
            *(
                str(place.python),
                "-m",
                "pip",
                "--disable-pip-version-check",
                "--no-input",
                "install",
            ),
            *("--no-deps", "--require-hashes", "--progress-bar", "off", "-r", str(lock)),
        ],
        "The Python packages could not be installed",
    )


def _watched(command: list[str], failed: str) -> None:
    """Runs ``command``; shows on a terminal that it goes on. Raises ``Stop`` when it fails."""
    lines: list[str] = []
    collected = 0
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as running:
        for line in running.stdout or ():
            lines = [*lines[-60:], line.rstrip()]
            collected += line.startswith("Collecting ")
            if line.startswith("Collecting ") and sys.stdout.isatty():
                print(f"\r  {collected} packages", end="", flush=True)
    if collected and sys.stdout.isatty():
        print()
    if running.returncode:
        raise _explained(lines, failed)


def _explained(lines: list[str], failed: str) -> Stop:
    text = "\n".join(lines)
    # Making an environment hides what its own tools said: what is left is looked at too.
    if "No space left on device" in text or "[Errno 28]" in text or _is_full(ROOT):
        return Stop(DISK_FULL)
    if any(sign in text for sign in NO_NETWORK):
        return Stop(
            "No network: the packages could not be downloaded. Run the command again later."
        )
    if "DO NOT MATCH THE HASHES" in text:
        return Stop(
            f"{failed}: a download is not the package that was tested. Nothing was installed."
        )
    last = [line for line in lines if line.strip()][-SHOWN_LINES:]
    return Stop("\n".join([f"{failed}. The last lines were:", *last]))


def _is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < TOO_LITTLE


def _put_checkout_on_path(place: Environment) -> None:
    """The checkout itself is imported, not a copy of it."""
    probe = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run(
        [str(place.python), "-c", probe], stdout=subprocess.PIPE, text=True, check=True
    )
    packages = Path(asked.stdout.strip())
    (packages / "skop_desktop_checkout.pth").write_text(f"{ROOT}\n", "utf-8")
