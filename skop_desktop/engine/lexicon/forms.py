"""The written forms of the kinds, ready to be looked up by their first word.

An entry of a table is one form, or several at once: "polic{y,ies}" stands for "policy" and
"policies". "*" stands for any one word. "~" before a word: also at the end of a longer one, as in
"Sitzungsprotokolle". Marks like "ü" may be left out or written as "ue" in what is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Final

from skop_desktop.engine.lexicon import english, french, german, spanish
from skop_desktop.engine.words import folded

ANY_WORD: Final = "*"
_AT_END: Final = "~"
_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_LINK: Final = re.compile(r"(?:-|(?<=ung|eit|tät|ion|aft|tum|ing|cht|rat|tag|uss|amt)s)$")
_TWO_LETTERS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "œ": "oe"})
_LANGUAGES: Final = (english, german, french, spanish)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to name ``kind`` by two words or more: the ``rest`` follows the first."""

    kind: str
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a first word begins: ``alone`` it is a kind ("" for none); ``then``: second word ->
    forms, the longest first."""

    alone: str
    then: Mapping[str, tuple[Form, ...]]


@dataclass(frozen=True, slots=True)
class Forms:
    """``by_word``: first word -> what it begins. ``by_ending``: kinds by the end of compounds."""

    by_word: Mapping[str, Beginning]
    by_ending: Mapping[str, str]
    ending_lengths: tuple[int, ...]


def expanded(entry: str) -> Iterator[str]:
    """Every form that an entry stands for."""
    parts = _BRACES.split(entry)
    choices = [part.split(",") if n % 2 else [part] for n, part in enumerate(parts)]
    for chosen in product(*choices):
        yield "".join(chosen)


def _spellings(form: str) -> set[str]:
    return {folded(form), folded(form.translate(_TWO_LETTERS))}


def collected(*tables: Mapping[str, tuple[str, ...]]) -> Forms:
    """The forms of all tables. Where two name the same, the earlier table decides."""
    by_words: dict[tuple[str, ...], str] = {}
    by_ending: dict[str, str] = {}
    for kind, entry in (
        (k, e) for table in tables for k, entries in table.items() for e in entries
    ):
        for form in expanded(entry):
            for spelling in _spellings(form.removeprefix(_AT_END)):
                if form.startswith(_AT_END):
                    by_ending.setdefault(spelling, kind)
                else:
                    by_words.setdefault(tuple(spelling.split()), kind)
    by_first: dict[str, dict[tuple[str, ...], str]] = {}
    for words, kind in by_words.items():
        by_first.setdefault(words[0], {})[words[1:]] = kind
    return Forms(
        {word: _beginning(rests) for word, rests in by_first.items()},
        by_ending,
        tuple(sorted({len(ending) for ending in by_ending}, reverse=True)),
    )


def _beginning(rests: Mapping[tuple[str, ...], str]) -> Beginning:
    then: dict[str, list[Form]] = {}
    for rest in sorted(filter(None, rests), key=len, reverse=True):
        then.setdefault(rest[0], []).append(Form(rests[rest], rest))
    return Beginning(rests.get((), ""), {word: tuple(forms) for word, forms in then.items()})


def english_words() -> frozenset[str]:
    """Single words by which English names kinds, small and without marks."""
    forms = (form for entries in english.FORMS.values() for e in entries for form in expanded(e))
    return frozenset(folded(form) for form in forms if " " not in form and form[0] != _AT_END)


NAMES: Final = collected(*(language.FORMS for language in _LANGUAGES))
FILE_NAMES: Final = collected(
    english.IN_FILE_NAMES, german.IN_FILE_NAMES, french.IN_FILE_NAMES, spanish.IN_FILE_NAMES
)


@lru_cache(4096)
def is_compound(word: str) -> bool:
    """Whether a word only ends in the name of a kind, as "Baumschutzsatzung" does."""
    return " " not in word and folded(word) not in NAMES.by_word


@lru_cache(1024)
def subject_in(word: str) -> str:
    """What a compound that ends in the name of a kind is about: "Qualität" in "Qualitätsbericht".

    Nothing where the word is the name of a kind itself.
    """
    small = folded(word)
    if not is_compound(word):
        return ""
    lengths = (n for n in NAMES.ending_lengths if small[-n:] in NAMES.by_ending)
    return _LINK.sub("", word[: -next(lengths, len(word))])
