"""What the engine's judgement is measured against: words counted, and vectors compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import Final

from skop_desktop.engine.relevance.vectors import topic_vectors
from tests.quality.cases import Case, LabelledLink

_SATURATION: Final = 1.2
_LENGTH: Final = 0.75
_WORD: Final = re.compile(r"[^\W_]+")


def said_of(link: LabelledLink) -> str:
    """All that is known of a document, as one text."""
    known = link.evidence
    own = f"{known.link_text} . {known.link_title} . {known.name} . {known.heading}"
    return f"{own} . {known.row} . {known.page_title} . {known.folders} . {known.first_page}"


def bm25(case: Case) -> list[float]:
    """Okapi BM25 of the prompt over the links of the case, as a share of the best (0 to 1)."""
    texts = [Counter(_words(said_of(link))) for link in case.links]
    lengths = [sum(text.values()) for text in texts]
    usual = sum(lengths) / max(1, len(lengths)) or 1.0
    asked = set(_words(case.prompt))
    in_texts = {word: sum(word in text for text in texts) for word in asked}
    scores = [
        sum(
            _weight(in_texts[word], len(texts)) * _gain(text[word], length / usual)
            for word in asked
        )
        for text, length in zip(texts, lengths, strict=True)
    ]
    best = max(scores, default=0.0) or 1.0
    return [score / best for score in scores]


def cosine(case: Case) -> list[float]:
    """Cosine of the prompt and each link by WordLlama's vectors alone, 0 where it is negative."""
    vectors = topic_vectors()
    asked = vectors.of_words(list(_words(case.prompt)))
    texts = (vectors.of_words(list(_words(said_of(link)))) for link in case.links)
    return [max(0.0, float(asked @ text)) for text in texts]


def _words(text: str) -> Sequence[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _weight(holders: int, texts: int) -> float:
    return log(1 + (texts - holders + 0.5) / (holders + 0.5))


def _gain(count: int, length: float) -> float:
    return count * (_SATURATION + 1) / (count + _SATURATION * (1 - _LENGTH + _LENGTH * length))
