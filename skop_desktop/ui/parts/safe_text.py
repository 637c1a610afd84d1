"""Text that others wrote, made fit for the screen without losing any of it."""

from __future__ import annotations

import html
import unicodedata
from typing import Final

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NEEDED_BY_SCRIPTS: Final = frozenset("\u200c\u200d")
"""Joiners that Persian, Indic scripts and emoji are written with."""
_LONGEST_TIP: Final = 4_000


def one_line(text: str) -> str:
    """``text`` on one line, without controls: no new line, no override of its direction."""
    if text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if c in "\n\r\t\v\f\u0085\u2028\u2029" else c for c in text)
    return " ".join("".join(c for c in spaced if not _is_unseen(c)).split())


def whole_text(text: str) -> str:
    """All of ``text``, its lines kept; controls that cannot be seen are named: ``<U+202E>``."""
    if text.isprintable():
        return text.strip()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        f"<U+{ord(c):04X}>" if _is_unseen(c) and c not in "\n\t" else c for c in lines
    ).strip()


def tool_tip(text: str) -> str:
    """``text`` for a tool tip, which wraps and never reads it as markup."""
    cut = text if len(text) <= _LONGEST_TIP else f"{text[:_LONGEST_TIP]}…"
    return f"<qt>{html.escape(cut).replace(chr(10), '<br>')}</qt>" if cut else ""


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN and character not in _NEEDED_BY_SCRIPTS


def sentence(text: str) -> str:
    """``text`` on one line, with the full stop that services leave out; empty stays empty."""
    told = one_line(text)
    return told if not told or told[-1] in ".!?…:。？！" else f"{told}."
