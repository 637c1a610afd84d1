#!/usr/bin/env python3
"""Builds what people install; called by `python3 packaging/dev.py build`, in its environment."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from installers import deb, frozen, run_file
from installers.desktop_entry import write_share
from installers.icons import write_icons
from installers.place import BUILD, FROZEN, ROOT
from installers.symbols import require_old_enough

INSTALLERS: Final[dict[str, tuple[Callable[[], Path], int]]] = {
    "deb": (deb.build_deb, deb.MOST_BYTES),
    "run": (run_file.build_run_file, run_file.MOST_BYTES),
}
"""What makes each installer of Linux, and the bytes it may have."""


def main(arguments: Sequence[str]) -> int:
    """Builds what is asked for; returns the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py build", description="Builds the installers.")
    parser.add_argument("what", choices=("icons", "app", "all", *INSTALLERS))
    parser.add_argument("--keep-app", action="store_true", help="pack the frozen app that is there")
    parser.add_argument("--try", dest="is_tried", action="store_true", help="run the sample job")
    options = parser.parse_args(arguments)
    write_icons()
    write_share(BUILD / "share")
    if options.what == "icons":
        return 0
    if not (options.keep_app and FROZEN.is_dir()):
        frozen.freeze()
    if sys.platform == "linux":
        print(f"needs at most: {require_old_enough(FROZEN)}", flush=True)
    if options.is_tried and (status := frozen.try_it()):
        return status
    chosen = INSTALLERS if options.what == "all" else {options.what} & INSTALLERS.keys()
    for name in sorted(chosen):
        _build(*INSTALLERS[name])
    return 0


def _build(make: Callable[[], Path], most: int) -> None:
    began = time.monotonic()
    made = make()
    size = made.stat().st_size
    took = time.monotonic() - began
    print(f"{made.relative_to(ROOT)}: {size / 1e6:.1f} MB, {took:.0f} s", flush=True)
    if size > most:
        raise SystemExit(f"{made.name} is larger than {most / 1e6:.0f} MB.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
