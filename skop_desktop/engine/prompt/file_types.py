"""File types that a prompt asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from skop_desktop.engine.prompt.slate import Slate

_FILES: Final = r"(?:documents?|files?|docs?|format|dokumente?n?|dateien?|fichiers?|archivos?)"
_FILE_TYPES: Final = tuple(
    (re.compile(rf"(?<![^\W_])(?:{pattern})(?![^\W_])"), told, frozenset(endings.split()))
    for pattern, told, endings in (
        (rf"pdfs?(?:[ -]{_FILES})?", "PDF", "pdf"),
        (
            (
                rf"(?:ms |microsoft )?word[ -]{_FILES}|(?:ms|microsoft) word|docx?"
                r"|(?:documents?|documentos|fichiers|archivos) (?:de )?word"
            ),
            "Word",
            "doc docx odt rtf",
        ),
        (
            (
                rf"(?:(?:ms |microsoft )?excel(?:[ -](?:{_FILES}|(?:spread)?sheets?|workbooks?)"
                r"|[ -]?(?:tabellen?|listen?|dateien?))?|spread ?sheets?|workbooks?|xlsx?"
                r"|tabellenkalkulation(?:en)?|tabellen"
                r"|tableurs?|feuilles? de calcul|hojas? de calculo)"
            ),
            "spreadsheets",
            "xls xlsx ods csv",
        ),
        (rf"csvs?(?:[ -]{_FILES})?", "CSV", "csv"),
        (
            rf"(?:ms |microsoft )?power ?points?(?:[ -](?:{_FILES}|slides))?|pptx?",
            "PowerPoint",
            "ppt pptx odp",
        ),
        (rf"(?:plain )?text files?|txt(?:[ -]{_FILES})?|textdateien", "text files", "txt"),
        (rf"(?:zip|archive) files?|zips?(?:[ -]{_FILES})?", "ZIP", "zip"),
        (rf"xml(?:[ -]{_FILES})?", "XML", "xml"),
        (rf"json(?:[ -]{_FILES})?", "JSON", "json"),
    )
)
_ALL: Final = frozenset[str]().union(*(endings for _, _, endings in _FILE_TYPES))


@dataclass(frozen=True, slots=True)
class FileTypes:
    """``endings`` and how they are ``told``."""

    endings: frozenset[str] = frozenset()
    told: tuple[str, ...] = ()

    @property
    def others(self) -> frozenset[str]:
        """All endings that documents have but these."""
        return _ALL - self.endings if self.endings else frozenset()


def read_file_types(slate: Slate) -> FileTypes:
    """The file types named on the slate, which are wiped off."""
    endings: set[str] = set()
    told: list[str] = []
    for pattern, name, some in _FILE_TYPES:
        for match in pattern.finditer(slate.small):
            endings |= some
            told += [name] if name not in told else []
            slate.wipe(*match.span())
    return FileTypes(frozenset(endings), tuple(told))
