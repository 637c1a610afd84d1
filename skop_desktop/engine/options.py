"""What the engine's program is started with."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PACE_VARIABLE: Final = "SKOP_SAMPLE_PACE"


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


def read_options(arguments: Sequence[str], environment: Mapping[str, str]) -> Options:
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
