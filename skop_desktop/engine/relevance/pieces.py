"""Words cut into the pieces that the topic vectors have: byte pair encoding as SentencePiece does.

The vocabulary alone decides: of all neighbours that are a piece together, those whose piece stands
first in the vocabulary are joined first, the leftmost first (Sennrich et al. 2016; Kudo and
Richardson 2018). A character that is no piece is told by its bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WORD_BEGIN: Final = "▁"
_LONGEST: Final = 48
"""Characters of one word; a longer one is cut. Bounds the time, which grows with the square."""


class Pieces:
    """The pieces of a vocabulary, and how words are made of them."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self._numbers = dict(vocabulary)

    def __len__(self) -> int:
        return len(self._numbers)

    def of_text(self, text: str) -> list[int]:
        """The numbers of the pieces of ``text``, blanks counted as one."""
        return [number for word in text.split() for number in self.of_word(word)]

    def of_word(self, word: str) -> list[int]:
        """The numbers of the pieces of one word, a blank before it."""
        whole = WORD_BEGIN + word
        found: list[int] = []
        for start in range(0, len(whole), _LONGEST):
            found += self._joined(whole[start : start + _LONGEST])
        return found

    def _joined(self, text: str) -> list[int]:
        numbers = self._numbers
        known = numbers.get(text)
        if known is not None:
            return [known]
        parts = list(text)
        none = len(numbers)
        while len(parts) > 1:
            best, at = none, 0
            for index in range(len(parts) - 1):
                number = numbers.get(parts[index] + parts[index + 1], none)
                if number < best:
                    best, at = number, index
            if best == none:
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return [number for part in parts for number in self._numbers_of(part)]

    def _numbers_of(self, part: str) -> list[int]:
        known = self._numbers.get(part)
        if known is not None:
            return [known]
        data = part.encode("utf-8", errors="replace")
        return [self._numbers[f"<0x{byte:02X}>"] for byte in data]
