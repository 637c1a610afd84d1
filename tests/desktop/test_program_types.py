"""What a system would run is told from what it would show, by name and by content."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path, PurePosixPath

import pytest

from skop_desktop.desktop.program_types import Danger, danger_of, question_about, runs_when_opened

PROGRAMS = (
    "exe msi bat cmd ps1 vbs js jse wsf hta scr com lnk url desktop sh app dmg pkg jar apk deb rpm "
    "AppImage reg iso img vhd pif cpl command terminal py webloc inetloc mobileconfig msix chm"
)
WITH_MACROS = "docm dotm xlsm xltm xlam pptm ppsm mdb accdb"
DOCUMENTS = (
    "pdf doc docx odt rtf txt md csv xls xlsx xlsb ods ppt pptx odp html htm svg xml json eml zip "
    "7z png jpg tiff epub mp3 mp4 geojson"
)


@pytest.mark.parametrize("ending", PROGRAMS.split())
def test_endings_that_a_system_runs_are_known(tmp_path: Path, ending: str) -> None:
    for name in (f"Minutes.{ending}", f"Minutes.pdf.{ending.upper()}", f"Minutes.{ending}. ."):
        (tmp_path / name).write_bytes(b"minutes")
        assert danger_of(tmp_path / name) is Danger.PROGRAM
        assert runs_when_opened(tmp_path / name)


@pytest.mark.parametrize("ending", DOCUMENTS.split())
def test_documents_open_without_a_question(tmp_path: Path, ending: str) -> None:
    for name in (f"Minutes.{ending}", f"setup.exe.{ending}", f".{ending}"):
        (tmp_path / name).write_bytes(b"The minutes of MZ and #!")
        assert danger_of(tmp_path / name) is None
        assert not runs_when_opened(tmp_path / name)


@pytest.mark.parametrize("ending", WITH_MACROS.split())
def test_documents_with_macros_are_asked_about(tmp_path: Path, ending: str) -> None:
    (tmp_path / f"Budget.{ending}").write_bytes(b"PK\x03\x04")
    assert danger_of(tmp_path / f"Budget.{ending}") is Danger.MACROS


@pytest.mark.parametrize("name", ["Minutes.pdf", "Minutes", "Minutes.txt"])
@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01\0",
        b"MZ\x90\0\x03\0\0\0",
        b"#!/bin/sh\nrm -rf ~\n",
        b"\xef\xbb\xbf#!/usr/bin/env python3\n",
        struct.pack("<I", 0xFEEDFACF) + b"\0" * 28,
        struct.pack(">I", 0xCAFEBABE),
        b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0",
        b"\n[Desktop Entry]\nType=Application\nExec=rm -rf /\n",
    ],
)
def test_a_program_is_known_by_its_content_whatever_its_name(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert danger_of(tmp_path / name) is Danger.PROGRAM


@pytest.mark.parametrize(
    "content", [b"", b"M", b"MZ. Minutes of the meeting", b"# Heading", b"%PDF"]
)
def test_a_text_that_begins_like_a_program_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "Minutes.txt").write_bytes(content)
    assert danger_of(tmp_path / "Minutes.txt") is None


def test_the_programs_of_this_computer_are_known() -> None:
    assert danger_of(Path(sys.executable)) is Danger.PROGRAM


def test_a_link_is_judged_by_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "run.sh").write_bytes(b"echo")
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).symlink_to(tmp_path / ("run.sh" if name == "a.pdf" else "a.pdf"))
        assert danger_of(tmp_path / name) is Danger.PROGRAM


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes in folders")
def test_what_cannot_be_read_is_judged_by_its_name_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "loop.pdf").symlink_to(tmp_path / "loop.pdf")
    assert danger_of(tmp_path / "pipe.pdf") is None
    assert danger_of(tmp_path / "loop.pdf") is None
    assert danger_of(tmp_path / "gone.exe") is Danger.PROGRAM
    assert danger_of(tmp_path / "gone.pdf") is None
    assert danger_of(tmp_path) is None


def test_the_question_names_the_file_and_what_it_could_do() -> None:
    path = PurePosixPath("/home/a/Minutes.pdf.exe")
    program = question_about(path, Danger.PROGRAM)
    assert program.heading == "Minutes.pdf.exe is a program, not a document"
    assert "Open it only if" in program.words
    macros = question_about(PurePosixPath("Budget.xlsm"), Danger.MACROS)
    assert macros.heading == "Budget.xlsm can contain macros"
    assert (macros.show, macros.open) == ("Show in folder", "Open anyway")
