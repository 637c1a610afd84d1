"""What remains of a prompt: its topic."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.prompt.fillers import FILLERS, LINKS
from skop_desktop.engine.prompt.slate import WALL, Slate, Token
from skop_desktop.engine.words import content_words, folded

_FILLERS: Final = frozenset(folded(word) for word in FILLERS)
_LINKS: Final = frozenset(folded(word) for word in LINKS)
_ELISION: Final = re.compile(r"^[ld]'", re.IGNORECASE)
_WHOSE: Final = frozenset(
    """
    city town county village state municipality municipal stadt ville district university company
    organization organisation agency universidad université universität hochschule unternehmen
    entreprise empresa information info informationen informations información
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""Alone they say no more than whose site it is, or nothing."""
_BREAKS: Final = frozenset('.,;:!?()[]{}<>"/')


def read_topic(slate: Slate) -> tuple[tuple[str, ...], str]:
    """The words of the topic that carry meaning, and the topic as it was said."""
    words: dict[str, None] = {}
    phrases: dict[str, None] = {}
    for phrase in _phrases(slate):
        text = slate.said[phrase[0].start : phrase[-1].end].strip(" .")
        text = _ELISION.sub("", text)
        carrying = content_words(text)
        carrying = [word for word in carrying if folded(word) not in _FILLERS]
        if any(not word.isdigit() and word not in _WHOSE for word in carrying):
            words.update(dict.fromkeys(carrying))
            phrases[" ".join(text.split())] = None
    return tuple(words), ", ".join(phrases)


def _phrases(slate: Slate) -> list[list[Token]]:
    """Runs of words between walls and marks, without the fillers at both ends."""
    runs: list[list[Token]] = [[]]
    end = 0
    for token in slate.tokens():
        is_break = token.said == WALL or not _BREAKS.isdisjoint(slate.said[end : token.start])
        is_break = is_break or (token.small in _FILLERS and token.small not in _LINKS)
        if is_break:
            runs.append([])
        if token.said != WALL and not (token.small in _FILLERS and token.small not in _LINKS):
            runs[-1].append(token)
        end = token.end
    return [trimmed for run in runs if (trimmed := _trimmed(run))]


def _trimmed(run: list[Token]) -> list[Token]:
    while run and _says_nothing(run[0]):
        run = run[1:]
    while run and _says_nothing(run[-1]):
        run = run[:-1]
    return run


def _says_nothing(token: Token) -> bool:
    is_letter = len(token.said) == 1 and token.said.isalpha()
    return is_letter or token.small in _FILLERS or token.small in _LINKS
