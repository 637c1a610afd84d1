"""Looks at a disk that somebody waits for."""

from __future__ import annotations

import os
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from skop_desktop.desktop import patience
from skop_desktop.desktop.patience import files_there, seen_soon, takes_files


def test_a_look_that_hangs_is_given_up() -> None:
    hangs = threading.Event()
    assert seen_soon(hangs.wait, otherwise=False, patience=0.01) is False
    hangs.set()
    assert seen_soon(hangs.wait, otherwise=False, patience=60) is True


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a busy computer a look at a healthy disk may take longer than a drag can wait."""
    monkeypatch.setattr(patience, "seen_soon", partial(seen_soon, patience=60))


@pytest.mark.usefixtures("patient")
def test_only_files_are_there(tmp_path: Path) -> None:
    file = tmp_path / "Minutes.pdf"
    file.touch()
    assert files_there([file, tmp_path, tmp_path / "gone"]) == {file}
    assert files_there([]) == frozenset()


@pytest.mark.usefixtures("patient")
def test_a_folder_takes_files_and_nothing_else_does(tmp_path: Path) -> None:
    file = tmp_path / "program"
    file.touch(0o755)
    assert takes_files(tmp_path)
    assert not takes_files(file)
    assert not takes_files(tmp_path / "gone")


@pytest.mark.usefixtures("patient")
@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the administrator may write everywhere"
)
def test_a_folder_without_the_right_to_write_takes_none(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(0o500)
    assert not takes_files(closed)
