"""How sure the search is of a document, in words and in a tone."""

from __future__ import annotations

from typing import Final

from skop_desktop.documents.confidence import Level, level, percent
from skop_desktop.ui import formats
from skop_desktop.ui.theme.icons import Tone

LEVEL_TONES: Final[dict[Level, Tone]] = {
    Level.HIGH: "good",
    Level.FAIR: "accent",
    Level.LOW: "warn",
    Level.UNKNOWN: "muted",
}


def confidence_text(confidence: float | None) -> str:
    """``95 %``."""
    return formats.NOTHING if confidence is None else formats.percent(percent(confidence) / 100)


def confidence_in_full(confidence: float | None) -> str:
    """``95 %, high``."""
    if confidence is None:
        return str(level(confidence)).capitalize()
    return f"{confidence_text(confidence)}, {level(confidence)}"
