"""Whether the document goes by the number that was asked for, or stands among such that do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from skop_desktop.engine.plan import Number, Plan
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import LONGEST_ROW, title_of_page
from skop_desktop.engine.words import folded

_SEAM: Final = r"[\W_]{0,3}"
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_BILLS: Final = "hb|sb|ab|hf|sf|hr|sr|hjr|sjr|hcr|scr|ld|lb"
_IN_FULL: Final = {"hb": "house bill", "sb": "senate bill", "ab": "assembly bill"}
_MARK: Final = r"(?:n[o°º]|nr|num(?:ero|ber|mer)?|#)\.?"
_LONG: Final = 4
"""Figures from which a number is hardly met by chance."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """``wanted``: the number itself. ``alike``: any of its form."""

    wanted: re.Pattern[str]
    alike: re.Pattern[str]


def number_sign(plan: Plan, evidence: Evidence) -> Sign | None:
    """How the number stands: the nearest text that has one of its form decides."""
    if not plan.numbers:
        return None
    for text, is_far in _texts(evidence):
        standing = standing_of(plan.numbers, text) if text else ""
        if standing == "+":
            return Sign("number: far" if is_far else "number: said", _told(plan))
        if standing:
            return Sign("number: other", _told(plan))
    return Sign("number: unsaid", _told(plan))


@lru_cache(1024)  # titles and headings are those of many links
def standing_of(numbers: tuple[Number, ...], text: str) -> str:
    """ "+" where ``text`` says one of ``numbers``, "-" where another, "" where none."""
    small = folded(text)
    patterns = [_pattern(number) for number in numbers]
    if any(pattern.wanted.search(small) for pattern in patterns):
        return "+"
    return "-" if any(pattern.alike.search(small) for pattern in patterns) else ""


def _told(plan: Plan) -> str:
    return " or ".join(number.told for number in plan.numbers[:2])


def _texts(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    """What is said of the document, the nearest first, and whether that is far off."""
    yield f"{evidence.link_text} | {evidence.link_title} | {evidence.file_name}", False
    yield title_of_page(evidence.first_page) if evidence.first_page else "", False
    yield _path_of(evidence.url), False
    yield evidence.row[:LONGEST_ROW], False
    yield evidence.heading, False
    yield evidence.page_title, True
    yield evidence.trail, True


@lru_cache(2048)
def _path_of(url: str) -> str:
    return re.sub(r"^\w+://[^/]*", "", url)


@lru_cache(64)
def _pattern(number: Number) -> _Pattern:
    parts = number.parts
    if len(parts) == 1 and parts[0].isdigit():
        return _plain(number)
    wanted = _SEAM.join(_exactly(part) for part in parts)
    alike = _alike(parts[0])
    for seam, part in zip(number.seams, parts[1:], strict=True):
        alike += (re.escape(seam) if part.isdigit() and seam.strip() else _SEAM) + _alike(part)
    is_dated = bool(_YEAR.fullmatch(parts[0])) and len(parts) == len(("year", "number"))
    end = r"(?!\d)(?![-_/.]\d\d(?!\d))" if is_dated else r"(?!\d)"
    if not parts[0].isdigit():
        begin = r"(?<![^\W\d_])"
        return _Pattern(re.compile(begin + wanted + end), re.compile(begin + alike + end))
    return _Pattern(
        re.compile(r"(?<!\d)" + wanted + end), re.compile(r"(?<![\d/.-])" + alike + end)
    )


def _exactly(part: str) -> str:
    return f"0*{part.lstrip('0')}" if part.isdigit() else _word(part)


def _alike(part: str) -> str:
    """A part of any number of that form."""
    if part.isdigit():
        return rf"\d{{{max(1, len(part) - 1)},{len(part) + 1}}}"
    return f"(?:{_BILLS})" if part in _BILLS.split("|") else _word(part)


def _word(part: str) -> str:
    """Letters with dots between them or without, in short or in full."""
    short = r"\.?".join(part)
    return f"(?:{short}|{_IN_FULL[part]})" if part in _IN_FULL else short


def _plain(number: Number) -> _Pattern:
    """A number of figures alone, which counts where it stands as the number of something."""
    figures = number.parts[0].lstrip("0") or "0"
    noun = rf"(?:{re.escape(number.noun)}|{_MARK})" if number.noun else _MARK
    before = rf"(?<![^\W_]){noun}{_SEAM}(?:{_MARK}{_SEAM})?"
    end = r"(?!\d|[./-]\d)"
    if len(figures) >= _LONG and not _YEAR.fullmatch(figures):
        wanted = rf"(?<!\d)0*{figures}(?!\d)"
    else:
        wanted = rf"{before}0*{figures}{end}|(?<!/\d{{4}})/0*{figures}(?=[-_/]|\.[a-z])"
    return _Pattern(re.compile(wanted), re.compile(rf"{before}\d{{1,{len(figures) + 2}}}"))
