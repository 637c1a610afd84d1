#!/usr/bin/env python3
"""Writes the sample website: `python3 packaging/make_sample_site.py [--pages N] [--out DIR]`.

Same bytes on every run. `--check` writes nothing and ends with 1 when the folder differs. Runs in
the project's environment (`python3 packaging/dev.py sample-site`).
"""

from __future__ import annotations

import argparse
import io
import sys
import unicodedata
import zipfile
from pathlib import Path

from sample_site.build import build

COMMITTED = Path(__file__).resolve().parent.parent / "resources" / "sample_site"


def main() -> int:
    """Writes or checks; returns the exit status: 1 for a difference, 2 for a folder of others."""
    options = _options()
    made = build(options.pages)
    if options.check:
        return _check(made, options.out)
    if options.out.is_dir() and any(options.out.iterdir()) and not _is_site(options.out):
        print(f"{options.out} holds other files: name an empty or a new folder.", file=sys.stderr)
        return 2
    _write(made, options.out)
    pages = sum(name.endswith("index.html") for name in made)
    size = sum(len(content) for content in made.values())
    print(f"{options.out}: {pages} pages, {_documents(made)} documents, {size / 1e6:.2f} MB")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Write the sample website.")
    parser.add_argument("--pages", type=int, default=0, help="grow the site to this many pages")
    parser.add_argument("--out", type=Path, default=COMMITTED, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="only tell whether the folder differs")
    return parser.parse_args()


def _documents(made: dict[str, bytes]) -> int:
    return sum(name.startswith(("www/files/", "www/internal/")) for name in made) - sum(
        name == "www/internal/index.html" for name in made
    )


def _is_site(folder: Path) -> bool:
    return (folder / "site.json").is_file() and (folder / "www").is_dir()


def _write(made: dict[str, bytes], folder: Path) -> None:
    """Writes what differs and takes away what an earlier run left behind."""
    for name, file in _present(folder).items():
        if name not in made:
            file.unlink()
    for name, content in made.items():
        file = folder / name
        if not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def _present(folder: Path) -> dict[str, Path]:
    """Files by name, composed (NFC) as the site writes them: some systems take names apart."""
    return {
        unicodedata.normalize("NFC", file.relative_to(folder).as_posix()): file
        for file in folder.rglob("*")
        if file.is_file()
    }


def _check(made: dict[str, bytes], folder: Path) -> int:
    present = _present(folder)
    differing = [
        *(f"missing: {name}" for name in sorted(made.keys() - present.keys())),
        *(f"not made by the script: {name}" for name in sorted(present.keys() - made.keys())),
        *(
            f"differs: {name}"
            for name in sorted(made.keys() & present.keys())
            if not _same(made[name], present[name].read_bytes())
        ),
    ]
    print("\n".join(differing) or f"{folder}: as the script writes it")
    return 1 if differing else 0


def _same(made: bytes, present: bytes) -> bool:
    """Zips are the same when their members are: zlib packs differently from machine to machine."""
    if made == present:
        return True
    if not made.startswith(b"PK") or not zipfile.is_zipfile(io.BytesIO(present)):
        return False
    return _members(made) == _members(present)


def _members(archive: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


if __name__ == "__main__":
    sys.exit(main())
