"""What a page without documents says, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from skop_desktop.ui.theme.icons import Tone


class NoticeAction(StrEnum):
    """What a button of the page asks for; the value is what the page's signal carries."""

    TRY_NOW = "try-now"
    SETTINGS = "settings"
    SEARCH_AGAIN = "search-again"
    CHANGE_SEARCH = "change-search"
    """Search again, with the form open to change what was asked."""
    NEW_SEARCH = "new-search"
    OPEN_JOB = "open-job"


@dataclass(frozen=True, slots=True)
class ActionButton:
    """A button of the page. The first of a page is its primary one."""

    id: NoticeAction
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A page. ``hints``: things to try, one a line. ``detail``: the technical side, copyable."""

    title: str
    text: str
    symbol: str
    tone: Tone
    hints: tuple[str, ...] = ()
    actions: tuple[ActionButton, ...] = ()
    is_busy: bool = False
    detail: str = ""
