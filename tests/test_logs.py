"""Logs are kept, small, and hold no key."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from skop_desktop.logs import REDACTED, Logs

log = logging.getLogger("skop_desktop.tests")
KEY = "sk-Ab3dEf6hIj9kLm"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Logs]:
    with Logs(tmp_path / "logs", environ={}) as opened:
        yield opened


def text(logs: Logs) -> str:
    return logs.file.read_text(encoding="utf-8")


def test_what_is_logged_is_in_the_file(logs: Logs) -> None:
    log.info("Opened %s", "job_1")
    log.debug("too fine")
    assert text(logs).endswith("INFO    skop_desktop.tests: Opened job_1\n")


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("key " + KEY, ()),
        ("key %s", (KEY,)),
        ("key %(key)s", ({"key": KEY},)),
        ("key %r", ([{"key": KEY}],)),
        ("sk_Ab3dEf6hIj9kLm it is", ()),
        ("Authorization: Bearer Ab3dEf6hIj9kLm", ()),
        ("%s", ({"Authorization": "Bearer Ab3dEf6hIj9kLm"},)),
        ("%s", ([(b"authorization", b"Bearer Ab3dEf6hIj9kLm")],)),
        ("X-API-Key: Ab3dEf6hIj9kLm", ()),
        ("%s", ([("x-api-key", "Ab3dEf6hIj9kLm"), (b"X-API-Key", b"Ab3dEf6hIj9kLm")],)),
        ("SKOP_API_KEY=Ab3dEf6hIj9kLm", ()),
        ("https://a.example/x.pdf?a=1&token=Ab3dEf6hIj9kLm&b=2", ()),
        ("wrong number of arguments %s %s", (KEY,)),
    ],
)
def test_nothing_that_looks_like_a_key_is_written(
    logs: Logs, message: str, arguments: tuple[object, ...]
) -> None:
    log.warning(message, *arguments)
    assert "Ab3dEf6hIj9kLm" not in text(logs)
    assert REDACTED in text(logs)


def test_ordinary_words_stay(logs: Logs) -> None:
    words = "task-force risk-free sk- desk_lamp bearer of news; see https://a.example/?page=2&q=x"
    log.info(words.replace("bearer of news", "the bear"))
    assert REDACTED not in text(logs)


def test_the_key_in_use_is_kept_out_whatever_it_looks_like(logs: Logs) -> None:
    logs.keep_out("correct horse battery")
    log.info("it is 'correct horse battery' here")
    assert "horse" not in text(logs)


def refused() -> None:
    raise ValueError(f"refused {KEY}")


def wrapped() -> None:
    try:
        refused()
    except ValueError as cause:
        raise RuntimeError(f"Bearer {KEY}") from cause


def test_exceptions_and_stacks_are_redacted(logs: Logs) -> None:
    try:
        wrapped()
    except RuntimeError:
        log.exception("failed", stack_info=True)
    assert "ValueError" in text(logs)
    assert "Stack (most recent call last)" in text(logs)
    assert KEY not in text(logs)


def test_files_are_rotated_and_few(tmp_path: Path) -> None:
    with Logs(tmp_path, environ={}) as logs:
        for _ in range(80):
            log.info("x" * 100_000)
        assert len(list(logs.folder.iterdir())) == 5
        assert all(file.stat().st_size <= 1_000_000 for file in logs.folder.iterdir())


def test_libraries_do_not_tell_each_address_unless_asked(tmp_path: Path) -> None:
    for level, told in (("", False), ("debug", True)):
        folder = tmp_path / str(told)
        with Logs(folder, environ={"SKOP_LOG_LEVEL": level}) as logs:
            logging.getLogger("httpx").info("GET https://a.example/private.pdf")
            assert ("private.pdf" in text(logs)) is told


def test_an_unknown_level_is_the_usual_one(tmp_path: Path) -> None:
    with Logs(tmp_path, environ={"SKOP_LOG_LEVEL": "loud"}) as logs:
        log.info("heard")
        assert "heard" in text(logs)


def test_closing_leaves_logging_as_it_was(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (list(root.handlers), root.level, list(root.filters))
    with Logs(tmp_path, environ={"SKOP_LOG_LEVEL": "DEBUG"}):
        assert len(root.handlers) == len(before[0]) + 1
    assert (list(root.handlers), root.level, list(root.filters)) == before


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_others_cannot_read_the_folder(tmp_path: Path) -> None:
    with Logs(tmp_path / "logs", environ={}) as logs:
        assert logs.folder.stat().st_mode & 0o077 == 0
