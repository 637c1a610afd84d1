"""``--check``: one run of the sample search to its end, which shows that an installation is whole.

The window is the real one, and so are the engine, the downloads and the preview. What was found is
written to stdout and to ``installation-check.json`` in the data folder: a Windows program without a
console has no stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from PySide6.QtGui import QGuiApplication, QIcon

from skop_desktop import __version__
from skop_desktop.documents.preview import Previewer
from skop_desktop.jobs.following import Following
from skop_desktop.jobs.snapshot import JobSnapshot, JobState
from skop_desktop.messages import Level, Message
from skop_desktop.resources import ResourceMissing, resource
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.jobs import JobsDesk
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.window import MainWindow

REPORT: Final = "installation-check.json"
_RESOURCES: Final = (("mark", "skop.svg"), ("icons", "check.svg"), ("sample_site", "site.json"))
_WITHIN: Final = 180.0
_LOOK_EACH: Final = 0.1
_PREVIEW_WIDTH: Final = 200


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried. ``seconds``: since the check began."""

    what: str
    works: bool
    facts: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """The parts of the running app that the check uses, as a person would."""

    window: MainWindow
    jobs: JobsDesk
    downloads: DownloadsDesk
    following: Following
    doer: Doer
    closed: asyncio.Event


async def check_installation(parts: Checked, folder: Path) -> int:
    """Runs the check in the window that is shown; the report goes to ``folder``.

    0: all works. 1: something does not, or the window was closed before the end.
    """
    checking = asyncio.ensure_future(_checked(parts, folder))
    closing = asyncio.ensure_future(parts.closed.wait())
    try:
        await asyncio.wait({checking, closing}, return_when=asyncio.FIRST_COMPLETED)
        return checking.result() if checking.done() else 1
    finally:
        checking.cancel()
        closing.cancel()
        await asyncio.gather(checking, closing, return_exceptions=True)


async def _checked(parts: Checked, folder: Path) -> int:
    began = time.monotonic()
    findings: list[Finding] = []
    try:
        async with asyncio.timeout(_WITHIN):
            async for what, works, facts in _tried(parts):
                findings.append(Finding(what, works, facts, round(time.monotonic() - began, 2)))
                _say(findings[-1])
                if not works:
                    break
    except TimeoutError:
        words = f"not done after {_WITHIN:.0f} s"
        findings.append(Finding("time", works=False, facts=words, seconds=_WITHIN))
        _say(findings[-1])
    works = all(finding.works for finding in findings)
    report = {"version": __version__, "works": works, "findings": [asdict(f) for f in findings]}
    await asyncio.to_thread(
        (folder / REPORT).write_text, json.dumps(report, indent=2) + "\n", "utf-8"
    )
    return 0 if works else 1


async def _tried(parts: Checked) -> AsyncIterator[tuple[str, bool, str]]:
    yield "window", parts.window.isVisible(), QGuiApplication.platformName()
    yield _resources()
    job = await _sample_job(parts)
    if isinstance(job, Message):
        yield "search", False, f"{job.text} {job.details}"
        return
    found = len(job.documents)
    yield "search", job.state is JobState.COMPLETED and found > 0, f"{found} documents"
    saved, failed = await _downloaded(parts, found)
    yield "downloads", saved == found, f"{saved} saved, {failed} failed"
    yield await _preview()


def _resources() -> tuple[str, bool, str]:
    try:
        files = [resource(*place) for place in _RESOURCES]
    except ResourceMissing as missing:
        return "resources", False, str(missing)
    is_drawn = not QIcon(str(files[0])).pixmap(16, 16).isNull()
    return "resources", is_drawn, "found" if is_drawn else "no SVG can be drawn"


async def _sample_job(parts: Checked) -> JobSnapshot | Message:
    """The job when it is complete, or the error that the person is told instead."""
    ended: asyncio.Future[JobSnapshot | Message] = asyncio.get_running_loop().create_future()

    def take_in(snapshot: JobSnapshot) -> None:
        if snapshot.is_complete and not ended.done():
            ended.set_result(snapshot)

    def hear(message: Message) -> None:
        if message.level is Level.ERROR and not ended.done():
            ended.set_result(message)

    with ExitStack() as ends:
        ends.callback(parts.following.subscribe(take_in))
        ends.callback(parts.doer.listen(hear))
        parts.jobs.start_sample()
        return await ended


async def _downloaded(parts: Checked, count: int) -> tuple[int, int]:
    await _until(lambda: (view := parts.window.header.view) is not None and view.can_download)
    parts.downloads.download_all()
    await _until(lambda: parts.downloads.totals().saved + parts.downloads.totals().failed >= count)
    return parts.downloads.totals().saved, parts.downloads.totals().failed


async def _until(look: Callable[[], bool]) -> None:
    while not look():  # noqa: ASYNC110 - what is seen on the screen has no event of its own
        await asyncio.sleep(_LOOK_EACH)


async def _preview() -> tuple[str, bool, str]:
    """In its child process, where the drawing library is."""
    site = resource("sample_site", "www")
    document = await asyncio.to_thread(lambda: next(site.rglob("*.pdf")))
    preview = await Previewer(time_limit=30).preview(document, _PREVIEW_WIDTH)
    return "preview", preview.png is not None, preview.note or f"{preview.pages} pages"


def _say(finding: Finding) -> None:
    if sys.stdout is not None:
        word = "works" if finding.works else "FAILS"
        sys.stdout.write(f"{finding.seconds:6.1f} s  {finding.what}: {word}, {finding.facts}\n")
        sys.stdout.flush()
