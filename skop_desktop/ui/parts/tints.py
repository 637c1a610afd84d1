"""The quiet ground that goes with a tone: pills, badges, strips."""

from __future__ import annotations

from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.tokens import Colours


def soft_of(colours: Colours, tone: Tone) -> str:
    """The ground on which text in ``tone`` is readable."""
    match tone:
        case "good":
            return colours.good_soft
        case "warn":
            return colours.warn_soft
        case "bad":
            return colours.bad_soft
        case "accent":
            return colours.accent_soft
        case _:
            return colours.track
