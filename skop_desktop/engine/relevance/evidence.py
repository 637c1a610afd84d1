"""What is known of a document, and what is thought of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from skop_desktop.engine.pages import HEADING_JOINT
from skop_desktop.engine.words import file_name_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of a document; empty where nothing is said.

    ``row``: the text of the table row or list entry that holds the link. ``heading``: the headings
    above it, the nearest last. ``file_name``: what the server calls the file. ``first_page``: how
    the document itself begins, where it has been opened. ``trail``: where the page says it stands
    in its site ("Home › Board › Minutes").
    """

    url: str
    link_text: str = ""
    link_title: str = ""
    heading: str = ""
    row: str = ""
    page_title: str = ""
    file_name: str = ""
    first_page: str = ""
    trail: str = ""

    @property
    def name(self) -> str:
        """The name of the file: as the server says, else as the address ends."""
        return self.file_name or _name_of(self.url)

    @property
    def host(self) -> str:
        """The host of the address, and its port where it has one, in small letters."""
        return self.url.partition("://")[2].partition("/")[0].casefold()

    @property
    def nearest_heading(self) -> str:
        """The heading right above the link."""
        return self.heading.rpartition(HEADING_JOINT)[2]

    @property
    def folders(self) -> str:
        """The path above the file, readable."""
        return _folders_of(self.url)


@lru_cache(2048)
def _name_of(url: str) -> str:
    return file_name_of(url)


@lru_cache(2048)
def _folders_of(url: str) -> str:
    path = (url.partition("://")[2] or url).partition("?")[0].partition("#")[0]
    first = path.find("/") if "://" in url else 0
    last = path.rfind("/")
    return unquote(path[first:last], errors="replace") if 0 <= first < last else ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """``score``: the share of such documents that were meant, 0 to 1. ``reasons``: why, a few words
    each: "minutes ✓", "2024 ✓", "agenda ✗". ``is_borderline``: the first page may change it.
    """

    score: float
    reasons: tuple[str, ...]
    is_borderline: bool = False


@dataclass(frozen=True, slots=True)
class Sign:
    """What one condition of the plan finds in a document.

    ``level``: how it stands, a name of ``model.PENALTIES``; the best of a condition costs nothing.
    ``amount``: how much of the level's penalty counts, 0 to 1. ``words``: what was found or missed.
    """

    level: str
    words: str
    amount: float = 1.0
