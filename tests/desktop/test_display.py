"""Whether there is a screen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.desktop.display import display_trouble

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


def test_no_display_is_said_with_the_way_to_go_on() -> None:
    words = display_trouble({})
    assert words is not None
    assert "there is no display" in words
    assert "xvfb-run" in words
    assert "\n" not in words


@pytest.mark.parametrize("display", [":7654", "unix:7654", "nonsense", "127.0.0.1:59"])
def test_a_display_that_does_not_answer_is_named(display: str) -> None:
    words = display_trouble({"DISPLAY": display})
    assert words is not None
    assert display in words


def test_drawing_without_a_screen_needs_none() -> None:
    assert display_trouble({"QT_QPA_PLATFORM": "offscreen"}) is None


@pytest.mark.skipif(not os.environ.get("DISPLAY"), reason="needs an X server")
def test_a_display_that_answers_is_fine() -> None:
    assert display_trouble({"DISPLAY": os.environ["DISPLAY"]}) is None


def test_the_app_says_so_in_one_line_and_ends_with_status_2(tmp_path: Path) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    ended = subprocess.run(
        [sys.executable, "-m", "skop_desktop", "--data-folder", str(tmp_path)],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "xvfb-run" in ended.stderr
