"""Errors and warnings of a job as rows for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from skop_desktop.api.links import link_trouble
from skop_desktop.api.models import JobError
from skop_desktop.ui import formats
from skop_desktop.ui.parts.safe_text import one_line, whole_text
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.words import AGENTS

CAN_RETRY: Final = "Can retry"

_KINDS: Final = {
    "timeout": "The page took too long to answer",
    "timed_out": "The page took too long to answer",
    "network_error": "The page could not be reached",
    "connection_error": "The page could not be reached",
    "not_found": "The page is not there",
    "http_404": "The page is not there",
    "http_error": "The site answered with an error",
    "http_403": "The site does not let anybody in here",
    "forbidden": "The site does not let anybody in here",
    "robots": "The site asks programs to stay away from this page",
    "robots_disallowed": "The site asks programs to stay away from this page",
    "rate_limited": "The site asked to slow down",
    "login_required": "The page asks for a sign-in",
    "auth_required": "The page asks for a sign-in",
    "too_large": "The file is larger than the limit",
    "file_too_large": "The file is larger than the limit",
    "parse_error": "The page could not be read",
    "parsing_error": "The page could not be read",
    "ssl_error": "The connection to the site is not secure",
}
_NO_WORDS: Final = "Something went wrong, and the service did not say what."


class ProblemKind(StrEnum):
    """How bad it is."""

    ERROR = "error"
    WARNING = "warning"


SYMBOLS: Final[dict[ProblemKind, tuple[str, Tone]]] = {
    ProblemKind.ERROR: ("circle-alert", "bad"),
    ProblemKind.WARNING: ("triangle-alert", "warn"),
}
"""Shape and colour: neither alone tells an error from a warning."""


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem. ``words``: on one line. ``whole``: everything that was sent about it.

    ``page``: a web address that can be opened, else empty.
    """

    kind: ProblemKind
    words: str
    whole: str
    who: str = ""
    page: str = ""
    page_shown: str = ""
    time: str = ""
    can_retry: bool = False

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it: what is seen, in reading order."""
        retry = CAN_RETRY if self.can_retry else ""
        parts = (self.who, self.words, self.page_shown, self.time, retry)
        return ", ".join(part for part in parts if part)


Problem = JobError | str
"""An error, or the words of a warning."""


def row_of(problem: Problem) -> ProblemRow:
    """The row for ``problem``."""
    return warning_row(problem) if isinstance(problem, str) else error_row(problem)


def search_text(problem: Problem) -> str:
    """What a filter looks through: everything that was sent in words, without case."""
    if isinstance(problem, str):
        return problem.casefold()
    sent = (problem.error_message, problem.agent_name, problem.error_type, problem.page_url)
    return " ".join(part for part in sent if part).casefold()


def error_row(error: JobError) -> ProblemRow:
    """The row for one error of a job."""
    kind = kind_words(error.error_type or "")
    who = one_line(error.agent_name or "")
    page = (error.page_url or "").strip()
    usable_page = page if link_trouble(page) is None else ""
    return ProblemRow(
        ProblemKind.ERROR,
        words=one_line(error.error_message or "") or kind or _NO_WORDS,
        whole=_whole(error, kind),
        who=AGENTS.get(who.lower(), who),
        page=usable_page,
        page_shown=one_line(formats.address_short(page)),
        time=formats.when(error.timestamp) if error.timestamp else "",
        can_retry=error.is_recoverable is True,
    )


def warning_row(warning: str) -> ProblemRow:
    """The row for one warning of a job."""
    words = one_line(warning) or "The service sent a warning without words."
    return ProblemRow(ProblemKind.WARNING, words, whole_text(warning) or words)


def kind_words(error_type: str) -> str:
    """An error type in words: ``file_too_large``, ``FileTooLarge``; unknown ones spelled out."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", one_line(error_type))
    plain = re.sub(r"[\s_.:-]+", "_", spaced).strip("_").lower()
    known = _KINDS.get(plain) or _KINDS.get(plain.removesuffix("_error"))
    return known or plain.replace("_", " ").capitalize()


def as_text(rows: list[ProblemRow]) -> str:
    """The rows for a letter or a bug report, everything that was sent about each."""
    return "\n\n".join(row.whole for row in rows)


def _whole(error: JobError, kind: str) -> str:
    told = (
        ("", error.error_message),
        ("Agent: ", error.agent_name),
        ("Kind: ", f"{kind} ({error.error_type})" if error.error_type else None),
        ("Page: ", error.page_url),
        ("Time: ", error.timestamp.isoformat() if error.timestamp else None),
        ("", CAN_RETRY if error.is_recoverable else None),
        ("Error ID: ", error.error_id),
    )
    lines = [f"{start}{whole_text(value)}" for start, value in told if value and value.strip()]
    return "\n".join(lines) or _NO_WORDS
