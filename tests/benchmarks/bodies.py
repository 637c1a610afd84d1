"""The files that benchmarks fetch: 1,000 of 300 kB and one of 1 GiB, the same in every run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

SIZE: Final = 300_000
LONG: Final = 1 << 30
LONG_NAME: Final = "long.pdf"
_HEAD: Final = b"%PDF-1.7\n"
_END: Final = b"\n%%EOF\n"
_BLOCK: Final = 1 << 20


def small_name(number: int) -> str:
    """The name of a small file."""
    return f"minutes-{number}.pdf"


def write_site(root: Path, files: int) -> None:
    """Writes ``files`` small files and the long one into ``root``."""
    root.mkdir()
    chance = random.Random(300)  # noqa: S311 - the same bytes in every run
    for number in range(files):
        body = chance.randbytes(SIZE - len(_HEAD) - len(_END))
        (root / small_name(number)).write_bytes(_HEAD + body + _END)
    block = chance.randbytes(_BLOCK)
    with (root / LONG_NAME).open("wb") as file:
        file.write(_HEAD)
        for _ in range(LONG // _BLOCK - 1):
            file.write(block)
        file.write(_END)
