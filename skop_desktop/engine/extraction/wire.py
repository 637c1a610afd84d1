"""The lines between the process that reads files and the one that asks for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from skop_desktop.engine.extraction.first_page import FirstPage, Obstacle

LONGEST_LINE: Final = 1_000_000
READY: Final = b"ready\n"
"""What the reading process says once it has limited itself."""


def question(path: Path) -> bytes:
    """The line that asks for the first page of ``path``."""
    return json.dumps(str(path)).encode() + b"\n"


def asked(line: bytes) -> Path:
    """The path that ``question`` wrote."""
    return Path(str(json.loads(line)))


def answer(page: FirstPage) -> bytes:
    """The line that tells ``page``."""
    return json.dumps([page.text, page.title, page.obstacle.value]).encode() + b"\n"


def answered(line: bytes) -> FirstPage | None:
    """The page that ``answer`` wrote; ``None`` where the line is none of its own."""
    try:
        text, title, obstacle = json.loads(line)
        return FirstPage(str(text), str(title), Obstacle(obstacle))
    except (ValueError, TypeError):
        return None
