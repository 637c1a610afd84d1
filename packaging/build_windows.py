#!/usr/bin/env python3
"""Builds the Windows installer on Linux; called by `python3 packaging/dev.py build-windows`."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from installers import windows
from installers.icons import write_icons
from installers.place import ROOT
from installers.windows_app import fill_payload
from installers.windows_python import CARRIED_SHA256


def main(arguments: Sequence[str]) -> int:
    """Builds; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="dev.py build-windows", description="Builds the Windows installer."
    )
    parser.add_argument(
        "--python", type=Path, metavar="ZIP", help="the embeddable package from python.org"
    )
    parser.add_argument("--sha256", metavar="HASH", help="what the sha256 of that file must be")
    parser.add_argument("--version", help="another version, to try upgrades with")
    parser.add_argument("--quick", action="store_true", help="larger, and sooner done")
    parser.add_argument("--keep-app", action="store_true", help="pack the app that is there")
    options = parser.parse_args(arguments)
    if (options.python is None) != (options.sha256 is None):
        parser.error("--python and --sha256 belong together")
    if not (options.keep_app and windows.PAYLOAD.is_dir()):
        fill_payload(options.python, options.sha256 or CARRIED_SHA256)
    write_icons()
    began = time.monotonic()
    given = {"version": options.version} if options.version else {}
    made = windows.build_setup(windows.Setup(is_quick=options.quick, **given))
    size = made.stat().st_size
    took = time.monotonic() - began
    print(f"{made.relative_to(ROOT)}: {size / 1e6:.1f} MB, {took:.0f} s", flush=True)
    if not options.quick and size > windows.MOST_BYTES:
        raise SystemExit(f"{made.name} is larger than {windows.MOST_BYTES / 1e6:.0f} MB.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
