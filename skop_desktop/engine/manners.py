"""How a site is treated: how often it is asked, how long it may take, how far a search goes."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FrontierBounds:
    """What keeps a crawl finite on a site that is not.

    ``pages_of_one_pattern``: addresses that differ in their figures alone, as a newspaper's or a
    calendar's do. ``queries_of_one_pattern``: the same, of pages that a program makes when asked.
    """

    pages: int = 50_000
    depth: int = 100
    pages_of_one_pattern: int = 3_000
    queries_of_one_pattern: int = 400
    calendar_leaves: int = 300


@dataclass(frozen=True, slots=True)
class Manners:
    """How a site is treated. ``delay``: seconds between requests to one host. ``patience``:
    seconds that an answer may take to begin. ``in_flight``: requests under way at once.
    """

    delay: float = 1.0
    patience: float = 10.0
    in_flight: int = 4
    bounds: FrontierBounds = field(default_factory=FrontierBounds)
