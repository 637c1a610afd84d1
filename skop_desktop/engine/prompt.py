"""Reads what a person asked for into a plan. No network, no model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from skop_desktop.engine import dates
from skop_desktop.engine.dates import MONTH, Period
from skop_desktop.engine.lexicon import NAMED_BY_SUBJECT, KindHit, kind_hits
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.words import content_words, plain_words

_YEAR: Final = r"(?:19[5-9]\d|20[0-4]\d)"
_EXCLUSION: Final = re.compile(
    r"(?:\b(?:but |and )?(?:not|no|except(?: for)?|excluding|without|other than|leave out|skip"
    r"|nicht|ohne|keine|außer|sans|sauf|pas(?: de| les)?|sin|excepto|salvo))\s+"
    r"(?:the |any |die |les |los |las |de )?([^.;:()]{2,60}?)"
    r"(?=$|[.;:()]|, |\bbut\b|\bfrom\b|\bin\b)",
    re.IGNORECASE,
)
_BODY_NOUNS: Final = (
    "subcommittee|committee|commission|council|authority|agency|trust|task force|working group"
    "|gemeinderat|stadtrat|ausschuss|ayuntamiento|commune"
)
_BODY_OF: Final = re.compile(
    r"\b((?:board|council|committee|commission|department|office|court|house|bureau|ministry)s?"
    r" (?:of|on|for)(?: the)? [a-zäöüéèñ]+(?:(?:,| and| &) [a-zäöüéèñ]+)?)",
    re.IGNORECASE,
)
_BODY_BEFORE: Final = re.compile(
    rf"\b((?:[a-zäöüéèñ]+(?:(?:,| and| &) )?\s?){{0,3}}?(?:{_BODY_NOUNS}|(?:school )?board)s?)\b",
    re.IGNORECASE,
)
_NOT_OF_A_BODY: Final = re.compile(
    r"^(?:(?:find|get|show|me|all|any|every|the|of|from|for|by|in|about|and|please|i|need|want|list"
    r"|regular|special|meetings?|minutes|agendas?|reports?|budgets?|policies|documents?|files?|pdfs?"
    r"|open|session|packets?|\d+|des|du|de|del|der|la|le|el|los|las|les)\s+)+",
    re.IGNORECASE,
)
_FILE_TYPES: Final = (
    (r"pdfs?", ("pdf",)),
    (r"word (?:documents?|files?)|docx?", ("doc", "docx", "odt")),
    (r"excel|spreadsheets?|xlsx?|tabellen", ("xls", "xlsx", "ods", "csv")),
    (r"csvs?", ("csv",)),
    (r"powerpoints?|pptx?|slide decks?", ("ppt", "pptx", "odp")),
    (r"text files?|txt", ("txt",)),
)
_PERIOD_WORDS: Final = re.compile(
    rf"\b(?:{MONTH})\b|\bQ[1-4]\b|\bFYE?\b|\bfiscal years?\b|\bschool years?\b|\bquarters?\b"
    r"|\b(?:last|past|previous|current|this) (?:\w+ )?(?:years?|months?)\b|\d+",
    re.IGNORECASE,
)
_SHORTEST_UNWANTED: Final = 4
_COUNTS: Final = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}


def read_prompt(prompt: str, today: date) -> Plan:
    """The plan that ``prompt`` asks for. Never fails: what is not understood becomes topic."""
    text = " ".join(prompt.split())
    unwanted_kinds, unwanted_words, text = _without_exclusions(text)
    period, period_words = _period(text, today)
    file_types, text = _file_types(text)
    body_words, rest = _body(text)
    hits = kind_hits(rest)
    kinds = tuple(dict.fromkeys(hit.kind for hit in _asked(hits, rest, unwanted_kinds)))
    for hit in reversed(hits):
        rest = f"{rest[: hit.start]} {rest[hit.end :]}"
    topic = [word for word in content_words(_PERIOD_WORDS.sub(" ", rest)) if not word.isdigit()]
    return Plan(
        kinds=kinds,
        unwanted_kinds=unwanted_kinds,
        unwanted_words=unwanted_words,
        period=period,
        period_words=period_words,
        body=tuple(content_words(body_words)),
        body_words=_as_name(body_words),
        topic=tuple(dict.fromkeys(topic)),
        file_types=file_types,
    )


def _asked(hits: list[KindHit], text: str, unwanted: tuple[str, ...]) -> Iterator[KindHit]:
    """The kinds asked for. In "audit reports" the report is no second wish."""
    before: KindHit | None = None
    for hit in hits:
        is_same_wish = before is not None and not text[before.end : hit.start].strip()
        if hit.kind not in unwanted and not (is_same_wish and hit.kind in NAMED_BY_SUBJECT):
            yield hit
        before = hit


def _without_exclusions(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    kinds: list[str] = []
    words: list[str] = []
    for clause in _EXCLUSION.finditer(text):
        hits = kind_hits(clause[1])
        kinds += [hit.kind for hit in hits]
        if not hits:
            words += [word for word in plain_words(clause[1]) if len(word) >= _SHORTEST_UNWANTED]
    rest = _EXCLUSION.sub(" ", text)
    return tuple(dict.fromkeys(kinds)), tuple(dict.fromkeys(words)), rest


def _file_types(text: str) -> tuple[frozenset[str], str]:
    found: set[str] = set()
    for pattern, endings in _FILE_TYPES:
        text, count = re.subn(rf"\b(?:{pattern})\b", " ", text, flags=re.IGNORECASE)
        if count:
            found.update(endings)
    return frozenset(found), text


def _body(text: str) -> tuple[str, str]:
    match = _BODY_OF.search(text) or _BODY_BEFORE.search(text)
    if match is None:
        return "", text
    name = _NOT_OF_A_BODY.sub("", match[1])
    if kind_hits(name):
        name = _NOT_OF_A_BODY.sub("", name[kind_hits(name)[-1].end :].strip())
    rest = f"{text[: match.start()]} {match[1].removesuffix(name)} {text[match.end() :]}"
    return name.strip(), rest


def _as_name(words: str) -> str:
    small = {"of", "on", "for", "and", "the", "de", "der", "du", "des"}
    return " ".join(
        word if word in small or not word.islower() else word.capitalize() for word in words.split()
    )


def _period(text: str, today: date) -> tuple[Period | None, str]:
    for read in (_relative, _range, _open_ended):
        found = read(text, today)
        if found is not None:
            return found
    periods = dates.periods_in(text)
    if not periods:
        return None, ""
    whole = Period(min(p.start for p in periods), max(p.end for p in periods))
    return whole, _told(whole)


def _relative(text: str, today: date) -> tuple[Period, str] | None:
    counts = "|".join(_COUNTS)
    some = re.search(
        rf"\b(?:last|past|previous) (\d{{1,2}}|{counts}) (year|month)s?\b", text, re.IGNORECASE
    )
    if some:
        count = _COUNTS.get(some[1].lower()) or int(some[1])
        months = count * 12 if some[2].lower() == "year" else count
        first = today.year * 12 + today.month - 1 - months
        return Period(date(first // 12, first % 12 + 1, 1), today), some[0].lower()
    if re.search(r"\b(?:last|previous|past) year\b", text, re.IGNORECASE):
        return dates.year(today.year - 1), str(today.year - 1)
    if re.search(r"\b(?:this|current) year\b", text, re.IGNORECASE):
        return dates.year(today.year), str(today.year)
    return None


def _range(text: str, _today: date) -> tuple[Period, str] | None:
    joined = r"\s?(?:to|and|through|until|bis|und|à|et|al?|hasta|y|-|–|—)\s?"
    years = re.search(rf"(?<!\d)({_YEAR}){joined}({_YEAR})(?!\d)", text, re.IGNORECASE)
    if years and int(years[1]) < int(years[2]):
        return dates.years(int(years[1]), int(years[2])), f"{years[1]}–{years[2]}"
    months = re.search(
        rf"\b({MONTH})(?: ({_YEAR}))?{joined}({MONTH}) ({_YEAR})\b", text, re.IGNORECASE
    )
    if months:
        first, last = dates.month_number(months[1]), dates.month_number(months[3])
        if first and last:
            begin = dates.month(int(months[2] or months[4]), first)
            end = dates.month(int(months[4]), last)
            if begin.start <= end.end:
                return Period(begin.start, end.end), months[0]
    return None


def _open_ended(text: str, today: date) -> tuple[Period, str] | None:
    since = re.search(
        rf"\b(since|after|from|starting|ab|seit|depuis|desde)\s+((?:the )?(?:{MONTH}\s)?{_YEAR}"
        rf"|{MONTH}\b)(\s+(?:on(?:wards?)?|to (?:now|date|present|today)|until (?:now|today)))?",
        text,
        re.IGNORECASE,
    )
    if since and (since[3] or since[1].lower() not in {"from", "ab"}):
        begin = _begin_of(since[2], today)
        if begin is not None:
            start = begin.end if since[1].lower() == "after" else begin.start
            return Period(start, today), f"since {since[2]}"
    until = re.search(
        rf"\b(?:before|until|up to|vor|bis|avant|antes de)\s+({_YEAR})\b", text, re.IGNORECASE
    )
    if until:
        return Period(date(1950, 1, 1), date(int(until[1]) - 1, 12, 31)), f"before {until[1]}"
    return None


def _begin_of(words: str, today: date) -> Period | None:
    named = dates.periods_in(words)
    if named:
        return named[0]
    month = dates.month_number(words.strip())
    if month is None:
        return None
    return dates.month(today.year if month <= today.month else today.year - 1, month)


def _told(period: Period) -> str:
    first, last = period.start, period.end
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B %Y} – {last:%B %Y}"
