#!/usr/bin/env python3
"""Installs what was built in bare Debians and uses it: `python3 packaging/dev.py verify-linux`.

Needs root, mounting and a Debian mirror; where one is refused it says so and ends with status 77.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dev_tools import display
from installers.desktop_entry import write_share
from installers.place import APP_ID, DIST, NAME, ROOT, VERSION
from verification.bench import Bench
from verification.chroot import entered, require_namespace_of_its_own
from verification.debian_package import verify_deb
from verification.proofs import Proofs, Skipped, expect
from verification.run_installer import verify_run

SKIPPED: Final = 77
"""What automake calls a skipped test."""
SUITES: Final = ("bookworm", "trixie")
_DEFAULT_MIRROR: Final = "http://deb.debian.org/debian"


def main(arguments: Sequence[str]) -> int:
    """Verifies what lies in ``dist``; returns the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py verify-linux")
    parser.add_argument("--suite", choices=SUITES, action="append", help="only these Debians")
    parser.add_argument("--cache", type=Path, help="keep what is fetched here")
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "pictures")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if os.geteuid() != 0:
        return _skip("only root may make other systems in folders")
    proofs = Proofs()
    try:
        require_namespace_of_its_own()
        _verify_metadata(proofs)
        with display.virtual() as (environment, _), tempfile.TemporaryDirectory() as folder:
            if "DISPLAY" not in environment:
                return _skip("there is no display and no Xvfb")
            for suite in options.suite or SUITES:
                cache = options.cache or Path(folder)
                cache.mkdir(parents=True, exist_ok=True)
                _verify_in(suite, cache, environment["DISPLAY"], options.pictures, proofs)
    except Skipped as why:
        proofs.conclude()
        return _skip(str(why))
    print(f"in {time.monotonic() - began:.0f} s; pictures in {options.pictures}")
    return proofs.conclude()


def _verify_in(suite: str, cache: Path, screen: str, pictures: Path, proofs: Proofs) -> None:
    package = DIST / f"{NAME}_{VERSION}_amd64.deb"
    installer = DIST / f"{NAME}-{VERSION}-linux-x86_64.run"
    for file in (package, installer):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    with entered(suite, cache, _mirror()) as inside:
        bench = Bench(suite, inside, screen, pictures, proofs)
        verify_deb(bench, package)
        verify_run(bench, installer)


def _verify_metadata(proofs: Proofs) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_share(Path(folder))
        for what, command in (
            ("menu entry", ["desktop-file-validate", f"{folder}/applications/{NAME}.desktop"]),
            (
                "AppStream metadata",
                [
                    "appstreamcli",
                    "validate",
                    "--no-net",
                    f"{folder}/metainfo/{APP_ID}.metainfo.xml",
                ],
            ),
        ):
            with proofs.claim(f"the {what} is valid"):
                told = subprocess.run(command, capture_output=True, text=True, check=False)
                expect(told.returncode == 0, told.stdout + told.stderr)


def _mirror() -> str:
    """The mirror of Debian that apt uses here."""
    lists = [*Path("/etc/apt").glob("sources.list"), *Path("/etc/apt/sources.list.d").glob("*")]
    for file in lists:
        text = file.read_text("utf-8", errors="replace")
        found = re.search(r"^(?:URIs:|deb) .*?(http\S+/debian)/?(?:\s|$)", text, re.MULTILINE)
        if found:
            return found[1]
    return _DEFAULT_MIRROR


def _skip(why: str) -> int:
    print(f"\n*** SKIPPED, NOT VERIFIED: {why} ***", file=sys.stderr)
    return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
