"""The app's mark as .ico, .icns and PNG, drawn from its two SVG files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from installers.place import ICONS, NAME, ROOT

MARK: Final = ROOT / "resources" / "mark" / "skop.svg"
SMALL_MARK: Final = ROOT / "resources" / "mark" / "skop-small.svg"
"""Drawn for 16 pixels: two lines where the other has three."""
LARGEST_SMALL: Final = 24

HICOLOR: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS: Final = (16, 20, 24, 32, 40, 48, 64, 256)
MACOS: Final = (
    ("icp4", 16),
    ("icp5", 32),
    ("ic11", 32),
    ("icp6", 64),
    ("ic12", 64),
    ("ic07", 128),
    ("ic08", 256),
    ("ic13", 256),
    ("ic09", 512),
    ("ic14", 512),
    ("ic10", 1024),
)
_AS_PNG_FROM: Final = 256
"""Windows reads smaller pictures of an .ico as bitmaps everywhere, PNG only where Vista's way."""


def write_icons(folder: Path = ICONS) -> None:
    """Writes skop.ico, skop.icns and the hicolor tree into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "skop.ico").write_bytes(ico(WINDOWS))
    (folder / "skop.icns").write_bytes(icns(MACOS))
    for size in HICOLOR:
        file = folder / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(png(drawn(size)))
    vector = folder / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    vector.parent.mkdir(parents=True, exist_ok=True)
    vector.write_bytes(MARK.read_bytes())


def drawn(size: int) -> QImage:
    """The mark, ``size`` pixels wide and high."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = SMALL_MARK if size <= LARGEST_SMALL else MARK
    QSvgRenderer(str(mark)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def png(image: QImage) -> bytes:
    """``image`` as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    buffer.close()
    return bytes(data.data())


def ico(sizes: tuple[int, ...]) -> bytes:
    """An icon file of Windows (ICONDIR, ICONDIRENTRY and pictures, as Microsoft describes them)."""
    pictures = [png(drawn(n)) if n >= _AS_PNG_FROM else _bitmap(drawn(n)) for n in sizes]
    offset = 6 + 16 * len(sizes)
    head = struct.pack("<HHH", 0, 1, len(sizes))
    for size, picture in zip(sizes, pictures, strict=True):
        side = size % 256  # 0 stands for 256
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + b"".join(pictures)


def icns(entries: tuple[tuple[str, int], ...]) -> bytes:
    """An icon file of macOS: PNG pictures, each behind its type and length."""
    parts = [(kind.encode(), png(drawn(size))) for kind, size in entries]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in parts)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def _bitmap(image: QImage) -> bytes:
    """A bitmap without its file header: 32 bits a pixel from the bottom, then the empty mask."""
    side = image.width()
    pixels = bytes(image.flipped(Qt.Orientation.Vertical).constBits())
    mask = bytes((side + 31) // 32 * 4 * side)
    header = struct.pack("<IiiHHIIiiII", 40, side, 2 * side, 1, 32, 0, len(pixels), 0, 0, 0, 0)
    return header + pixels + mask
