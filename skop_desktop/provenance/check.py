"""Whether the files of a folder are still those that were downloaded."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from skop_desktop.errors import SkopError
from skop_desktop.provenance import manifest
from skop_desktop.provenance.entry import ManifestEntry
from skop_desktop.provenance.folder_files import (
    FoundFile,
    cannot_read,
    files_in,
    is_somebodys,
    same,
    sha256_of,
)
from skop_desktop.provenance.names import MANIFEST, numbered_names
from skop_desktop.provenance.progress import Progress

_SHA256_DIGITS: Final = 64


class FileState(StrEnum):
    """What became of a file, worst first. ``NEW``: it is not in the list."""

    CHANGED = "changed"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    MOVED = "moved"
    NEW = "new"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file. ``name``: as the list has it, for ``NEW`` as the folder has it.

    ``now``: its name in the folder, empty where it is missing. ``why``: more, in plain words.
    """

    name: str
    state: FileState
    now: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; ``files`` in the order of the list, then the new ones by name.

    ``unreadable_rows``: rows of the list that name no file or no fingerprint.
    """

    folder: Path
    manifest: str
    files: tuple[CheckedFile, ...]
    unreadable_rows: int = 0

    def count(self, state: FileState) -> int:
        """How many files are so."""
        return sum(file.state is state for file in self.files)

    @property
    def is_as_downloaded(self) -> bool:
        """Whether every file of the list is there and has the bytes that were downloaded."""
        fine = {FileState.UNCHANGED, FileState.MOVED, FileState.NEW}
        return not self.unreadable_rows and all(file.state in fine for file in self.files)


@dataclass(frozen=True, slots=True)
class Contents:
    """A folder with its list. ``found``: ``same(name)`` -> file.

    ``entries``: the rows that say how their file is, without older ones about a file that was
    saved again with other bytes.
    """

    report: CheckReport
    entries: tuple[ManifestEntry, ...]
    found: Mapping[str, FoundFile]


def check(folder: Path, progress: Progress) -> CheckReport:
    """Reads every listed file of ``folder`` again and compares it with ``manifest.csv``.

    Blocks; made for a thread. Nothing is written, nothing outside ``folder`` is read. Raises
    ``SkopError`` for a folder without a list or that cannot be read, ``Stopped``.
    """
    return contents_of(folder, progress).report


def contents_of(folder: Path, progress: Progress, passes: int = 1) -> Contents:
    """As ``check``, with all that it looked at. ``passes``: how often the files will be read."""
    name, told = _manifest_of(folder)
    entries = [entry for entry in told.entries if len(entry.sha256) == _SHA256_DIGITS]
    listed = {same(entry.file): entry for entry in sorted(entries, key=_saved_at)}
    found = files_in(folder, progress)
    here = [found[key] for key in listed if key in found]
    progress.begin("Reading the files", passes * sum(file.size for file in here))
    compared = {key: _compared(entry, found.get(key), progress) for key, entry in listed.items()}
    missing = {key for key, file in compared.items() if file.state is FileState.MISSING}
    others = [file for key, file in found.items() if key not in listed]
    moved = _moved({key: listed[key] for key in missing}, others, progress)
    in_order = dict.fromkeys(same(entry.file) for entry in entries)
    files = [moved.get(key, compared[key]) for key in in_order]
    taken = {file.now for file in moved.values()}
    new = sorted(file.name for file in others if file.name not in taken and is_somebodys(file.name))
    files += [CheckedFile(name, FileState.NEW, name) for name in new]
    unreadable = told.unreadable_rows + len(told.entries) - len(entries)
    report = CheckReport(folder, name, tuple(files), unreadable)
    newest = [entry for entry in entries if entry.sha256 == listed[same(entry.file)].sha256]
    return Contents(report, tuple(newest), found)


def _manifest_of(folder: Path) -> tuple[str, manifest.Manifest]:
    """The newest list: where somebody changed ``manifest.csv``, a numbered one took over."""
    newest = None
    if not folder.is_dir():
        raise cannot_read(folder, FileNotFoundError())
    try:
        for name in numbered_names(MANIFEST):
            path = folder / name
            if not os.path.lexists(path):
                break
            if path.is_symlink() or not path.is_file() or path.stat().st_size > manifest.LARGEST:
                continue
            told = manifest.read(path.read_bytes())
            newest = (name, told) if told is not None else newest
    except OSError as error:
        raise cannot_read(folder, error) from error
    if newest is None:
        raise SkopError(
            f"There is no list of downloaded files in “{folder.name}”.",
            advice="Choose the folder of a search: the list is called manifest.csv.",
        )
    return newest


def _compared(entry: ManifestEntry, file: FoundFile | None, progress: Progress) -> CheckedFile:
    if file is None:
        return CheckedFile(entry.file, FileState.MISSING)
    if not file.is_plain:
        return _unreadable(entry, file, "It is a link to another place, which is not followed.")
    if entry.size is not None and entry.size != file.size:
        progress.advance(file.size)
        return CheckedFile(entry.file, FileState.CHANGED, file.name, "Its size has changed.")
    try:
        is_as_it_was = sha256_of(file, progress) == entry.sha256
    except OSError as error:
        return _unreadable(entry, file, f"This computer did not let it be read: {error.strerror}.")
    if is_as_it_was:
        return CheckedFile(entry.file, FileState.UNCHANGED, file.name)
    return CheckedFile(entry.file, FileState.CHANGED, file.name, "Its contents have changed.")


def _unreadable(entry: ManifestEntry, file: FoundFile, why: str) -> CheckedFile:
    return CheckedFile(entry.file, FileState.UNREADABLE, file.name, why)


def _moved(
    missing: Mapping[str, ManifestEntry], others: Iterable[FoundFile], progress: Progress
) -> dict[str, CheckedFile]:
    """Which of ``missing`` are among ``others`` under another name; reads no file in vain."""
    sizes = {entry.size for entry in missing.values()}
    candidates = [
        file
        for file in others
        if missing and file.is_plain and (file.size in sizes or None in sizes)
    ]
    progress.begin("Looking for files with another name", sum(file.size for file in candidates))
    by_hash = dict(_hashed(candidates, progress))
    return {
        key: CheckedFile(entry.file, FileState.MOVED, by_hash[entry.sha256])
        for key, entry in missing.items()
        if entry.sha256 in by_hash
    }


def _hashed(files: Iterable[FoundFile], progress: Progress) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            yield sha256_of(file, progress), file.name
        except OSError:
            continue  # a file that is not in the list may be closed to us


def _saved_at(entry: ManifestEntry) -> str:
    return entry.downloaded_at
