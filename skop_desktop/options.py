"""The command line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from skop_desktop import __version__
from skop_desktop.api.job_id import parse_job_id
from skop_desktop.api.server import Server, server_from_text
from skop_desktop.errors import InvalidInput

_LARGEST_RECORD: Final = 16 * 1024 * 1024
"""Bytes; ours have some hundred for each job."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the person asked for at the start."""

    job_id: str | None = None
    server: Server | None = None
    sample: bool = False
    check: bool = False
    download_folder: Path | None = None
    data_folder: Path | None = None


def _job_id(text: str) -> str:
    try:
        return parse_job_id(_said_in(text))
    except InvalidInput as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _said_in(text: str) -> str:
    """``text``; where it names a ``job.json``, as it lies beside saved documents, the newest job
    in that: "Open with" leads back to the search that they came from.
    """
    record = Path(text)
    if record.suffix.lower() != ".json":
        return text
    try:
        if record.stat().st_size > _LARGEST_RECORD:
            return text
        jobs = json.loads(record.read_bytes())["jobs"]
        return [str(job["job_id"]) for job in jobs if job.get("job_id")][-1]
    except (OSError, ValueError, RecursionError, TypeError, LookupError, AttributeError):
        return text  # not ours


def _server(text: str) -> Server:
    try:
        return server_from_text(text)
    except InvalidInput as error:
        raise argparse.ArgumentTypeError(str(error)) from error


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, which on Windows is shown in a box."""
        self.exit(2, f"{self.prog}: {message}\n")


def parse_options(arguments: Sequence[str]) -> Options:
    """The options in ``arguments``. Exits, as argparse does, on ``--help``, ``--version`` and
    mistakes (status 2, one line)."""
    parser = _Parser(
        prog="skop-desktop",
        description="Get the documents you need out of a website.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "job_id",
        nargs="?",
        type=_job_id,
        metavar="JOB_ID|LINK",
        help="a job ID, a link that holds one, or skop://job/job_…",
    )
    parser.add_argument(
        "--server",
        type=_server,
        metavar="URL",
        help="where the job runs: this-computer, skop-cloud, or the address of another server",
    )
    parser.add_argument("--sample", action="store_true", help="run the sample search at once")
    parser.add_argument(
        "--check",
        action="store_true",
        help="run the sample search to its end, save its documents in a folder of their own, say "
        "what works, and end; the exit status is 0 where everything does",
    )
    parser.add_argument(
        "--download-folder", type=Path, metavar="DIR", help="where documents are saved"
    )
    parser.add_argument(
        "--data-folder",
        type=Path,
        metavar="DIR",
        help="keep settings, library, logs and all else in this folder",
    )
    parser.add_argument("--version", action="version", version=f"Skop Desktop {__version__}")
    return Options(**vars(parser.parse_args(arguments)))
