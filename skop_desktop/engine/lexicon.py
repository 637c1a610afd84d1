"""The words for kinds of documents, as people ask for them and as websites write them.

English, German, French and Spanish. A kind is told by its name ("minutes"), which is also the word
that reasons and status messages use.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_FORMS: Final = {
    # Longer names first: "annual report" must not be read as "report".
    "annual report": r"annual (?:\w+ )?reports?|jahresberichte?|geschäftsberichte?"
    r"|rapports? (?:annuels?|d'activité)|(?:informes?|memorias?) anual(?:es)?",
    "press release": r"(?:press|news|media) releases?|pressemitteilung(?:en)?"
    r"|communiqués? de presse|(?:comunicados?|notas?) de prensa",
    "agenda": r"agend(?:as?|um)|tagesordnung(?:en)?|ordres? du jour|(?:órden(?:es)?|orden) del día"
    r"|notice of (?:\w+ )?meeting|meeting notices?",
    "packet": r"(?:board|meeting|agenda|council) ?packe?ts?|packets?|sitzungsunterlagen?",
    "minutes": r"(?<!instructional )minutes|meeting records?"
    r"|\w*protokolle?|niederschrift(?:en)?"
    r"|proc[eè]s[- ]verba(?:l|ux)|comptes?[- ]rendus?|actas?(?! de replanteo)(?! de nacimiento)",
    "transcript": r"transcripts?|transcriptions?|wortprotokolle?",
    "audit": r"(?<!energy )audit(?:s|ed|ing)?|audited financial statements?|prüfberichte?"
    r"|auditor(?:ía|ia)s?|auditor'?s'? reports?",
    "budget": r"budgets?|budgetary|haushalts?(?:plan|pläne|satzung)?|presupuestos?|spending plan",
    "policy": r"polic(?:y|ies)|richtlinien?|politiques?|políticas?",
    "ordinance": r"ordinances?|bylaws?|by-laws?|\w*satzung(?:en)?|verordnung(?:en)?|arrêtés?"
    r"|ordenanzas?",
    "resolution": r"resolutions?|beschl(?:uss|üsse)|délibérations?|resoluci(?:ón|ones)",
    "RFP": r"rfps?|rfqs?|requests? for (?:proposals?|qualifications?|quotes?)|ausschreibung(?:en)?"
    r"|appels? d'offres?|licitaci(?:ón|ones)|bid documents?|tenders?",
    "contract": r"contracts?|agreements?|vertr(?:ag|äge)|contrats?|contratos?",
    "permit": r"permits?|licen[cs]es?|\w*genehmigung(?:en)?|permis|permisos?",
    "application": r"applications?|anträge?|demandes?|solicitud(?:es)?",
    "form": r"forms?|formular(?:e|s)?|formulaires?|formularios?|questionnaires?|surveys?",
    "newsletter": r"newsletters?|bulletins?|amtsbl(?:att|ätter)|rundbriefe?|bolet(?:ín|ines)",
    "presentation": r"presentations?|slides?|slide decks?|präsentation(?:en)?|présentations?"
    r"|presentaci(?:ón|ones)",
    "opinion": r"opinions?|judge?ments?|rulings?|urteile?|arrêts?|sentencias?",
    "filing": r"filings?|dockets?|petitions?|complaints?|10-[kq]",
    "map": r"maps?|zoning maps?|karten?|cartes?|mapas?",
    "plan": r"(?:master|strategic|comprehensive|capital|improvement|action) plans?",
    "notice": r"notices?|cancell?ations?|bekanntmachung(?:en)?|avis|avisos?",
    "letter": r"letters?|correspondence|memos?|memorand(?:um|a)",
    "schedule": r"schedules?|calendars?|timetables?|sitzungskalender|calendriers?|calendarios?",
    "video": r"videos?|recordings?|audio",
    "handout": r"handouts?|attachments?|anlagen?|annexes?|anexos?",
    "report": r"reports?|berichte?|rapports?|informes?|stud(?:y|ies)|findings",
}

_FILE_FORMS: Final = {
    "minutes": r"mins?|mtgmins?",
    "agenda": r"agd|agnd?a?|ag",
    "packet": r"pkts?",
    "resolution": r"reso?",
    "ordinance": r"ordin?",
    "newsletter": r"nl",
}
"""Short forms that only file names use."""

PLURALS: Final = {
    "minutes": "Minutes",
    "policy": "Policies",
    "RFP": "RFPs",
    "correspondence": "Correspondence",
}
"""How a kind is told to the person where an added "s" would be wrong."""

_MODIFIERS: Final = frozenset({"minutes", "agenda"})
"""Kinds that tell nothing of the kind when another one follows: a "minutes policy" is a policy."""

NAMED_BY_SUBJECT: Final = frozenset(
    {"opinion", "filing", "policy", "ordinance", "resolution", "contract", "permit", "report"}
    | {"form", "map", "presentation", "letter", "application", "RFP", "handout", "plan"}
)
"""Kinds whose titles tell what they are about rather than what they are: "People v. Tondini"."""

_BODY_NOUN: Final = (
    r"(?:sub)?committees?|commissions?|boards?|councils?|authorit(?:y|ies)|office|department"
)
_AFTER_BODY: Final = re.compile(
    rf"^\s+(?:(?:and|&) [\w]+ )?(?:{_BODY_NOUN})\b"
    rf"|^\s+(?:advisory|review|appeals?) (?:{_BODY_NOUN})",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:of|for|about|on|regarding|concerning|to|from|zu[mr]?|über|von|vom|der|des|du|de|del|sur"
    r"|sobre|para|pour)\b",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"^\s*(?:and|&|/|,|\+|und|et|y|or|oder|ou|o)(?:\s+\w+){0,2}\s*$", re.IGNORECASE
)


def _compiled(*tables: dict[str, str]) -> re.Pattern[str]:
    forms = [
        rf"(?P<{_group(kind)}>{form})"
        for kind, form in ((k, f) for table in tables for k, f in table.items())
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


def _group(kind: str) -> str:
    return kind.replace(" ", "_")


_WORDS: Final = _compiled(_FORMS)
_FILE_WORDS: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<{_group(k)}>{form})' for k, form in _FILE_FORMS.items())})(?!\w)",
    re.IGNORECASE,
)
KINDS: Final = tuple(_FORMS)


@dataclass(frozen=True, slots=True)
class KindHit:
    """A kind named in a text at ``start:end``."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedKinds:
    """What a text says it is (``head``) and which kinds it only mentions (``mentioned``)."""

    head: frozenset[str] = frozenset()
    mentioned: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.head)


def kind_hits(text: str, *, in_file_name: bool = False) -> list[KindHit]:
    """Every kind that ``text`` names, in order. "Audit" in "Audit Committee" is none."""
    found = [
        KindHit(str(hit.lastgroup).replace("_", " "), hit.start(), hit.end())
        for hit in _WORDS.finditer(text)
        if not _AFTER_BODY.match(text[hit.end() : hit.end() + 60])
    ]
    if not found and in_file_name:
        found = [
            KindHit(str(hit.lastgroup).replace("_", " "), hit.start(), hit.end())
            for hit in _FILE_WORDS.finditer(text)
        ]
    return found


def named_kinds(text: str, *, in_file_name: bool = False) -> NamedKinds:
    """What kind of document ``text`` is the title of.

    The last kind before "of", "for", "about" is what it is; kinds joined to it by "and" are too.
    """
    hits = kind_hits(text, in_file_name=in_file_name)
    if not hits:
        return NamedKinds()
    about = _ABOUT.search(text, hits[0].end)
    before = [hit for hit in hits if about is None or hit.start < about.start()] or hits[:1]
    head = [before[-1]]
    for hit in reversed(before[:-1]):
        joined = _JOINED.match(text[hit.end : head[-1].start])
        if not joined and hit.kind in _MODIFIERS:
            break
        head.append(hit)
    kinds = frozenset(hit.kind for hit in head)
    return NamedKinds(kinds, frozenset(hit.kind for hit in hits) - kinds)


def plural(kind: str) -> str:
    """The kind as it heads a list: "Annual reports"."""
    if kind in PLURALS:
        return PLURALS[kind]
    return f"{kind[:1].upper()}{kind[1:]}s"
