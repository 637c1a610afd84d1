#!/usr/bin/env python3
"""Builds the Windows installer and uses it under wine: `python3 packaging/dev.py verify-windows`.

As root on Debian 12 it installs what it needs. Where there is no wine to be had it says so and ends
with status 77. Shows nothing of real Windows: no SmartScreen, no Defender, no Explorer.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from dev_tools import display, system
from dev_tools.stop import Stop
from installers import windows
from installers.place import ROOT, VERSION, size_of
from verification.chroot import require_namespace_of_its_own
from verification.proofs import Proofs, Refuted, Skipped
from verification.windows_bad_input import verify_damaged_python, verify_disks
from verification.windows_installer import verify
from verification.windows_machine import WindowsMachine
from verification.windows_trial import Trial

SKIPPED: Final = 77
"""What automake calls a skipped test."""
OLDER: Final = "0.0.1"
PACKAGES: Final = ("wine", "wine64", *system.WINDOWS_TOOLS, *system.DESKTOP, "fonts-dejavu-core")


def main(arguments: Sequence[str]) -> int:
    """Builds and verifies; returns the exit status."""
    parser = argparse.ArgumentParser(prog="dev.py verify-windows")
    parser.add_argument("--keep-installers", action="store_true", help="try what was built before")
    parser.add_argument("--folder", type=Path, help="make the throw-away Windows in here")
    parser.add_argument("--pictures", type=Path, default=ROOT / "build" / "pictures")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        system.ensure(PACKAGES)
    except Stop as stop:
        return _skip(str(stop))
    if not shutil.which("wine"):
        return _skip("there is no wine here")
    is_namespaced = _has_a_namespace()
    if not options.keep_installers:
        build()
    proofs = Proofs()
    with (
        display.virtual() as (environment, _),
        tempfile.TemporaryDirectory(prefix="windows-trial-", dir=options.folder) as folder,
    ):
        if "DISPLAY" not in environment:
            return _skip("there is no display and no Xvfb")
        machine = WindowsMachine(Path(folder) / "prefix", environment["DISPLAY"])
        try:
            _try(machine, proofs, options.pictures, can_mount=is_namespaced)
        except Refuted as seen:
            return _skip(f"no Windows could be made: {seen}")
        finally:
            machine.end()
    print(f"in {time.monotonic() - began:.0f} s; pictures in {options.pictures}")
    return proofs.conclude()


def build() -> None:
    """The installer for people, and one of an older version to be replaced. Raises ``SystemExit``.

    The older one is packed from the same files, sooner and larger."""
    for chosen in ([], ["--keep-app", "--quick", "--version", OLDER]):
        command = [sys.executable, str(ROOT / "packaging" / "dev.py"), "build-windows", *chosen]
        status = subprocess.run(command, check=False).returncode
        if status:
            raise SystemExit(status)


def _try(machine: WindowsMachine, proofs: Proofs, pictures: Path, *, can_mount: bool) -> None:
    newer = windows.Setup().file
    older = windows.Setup(version=OLDER, is_quick=True).file
    size = size_of(windows.PAYLOAD)
    print(f"{newer.name}: {newer.stat().st_size / 1e6:.1f} MB, installed {size / 1e6:.0f} MB")
    machine.make()
    trial = Trial(machine, proofs, older, newer, VERSION, windows.longest_folder(), pictures)
    verify_damaged_python(trial)
    verify(trial)
    if not can_mount:
        _skip("this machine refuses to mount full and read-only disks")
        return
    try:
        verify_disks(trial)
    except Skipped as why:
        _skip(f"full and read-only disks; {why}")


def _has_a_namespace() -> bool:
    """Whether mounts can be made that nobody else sees; then this process goes on in there."""
    if os.geteuid() != 0:
        return False
    try:
        require_namespace_of_its_own()
    except Skipped:
        return False
    return True


def _skip(why: str) -> int:
    words = re.sub(r"\s+", " ", why)
    print(f"\n*** SKIPPED, NOT VERIFIED: {words} ***", file=sys.stderr)
    return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
