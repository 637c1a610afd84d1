"""What a prompt leaves out: "not agendas", "except drafts", "ohne Anlagen", "sauf", "excepto"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from skop_desktop.engine.dates import Period
from skop_desktop.engine.lexicon import kind_hits, plural
from skop_desktop.engine.prompt.file_types import FileTypes, read_file_types
from skop_desktop.engine.prompt.names_of_bodies import ENGLISH_NOUNS
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.prompt.told import told_of
from skop_desktop.engine.prompt.when import said_times
from skop_desktop.engine.relevance.initials import short_names_in
from skop_desktop.engine.words import plain_words

_TIME_ORDER: Final = (
    r" (?:before|older|earlier|later|after|newer|prior|more recent|vor|nach|alter|avant|apres|antes"
    r"|despues)(?!\w)"
)
""" "Not before 2015" is a time asked for, not one left out."""
_BEGIN: Final = re.compile(
    r"(?<![^\W_])(?:(?<=everything )but|(?<=anything )but|(?<=all )but|(?:but |and |aber |mais "
    r"|pero )?"
    rf"(?:not?(?! only| just|t?\.|[ .]?\d{{1,3}}\b| matter|{_TIME_ORDER})(?: (?:including"
    r"|interested in"
    r"|about|on|from|any|need for|de))?"
    r"|nothing (?:about|on|from)|don'?t (?:want|need|include)|do not (?:want|need|include)"
    r"|except(?:ing)?(?: for)?|exclud(?:e|es|ing)|without|other than|apart from|leave out"
    r"|leaving out"
    r"|skip(?:ping)?|omit(?:ting)?|ignor(?:e|ing)|minus"
    rf"|nicht(?! nur|{_TIME_ORDER})|ohne|keine[nrms]?|außer|ausser|ausgenommen|bis auf"
    r"|sans|sauf|hormis|hors|excepte|excluant|a l'exception (?:de|du|des)|pas(?! seulement"
    rf"|{_TIME_ORDER})(?: de)?"
    r"|aucune?s?|sin(?! tax)|excepto|salvo|menos|excluyendo|a excepcion de)"
    r")(?![^\W_])\s*(?:d')?"
)
_ARTICLE: Final = (
    r"(?:(?:the|anything|everything|any|those|of|from|for|die|der|den|das|les?|la|las|los|el|des"
    r"|de|du|d')\s?)"
)
_JOIN: Final = r"(?:,?\s(?:and|or|nor|und|oder|sowie|noch|et|ou|ni|y|o)\s|\s?/\s?)"
_JOINED_ITEMS: Final = re.compile(rf"{_JOIN}|, ")
_PUBLISHED: Final = re.compile(
    r"(?<![^\W_])published (?=(?:(?:slip|court|appellate) )?(?:opinion|decision|case|order|judg))"
)
_STOP: Final = (
    r"(?:from|in|of|since|for|by|at|between|before|after|during|but|please|von|vom|aus|seit|im"
    r"|bis|fur"
    r"|zwischen|de|du|des|depuis|pour|entre|avant|dans|del|desde|para|hasta|aber|mais|pero|only)"
)
_ITEM: Final = (
    rf"{_ARTICLE}{{0,3}}(?!{_STOP}\b)[^\s.,;:()|/]+(?:[ -](?!{_STOP}\b|(?:and|or|nor|und|oder"
    r"|sowie|noch|et"
    r"|ou|ni|y|o)\b)[^\s.,;:()|/]+){0,3}"
)
_CLAUSE: Final = re.compile(rf"{_ITEM}(?:(?:, {_ITEM}){{0,6}}{_JOIN}{_ITEM})?")
_GENERIC: Final = frozenset(
    """
    meeting meetings session sessions document documents file files version versions copy copies
    sitzung sitzungen dokumente dateien reunion reunions réunions séances fichiers sesiones
    thanks thank please danke merci gracias
    reuniones archivos documentos ones anything from those that their with only about
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_NOT_NEEDED: Final = re.compile(
    r"([,;(])\s*(?:but |and )?([^,;()]{1,40}?)\s+(?:are |is )?not "
    r"(?:needed|wanted|required|necessary)\b",
    re.IGNORECASE,
)
_SHORTEST_WORD: Final = 4


@dataclass(frozen=True, slots=True)
class Exclusions:
    """``told``: as the person reads them, each apart."""

    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    file_types: FileTypes = field(default_factory=FileTypes)
    told: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()


def exclusions_first(prompt: str) -> str:
    """ "drafts not needed" as "without drafts", which is read like any other exclusion."""
    return _NOT_NEEDED.sub(r"\1 without \2", prompt)


def read_exclusions(slate: Slate) -> Exclusions:
    """What is left out, which is wiped off the slate."""
    kinds: dict[str, None] = {}
    words: dict[str, None] = {}
    periods: list[Period] = []
    told: dict[str, None] = {}
    phrases: dict[tuple[str, ...], None] = {}
    if _PUBLISHED.search(slate.small):
        phrases[("unpublished",)] = None
    endings = FileTypes()
    at = 0
    while begin := _BEGIN.search(slate.small, at):
        at = begin.end()
        clause = _CLAUSE.match(_with_kinds_as_one_word(slate), at)
        if clause is None:
            continue
        end = _end_of(clause)
        part = Slate(slate.said[clause.start() : end])
        slate.wipe(begin.start(), end)
        times = said_times(part)
        for time in times:
            periods.append(time.period)
            told[told_of(time.period, time.said)] = None
            part.wipe(time.start, time.end)
        types = read_file_types(part)
        endings = FileTypes(endings.endings | types.endings, endings.told + types.told)
        hits = kind_hits(part.said)
        kinds.update(dict.fromkeys(hit.kind for hit in hits))
        told.update(
            dict.fromkeys(plural(hit.kind).lower() if hit.kind != "RFP" else "RFPs" for hit in hits)
        )
        for hit in hits:
            part.wipe(hit.start, hit.end)
        left = [] if times and not hits else _unwanted_words(part.said)
        words.update(dict.fromkeys(left))
        phrases.update(dict.fromkeys(_phrases(part.said, left)))
        told.update(dict.fromkeys([" ".join(left)] if left else []))
        told.update(dict.fromkeys(types.told))
        at = end
    return Exclusions(
        tuple(kinds), tuple(words), tuple(periods), endings, tuple(told), tuple(phrases)
    )


def _with_kinds_as_one_word(slate: Slate) -> str:
    """ "ordres du jour" does not end at "du"."""
    small = slate.small
    for hit in kind_hits(slate.said):
        small = (
            f"{small[: hit.start]}{small[hit.start : hit.end].replace(' ', '_')}{small[hit.end :]}"
        )
    return small


def _end_of(clause: re.Match[str]) -> int:
    """Where it ends: a time after "and" is a wish of its own unless a time was left out before."""
    first_join = re.search(rf"{_JOIN}|, ", clause[0])
    if first_join is None:
        return clause.end()
    first, others = clause[0][: first_join.start()], clause[0][first_join.end() :]
    is_other = bool(said_times(Slate(others))) and not said_times(Slate(first))
    return clause.start() + first_join.start() if is_other else clause.end()


def _phrases(said: str, words: list[str]) -> list[tuple[str, ...]]:
    """Unwanted words that stand beside one another: "annual parish" meetings."""
    items = (plain_words(item) for item in _JOINED_ITEMS.split(said))
    found = (tuple(word for word in item if word in words) for item in items)
    return [phrase for phrase in found if phrase]


def _unwanted_words(said: str) -> list[str]:
    capitals = short_names_in(said)
    left = [
        word
        for word in plain_words(said)
        if (len(word) >= _SHORTEST_WORD or word in capitals) and word not in _GENERIC
    ]
    telling = [word for word in left if word.rstrip("s") not in ENGLISH_NOUNS]
    return list(dict.fromkeys(telling or left))
