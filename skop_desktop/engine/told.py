"""What went wrong in a job, one entry a cause, and what the person should know besides."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from skop_desktop.api.models import JobError

MOST_CAUSES: Final = 200
MOST_WARNINGS: Final = 200
TOLD_ONE_BY_ONE: Final = 10
"""Warnings of one kind that are told each by itself; the rest is counted."""

_MORE_CAUSES: Final = "There were problems of more kinds than are listed."
_MORE_WARNINGS: Final = "There were more warnings than are listed."
_THINGS: Final = {"scraper": ("document", "documents")}
_PAGES: Final = ("page", "pages")


@dataclass(slots=True)
class _Cause:
    """The first error of a kind and host, and how many of the same came after it."""

    first: JobError
    more: int = 0

    def told(self) -> JobError:
        if not self.more:
            return self.first
        things = _THINGS.get(self.first.agent_name or "", _PAGES)
        rest = f"So it was with {self.more:,} more {_of(self.more, things)}."
        words = f"{self.first.error_message} {rest}"
        return self.first.model_copy(update={"error_message": words})


@dataclass(slots=True)
class _Kind:
    """Warnings that come by the hundred. ``more``: words for one and for many of the rest."""

    more: tuple[str, str]
    count: int = 0

    def told(self) -> str:
        rest = self.count - TOLD_ONE_BY_ONE
        return f"{rest:,} more {_of(rest, self.more)}" if rest > 0 else ""


class Told:
    """Errors and warnings of one job. Bounded, however much goes wrong."""

    def __init__(self) -> None:
        self._causes: dict[tuple[str, ...], _Cause] = {}
        self._warnings: dict[str, None] = {}
        self._kinds: dict[str, _Kind] = {}
        self._errors_told: tuple[JobError, ...] | None = ()

    @property
    def errors(self) -> tuple[JobError, ...]:
        """One a cause: same agent, kind, words and host. The address is the first one's."""
        if self._errors_told is None:
            self._errors_told = tuple(cause.told() for cause in self._causes.values())
        return self._errors_told

    @property
    def warnings(self) -> tuple[str, ...]:
        """In words, each once."""
        counted = (kind.told() for kind in self._kinds.values())
        return (*self._warnings, *(words for words in counted if words))

    def add_error(
        self, agent: str, kind: str, words: str, url: str | None, at: datetime, *, may_pass: bool
    ) -> None:
        """Take in an error. ``may_pass``: trying again can help."""
        key = (agent, kind, words, _host(url))
        self._errors_told = None
        if (known := self._causes.get(key)) is not None:
            known.more += 1
        elif len(self._causes) >= MOST_CAUSES:
            self.warn(_MORE_CAUSES)
        else:
            self._causes[key] = _Cause(
                JobError(
                    error_id=f"err_{secrets.token_hex(6)}",
                    agent_name=agent,
                    error_type=kind,
                    error_message=words,
                    page_url=url,
                    timestamp=at,
                    is_recoverable=may_pass,
                )
            )

    def warn(self, words: str) -> None:
        """Take in a warning."""
        is_last = len(self._warnings) >= MOST_WARNINGS - 1
        self._warnings[_MORE_WARNINGS if is_last and words not in self._warnings else words] = None

    def warn_of(self, kind: str, words: str, more: tuple[str, str]) -> None:
        """Take in one of many warnings: the first few by themselves, the rest as a number.

        ``more``: what follows "1 more" and "14 more".
        """
        known = self._kinds.setdefault(kind, _Kind(more))
        known.count += 1
        if known.count <= TOLD_ONE_BY_ONE:
            self.warn(words)

    def facts(self) -> dict[str, Any]:
        """What a later run goes on from, as JSON takes it."""
        return {
            "causes": [
                [list(key), cause.first.model_dump(mode="json"), cause.more]
                for key, cause in self._causes.items()
            ],
            "warnings": list(self._warnings),
            "kinds": {name: [*kind.more, kind.count] for name, kind in self._kinds.items()},
        }

    def take_back(self, facts: Mapping[str, Any]) -> None:
        """Be as when ``facts`` were taken."""
        self._causes = {
            tuple(key): _Cause(JobError.model_validate(first), more)
            for key, first, more in facts["causes"]
        }
        self._warnings = dict.fromkeys(facts["warnings"])
        self._kinds = {
            name: _Kind((one, many), count) for name, (one, many, count) in facts["kinds"].items()
        }
        self._errors_told = None


def _of(count: int, words: tuple[str, str]) -> str:
    return words[0] if count == 1 else words[1]


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
