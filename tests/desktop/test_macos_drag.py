"""Promises of files: their names, and what Finder is told when one is not kept."""

from __future__ import annotations

import sys
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from skop_desktop.desktop.macos_drag import (
    CANCELLED,
    OUT_OF_SPACE,
    WRITE_FAILED,
    Promise,
    is_available,
    keep,
    named,
    start_drag,
    why_not,
)
from skop_desktop.errors import TransferError, TransferFault


def save(destination: Path) -> None:
    destination.write_bytes(b"the minutes")


def failing(error: Exception) -> Promise:
    def fail(_destination: Path) -> None:
        raise error

    return Promise("minutes.pdf", fail)


def test_names_are_made_safe_and_distinct_and_the_rest_stays() -> None:
    here = Path("here.pdf")
    first, second = named([Promise("a:b/c.pdf", save), Promise("a_b_c.pdf", save, here)])
    assert (first.name, second.name) == ("a_b_c.pdf", "a_b_c (2).pdf")
    assert (second.save_to, second.path) == (save, here)


def test_a_kept_promise_is_the_file_at_its_destination(tmp_path: Path) -> None:
    destination = tmp_path / "minutes.pdf"
    assert keep(Promise("minutes.pdf", save), destination) is None
    assert destination.read_bytes() == b"the minutes"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (TransferError("It is gone.", fault=TransferFault.GONE), WRITE_FAILED),
        (TransferError("The disk is full.", fault=TransferFault.DISK_FULL), OUT_OF_SPACE),
        (CancelledError(), CANCELLED),
        (PermissionError("This folder is not yours."), WRITE_FAILED),
    ],
)
def test_a_broken_promise_says_why(tmp_path: Path, error: Exception, code: int) -> None:
    unkept = keep(failing(error), tmp_path / "minutes.pdf")
    assert unkept is not None
    assert unkept.code == code
    assert unkept.words == (str(error) or "The download was cancelled.")
    assert not list(tmp_path.iterdir())


def test_elsewhere_than_on_a_mac_it_says_so() -> None:
    assert why_not("linux") == "Only macOS takes files this way."
    assert not is_available("win32")


def test_a_mac_without_its_library_is_told_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert "Install it again" in why_not("darwin")


@pytest.mark.skipif(sys.platform == "darwin", reason="would drag")
def test_a_drag_elsewhere_is_refused() -> None:
    with pytest.raises(OSError, match="Only macOS"):
        start_drag([], 0)
