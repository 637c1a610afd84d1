"""One run of the app: every part made, wired, and ended in order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from skop_desktop import __version__
from skop_desktop.aio import on_signals, quick_turns
from skop_desktop.api.server import THIS_COMPUTER
from skop_desktop.desktop.folders import DataFolder
from skop_desktop.desktop.single_instance import Instance
from skop_desktop.installation_check import Checked, check_installation
from skop_desktop.jobs.async_library import AsyncLibrary
from skop_desktop.jobs.following import Following
from skop_desktop.logs import Logs
from skop_desktop.messages import Level, Message
from skop_desktop.options import Options, parse_options
from skop_desktop.resources import resource
from skop_desktop.services import Services
from skop_desktop.settings import SettingsFile
from skop_desktop.ui.desk.documents import DocumentsDesk
from skop_desktop.ui.desk.downloads import DownloadsDesk
from skop_desktop.ui.desk.drag import DragDesk
from skop_desktop.ui.desk.help import HelpDesk
from skop_desktop.ui.desk.jobs import JobsDesk
from skop_desktop.ui.desk.newer_version import NewerVersionDesk
from skop_desktop.ui.desk.provenance import ProvenanceDesk
from skop_desktop.ui.desk.settings import SettingsDesk
from skop_desktop.ui.desk.shown_job import ShownJob
from skop_desktop.ui.desk.staging import empty_stage
from skop_desktop.ui.desk.told import Doer
from skop_desktop.ui.garbage import collected_on_this_thread, spare_what_stays
from skop_desktop.ui.help.shortcuts import ShortcutId
from skop_desktop.ui.theme.theme import Theme
from skop_desktop.ui.window import MainWindow


def make_application() -> QApplication:
    """The Qt application, named as the desktop knows it."""
    app = QApplication([])
    app.setApplicationName("Skop Desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("skop-desktop")
    if QLocale.system().language() is QLocale.Language.C:
        # No locale at all: a bare system writes money and dates as nobody reads them.
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    app.setWindowIcon(QIcon(str(resource("mark", "skop.svg"))))
    return app


@dataclass(frozen=True, slots=True)
class Desks:
    """What acts on intents, one a concern."""

    jobs: JobsDesk
    downloads: DownloadsDesk
    documents: DocumentsDesk
    provenance: ProvenanceDesk
    settings: SettingsDesk
    drag: DragDesk
    help: HelpDesk

    def act(self, action: ShortcutId) -> None:
        """Does what a menu entry or shortcut asks for."""
        {
            ShortcutId.NEW_SEARCH: self.jobs.new_search,
            ShortcutId.OPEN_JOB: self.jobs.focus_job_id,
            ShortcutId.REFRESH: self.jobs.refresh,
            ShortcutId.REMOVE: self.jobs.remove_shown,
            ShortcutId.EXPORT: self.documents.export_as_table,
            ShortcutId.FILTER: self.documents.focus_filter,
            ShortcutId.DOWNLOAD_SELECTED: self.downloads.download_selected,
            ShortcutId.DOWNLOAD_ALL: self.downloads.download_all,
            ShortcutId.SAVE_TO: self.drag.save_selected_to,
            ShortcutId.CHECK_FILES: self.provenance.check_files,
            ShortcutId.SAVE_ARCHIVE: self.provenance.save_as_archive,
            ShortcutId.SETTINGS: self.settings.open,
            ShortcutId.QUIT: self.settings.close_window,
            ShortcutId.KEYS: self.help.show_keys,
            ShortcutId.LOG_FOLDER: self.help.open_log_folder,
            ShortcutId.ABOUT: self.help.show_about,
        }[action]()


@dataclass(frozen=True, slots=True)
class Running:
    """The app while it runs."""

    window: MainWindow
    desks: Desks
    following: Following
    doer: Doer
    closed: asyncio.Event


async def session(
    app: QApplication, options: Options, folder: DataFolder, instance: Instance, logs: Logs
) -> int:
    """Runs until the window is closed."""
    async with running(app, options, folder, logs) as parts:
        on_signals(parts.closed.set)
        try:
            await instance.listen(lambda text: take_over(parts, text))
            parts.window.show()
            if options.check:
                return await check_installation(_checked(parts), folder.root)
            # Not awaited: a library that does not answer must not keep the window from closing.
            parts.doer.do(begin(parts, options), "show the searches")
            NewerVersionDesk(parts.desks.settings.file, parts.doer).start()
            await parts.closed.wait()
            parts.window.hide()
            await parts.desks.settings.remember_layout()
        finally:
            await instance.aclose()
    return 0


def _checked(parts: Running) -> Checked:
    desks = parts.desks
    return Checked(
        parts.window, desks.jobs, desks.downloads, parts.following, parts.doer, parts.closed
    )


def take_over(parts: Running, text: str) -> None:
    """What a second start was given: the first one does it, in its own window."""
    parts.window.come_to_front()
    arguments = json.loads(text) if text else []
    # What cannot be read was refused at the second start already, in its own terminal.
    with suppress(SystemExit):
        act(parts, parse_options([str(argument) for argument in arguments]))


async def begin(parts: Running, options: Options) -> None:
    """The first screen: what the command line asks for, else the newest search."""
    await parts.desks.jobs.begin()
    if not act(parts, options):
        await parts.desks.jobs.show_newest()


def act(parts: Running, options: Options) -> bool:
    """Does what the command line asks for; whether it asked for anything."""
    if options.job_id is not None:
        parts.desks.jobs.open(options.job_id, options.server)
    elif options.sample:
        parts.desks.jobs.start_sample()
    return options.job_id is not None or options.sample


@asynccontextmanager
async def running(
    app: QApplication, options: Options, folder: DataFolder, logs: Logs
) -> AsyncIterator[Running]:
    """Every part, made and wired; all of it has ended when the block has."""
    async with AsyncExitStack() as stack:
        parts = await _made(app, options, folder, logs, stack)
        yield parts


async def _made(
    app: QApplication, options: Options, folder: DataFolder, logs: Logs, stack: AsyncExitStack
) -> Running:
    stack.enter_context(quick_turns())
    stack.enter_context(collected_on_this_thread(app))
    settings = SettingsFile(folder.settings)
    await asyncio.to_thread(settings.load)
    await asyncio.to_thread(empty_stage, folder.stage)
    library = await AsyncLibrary.open(folder.library)
    # Before the window, whose parts take their sizes from the style.
    theme = Theme(app, settings.current.appearance)
    window = MainWindow()
    # Registered first, so done last: what the services tell while they end needs a window.
    stack.callback(window.deleteLater)
    services = Services(folder, logs, library, settings.current)
    stack.push_async_callback(services.aclose)
    services.messages.subscribe(window.messages.show_message, window.messages.withdraw)
    preferences = SettingsDesk(
        window,
        theme,
        settings,
        given_server=options.server,
        given_folder=options.download_folder,
        keychain=services.keychain,
        following=services.following,
        states=services.server_states,
        set_limits=services.worker.set_limits,
        doer=services.doer,
    )
    desks = _desks(window, services, preferences, folder)
    window.action_triggered.connect(lambda action: desks.act(ShortcutId(action)))
    closed = asyncio.Event()
    window.close_requested.connect(closed.set)
    services.worker.open()
    spare_what_stays()
    for damaged in (settings.set_aside, library.set_aside):
        if damaged is not None:
            services.doer.tell(_set_aside(damaged))
    return Running(window, desks, services.following, services.doer, closed)


def _set_aside(damaged: Path) -> Message:
    return Message(
        Level.WARNING,
        f"A file of the app was damaged and could not be read. It was kept as {damaged.name}, and "
        "the app began a new one.",
    )


def _desks(
    window: MainWindow, services: Services, preferences: SettingsDesk, folder: DataFolder
) -> Desks:
    doer, transfers = services.doer, services.transfers
    shown = ShownJob(window, doer, transfers.of_job)
    jobs = _jobs_desk(window, services, preferences, shown)
    downloads = DownloadsDesk(
        window,
        shown,
        transfers,
        worker=services.worker,
        base_folder=preferences.download_folder,
        settings=preferences.file,
        doer=doer,
    )
    drag = DragDesk(
        window,
        shown,
        downloads,
        transfers,
        worker=services.worker,
        preferences=preferences,
        stage=folder.stage,
        open_job=jobs.open,
        doer=doer,
    )
    documents = DocumentsDesk(
        window,
        shown,
        transfers,
        previewer=services.previewer,
        start_folder=preferences.download_folder,
        doer=doer,
    )
    return Desks(
        jobs=jobs,
        downloads=downloads,
        documents=documents,
        provenance=ProvenanceDesk(window, shown, downloads.folder, doer),
        settings=preferences,
        drag=drag,
        help=HelpDesk(window, folder.logs, doer=doer),
    )


def _jobs_desk(
    window: MainWindow, services: Services, preferences: SettingsDesk, shown: ShownJob
) -> JobsDesk:
    return JobsDesk(
        window,
        shown,
        following=services.following,
        library=services.library,
        server=preferences.server,
        sample_request=services.sample_request,
        sample_server=THIS_COMPUTER,
        ask_for_key=preferences.open_key,
        doer=services.doer,
    )
