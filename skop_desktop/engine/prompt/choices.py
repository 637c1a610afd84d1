"""Subjects of which any will do: "sewers or storm drains", "Gebühren (Abwasser, Müll)".

"Erosion and floods" are joined, yet a paper on floods is an answer as well, if a lesser one.
"""

from __future__ import annotations

from typing import Final

from skop_desktop.engine.prompt.fillers import FILLERS, LINKS
from skop_desktop.engine.prompt.slate import WALL, Slate, Token
from skop_desktop.engine.words import content_words, folded

_FILLERS: Final = frozenset(folded(word) for word in FILLERS)
_LINKS: Final = frozenset(folded(word) for word in LINKS)
_AND: Final = frozenset({"and", "und", "et", "y", "e", "sowie"})
_JOINT_WORTH: Final = 0.85
_PAIR_WORTH: Final = 0.5
"""What one of two subjects is worth that were joined by "and"; the same of two single words, which
are mostly one name: "health and safety"."""
_OR: Final = frozenset({"or", "oder", "ou", "o", "u"})
_OR_MARKS: Final = frozenset("/+")
_MARKS: Final = frozenset('.;:!?[]{}<>"')
_BEGIN_SUBJECT: Final = frozenset({"on", "by"})
"""Of "speeches by Marwood on debt or mortgages" the last two are a choice."""
Choices = tuple[tuple[str, ...], ...]


class _Lists:
    """The lists of a prompt, item by item."""

    def __init__(self) -> None:
        self.found: Choices = ()
        self.worth = 1.0
        self._is_joint = False
        self._items: list[list[str]] = [[]]
        self._is_choice = False

    def add(self, token: Token) -> None:
        self._items[-1] += [word for word in content_words(token.said) if word not in _FILLERS]

    def join(self) -> None:
        """The next item is wanted as well."""
        self._is_joint = True
        self.next_item(is_choice=False)

    def next_item(self, *, is_choice: bool) -> None:
        self._is_choice = self._is_choice or is_choice
        if self._items[-1]:
            self._items.append([])

    def close(self) -> None:
        items = tuple(tuple(item) for item in self._items if item)
        if (self._is_choice or self._is_joint) and len(items) > 1 and not self.found:
            self.found = items
            is_pair = all(len(item) == 1 and not item[0].endswith("s") for item in items)
            self.worth = 1.0 if self._is_choice else _PAIR_WORTH if is_pair else _JOINT_WORTH
        self._items, self._is_choice, self._is_joint = [[]], False, False


def read_choices(slate: Slate) -> tuple[Choices, float]:
    """The items of the first list, nothing where there is none, and what one of them is worth."""
    lists = _Lists()
    end, is_enclosed = 0, False
    for token in slate.tokens():
        gap = slate.said[end : token.start]
        end = token.end
        if "(" in gap or ")" in gap:
            lists.close()
            is_enclosed = "(" in gap
        if token.said == WALL or not _MARKS.isdisjoint(gap):
            lists.close()
        elif "," in gap or not _OR_MARKS.isdisjoint(gap):
            lists.next_item(is_choice=is_enclosed or not _OR_MARKS.isdisjoint(gap))
        if token.small in _BEGIN_SUBJECT:
            lists.close()
        elif token.small in _OR:
            lists.next_item(is_choice=True)
        elif token.small in _AND:
            lists.join()
        elif token.small in _FILLERS and token.small not in _LINKS:
            lists.close()
        elif token.said != WALL:
            lists.add(token)
    lists.close()
    return lists.found, lists.worth
