"""Reads what a person asked for into a plan. No network, no model."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain
from typing import Final

from skop_desktop.engine.dates import Period
from skop_desktop.engine.plan import Plan
from skop_desktop.engine.prompt.additions import read_additions
from skop_desktop.engine.prompt.bodies import read_bodies
from skop_desktop.engine.prompt.choices import read_choices
from skop_desktop.engine.prompt.examples import wipe_examples
from skop_desktop.engine.prompt.exclusions import exclusions_first, read_exclusions
from skop_desktop.engine.prompt.file_types import read_file_types
from skop_desktop.engine.prompt.kinds import read_kinds
from skop_desktop.engine.prompt.numbers import read_numbers
from skop_desktop.engine.prompt.places import read_governments, read_places
from skop_desktop.engine.prompt.sittings import read_sittings
from skop_desktop.engine.prompt.slate import Slate
from skop_desktop.engine.prompt.spelling import corrected
from skop_desktop.engine.prompt.times import Times, read_times
from skop_desktop.engine.prompt.topics import read_names, read_topic

_OF_PAPERS: Final = re.compile(
    r"\b(?:meeting|session|publish|posted|dated|issued|filed|signed|adopted|hearing|sitzung|datiert"
    r"|veröffentlicht|séance|réunion|publié|datée?s?|sesión|reunión|publicad|fechad)"
)
"""Words by which a day is that of papers."""


def read_prompt(prompt: str, today: date) -> Plan:
    """The plan that ``prompt`` asks for. Never fails: what is not understood becomes topic.

    Reads the first 1,000 characters (the API takes 500). English, German, French and Spanish; of
    any other language the words are the topic.
    """
    slate = Slate(exclusions_first(corrected(prompt)))
    names = read_names(slate)
    wipe_examples(slate)
    exclusions = read_exclusions(slate)
    numbers = read_numbers(slate)
    times = read_times(slate, today, exclusions.periods)
    file_types = read_file_types(slate)
    sittings = read_sittings(slate, exclusions.phrases)
    governments = read_governments(slate)
    bodies, places = read_bodies(slate)
    kinds = read_kinds(slate)
    let_in = read_additions(slate)
    places = [*governments, *places, *read_places(slate, kinds)]
    topic, topic_words = read_topic(slate)
    choices, worth = read_choices(slate)
    if topic and not kinds and _is_of_an_event(prompt, times.periods):
        topic_words, times = ", ".join(filter(None, (topic_words, times.told))), Times()
    return Plan(
        kinds=kinds,
        unwanted_kinds=tuple(kind for kind in exclusions.kinds if kind not in kinds),
        unwanted_words=exclusions.words,
        period=_hull(times.periods),
        period_words=times.told,
        body=bodies[0].words if bodies else (),
        body_words=", ".join(body.name for body in bodies),
        topic=topic,
        file_types=file_types.endings or exclusions.file_types.others,
        periods=times.periods,
        wants_latest=times.wants_latest,
        bodies=bodies,
        place=tuple(dict.fromkeys(word for place in places for word in place.words)),
        place_words=", ".join(dict.fromkeys(place.name for place in places)),
        topic_words=topic_words,
        file_type_words=", ".join(file_types.told),
        excluded_words=", ".join(exclusions.told),
        topic_choices=choices if set(chain.from_iterable(choices)) <= set(topic) else (),
        choice_worth=worth,
        topic_names=names.intersection(topic),
        unwanted_phrases=sittings.other_phrases,
        numbers=numbers,
        sittings=sittings.asked,
        unwanted_sittings=sittings.unwanted,
        let_in=let_in,
    )


def _is_of_an_event(prompt: str, periods: tuple[Period, ...]) -> bool:
    """Whether a day is that of what happened, "the crash on 9 May 2022": papers follow later."""
    is_day = len(periods) == 1 and periods[0].start == periods[0].end
    return is_day and not _OF_PAPERS.search(prompt.casefold())


def _hull(periods: tuple[Period, ...]) -> Period | None:
    return Period(periods[0].start, periods[-1].end) if periods else None
