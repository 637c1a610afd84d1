"""What a search is for, once its prompt has been read."""

from __future__ import annotations

from dataclasses import dataclass

from skop_desktop.engine.dates import Period
from skop_desktop.engine.lexicon import plural


@dataclass(frozen=True, slots=True)
class Plan:
    """What counts as a find. An empty field sets no condition.

    ``kinds``: kinds of document asked for (see ``lexicon``). ``unwanted``: kinds and words that
    were excluded ("not agendas"). ``period``: the time the document is of. ``body``: the words of
    the body that made it ("board of education"). ``topic``: the other words that carry meaning.
    ``file_types``: endings asked for ("pdf").
    """

    kinds: tuple[str, ...] = ()
    unwanted_kinds: tuple[str, ...] = ()
    unwanted_words: tuple[str, ...] = ()
    period: Period | None = None
    period_words: str = ""
    body: tuple[str, ...] = ()
    body_words: str = ""
    topic: tuple[str, ...] = ()
    file_types: frozenset[str] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether nothing was understood that a document could be measured against."""
        return not (self.kinds or self.period or self.body or self.topic)

    @property
    def understood(self) -> str:
        """What is looked for, as the person reads it: "Minutes · 2024 · Board of Education"."""
        parts = [
            ", ".join(plural(kind) for kind in self.kinds),
            self.period_words,
            self.body_words,
            " ".join(self.topic),
            ", ".join(ending.upper() for ending in sorted(self.file_types)),
        ]
        excluded = [plural(kind).lower() for kind in self.unwanted_kinds]
        excluded += list(self.unwanted_words)
        if excluded:
            parts.append(f"not {', '.join(excluded)}")
        return " · ".join(part for part in parts if part) or "all documents"
