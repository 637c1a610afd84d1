"""Each child starts from a checkout and, by a switch, from an installed app."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.child_programs import (
    ChildProgram,
    child_asked_for,
    child_command,
    child_environment,
)

ROOT = Path(__file__).parents[1]
BY_SWITCH = "import sys; from skop_desktop.__main__ import main; sys.exit(main())"


def started(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=folder,
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("child", ChildProgram)
def test_from_a_checkout_it_is_this_python_with_a_module(child: ChildProgram) -> None:
    assert child_command(child) == (sys.executable, "-m", child.module)


@pytest.mark.parametrize("child", ChildProgram)
def test_an_installed_app_is_its_own_child(
    child: ChildProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command = child_command(child)
    assert command == (sys.executable, child.switch)
    assert child_asked_for([*command[1:], "more"]) is child


def test_the_launcher_of_the_windows_installer_is_an_installed_app(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/x/SkopDesktop.exe")
    assert child_command(ChildProgram.ENGINE) == ("/x/SkopDesktop.exe", "--engine")


@pytest.mark.parametrize("given", [[], ["--sample"], ["job_1", "--engine"], ["--engin"]])
def test_the_apps_own_options_ask_for_no_child(given: list[str]) -> None:
    assert child_asked_for(given) is None


def test_the_engine_answers_by_module_and_by_switch(tmp_path: Path) -> None:
    for command in (
        (*child_command(ChildProgram.ENGINE), "--help"),
        (sys.executable, "-c", BY_SWITCH, ChildProgram.ENGINE.switch, "--help"),
    ):
        ended = started(*command, folder=tmp_path)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert "--data-folder" in ended.stdout


def test_the_preview_answers_by_module_and_by_switch(tmp_path: Path) -> None:
    for command in (
        (*child_command(ChildProgram.PREVIEW), "no.pdf", "9"),
        (sys.executable, "-c", BY_SWITCH, ChildProgram.PREVIEW.switch, "no.pdf", "9"),
    ):
        ended = started(*command, folder=tmp_path)
        assert (ended.returncode, ended.stderr) == (0, "")
        assert '"trouble"' in ended.stdout


def test_no_file_of_the_folder_it_is_started_in_stands_in_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('shadowed')\n", "utf-8")
    ended = started(*child_command(ChildProgram.ENGINE), "--help", folder=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("child", ChildProgram)
def test_a_child_loads_nothing_of_qt(child: ChildProgram, tmp_path: Path) -> None:
    code = (
        f"import sys, importlib; importlib.import_module({child.value!r});"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert started(sys.executable, "-c", code, folder=tmp_path).returncode == 0


def test_transfers_start_without_what_reads_answers_of_the_service(tmp_path: Path) -> None:
    """Pydantic and our models took a third of the time until the first file was asked for."""
    code = (
        f"import sys, {ChildProgram.TRANSFERS.value}, skop_desktop.downloads.serving;"
        "sys.exit('pydantic' in sys.modules)"
    )
    assert started(sys.executable, "-c", code, folder=tmp_path).returncode == 0


def test_nobody_else_names_this_python() -> None:
    naming = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "skop_desktop").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "executable"
        and ast.unparse(node) == "sys.executable"
    ]
    assert set(naming) == {"skop_desktop/child_programs.py"}
