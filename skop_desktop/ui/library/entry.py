"""One search as the sidebar shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from skop_desktop.jobs.records import LibraryEntry
from skop_desktop.jobs.snapshot import JobKey, JobSnapshot, JobState
from skop_desktop.ui import formats, words
from skop_desktop.ui.parts.safe_text import one_line

_SAYS_NOTHING_MORE: Final = frozenset({JobState.COMPLETED})
"""States whose word is left out where a count tells as much."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A row of the list.

    ``documents``: how many are known, ``None`` while nobody has counted. ``opened_at``: UTC,
    ``None`` where the list knows better. ``note``: what stands in place of the state word.
    """

    key: JobKey
    title: str
    website: str
    state: JobState
    documents: int | None
    opened_at: datetime | None
    note: str = ""

    @property
    def look(self) -> words.StateWord:
        """Word, colour and shape of the state."""
        return words.JOB_STATES[self.state]

    @property
    def detail(self) -> str:
        """``riverton.gov · 15 found · running``."""
        return f"{self.site} · {self.rest}" if self.site and self.rest else self.site or self.rest

    @property
    def site(self) -> str:
        """``riverton.gov``; empty while nobody has named it."""
        return one_line(formats.site(self.website))

    @property
    def rest(self) -> str:
        """``15 found · running``: what must stay readable in a narrow sidebar."""
        return " · ".join(part for part in self._parts() if part)

    @property
    def spoken(self) -> str:
        """What a screen reader says: the title, the detail, and always the state."""
        state = "" if self.note else self.look.word.lower()
        parts = [self.title, self.site, *self._parts()]
        return ", ".join(dict.fromkeys(part for part in (*parts, state) if part))

    def _parts(self) -> tuple[str, str]:
        found = f"{formats.count(self.documents)} found" if self.documents is not None else ""
        is_plain = self.state in _SAYS_NOTHING_MORE and self.documents is not None
        state = self.note or ("" if is_plain else self.look.word.lower())
        return found, state


def entry_of_record(record: LibraryEntry) -> SearchEntry:
    """The row of a search that the library kept."""
    return SearchEntry(
        key=record.key,
        title=one_line(record.prompt) or record.key.job_id,
        website=record.website,
        state=record.state,
        documents=record.documents or (0 if record.state is JobState.COMPLETED else None),
        opened_at=record.opened_at,
    )


def entry_of_snapshot(snapshot: JobSnapshot, opened_at: datetime | None = None) -> SearchEntry:
    """The row of a job that is followed now; the list keeps the time it was opened."""
    results, status = snapshot.results, snapshot.status
    counts = (
        len(snapshot.documents),
        (results.total_documents_found or 0) if results else 0,
        (status.total_documents_found or 0) if status else 0,
    )
    is_final = results is not None and not results.is_partial
    found = counts[0] if is_final else max(counts)
    in_the_way = snapshot.trouble is not None and not snapshot.is_complete
    return SearchEntry(
        key=snapshot.key,
        title=one_line(words.job_title(snapshot)),
        website=snapshot.website,
        state=snapshot.state,
        documents=found if found or is_final else None,
        opened_at=opened_at,
        note=words.job_state(snapshot).word.lower() if in_the_way else "",
    )
