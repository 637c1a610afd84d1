"""How likely a link leads to pages with the documents that are looked for."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from skop_desktop.engine.dates import periods_in
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.pages import Link
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.words import spaced, stem, stems

_HUB: Final = re.compile(
    r"\b(?:archives?|documents?|document cent(?:er|re)|records?|publications?|library|downloads?"
    r"|meetings?|minutes|agendas?|reports?|transparency|finance|boards?|committees?|commissions?"
    r"|council|sitzungen|dokumente|archiv|publikationen|documentos|archivos|publicaciones|séances"
    r"|next|older|page \d+)\b",
    re.IGNORECASE,
)
_DEAD_END: Final = re.compile(
    r"\b(?:contact|privacy|accessibility|cookies?|imprint|impressum|login|sign in|log in|register"
    r"|cart|shop|jobs?|careers?|weather|facebook|twitter|instagram|youtube|share|print|search"
    r"|sitemap|feed|rss|calendar|events?|tourism|gallery|photos?|directions|news)\b",
    re.IGNORECASE,
)
_KIND, _UNWANTED, _YEAR, _OTHER_YEAR, _BODY, _TOPIC, _PLACE, _NOWHERE = (
    3.0, -1.0, 2.0, -1.5, 1.5, 1.5, 0.7, -1.5,
)  # fmt: skip


def promise_of(plan: Plan, link: Link) -> float:
    """A figure to put links in order by, the larger the better; 0 where nothing is known."""
    parts = urlsplit(link.url)
    path = spaced(unquote(f"{parts.path} {parts.query}", errors="replace").replace("/", " "))
    words = f"{link.text} {link.title} {path}"
    promise = -0.05 * parts.path.count("/")
    kinds = {hit.kind for hit in kind_hits(words)}
    promise += _KIND * bool(kinds.intersection(plan.kinds))
    promise += _UNWANTED * bool(kinds.intersection(plan.unwanted_kinds))
    promise += _PLACE * bool(_HUB.search(words)) + _NOWHERE * bool(_DEAD_END.search(words))
    if plan.period is not None:
        years = periods_in(words)
        if years:
            fits = any(period.overlaps(plan.period) for period in years)
            promise += _YEAR if fits else _OTHER_YEAR
    if plan.body or plan.topic:
        said = stems(f"{words} {link.heading[-120:]}")
        for wanted, worth in ((plan.body, _BODY), (plan.topic, _TOPIC)):
            if wanted:
                promise += worth * sum(stem(word) in said for word in wanted) / len(wanted)
    return round(promise, 3)
