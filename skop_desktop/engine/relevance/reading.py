"""Texts as kinds, times and words. Headings and titles come with each link of a page: read once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from skop_desktop.engine.dates import Period, periods_in
from skop_desktop.engine.lexicon import KindHit, NamedKinds, kind_hits
from skop_desktop.engine.relevance.evidence import Evidence
from skop_desktop.engine.words import content_words, spaced, stem

LONGEST_ROW: Final = 240
"""Characters of a row that are read; a longer one is a list of other documents."""
_LONGEST_TITLE: Final = 240
_TITLE_OF_PAGE: Final = 400
"""Characters at the top of a first page that may be its title."""
_MOST: Final = 4096
_CASE: Final = re.compile(
    r"\w[.']? (?:[Vv]s?\.?|contra|c\.) (?:the )?[A-Z0-9]"
    r"|^\W*(?:In re|Ex parte|(?:In the )?[Mm]atter of)\b"
)
ABOUT: Final = re.compile(
    r"\b(?:of|for|about|on|regarding|concerning|to|from|zu[mr]?|über|von|vom|der|des|du|de|del|sur"
    r"|sobre|para|pour)\b|\bd'",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(r"[,/&+()|–—;-]|\b(?:and|und|et|y|or|oder|ou|o)\b", re.IGNORECASE)
_BEGINS_ABOUT: Final = re.compile(
    r"\W*(?:on|about|regarding|concerning|re|response to|reply to|über|zu|sur|sobre|réponse à"
    r"|respuesta a)\b",
    re.IGNORECASE,
)
_GUIDE: Final = re.compile(
    r"\W*(?:how to|guide (?:to|for)|instructions?|anleitung|hinweise|cómo|comment (?!on)|guía"
    r"|faq)\b",
    re.IGNORECASE,
)
_FORM_FIRST: Final = re.compile(
    r"\W*(?:staff (?:report|memo|presentation)|public hearing notice|notice of public hearing"
    r"|public notice|press release|news release|pressemitteilung|communiqué de presse"
    r"|nota de prensa)\b(?=.)",
    re.IGNORECASE,
)
"""What a title begins with where that is what the document is, whatever it speaks of."""
_SAYS_LITTLE: Final = frozenset({"report", "filing", "handout", "plan", "financial statement"})
"""Kinds that add nothing to the noun before: an "audit report" is an audit."""


@lru_cache(_MOST)
def _hits_in(text: str) -> tuple[KindHit, ...]:
    return tuple(kind_hits(text))


def hits_in(text: str) -> tuple[KindHit, ...]:
    """Every kind that a title names, in order."""
    return _hits_in(text[:_LONGEST_TITLE])


@lru_cache(_MOST)
def kinds_of(text: str) -> NamedKinds:
    """What kind of document the title ``text`` names.

    What stands before a colon decides, where it names a kind: "Press release: budget adopted". In a
    row of nouns the last one does: a "budget presentation" is a presentation.
    """
    text = text[:_LONGEST_TITLE]
    if form := _FORM_FIRST.match(text):
        return _named(form[0], hits_in(form[0]))
    first, colon, _ = text.partition(":")
    hits = hits_in(first) if colon else ()
    if not hits:
        first, hits = text, hits_in(text)
    return _named(first, hits)


@lru_cache(_MOST)
def kinds_of_file(name: str) -> NamedKinds:
    """What kind of document a file's name tells."""
    text = name[:_LONGEST_TITLE]
    return _named(text, tuple(kind_hits(text, in_file_name=True)))


def _named(text: str, hits: tuple[KindHit, ...]) -> NamedKinds:
    if not hits:
        return NamedKinds()
    if _BEGINS_ABOUT.match(text) or _GUIDE.match(text):
        return NamedKinds(frozenset(), frozenset(hit.kind for hit in hits))
    about = ABOUT.search(text, hits[0].end)
    before = [hit for hit in hits if about is None or hit.start < about.start()] or hits[:1]
    head = {before[-1].kind}
    for hit, after in zip(reversed(before[:-1]), reversed(before[1:]), strict=True):
        between = text[hit.end : after.start]
        if _JOINED.search(between) or hit.kind == after.kind:
            head.add(hit.kind)
        elif after.kind in _SAYS_LITTLE and not between.strip():
            head = {hit.kind} if after is before[-1] else head | {hit.kind}
        else:
            break
    kinds = frozenset(head)
    return NamedKinds(kinds, frozenset(hit.kind for hit in hits) - kinds)


def is_guide(title: str) -> bool:
    """Whether a title tells how to do something: "How to get on the agenda"."""
    return bool(_GUIDE.match(title))


@lru_cache(_MOST)
def kinds_in(text: str) -> frozenset[str]:
    """Every kind that ``text`` speaks of."""
    return frozenset(hit.kind for hit in hits_in(text))


@lru_cache(_MOST)
def times_in(text: str, around: frozenset[int] = frozenset()) -> tuple[Period, ...]:
    """Every time with a year in ``text``."""
    return tuple(periods_in(text, around))


@lru_cache(_MOST)
def contents_of(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in order."""
    return tuple(content_words(text))


@lru_cache(_MOST)
def words_in(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(map(stem, contents_of(text)))


def is_case_name(title: str) -> bool:
    """Whether a title is of a case at court: whom and what it names are parties, not makers."""
    return bool(_CASE.search(title[:_LONGEST_TITLE]))


@lru_cache(_MOST)
def name_text(name: str) -> str:
    """A file's name, readable."""
    return spaced(name)


def said_of_it(evidence: Evidence) -> str:
    """What is said of this very document, as one text."""
    return f"{evidence.link_text} {evidence.link_title} {name_text(evidence.name)}"


def short_row(evidence: Evidence) -> str:
    """The row where it speaks of one document, or of a few of one meeting; else nothing."""
    return evidence.row if len(evidence.row) < LONGEST_ROW else ""


@lru_cache(256)
def wanted_stems(words: tuple[str, ...]) -> frozenset[str]:
    """The stems of words of the plan."""
    return frozenset(stem(word) for word in words)


@lru_cache(64)
def title_of_page(first_page: str) -> str:
    """The lines at the top of a first page that tell what it is."""
    lines = [line.strip() for line in first_page[: _TITLE_OF_PAGE * 2].splitlines()]
    return re.sub(r"\s+", " ", " . ".join(line for line in lines if line))[:_TITLE_OF_PAGE]


@lru_cache(_MOST)
def line_in(text: str) -> str:
    """The stems of a text as one line, each between blanks: searched faster than one by one."""
    return f" {' '.join(map(stem, contents_of(text)))} "


@lru_cache(_MOST)
def line_of_folders(folders: str) -> str:
    """The names of folders as such a line."""
    return line_in(spaced(folders))


def own_line(evidence: Evidence) -> str:
    """What is said of this very document as such a line."""
    return _own_line(evidence.link_text, evidence.link_title, evidence.name)


@lru_cache(64)
def _own_line(link_text: str, link_title: str, name: str) -> str:
    return line_in(link_text) + line_in(link_title) + line_in(name_text(name))


@lru_cache(_MOST)
def needle(word: str) -> str:
    """What a line has where it says a stem, or a longer word that begins with it."""
    return f" {word}" if len(word) > 4 else f" {word} "  # noqa: PLR2004 - "plan", not "planet"


@lru_cache(256)
def needles(words: frozenset[str]) -> tuple[str, ...]:
    """The same of several stems."""
    return tuple(needle(word) for word in words)


def are_said(wanted: frozenset[str], line: str) -> bool:
    """Whether all the wanted stems are said in a line."""
    return all(word in line for word in needles(wanted))
