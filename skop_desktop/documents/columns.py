"""The heart of the documents table, without a screen: columns, order and filter by row number.

Columns are lists, a row is its number in them. Nothing here changes after ``build`` but what is
computed on first use (sort keys, search text), so a build can be made in one thread and used in
another.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import repeat
from typing import Any, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from skop_desktop.api.models import ExtractedDocument
from skop_desktop.documents.kinds import type_word
from skop_desktop.documents.shown import folded, natural_key, shown_text


class ColumnKey(StrEnum):
    """The columns; the values are kept in settings."""

    NAME = "name"
    CONFIDENCE = "confidence"
    TYPE = "type"
    SIZE = "size"
    FOUND_ON = "found_on"
    FOUND_AT = "found_at"
    SAVED = "saved"


class ColumnKind(StrEnum):
    """What a column holds, which decides how it is drawn and sorted."""

    TEXT = "text"
    SHARE = "share"
    BYTES = "bytes"
    MOMENT = "moment"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``width``: a hint, in pixels at 100 %."""

    key: ColumnKey
    title: str
    kind: ColumnKind
    width: int
    is_right_aligned: bool = False


COLUMNS: Final = (
    Column(ColumnKey.NAME, "Name", ColumnKind.TEXT, 300),
    Column(ColumnKey.CONFIDENCE, "Confidence", ColumnKind.SHARE, 132),
    Column(ColumnKey.TYPE, "Type", ColumnKind.TEXT, 64),
    Column(ColumnKey.SIZE, "Size", ColumnKind.BYTES, 80, is_right_aligned=True),
    Column(ColumnKey.FOUND_ON, "Found on", ColumnKind.TEXT, 146),
    Column(ColumnKey.FOUND_AT, "Found at", ColumnKind.MOMENT, 130),
    Column(ColumnKey.SAVED, "Saved", ColumnKind.STATE, 110),
)
"""All columns, in their first order."""


class RowId(NamedTuple):
    """What tells a row from others when the list grows; ``occurrence`` counts equal ones from 0."""

    url: str
    name: str
    source_page: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What is to be shown.

    ``text``: words that must all stand in name, source page or type. ``types``: type words, or
    ``None`` for all. ``minimum_confidence``: 0 to 1; at 0 documents without one are kept.
    """

    text: str = ""
    types: frozenset[str] | None = None
    minimum_confidence: float = 0.0

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown."""
        return not self.text.strip() and self.types is None and self.minimum_confidence <= 0


_CHUNK: Final = 1_000


class DocumentColumns:
    """The documents of one job as columns; made by ``build``.

    ``sizes`` in bytes, ``found_at`` in seconds since 1970 (UTC), ``pages`` as shown (a path, with
    its host where it is not the one most pages are on), ``types`` as ``type_word`` gives them.
    """

    def __init__(self, documents: Sequence[ExtractedDocument]) -> None:
        self.documents: Final = documents
        self.names: Final[list[str]] = []
        self.confidences: Final[list[float | None]] = []
        self.types: Final[list[str]] = []
        self.sizes: Final[list[int | None]] = []
        self.pages: Final[list[str]] = []
        self.found_at: Final[list[float | None]] = []
        self.urls: Final[list[str]] = []

    @classmethod
    def build(cls, documents: Sequence[ExtractedDocument]) -> DocumentColumns:
        """Columns of ``documents``; search text, identities and keys of names are made ready too.

        Meant for a thread beside the window's: it lets go of the interpreter every thousand rows.
        """
        columns = cls(documents)
        for chunk in _chunks(len(documents)):
            columns._add(documents[chunk.start : chunk.stop])
        columns.pages.extend(_pages_shown([document.source_page for document in documents]))
        _ = columns._name_keys, columns._haystacks, columns._rows
        return columns

    def __len__(self) -> int:
        return len(self.documents)

    def row_id(self, row: int) -> RowId:
        """The identity of a row, the same in every later build that begins with the same rows."""
        return self._row_ids[row]

    def row_of(self, row_id: RowId) -> int | None:
        """The row that has this identity."""
        return self._rows.get(row_id)

    def type_counts(self) -> Counter[str]:
        """How many documents there are of each type word."""
        return Counter(self.types)

    def order_by(
        self,
        column: ColumnKey,
        descending: bool = False,
        *,
        saved_ranks: Sequence[int | None] | None = None,
    ) -> list[int]:
        """Rows in the order of a column; equal ones as they came, missing values always last.

        ``saved_ranks``: for ``SAVED``, a number a row, as the screen ranks the states.
        """
        keys = self._sort_keys(column, saved_ranks)
        rows: Sequence[int] = range(len(self))
        missing: list[int] = []
        if None in keys:
            rows = [row for row, key in enumerate(keys) if key is not None]
            missing = [row for row, key in enumerate(keys) if key is None]
        return sorted(rows, key=keys.__getitem__, reverse=descending) + missing

    def matches(self, chosen: Filter) -> bytearray:
        """A mask, 1 for each row that ``chosen`` lets through."""
        tests: list[list[bool]] = []
        if chosen.minimum_confidence > 0:
            least = chosen.minimum_confidence - 1e-9
            tests.append([value is not None and value >= least for value in self.confidences])
        if chosen.types is not None:
            types = chosen.types
            tests.append([word in types for word in self.types])
        tests.extend([word in hay for hay in self._haystacks] for word in _words(chosen.text))
        if not tests:
            return bytearray(repeat(1, len(self)))
        return bytearray(map(all, zip(*tests, strict=True)) if len(tests) > 1 else tests[0])

    def visible(self, order: Sequence[int], mask: bytearray) -> list[int]:
        """The rows of ``order`` that ``mask`` lets through."""
        return [row for row in order if mask[row]]

    def _add(self, documents: Sequence[ExtractedDocument]) -> None:
        self.names.extend(shown_text(document.name) for document in documents)
        self.confidences.extend(document.confidence_score for document in documents)
        self.types.extend(type_word(d.document_type, d.url) for d in documents)
        self.sizes.extend(document.size_bytes for document in documents)
        self.found_at.extend(
            None if document.extracted_at is None else document.extracted_at.timestamp()
            for document in documents
        )
        self.urls.extend(document.url or "" for document in documents)

    def _sort_keys(
        self, column: ColumnKey, saved_ranks: Sequence[int | None] | None
    ) -> Sequence[Any]:
        if column is ColumnKey.SAVED:
            return [None] * len(self) if saved_ranks is None else saved_ranks
        made: dict[ColumnKey, Callable[[], Sequence[Any]]] = {
            ColumnKey.NAME: lambda: self._name_keys,
            ColumnKey.CONFIDENCE: lambda: self.confidences,
            ColumnKey.TYPE: lambda: self._type_keys,
            ColumnKey.SIZE: lambda: self.sizes,
            ColumnKey.FOUND_ON: lambda: self._page_keys,
            ColumnKey.FOUND_AT: lambda: self.found_at,
        }
        return made[column]()

    @cached_property
    def _name_keys(self) -> list[str | None]:
        return _natural_keys(self._folded_names)

    @cached_property
    def _page_keys(self) -> list[str | None]:
        return _natural_keys(self._folded_pages)

    @cached_property
    def _folded_names(self) -> list[str]:
        return _made(folded, self.names)

    @cached_property
    def _folded_pages(self) -> list[str]:
        return _made(folded, self.pages)

    @cached_property
    def _type_keys(self) -> list[str | None]:
        return [word or None for word in self.types]

    @cached_property
    def _haystacks(self) -> list[str]:
        hay: list[str] = []
        for chunk in _chunks(len(self)):
            part = slice(chunk.start, chunk.stop)
            told = zip(
                self._folded_names[part], self._folded_pages[part], self.types[part], strict=True
            )
            hay.extend(f"{name}\n{page}\n{word.lower()}" for name, page, word in told)
        return hay

    @cached_property
    def _row_ids(self) -> list[RowId]:
        seen: dict[RowId, int] = {}
        ids = []
        for url, document in zip(self.urls, self.documents, strict=True):
            row_id = RowId(url, document.name or "", document.source_page or "", 0)
            occurrence = seen.get(row_id, 0)
            seen[row_id] = occurrence + 1
            ids.append(row_id._replace(occurrence=occurrence) if occurrence else row_id)
        return ids

    @cached_property
    def _rows(self) -> dict[RowId, int]:
        return {row_id: row for row, row_id in enumerate(self._row_ids)}


def _chunks(length: int) -> Iterator[range]:
    for start in range(0, length, _CHUNK):
        yield range(start, min(start + _CHUNK, length))
        time.sleep(0)  # another thread, the window's, may go first


def _natural_keys(folded_texts: Sequence[str]) -> list[str | None]:
    return [key or None for key in _made(natural_key, folded_texts)]


def _made(make: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """``make`` of each text, computed once for equal ones."""
    known: dict[str, str] = {}
    for chunk in _chunks(len(texts)):
        for text in texts[chunk.start : chunk.stop]:
            if text not in known:
                known[text] = make(text)
    return [known[text] for text in texts]


def _words(text: str) -> list[str]:
    return folded(shown_text(text)).split()


def _pages_shown(pages: Sequence[str | None]) -> Iterator[str]:
    different = Counter(pages)
    parts = {page: _host_and_path(page or "") for page in different}
    hosts: Counter[str] = Counter()
    for page, count in different.items():
        if host := parts[page][0]:
            hosts[host] += count
    usual = hosts.most_common(1)[0][0] if hosts else ""
    shown = {
        page: shown_text(path if host == usual else host + path)
        for page, (host, path) in parts.items()
    }
    return (shown[page] for page in pages)


def _host_and_path(page: str) -> tuple[str, str]:
    try:
        parts = urlsplit(page)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", page
    path = unquote(parts.path) + (f"?{unquote(parts.query)}" if parts.query else "")
    return host, path or ("/" if host else "")
