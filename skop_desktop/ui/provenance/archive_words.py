"""What to tell of an archive that was saved."""

from __future__ import annotations

from typing import Final

from skop_desktop.provenance.bag import BagReport
from skop_desktop.provenance.check import CheckedFile, FileState
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line

_REASONS: Final = {
    FileState.CHANGED: "has changed since it was downloaded",
    FileState.MISSING: "is no longer in the folder",
    FileState.UNREADABLE: "cannot be read",
    FileState.NEW: "is not in the list of downloads",
}
_FEW: Final = 2
_LONGEST_NAME: Final = 60


def saved(report: BagReport) -> str:
    """Whole sentences: what the archive holds, and what was left out and why."""
    files = "1 document" if report.files == 1 else f"{formats.count(report.files)} documents"
    told = f"“{one_line(report.path.name)}” is saved with {files}."
    return " ".join(part for part in (told, _left_out(report.left_out)) if part)


def is_complete(report: BagReport) -> bool:
    """Whether every file of the list is in the archive."""
    return all(file.state is FileState.NEW for file in report.left_out)


def _left_out(files: tuple[CheckedFile, ...]) -> str:
    if not files:
        return ""
    if len(files) <= _FEW:
        return " ".join(
            f"“{_short(file.name)}” {_REASONS[file.state]} and was left out." for file in files
        )
    reasons = dict.fromkeys(_REASONS[file.state] for file in files)
    first, *others = reasons
    because = first if not others else f"{', '.join([first, *others[:-1]])} or {others[-1]}"
    return (
        f"{formats.count(len(files))} files were left out, each because it {because}; "
        "“Check files” shows them."
    )


def _short(name: str) -> str:
    shown = one_line(name)
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"
