"""Opening, starting, stopping and choosing jobs; the library at the left."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from skop_desktop.api.models import CreateJobRequest
from skop_desktop.api.server import Server, server_from_identity
from skop_desktop.errors import FieldRefused, SkopError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.following import Following
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot
from skop_desktop.messages import Level, Message, MessageAction
from skop_desktop.ui import formats, words
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.library.entry import entry_of_record, entry_of_snapshot
from skop_desktop.ui.notices.notice import NoticeAction
from skop_desktop.ui.window import MainWindow

SampleRequest = Callable[[], Coroutine[Any, Any, CreateJobRequest]]


class JobsDesk:
    """``server`` gives the server that new searches and typed job IDs go to now; ``ask_for_key``
    shows where the key of a server is changed."""

    def __init__(
        self,
        window: MainWindow,
        shown: ShownJob,
        *,
        following: Following,
        library: AsyncLibrary,
        server: Callable[[], Server],
        sample_request: SampleRequest,
        sample_server: Server,
        ask_for_key: Callable[[Server], None],
        doer: Doer,
    ) -> None:
        self._window = window
        self._shown = shown
        self._following = following
        self._library = library
        self._server = server
        self._sample_request = sample_request
        self._sample_server = sample_server
        self._ask_for_key = ask_for_key
        self._doer = doer
        self._under_way: set[JobKey] = set()
        following.subscribe(self._take_in)
        self._connect()

    def _connect(self) -> None:
        library, header, start = self._window.library, self._window.header, self._window.start
        library.new_search_requested.connect(self.new_search)
        library.job_id_given.connect(self.open)
        library.job_selected.connect(self.select)
        library.remove_requested.connect(self.remove)
        library.search_again_requested.connect(self._search_again)
        header.stop_requested.connect(self.stop)
        header.search_again_requested.connect(self.search_again)
        header.settings_requested.connect(self._ask_for_shown_key)
        header.retry_now_requested.connect(self.refresh)
        start.sample_requested.connect(self.start_sample)
        start.search_requested.connect(self.new_search)
        start.job_id_requested.connect(library.focus_job_id)
        self._window.search.search_requested.connect(self._search)
        self._window.search.cancel_requested.connect(self.leave_search)
        self._window.notice.action_requested.connect(self._act_on_notice)

    async def begin(self) -> None:
        """Shows the library and goes on with what was not complete."""
        await self._library.purge_removed()
        records = await self._library.entries()
        self._window.library.show_entries(tuple(entry_of_record(record) for record in records))
        await self._following.resume_unfinished()

    async def show_newest(self) -> None:
        """The newest search of the library, or the start screen where there is none."""
        records = await self._library.entries()
        if records:
            await self._select(records[0].key)
        else:
            self._window.show_start()

    def open(self, job_id: str, server: Server | None = None) -> None:
        """Opens ``job_id`` on ``server``, or where searches run now."""
        self._doer.do(self._open(server or self._server(), job_id), "open a job")

    def select(self, key: JobKey) -> None:
        """Shows a job of the library."""
        self._doer.do(self._select(key), "show a job")

    def new_search(self) -> None:
        """The form of a new search, its fields empty but for what was typed before."""
        self._window.search.show_server(self._server().kind, self._server().label)
        self._window.show_search()
        self._window.search.focus_first()

    def focus_job_id(self) -> None:
        """Puts the cursor where a job ID is typed."""
        self._window.library.focus_job_id()

    def leave_search(self) -> None:
        """Back to what was there before the form."""
        if self._shown.snapshot is not None:
            self._window.show_job()
        else:
            self._doer.do(self.show_newest(), "show the newest job")

    def start_sample(self) -> None:
        """Runs the sample search on this computer."""
        self._doer.do(self._start_sample(), "start the sample")

    def stop(self) -> None:
        """Has the service stop the job on the screen."""
        if self._shown.key is not None:
            self._doer.do(self._following.stop(self._shown.key), "stop a job")

    def search_again(self) -> None:
        """Starts the search on the screen anew."""
        if self._shown.key is not None:
            self._search_again(self._shown.key)

    def refresh(self) -> None:
        """Asks about the job on the screen now."""
        if self._shown.key is not None:
            key = self._shown.key
            self._doer.do(self._open(server_from_identity(key.server), key.job_id), "look again")

    def remove(self, key: JobKey) -> None:
        """Takes a job out of the library; a message offers to undo it."""
        self._doer.do(self._remove(key), "remove a job")

    def remove_shown(self) -> None:
        """Takes the job on the screen out of the library."""
        if self._shown.key is not None:
            self.remove(self._shown.key)

    async def _open(self, server: Server, job_id: str) -> None:
        key = await self._following.open(server, job_id)
        await self._select(key)

    async def _select(self, key: JobKey) -> None:
        snapshot = await self._following.load(key)
        if snapshot is not None:
            self._shown.show(snapshot)
            await self._library.mark_seen(key)

    async def _start_sample(self) -> None:
        request = await self._sample_request()
        key = await self._following.search(self._sample_server, request)
        await self._select(key)

    def _search(self, request: CreateJobRequest) -> None:
        self._doer.do(self._start_search(request), "start a search")

    async def _start_search(self, request: CreateJobRequest) -> None:
        form = self._window.search
        form.set_busy(True)
        try:
            key = await self._following.search(self._server(), request)
        except FieldRefused as error:
            form.show_refused(error.fields) if error.fields else form.show_error(error)
        except SkopError as error:
            form.show_error(error)
        else:
            form.clear()
            await self._select(key)
        finally:
            form.set_busy(False)

    def _search_again(self, key: JobKey) -> None:
        self._doer.do(self._start_again(key), "search again")

    async def _start_again(self, key: JobKey) -> None:
        await self._select(await self._following.search_again(key))

    async def _remove(self, key: JobKey) -> None:
        snapshot = await self._following.load(key)
        title = words.job_title(snapshot) if snapshot else key.job_id
        await self._following.remove(key)
        await self._show_library()
        if self._shown.key == key:
            self._shown.leave()
            await self.show_newest()
        undo = MessageAction("Undo", lambda: self._doer.do(self._restore(key), "undo a removal"))
        self._doer.tell(
            Message(Level.INFO, f"“{title}” is out of the library.", action=undo, about=str(key))
        )

    async def _restore(self, key: JobKey) -> None:
        await self._following.restore(key)
        await self._show_library()
        await self._select(key)
        self._doer.withdraw(str(key))

    async def _show_library(self) -> None:
        records = await self._library.entries()
        self._window.library.show_entries(tuple(entry_of_record(record) for record in records))

    def _take_in(self, snapshot: JobSnapshot) -> None:
        self._window.library.update_entry(entry_of_snapshot(snapshot))
        if self._shown.key == snapshot.key:
            self._shown.draw(snapshot)
        if not snapshot.is_complete:
            self._under_way.add(snapshot.key)
        elif snapshot.key in self._under_way:
            self._under_way.discard(snapshot.key)
            self._tell_end(snapshot)

    def _tell_end(self, snapshot: JobSnapshot) -> None:
        """Of a job that ended while the app ran; the one on the screen shows it itself."""
        word = words.job_state(snapshot).word
        found = formats.count(len(snapshot.documents))
        ended = f"{word}: “{words.job_title(snapshot)}”, {found} documents."
        if self._shown.key == snapshot.key:
            self._window.announce(ended)
            return
        show = MessageAction("Show", lambda: self.select(snapshot.key))
        self._doer.tell(Message(Level.INFO, ended, action=show, about=f"end of {snapshot.key}"))

    def _act_on_notice(self, action: str) -> None:
        match NoticeAction(action):
            case NoticeAction.TRY_NOW:
                self.refresh()
            case NoticeAction.SEARCH_AGAIN:
                self.search_again()
            case NoticeAction.CHANGE_SEARCH:
                self._change_search()
            case NoticeAction.NEW_SEARCH:
                self.new_search()
            case NoticeAction.OPEN_JOB:
                self._window.library.focus_job_id()
            case NoticeAction.SETTINGS:
                self._ask_for_shown_key()

    def _ask_for_shown_key(self) -> None:
        if self._shown.key is not None:
            self._ask_for_key(server_from_identity(self._shown.key.server))

    def _change_search(self) -> None:
        snapshot = self._shown.snapshot
        self.new_search()
        if snapshot is not None:
            self._window.search.prefill(snapshot.website, snapshot.prompt, snapshot.parameters)
