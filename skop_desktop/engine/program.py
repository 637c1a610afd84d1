"""The engine as a program of its own: ``python -m skop_desktop.engine``.

It listens on loopback, says where in one line on stdout, and ends with its parent: when stdin is
closed, or on SIGTERM. The key comes in the environment, where no list of programs shows it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import SecretStr
from starlette.types import ASGIApp

from skop_desktop.engine.gate import Gate
from skop_desktop.engine.manners import Manners
from skop_desktop.engine.sample_site_server import SampleSite, create_sample_site
from skop_desktop.engine.server import create_app
from skop_desktop.engine.service import Crawl, JobService
from skop_desktop.engine.store import JobStore, StoreTooNew

KEY_VARIABLE: Final = "SKOP_ENGINE_KEY"
PACE_VARIABLE: Final = "SKOP_SAMPLE_PACE"
DATABASE: Final = "engine.sqlite3"
LOOPBACK: Final = "127.0.0.1"
CANNOT_START: Final = 2
"""Exit status when the options or the data folder cannot be used."""

_SAMPLE_PORT: Final = "sample_port"
_SAMPLE_DELAY: Final = 0.24
"""Seconds between requests to the sample site: its job is to be watched for 15 to 25 s."""
_SAMPLE_PATIENCE: Final = 3.0
_QUICKEST_PATIENCE: Final = 0.5
_SHUTDOWN_SECONDS: Final = 0.4


@dataclass(frozen=True, slots=True)
class Options:
    """What the program was started with. ``sample_pace``: 1 is made to be watched, 0.1 is ten
    times as quick. ``delay``: seconds between two requests to one host.
    """

    data_folder: Path
    sample_site: Path | None
    sample_pace: float
    delay: float
    port: int


def read_options(arguments: Sequence[str], environment: dict[str, str]) -> Options:
    """The options. Ends the program with status 2 and a line on stderr where one is wrong."""
    parser = argparse.ArgumentParser(
        prog="skop_desktop.engine", description="Skop's local engine, on loopback."
    )
    parser.add_argument("--data-folder", type=Path, required=True, help="where its jobs are kept")
    parser.add_argument("--sample-site", type=Path, help="folder of the sample website to serve")
    parser.add_argument(
        "--sample-pace",
        type=float,
        default=environment.get(PACE_VARIABLE, "1"),
        help="1 is made to be watched, 0.1 ten times as quick",
    )
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between requests")
    parser.add_argument("--port", type=int, default=0, help="0 is any free one")
    read = parser.parse_args(arguments)
    if min(read.delay, read.sample_pace) < 0:
        parser.error("--delay and --sample-pace cannot be less than 0")
    return Options(read.data_folder, read.sample_site, read.sample_pace, read.delay, read.port)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until the parent goes away. Gives the exit status."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    options = read_options(sys.argv[1:] if arguments is None else arguments, dict(os.environ))
    key = os.environ.pop(KEY_VARIABLE, "")
    if not key:
        sys.stderr.write(f"{KEY_VARIABLE} is not set: the engine needs a key from its parent.\n")
        return CANNOT_START
    try:
        asyncio.run(_run(options, SecretStr(key)))
    except (OSError, sqlite3.Error, StoreTooNew, ValueError) as error:
        sys.stderr.write(f"The engine cannot start: {error}\n")
        return CANNOT_START
    return 0


async def _run(options: Options, key: SecretStr) -> None:
    ending = asyncio.Event()
    store = JobStore(options.data_folder / DATABASE)
    try:
        store.end_interrupted(_now())
        with listening_on(options.port) as own, _sample_listening(options, store) as sample:
            port = _port_of(own)
            manners_of = {}
            servers = []
            site: SampleSite | None = None
            if sample is not None and options.sample_site is not None:
                site = create_sample_site(options.sample_site, pace=options.sample_pace)
                manners_of[f"{LOOPBACK}:{_port_of(sample)}"] = _sample_manners(options)
                servers.append((_server(site), sample))
            service = JobService(store, _now, _load_crawl, Manners(delay=options.delay), manners_of)
            servers.append((_server(Gate(create_app(service), key=key, port=port)), own))
            with _told_to_end(ending):
                _announce(port, sample)
                async with asyncio.TaskGroup() as group:
                    for server, listener in servers:
                        group.create_task(server.serve(sockets=[listener]))
                    service.get_ready()
                    await ending.wait()
                    await service.close()
                    if site is not None:
                        site.close()
                    for server, _ in servers:
                        server.should_exit = True
    finally:
        store.close()


def _load_crawl() -> Crawl:
    from skop_desktop.engine.crawl import crawl  # noqa: PLC0415 - a third of the time to start

    return crawl


def _now() -> datetime:
    return datetime.now(UTC)


def _sample_manners(options: Options) -> Manners:
    return Manners(
        delay=_SAMPLE_DELAY * options.sample_pace,
        patience=max(_QUICKEST_PATIENCE, _SAMPLE_PATIENCE * options.sample_pace),
    )


@contextmanager
def listening_on(port: int) -> Iterator[socket.socket]:
    """A listening socket on loopback. Raises ``OSError`` where the port is taken."""
    # The protocol is named because asyncio turns Nagle off only where it is: 40 ms an answer.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows the option would share the port with a stranger
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen()
        yield listener
    finally:
        listener.close()


@contextmanager
def _sample_listening(options: Options, store: JobStore) -> Iterator[socket.socket | None]:
    """The sample site's port: the one it had before, so that links of earlier jobs still lead."""
    if options.sample_site is None:
        yield None
        return
    with _listening_preferably(int(store.fact(_SAMPLE_PORT) or 0)) as listener:
        store.keep_fact(_SAMPLE_PORT, str(_port_of(listener)))
        yield listener


@contextmanager
def _listening_preferably(port: int) -> Iterator[socket.socket]:
    with ExitStack() as stack:
        try:
            listener = stack.enter_context(listening_on(port))
        except OSError:
            listener = stack.enter_context(listening_on(0))
        yield listener


def _port_of(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: two servers share this process, and one end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            loop="asyncio",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=1,
        )
    )


def _announce(port: int, sample: socket.socket | None) -> None:
    place = None if sample is None else f"http://{LOOPBACK}:{_port_of(sample)}/"
    sys.stdout.write(json.dumps({"port": port, "sample_site": place}) + "\n")
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
