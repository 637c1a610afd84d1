"""Small files that are replaced whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes ``path``; at any moment it holds the old or the new content, never a part.

    Blocks until the content is durable. Raises ``OSError``, and leaves nothing then.
    """
    unfinished = path.with_name(f".skop-{secrets.token_hex(6)}.tmp")
    try:
        with unfinished.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
