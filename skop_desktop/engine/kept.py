"""Files that a search has read already, kept so that the site is not asked for them again.

``<root>/<job id>/<SHA-256>.<ending>``: the name tells whether a file is still what was fetched.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

OLDEST: Final = timedelta(days=7)
MOST_BYTES: Final = 2_000_000_000

_BLOCK: Final = 1_048_576


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a job. ``size``: bytes."""

    path: Path
    sha256: str
    size: int


def keep(fetched: Path, ending: str) -> KeptFile:
    """Give a fetched file its lasting name beside it. Raises ``OSError``."""
    digest = hashlib.sha256()
    with fetched.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
        size = file.tell()
    sha256 = digest.hexdigest()
    path = fetched.with_name(f"{sha256}.{ending}" if ending else sha256)
    fetched.replace(path)
    return KeptFile(path, sha256, size)


def forget(root: Path, job_id: str) -> None:
    """The job is gone, and its files with it."""
    shutil.rmtree(root / job_id, ignore_errors=True)


def tidy(root: Path, now: datetime, jobs: Collection[str] | None = None) -> int:
    """Remove what is older than a week, what is more than 2 GB (the oldest first), and the files
    of jobs that are not among ``jobs``. Gives the bytes that stay. Never raises.
    """
    stay = 0
    oldest = (now - OLDEST).timestamp()
    for changed, size, path in sorted(_files(root, jobs), reverse=True):
        if changed < oldest or stay + size > MOST_BYTES:
            with suppress(OSError):
                path.unlink()
            continue
        stay += size
    for folder in _folders(root):
        with suppress(OSError):
            folder.rmdir()  # only an empty one goes
    return stay


def _files(root: Path, jobs: Collection[str] | None) -> Iterator[tuple[float, int, Path]]:
    for folder in _folders(root):
        if jobs is not None and folder.name not in jobs:
            forget(root, folder.name)
            continue
        with suppress(OSError):
            for path in folder.iterdir():
                with suppress(OSError):
                    said = path.stat()
                    yield said.st_mtime, said.st_size, path


def _folders(root: Path) -> list[Path]:
    try:
        return [path for path in root.iterdir() if path.is_dir() and not path.is_symlink()]
    except OSError:
        return []
