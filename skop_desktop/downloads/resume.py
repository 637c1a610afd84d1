"""Going on with an unfinished part: what to ask for, and what an answer is worth (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.downloads import faults
from skop_desktop.downloads.exchange import Answer
from skop_desktop.downloads.steps import Answered, Unfinished

LEAST_KEPT: Final = 256 * 1024
"""Bytes. Less is fetched again as quickly as it is looked at, over all but the slowest lines."""

OVERLAP: Final = 1024
"""Bytes at the end of a part that are asked for again and compared.

A validator is the site's word; these bytes are proof that it still sends the same file.
"""

_LONGEST: Final = 1_000
_CLOCKS_DIFFER_BY: Final = timedelta(seconds=60)
_RANGE: Final = re.compile(r"bytes\s+(\d{1,19})-(\d{1,19})/(\d{1,19}|\*)", re.IGNORECASE)
_UNSATISFIED: Final = re.compile(r"bytes\s+\*/(\d{1,19})", re.IGNORECASE)
_PARTIAL: Final = 206
_UNSATISFIABLE: Final = 416


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for the bytes from ``start`` on, if they are those that ``validator`` says."""

    start: int
    validator: str

    @property
    def headers(self) -> dict[str, str]:
        """The fields of the request."""
        return {"Range": f"bytes={self.start}-", "If-Range": self.validator}


@dataclass(frozen=True, slots=True)
class ContentRange:
    """``Content-Range`` (RFC 9110, 14.4): first and last byte, and of how many where it says so."""

    first: int
    last: int
    total: int | None


class Verdict(Enum):
    """What an answer to an ``Ask`` for a rest is."""

    REST = auto()
    """The rest, from its ``Content-Range`` on."""
    ALL = auto()
    """The whole document from its first byte."""
    COMPLETE = auto()
    """There is no more: the part is the document."""
    USELESS = auto()
    """Neither; the next ``Ask`` is due."""


def asks(unfinished: Unfinished) -> Iterator[Ask]:
    """What to ask for, in turn, until an answer is of use; the whole if none is."""
    if unfinished.safe_bytes >= LEAST_KEPT:
        for validator in strong_validators(unfinished):
            yield Ask(unfinished.safe_bytes - OVERLAP, validator)


def can_go_on(answer: Unfinished | Answered) -> bool:
    """Whether a part that came with ``answer`` can be gone on from."""
    return _is_strong(answer.etag) or bool(strong_validators(answer))


def strong_validators(answer: Unfinished | Answered) -> list[str]:
    """What may stand in ``If-Range``: a strong entity tag, a date that is strong (8.8.2.2).

    A date is strong if it lies a minute before that of the answer: within one second a file may
    change twice, and the clocks of a site and its cache may differ a little.
    """
    strong = [answer.etag] if _is_strong(answer.etag) else []
    modified, sent = _moment(answer.last_modified), _moment(answer.date)
    if modified is not None and sent is not None and sent - modified >= _CLOCKS_DIFFER_BY:
        strong.append(answer.last_modified)
    return strong


def verdict(response: Answer, ask: Ask, unfinished: Unfinished) -> Verdict:
    """What ``response`` to ``ask`` is worth to somebody who has ``unfinished``."""
    if response.status_code == _UNSATISFIABLE:
        return _of_unsatisfiable(response, unfinished)
    sent = content_range(response.headers)
    if sent is not None:
        # A rest that calls itself 200 is a rest: its Content-Range is there for some reason.
        fits = (
            _fits(sent, ask, unfinished) and not _is_coded(response) and _same(response, unfinished)
        )
        return Verdict.REST if fits else Verdict.USELESS
    if response.status_code == _PARTIAL:
        return Verdict.USELESS  # multipart/byteranges, or a range that cannot be read
    # Some sites know a tag when they see it and still refuse it here: their date may do.
    tag = response.headers.get("etag", "")
    is_refused = ask.validator == tag and len(strong_validators(unfinished)) > 1
    return Verdict.USELESS if is_refused else Verdict.ALL


def content_range(headers: Mapping[str, str]) -> ContentRange | None:
    """``Content-Range`` of ``headers``, ``None`` where there is none that makes sense."""
    found = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    total = None if found[3] == "*" else int(found[3])
    if last < first or (total is not None and last >= total):
        return None
    return ContentRange(first, last, total)


def answered(response: Answer, length: int | None) -> Answered:
    """What the ledger keeps of the head of ``response``."""
    read = response.headers.get
    return Answered(
        url=faults.shown_address(response.url.text),
        etag=read("etag", "").strip()[:_LONGEST],
        last_modified=read("last-modified", "").strip()[:_LONGEST],
        date=read("date", "").strip()[:_LONGEST],
        length=length,
    )


def just_begun(part: Path, target: Path, answer: Answered | None) -> Unfinished:
    """``part`` with nothing in it yet, which ``answer`` is to fill."""
    if answer is None:
        return Unfinished(part, target, 0)
    return Unfinished(
        part,
        target,
        0,
        url=answer.url,
        etag=answer.etag,
        last_modified=answer.last_modified,
        date=answer.date,
        length=answer.length,
    )


def has_changed(before: Unfinished, now: Answered) -> bool:
    """Whether the site says itself that this is another file."""
    if before.etag and now.etag:
        return before.etag != now.etag
    if before.last_modified and now.last_modified:
        return before.last_modified != now.last_modified
    return before.length is not None and now.length is not None and before.length != now.length


def _of_unsatisfiable(response: Answer, unfinished: Unfinished) -> Verdict:
    found = _UNSATISFIED.fullmatch(response.headers.get("content-range", "").strip())
    tag = response.headers.get("etag", unfinished.etag)
    total = int(found[1]) if found else None
    known = unfinished.length if unfinished.length is not None else total
    is_all = unfinished.safe_bytes == total == known and tag == unfinished.etag
    return Verdict.COMPLETE if is_all else Verdict.USELESS


def _fits(sent: ContentRange, ask: Ask, unfinished: Unfinished) -> bool:
    if sent.first > ask.start:
        return False  # there would be a hole, or nothing to compare
    if sent.total is None:
        # Without any total nothing would tell whether the last byte is the last.
        return unfinished.length is not None and sent.last + 1 <= unfinished.length
    return unfinished.length is None or sent.total == unfinished.length


def _is_strong(tag: str) -> bool:
    return len(tag) > 1 and tag[0] == tag[-1] == '"'


def _is_coded(response: Answer) -> bool:
    coding = response.headers.get("content-encoding", "identity")
    return coding.strip().lower() != "identity"


def _same(response: Answer, unfinished: Unfinished) -> bool:
    """Whether the answer is about the same thing: its place, and its tag where it has one."""
    tag = response.headers.get("etag", "").strip()
    if tag and unfinished.etag and tag.removeprefix("W/") != unfinished.etag.removeprefix("W/"):
        return False
    before, now = urlsplit(unfinished.url), urlsplit(response.url.text)
    # The query is left out: many stores sign each link anew.
    return not unfinished.url or (before.hostname, before.path) == (now.hostname, now.path)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
