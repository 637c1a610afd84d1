"""What a document is called in the list, so that a person knows it without opening it."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.dates import day_of_year_in, periods_in
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.navigator import FoundLink
from skop_desktop.engine.pages import HEADING_JOINT
from skop_desktop.engine.words import content_words, file_name_of, seamed, squeezed, stems

_LONGEST: Final = 160
_LONGEST_ADDED: Final = 90
_SAYS_NOTHING: Final = re.compile(
    r"^(?:click here|here|more|read more|download|view|open|pdf|docx?|xlsx?|link|file|document"
    r"|hier|mehr|herunterladen|ici|télécharger|aquí|descargar|[\W\d_]*)(?:\s*\W?(?:pdf|docx?|xlsx?"
    r"|\(?[\d.,]+ ?[kmg]b\)?))*$",
    re.IGNORECASE,
)
_SIZE_OR_TYPE: Final = re.compile(
    r"\s*[(\[](?:pdf|docx?|xlsx?|pptx?|txt|odt|[\d.,]+ ?[kmg]i?b|[,;·/ –-])+[)\]]\s*$",
    re.IGNORECASE,
)
_FEW_WORDS: Final = 2


def title_of(found: FoundLink, file_name: str = "") -> str:
    """The link's words, with what the row or heading adds where the words alone tell little."""
    link = found.link
    text = _SIZE_OR_TYPE.sub("", squeezed(link.text, _LONGEST))
    name = file_name or file_name_of(link.url)
    if _SAYS_NOTHING.match(text):
        text = link.title if link.title and not _SAYS_NOTHING.match(link.title) else ""
    if not text:
        text = _readable(name)
        return text or found.page_title or link.url
    if _tells_enough(text):
        return text
    nearest = link.heading.rpartition(HEADING_JOINT)[2]
    offered = [link.title, _without_kinds(link.row, text), nearest, _readable(name)]
    added = [squeezed(more, _LONGEST) for more in offered if len(more) <= _LONGEST_ADDED]
    added = [more for more in added if more and _adds(text, more)]
    if not _has_time(text):
        added.sort(key=lambda more: not _has_time(more))
    if not added:
        return text
    return added[0] if text in added[0] else f"{text} – {added[0]}"


def _without_kinds(row: str, text: str) -> str:
    """A row without the names of the links beside: "May 7 Agenda Minutes" is "May 7"."""
    hits = kind_hits(row)
    if len(hits) <= len(kind_hits(text)):
        return row
    for hit in reversed(hits):
        row = f"{row[: hit.start]} {row[hit.end :]}"
    return squeezed(row).strip(" -–|·,")


def _has_time(text: str) -> bool:
    return bool(periods_in(text)) or day_of_year_in(text) is not None


def _tells_enough(text: str) -> bool:
    has_words = len(text.split()) > _FEW_WORDS
    return len(content_words(text)) > _FEW_WORDS or (_has_time(text) and has_words)


def _adds(text: str, more: str) -> bool:
    """Whether ``more`` says a time, or words, that ``text`` does not."""
    return bool(periods_in(more) and not periods_in(text)) or not stems(more) <= stems(text)


def _readable(name: str) -> str:
    """A file name as words: "2024-03-12_Board_Minutes.pdf" is "2024-03-12 Board Minutes"."""
    stem_part = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", seamed(name) if "." not in name else name)
    return squeezed(re.sub(r"[_+]+|%20", " ", stem_part), _LONGEST)
