"""The installer for Linux systems without dpkg: one shell script with the packed app behind it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from typing import Final

from installers.desktop_entry import write_share
from installers.place import BUILD, DIST, FROZEN, NAME, ROOT, VERSION, build_time, size_of

SCRIPT: Final = ROOT / "packaging" / "linux" / "install.sh"
MOST_BYTES: Final = 60_000_000
_ROOM: Final = 1.1
"""Of the size of the app: what a file system needs beyond the bytes."""


def build_run_file() -> Path:
    """Makes the installer of the frozen app; needs the icons too. Gives its place."""
    tree = BUILD / "run"
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    shutil.copytree(FROZEN, tree / "app", symlinks=True)
    write_share(tree / "share")
    payload = BUILD / "run.tar.xz"
    _pack(tree, payload)
    DIST.mkdir(exist_ok=True)
    made = DIST / f"{NAME}-{VERSION}-linux-x86_64.run"
    with made.open("wb") as file, payload.open("rb") as packed:
        file.write(header(payload, kilobytes=int(size_of(tree) * _ROOM) // 1024))
        shutil.copyfileobj(packed, file)
    made.chmod(0o755)
    payload.unlink()
    shutil.rmtree(tree)
    return made


def header(payload: Path, *, kilobytes: int) -> bytes:
    """The script that stands before ``payload`` and knows where it begins, and what it must be."""
    with payload.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    text = SCRIPT.read_text("utf-8").replace("@VERSION@", VERSION)
    text = text.replace("@SHA256@", digest).replace("@KILOBYTES@", str(kilobytes))
    width = len("@OFFSET@")
    # Padded, so that the number does not change the length that it gives. tail counts from 1.
    length = len(text.encode()) + 1
    return text.replace("@OFFSET@", f"{length:<{width}}").encode()


def _pack(tree: Path, target: Path) -> None:
    packed = subprocess.Popen(
        [
            *("tar", "--create", "--sort=name", f"--mtime=@{build_time()}", "--owner=0"),
            *("--group=0", "--numeric-owner", "--format=gnu", "-C", str(tree), "app", "share"),
        ],
        stdout=subprocess.PIPE,
    )
    with packed, target.open("wb") as file:
        subprocess.run(["xz", "-6", "-T0", "-c"], stdin=packed.stdout, stdout=file, check=True)
    if packed.returncode:
        raise SystemExit("tar could not pack the app.")
