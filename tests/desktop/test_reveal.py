"""Documents are shown in their folder by the system's own file manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from skop_desktop.desktop.programs import environment_for_others
from skop_desktop.desktop.reveal import commands_to_open_folder, commands_to_reveal, reveal
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
    path.touch()
    return path


def test_windows_marks_the_file_in_explorer() -> None:
    (command,) = commands_to_reveal(PureWindowsPath(r"C:\Skop\a, b.pdf"), "win32")
    assert command.as_written == r'explorer.exe /select,"C:\Skop\a, b.pdf"'
    assert command.status_says_nothing


def test_macos_marks_the_file_in_the_finder() -> None:
    (command,) = commands_to_reveal(PurePosixPath("/a/b c.pdf"), "darwin")
    assert command.argv == ("open", "-R", "/a/b c.pdf")


def test_linux_asks_the_file_manager_and_falls_back_to_the_folder() -> None:
    commands = commands_to_reveal(PurePosixPath("/a/b, 'c'.pdf"), "linux")
    assert [c.argv[0] for c in commands] == ["dbus-send", "gdbus", "xdg-open", "gio"]
    assert "['file:///a/b%2C%20%27c%27.pdf']" in commands[1].argv
    assert "array:string:file:///a/b%2C%20%27c%27.pdf" in commands[0].argv
    assert commands[2].argv == ("xdg-open", "/a")


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_a_folder_is_opened_itself(system: str) -> None:
    command = commands_to_open_folder(PurePosixPath("/a/b"), system)[0]
    assert "/a/b" in (command.as_written or command.argv[-1])


@posix_only
async def test_the_first_program_that_works_is_enough(programs: Programs, document: Path) -> None:
    programs.install("dbus-send", status=1)
    programs.install("gdbus")
    programs.install("xdg-open")
    await reveal(document, system="linux", environ=programs.environ)
    assert [arguments[0] for arguments, _ in programs.calls] == ["--session", "call"]
    assert all("SKOP_API_KEY" not in environ for _, environ in programs.calls)


@posix_only
async def test_a_system_without_a_file_manager_says_where_the_folder_is(
    programs: Programs, document: Path
) -> None:
    with pytest.raises(SkopError, match="did not open a file manager") as raised:
        await reveal(document, system="linux", environ=programs.environ)
    assert str(document.parent) in raised.value.advice


async def test_what_is_gone_cannot_be_shown(tmp_path: Path) -> None:
    with pytest.raises(SkopError, match=r"gone\.pdf is no longer where it was saved"):
        await reveal(tmp_path / "gone.pdf")


def test_other_programs_get_the_search_path_of_before() -> None:
    environ = {
        "LD_LIBRARY_PATH": "/opt/skop/_internal",
        "LD_LIBRARY_PATH_ORIG": "/opt/lab/lib",
        "LIBPATH": "/opt/skop/_internal",
        "HOME": "/home/a",
        "SKOP_API_KEY": "sk-secret",
    }
    handed = environment_for_others(environ, frozen=True)
    assert handed == {"LD_LIBRARY_PATH": "/opt/lab/lib", "HOME": "/home/a"}
    unfrozen = environment_for_others({"LD_LIBRARY_PATH": "/opt/lab/lib"}, frozen=False)
    assert unfrozen == {"LD_LIBRARY_PATH": "/opt/lab/lib"}


FILE_MANAGER = """
import sys
from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

with open_dbus_connection() as bus:
    name = "org.freedesktop.FileManager1"
    bus.send_and_get_reply(message_bus.RequestName(name))
    print("ready", flush=True)
    while True:
        message = bus.receive()
        if message.header.fields.get(HeaderFields.member) == "ShowItems":
            print(message.body[0][0], flush=True)
            bus.send(new_method_return(message))
            break
        if message.header.message_type is MessageType.method_call:
            bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
"""


@pytest.fixture
def session_bus() -> Iterator[str]:
    daemon = shutil.which("dbus-daemon")
    if daemon is None or sys.platform != "linux":
        pytest.skip("needs a D-Bus daemon")
    bus = subprocess.Popen(
        [daemon, "--session", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert bus.stdout is not None
    yield bus.stdout.readline().strip()
    bus.terminate()
    bus.wait()
    bus.stdout.close()


@pytest.mark.parametrize("tool", ["gdbus", "dbus-send"])
async def test_a_real_file_manager_interface_is_told_the_file(
    programs: Programs, document: Path, session_bus: str, tool: str
) -> None:
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"needs {tool}")
    (programs.folder / tool).symlink_to(found)
    environ = {**os.environ, "PATH": str(programs.folder), "DBUS_SESSION_BUS_ADDRESS": session_bus}
    with subprocess.Popen(  # noqa: ASYNC220 - the test waits for it to be ready
        [sys.executable, "-c", FILE_MANAGER], stdout=subprocess.PIPE, text=True, env=environ
    ) as manager:
        assert manager.stdout is not None
        assert manager.stdout.readline() == "ready\n"
        await reveal(document, system="linux", environ=environ)
        assert manager.stdout.readline().strip() == document.as_uri().replace(",", "%2C").replace(
            "&", "%26"
        ).replace("'", "%27")
