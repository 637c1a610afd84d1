"""What a search is for, once its prompt has been read."""

from __future__ import annotations

from dataclasses import dataclass

from skop_desktop.engine.dates import Period
from skop_desktop.engine.lexicon import plural


@dataclass(frozen=True, slots=True)
class Body:
    """A body that makes documents: ``name`` as it is told, ``words`` those that carry meaning."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number that papers go by. ``told``: as the person reads it, "docket 23-0456". ``noun``:
    what has it, in small letters. ``parts``: its figures and letters, apart: "23", "0456".
    ``seams``: what stands between them."""

    told: str
    noun: str
    parts: tuple[str, ...]
    seams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What counts as a find. An empty field sets no condition.

    ``kinds``: kinds of document asked for (see ``lexicon``), any of them. ``unwanted_kinds``,
    ``unwanted_words``: what was excluded ("not agendas", "except drafts").

    ``periods``: the times the document may be of, any of them, in order, apart from one another:
    "2019 and 2021" are two, "2015-2020 except 2017" as well. ``period``: from the first day of
    them to the last. Ask ``covers`` rather than ``period``. ``wants_latest``: "the latest budget";
    sets no period.

    ``bodies``: the bodies that made it, any of them. ``body``: the words of the first. ``place``:
    the words of where it is of ("springfield"); the site is mostly of that place as a whole and
    its documents do not repeat it, so that its absence says little and another place's name much.
    ``topic``: the other words that carry meaning; ``topic_names``: those that are names.
    ``file_types``: endings asked for ("pdf").

    ``topic_choices``: words of the topic of which any will do, "sewers or storm drains": the
    choices, each with its words. ``choice_worth``: what it is worth that one of them is said, 0 to
    1; less than 1 where they were joined by "and". ``unwanted_phrases``: what was excluded, as
    words that stand beside one another.

    ``numbers``: numbers that the document or its matter goes by, any of them.

    ``sittings``: the sorts of meeting it may be of (see ``sittings``), any of them: "special".
    ``unwanted_sittings``: those that were excluded. ``let_in``: what is welcome beside what is
    looked for, "drafts too".

    The ``..._words`` are the same as the person reads them.
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
    periods: tuple[Period, ...] = ()
    wants_latest: bool = False
    bodies: tuple[Body, ...] = ()
    place: tuple[str, ...] = ()
    place_words: str = ""
    topic_words: str = ""
    file_type_words: str = ""
    excluded_words: str = ""
    topic_choices: tuple[tuple[str, ...], ...] = ()
    choice_worth: float = 1.0
    topic_names: frozenset[str] = frozenset()
    unwanted_phrases: tuple[tuple[str, ...], ...] = ()
    numbers: tuple[Number, ...] = ()
    sittings: frozenset[str] = frozenset()
    unwanted_sittings: frozenset[str] = frozenset()
    let_in: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nothing was understood that a document could be measured against."""
        return not (self.kinds or self.period or self.body or self.topic or self.numbers)

    def covers(self, period: Period) -> bool:
        """Whether a document of ``period`` is of the time asked for; true where none was asked."""
        if self.period is None:
            return True
        return any(period.overlaps(asked) for asked in self.periods or (self.period,))

    @property
    def understood(self) -> str:
        """What is looked for, as the person reads it: "Minutes · 2024 · Board of Education"."""
        parts = [
            ", ".join(plural(kind) for kind in self.kinds),
            ", ".join(number.told for number in self.numbers),
            self.period_words,
            self.body_words,
            " or ".join(f"{sort} meetings" for sort in sorted(self.sittings)),
            self.place_words,
            self.topic_words or " ".join(self.topic),
            self.file_type_words,
            f"not {self.excluded_words}" if self.excluded_words else "",
        ]
        return " · ".join(part for part in parts if part) or "all documents"
