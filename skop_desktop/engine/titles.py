"""What a document is called in the list, so that a person knows it without opening it."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.dates import day_of_year_in, periods_in
from skop_desktop.engine.extraction.first_page import FirstPage
from skop_desktop.engine.found import FoundLink
from skop_desktop.engine.lexicon import kind_hits
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
_IS_NO_TITLE: Final = re.compile(
    r"^(?:microsoft (?:word|excel|powerpoint|office)|untitled|unbenannt|sans titre|sin título"
    r"|no job name|powerpoint presentation|powerpoint-präsentation|layout \d|print(?:ing)?\b"
    r"|(?:document|dokument|sheet|slide|folie|presentation|book|scan|page|title|blank)s? ?\d*$)"
    r"|\.(?:docx?|docm|dotx?|xlsx?|pptx?|pdf|rtf|odt|ods|odp|txt|html?|indd|qxd|pub|wpd|tmp)\b"
    r"|://|\\|^\W*$|[\ufffd\x00-\x1f]",
    re.IGNORECASE,
)
_SAID_AGAIN: Final = 0.5
"""Share of a title's words that the page or the link must say too."""
_HEAD_OF_PAGE: Final = 600
_FIRST_LINES: Final = 4
_FEW_WORDS: Final = 2


def title_of(found: FoundLink, file_name: str = "", page: FirstPage | None = None) -> str:
    """What the file calls itself, else the link's words, else the heading.

    With what row, heading or link add where the words alone tell little. ``page``: the first page,
    where it was read.
    """
    link = found.link
    text = _SIZE_OR_TYPE.sub("", squeezed(link.text, _LONGEST))
    name = file_name or file_name_of(link.url)
    if page is not None and (own := title_in_file(found, page)):
        around = [text, link.title, link.row, link.heading.rpartition(HEADING_JOINT)[2]]
        return _joined(own, [] if _has_time(own) else [more for more in around if _has_time(more)])
    if _SAYS_NOTHING.match(text):
        text = link.title if link.title and not _SAYS_NOTHING.match(link.title) else ""
    if not text and page is not None:
        text = _first_lines(page.text)
    if not text:
        text = _readable(name)
        return text or found.page_title or link.url
    if _tells_enough(text):
        return text
    nearest = link.heading.rpartition(HEADING_JOINT)[2]
    return _joined(text, [link.title, _without_kinds(link.row, text), nearest, _readable(name)])


def title_in_file(found: FoundLink, page: FirstPage) -> str:
    """The title among the properties of a file, where it is one and is that of this document.

    Programs write the name of the file there, and people start from last year's file: what
    neither the page nor the link says, or what contradicts the link, is left aside.
    """
    title = squeezed(page.title, _LONGEST)
    says_little = len(content_words(title)) < _FEW_WORDS and not _has_time(title)
    if says_little or _IS_NO_TITLE.search(title):
        return ""
    said = f"{found.link.text} . {found.link.title} . {found.link.heading} . {found.link.row}"
    own = stems(title)
    if len(own & stems(f"{page.text} . {said}")) < len(own) * _SAID_AGAIN:
        return ""
    kinds, link_kinds = _kinds(title), _kinds(found.link.text)
    if kinds and link_kinds and not kinds & link_kinds:
        return ""
    times = periods_in(title)
    around = periods_in(found.link.text) or periods_in(page.text[:_HEAD_OF_PAGE])
    if times and around and not any(t.overlaps(other) for t in times for other in around):
        return ""
    return title


def _kinds(text: str) -> frozenset[str]:
    return frozenset(hit.kind for hit in kind_hits(text))


def _first_lines(text: str) -> str:
    """The first lines of a page, until they tell which document it is."""
    taken = ""
    for line in text.split("\n")[:_FIRST_LINES]:
        taken = f"{taken} – {squeezed(line)}" if taken else squeezed(line)
        if _tells_enough(taken):
            break
    return taken if len(taken) <= _LONGEST else ""


def _joined(text: str, offered: list[str]) -> str:
    """``text`` with the first of what is offered that adds to it, a time before all."""
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
