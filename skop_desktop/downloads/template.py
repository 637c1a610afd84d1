"""How saved files are named: a template with fields in curly brackets, ``{date} {name}``.

The ending is always the file's own and never part of the template. Whatever a template holds, the
result is one legal name; a slash never makes a folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from string import Formatter
from types import MappingProxyType
from typing import Final

from skop_desktop.downloads.naming import LONGEST, component, file_name, site_of, split_ending
from skop_desktop.downloads.snapshot import TransferKey, WantedDocument
from skop_desktop.provenance.names import is_own_name

DEFAULT: Final = "{name}"

FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "the document's name",
        "date": "the day it was found, like 2026-03-12",
        "site": "the website, like riverton.gov",
        "type": "the kind of file, like PDF",
        "number": "its place in the list of documents, like 0012",
    }
)
"""Each field and what it stands for, in words for the settings."""

_TELLS_APART: Final = frozenset({"name", "number"})
_DIGITS: Final = 4
_SHORTEST_NAME: Final = 16
_EMPTY: Final = "\0"
_IN_BRACKETS: Final = re.compile(r"[(\[{]\0[)\]}]")
_BESIDE_NOTHING: Final = re.compile(r"([\s\-–—_,.]*)\0(?:[\s\-–—_,.]*\0)*[\s\-–—_,.]*")
_LOOSE_ENDS: Final = " -–—_,."

_SAMPLE: Final = WantedDocument(
    key=TransferKey("", "https://www.riverton.gov/files/2026-03.pdf"),
    name="Board meeting minutes",
    source_page="https://www.riverton.gov/board",
    document_type="pdf",
    job_website="https://www.riverton.gov",
    found_at="2026-03-12T09:30:00+00:00",
    number=12,
)


def fill(template: str, wanted: WantedDocument, name: str, longest: int = LONGEST) -> str:
    """The legal name that ``template`` gives the file ``name``, whose ending it keeps.

    ``name``: as ``naming.file_name`` gave it. A template that cannot be used counts as ``{name}``;
    the result has at most ``longest`` bytes, for which ``{name}`` is shortened first.
    """
    if template.strip() == DEFAULT:
        return name
    pieces = _pieces(template)
    if pieces is None or _unknown(pieces):
        return name
    stem, ending = split_ending(name)
    values = _values(wanted, ending)
    others = "".join(text + values.get(field or "", "") for text, field in pieces)
    taken = len((others + ending).encode(errors="replace"))
    room = max(_SHORTEST_NAME, longest - taken)
    values["name"] = stem.encode()[:room].decode(errors="ignore").strip()
    filled = "".join(text + (values[field] or _EMPTY if field else "") for text, field in pieces)
    made = component(_without_gaps(filled) + ending, longest)
    made_stem, made_ending = split_ending(made)
    is_usable = any(map(str.isalnum, made_stem)) and made_ending.endswith(ending)
    return made if is_usable else name


def trouble_with(template: str) -> str | None:
    """Why ``template`` cannot be used, in plain words, or ``None`` if it can."""
    pieces = _pieces(template)
    if pieces is None:
        return "A curly bracket is missing, or there is one too many."
    if unknown := _unknown(pieces):
        known = ", ".join(f"{{{field}}}" for field in FIELDS)
        return f"“{{{unknown[0]}}}” is not known here. These are: {known}."
    if not _TELLS_APART.intersection(field for _, field in pieces):
        return "All files would get the same name. Add {name} or {number}."
    return None


def example(template: str) -> str:
    """The name that a made-up document would get."""
    return fill(template, _SAMPLE, file_name(_SAMPLE.name, "", document_type="pdf"))


def saved_name(
    wanted: WantedDocument,
    *,
    url: str = "",
    content_type: str = "",
    disposition: str = "",
    contents: str = "",
    longest: int = LONGEST,
) -> str:
    """The name to save ``wanted`` under: ``file_name`` of it, put into its template.

    ``url``: where the document came from in the end. A document without a name of its own is
    listed by its link; then the name in ``disposition`` counts before that.
    """
    link = wanted.key.url
    is_listed_by_link = disposition and wanted.name == file_name("", link)
    name = file_name(
        "" if is_listed_by_link else wanted.name,
        url or link,
        document_type=wanted.document_type,
        content_type=content_type,
        disposition=disposition,
        contents=contents,
        longest=longest,
    )
    filled = fill(wanted.template, wanted, name, longest)
    # A site's own manifest.csv must not be taken for the list that lies beside the files.
    return component(f"Document {filled}", longest) if is_own_name(filled) else filled


def _pieces(template: str) -> list[tuple[str, str | None]] | None:
    """Literal texts, each with the field after it or none; ``None`` where brackets do not match."""
    try:
        parsed = list(Formatter().parse(template))
    except ValueError:
        return None
    pieces = []
    for text, field, form, conversion in parsed:
        written = (field or "") + (f"!{conversion}" if conversion else "")
        written += f":{form}" if form else ""
        pieces.append((text, None if field is None else written.strip().lower()))
    return pieces


def _unknown(pieces: list[tuple[str, str | None]]) -> list[str]:
    return sorted({field for _, field in pieces if field is not None} - FIELDS.keys())


def _values(wanted: WantedDocument, ending: str) -> dict[str, str]:
    return {
        "date": _day(wanted.found_at),
        "site": site_of(wanted.job_website) or site_of(wanted.source_page or wanted.key.url),
        "type": ending.removeprefix(".").upper(),
        "number": f"{wanted.number:0{_DIGITS}}" if wanted.number > 0 else "",
    }


def _day(found_at: str) -> str:
    try:
        return date.fromisoformat(found_at[:10]).isoformat()
    except ValueError:
        return ""


def _without_gaps(text: str) -> str:
    """``text`` without the brackets and dashes that stood around an empty field."""
    if _EMPTY not in text:
        return text
    text = _BESIDE_NOTHING.sub(r"\1", _IN_BRACKETS.sub(_EMPTY, text))
    return text.strip(_LOOSE_ENDS)
