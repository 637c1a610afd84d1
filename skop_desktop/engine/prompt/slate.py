"""The prompt while it is read: what was understood is wiped off, the rest stays in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category, normalize

from skop_desktop.engine.words import folded

WALL: Final = "|"
"""Stands where something was wiped off, so that words on both sides do not run together."""
_LONGEST_PROMPT: Final = 1000
_JOINERS: Final = "\u200c\u200d"
_QUOTES: Final = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "|": "/"}
)
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['\u0300-\u036f\u200c\u200d][^\W\d_]+)*\.?|\d+|\|")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or figure at ``start:end``. ``small``: in small letters without marks."""

    said: str
    small: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it is written with a capital, as names are."""
        return self.said[:1].isupper()


class Slate:
    """``said``: what is left of the prompt; ``small``: the same in small letters without marks,
    letter by letter."""

    def __init__(self, prompt: str) -> None:
        self.said = _cleaned(prompt)
        self.small = folded(self.said)
        letters = [letter for letter in self.said if letter.isalpha()]
        self.has_capitals = any(x.isupper() for x in letters) and any(x.islower() for x in letters)

    def wipe(self, start: int, end: int, *, wall: str = WALL) -> None:
        """Takes away what was understood. ``wall``: " " where both sides belong together."""
        gone = wall + " " * (end - start - 1) if end > start else ""
        self.said = self.said[:start] + gone + self.said[end:]
        self.small = self.small[:start] + gone + self.small[end:]

    def tokens(self, start: int = 0, end: int = _LONGEST_PROMPT) -> list[Token]:
        """The words, figures and walls that are left between ``start`` and ``end``."""
        return [
            Token(m[0].rstrip("."), self.small[m.start() : m.end()].rstrip("."), *m.span())
            for m in _TOKEN.finditer(self.said, start, end)
        ]


def _cleaned(prompt: str) -> str:
    """On one line, composed, without signs that only steer how text is shown."""
    text = "".join(
        sign if sign in _JOINERS or category(sign)[0] != "C" else " "
        for sign in prompt[:_LONGEST_PROMPT]
    )
    return " ".join(normalize("NFC", text).translate(_QUOTES).split())[:_LONGEST_PROMPT]
