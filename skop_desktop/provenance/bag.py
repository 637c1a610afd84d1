"""Save as archive: the files of a folder as a bag (BagIt, RFC 8493) that others can check.

``bagit`` of the Library of Congress is what tests check the bags with, not what makes them: its
``make_bag`` moves the person's own files, changes the working directory of the whole process, and
tells no progress. ``manifest.csv`` and ``job.json`` are payload: an archive keeps every byte below
``data/`` and need not keep tag files, and ``data/`` is then a folder that "Check files" reads.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from skop_desktop.errors import Detail, SkopError
from skop_desktop.provenance import bag_text, manifest
from skop_desktop.provenance.bag_place import BagPlace, FolderPlace, ZipPlace
from skop_desktop.provenance.check import CheckedFile, Contents, FileState, contents_of
from skop_desktop.provenance.entry import ManifestEntry
from skop_desktop.provenance.folder_files import FoundFile, blocks_of, same
from skop_desktop.provenance.jobs_file import Jobs, JobsFile, as_written, counts
from skop_desktop.provenance.names import JOBS, MANIFEST
from skop_desktop.provenance.progress import Progress

_HAS_BYTES: Final = frozenset({FileState.UNCHANGED, FileState.MOVED})
_TABLES: Final = 1_000_000
"""Bytes that the text files of a bag may need."""


class BagKind(StrEnum):
    """The forms of an archive."""

    ZIP = "zip"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class BagReport:
    """``files`` documents are in the archive, ``left_out`` are not, each for its reason."""

    path: Path
    files: int
    left_out: tuple[CheckedFile, ...]


@dataclass(frozen=True, slots=True)
class _Payload:
    """What is copied: name below ``data/`` -> file and the SHA-256 it must have."""

    files: dict[str, tuple[FoundFile, str]]
    entries: list[ManifestEntry]
    taken: set[str]


def save_bag(folder: Path, target: Path, kind: BagKind, progress: Progress) -> BagReport:
    """Makes a bag at ``target`` of the downloaded files in ``folder``, which stays as it is.

    Files that are not as they were downloaded, or not in the list, are left out and told. Blocks;
    made for a thread. Raises ``SkopError`` and ``Stopped``; nothing is left at ``target`` then.
    """
    contents = contents_of(folder, progress, passes=2)
    payload = _payload(contents)
    if not payload.files:
        raise SkopError(
            f"“{folder.name}” holds no file that is as it was downloaded.",
            advice="“Check files” says what became of them.",
        )
    left_out = tuple(file for file in contents.report.files if file.state not in _HAS_BYTES)
    size = sum(file.size for file, _ in payload.files.values())
    try:
        jobs = _jobs(folder, payload.entries)
        _ask_for_room(target.parent, size + _TABLES)
        progress.begin("Writing the archive", 0)
        place = ZipPlace(target) if kind is BagKind.ZIP else FolderPlace(target)
        try:
            _Writer(place, progress).write(payload, jobs, left_out)
            return BagReport(place.finish(), len(payload.files), left_out)
        finally:
            place.discard()
    except OSError as error:
        raise _not_written(target, error) from error


class _Writer:
    """Puts the parts of one bag, and knows the fingerprint of each."""

    def __init__(self, place: BagPlace, progress: Progress) -> None:
        self._place = place
        self._progress = progress
        self._hashes: dict[str, str] = {}
        self._sizes: list[int] = []

    def write(self, payload: _Payload, jobs: Jobs, left_out: tuple[CheckedFile, ...]) -> None:
        for name, (file, sha256) in payload.files.items():
            self._copy(f"data/{name}", file, sha256)
        rows = manifest.rows_as_written(entry.cells() for entry in payload.entries)
        own = ((MANIFEST, manifest.HEADER + rows), (JOBS, as_written(jobs)))
        for name, content in own:
            self._put(f"data/{bag_text.payload_name(name, payload.taken)}", content)
            self._sizes.append(len(content))
        payload_hashes, self._hashes = self._hashes, {}
        now = datetime.now(UTC)
        self._put("bagit.txt", bag_text.DECLARATION)
        self._put("bag-info.txt", bag_text.info(jobs, left_out, self._sizes, now.date()))
        self._put("manifest-sha256.txt", bag_text.manifest_lines(payload_hashes))
        self._put("tagmanifest-sha256.txt", bag_text.manifest_lines(self._hashes))

    def _copy(self, path: str, file: FoundFile, sha256: str) -> None:
        digest = hashlib.sha256()
        self._place.put(path, self._told(file, digest), file.size, file.modified)
        if digest.hexdigest() != sha256:
            raise SkopError(
                f"“{file.name}” was changed while the archive was being written.",
                advice="Try again once no other program works on the files.",
                retryable=True,
            )
        self._hashes[path] = sha256
        self._sizes.append(file.size)

    def _told(self, file: FoundFile, digest: hashlib._Hash) -> Iterator[bytes]:
        for block in blocks_of(file, self._progress):
            digest.update(block)
            yield block

    def _put(self, path: str, content: bytes) -> None:
        self._progress.advance(0)
        moment = datetime.now(UTC).timestamp()
        self._place.put(path, (content,), len(content), moment)
        self._hashes[path] = hashlib.sha256(content).hexdigest()


def _payload(contents: Contents) -> _Payload:
    payload = _Payload({}, [], set())
    checked = {same(file.name): file for file in contents.report.files}
    names: dict[str, str] = {}
    for entry in contents.entries:
        key = same(entry.file)
        outcome = checked[key]
        if outcome.state not in _HAS_BYTES:
            continue
        file = contents.found[same(outcome.now)]
        if key not in names:
            names[key] = bag_text.payload_name(file.name, payload.taken)
            payload.files[names[key]] = (file, entry.sha256)
        payload.entries.append(_entry_in_bag(entry, names[key]))
    return payload


def _entry_in_bag(entry: ManifestEntry, name: str) -> ManifestEntry:
    if name == entry.file:
        return entry
    note = " ".join(part for part in (entry.note, f"Was saved as “{entry.file}”.") if part)
    return replace(entry, file=name, note=note)


def _jobs(folder: Path, entries: list[ManifestEntry]) -> Jobs:
    known = JobsFile(folder).known()
    counted = counts(entries)
    return {job: {**known.get(job, {}), **facts} for job, facts in counted.items()}


def _ask_for_room(folder: Path, needed: int) -> None:
    if shutil.disk_usage(folder).free < needed:
        raise OSError(errno.ENOSPC, "No space left on device")


def _not_written(target: Path, error: OSError) -> SkopError:
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return SkopError(
        f"There is not enough space for “{target.name}”."
        if is_full
        else f"The archive “{target.name}” could not be written.",
        advice="Free some space, or choose another disk." if is_full else "Choose another folder.",
        detail=Detail(text=f"{type(error).__name__}: {error.strerror or error}"),
    )
