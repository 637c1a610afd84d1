"""Logs in the data folder, small, rotated, and without a key in them."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Final, Self

LEVEL_VARIABLE: Final = "SKOP_LOG_LEVEL"
FILE_NAME: Final = "skop-desktop.log"
REDACTED: Final = "[redacted]"

_BYTES_A_FILE: Final = 1_000_000
_FILES: Final = 5
_SHORTEST_SECRET: Final = 4
_CHATTY: Final = ("httpx", "httpcore", "asyncio", "qasync")

_VALUE: Final = r"""[^\s'",;)\]}>&]+"""
_SECRETS: Final = (
    re.compile(rf"(\bBearer\s+){_VALUE}", re.IGNORECASE),
    re.compile(
        r"((?<![A-Za-z0-9])(?:x-api-key|authorization|api[_-]?key)b?['\"]?\s*[:=,]\s*b?['\"]?)"
        rf"(?!Bearer\b){_VALUE}",
        re.IGNORECASE,
    ),
    # A signed link opens its document for whoever reads the log.
    re.compile(
        rf"([?&](?:access_token|token|sig|signature|x-amz-[a-z-]+|key)=){_VALUE}", re.IGNORECASE
    ),
    re.compile(rf"()\bsk[-_][A-Za-z0-9_-]{{{_SHORTEST_SECRET},}}"),
)


class Redactor(logging.Filter):
    """Takes keys out of a record: its message, arguments, exception and stack.

    Rewrites the record in place, so that what handles it afterwards has no key either.
    """

    def __init__(self) -> None:
        super().__init__()
        self._known: frozenset[str] = frozenset()

    def keep_out(self, secret: str) -> None:
        """Redact ``secret`` from now on, whatever it looks like."""
        if len(secret) >= _SHORTEST_SECRET:
            self._known |= {secret}

    def redacted(self, text: str) -> str:
        """``text`` without anything that looks like a key, or is one."""
        for secret in self._known:
            text = text.replace(secret, REDACTED)
        for pattern in _SECRETS:
            text = pattern.sub(rf"\g<1>{REDACTED}", text)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact ``record``; lets every record through."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError):
            # logging would print the arguments as they are, keys included, to the terminal.
            message = f"{record.msg} {record.args!r}"
        record.msg = self.redacted(message)
        record.args = None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self.redacted(record.exc_text)
            record.exc_info = None
        if record.stack_info:
            record.stack_info = self.redacted(record.stack_info)
        return True


class _Quiet(logging.Filter):
    """Leaves out what libraries tell of each request: addresses are the person's business."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.WARNING or record.name.split(".")[0] not in _CHATTY


class Logs:
    """Logging of the whole process into ``folder`` (5 files of 1 MB) until ``close``.

    The level comes from ``SKOP_LOG_LEVEL`` (a name such as ``DEBUG``), else it is ``INFO``.
    Raises ``OSError`` where the folder cannot be written. A context manager.
    """

    def __init__(self, folder: Path, *, environ: Mapping[str, str] = os.environ) -> None:
        self.folder = folder
        self.file = folder / FILE_NAME
        self.redactor = Redactor()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        level = _level(environ.get(LEVEL_VARIABLE, ""))
        self._handler = RotatingFileHandler(
            self.file, maxBytes=_BYTES_A_FILE, backupCount=_FILES - 1, encoding="utf-8"
        )
        self._handler.setLevel(level)
        self._handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        )
        if level > logging.DEBUG:
            self._handler.addFilter(_Quiet())
        self._handler.addFilter(self.redactor)
        root = logging.getLogger()
        self._level_before = root.level
        root.setLevel(min(level, root.level or level))
        root.addHandler(self._handler)

    def keep_out(self, secret: str) -> None:
        """Redact ``secret`` (the key in use) from now on."""
        self.redactor.keep_out(secret)

    def close(self) -> None:
        """Leave logging as it was found."""
        root = logging.getLogger()
        root.removeHandler(self._handler)
        root.setLevel(self._level_before)
        self._handler.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _level(name: str) -> int:
    return logging.getLevelNamesMapping().get(name.strip().upper(), logging.INFO)
