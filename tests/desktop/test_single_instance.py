"""A second start hands what it was given to the first."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from skop_desktop.desktop.single_instance import Instance, claim, hand_over
from skop_desktop.errors import SkopError

ROOT = Path(__file__).parents[2]
LINK = "skop://job/job_4fc79a89797e"

FIRST = """
import asyncio, sys
from pathlib import Path
from skop_desktop.desktop.single_instance import claim

async def main():
    instance = claim(Path(sys.argv[1]))
    if instance is None:
        print("second", flush=True)
        return
    await instance.listen(lambda text: print(repr(text), flush=True))
    print("first", flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""

SECOND = """
import sys
from pathlib import Path
from skop_desktop.desktop.single_instance import claim, hand_over

assert claim(Path(sys.argv[1])) is None
hand_over(Path(sys.argv[1]), sys.argv[2])
print("handed")
"""


def started(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.fixture
def first(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    with ExitStack() as stack:
        process = stack.enter_context(started(FIRST, str(tmp_path)))
        stack.callback(process.kill)
        assert process.stdout is not None
        assert process.stdout.readline() == "first\n"
        yield process


@pytest.fixture
async def listening(tmp_path: Path) -> AsyncIterator[tuple[Instance, list[str]]]:
    instance = claim(tmp_path)
    assert instance is not None
    heard: list[str] = []
    await instance.listen(heard.append)
    yield instance, heard
    await instance.aclose()


def test_a_second_process_hands_its_job_to_the_first(
    tmp_path: Path, first: subprocess.Popen[str]
) -> None:
    assert first.stdout is not None
    for text in (LINK, ""):
        with started(SECOND, str(tmp_path), text) as second:
            assert second.communicate(timeout=20)[0] == "handed\n"
        assert first.stdout.readline() == f"{text!r}\n"


def test_a_start_after_a_kill_is_the_first_again(
    tmp_path: Path, first: subprocess.Popen[str]
) -> None:
    first.kill()
    first.wait()
    assert (tmp_path / "instance.json").exists()
    instance = claim(tmp_path)
    assert instance is not None
    instance.release()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_first_that_hangs_is_said_in_plain_words(
    tmp_path: Path, first: subprocess.Popen[str]
) -> None:
    first.send_signal(signal.SIGSTOP)
    assert claim(tmp_path) is None
    with pytest.raises(SkopError, match=r"already running, but does not answer\. Wait"):
        hand_over(tmp_path, LINK, within=0.3)


def test_two_data_folders_are_two_apps(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    a, b = claim(tmp_path / "a"), claim(tmp_path / "b")
    assert a is not None
    assert b is not None
    a.release()
    b.release()


def test_making_way_is_possible_before_the_loop_runs(tmp_path: Path) -> None:
    for _ in range(2):
        instance = claim(tmp_path)
        assert instance is not None
        assert claim(tmp_path) is None
        with instance:
            pass


async def test_a_second_start_waits_for_a_first_that_is_still_starting(tmp_path: Path) -> None:
    instance = claim(tmp_path)
    assert instance is not None
    (tmp_path / "instance.json").write_text('{"port": 1, "token": "of the run before"}')
    heard: list[str] = []
    handing = asyncio.create_task(asyncio.to_thread(hand_over, tmp_path, LINK))
    await instance.listen(heard.append)
    await handing
    assert heard == [LINK]
    await instance.aclose()


async def test_a_stranger_without_the_token_is_not_heard(
    tmp_path: Path, listening: tuple[Instance, list[str]]
) -> None:
    port = json.loads((tmp_path / "instance.json").read_text())["port"]

    def say(line: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
            try:
                wire.sendall(line)
                wire.shutdown(socket.SHUT_WR)
                return wire.recv(64)
            except TimeoutError:
                raise
            except OSError:
                return b""  # it hung up on the way, which each of the three calls says differently

    wrong = json.dumps({"token": "guess", "text": LINK}).encode() + b"\n"
    for line in (wrong, b"GET / HTTP/1.1\r\n\r\n", b"[]\n", b'{"token": 1}\n', b"", b"x" * 10**6):
        assert await asyncio.to_thread(say, line) == b""
    assert listening[1] == []
    await asyncio.to_thread(hand_over, tmp_path, LINK)
    assert listening[1] == [LINK]


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
async def test_the_token_is_for_this_person_alone(
    tmp_path: Path, listening: tuple[Instance, list[str]]
) -> None:
    assert (tmp_path / "instance.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "instance.lock").stat().st_mode & 0o777 == 0o600
    assert listening[1] == []


async def test_closing_makes_way_and_leaves_no_meeting_point(
    tmp_path: Path, listening: tuple[Instance, list[str]]
) -> None:
    await listening[0].aclose()
    assert not (tmp_path / "instance.json").exists()
    again = claim(tmp_path)
    assert again is not None
    again.release()


async def test_what_fails_on_delivery_is_not_swallowed(tmp_path: Path) -> None:
    failed: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failed.append(context))

    def fail(text: str) -> None:
        raise ValueError(text)

    instance = claim(tmp_path)
    assert instance is not None
    await instance.listen(fail)
    await asyncio.to_thread(hand_over, tmp_path, LINK)
    await instance.aclose()
    assert len(failed) == 1


def test_a_text_that_is_no_link_is_refused_before_it_is_sent(tmp_path: Path) -> None:
    with pytest.raises(SkopError, match="too long"):
        hand_over(tmp_path, "x" * 8_001)


async def test_any_text_of_that_length_arrives_whole(
    tmp_path: Path, listening: tuple[Instance, list[str]]
) -> None:
    for text in ("\x00" * 8_000, "ä" * 4_000, "\ud800"):
        await asyncio.to_thread(hand_over, tmp_path, text)
        assert listening[1][-1] == text
