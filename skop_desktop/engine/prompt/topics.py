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
_ALL_NOUNS: Final = frozenset(
    "und oder der das zum zur vom seit nach ab im fur aus uber ohne von zu mit".split()  # noqa: SIM905 - as a list it is harder to read
)
"""Small words of a language that writes every noun with a capital."""
_BREAKS: Final = frozenset('.,;:!?()[]{}<>"/')


def read_names(slate: Slate) -> frozenset[str]:
    """The words that are names, as capitals tell; none where all nouns have them (German)."""
    tokens = [token for token in slate.tokens() if token.said != WALL]
    words = [token for token in tokens if token.small not in _FILLERS and len(token.said) > 1]
    is_told = slate.has_capitals and _ALL_NOUNS.isdisjoint(token.small for token in tokens)
    if not is_told or all(token.is_capital for token in words):
        return frozenset()
    names = (token for token in words if token.is_capital and token.start > 0)
    return frozenset(word for token in names for word in content_words(token.said))


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
