"""Files that mean harm: each costs bounded time and memory, and the next one is read."""

from __future__ import annotations

import io
import os
import random
import resource
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skop_desktop.engine.extraction.bounded_zip import MOST_EXPANDED, MOST_MEMBERS
from skop_desktop.engine.extraction.first_page import MOST_CHARACTERS, FirstPage, Obstacle
from skop_desktop.engine.extraction.kinds import read_first_page
from skop_desktop.engine.extraction.plain import MOST_BYTES
from skop_desktop.engine.extraction.reader import TIME_LIMIT, FileReader
from tests.engine.extraction.files import (
    doc,
    docx,
    epub,
    ole,
    open_document,
    package,
    pdf,
    ppt,
    pptx,
    xls,
)

LETTER = "word/document.xml"
MINUTES = "Minutes of the board, May 7, 2024"
XLSX = package(
    {
        "xl/workbook.xml": '<w><sheet name="A"/></w>',
        "xl/worksheets/sheet1.xml": '<w><row><c t="s"><v>0</v></c></row></w>',
        "xl/sharedStrings.xml": "<s><si><t>Budget</t></si></s>",
    }
)
RTF = rb"{\rtf1{\info{\title Minutes}}\u8211?\'e9 Board\par {\*\x y}}"
HTML = b"<html><title>x</title><p>Minutes &amp; more<![CDATA[ <!-- </p></html>"
SEEDS = {
    "docx": docx(MINUTES, title="Minutes", header="Town"),
    "xlsx": XLSX,
    "pptx": pptx("One", "Two"),
    "odt": open_document("<text:p>Minutes</text:p>", title="Minutes"),
    "doc": doc("Minutes", "of the board", title=b"Minutes"),
    "xls": xls(("Budget", "of the town", 2024), title=b"Budget"),
    "ppt": ppt("Budget\nof the town", title=b"Budget"),
    "epub": epub("<p>Annual report", title="Report"),
    "rtf": RTF,
    "html": HTML,
    "txt": MINUTES.encode(),
}


def billion_laughs() -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f'<!DOCTYPE d [{entities}]><w:document xmlns:w="w"><w:t>&i;</w:t></w:document>'


def stolen_file() -> str:
    return (
        '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="w"><w:t>&x;</w:t></w:document>'
    )


def bomb(size: int) -> bytes:
    """A member of ``size`` bytes that are packed into a thousandth."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(LETTER, b"<w:d xmlns:w='w'>" + b" " * size)
    return made.getvalue()


def endless_text(size: int) -> bytes:
    """Random words, so that it is the size and not the ratio that ends it."""
    chosen = random.Random(1)  # noqa: S311 - text, no secret
    words = chosen.randbytes(size // 16).hex().encode() * 8
    return package({LETTER: b"<w:d xmlns:w='w'><w:x>" + words})


def many_members() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(MOST_MEMBERS + 1):
            archive.writestr(str(number), b"")
    return made.getvalue()


def lying_directory() -> bytes:
    """Says that it has few members, with a directory of gigabytes."""
    content = bytearray(docx(MINUTES))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 12, 0xFFFFFFF0)
    return bytes(content)


def other_packing(method: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        archive.writestr(LETTER, b"<w:d/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("make", "obstacle"),
    [
        (lambda: package({LETTER: billion_laughs()}), Obstacle.UNREADABLE),
        (lambda: package({LETTER: stolen_file()}), Obstacle.UNREADABLE),
        (lambda: bomb(MOST_EXPANDED * 8), Obstacle.TOO_LARGE),
        (lambda: endless_text(MOST_EXPANDED + 1), Obstacle.TOO_LARGE),
        (many_members, Obstacle.TOO_LARGE),
        (lying_directory, Obstacle.TOO_LARGE),
        (lambda: other_packing(zipfile.ZIP_LZMA), Obstacle.UNREADABLE),
        (lambda: package({LETTER: "<a>" * 100_000}), Obstacle.UNREADABLE),
        (lambda: package({LETTER: "<a " + "b='c' " * 100_000 + ">"}), Obstacle.UNREADABLE),
        (lambda: package({"x.txt": "not an office file"}), Obstacle.UNKNOWN),
        (lambda: b"PK\x03\x04" + b"x" * 1_000_000, Obstacle.UNREADABLE),
        (lambda: ole({"Workbook": b"\x00" * 60_000}), Obstacle.NO_TEXT),
        (lambda: ole({"PowerPoint Document": b"\x0f\x00\xe8\x03" * 15_000}), Obstacle.NO_TEXT),
        (lambda: b"{\\rtf1" + b"{" * MOST_BYTES, Obstacle.NO_TEXT),
        (lambda: b"<html>" + b"<div>" * MOST_BYTES, Obstacle.NO_TEXT),
        (lambda: b"<html>" + b"<!--" * MOST_BYTES, Obstacle.NO_TEXT),
        (lambda: b"<html><a " + b"a='" * MOST_BYTES, Obstacle.NO_TEXT),
        (lambda: b"%PDF-1.7\n" + b"1 0 obj << /Kids [1 0 R] >>" * 10_000, Obstacle.UNREADABLE),
    ],
)
def test_a_bomb_costs_little_and_is_told(
    tmp_path: Path, make: Callable[[], bytes], obstacle: Obstacle
) -> None:
    file = tmp_path / "bomb"
    file.write_bytes(make())
    before = _peak()
    assert read_first_page(file).obstacle is obstacle
    assert _peak() - before < 150_000_000


def _peak() -> int:
    unit = 1 if sys.platform == "darwin" else 1_024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def test_what_the_bomb_says_first_is_not_needed(tmp_path: Path) -> None:
    """A long but honest letter is read to the number of characters that count, and left there."""
    file = tmp_path / "long"
    file.write_bytes(docx(*[MINUTES] * 200_000))
    assert len(read_first_page(file).text) >= MOST_CHARACTERS * 0.9


def mutated(content: bytes, chosen: random.Random) -> bytes:
    """``content`` with some bytes changed, cut out or doubled."""
    broken = bytearray(content)
    for _ in range(chosen.randint(1, 12)):
        at = chosen.randrange(max(1, len(broken)))
        match chosen.randrange(4):
            case 0:
                broken[at : at + 1] = bytes([chosen.randrange(256)])
            case 1:
                del broken[at : at + chosen.randint(1, 40)]
            case 2:
                broken[at:at] = broken[at : at + chosen.randint(1, 400)]
            case _:
                broken[at : at + 4] = struct.pack("<L", chosen.choice([0, 1, 2**31, 2**32 - 1]))
    return bytes(broken)


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kind=st.sampled_from(sorted(SEEDS)), seed=st.integers(0, 2**32))
def test_a_broken_file_never_raises(tmp_path: Path, kind: str, seed: int) -> None:
    file = tmp_path / "broken"
    file.write_bytes(mutated(SEEDS[kind], random.Random(seed)))  # noqa: S311 - bytes, no secret
    page = read_first_page(file)
    assert len(page.text) <= MOST_CHARACTERS
    page.text.encode()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet="<>/!?[]&;#\"'= abt\x00\ud800é-", max_size=300))
def test_any_xml_in_a_package_can_be_read(tmp_path: Path, text: str) -> None:
    file = tmp_path / "xml"
    content = text.encode("utf-8", "surrogatepass")
    file.write_bytes(package({"content.xml": b"<o>" + content, "meta.xml": content}))
    read_first_page(file)
    file.write_bytes(b"<html>" + content)
    read_first_page(file)


async def test_broken_pdfs_leave_the_reader_at_work(tmp_path: Path) -> None:
    """In the reading process, as in a search: PDFium may end with it, and only with it."""
    chosen = random.Random(2026)  # noqa: S311 - bytes, no secret
    whole = pdf("Minutes of the board", "2", title="Minutes")
    unpacked = whole.replace(b"/Filter [ /ASCII85Decode /FlateDecode ]", b"")
    seeds = (whole, unpacked, whole[: len(whole) // 2], b"%PDF-1.4\n" + zlib.compress(whole))
    async with FileReader(time_limit=5) as reader:
        for number in range(300):
            file = tmp_path / str(number)
            file.write_bytes(mutated(seeds[number % len(seeds)], chosen))
            assert isinstance(await reader.read(file), FirstPage)
        good = tmp_path / "good"
        good.write_bytes(whole)
        assert (await reader.read(good)).text == "Minutes of the board\n2"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such file")
async def test_a_file_that_never_ends_is_left_in_time(tmp_path: Path) -> None:
    endless = tmp_path / "endless.txt"
    os.mkfifo(endless)
    (tmp_path / "b").write_text("Agenda")
    async with FileReader(time_limit=0.5) as reader:
        assert (await reader.read(endless)).obstacle is Obstacle.TOO_SLOW
        reader._time_limit = TIME_LIMIT  # the next one may be held up
        assert await reader.read(tmp_path / "b") == FirstPage("Agenda")
