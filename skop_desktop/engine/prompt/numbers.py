"""Numbers by which papers are asked for: "docket 23-0456", "resolution 2023-14", "HB 1234"."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.plan import Number
from skop_desktop.engine.prompt.fillers import FILLERS
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.words import folded

_ENGLISH: Final = (
    "resolution", "ordinance", "docket", "case", "cause", "bill", "bid", "rfp", "rfq", "ifb",
    "itb", "contract", "agreement", "permit", "application", "proposal", "project", "order",
    "file", "policy", "regulation", "directive", "circular", "petition", "complaint", "claim",
    "tender", "solicitation", "grant", "license", "licence", "matter", "reference", "act",
    "lawsuit", "opinion", "motion", "amendment", "addendum", "memo", "appeal", "item",
)  # fmt: skip
_OTHERS: Final = (
    "beschluss", "drucksache", "drs", "vorlage", "beschlussvorlage", "antrag", "satzung",
    "bebauungsplan", "b-plan", "vertrag", "aktenzeichen", "az", "verfahren", "ausschreibung",
    "vergabe", "bescheid", "verordnung", "anfrage", "urteil", "deliberation", "arrete", "marche",
    "contrat", "decision", "dossier", "affaire", "arret", "decret", "loi", "permis", "requete",
    "consultation", "expediente", "expte", "resolucion", "acuerdo", "contrato", "licitacion",
    "ordenanza", "decreto", "ley", "sentencia", "recurso", "convocatoria", "proyecto",
)  # fmt: skip
_MATTERS: Final = frozenset(
    """
    docket case cause matter file project bill item reference lawsuit dossier affaire marche
    consultation expediente expte proyecto verfahren aktenzeichen az vergabe bebauungsplan b-plan
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""What has papers of its own: all that are of it are asked for."""
_CHAMBERS: Final = {"house bill": "hb", "senate bill": "sb", "assembly bill": "ab"}
_BEFORE_NOUN: Final = (
    r"(?:planning |building |zoning |court |civil |criminal |rate |purchase |work |task |bankruptcy"
    r"|public |house |senate |assembly |council )?"
)
_MARK: Final = r"(?:(?:n[o°º]|nr|num(?:ero|ber|mer)?)\.?(?![^\W\d_])|#|:)"
_GERMAN_FILE: Final = r"\d{1,4} [a-z]{1,3} \d{1,6}/\d{2,4}"
_COURT: Final = r"\d{1,2}:\d\d-[a-z]{2}-\d{2,6}|\d{2,4}-?(?:cv|cr|bk|md|ap|ca|civ|mc|pr)-?\d{2,7}"
_BILLS: Final = r"(?:hb|sb|ab|hf|sf|hr|hjr|sjr|hcr|scr|ld|lb|h\.b\.|s\.b\.|a\.b\.)[ -]?\d{1,5}"
_CODE: Final = (
    rf"(?:{_BILLS}|{_COURT}|{_GERMAN_FILE}"
    r"|(?:[a-z]{1,5}[-.]?)?\d{1,10}(?:[-/.:]\w{1,10}){0,4})"
)
_AFTER_NOUN: Final = re.compile(
    rf"(?<![^\W_])(?P<noun>{_BEFORE_NOUN}(?:{'|'.join((*_ENGLISH, *_OTHERS))})(?P<many>s?))\.?"
    rf" ?(?P<mark>{_MARK})? ?(?P<code>{_CODE})(?![^\W_])"
)
_AFTER_MARK: Final = re.compile(
    rf"(?<![^\W_])(?P<noun>)(?P<many>)(?P<mark>(?:n[o°º]|nr)\.? ?|#)(?P<code>{_CODE})(?![^\W_])"
)
_ALONE: Final = re.compile(
    r"(?<![\w/.-])(?P<noun>)(?P<many>)(?P<mark>)(?P<code>"
    rf"{_BILLS}"
    rf"|{_COURT}|\d{{2,4}}[-/]\d{{3,6}}(?:[-/][a-z]{{2,4}})?"
    r")(?![\w/]|[-.]\d)"
)
_CAPITALS: Final = re.compile(
    r"(?<![\w/.-])(?P<noun>)(?P<many>)(?P<mark>)"
    r"(?P<code>(?!FY|CY|SY|COVID|[QH][1-4])[A-Z]{1,5}(?:-\d{2,4}-\d{1,5}|-\d{3,6}))(?![\w/]|[-.]\d)"
)
_LISTED: Final = re.compile(rf",? ?(?:and|or|und|oder|et|ou|y|o|&|,) ?(?P<code>{_CODE})(?![^\W_])")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")
_YEARS: Final = re.compile(r"(?:1[89]|20)\d\d[-/](?:1[89]|20)\d\d")
_DAY: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_MONTH: Final = re.compile(r"(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d")
_PART: Final = re.compile(r"[^\W\d_]+|\d+")
_OF_IT: Final = re.compile(
    r"(?<![^\W_])(?:of|for|to|in|on|about|under|regarding|concerning|from|with|by|against|zu[mr]?"
    r"|de[smnrl]?|du|d'|la|le|el|the|l'|sur|sobre|pour|para|dans|en|i[mn]|vo[mn]|aus)\s*$"
)
_PAPERS: Final = frozenset(
    """
    document documents documentation paper papers file files material materials everything anything
    filings unterlagen dokumente dokument dateien alles fichiers pieces documentos papeles todo
    tout
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
_ITSELF: Final = frozenset(
    {"text", "wording", "wortlaut", "texte", "texto", "copia", "copie", "kopie", "full"}
)
_SAYS_NOTHING: Final = _ITSELF | frozenset(folded(word) for word in FILLERS)
_MOST: Final = 6
_LONGEST_CODE: Final = 24


def read_numbers(slate: Slate) -> tuple[Number, ...]:
    """The numbers asked for, any of which will do, which are wiped off the slate.

    The noun before a number stays on the slate where papers of that kind are asked for
    ("resolution 2023-14"), and goes where it says what they are of ("testimony in docket 23-45").
    """
    found: list[Number] = []
    for pattern in (_AFTER_NOUN, _AFTER_MARK, _ALONE, _CAPITALS):
        at = 0
        while len(found) < _MOST:
            match = pattern.search(slate.said if pattern is _CAPITALS else slate.small, at)
            if match is None:
                break
            at = match.end()
            is_number = _is_number(match, slate.said[slice(*match.span("code"))])
            found += _taken(slate, match) if is_number else []
    return tuple(dict.fromkeys(found))


def _is_number(match: re.Match[str], said: str) -> bool:
    """Whether it is no year, no day and no range of years. "Ab 2015" is German: from 2015 on."""
    code, has_mark = match["code"], bool((match["mark"] or "").strip(":"))
    is_small_word = code[:-4].strip().isalpha() and not said[:2].isupper()
    is_time = (
        len(code) > _LONGEST_CODE
        or (_YEAR.fullmatch(code[-4:]) and is_small_word)
        or _YEARS.fullmatch(code)
        or _DAY.fullmatch(code)
    )
    if is_time or has_mark:
        return not is_time
    if match["many"] and (code.isdigit() or _is_split_year(code)):
        return False
    if _YEAR.fullmatch(code):
        return False
    return not _MONTH.fullmatch(code) or match["noun"] in _OTHERS


def _is_split_year(code: str) -> bool:
    first, _, last = re.sub(r"[/.:]", "-", code).partition("-")
    return len(first) == len("2023") and last == f"{int(first) + 1}"[2:]


def _taken(slate: Slate, match: re.Match[str]) -> list[Number]:
    """The number, and those listed behind it."""
    noun = slate.said[slice(*match.span("noun"))]
    start, is_of_kind = match.start(), False
    if noun:
        last = match["noun"].removesuffix("s").rpartition(" ")[2]
        is_of_kind = last not in _MATTERS and bool(kind_hits(noun))
        is_of_kind = is_of_kind and not _is_about(slate.small[: match.start()])
        start = match.end("noun") if is_of_kind else start
    spans = [match.span("code")]
    while listed := _LISTED.match(slate.small, spans[-1][1]):
        if _shape(listed["code"]) != _shape(match["code"]):
            break
        spans.append(listed.span("code"))
    numbers = [_number(noun, slate.said[slice(*span)], is_told=not is_of_kind) for span in spans]
    slate.wipe(start, spans[-1][1])
    return numbers


def _shape(code: str) -> str:
    return re.sub(r"\d+", "9", code)


def _number(noun: str, said: str, *, is_told: bool) -> Number:
    chamber = _CHAMBERS.get(folded(noun), "")
    parts = tuple(_PART.findall(f"{chamber}{folded(said)}"))
    seams = tuple(_PART.split(f"{chamber}{folded(said)}")[1:-1])
    told = f"no. {said}" if said[0].isdigit() else said
    return Number(f"{noun} {said}" if noun and is_told else told, folded(noun), parts, seams)


def _is_about(before: str) -> bool:
    """Whether other papers are asked for, of the matter with the number."""
    words = re.findall(r"[^\W\d_]+", before)
    is_of_it = bool(_OF_IT.search(before))
    return is_of_it and any(word in _PAPERS or word not in _SAYS_NOTHING for word in words)
