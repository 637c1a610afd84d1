"""A document opens in the system's program for it; what could run something is asked about."""

from __future__ import annotations

import stat
import sys
from pathlib import Path, PurePosixPath

import pytest

from skop_desktop.desktop.open_file import commands_to_open, open_file
from skop_desktop.errors import SkopError
from tests.support.programs import Programs

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="runs POSIX programs")


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    (tmp_path / "bin").mkdir()
    return Programs(tmp_path / "bin")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "Minutes, 1 & 'two' – März.pdf"
    path.write_bytes(b"%PDF-1.7")
    return path


async def test_what_is_gone_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(SkopError, match=r"gone\.pdf is no longer where it was saved"):
        await open_file(tmp_path / "gone.pdf")


@posix_only
async def test_a_document_is_opened_by_the_systems_choice(
    programs: Programs, document: Path
) -> None:
    programs.install("xdg-open")
    await open_file(document, system="linux", environ=programs.environ)
    ((arguments, environ),) = programs.calls
    assert arguments == [str(document)]
    assert "SKOP_API_KEY" not in environ


@posix_only
async def test_a_name_that_looks_like_an_option_is_given_as_a_path(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.install("xdg-open")
    (tmp_path / "--help.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.chdir(tmp_path)
    await open_file(Path("--help.pdf"), system="linux", environ=programs.environ)
    ((arguments, _),) = programs.calls
    assert arguments == [str(tmp_path / "--help.pdf")]


@posix_only
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("minutes.pdf.exe", b""),
        ("Minutes.DESKTOP", b"[Desktop Entry]\nExec=touch /dev/null"),
        ("x.command", b""),
        ("agenda.docm", b"PK\x03\x04"),
        ("minutes.pdf", b"\x7fELF\x02\x01\x01"),
    ],
)
async def test_what_could_run_something_is_not_opened_before_somebody_agreed(
    tmp_path: Path, programs: Programs, name: str, content: bytes
) -> None:
    programs.install("xdg-open")
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SkopError, match="could run something"):
        await open_file(path, system="linux", environ=programs.environ)
    assert programs.calls == []
    await open_file(path, is_agreed=True, system="linux", environ=programs.environ)
    ((arguments, _),) = programs.calls
    assert arguments == [str(path)]


@posix_only
async def test_a_downloaded_script_is_never_started_itself(
    tmp_path: Path, programs: Programs
) -> None:
    """Even one that somebody made executable, after a yes, goes to the program for its type."""
    programs.install("xdg-open")
    script, trace = tmp_path / "minutes.sh", tmp_path / "ran"
    script.write_text(f"#!/bin/sh\ntouch '{trace}'\n")
    script.chmod(stat.S_IRWXU)
    await open_file(script, is_agreed=True, system="linux", environ=programs.environ)
    assert len(programs.calls) == 1
    assert not trace.exists()


@posix_only
async def test_a_type_without_a_program_is_said(programs: Programs, document: Path) -> None:
    with pytest.raises(SkopError, match="no program that opens"):
        await open_file(document, system="linux", environ=programs.environ)


def test_macos_opens_with_its_own_command() -> None:
    assert commands_to_open(PurePosixPath("/a.pdf"), "darwin")[0].argv == ("open", "/a.pdf")


@posix_only
async def test_a_link_to_a_program_is_a_program(tmp_path: Path, programs: Programs) -> None:
    programs.install("xdg-open")
    (tmp_path / "minutes.pdf").symlink_to(tmp_path / "bin" / "xdg-open")
    with pytest.raises(SkopError, match="could run something"):
        await open_file(tmp_path / "minutes.pdf", system="linux", environ=programs.environ)
    assert programs.calls == []
