"""Kinds that are named as examples: "anything on the new station: studies, board decisions"."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.prompt.fillers import FILLERS
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.words import content_words, folded

_FILLERS: Final = frozenset(folded(word) for word in FILLERS)
_ANYTHING: Final = re.compile(
    r"(?<![^\W_])(?:anything|everything|whatever|alles|samtliches"
    r"|tout(?: ce qui)?|todo(?: lo)?|cuanto)(?![^\W_])"
)
_EVERY_YEAR: Final = re.compile(
    r"(?<![^\W_])(?:(?:by|per|for (?:each|every|any|all)|any|each|every) "
    r"(?:fiscal |calendar |school )?years?|nach jahren|par annee|por anos)(?![^\W_])"
)
""" "Budgets by fiscal year" are all budgets."""
_LISTED: Final = re.compile(
    r"\s*(?:[:(–—]|,?\s(?:such as|for example|for instance|e\.?g\.?|including|incl\.?|like"
    r"|inklusive|einschließlich|einschliesslich|z\.? ?b\.?|wie|y compris|comme|notamment"
    r"|par exemple|incluyendo|incluidos|como|por ejemplo)(?![^\W_]))"
)


def wipe_examples(slate: Slate) -> None:
    """Takes off the slate what is listed behind "anything on …": all of it is asked for; "any
    year" too."""
    for every in list(_EVERY_YEAR.finditer(slate.small)):
        slate.wipe(*every.span())
    begin = _ANYTHING.search(slate.small)
    if begin is None:
        return
    listed = _LISTED.search(slate.small, begin.end())
    if listed is None:
        return
    subject = content_words(slate.said[begin.end() : listed.start()])
    is_known = any(word not in _FILLERS for word in subject)
    if is_known and kind_hits(slate.said[listed.end() :]):
        slate.wipe(listed.start(), len(slate.said))
