"""The child process that draws the first page of a PDF; imports nothing else of the app.

Arguments: path, width in pixels. Writes one line of JSON (``pages``, ``trouble``), then the PNG.
"""

from __future__ import annotations

import contextlib
import json
import struct
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # ships no types

_MEMORY: Final = 1_500_000_000
_SECONDS: Final = 10
_WIDEST: Final = 4_000
_HIGHEST: Final = 8_000


def main(arguments: Sequence[str]) -> int:
    """Draws the first page; the exit status is 0 also when there is nothing to draw."""
    path, width = Path(arguments[0]), min(int(arguments[1]), _WIDEST)
    _limit_itself()
    try:
        pages, picture = _first_page(path, width)
    except pypdfium2.PdfiumError as error:
        _say(None, _plainly(str(error)), b"")
    except (OSError, MemoryError, ValueError):
        _say(None, "The file cannot be shown.", b"")
    else:
        _say(pages, "", picture)
    return 0


def _first_page(path: Path, width: int) -> tuple[int, bytes]:
    document = pypdfium2.PdfDocument(path)
    try:
        if len(document) == 0:
            raise ValueError("no pages")
        page = document[0]
        page_width, page_height = page.get_size()
        scale = min(width / max(page_width, 1), _HIGHEST / max(page_height, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        return len(document), _png(bitmap)
    finally:
        document.close()


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """The picture as PNG (ISO/IEC 15948): 8 bits a channel, no row filter."""
    channels, colour = (1, 0) if bitmap.n_channels == 1 else (3, 2)
    used = bitmap.width * channels
    buffer = memoryview(bitmap.buffer).cast("B")
    lines = bytearray()
    for row in range(bitmap.height):
        lines.append(0)
        line = buffer[row * bitmap.stride : row * bitmap.stride + bitmap.width * bitmap.n_channels]
        lines += _without_alpha(bytes(line), bitmap.n_channels)[:used]
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, colour, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(lines), 3)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _without_alpha(line: bytes, channels: int) -> bytes:
    if channels != 4:  # noqa: PLR2004 - red, green, blue and what is to be left out
        return line
    kept = bytearray(len(line) // 4 * 3)
    for colour in range(3):
        kept[colour::3] = line[colour::4]
    return bytes(kept)


def _chunk(name: bytes, data: bytes) -> bytes:
    body = name + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _plainly(text: str) -> str:
    if "password" in text.lower():
        return "The file is locked with a password."
    return "The file cannot be shown; it may be damaged."


def _say(pages: int | None, trouble: str, picture: bytes) -> None:
    head = json.dumps({"pages": pages, "trouble": trouble}).encode()
    sys.stdout.buffer.write(head + b"\n" + picture)
    sys.stdout.buffer.flush()


def _limit_itself() -> None:
    """Memory and processor time, where the system has such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - there is none on Windows

    limits = (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, value in limits:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
