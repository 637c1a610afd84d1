"""What the texts around a link say of single words, and how near to the document they say it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from skop_desktop.engine.relevance.evidence import Evidence
from skop_desktop.engine.relevance.reading import (
    LONGEST_ROW,
    contents_of,
    line_in,
    line_of_folders,
    name_text,
    needle,
    needles,
    own_line,
)
from skop_desktop.engine.relevance.synonyms import synonyms_of
from skop_desktop.engine.relevance.vectors import topic_vectors
from skop_desktop.engine.words import stem

_FAR: Final = 0.85
"""Worth of a word that row, page or folders say, not the link or its heading."""
_OPENED: Final = 0.95
_IN_COMPOUND: Final = 0.7
_SHORTEST_PART: Final = 6
_ALIKE_FROM: Final = 0.3
"""Cosine from which two words count as near in meaning."""
_ALIKE_WORTH: Final = 0.8
_KNOWN_BY_PIECES: Final = 3
"""Words of more pieces are strange to the vectors: what they are near to is chance."""
_ALIKE_WORTH_OF_NAMES: Final = 0.95
_LONGEST_READ: Final = 3000
LONGEST_OWN_ROW: Final = 140
"""A longer row speaks of several documents."""
_MOST_WORDS: Final = 40
_MOST_KNOWN: Final = 20_000


class Wanted:
    """A word of the topic, ready to be looked for."""

    __slots__ = ("_near", "is_long", "needle", "others", "said", "stem", "weight")

    def __init__(self, word: str, others: tuple[frozenset[str], ...]) -> None:
        self.said = word
        self.stem = stem(word)
        self.needle = needle(self.stem)
        self.is_long = len(word) >= _SHORTEST_PART
        self.others = tuple(needles(other) for other in others)
        self.weight = topic_vectors().length_of(word) ** 2 + 1
        self._near = _Near(word)

    def nearest_in(self, words: tuple[str, ...]) -> float:
        """How near in meaning the nearest of the words is: a cosine, 0 at least."""
        return max(map(self._near.__getitem__, words), default=0.0)


@lru_cache(64)
def wanted_words(topic: tuple[str, ...]) -> tuple[Wanted, ...]:
    """The words of a topic, each with what else it goes by. A long word tells more: "zoning" more
    than "services"."""
    others = synonyms_of(topic)
    return tuple(Wanted(word, others.get(stem(word), ())) for word in topic)


class _Near(dict[str, float]):
    """How near in meaning other words are to one, each reckoned once."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def __missing__(self, other: str) -> float:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[other] = found = max(0.0, _cosine(self._word, other))
        return found


def _cosine(one: str, other: str) -> float:
    vectors = topic_vectors()
    if max(vectors.pieces_of(one), vectors.pieces_of(other)) > _KNOWN_BY_PIECES:
        return 0.0
    return float(vectors.of_word(one) @ vectors.of_word(other))


@lru_cache(4096)
def _telling(text: str) -> tuple[str, ...]:
    """The words of a text that are no figures."""
    return tuple(word for word in contents_of(text) if not word.isdigit())[:_MOST_WORDS]


class Said:
    """The texts of one document as lines of stems, the nearest first, with what each is worth."""

    __slots__ = ("_all", "_levels", "_line", "_near", "_texts", "_words")

    def __init__(self, evidence: Evidence, heading_worth: float) -> None:
        row, name = evidence.row[:LONGEST_ROW], name_text(evidence.name)
        own, in_row = own_line(evidence), line_in(row)
        if len(evidence.row) <= LONGEST_OWN_ROW:
            own += in_row
        around = in_row + line_in(evidence.page_title) + line_of_folders(evidence.folders)
        if evidence.trail:
            around += line_in(evidence.trail)
        heading = line_in(evidence.heading)
        self._near = own + heading
        self._levels = [(own, 1.0), (heading, heading_worth), (around, _FAR * heading_worth)]
        self._all = own + heading + around
        if evidence.first_page:
            opened = line_in(evidence.first_page[:_LONGEST_READ])
            self._levels.insert(1, (opened, _OPENED))
            self._all += opened
        self._texts = (evidence.link_text, name, evidence.heading, row, evidence.link_title)
        self._words: tuple[str, ...] | None = None
        self._line = ""

    def worth_of(self, wanted: Wanted) -> float:
        """1 where the document itself says the word, less where it is said farther off."""
        if wanted.needle in self._all:
            for line, worth in self._levels:
                if wanted.needle in line:
                    return worth
        if self._words is None:
            self._words = sum(map(_telling, self._texts), ())
            self._line = " ".join(self._words)
        if self._is_in_compound(wanted):
            return _IN_COMPOUND
        near = wanted.nearest_in(self._words)
        by_meaning = _ALIKE_WORTH * max(0.0, (near - _ALIKE_FROM) / (1 - _ALIKE_FROM))
        return max(by_meaning, self._worth_of_others(wanted)) if wanted.others else by_meaning

    def says(self, stems: frozenset[str]) -> frozenset[str]:
        """Those of the stems that any of the texts says."""
        return frozenset(word for word in stems if f" {word} " in self._all)

    def _is_in_compound(self, wanted: Wanted) -> bool:
        """Whether one begins or ends the other: "Bachelor", "Bachelorstudiengang"."""
        if not wanted.is_long:
            return False
        if f"{wanted.stem} " in self._near or wanted.said in self._line:
            return True
        return len(wanted.stem) >= 2 * _SHORTEST_PART and any(
            len(part) >= _SHORTEST_PART
            and (wanted.stem.startswith(part) or wanted.stem.endswith(part))
            for part in self._near.split()
        )

    def _worth_of_others(self, wanted: Wanted) -> float:
        found = 0.0
        for other in wanted.others:
            if all(word in self._all for word in other):
                worths = (
                    worth for line, worth in self._levels if all(word in line for word in other)
                )
                found = max(found, next(worths, 0.0))
        return _ALIKE_WORTH_OF_NAMES * found
