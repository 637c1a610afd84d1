#!/usr/bin/env python3
"""Makes the pictures of the window: every state, or the two of the README.

`python3 packaging/dev.py screenshots` writes each state in light and dark into `screenshots/`;
`--readme` runs the real sample search to its end, downloads everything and writes the README's two.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication
from screens.states import Screen, library, screens

from skop_desktop import aio
from skop_desktop.api.server import CLOUD
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.downloads.totals import totals
from skop_desktop.logs import Logs
from skop_desktop.options import Options
from skop_desktop.session import Running, make_application, running
from skop_desktop.settings import Appearance, SettingsFile
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.library.entry import entry_of_snapshot
from skop_desktop.ui.problems.tabs import BottomTab

_ROOT = Path(__file__).resolve().parent.parent
_README_SIZE = (1280, 800)


def main() -> int:
    """Makes what the arguments ask for."""
    parser = argparse.ArgumentParser(description="Pictures of the window.")
    parser.add_argument("--readme", action="store_true", help="the two pictures of the README")
    parser.add_argument("--out", type=Path, default=_ROOT / "screenshots", metavar="DIR")
    parser.add_argument("--size", default="1280x800", help="of the window, default 1280x800")
    parser.add_argument("--only", default="", help="only states whose name contains this")
    given = parser.parse_args()
    app = make_application()
    out = _ROOT / "resources" / "pictures" if given.readme else given.out
    out.mkdir(parents=True, exist_ok=True)
    if given.readme:
        return aio.run(app, lambda: _readme(app, out))
    width, height = (int(part) for part in given.size.split("x"))
    return aio.run(app, lambda: _states(app, out, (width, height), given.only))


async def _states(app: QApplication, out: Path, size: tuple[int, int], only: str) -> int:
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        with tempfile.TemporaryDirectory() as folder:
            data = _data_folder(Path(folder), appearance)
            with Logs(data.logs) as logs:
                async with running(app, Options(server=CLOUD), data, logs) as parts:
                    parts.window.resize(*size)
                    parts.window.show()
                    await _one_appearance(parts, out, appearance, only)
                    parts.window.hide()
    return 0


async def _one_appearance(parts: Running, out: Path, appearance: Appearance, only: str) -> None:
    window = parts.window
    if only in "first-start":
        window.show_start()
        await _picture(parts, out / f"first-start-{appearance}.png")
    if only in "new-search":
        parts.desks.jobs.new_search()
        await _picture(parts, out / f"new-search-{appearance}.png")
    for screen in screens():
        if only in screen.name:
            await _one_screen(parts, screen)
            await _picture(parts, out / f"{screen.name}-{appearance}.png")
            window.tabs.remove_transfers([transfer.key for transfer in screen.transfers])


async def _one_screen(parts: Running, screen: Screen) -> None:
    window = parts.window
    transfers = {transfer.key.url: transfer for transfer in screen.transfers}
    window.tabs.apply_transfers(screen.transfers)
    window.tabs.downloads.show_queue(screen.queue)
    window.total.show_queue(screen.queue)
    window.show_totals(totals(screen.transfers))
    for row in screen.mark:
        window.tabs.downloads.view.setCurrentIndex(window.tabs.downloads.model.index(row))
    window.tabs.show_tab(BottomTab.DOWNLOADS if screen.transfers else BottomTab.ERRORS)
    window.library.show_entries((entry_of_snapshot(screen.snapshot), *library()))
    ShownJob(window, parts.doer, lambda _key: transfers).show(screen.snapshot)
    found = len(screen.snapshot.documents)
    await _until(lambda: window.documents.model.total == found)
    if screen.select is not None:
        window.documents.view.selectRow(screen.select)


async def _readme(app: QApplication, out: Path) -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = _data_folder(Path(folder), Appearance.LIGHT)
        options = Options(download_folder=Path(folder) / "Downloads")
        with Logs(data.logs) as logs:
            async with running(app, options, data, logs) as parts:
                parts.window.resize(*_README_SIZE)
                parts.window.show()
                await _sample_to_the_end(parts)
                for appearance in (Appearance.LIGHT, Appearance.DARK):
                    parts.desks.settings.show_appearance(appearance)
                    await _picture(parts, out / f"main-window-{appearance}.png")
                parts.window.hide()
    return 0


async def _sample_to_the_end(parts: Running) -> None:
    window = parts.window
    parts.desks.jobs.start_sample()
    await _until(lambda: window.header.view and window.header.view.state.word == "Completed")
    await _until(lambda: window.header.view and window.header.view.can_download)
    window.documents.view.selectRow(0)
    parts.desks.downloads.download_all()
    await _until(lambda: parts.desks.downloads.totals().is_busy)
    await _until(lambda: not parts.desks.downloads.totals().is_busy)
    await _until(lambda: window.documents.detail.sheet.has_preview)


async def _until(seen: Callable[[], object]) -> None:
    while not seen():  # noqa: ASYNC110 - what is seen has no event of its own
        await asyncio.sleep(0.05)


async def _picture(parts: Running, path: Path) -> None:
    parts.window.messages.hide()
    await asyncio.sleep(0.25)
    parts.window.grab().save(str(path))
    print(path)


def _data_folder(folder: Path, appearance: Appearance) -> DataFolder:
    data = DataFolder.at(folder / "data")
    data.make()
    SettingsFile(data.settings).update(appearance=appearance)
    return data


if __name__ == "__main__":
    sys.exit(main())
