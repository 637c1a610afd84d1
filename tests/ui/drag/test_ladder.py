"""Which way a drag goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from skop_desktop.ui.drag.ladder import (
    STAGED_AT_MOST,
    DraggedRow,
    Rung,
    Target,
    rung_for,
    target_of,
)

HERE = DraggedRow(Path("/home/ada/Minutes.pdf"), None)
SMALL = DraggedRow(None, 2_000_000)
LARGE = DraggedRow(None, STAGED_AT_MOST)
UNKNOWN = DraggedRow(None, None)


@pytest.mark.parametrize(
    ("rows", "target", "rung"),
    [
        ([HERE], Target.DIRECT_SAVE, Rung.FILES),
        ([HERE, HERE], Target.NATIVE, Rung.FILES),
        ([HERE, HERE], Target.FILES_ONLY, Rung.FILES),
        ([SMALL], Target.DIRECT_SAVE, Rung.DIRECT_SAVE),
        ([HERE, UNKNOWN], Target.DIRECT_SAVE, Rung.DIRECT_SAVE),
        ([HERE, LARGE], Target.NATIVE, Rung.NATIVE),
        ([SMALL], Target.FILES_ONLY, Rung.STAGE),
        ([LARGE], Target.FILES_ONLY, Rung.STAGE),
        ([HERE, SMALL, SMALL], Target.FILES_ONLY, Rung.STAGE),
        ([LARGE, SMALL], Target.FILES_ONLY, Rung.SHELF),
        ([SMALL, UNKNOWN], Target.FILES_ONLY, Rung.SHELF),
    ],
)
def test_the_highest_rung_that_serves_all_rows_is_taken(
    rows: list[DraggedRow], target: Target, rung: Rung
) -> None:
    assert rung_for(rows, target) is rung


@pytest.mark.parametrize(
    ("platform", "environment", "is_native_on", "target"),
    [
        ("xcb", {}, False, Target.DIRECT_SAVE),
        ("xcb", {"XDG_SESSION_TYPE": "x11"}, True, Target.DIRECT_SAVE),
        ("xcb", {"WAYLAND_DISPLAY": "wayland-0"}, False, Target.FILES_ONLY),
        ("xcb", {"XDG_SESSION_TYPE": "wayland"}, False, Target.FILES_ONLY),
        ("wayland", {}, True, Target.FILES_ONLY),
        ("windows", {}, False, Target.FILES_ONLY),
        ("windows", {}, True, Target.NATIVE),
        ("cocoa", {}, True, Target.NATIVE),
        ("offscreen", {}, True, Target.FILES_ONLY),
    ],
)
def test_what_a_desktop_can_take(
    platform: str, environment: dict[str, str], is_native_on: bool, target: Target
) -> None:
    assert target_of(platform, environment, is_native_on=is_native_on) is target
