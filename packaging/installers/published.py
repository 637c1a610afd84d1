"""What goes out beside the installers: their checksums, and what changed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from installers.place import DIST, ROOT, VERSION

SUMS: Final = "SHA256SUMS"
CHANGELOG: Final = ROOT / "CHANGELOG.md"


def write_sums(folder: Path = DIST) -> Path:
    """Writes the checksums of all files in ``folder`` as sha256sum reads them."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != SUMS)
    lines = []
    for file in files:
        with file.open("rb") as opened:
            lines.append(f"{hashlib.file_digest(opened, 'sha256').hexdigest()}  {file.name}\n")
    made = folder / SUMS
    made.write_text("".join(lines), "utf-8")
    return made


def require_tag(tag: str) -> None:
    """Raises ``SystemExit`` where ``tag`` is not that of the version in the package."""
    if tag.removeprefix("v") != VERSION:
        raise SystemExit(f"The tag is {tag}, but the package says {VERSION}.")


def notes(version: str = VERSION, changelog: str | None = None) -> str:
    """The changelog's section of ``version``. Raises ``SystemExit`` where there is none."""
    text = CHANGELOG.read_text("utf-8") if changelog is None else changelog
    heading = rf"^## \[{re.escape(version)}\].*?\n(.*?)(?=^## \[|^\[[^\]]+\]: |\Z)"
    found = re.search(heading, text, re.MULTILINE | re.DOTALL)
    if found is None or not found[1].strip():
        raise SystemExit(f"CHANGELOG.md has no section of {version}.")
    return found[1].strip() + "\n"
