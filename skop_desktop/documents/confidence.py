"""How sure the service is of a document, named."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """Levels of confidence, in the words that are shown and read aloud."""

    HIGH = "high"
    FAIR = "fair"
    LOW = "low"
    UNKNOWN = "not known"


HIGH_FROM: Final = 0.8
FAIR_FROM: Final = 0.5


def level(confidence: float | None) -> Level:
    """The level of a confidence of 0 to 1."""
    if confidence is None:
        return Level.UNKNOWN
    if confidence >= HIGH_FROM:
        return Level.HIGH
    return Level.FAIR if confidence >= FAIR_FROM else Level.LOW


def percent(confidence: float) -> int:
    """Whole percent; never rounded up into the next level, nor up to 100."""
    return int(confidence * 100 + 1e-9)


def spoken(confidence: float | None) -> str:
    """Words for a tooltip or a screen reader: "95 percent, high"."""
    if confidence is None:
        return "confidence not known"
    return f"{percent(confidence)} percent, {level(confidence)}"
