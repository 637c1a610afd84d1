"""Properties of real X windows, and direct save as a target of a drag takes part in it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from skop_desktop.desktop.x11_direct_save import DirectSave, NoFolder, folder_in
from skop_desktop.desktop.x11_properties import XProperties, XServerLost
from tests.support.x11_window import dragging_window

HERE = socket.gethostname()


@contextmanager
def x_server() -> Iterator[tuple[str, Callable[[], object]]]:
    """An X server with nothing on it: its display, and what ends it."""
    if shutil.which("Xvfb") is None:
        pytest.skip("needs Xvfb")
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "200x200x24", "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None

    def end() -> None:
        process.terminate()
        process.wait(5)

    with process.stdout:
        yield f":{process.stdout.readline().decode().strip()}", end
        end()


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with x_server() as (made, _end):
        yield made


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        (b"file:///home/ada/Minutes.pdf", Path("/home/ada")),
        (b"file:///home/ada/Minutes.pdf\0", Path("/home/ada")),
        (b"file://localhost/home/ada/Minutes.pdf", Path("/home/ada")),
        (f"FILE://{HERE}/home/ada/x".encode(), Path("/home/ada")),
        (b"file:///home/K%C3%A4the/a%20b/c.pdf", Path("/home/Käthe/a b")),
        ("file:///home/Käthe/c.pdf".encode(), Path("/home/Käthe")),
        (b"file:///home/%ff/c.pdf", Path(os.fsdecode(b"/home/\xff"))),
        (b"file:///c.pdf", Path("/")),
        (b"file://elsewhere.example/home/ada/x", NoFolder.ANOTHER_COMPUTER),
        (b"trash:///Minutes.pdf", NoFolder.NOT_ON_DISK),
        (b"sftp://elsewhere.example/x", NoFolder.NOT_ON_DISK),
        (b"file:relative/x", NoFolder.NOT_ON_DISK),
        (b"file:///a%00b/x", NoFolder.NOT_ON_DISK),
        (b"file://[broken/x", NoFolder.NOT_ON_DISK),
        (b"Minutes.pdf", NoFolder.NOT_ON_DISK),
        (b"", NoFolder.NOT_ON_DISK),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of X11 systems")
def test_the_folder_of_an_address(address: bytes, folder: Path | NoFolder) -> None:
    assert folder_in(address) == folder


def test_a_property_is_written_read_and_taken_away(display: str) -> None:
    with dragging_window(display) as window, XProperties(display) as properties:
        assert properties.read(window, "TEST") is None
        assert properties.write(window, "TEST", "text/plain", "Käthe".encode())
        assert properties.read(window, "TEST") == "Käthe".encode()
        properties.delete(window, "TEST")
        assert properties.read(window, "TEST") is None


def test_a_window_that_has_gone_has_no_properties_and_ends_nothing(display: str) -> None:
    with XProperties(display) as properties:
        with dragging_window(display) as window:
            pass
        assert properties.read(window, "TEST") is None
        assert not properties.write(window, "TEST", "text/plain", b"x")
        properties.delete(window, "TEST")
        assert properties.selection_owner("XdndSelection") == 0


def test_windows_of_one_connection_are_of_one_program(display: str) -> None:
    with (
        dragging_window(display) as one,
        dragging_window(display) as other,
        XProperties(display) as properties,
    ):
        assert properties.are_of_one_program(one, one + 1)
        assert not properties.are_of_one_program(one, other)


def test_without_a_server_it_is_said_so() -> None:
    with pytest.raises(XServerLost):
        XProperties(":654")


def test_a_drag_tells_its_name_and_is_told_the_folder(display: str) -> None:
    with dragging_window(display) as window, XProperties(display) as target:
        drag = DirectSave(window + 5, "Minutes.pdf", display)
        assert drag.folder() is None
        assert drag.offer()
        assert target.read(window, "XdndDirectSave0") == b"Minutes.pdf"
        assert drag.folder() is None
        target.write(window, "XdndDirectSave0", "text/plain", b"Minutes.pdf\0")
        assert drag.folder() is None
        target.write(window, "XdndDirectSave0", "text/plain", b"")
        assert drag.folder() is None
        target.write(window, "XdndDirectSave0", "text/plain", b"file:///home/ada/Minutes.pdf\0")
        assert drag.folder() == Path("/home/ada")
        drag.withdraw()
        assert target.read(window, "XdndDirectSave0") is None


def test_the_selection_of_another_program_is_left_alone(display: str) -> None:
    with (
        dragging_window(display) as theirs,
        dragging_window(display) as window,
        XProperties(display) as properties,
    ):
        drag = DirectSave(theirs, "Minutes.pdf", display)
        assert not drag.offer()
        assert properties.read(window, "XdndDirectSave0") is None
        assert drag.folder() is None
        drag.withdraw()


def test_a_server_that_ends_under_a_drag_is_an_error_of_its_own() -> None:
    with x_server() as (display, end), XProperties(display) as properties:
        end()
        for ask in (
            lambda: properties.read(1, "TEST"),
            lambda: properties.write(1, "TEST", "text/plain", b"x"),
            lambda: properties.selection_owner("XdndSelection"),
            DirectSave(1, "Minutes.pdf", display).offer,
        ):
            with pytest.raises(XServerLost):
                ask()
