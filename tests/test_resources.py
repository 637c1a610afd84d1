"""The app finds its own files in a checkout, in a wheel and when frozen."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from skop_desktop import resources
from skop_desktop.resources import ResourceMissing, resource


def test_in_a_checkout_resources_lie_at_the_top() -> None:
    assert resource("icons", "check.svg").read_text().startswith("<")
    assert resource() == Path(__file__).parents[1] / "resources"


def test_in_a_wheel_they_lie_in_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "skop_desktop"
    (package / "_resources" / "icons").mkdir(parents=True)
    (package / "_resources" / "icons" / "check.svg").touch()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resource("icons", "check.svg") == package / "_resources" / "icons" / "check.svg"


@pytest.mark.parametrize("below", ["resources", "skop_desktop/_resources"])
def test_in_a_frozen_app_they_lie_where_it_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    (tmp_path / below).mkdir(parents=True)
    (tmp_path / below / "a.txt").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("a.txt") == tmp_path / below / "a.txt"


def test_a_missing_resource_says_which_and_what_to_do() -> None:
    with pytest.raises(ResourceMissing, match=r"icons/no-such.svg is missing.*install it again"):
        resource("icons", "no-such.svg")
