"""Rows dragged by the real pointer out of the real window into real file managers, on X11."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from tests.e2e.pointer import Desk, Point, Window, names_in, until
from tests.e2e.private_desktop import SYSTEM_PYTHON, private_desktop, require_tools
from tests.e2e.service_jobs import PDF, results, status
from tests.support.contract_objects import document_json
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]

_ROWS: Final = 8
_GONE: Final = 8
_ON_DISK: Final = (1, 2)
_WINDOW: Final = ((0, 0), (900, 860))
_MANAGER: Final = ((915, 20), (470, 420))
_NOWHERE: Final = (1200, 800)
"""The bare desktop."""
_MANAGERS: Final = {"pcmanfm": ["pcmanfm", "--no-desktop"], "thunar": ["thunar"]}


def _row(number: int) -> str:
    return f"Minutes {number}"


def _files(*numbers: int) -> dict[str, bytes]:
    return {f"{_row(n)}.pdf": PDF % n for n in numbers}


def _contents(folder: Path) -> dict[str, bytes | None]:
    """What stands in a folder; ``None`` for what gets another name just then."""
    found: dict[str, bytes | None] = {}
    for path in folder.iterdir():
        found[path.name] = None
        with suppress(FileNotFoundError):
            found[path.name] = path.read_bytes()
    return found


@dataclass(frozen=True, slots=True)
class Scene:
    """The app with a job of eight documents, two of them on disk, one gone from its site."""

    desk: Desk
    window: Window
    pid: int
    home: Path
    documents: Path
    service: ScriptedService
    cells: dict[str, dict[str, list[int]]]

    def at(self, number: int, column: str = "Name") -> Point:
        """The middle of a cell of a document's row."""
        x, y = self.cells[_row(number)][column]
        return x, y

    def choose(self, *numbers: int) -> None:
        """Selects rows by clicks."""
        self.desk.do("windowactivate", "--sync", self.window.id)
        self.desk.click(self.at(numbers[0], "Confidence"))
        for number in numbers[1:]:
            self.desk.click(self.at(number, "Confidence"), "ctrl")

    def drag(self, *numbers: int, to: Point) -> None:
        """Selects rows and drags them by a name; where the click was it would be a double one."""
        self.choose(*numbers)
        self.desk.drag(self.at(numbers[0]), to)

    def drop(self, *numbers: int, to: Point) -> None:
        """As ``drag``, to where they are taken."""
        self.choose(*numbers)
        self.desk.drop(self.at(numbers[0]), to)

    def asked_for(self, number: int) -> int:
        """How often the site was asked for a document."""
        return sum(request.path == _path(number) for request in self.service.requests)

    def told(self, *what: str) -> Any:  # noqa: ANN401 - whatever the bus tells
        """What the accessibility bus tells of the app."""
        return _told(self.desk.env, self.pid, *what)

    def said_of(self, number: int) -> str:
        """What the row of a document says under "Saved"."""
        return str(self.told("texts")[_row(number)]["Saved"])


def _path(number: int) -> str:
    return f"/files/minutes-{number}.pdf"


def _script(service: ScriptedService) -> None:
    documents = []
    for n in range(1, _ROWS + 1):
        if n != _GONE:
            service.answer("GET", _path(n), body=PDF % n, content_type="application/pdf")
        documents.append(
            document_json(
                n,
                name=_row(n),
                url=f"{service.url}{_path(n)}",
                source_page=f"{service.url}/meetings",
                confidence_score=1 - n / 100,
            )
        )
    service.answer("GET", "/scrape/status/job_a", json=status("job_a", "completed"))
    service.answer("GET", "/scrape/results/job_a", json=results(service, "job_a", documents))


def _told(env: dict[str, str], pid: int, *what: str) -> Any:  # noqa: ANN401 - whatever the bus tells
    ended = subprocess.run(
        [SYSTEM_PYTHON, "-m", "tests.e2e.bus_places", str(pid), *what],
        cwd=Path(__file__).parents[2],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(ended.stdout)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    require_tools()
    missing = [name for name in (*_MANAGERS, "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    root = tmp_path_factory.mktemp("drag")
    home, documents = root / "home", root / "documents"
    (home / "Desktop").mkdir(parents=True)
    with ScriptedService() as service, private_desktop(home) as env:
        _script(service)
        own = ["--data-folder", str(root / "data"), "--download-folder", str(documents)]
        command = [sys.executable, "-m", "skop_desktop", *own, "--server", service.url, "job_a"]
        process = subprocess.Popen(command, env=env)
        try:
            desk = Desk(env)
            window = desk.window("Skop Desktop", at=_WINDOW[0], size=_WINDOW[1])
            cells = _told(env, process.pid, "cells", str(_ROWS))
            made = Scene(desk, window, process.pid, home, documents, service, cells)
            made.choose(*_ON_DISK)
            desk.press("ctrl+d")
            until(lambda: len(list(documents.rglob("*.pdf"))) == len(_ON_DISK), "the PDFs")
            yield made
        finally:
            process.terminate()
            assert process.wait(10) == 0


@dataclass(frozen=True, slots=True)
class Manager:
    """A window of a file manager that shows ``folder``, empty at first."""

    window: Window
    folder: Path
    pid: int

    def gets(self, *numbers: int) -> None:
        """Waits until the folder holds these documents, whole, and nothing else."""
        until(lambda: _contents(self.folder) == _files(*numbers), f"{numbers} in {self.folder}")


@pytest.fixture(params=sorted(_MANAGERS))
def manager(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Manager]:
    name: str = request.param
    folder = scene.home / f"{name} {abs(hash(request.node.name))}"
    folder.mkdir()
    process = subprocess.Popen(
        [*_MANAGERS[name], str(folder)], env=scene.desk.env, stderr=subprocess.DEVNULL
    )
    window = scene.desk.window(folder.name, at=_MANAGER[0], size=_MANAGER[1])
    yield Manager(window, folder, process.pid)
    # How it ends is not what is tested.
    process.kill()
    process.wait(10)
    # The next test finds these documents on disk no more, whatever became of them here.
    shutil.rmtree(folder)


def test_a_row_that_is_not_downloaded_arrives(scene: Scene, manager: Manager) -> None:
    before = scene.asked_for(3)
    scene.choose(7)
    scene.desk.drop(scene.at(3), manager.window.middle)
    manager.gets(3)
    assert scene.asked_for(3) == before + 1


def test_many_rows_arrive_by_one_drag(scene: Scene, manager: Manager) -> None:
    scene.drop(3, 4, 5, to=manager.window.middle)
    manager.gets(3, 4, 5)


def test_rows_of_which_some_are_downloaded_all_arrive(scene: Scene, manager: Manager) -> None:
    scene.drop(1, 6, to=manager.window.middle)
    manager.gets(1, 6)


def test_rows_on_disk_are_copied_and_stay_where_they_are(scene: Scene, manager: Manager) -> None:
    before = [scene.asked_for(n) for n in _ON_DISK]
    scene.drop(*_ON_DISK, to=manager.window.middle)
    manager.gets(*_ON_DISK)
    kept = {path.name: path.read_bytes() for path in scene.documents.rglob("*.pdf")}
    assert kept == _files(*_ON_DISK)
    assert [scene.asked_for(n) for n in _ON_DISK] == before


def test_one_that_fails_says_so_and_leaves_no_file(scene: Scene, manager: Manager) -> None:
    before = scene.asked_for(_GONE)
    scene.drop(7, _GONE, to=manager.window.middle)
    manager.gets(7)
    until(lambda: scene.asked_for(_GONE) > before, "the site to be asked")
    until(lambda: scene.said_of(_GONE).startswith("Failed"), "the reason")
    assert names_in(manager.folder) == [*_files(7)]


def test_a_file_manager_that_does_not_answer_holds_nothing_up(
    scene: Scene, manager: Manager
) -> None:
    scene.choose(4)
    with scene.desk.held(scene.at(4), manager.window.middle):
        os.kill(manager.pid, signal.SIGSTOP)
    try:
        scene.told("job_id")  # a window that stood still would not answer
    finally:
        os.kill(manager.pid, signal.SIGCONT)
    manager.gets(4)


def test_copied_files_are_pasted_also_after_a_drag(scene: Scene, manager: Manager) -> None:
    scene.drop(3, to=manager.window.middle)
    manager.gets(3)
    scene.choose(*_ON_DISK)
    scene.desk.press("ctrl+c")
    scene.desk.do("windowactivate", "--sync", manager.window.id)
    scene.desk.click(manager.window.middle)
    scene.desk.press("ctrl+v")
    manager.gets(*_ON_DISK, 3)


def test_where_no_files_are_taken_nothing_happens(scene: Scene, manager: Manager) -> None:
    asked = len(scene.service.requests)
    title_bar = (manager.window.middle[0], manager.window.top - 8)
    menu_bar = (manager.window.middle[0], manager.window.top + 10)
    for place in (_NOWHERE, title_bar, menu_bar):
        scene.drag(5, to=place)
    assert names_in(manager.folder) == []
    assert len(scene.service.requests) == asked
    scene.drop(5, to=manager.window.middle)
    manager.gets(5)


def test_on_the_window_itself_rows_are_taken_by_the_shelf_alone(scene: Scene) -> None:
    scene.choose(6)
    scene.desk.press("ctrl+shift+s")
    shelf = scene.told("folders")
    scene.desk.press("Escape")
    field = (120, scene.window.top + 88)
    asked = len(scene.service.requests)
    scene.drag(1, to=field)
    scene.drag(6, to=scene.at(7, "Confidence"))
    assert scene.told("job_id") == ""
    assert len(scene.service.requests) == asked
    x, y = shelf["Desktop"]
    scene.drop(6, to=(x, y))
    folder = scene.home / "Desktop"
    until((folder / "Minutes 6.pdf").exists, "the file")
    assert (folder / "Minutes 6.pdf").read_bytes() == PDF % 6
    until(lambda: {"manifest.csv", "job.json"} <= set(names_in(folder)), "the record")
    shutil.rmtree(folder)
