"""Where the installed app begins on Windows: what it says without a console is shown."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

START = Path(__file__).parents[2] / "packaging" / "windows" / "skop_desktop_start.py"


@pytest.fixture
def shown() -> list[str]:
    return []


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, shown: list[str]) -> Callable[..., int]:
    """Begins a program without a console; puts into ``shown`` what it shows. ``app``: in the place
    of our own."""
    module = loaded()
    monkeypatch.setattr(module, "_show", shown.append)

    def begin(*given: str, app: Callable[[], int] | None = None) -> int:
        monkeypatch.setattr(sys, "stderr", None)
        monkeypatch.setattr(sys, "argv", ["SkopDesktop.exe", *given])
        if app is not None:
            monkeypatch.setattr(module, "main", app)
        return int(module._run())

    return begin


def loaded() -> ModuleType:
    spec = importlib.util.spec_from_file_location("skop_desktop_start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_mistake_is_shown_as_one_line(run: Callable[..., int], shown: list[str]) -> None:
    assert run("no-job") == 2
    (words,) = shown
    assert "does not hold a job ID" in words
    assert "\n" not in words


def test_an_end_without_trouble_shows_nothing(run: Callable[..., int], shown: list[str]) -> None:
    assert run("--version") == 0
    assert shown == []


def test_an_error_is_said_though_the_app_said_nothing(
    run: Callable[..., int], shown: list[str]
) -> None:
    with pytest.raises(ValueError, match="none"):
        run(app=lambda: int("none"))
    assert shown == ["Skop Desktop had to end, because of an error of its own."]


def test_of_much_that_was_said_the_end_is_shown(run: Callable[..., int], shown: list[str]) -> None:
    def app() -> int:
        assert sys.stderr is not None
        sys.stderr.write("first\n" * 10_000)
        sys.stderr.write("last\n")
        return 1

    assert run(app=app) == 1
    assert shown[0].endswith("\nlast")
    assert len(shown[0]) <= 2_000


@pytest.mark.parametrize("given", ["--transfers", "--check"])
def test_children_and_checks_have_nobody_to_show_a_box_to(
    run: Callable[..., int], shown: list[str], given: str
) -> None:
    assert run(given, app=lambda: 1) == 1
    assert shown == []
