"""Bodies as English names them: words before a noun, the noun, and what it is of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.prompt import names_of_bodies as names
from skop_desktop.engine.prompt.fillers import FILLERS
from skop_desktop.engine.prompt.places import ARTICLES_OF_NAMES, Place, capitalised, place_at
from skop_desktop.engine.prompt.slate import WALL, Slate

_JOINS: Final = frozenset({"and", "&"})
_OF: Final = frozenset({"of", "on", "for"})
_BEFORE_PLACE: Final = frozenset({"of", "in", "for"})
_STOPS: Final = frozenset(
    """
    from in since until before after between during at by with that which about regarding where
    who to concerning or is are was were meeting meetings regular special of on for and the de der
    du des d et y la le les fur und del los las
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_MOST_MODIFIERS: Final = 5
_MOST_WORDS_OF_PLACE: Final = 3
_LONGEST_COMPLEMENT: Final = 5
_LONGEST_INITIALS: Final = 6


@dataclass(frozen=True, slots=True)
class FoundBody:
    """A body that is named at ``start:end``, with its place where that is said beside it."""

    start: int
    end: int
    name: str
    place: Place | None = None


def english_body(slate: Slate) -> FoundBody | None:
    """The first body on the slate."""
    sentence = _Sentence(slate)
    for at in range(len(sentence.tokens)):
        if sentence.is_free(at) and sentence.noun(at) and (found := sentence.body_at(at)):
            return found
    return None


class _Sentence:
    """The words of a slate, and which of them name kinds of documents."""

    def __init__(self, slate: Slate) -> None:
        self.slate = slate
        self.tokens = slate.tokens()
        self._kinds = [(hit.start, hit.end) for hit in kind_hits(slate.said)]

    def noun(self, at: int) -> str:
        """The noun for a body that the word is, in the singular; "" for other words."""
        small = _without_possessive(self.tokens[at].small)
        for noun in (small, small.removesuffix("s"), small.removesuffix("ies") + "y"):
            if noun in names.ENGLISH_NOUNS:
                return noun
        return ""

    def is_free(self, at: int) -> bool:
        """Whether the word is there and names no kind of document."""
        if not 0 <= at < len(self.tokens):
            return False
        token = self.tokens[at]
        return token.said != WALL and not any(s <= token.start < e for s, e in self._kinds)

    def body_at(self, at: int) -> FoundBody | None:
        """The body whose noun is the word ``at``."""
        first = self._first_modifier(at)
        before = self.tokens[at - 1].small.removesuffix("s") if at else ""
        if before in names.NO_BODY_BEFORE:
            return None
        last = self._last_of_name(at, has_name=first < at)
        if self.noun(at) not in names.ALONE and first == at == last:
            return None
        place = None
        if self._is_linked(last, _BEFORE_PLACE):
            place = place_at(self.slate, self.tokens[last + 1].end + 1)
        start = self._first_of_names(first)
        if start < first and not self._is_own_name(start, first, at, last):
            place = place or self._place_of(start, first)
        else:
            first = start = self._first_of_pair(start)
        said = self.slate.said[self.tokens[first].start : self.tokens[last].end]
        end = max(self.tokens[last].end, place.end if place else 0)
        return FoundBody(
            self.tokens[start].start, end, _without_possessive(said).replace(WALL, " "), place
        )

    def _is_beside(self, at: int) -> bool:
        """Whether the word ``at`` and the next one are of one phrase."""
        between = self.slate.small[self.tokens[at].end : self.tokens[at + 1].start]
        return not between.strip(" &-,/'")

    def _has_comma(self, at: int) -> bool:
        return "," in self.slate.small[self.tokens[at].end : self.tokens[at + 1].start]

    def _is_linked(self, at: int, words: frozenset[str]) -> bool:
        return (
            at + 2 < len(self.tokens)
            and self.tokens[at + 1].small in words
            and self._is_beside(at)
            and self._is_beside(at + 1)
        )

    def _first_modifier(self, at: int) -> int:
        """From where on the words before the noun are of its name: "parks and recreation board"."""
        first, is_list = at, False
        for n in range(at - 1, max(-1, at - 1 - _MOST_MODIFIERS), -1):
            is_list = is_list or self.tokens[n].small in _JOINS
            if not self._is_beside(n) or (self._has_comma(n) and not is_list):
                break
            if _without_possessive(self.tokens[n].small) in names.MODIFIERS:
                first = n
            elif not self._joins_modifiers(n):
                break
        return first

    def _joins_modifiers(self, at: int) -> bool:
        return (
            self.tokens[at].small in _JOINS
            and self.is_free(at - 1)
            and self.tokens[at - 1].small in names.MODIFIERS
            and self.tokens[at + 1].small in names.MODIFIERS
        )

    def _last_of_name(self, at: int, *, has_name: bool) -> int:
        """The last word of the name: "of Education" belongs to it, "of Springfield" does not."""
        if self.noun(at) in names.TAKES_COMPLEMENT and self._is_linked(at, _OF):
            return self._subject_behind(at) or self._complement_behind(at, has_name=has_name)
        is_double = self.is_free(at + 1) and self._is_beside(at) and bool(self.noun(at + 1))
        return at + is_double

    def _subject_behind(self, at: int) -> int:
        """The last word of a subject that boards are known to be of; 0 where there is none."""
        begin = at + 2
        ahead = tuple(token.small for token in self.tokens[begin : begin + 5])
        for subject in names.SUBJECTS:
            for skipped in (0, 1) if ahead[:1] == ("the",) else (0,):
                if ahead[skipped : skipped + len(subject)] == subject:
                    return begin + skipped + len(subject) - 1
        return 0

    def _complement_behind(self, at: int, *, has_name: bool) -> int:
        begin = at + 2
        link = self.tokens[at + 1].small
        is_of_place = self.noun(at) in ("board", "council") and self.tokens[begin].is_capital
        if (link == "of" and (has_name or is_of_place)) or (link == "for" and has_name):
            return at
        last = at
        for n in range(begin, min(begin + _LONGEST_COMPLEMENT, len(self.tokens))):
            if not self._continues(n):
                break
            if self.tokens[n].small not in (*_JOINS, "the"):
                last = n
        return last

    def _continues(self, at: int) -> bool:
        token = self.tokens[at]
        if not self.is_free(at) or not self._is_beside(at - 1) or token.said.isdigit():
            return False
        if token.small in _JOINS:
            return self.is_free(at + 1) and not self.noun(at + 1)
        return token.small == "the" or token.small not in _STOPS

    def _first_of_names(self, first: int) -> int:
        """From where on names stand before the body: "San Antonio City Council"."""
        begin = first
        for n in range(first - 1, max(-1, first - 1 - _MOST_WORDS_OF_PLACE), -1):
            is_name = self._is_name(n) and self._is_beside(n) and not self._has_comma(n)
            if not is_name or kind_hits(self.tokens[n].said):
                break
            begin = n
        return begin

    def _first_of_pair(self, first: int) -> int:
        """ "Finance and Performance Committee" is one body, where capitals say so."""
        other = first - 2
        is_pair = (
            self.slate.has_capitals
            and self.is_free(other)
            and self.tokens[first - 1].small in _JOINS
            and self.tokens[first].is_capital
            and self.tokens[other].is_capital
            and self._is_beside(other)
            and not kind_hits(self.tokens[other].said)
        )
        return self._first_modifier(other) if is_pair else first

    def _is_name(self, at: int) -> bool:
        token = self.tokens[at]
        if token.said == WALL or token.said.isdigit() or len(token.said) == 1:
            return False
        small = _without_possessive(token.small)
        if token.is_capital and small in ARTICLES_OF_NAMES:
            return self.slate.has_capitals
        if small in FILLERS or small in _STOPS or self.noun(at):
            return False
        return token.is_capital or not self.slate.has_capitals

    def _is_own_name(self, start: int, first: int, at: int, last: int) -> bool:
        """Whether the names before it are its own: initials, or nothing else names it."""
        said = self.tokens[start].said
        if said.isupper() and len(said) <= _LONGEST_INITIALS and self.slate.has_capitals:
            return True
        return first == at == last and self.noun(at) in names.MADE_OF_NAMES

    def _place_of(self, start: int, first: int) -> Place:
        begin, end = self.tokens[start].start, self.tokens[first - 1].end
        return Place(begin, end, capitalised(_without_possessive(self.slate.said[begin:end])))


def _without_possessive(said: str) -> str:
    return said.removesuffix("'s").rstrip("'")
