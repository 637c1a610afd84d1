"""The window while transfers run: how long its loop stalls, and what memory they take.

``packaging/dev.py benchmark tests/benchmarks/test_window_stalls.py``

A timer of one millisecond on the real window, 10,000 rows in the table, the document pane open and
the Downloads tab shown.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer
from PySide6.QtWidgets import QApplication

from skop_desktop.api.server import server_from_text
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.downloads.snapshot import TransferState
from skop_desktop.options import Options
from skop_desktop.settings import Settings, SettingsFile
from tests.benchmarks import peers
from tests.benchmarks.bodies import LONG_NAME, small_name, write_site
from tests.e2e.screen import Screen, opened
from tests.e2e.service_jobs import results, status
from tests.e2e.watching import until
from tests.support.contract_objects import document_json
from tests.support.scripted_service import ScriptedService

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

ROWS, FILES, AT_ONCE = 10_000, 1_000, 8
LONGEST_STALL: Final = 0.050
USUAL_STALL: Final = 0.008
MOST_MEMORY: Final = 60 << 20
JOB: Final = "job_1000"


class Ticks:
    """Gaps between the ticks of a timer that is due each millisecond, seconds."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start(1)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    peers.require()
    folder = tmp_path_factory.mktemp("stalls")
    write_site(folder / "site", FILES)
    with peers.nginx(folder / "site", folder / "nginx") as address:
        yield address


@pytest.fixture
async def screen(qapp: QApplication, tmp_path: Path, site: str) -> AsyncIterator[Screen]:
    folder = DataFolder.at(tmp_path / "data")
    folder.make()
    SettingsFile(folder.settings).save(
        Settings(transfers_at_once=AT_ONCE, transfers_per_host=6, largest_file=None)
    )
    with ScriptedService() as service:
        options = Options(
            server=server_from_text(service.url), download_folder=tmp_path / "documents"
        )
        service.answer("GET", f"/scrape/status/{JOB}", json=status(JOB, "completed"))
        names = [LONG_NAME, *map(small_name, range(ROWS - 1))]
        documents = [
            document_json(
                n, name=name, url=f"{site}/{name}", confidence_score=1 - n / ROWS, file_size_mb=None
            )
            for n, name in enumerate(names)
        ]
        body = results(service, JOB, documents)
        service.answer("GET", f"/scrape/results/{JOB}", json=body)
        async with opened(qapp, folder, options) as screen:
            screen.window.resize(1280, 800)
            screen.open_job(JOB)
            await until(lambda: screen.table.model().rowCount() == ROWS)
            yield screen


@pytest.mark.parametrize(("what", "rows"), [("1,000 small files", (1, FILES)), ("1 GiB", (0, 0))])
async def test_the_window_never_stalls_while_files_come(
    screen: Screen, what: str, rows: tuple[int, int]
) -> None:
    select(screen, *rows)
    wanted = rows[1] - rows[0] + 1
    gc.collect()
    processes = ("self", _transfers())
    ticks, before = Ticks(), [_resident(process) for process in processes]
    for process in processes:
        _forget_peak(process)
    await screen.press_button("Download selected")
    ticks.start()
    await until(lambda: saved(screen) == wanted, within=300)
    ticks.stop()
    gaps = sorted(ticks.gaps)
    usual, longest = gaps[int(len(gaps) * 0.99)], gaps[-1]
    both = [_peak(process) - was for process, was in zip(processes, before, strict=True)]
    grown = sum(both)
    sys.stdout.write(
        f"\n{what}: {len(gaps):,} ticks, 99 % within {usual * 1000:.1f} ms, "
        f"longest {longest * 1000:.1f} ms, memory {grown / (1 << 20):+.0f} MiB "
        f"(window {both[0] / (1 << 20):+.0f}, transfers {both[1] / (1 << 20):+.0f})\n"
    )
    assert usual < USUAL_STALL
    assert longest <= LONGEST_STALL
    assert grown < MOST_MEMORY


def select(screen: Screen, first: int, last: int) -> None:
    model, flag = screen.table.model(), QItemSelectionModel.SelectionFlag
    chosen = QItemSelection(model.index(first, 0), model.index(last, model.columnCount() - 1))
    screen.table.setCurrentIndex(model.index(first, 0))
    screen.table.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)


def saved(screen: Screen) -> int:
    return screen.downloads.model.number_of(TransferState.SAVED)


def _transfers() -> str:
    """The number of the process that fetches."""
    children = [
        child
        for thread in Path("/proc/self/task").iterdir()
        for child in (thread / "children").read_text().split()
        if b"skop_desktop.downloads" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    assert len(children) == 1, children
    return children[0]


def _forget_peak(process: str) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5")  # proc(5): the peak counts from here


def _resident(process: str) -> int:
    return _kib(process, "VmRSS") << 10


def _peak(process: str) -> int:
    return _kib(process, "VmHWM") << 10


def _kib(process: str, name: str) -> int:
    status = Path(f"/proc/{process}/status")
    for line in status.read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise AssertionError(f"no {name} in {status}")
