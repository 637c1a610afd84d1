"""How likely a link leads to pages with the documents that are looked for."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

from skop_desktop.engine.dates import Period, periods_in
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.pages import Link, Page
from skop_desktop.engine.places import FOOT, MAIN
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.numbers import standing_of
from skop_desktop.engine.words import spaced, stem, stems

_HUB: Final = re.compile(
    r"\b(?:archives?|documents?|document cent(?:er|re)|records?|publications?|library|downloads?"
    r"|meetings?|minutes|agendas?|reports?|transparency|finance|boards?|committees?|commissions?"
    r"|council|government|sitzungen|dokumente|archiv|publikationen|documentos|archivos"
    r"|publicaciones|séances|next|older|previous|page \d+)\b",
    re.IGNORECASE,
)
_DEAD_END: Final = re.compile(
    r"\b(?:contact|privacy|accessibility|cookies?|imprint|impressum|login|sign in|log in|register"
    r"|cart|shop|weather|facebook|twitter|instagram|youtube|share|print|search|feed|rss|directions)\b",
    re.IGNORECASE,
)
_SELDOM: Final = re.compile(
    r"\b(?:jobs?|careers?|calendar|events?|tourism|visitors?|gallery|photos?|news)\b", re.IGNORECASE
)
_BODY_NOUNS: Final = """
    board commission committee council department office authority district agency court
    city town county village township school state public ausschuss rat stadt gemeinde
    conseil commission ville comisión consejo ayuntamiento
"""
_COMMON: Final = frozenset(map(stem, _BODY_NOUNS.split()))
"""Words that many bodies of one site share."""
_COMMON_WEIGHT: Final = 0.2
_KIND, _UNWANTED, _YEAR, _OTHER_YEAR, _BODY, _TOPIC, _PLACE, _NOWHERE, _RARE = (
    3.0, -1.0, 2.0, -2.0, 2.0, 1.5, 0.7, -1.5, -0.6,
)  # fmt: skip
_NUMBER: Final = {"+": 4.0, "-": -2.0, "": 0.0}
_INHERITED: Final = 0.5
_AT_THE_FOOT: Final = -0.5
_STEP_DOWN: Final = -0.05
_LONGEST_HEADING: Final = 120


class Promise(NamedTuple):
    """``worth``: a figure to put links in order by, the larger the better; 0: nothing is known.

    ``time``: "+" where the link names the time that is looked for, "-" another, "" none.
    """

    worth: float
    time: str


class Promises:
    """What the links and pages of a site promise to one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        nouns = tuple(word for number in plan.numbers for word in number.noun.split())
        self._wanted = tuple(
            (_weighted(words), worth)
            for words, worth in ((plan.body, _BODY), (plan.topic, _TOPIC), (nouns, _TOPIC))
            if words
        )

    def of_link(self, link: Link, page_fit: float = 0.0) -> Promise:
        """What ``link`` promises. ``page_fit``: how well the page fits that holds it."""
        path = _path_words(link.url)
        own = f"{link.text} {link.title}"
        words = f"{own} {path}"
        worth = _STEP_DOWN * link.url.count("/", 8) + self._fit(words)
        worth += _PLACE * bool(_HUB.search(words)) + _NOWHERE * bool(_DEAD_END.search(words))
        worth += _RARE * bool(_SELDOM.search(words))
        time = self._time(own) or self._time(path)
        if not time and link.place == MAIN:
            time = self._time(link.heading[-_LONGEST_HEADING:])
        worth += _YEAR * (time == "+") + _OTHER_YEAR * (time == "-")
        if link.place == MAIN:
            worth += _INHERITED * page_fit
        elif link.place == FOOT:
            worth += _AT_THE_FOOT
        return Promise(round(worth, 3), time)

    def of_page(self, page: Page, url: str) -> float:
        """How well a page fits by its own title, heading, trail and address."""
        words = f"{page.title} {page.heading} {page.trail}"
        time = self._time(f"{page.title} {page.heading}")
        fit = self._fit(f"{words} {_path_words(url)}")
        return fit + _YEAR * (time == "+") + _OTHER_YEAR * (time == "-")

    def _fit(self, words: str) -> float:
        plan = self._plan
        fit = _NUMBER[standing_of(plan.numbers, words)] if plan.numbers else 0.0
        if plan.kinds or plan.unwanted_kinds:
            kinds = {hit.kind for hit in kind_hits(words)}
            if kinds.intersection(plan.kinds):
                fit += _KIND
            elif kinds.intersection(plan.unwanted_kinds):
                fit += _UNWANTED
        if self._wanted:
            said = stems(words)
            for wanted, worth in self._wanted:
                fit += worth * sum(weight for word, weight in wanted if word in said)
        return fit

    def _time(self, words: str) -> str:
        wanted: Period | None = self._plan.period
        if wanted is None or not any(char.isdigit() for char in words):
            return ""
        named = periods_in(words)
        if not named:
            return ""
        return "+" if any(period.overlaps(wanted) for period in named) else "-"


def _weighted(words: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Stems with their shares of the whole: what only this body is called counts most."""
    found = dict.fromkeys(map(stem, words))
    weights = {word: _COMMON_WEIGHT if word in _COMMON else 1.0 for word in found}
    whole = sum(weights.values()) or 1.0
    return tuple((word, weight / whole) for word, weight in weights.items())


def _path_words(url: str) -> str:
    parts = urlsplit(url)
    path = f"{parts.path} {parts.query}" if parts.query else parts.path
    return spaced(unquote(path, errors="replace").replace("/", " "))
