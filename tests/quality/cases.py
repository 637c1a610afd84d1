"""Reads labelled links: prompts, the links of pages, and how well each link answers the prompt.

Two forms, one reader. Our own, ``cases/*.json`` (see the README there), gives links by page and
heading. The flat form of older sets gives ``candidates`` with ``link_text``, ``link_title``,
``heading``, ``context``, ``page_title`` and ``first_page_text``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from skop_desktop.engine.relevance import Evidence

OWN: Final = Path(__file__).with_name("cases")
HELD_OUT: Final = Path(__file__).with_name("held_out")
"""Never fitted to and never looked at to change a rule: what is reached on unknown sites."""
HARD: Final = Path(__file__).with_name("hard")
"""Sites made to mislead. Weights are fitted to them as well, figures are told apart."""
HARD_HELD_OUT: Final = Path(__file__).with_name("hard_held_out")
"""The same, never fitted to and never looked at."""
RELEVANT_FROM: Final = 2


@dataclass(frozen=True, slots=True)
class LabelledLink:
    """A link with the words around it. ``label``: 3 exactly what was asked, 2 an answer as well,
    1 beside the point, 0 no answer. ``why``: the reason of a label that is not plain to see.
    """

    evidence: Evidence
    label: int
    page_url: str = ""
    why: str = ""

    @property
    def is_relevant(self) -> bool:
        """Whether an archivist would take it home."""
        return self.label >= RELEVANT_FROM


@dataclass(frozen=True, slots=True)
class Case:
    """One prompt and the links of one site, in the order in which a crawl meets them."""

    id: str
    sector: str
    language: str
    prompt: str
    today: date
    site: str
    links: tuple[LabelledLink, ...]


def read_cases(place: Path = OWN) -> tuple[Case, ...]:
    """The cases of a file, or of all files of a folder (only ``cases.json`` where there is one).

    Raises ``OSError``, ``ValueError`` or ``KeyError`` where it is no such set.
    """
    whole = place / "cases.json"
    files = [place] if place.is_file() else [whole] if whole.is_file() else sorted(place.glob("*"))
    return tuple(
        _case(read)
        for file in files
        if file.suffix == ".json"
        for read in json.loads(file.read_text("utf-8"))["cases"]
    )


def _case(read: dict[str, Any]) -> Case:
    links = _by_page(read) if "pages" in read else _flat(read)
    return Case(
        read["id"],
        read["sector"],
        read["language"],
        read["prompt"],
        date.fromisoformat(read["as_of"]),
        read.get("site", ""),
        tuple(links),
    )


def _by_page(read: dict[str, Any]) -> Iterator[LabelledLink]:
    for page in read["pages"]:
        url = urljoin(read["site"], page["url"])
        for group in page["groups"]:
            for link in group["links"]:
                evidence = Evidence(
                    url=urljoin(url, link["url"]),
                    link_text=link.get("text", ""),
                    link_title=link.get("title", ""),
                    heading=group["heading"],
                    row=link.get("row", ""),
                    page_title=page["title"],
                    file_name=link.get("file_name", ""),
                    first_page=link.get("first_page", ""),
                    trail=page.get("trail", ""),
                )
                yield LabelledLink(evidence, link["label"], url, link.get("why", ""))


def _flat(read: dict[str, Any]) -> Iterator[LabelledLink]:
    for link in read["candidates"]:
        evidence = Evidence(
            url=link["url"],
            link_text=link["link_text"],
            link_title=link["link_title"],
            heading=link["heading"],
            row=link["context"],
            page_title=link["page_title"],
            first_page=link["first_page_text"],
        )
        yield LabelledLink(evidence, link["label"])
