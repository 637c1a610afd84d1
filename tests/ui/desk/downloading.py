"""The desk of downloads on its window, with real transfers from a real site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from skop_desktop.api.models import ExtractedDocument, JobResultsResponse
from skop_desktop.downloads.worker import TransferWorker
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.transfers import Transfers
from skop_desktop.ui.parts.question import Question
from skop_desktop.ui.transfers import texts
from skop_desktop.ui.window import MainWindow
from tests.support.contract_objects import document_json, results_json
from tests.support.file_server import FileServer, good
from tests.support.snapshots import KEY, looked_up
from tests.support.waiting import until
from tests.support.widgets import texts_shown
from tests.ui.desk.dialogs import is_open

PDF = b"%PDF-1.4 minutes of the board %%EOF\n"


@dataclass
class Desk:
    """A desk with what it stands on."""

    desk: DownloadsDesk
    window: MainWindow
    shown: ShownJob
    transfers: Transfers
    worker: TransferWorker
    settings: SettingsFile
    site: FileServer
    base: Path

    def show(self, count: int, key: JobKey = KEY, **changes: object) -> None:
        """A finished job of ``count`` documents on the site."""
        self.shown.show(job(self.site, count, key, **changes))

    @property
    def documents(self) -> tuple[ExtractedDocument, ...]:
        assert self.shown.snapshot is not None
        return self.shown.snapshot.documents

    @property
    def rows(self) -> list[str]:
        """The list of downloads as it is read."""
        return [texts.spoken(row) for row in self.window.tabs.downloads.model.rows]

    @property
    def line(self) -> str:
        """What the status bar says of all downloads."""
        return "".join(texts_shown(self.window.total))

    def files(self) -> list[str]:
        """What was saved in the folders of jobs, hidden files aside."""
        return sorted(path.name for path in self.base.rglob("*.pdf"))

    async def question(self) -> Question:
        """What the person is asked."""
        await until(lambda: any(map(is_open, self.window.findChildren(Question))))
        return next(filter(is_open, self.window.findChildren(Question)))


def job(site: FileServer, count: int, key: JobKey = KEY, **changes: object) -> JobSnapshot:
    """A finished search of the site; every document has content of its own."""
    for number in range(count):
        site.answers.setdefault(f"/{number}.pdf", good(PDF + str(number).encode() + b" %%EOF"))
    documents = [
        document_json(
            number,
            name=f"Minutes {number}",
            url=site.url(f"/{number}.pdf"),
            source_page=site.url("/"),
            confidence_score=0.9 - number / 100,
            **({"file_size_mb": 0.001} | changes),
        )
        for number in range(count)
    ]
    body = results_json(key.job_id, documents)
    prompt = "Minutes" if key == KEY else "Budgets"
    body["metadata"] |= {"original_website": site.url("/"), "original_prompt": prompt}
    results = JobResultsResponse.model_validate(body)
    return replace(looked_up(key, "completed"), results=results)
