"""The process that reads files: it may hang, swell and break without harm."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from skop_desktop.child_programs import ChildProgram, child_command, child_environment
from skop_desktop.engine.extraction.first_page import FirstPage, Obstacle
from skop_desktop.engine.extraction.limits import MEMORY
from skop_desktop.engine.extraction.reader import TIME_LIMIT, FileReader
from skop_desktop.engine.extraction.wire import question
from tests.engine.extraction.files import pdf

WHO = (
    "import os, sys; from skop_desktop.engine.extraction.wire import *; "
    "from skop_desktop.engine.extraction.first_page import *; "
    "sys.stdout.buffer.write(READY); sys.stdout.flush()\n"
    "def say(text): sys.stdout.buffer.write(answer(FirstPage(text))); sys.stdout.flush()\n"
)


def reader_of(script: str, *, most_files: int = 200) -> FileReader:
    return FileReader((sys.executable, "-c", WHO + script), most_files=most_files)


SAYS_WHO = "for line in sys.stdin: say(str(os.getpid()))"
HANGS_ON_TWO = "import time\nfor line in sys.stdin: time.sleep(60 if '2' in line else 0); say('x')"


async def test_one_process_reads_many_files(tmp_path: Path) -> None:
    file = tmp_path / "a b\nc ü.pdf" if os.name == "posix" else tmp_path / "a b ü.pdf"
    file.write_bytes(pdf("Minutes of May 7", title="Minutes"))
    (tmp_path / "b.txt").write_text("Agenda")
    async with FileReader() as reader:
        assert await reader.read(file) == FirstPage("Minutes of May 7", "Minutes")
        assert await reader.read(tmp_path / "b.txt") == FirstPage("Agenda")
        assert (await reader.read(tmp_path / "none")).obstacle is Obstacle.UNREADABLE


async def test_a_file_that_hangs_is_killed_and_told_and_the_next_one_is_read() -> None:
    async with reader_of(HANGS_ON_TWO) as reader:
        assert await reader.read(Path("1")) == FirstPage("x")
        reader._time_limit = 0.4  # for this file alone: the others may be held up
        assert (await reader.read(Path("2"))).obstacle is Obstacle.TOO_SLOW
        reader._time_limit = TIME_LIMIT
        assert await reader.read(Path("3")) == FirstPage("x")


async def test_a_process_that_breaks_is_told_and_replaced() -> None:
    breaks = "for line in sys.stdin:\n if '1' in line: os.abort()\n say('x')"
    async with reader_of(breaks) as reader:
        assert (await reader.read(Path("1"))).obstacle is Obstacle.BROKE_READER
        assert await reader.read(Path("2")) == FirstPage("x")


@pytest.mark.parametrize(
    "script", ["print('nonsense', flush=True); input()", "print('x' * 3_000_000, flush=True)"]
)
async def test_a_process_that_talks_nonsense_is_ended(script: str) -> None:
    async with reader_of(script) as reader:
        assert (await reader.read(Path("1"))).obstacle is Obstacle.BROKE_READER


@pytest.mark.parametrize("command", [("/nowhere/at/all",), (sys.executable, "-c", "")])
async def test_a_process_that_does_not_start_is_told(command: tuple[str, ...]) -> None:
    async with FileReader(command) as reader:
        assert (await reader.read(Path("1"))).obstacle is Obstacle.BROKE_READER


async def test_an_old_process_is_replaced() -> None:
    async with reader_of(SAYS_WHO, most_files=2) as reader:
        who = [(await reader.read(Path(str(number)))).text for number in range(4)]
    assert who[0] == who[1] != who[2] == who[3]


async def test_cancelling_ends_the_process_at_once(tmp_path: Path) -> None:
    script = (
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
        "import time\nfor line in sys.stdin: time.sleep(60)"
    )
    async with reader_of(script) as reader:
        reading = asyncio.create_task(reader.read(Path("1")))
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():  # noqa: ASYNC110 - a file of another process
            await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
    if os.name == "posix":
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_files_asked_for_at_once_wait_their_turn(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / str(number)).write_text(f"Page {number}")
    async with FileReader() as reader:
        pages = await asyncio.gather(*(reader.read(tmp_path / str(n)) for n in range(5)))
    assert [page.text for page in pages] == [f"Page {n}" for n in range(5)]


def limited(script: str) -> str:
    """What a process says that has limited itself."""
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from skop_desktop.engine.extraction.limits import *\nlimit_itself()\n" + script,
        ],
        capture_output=True,
        text=True,
        env=child_environment(),
        timeout=30,
        check=False,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    "script",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
    ],
)
@pytest.mark.skipif(os.name != "posix", reason="fork and true are not on Windows")
def test_it_reaches_neither_network_nor_other_programs(script: str) -> None:
    assert "Forbidden" in limited(script)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
def test_it_has_little_memory_and_writes_no_file(tmp_path: Path) -> None:
    assert "MemoryError" in limited(f"bytearray({MEMORY})")
    assert "File too large" in limited(f"open({str(tmp_path / 'x')!r}, 'w', 1).write('x\\n')")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other limits")
def test_nobody_left_to_kill_it_it_ends_by_itself() -> None:
    said = limited(
        "import resource; limit_next_file(); print(resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    assert 0 < int(said) < 60


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("Agenda")
    done = subprocess.run(
        child_command(ChildProgram.FILE_READER),
        input=question(tmp_path / "a"),
        capture_output=True,
        env=child_environment(),
        timeout=30,
        check=True,
    )
    assert done.stdout == b'ready\n["Agenda", "", ""]\n'
