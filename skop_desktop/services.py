"""What works without a window: made together, ended together."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from traceback import format_exception
from typing import Final

from skop_desktop.aio import Tasks, on_loop
from skop_desktop.api.models import CreateJobRequest
from skop_desktop.api.server import THIS_COMPUTER, ServerState
from skop_desktop.clients import Clients
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.desktop.keychain import Keychain
from skop_desktop.documents.preview import Previewer
from skop_desktop.downloads.orders import Limits
from skop_desktop.downloads.process import Listeners, TransferProcess
from skop_desktop.errors import Detail, EngineError, SkopError
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.following import Following
from skop_desktop.lifecycle import Step, close
from skop_desktop.local_engine import SAMPLE_PROMPT, LocalEngine
from skop_desktop.logs import Logs
from skop_desktop.messages import Level, Message, MessageBus, message_of
from skop_desktop.resources import resource
from skop_desktop.settings import Settings
from skop_desktop.ui.desk.server_states import ServerStates
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.desk.transfers import Transfers

_log: Final = logging.getLogger(__name__)


class Services:
    """What works without a window, and how it ends."""

    def __init__(
        self, folder: DataFolder, logs: Logs, library: AsyncLibrary, settings: Settings
    ) -> None:
        loop = asyncio.get_running_loop()
        self.messages = MessageBus()
        self.tasks = Tasks(self._unexpected)
        self.doer = Doer(self.tasks, self.messages)
        self.library = library
        self.keychain = Keychain()
        self.server_states = ServerStates()
        self.engine = LocalEngine(
            folder.engine,
            sample_site=_sample_folder(),
            on_end=self._engine_ended,
            on_note=lambda words: self.messages.publish(Message(Level.WARNING, words)),
            on_state=self._engine_is,
        )
        self.clients = Clients(self.engine, self.keychain, logs.keep_out)
        self.following = Following(
            library, self.clients.client_for, self.clients.budget_for, report=self.tell
        )
        self.transfers = Transfers()
        self.worker = TransferProcess(
            folder.ledger,
            Listeners(
                on_loop(loop, self.transfers.apply),
                on_loop(loop, self.transfers.remove),
                on_loop(loop, self.transfers.apply_queue),
                on_loop(loop, self.tell),
            ),
            _limits(settings),
            kept_folder=folder.kept,
        )
        self.previewer = Previewer()

    async def sample_request(self) -> CreateJobRequest:
        """The search of the sample website. Raises ``EngineError`` where that is missing."""
        address = await self.engine.start()
        if address.sample_site is None:
            raise EngineError(
                "The sample website is missing from this installation.",
                advice="Search a website of your own, or install Skop Desktop again.",
            )
        return CreateJobRequest(website=address.sample_site, prompt=SAMPLE_PROMPT)

    def tell(self, error: SkopError) -> None:
        """An error that belongs to no click."""
        self.messages.publish(message_of(error))

    def _engine_is(self, state: ServerState, words: str) -> None:
        self.server_states.take(THIS_COMPUTER, state, words)

    def _engine_ended(self, error: EngineError) -> None:
        self.following.replace_clients(THIS_COMPUTER.identity)
        self.tell(error)

    def _unexpected(self, error: BaseException) -> None:
        _log.error("unexpected", exc_info=error)
        self.tell(
            SkopError(
                "Something in Skop Desktop did not work as it should.",
                advice="The details help whoever mends it; the rest of the app goes on.",
                detail=Detail(text="".join(format_exception(error))),
            )
        )

    async def aclose(self) -> None:
        """Ends everything in about a second."""
        await close(
            (
                (
                    Step("clicks", self.tasks.aclose, 0.7),
                    Step("jobs", self.following.aclose, 0.8),
                    Step("transfers", lambda: asyncio.to_thread(self.worker.shutdown, 0.7), 0.8),
                    Step("engine", self.engine.stop, 0.9),
                ),
                (
                    Step("connections", self.clients.aclose, 0.2),
                    Step("library", self.library.aclose, 0.5),
                ),
            )
        )


def _limits(settings: Settings) -> Limits:
    return Limits(
        at_once=settings.transfers_at_once,
        per_host=settings.transfers_per_host,
        bytes_per_second=settings.bytes_per_second,
        largest=settings.largest_file,
        marks_origin=settings.marks_origin,
    )


def _sample_folder() -> Path | None:
    try:
        return resource("sample_site")
    except FileNotFoundError:
        return None
