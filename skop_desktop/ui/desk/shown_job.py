"""The job on the screen: draws its newest snapshot in every region that shows it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.downloads.snapshot import TransferSnapshot
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.ui import words
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.notices.notice_for import notice_for
from skop_desktop.ui.window import MainWindow

_QUICK_TO_BUILD: Final = 2_000
"""Documents whose table is built at once; more are built beside the window's thread."""

TransfersOf = Callable[[JobKey], Mapping[str, TransferSnapshot]]


class ShownJob:
    """What the person looks at. ``snapshot`` is ``None`` while no job is on the screen."""

    def __init__(self, window: MainWindow, doer: Doer, transfers_of: TransfersOf) -> None:
        self._window = window
        self._building = doer.one_at_a_time()
        self._transfers_of = transfers_of
        self._drawn: tuple[ExtractedDocument, ...] | None = None
        self.snapshot: JobSnapshot | None = None

    @property
    def key(self) -> JobKey | None:
        """Which job is on the screen."""
        return self.snapshot.key if self.snapshot else None

    def show(self, snapshot: JobSnapshot) -> None:
        """Puts the job of ``snapshot`` on the screen."""
        self.draw(snapshot)
        self._window.show_job()

    def draw(self, snapshot: JobSnapshot) -> None:
        """Draws ``snapshot`` in every region, behind the form of a new search if that is open."""
        is_another = self.key != snapshot.key
        self.snapshot = snapshot
        if is_another:
            self._drawn = None
            self._window.library.select(snapshot.key)
            # Words that were typed for the documents of one search would hide those of another.
            self._window.documents.show_all()
        self._window.name_job(words.job_title(snapshot))
        self._window.header.show_job(snapshot)
        self._window.tabs.set_problems(snapshot.errors, snapshot.warnings)
        self._show_notice(snapshot)
        if snapshot.documents is not self._drawn:
            self._drawn = snapshot.documents
            self._show_documents(snapshot, is_another=is_another)

    def leave(self) -> None:
        """No job is on the screen any more."""
        self.snapshot = None
        self._drawn = None

    def _show_notice(self, snapshot: JobSnapshot) -> None:
        notice = notice_for(snapshot, datetime.now(UTC))
        if notice is None:
            self._window.documents.set_placeholder(None)
            return
        self._window.notice.show_notice(notice)
        self._window.documents.set_placeholder(self._window.notice)

    def _show_documents(self, snapshot: JobSnapshot, *, is_another: bool) -> None:
        if len(snapshot.documents) <= _QUICK_TO_BUILD:
            self._building.cancel()
            self._put(snapshot, DocumentColumns.build(snapshot.documents))
            return
        if is_another:
            self._put(snapshot, DocumentColumns.build(()))
        self._building.start(self._build(snapshot), name="build the table")

    async def _build(self, snapshot: JobSnapshot) -> None:
        columns = await asyncio.to_thread(DocumentColumns.build, snapshot.documents)
        if self.key == snapshot.key:
            self._put(snapshot, columns)

    def _put(self, snapshot: JobSnapshot, columns: DocumentColumns) -> None:
        self._window.documents.show_documents(columns)
        self._window.documents.show_transfers(self._transfers_of(snapshot.key))
