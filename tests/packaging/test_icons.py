"""The mark in every form that an operating system asks for."""

import struct
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QImageReader

sys.path.append(str(Path(__file__).parents[2] / "packaging"))
from installers import icons

BLUE, WHITE = QColor("#2460e0").rgba(), QColor("white").rgba()


def pictures_of_ico(file: bytes) -> list[tuple[int, bytes]]:
    _, kind, count = struct.unpack_from("<HHH", file)
    assert kind == 1
    entries = [struct.unpack_from("<BBBBHHII", file, 6 + 16 * number) for number in range(count)]
    return [(entry[0] or 256, file[entry[7] : entry[7] + entry[6]]) for entry in entries]


def test_at_16_pixels_it_is_two_sharp_lines_in_a_lens() -> None:
    image = icons.drawn(16)
    for y, length in ((5, 5), (8, 3)):
        line = [image.pixel(x, y) for x in range(4, 4 + length)]
        assert line == [BLUE] * length, f"row {y} is blurred"
    between = [image.pixel(x, 7) for x in range(4, 9)]
    assert between == [WHITE] * 5, "the lines run into each other"
    assert image.pixelColor(0, 0).alpha() < 128, "corners are round"
    assert image.pixel(12, 12) == WHITE or image.pixelColor(12, 12).lightness() > 200, "no handle"


@pytest.mark.parametrize("size", icons.HICOLOR)
def test_every_size_has_the_colours_of_the_mark(size: int) -> None:
    image = icons.drawn(size)
    seen = [image.pixel(x, y) for x in range(size) for y in range(0, size, max(1, size // 64))]
    assert seen.count(BLUE) > len(seen) * 0.3
    assert seen.count(WHITE) > len(seen) * 0.15


def test_windows_gets_every_size_as_it_reads_them(tmp_path: Path) -> None:
    file = icons.ico(icons.WINDOWS)
    pictures = pictures_of_ico(file)
    assert [size for size, _ in pictures] == list(icons.WINDOWS)
    assert [data.startswith(b"\x89PNG") for _, data in pictures] == [False] * 7 + [True]
    (tmp_path / "skop.ico").write_bytes(file)
    reader = QImageReader(str(tmp_path / "skop.ico"))
    for number, size in enumerate(icons.WINDOWS):
        assert reader.jumpToImage(number)
        read = reader.read().convertToFormat(QImage.Format.Format_ARGB32)
        assert read.pixel(size // 3, size // 8) == icons.drawn(size).pixel(size // 3, size // 8)
        assert read.width() == size


def test_macos_gets_png_pictures_of_the_size_that_their_type_names() -> None:
    file = icons.icns(icons.MACOS)
    assert file[:4] == b"icns"
    assert struct.unpack(">I", file[4:8])[0] == len(file)
    place, seen = 8, []
    while place < len(file):
        kind, length = struct.unpack_from(">4sI", file, place)
        picture = QImage.fromData(file[place + 8 : place + length])
        seen.append((kind.decode(), picture.width()))
        place += length
    assert tuple(seen) == icons.MACOS


def test_linux_gets_the_hicolor_tree(tmp_path: Path) -> None:
    icons.write_icons(tmp_path)
    for size in icons.HICOLOR:
        file = tmp_path / "hicolor" / f"{size}x{size}" / "apps" / "skop-desktop.png"
        assert QImage(str(file)).width() == size
    assert (tmp_path / "hicolor/scalable/apps/skop-desktop.svg").read_bytes().startswith(b"<svg")
