"""Visits and candidates as rows of the frontier's file, and back."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from skop_desktop.engine.addresses import identity_of
from skop_desktop.engine.found import Candidate, FoundLink, Visit
from skop_desktop.engine.pages import Link

_LONGEST: Final = 600
"""Characters of one text that are kept: a page that says more of a link says it elsewhere."""

_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def said_of_visit(visit: Visit) -> str:
    """What a visit says beside its own columns."""
    link = visit.link
    if link is None:
        return _encode([visit.source, visit.source_title[:_LONGEST]])
    return _encode([visit.source, visit.source_title[:_LONGEST], *_fields(link)])


def visit_of(row: tuple[str, int, float, int, str], group: str) -> Visit:
    """The visit of a row: its address, depth, promise, attempt and what else it says."""
    url, depth, promise, attempt, said = row
    source, source_title, *fields = json.loads(said)
    link = _link(url, fields) if fields else None
    return Visit(url, depth, promise, attempt, link, source, source_title, group)


def said_of_candidate(candidate: Candidate) -> str:
    """What a candidate says beside its own columns."""
    found = candidate.found
    return _encode(
        [
            candidate.reasons,
            candidate.is_borderline,
            found.source,
            found.page_title[:_LONGEST],
            found.is_certain,
            found.depth,
            found.trail[:_LONGEST],
            *_fields(found.link),
        ]
    )


def candidate_of(url: str, score: float, attempt: int, said: str) -> Candidate:
    """The candidate of a row."""
    reasons, is_borderline, source, title, is_certain, depth, trail, *fields = json.loads(said)
    found = FoundLink(_link(url, fields), source, title, is_certain, depth, trail)
    return Candidate(found, score, tuple(reasons), is_borderline, attempt)


def _fields(link: Link) -> list[str]:
    texts = (link.text, link.title, link.heading, link.row)
    return [text[:_LONGEST] for text in texts]


def _link(url: str, fields: list[str]) -> Link:
    return Link(url, *fields)


@lru_cache(maxsize=4_096)
def page_key_of(url: str) -> int:
    """The key of a page: one for all its spellings."""
    return key_of(identity_of(url))


def key_of(text: str) -> int:
    """64 bits of a text: of a million addresses, two are taken for one once in 37 million."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
