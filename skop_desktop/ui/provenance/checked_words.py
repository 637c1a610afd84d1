"""What a check found, in words."""

from __future__ import annotations

from typing import Final

from skop_desktop.provenance.check import CheckedFile, CheckReport, FileState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line, sentence
from skop_desktop.ui.theme.icons import Tone

SYMBOLS: Final[dict[FileState, tuple[str, Tone]]] = {
    FileState.CHANGED: ("triangle-alert", "warn"),
    FileState.MISSING: ("circle-alert", "bad"),
    FileState.UNREADABLE: ("ban", "bad"),
    FileState.MOVED: ("arrow-right", "accent"),
    FileState.NEW: ("plus", "muted"),
    FileState.UNCHANGED: ("check", "good"),
}
_COUNTED: Final = {
    FileState.CHANGED: "changed",
    FileState.MISSING: "missing",
    FileState.UNREADABLE: "cannot be read",
    FileState.MOVED: "with another name",
    FileState.NEW: "not in the list",
    FileState.UNCHANGED: "unchanged",
}
_OUTCOMES: Final = {
    FileState.CHANGED: "Changed",
    FileState.MISSING: "No longer in the folder",
    FileState.UNREADABLE: "Cannot be read",
    FileState.MOVED: "Now called",
    FileState.NEW: "Not in the list of downloads",
    FileState.UNCHANGED: "As it was downloaded",
}


def summary(report: CheckReport) -> str:
    """``2 changed, 1 missing, 40 unchanged.``"""
    counted = [(report.count(state), words) for state, words in _COUNTED.items()]
    listed = sum(number for number, _ in counted) - report.count(FileState.NEW)
    if report.is_as_downloaded and listed == report.count(FileState.UNCHANGED) > 0:
        number = formats.count(listed)
        told = "The file is as it was" if listed == 1 else f"All {number} files are as they were"
        extra = report.count(FileState.NEW)
        also = f" {formats.count(extra)} more {_are(extra)} not in the list." if extra else ""
        return f"{told} downloaded.{also}"
    parts = [f"{formats.count(number)} {words}" for number, words in counted if number]
    return f"{', '.join(parts)}." if parts else "The list has no files."


def worst_first(report: CheckReport) -> list[CheckedFile]:
    """The files that differ before those that do not; else in the order of the report."""
    ranks = {state: rank for rank, state in enumerate(FileState)}
    return sorted(report.files, key=lambda file: ranks[file.state])


def unreadable_rows(report: CheckReport) -> str:
    """What to say of rows that name no file; empty where there are none."""
    number = report.unreadable_rows
    if not number:
        return ""
    rows = "1 row" if number == 1 else f"{formats.count(number)} rows"
    return f"{rows} of {report.manifest} cannot be read, so nothing could be compared with them."


def outcome(file: CheckedFile) -> str:
    """What became of ``file``, on one line."""
    words = _OUTCOMES[file.state]
    return f"{words} “{one_line(file.now)}”" if file.state is FileState.MOVED else words


def spoken(file: CheckedFile) -> str:
    """The row as a screen reader says it."""
    return " ".join((f"{one_line(file.name)}: {outcome(file)}.", sentence(file.why))).strip()


def as_text(report: CheckReport, files: list[CheckedFile]) -> str:
    """The result for a letter or a file: the folder, the summary, and ``files``."""
    lines = [f"Folder: {report.folder}", summary(report), unreadable_rows(report)]
    return "\n".join([*filter(None, lines), "", *map(spoken, files)]).rstrip() + "\n"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
