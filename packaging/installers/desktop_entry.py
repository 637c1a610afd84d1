"""What tells a Linux desktop of the app: menu entry, link handler, store metadata, icons."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from installers.place import APP_ID, ICONS, NAME, ROOT, VERSION, build_time

FILES: Final = ROOT / "packaging" / "linux"


def write_share(share: Path) -> None:
    """Fills ``share`` as ``/usr/share`` or ``~/.local/share`` has it. Needs the icons made."""
    entry = share / "applications" / f"{NAME}.desktop"
    entry.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FILES / f"{NAME}.desktop", entry)
    (share / "metainfo").mkdir(parents=True, exist_ok=True)
    (share / "metainfo" / f"{APP_ID}.metainfo.xml").write_text(metainfo(), "utf-8")
    shutil.copytree(ICONS / "hicolor", share / "icons" / "hicolor", dirs_exist_ok=True)


def metainfo() -> str:
    """The AppStream metadata of this version."""
    template = (FILES / f"{APP_ID}.metainfo.xml").read_text("utf-8")
    day = datetime.fromtimestamp(build_time(), UTC).date().isoformat()
    return template.replace("@VERSION@", VERSION).replace("@DATE@", day)
