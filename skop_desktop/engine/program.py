"""The engine as a program of its own: ``python -m skop_desktop.engine``.

It listens on loopback, says where in one line on stdout, and ends with its parent: when stdin is
closed, or on SIGTERM. The key comes in the environment, where no list of programs shows it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Final

from pydantic import SecretStr

from skop_desktop.engine.gate import Gate
from skop_desktop.engine.hold import FolderInUse, held
from skop_desktop.engine.loopback import (
    LOOPBACK,
    Server,
    listening_on,
    listening_preferably,
    port_of,
    server_of,
)
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.options import Options, read_options
from skop_desktop.engine.sample_site_server import SampleSite, create_sample_site
from skop_desktop.engine.server import create_app
from skop_desktop.engine.service import Crawl, JobService
from skop_desktop.engine.store import JobStore
from skop_desktop.sqlite_file import WrittenByNewerApp

KEY_VARIABLE: Final = "SKOP_ENGINE_KEY"
DATABASE: Final = "jobs.sqlite"
CANNOT_START: Final = 2
"""Exit status when the options or the sample site cannot be used."""
FOLDER_UNUSABLE: Final = 3
"""Exit status when the data folder cannot be read and written."""
FOLDER_IN_USE: Final = 4
"""Exit status when another engine works in the data folder."""

_SAMPLE_PORT: Final = "sample_port"
_SAMPLE_DELAY: Final = 0.24
"""Seconds between requests to the sample site: its job is to be watched for 15 to 25 s."""
_SAMPLE_PATIENCE: Final = 3.0
_SWITCH_EACH: Final = 0.001
"""Seconds that a thread with a large page may keep the one waiting that answers."""
_WORKER: Final = "engine worker"
_WORKERS: Final = 6
_WORKERS_END_WITHIN: Final = 0.05
_PATIENCE_WITH_ANOTHER: Final = 3.0
_DAMAGED: Final = (
    "The list of earlier searches on this computer was damaged and could not be read. It was kept "
    "as {name}, and a new one was begun."
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the parent goes away. Gives the exit status."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    options = read_options(sys.argv[1:] if arguments is None else arguments, os.environ)
    key = os.environ.pop(KEY_VARIABLE, "")
    if not key:
        return _refuse(CANNOT_START, f"{KEY_VARIABLE} is not set: the engine needs a key.")
    try:
        with held(options.data_folder, _PATIENCE_WITH_ANOTHER):
            sys.setswitchinterval(_SWITCH_EACH)
            asyncio.run(_run(options, SecretStr(key)))
    except FolderInUse as folder:
        return _refuse(FOLDER_IN_USE, f"Another engine works in {folder}.")
    except (OSError, sqlite3.Error, WrittenByNewerApp) as error:
        return _refuse(FOLDER_UNUSABLE, f"{options.data_folder} cannot be used: {error}")
    except ValueError as error:
        return _refuse(CANNOT_START, str(error))
    return 0


def _refuse(status: int, words: str) -> int:
    sys.stderr.write(f"The engine cannot start: {words}\n")
    return status


async def _run(options: Options, key: SecretStr) -> None:
    workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix=_WORKER)
    asyncio.get_running_loop().set_default_executor(workers)
    store, set_aside = JobStore.opened(options.data_folder / DATABASE, _now())
    notes = [] if set_aside is None else [_DAMAGED.format(name=set_aside.name)]
    try:
        with listening_on(options.port) as own, _sample_listening(options, store) as sample:
            manners_of = {}
            servers = []
            site: SampleSite | None = None
            if sample is not None and options.sample_site is not None:
                site = create_sample_site(options.sample_site, pace=options.sample_pace)
                manners_of[f"{LOOPBACK}:{port_of(sample)}"] = _sample_manners(options)
                servers.append((server_of(site), sample))
            service = JobService(
                store,
                _now,
                _load_crawl,
                Manners(delay=options.delay),
                manners_of,
                folder=options.data_folder,
            )
            gate = Gate(create_app(service), key=key, port=port_of(own))
            servers.append((server_of(gate), own))
            ending = asyncio.Event()
            with _told_to_end(ending):
                _announce(port_of(own), sample, notes)
                await _serve(service, servers, site, ending)
    finally:
        store.close()
    workers.shutdown(wait=False, cancel_futures=True)
    _leave_busy_workers()


def _leave_busy_workers() -> None:
    """Python would wait for a thread that reads a large page; nobody wants that page any more."""
    until = time.monotonic() + _WORKERS_END_WITHIN
    for thread in threading.enumerate():
        if thread.name.startswith(_WORKER):
            thread.join(max(0.0, until - time.monotonic()))
            if thread.is_alive():
                sys.stdout.flush()
                os._exit(0)  # all that is to be kept has been kept


async def _serve(
    service: JobService,
    servers: Sequence[tuple[Server, socket.socket]],
    site: SampleSite | None,
    ending: asyncio.Event,
) -> None:
    """Answer until ``ending``."""
    async with asyncio.TaskGroup() as group:
        for server, listener in servers:
            group.create_task(server.serve(sockets=[listener]))
        service.get_ready()
        await service.resume()
        await ending.wait()
        await service.close()
        if site is not None:
            site.close()
        for server, _ in servers:
            server.end()


def _load_crawl() -> Crawl:
    from skop_desktop.engine.crawl import crawl  # noqa: PLC0415 - a third of the time to start

    return crawl


def _now() -> datetime:
    return datetime.now(UTC)


def _sample_manners(options: Options) -> Manners:
    # In a hurry too: a busy computer is no silent site.
    patience = _SAMPLE_PATIENCE * max(1.0, options.sample_pace)
    return Manners(delay=_SAMPLE_DELAY * options.sample_pace, patience=patience)


@contextmanager
def _sample_listening(options: Options, store: JobStore) -> Iterator[socket.socket | None]:
    """The sample site's port: the one it had before, so that links of earlier jobs still lead."""
    if options.sample_site is None:
        yield None
        return
    with listening_preferably(int(store.fact(_SAMPLE_PORT) or 0)) as listener:
        store.keep_fact(_SAMPLE_PORT, str(port_of(listener)))
        yield listener


def _announce(port: int, sample: socket.socket | None, notes: Sequence[str]) -> None:
    place = None if sample is None else f"http://{LOOPBACK}:{port_of(sample)}/"
    sys.stdout.write(json.dumps({"port": port, "sample_site": place, "notes": notes}) + "\n")
    sys.stdout.flush()


@contextmanager
def _told_to_end(ending: asyncio.Event) -> Iterator[None]:
    """Sets ``ending`` when stdin is closed, or on a signal."""
    loop = asyncio.get_running_loop()

    def end() -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(ending.set)

    def watch_stdin() -> None:
        # os.read, not sys.stdin: a thread inside sys.stdin holds its lock when Python ends.
        with suppress(OSError):
            while os.read(0, 4096):
                pass
        end()

    before = {
        number: signal.signal(number, lambda *_: end())
        for number in (signal.SIGTERM, signal.SIGINT)
    }
    threading.Thread(target=watch_stdin, name="parent", daemon=True).start()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
