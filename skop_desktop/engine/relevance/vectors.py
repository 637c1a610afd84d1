"""What words are near in meaning: the word vectors of WordLlama, in a small form.

The file is made by ``packaging/make_topic_vectors.py``; its licence lies beside it. A word is the
sum of the vectors of its pieces, as WordLlama has it but for casing: words of titles come in
capitals and in small letters and mean the same.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from skop_desktop.engine.relevance.pieces import Pieces
from skop_desktop.resources import resource

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE: Final = ("relevance", "topic_vectors.npz")
_LONGEST_WORD: Final = 40
_MOST_WORDS: Final = 20_000
"""Words kept with their vectors: some 7 MB."""


class Vectors:
    """Vectors of words and texts, of length 1; all zero where nothing is known."""

    def __init__(self, pieces: Pieces, rows: NDArray[np.int8], scales: NDArray[np.float16]) -> None:
        import numpy as np  # noqa: PLC0415 - the first topic pays for it, not the start

        self._np = np
        self._pieces = pieces
        self._rows = rows
        self._scales = scales
        self._sum_of = lru_cache(_MOST_WORDS)(self._summed)
        self._count_of = lru_cache(_MOST_WORDS)(self._counted)

    @property
    def dimensions(self) -> int:
        """Figures in a vector."""
        return int(self._rows.shape[1])

    def of_words(self, words: list[str]) -> NDArray[np.float32]:
        """The direction in which a text of these words points."""
        total = self._np.zeros(self.dimensions, dtype=self._np.float32)
        for word in words:
            total += self._sum_of(word)
        return self._unit(total)

    def of_word(self, word: str) -> NDArray[np.float32]:
        """The direction of one word."""
        return self._unit(self._sum_of(word))

    def length_of(self, word: str) -> float:
        """How much the word weighs in a text."""
        vector = self._sum_of(word)
        return float(self._np.sqrt(vector @ vector))

    def pieces_of(self, word: str) -> int:
        """Of how many pieces a word is: the fewer, the more is known of it."""
        return self._count_of(word[:_LONGEST_WORD])

    def _counted(self, word: str) -> int:
        return len(self._pieces.of_word(word))

    def _summed(self, word: str) -> NDArray[np.float32]:
        numbers = self._pieces.of_word(word[:_LONGEST_WORD])
        rows = self._rows[numbers].astype(self._np.float32)
        rows *= self._scales[numbers].astype(self._np.float32)[:, None]
        total: NDArray[np.float32] = rows.sum(axis=0)
        return total

    def _unit(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        length = float(self._np.sqrt(vector @ vector))
        return vector / self._np.float32(length) if length else vector


@cache
def topic_vectors() -> Vectors:
    """The vectors that come with the app, read once.

    Raises ``ResourceMissing`` where the installation is incomplete.
    """
    import numpy as np  # noqa: PLC0415 - as above

    with np.load(resource(*FILE), allow_pickle=False) as held:
        names = held["pieces"].tobytes().decode("utf-8").split("\n")
        pieces = Pieces({name: number for number, name in enumerate(names)})
        return Vectors(pieces, held["vectors"], held["scales"])
