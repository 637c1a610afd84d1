"""Previews are made in a child process that a broken file cannot take the app down with."""

from __future__ import annotations

import asyncio
import struct
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from skop_desktop.documents.preview import Previewer

PATIENCE = 60.0


@pytest.fixture
def previewer() -> Previewer:
    """Its own limit is a person's patience; a busy computer may start a child later than that."""
    return Previewer(time_limit=PATIENCE)


def pdf(path: Path, **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=(400, 600), **options)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 300, 400, 300, stroke=0, fill=1)
    canvas.showPage()
    canvas.drawString(50, 50, "second")
    canvas.showPage()
    canvas.save()
    return path


def pixel(png: bytes, x: int, y: int) -> tuple[int, ...]:
    width = struct.unpack(">I", png[16:20])[0]
    length = struct.unpack(">I", png[33:37])[0]
    lines = zlib.decompress(png[41 : 41 + length])
    start = y * (width * 3 + 1) + 1 + x * 3
    return tuple(lines[start : start + 3])


async def test_the_first_page_of_a_pdf_is_a_picture_of_the_width_asked_for(
    tmp_path: Path, previewer: Previewer
) -> None:
    preview = await previewer.preview(pdf(tmp_path / "a.PDF"), 200)
    assert preview.pages == 2
    assert preview.png is not None
    assert struct.unpack(">II", preview.png[16:24]) == (200, 300)
    assert pixel(preview.png, 100, 50) == (255, 0, 0)
    assert pixel(preview.png, 100, 250) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "note"),
    [(b"", "damaged"), (b"%PDF-1.7 and no more", "damaged"), (b"<html>", "damaged")],
)
async def test_a_broken_pdf_is_said_to_be_one(
    content: bytes, note: str, tmp_path: Path, previewer: Previewer
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    preview = await previewer.preview(path, 200)
    assert preview.png is None
    assert note in preview.note


async def test_a_locked_pdf_says_that_it_is_locked(tmp_path: Path, previewer: Previewer) -> None:
    path = pdf(tmp_path / "a.pdf", encrypt=StandardEncryption("secret", strength=128))
    assert "password" in (await previewer.preview(path, 200)).note


async def test_a_file_that_is_gone_has_a_note(tmp_path: Path, previewer: Previewer) -> None:
    assert (await previewer.preview(tmp_path / "none.pdf", 200)).note
    assert (await previewer.preview(tmp_path / "none.txt", 200)).note


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Grüße\nzwei\u202e\n".encode(), "Grüße\nzwei"),
        ("Grüße".encode("utf-8-sig"), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        ("Grüße".encode("cp1252"), "Grüße"),
    ],
)
async def test_the_first_lines_of_a_text_are_shown(
    content: bytes, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert (await Previewer().preview(path, 200)).text == text


async def test_of_a_long_text_only_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("ü\n".encode() * 100_000)
    text = (await Previewer().preview(path, 200)).text
    assert text is not None
    assert text.splitlines() == ["ü"] * 60


async def test_other_files_have_no_preview_and_no_note(tmp_path: Path) -> None:
    preview = await Previewer().preview(tmp_path / "a.docx", 200)
    assert (preview.png, preview.text, preview.note) == (None, None, "")


def wait_for_file(path: Path) -> None:
    while not path.exists():
        time.sleep(0.01)


def sleeper(mark: Path) -> Sequence[str]:
    code = f"import time; open({str(mark)!r}, 'a').write('x'); time.sleep(60)"
    return [sys.executable, "-c", code]


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    previewer = Previewer(lambda *_: sleeper(mark), time_limit=0.5)
    async with asyncio.timeout(30):
        preview = await previewer.preview(tmp_path / "a.pdf", 200)
    assert "too long" in preview.note


async def test_a_preview_that_is_no_longer_wanted_ends_its_child(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    previewer = Previewer(lambda *_: sleeper(mark), time_limit=30)
    task = asyncio.create_task(previewer.preview(tmp_path / "a.pdf", 200))
    async with asyncio.timeout(30):
        await asyncio.to_thread(wait_for_file, mark)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_there_is_one_child_at_a_time(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = (
        f"f=open({str(log)!r},'a');f.write('<');f.flush();"
        "import time;time.sleep(.05);f.write('>');f.close()"
    )
    previewer = Previewer(lambda *_: [sys.executable, "-c", code], time_limit=PATIENCE)
    await asyncio.gather(*(previewer.preview(tmp_path / "a.pdf", 9) for _ in range(3)))
    assert log.read_text() == "<><><>"


async def test_a_child_that_cannot_be_started_is_said_plainly(tmp_path: Path) -> None:
    previewer = Previewer(lambda *_: [str(tmp_path / "no-such-program")])
    assert (await previewer.preview(tmp_path / "a.pdf", 9)).note
