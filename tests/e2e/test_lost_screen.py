"""The end of a login session: the screen goes away under the window."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.pointer import until
from tests.e2e.private_desktop import require_tools

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

_ROOM: Final = "1400x900x24"


@pytest.fixture
def screen() -> Iterator[subprocess.Popen[bytes]]:
    """A display of its own, its number in the first line of ``stdout``."""
    require_tools()
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", _ROOM, "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        yield server
        server.kill()


def _running(folder: Path) -> list[str]:
    """The processes that were started with ``folder``."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "args="], capture_output=True, text=True, check=True
    )
    return [line for line in listed.stdout.splitlines() if str(folder) in line]


def test_it_is_said_in_one_line_and_no_child_stays(
    screen: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    assert screen.stdout is not None
    number = screen.stdout.readline().decode().strip()
    env = os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    env.pop("WAYLAND_DISPLAY", None)
    data, documents = tmp_path / "data", tmp_path / "documents"
    own = ["--data-folder", str(data), "--download-folder", str(documents)]
    command = [sys.executable, "-m", "skop_desktop", *own, "--sample"]
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as app:
        try:
            until(lambda: len(_running(data)) > 1, "the engine of the sample site", within=40)
            screen.kill()
            said = app.communicate(timeout=20)[1].splitlines()
        finally:
            app.kill()
    assert app.returncode == 1
    assert "Downloads that were under way go on at its next start." in said[-1]
    assert all("X11 connection broke" in line for line in said[:-1])
    until(lambda: not _running(data), "the children to end")
