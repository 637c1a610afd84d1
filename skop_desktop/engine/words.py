"""Words that carry meaning, out of titles, file names and addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote, unquote_plus

from skop_desktop.engine.files import DOCUMENT_ENDINGS, ending_of

_STOPWORDS: Final = frozenset(
    """
    a about after all also an and any are as at available be been before between both but by can
    complete copy could dating document documents download downloads each every everything except
    file files final find for from get give had has have held i if in into is it its latest like
    link links list look looking me more my need new no not of official on online only open or our
    page pages past pdf pdfs please posted published record records recent related relating results
    scan scanned search session she show since site so some such than that the their them there
    these they this those through to until up us want was we web website were what when where which
    will with within without you your year years month months dated covering regarding concerning
    der die das den dem des ein eine einer eines und oder von vom zu zum zur im in am an auf für mit
    über nach aus bei alle aller alles bitte finde suche dokument dokumente datei dateien seit bis
    jahr jahre le la les un une des du de et ou au aux en dans pour par sur avec tous toutes trouver
    trouve cherche documents fichiers depuis année années el los las una unos unas del y o al por
    para con todos todas buscar busca encontrar documentos archivos desde hasta año años
    filed held near around concern meeting meetings regular special monthly annual annually
    sitzung sitzungen réunion réunions
    reunión reuniones signed draft version copy approved minutes
    final reduced revised amended open closed executive emergency the corrected unapproved
    """.split()  # noqa: SIM905 - a list of a hundred quoted words is harder to read
)
ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
)  # fmt: skip
_LONG_PLURAL: Final = 7
"""Letters from which "-aux" is the plural of "-al": "municipaux"; not so "travaux"."""
_ORDINAL: Final = re.compile(r"(?<!\w)(\d{1,2})(?:st|nd|rd|th|d)(?![a-z])")
_SUBCOMMITTEE: Final = re.compile(r"\b([Ss])ub[- ]?[Cc]ommittee")
_MAY_BE_ORDINAL: Final = re.compile(r"\d[sSnNrRtTdD]")
_WORD: Final = re.compile(r"[^\W\d_]+|\d+", re.UNICODE)
_SEAMS: Final = re.compile(
    r"(?<=[a-zäöüéèñ])(?=[A-ZÄÖÜ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|_"
)
_CAPITALS: Final = re.compile(r"(?<=[a-zäöüéèñ])(?=[A-ZÄÖÜ])|_")
_SLASH: Final = re.compile(r"[/\\]")
_HASH: Final = re.compile(r"(?<![^\W_])(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}(?![^\W_])")
"""Names that machines give: their figures are no dates."""
_SHORTEST: Final = 2
_STEM_FROM: Final = 5
_SHORT_IN_ES: Final = frozenset({"buses", "gases", "class", "press", "gross", "cross", "glass"})


def _base(letter: str) -> str:
    """A Latin letter without its marks, small, where that is one letter; else itself."""
    plain = normalize("NFD", letter.lower())[0]
    return _BASES.get(plain, plain)


_BASES: Final = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "’": "'"}
_LATIN: Final = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), 0x2019)
_FOLDED: Final = {code: ord(_base(chr(code))) for code in _LATIN}


def folded(text: str) -> str:
    """``text`` in small letters without marks ("é" is "e"), letter by letter, as long as before."""
    return text.lower() if text.isascii() else text.translate(_FOLDED).lower()


@lru_cache(20_000)
def stem(word: str) -> str:
    """A word without its plural and common endings, so that "budgets" meets "budget"."""
    word = folded(word).casefold()
    if len(word) < _STEM_FROM:
        return word.removesuffix("s") if len(word) > 3 else word  # noqa: PLR2004 - "gas" stays
    if len(word) == _STEM_FROM and word[-1] == "s" and word not in _SHORT_IN_ES:
        return word[:-2] if word[-3:] == "xes" else word.removesuffix("s")
    if word.endswith("aux") and len(word) > _LONG_PLURAL:
        return word[:-1] if word.endswith("eaux") else f"{word[:-2]}l"
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("es", "")):
        if word.endswith(ending) and len(word) - len(ending) > 3:  # noqa: PLR2004 - a stem of four
            return word[: -len(ending)] + instead
    for ending in ("s", "e", "n"):
        word = word.removesuffix(ending) if not word.endswith("ss") else word
    return word


def ordinals_as_words(text: str) -> str:
    """ "3rdDistrict" and "(3d)" with the word "third" instead of the figure."""

    def word(match: re.Match[str]) -> str:
        number = int(match[1])
        return f" {ORDINALS[number - 1]} " if 1 <= number <= len(ORDINALS) else match[0]

    return _ORDINAL.sub(word, text) if _MAY_BE_ORDINAL.search(text) else text


def in_one_word(text: str) -> str:
    """ "Sub-Committee" as "Subcommittee"."""
    return _SUBCOMMITTEE.sub(r"\1ubcommittee", text) if "ommittee" in text else text


def stems(text: str) -> frozenset[str]:
    """The stems of the words of ``text`` that carry meaning."""
    return frozenset(stem(word) for word in content_words(text))


def content_words(text: str) -> list[str]:
    """The words of ``text`` that carry meaning, in order, small letters, figures left out."""
    return [
        word
        for word in _WORD.findall(ordinals_as_words(in_one_word(text)).casefold())
        if word not in _STOPWORDS and (len(word) >= _SHORTEST or word.isdigit())
    ]


def plain_words(text: str) -> list[str]:
    """Every word of ``text``, in order, small letters."""
    return [word for word in _WORD.findall(in_one_word(text).casefold()) if not word.isdigit()]


def file_name_of(url: str) -> str:
    """The last part of an address's path, readable, with its ending; of what is behind "?" where
    that ends as a document does and the path does not: "Display.aspx?Doc=/2024/minutes.pdf".
    """
    path, _, query = url.split("#", 1)[0].partition("?")
    name = unquote(path.rstrip("/").rsplit("/", 1)[-1], errors="replace")
    if query and not _is_document(name):
        for value in query.split("&"):
            said = unquote_plus(value.partition("=")[2], errors="replace")
            if _is_document(said):
                return _SLASH.split(said)[-1]
    return name


def _is_document(name: str) -> bool:
    return ending_of(name) in DOCUMENT_ENDINGS


def spaced(name: str) -> str:
    """A file name as words and figures: "OSmin031914" is "O Smin 031914" only where case turns."""
    stem_part = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    stem_part = _HASH.sub(" ", stem_part)
    return re.sub(r"[\s.,+()\[\]-]+", " ", _SEAMS.sub(" ", ordinals_as_words(stem_part))).strip()


def seamed(name: str) -> str:
    """A file name with its capitals set apart and its figures untouched, for reading dates."""
    return _CAPITALS.sub(" ", _HASH.sub(" ", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)))


def squeezed(text: str, longest: int = 300) -> str:
    """``text`` on one line, single spaces, at most ``longest`` characters."""
    return " ".join(text[: longest * 4].split())[:longest]
