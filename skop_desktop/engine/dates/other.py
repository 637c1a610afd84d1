"""Dates beside a document that are not its own: of approval, effect, posting, upload."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from skop_desktop.engine.dates.names import MONTH
from skop_desktop.engine.dates.periods import Period, blanked, month, year

_ENGLISH: Final = (
    "approved adopted effective posted published updated revised amended modified uploaded rel"
    " released superseded supersedes reviewed rev expires expired due created"
)
_GERMAN: Final = (
    "genehmigt veroffentlicht veroeffentlicht aktualisiert geandert geaendert stand eingestellt"
    " hochgeladen ausgefertigt veroffentlichungsdatum kraft gultig gueltig"
)
_FRENCH: Final = (
    "approuve approuvee approuves adopte adoptee publie publiee publies modifie modifiee affiche"
    " affichee vigueur jour ligne publication"
)
_SPANISH: Final = (
    "aprobado aprobada aprobados aprobadas publicado publicada actualizado actualizada modificado"
    " modificada subido subida vigente vigor revisado revisada publicacion"
)
_ALONE: Final = f"{_ENGLISH} {_GERMAN} {_FRENCH} {_SPANISH}".split()
TRIGGERS: Final = frozenset(_ALONE)
_NEED_ANOTHER: Final = {
    "kraft": "in kraft",
    "vigueur": "en vigueur",
    "vigor": "en vigor",
    "jour": "mise?s? a jour",
    "ligne": "mise?s? en ligne",
    "publication": "(?:publication date|date (?:of|de) publication)",
    "publicacion": "fecha de publicacion",
}
_SAID: Final = (
    "(?:"
    + "|".join(sorted((_NEED_ANOTHER.get(word, word) for word in _ALONE), key=len, reverse=True))
    + ")"
)
_LINK: Final = (
    r"(?:\s(?:on|by|as of|the|le|el|am|vom|zum|ab|seit|getreten am|desde(?: el)?|depuis(?: le)?"
    r"|since|from|date|datum|until|bis))?"
)
_NUMERIC: Final = r"(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{4}-\d\d-\d\d|\d{6})(?!\d)"
_NAMED: Final = (
    rf"{MONTH}\.?[\s_-]\d{{1,2}}(?:st|nd|rd|th)?[,_-]?[\s_-]?\d{{4}}"
    rf"|\d{{1,2}}(?:\.|er)?\s(?:de\s)?{MONTH}\.?(?:\sde)?\s\d{{4}}"
)
_MONTHLY: Final = (
    rf"(?:{MONTH}\.?(?:\s(?:de|of))?\s\d{{4}}|\d{{1,2}}[/.]\d{{4}})(?=\s{{0,2}}(?:$|[),.;|\]]))"
)
_OWN_AFTER_ALL: Final = (
    r"(?![\s_-]{1,3}(?:[^\W\d_]{1,20}[\s_-]){0,3}(?:minutes|agenda|packet|budget|protokoll|acta))"
)
_OTHER_DATES: Final = re.compile(
    rf"[(\[]\s{{0,2}}(?:last\s|zuletzt\s|draft\s)?{_SAID}(?![^\W\d_])[^()\[\]]{{0,60}}[)\]]"
    rf"|(?<![^\W\d_]){_SAID}(?![^\W\d_])\.?\s?:?{_LINK}[\s:_-]{{0,3}}"
    rf"(?:(?:{_NUMERIC}|{_NAMED}){_OWN_AFTER_ALL}|{_MONTHLY})"
)
_UPLOADED: Final = re.compile(
    r"(?:^|/)(?:wp-content/uploads|uploads?|sites/[^/]{1,60}/files|media"
    r"|imce)/(?:[^/]{1,40}/){0,2}?"
    r"(19[5-9]\d|20[0-4]\d)(?:[-/](0[1-9]|1[0-2]))?(?=/|$)"
)
_LONGEST_PATH: Final = 400


def without_other_dates(small: str, words: frozenset[str]) -> tuple[str, list[str]]:
    """``small`` without dates of approval, posting, effect; and those that were left out.

    ``small``: in small letters without marks; as long afterwards. ``words``: its words.
    """
    if TRIGGERS.isdisjoint(words):
        return small, []
    left_out: list[str] = []
    for match in _OTHER_DATES.finditer(small):
        left_out.append(match[0])
        small = blanked(small, match.start(), match.end())
    return small, left_out


def upload_period_in(path: str) -> Period | None:
    """When a file was put on the server, where its folders say so: /uploads/2024/01/ and the like.

    The document is of that time or of any before it. The folders of an editor's own choice
    ("/minutes/2023/") are no such: ``periods_in`` reads those.
    """
    match = _UPLOADED.search(unquote(path, errors="replace")[:_LONGEST_PATH].lower())
    if match is None:
        return None
    return month(int(match[1]), int(match[2])) if match[2] else year(int(match[1]))
