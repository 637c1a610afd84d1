"""Web pages open in the person's own browser, and nothing else does."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from skop_desktop.desktop.open_link import commands_to_open_link, open_link
from skop_desktop.errors import SkopError

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="runs POSIX programs")
PAGE = "https://riverton.gov/meetings?year=2024&kind=minutes;rm%20-rf"

Install = Callable[..., None]


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """The file in which the programs write down how they were called."""
    return tmp_path / "calls"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    return {"PATH": str(tmp_path / "bin"), "SKOP_API_KEY": "sk-secret"}


@pytest.fixture
def install(tmp_path: Path, calls: Path) -> Install:
    def made(name: str, *, status: int = 0) -> None:
        program = tmp_path / "bin" / name
        program.write_text(
            f"#!{sys.executable}\n"
            "import json, os, sys\n"
            f"with open({str(calls)!r}, 'a') as file:\n"
            f"    print(json.dumps([{name!r}, sys.argv[1:], sorted(os.environ)]), file=file)\n"
            f"sys.exit({status})\n"
        )
        program.chmod(0o755)

    return made


def called(calls: Path) -> list[tuple[str, list[str], list[str]]]:
    lines = calls.read_text().splitlines() if calls.exists() else []
    return [tuple(json.loads(line)) for line in lines]


def test_each_system_has_its_own_program() -> None:
    assert [c.argv for c in commands_to_open_link(PAGE, "darwin")] == [("open", PAGE)]
    linux = [c.argv for c in commands_to_open_link(PAGE, "linux")]
    assert linux == [("xdg-open", PAGE), ("gio", "open", PAGE)]


@posix_only
async def test_the_browser_gets_the_address_whole_and_no_key(
    install: Install, environ: dict[str, str], calls: Path
) -> None:
    install("xdg-open")
    await open_link(PAGE, system="linux", environ=environ)
    ((program, arguments, names),) = called(calls)
    assert (program, arguments) == ("xdg-open", [PAGE])
    assert "SKOP_API_KEY" not in names


@posix_only
async def test_the_next_program_is_tried_where_the_first_fails(
    install: Install, environ: dict[str, str], calls: Path
) -> None:
    install("xdg-open", status=3)
    install("gio")
    await open_link("HTTP://riverton.gov", system="linux", environ=environ)
    assert [program for program, _, _ in called(calls)] == ["xdg-open", "gio"]


@posix_only
async def test_without_a_browser_the_person_is_told_what_to_do(environ: dict[str, str]) -> None:
    with pytest.raises(SkopError, match="Copy the link and open it yourself") as caught:
        await open_link(PAGE, system="linux", environ=environ)
    assert caught.value.detail.address == PAGE


@posix_only
@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "",
        "--help",
        " https://riverton.gov",
        "data:text/html,x" * 1_000,
        "\\\\server\\share",
    ],
)
async def test_what_is_no_web_page_is_not_opened(
    install: Install, environ: dict[str, str], calls: Path, address: str
) -> None:
    install("xdg-open")
    with pytest.raises(SkopError, match="not a web page") as caught:
        await open_link(address, system="linux", environ=environ)
    assert called(calls) == []
    assert len(caught.value.detail.address) <= 500
