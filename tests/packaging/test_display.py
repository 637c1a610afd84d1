"""The virtual display of the tests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
MOVED_AND_LOOKED = """
import contextlib, subprocess
from dev_tools.display import start_server
with contextlib.ExitStack() as ends:
    tool = ["env", f"DISPLAY=:{start_server(ends)}", "xdotool"]
    subprocess.run([*tool, "mousemove", "5", "7"], check=True)
    subprocess.run([*tool, "getmouselocation"], check=True)
"""


@pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool"
)
def test_it_stays_as_it_is_when_its_last_program_leaves() -> None:
    """Or whoever asks whether the window manager is there throws it off as it comes."""
    told = subprocess.run(
        [sys.executable, "-c", MOVED_AND_LOOKED],
        env={**os.environ, "PYTHONPATH": str(PACKAGING)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith("x:5 y:7 ")
