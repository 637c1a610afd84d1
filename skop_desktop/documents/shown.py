"""Text of a document as it is shown, compared and searched."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BLANKS: Final = re.compile(r"\s+")
_UNSEEN: Final = re.compile(
    # Controls, soft hyphen, zero width, direction marks and overrides, variation of tags.
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters that are blank; all other unseen characters are not printable to Python either."""

_MARKS: Final = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_LONGEST: Final = 1_000
_DIGITS: Final = re.compile(r"\d+")
_PLAIN: Final = dict(
    zip("øłđıæœðþħ", ("o", "l", "d", "i", "ae", "oe", "d", "th", "h"), strict=True)
)
_WHOLE_LETTERS: Final = re.compile(f"[{''.join(_PLAIN)}]")
"""Letters with a stroke or joined, which Unicode does not take apart."""


def shown_text(text: str | None) -> str:
    """``text`` on one line, without characters that hide or that turn its direction round."""
    if not text:
        return ""
    if not text.isprintable() or not (text.isascii() or _FILLERS.isdisjoint(text)):
        text = _UNSEEN.sub("", _BLANKS.sub(" ", text))
    elif "  " not in text and text[0] != " " and text[-1] != " ":
        return text[:_LONGEST]
    return _BLANKS.sub(" ", text).strip()[:_LONGEST]


def folded(text: str) -> str:
    """``text`` without case and accents, so that "fuhrer" finds "Führer"."""
    if text.isascii():
        return text.lower()
    bare = _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return bare if bare.isascii() else _WHOLE_LETTERS.sub(_plain_letter, bare)


def natural_key(folded_text: str) -> str:
    """A key by which folded texts sort as people order names: 2 before 10."""
    return _DIGITS.sub(_counted, folded_text)


def _plain_letter(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


def _counted(found: re.Match[str]) -> str:
    """A number led by its count of digits: as text, it then sorts by its size."""
    digits = found[0].lstrip("0") or "0"
    return chr(min(len(digits), _MOST_DIGITS)) + digits


_MOST_DIGITS: Final = 31
"""Up to here the count stays below the space, so that a number sorts before any word."""
