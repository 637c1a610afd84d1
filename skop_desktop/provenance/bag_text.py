"""The text files of a bag (RFC 8493), and the names that its payload may have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from skop_desktop import __version__
from skop_desktop.provenance.check import CheckedFile, FileState
from skop_desktop.provenance.folder_files import same
from skop_desktop.provenance.jobs_file import Jobs

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_AS_SYMBOLS: Final = str.maketrans({"%": "\uff05", "\n": "\u240a", "\r": "\u240d"})
_LEFT_OUT: Final = {
    FileState.CHANGED: "changed since it was downloaded",
    FileState.MISSING: "no longer in the folder",
    FileState.UNREADABLE: "could not be read",
    FileState.NEW: "not in the list of downloaded files",
}


def payload_name(file: str, taken: set[str]) -> str:
    """A name for ``file`` below ``data/`` that every BagIt tool reads alike; put into ``taken``.

    RFC 8493, 2.1.3, has ``%`` written as ``%25``, and no common tool reads it so (bagit-python,
    issue 157): a name with ``%`` would fail in one or the other, so it gets the full-width sign.
    Line ends become their symbols. Names that only Unicode forms or case tell apart get numbers.
    """
    legal = file.encode("utf-8", "replace").decode()
    plain = same(legal).translate(_AS_SYMBOLS)
    path, number, name = PurePosixPath(plain), 1, plain
    while same(name.casefold()) in taken:
        number += 1
        name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
    taken.add(same(name.casefold()))
    return name


def manifest_lines(hashes: Mapping[str, str]) -> bytes:
    """``manifest-sha256.txt`` for path -> SHA-256 (RFC 8493, 2.1.3)."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def info(
    jobs: Jobs,
    left_out: Iterable[CheckedFile],
    sizes: Sequence[int],
    today: date,
) -> bytes:
    """``bag-info.txt`` (RFC 8493, 2.2.2). ``sizes``: bytes of each payload file."""
    labels = [
        ("Bagging-Date", today.isoformat()),
        ("Bag-Software-Agent", f"Skop Desktop {__version__}"),
        ("Payload-Oxum", f"{sum(sizes)}.{len(sizes)}"),
        *(label for job, facts in jobs.items() for label in _job_labels(job, facts)),
        *(("Left-Out", f"{file.name}: {_LEFT_OUT[file.state]}") for file in left_out),
    ]
    lines = (f"{label}: {' '.join(value.split())}\n" for label, value in labels if value.strip())
    return "".join(lines).encode("utf-8", "replace")


def _job_labels(job: str, facts: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    def told(name: str) -> str:
        return str(facts.get(name) or "")

    asked = f"Documents that were asked for as: {told('prompt')}" if told("prompt") else ""
    yield "External-Identifier", told("job_id") or job
    yield "External-Description", asked
    yield "Source-Website", told("website")
    yield "Source-Server", told("server")
