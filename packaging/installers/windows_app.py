"""What the Windows installer installs: a Python, the packages, our own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from installers import windows_packages, windows_python
from installers.place import size_of
from installers.windows import PAYLOAD, PLACE, longest_folder, longest_path

_UNCOMPRESSED: Final = 250_000_000
_LONGEST_UNPACKED: Final = 160
"""Characters of a path below the app: what is more leaves the person's own folders no room."""


def fill_payload(zip_file: Path | None, sha256: str) -> None:
    """Makes ``PAYLOAD`` anew, without the launcher. Raises ``SystemExit`` with a sentence, and
    leaves what was there."""
    given = zip_file or windows_python.fetched(PLACE / "fetched")
    making = PLACE / "making"
    shutil.rmtree(making, ignore_errors=True)
    python = windows_python.unpack(given, sha256, making / "python")
    packages = making / "packages"
    windows_packages.install(python.version, packages)
    packages.with_suffix(".lock").unlink()
    windows_packages.prune(packages)
    windows_packages.add_own(packages)
    windows_python.write_search_path(python, making / "python", "..\\packages")
    shutil.rmtree(PAYLOAD, ignore_errors=True)
    making.rename(PAYLOAD)
    size = size_of(PAYLOAD)
    print(f"app for Windows: {size / 1e6:.0f} MB, in folders of {longest_folder()} characters")
    if size > _UNCOMPRESSED or longest_path() > _LONGEST_UNPACKED:
        raise SystemExit("That is more than was meant.")
