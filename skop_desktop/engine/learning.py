"""Learns, while a site is read, which of its links lead to documents.

Links that one template made, or whose addresses one program made, are one group; what a page of
a group gave is held to its group's credit, and to the pages that led there. After the sleeping
bandit over groups of tag paths of Gauquier, Manolescu and Senellart (arXiv 2602.11874).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from skop_desktop.engine.pages import Link

_PRIOR: Final = 0.1
"""Share of pages with documents that is assumed of a group that nothing is known of."""
_PRIOR_PAGES: Final = 2.0
_WEIGHT: Final = 5.0
_TIRED: Final = 0.4
_OF_PATH, _OF_ADDRESS = 0.4, 0.6
_HANDED_UP: Final = 0.5
"""Part of the credit that the page above gets."""
_LEAST_HANDED_UP: Final = 0.2
_WORTH_TELLING: Final = 0.15
_MOST_SOURCES: Final = 5_000
_MOST_KEYS: Final = 1_000
_DIGITS: Final = re.compile(r"\d+")

Credit = tuple[float, float]
"""Pages read and what they gave."""


class Learning:
    """What was learned of one site. ``kept``: what an earlier run noted (see ``changed``)."""

    def __init__(self, kept: Mapping[str, str]) -> None:
        self._credit: dict[str, Credit] = {}
        for key, value in kept.items():
            pages, gave = json.loads(value)
            self._credit[key] = (float(pages), float(gave))
        self._worths = {key: self._worth(key) for key in self._credit}
        self._told_for: dict[str, float] = {}
        self._keys_of: dict[str, tuple[str, str]] = {}
        self._bonus: dict[str, float] = {}
        self._groups_of: dict[str, set[str]] = {}
        self._sources: dict[str, tuple[str, str]] = {}

    def join(self, group: str) -> float | None:
        """Take a group in; gives its bonus if it has one to be told."""
        if group in self._bonus:
            return None
        self._keys_of[group] = _keys(group)
        for key in self._keys_of[group]:
            self._groups_of.setdefault(key, set()).add(group)
        self._bonus[group] = 0.0
        return self._told(group)

    def learn(self, url: str, group: str, source: str, gave: float) -> tuple[set[str], set[str]]:
        """The page at ``url``, of ``group``, gave ``gave`` (0 to 1); ``source`` led there.

        Gives the keys that changed, and the groups whose bonus may have changed.
        """
        if len(self._sources) >= _MOST_SOURCES:
            del self._sources[next(iter(self._sources))]
        self._sources[url] = (group, source)
        keys = set(self._add(group, 1.0, gave))
        credit = gave * _HANDED_UP
        above, steps = source, 0
        while credit >= _LEAST_HANDED_UP and above in self._sources and above != url:
            group_above, next_above = self._sources[above]
            keys.update(self._add(group_above, 0.0, credit))
            above, credit, steps = next_above, credit * _HANDED_UP, steps + 1
        return keys, {
            group for key in keys if self._is_news(key) for group in self._groups_of.get(key, ())
        }

    def changed(self, groups: Iterable[str]) -> dict[str, float]:
        """The bonuses of ``groups`` that are worth telling."""
        told = ((group, self._told(group)) for group in groups)
        return {group: bonus for group, bonus in told if bonus is not None}

    def noted(self, key: str) -> str:
        """What is known under ``key``, to be kept."""
        return json.dumps(self._credit[key])

    def _told(self, group: str) -> float | None:
        path, address = self._keys_of[group]
        worths = self._worths
        bonus = round(_OF_PATH * worths.get(path, 0.0) + _OF_ADDRESS * worths.get(address, 0.0), 2)
        if abs(bonus - self._bonus[group]) < _WORTH_TELLING:
            return None
        self._bonus[group] = bonus
        return bonus

    def _is_news(self, key: str) -> bool:
        """Whether a key's worth has changed since its groups were last looked at."""
        if abs(self._worths[key] - self._told_for.get(key, 0.0)) < _WORTH_TELLING:
            return False
        self._told_for[key] = self._worths[key]
        return True

    def _worth(self, key: str) -> float:
        """More than nothing where more was found than assumed; the longer in vain, the less."""
        pages, gave = self._credit.get(key, (0.0, 0.0))
        value = min(1.0, (gave + _PRIOR * _PRIOR_PAGES) / (pages + _PRIOR_PAGES))
        in_vain = 1.0 - min(1.0, value / _PRIOR)
        return _WEIGHT * (value - _PRIOR) - _TIRED * in_vain * math.log2(1.0 + pages)

    def _add(self, group: str, pages: float, gave: float) -> Iterable[str]:
        for key in _keys(group):
            if key not in self._credit and len(self._credit) >= _MOST_KEYS:
                continue
            before = self._credit.get(key, (0.0, 0.0))
            self._credit[key] = (before[0] + pages, min(before[1] + gave, before[0] + pages + 1.0))
            self._worths[key] = self._worth(key)
            yield key


def group_of(link: Link, time: str) -> str:
    """The group of a link. ``time``: whether it names the time looked for (see ``Promise``).

    Links to other years are never in one group with those to the years that are looked for.
    """
    return f"{time} {link.path} {_pattern(link.url)}"


def _keys(group: str) -> tuple[str, str]:
    time, path, pattern = group.split(" ", 2)
    return f"path {time} {path}", f"address {time} {pattern}"


def _pattern(url: str) -> str:
    """The address with what differs from page to page taken out: its figures and its last part."""
    parts = urlsplit(url)
    folders = [folder for folder in parts.path.split("/") if folder]
    if folders and not folders[-1].isdigit():
        folders[-1] = "*"
    names = "&".join(sorted(name for name, _ in parse_qsl(parts.query)))
    path = _DIGITS.sub("0", "/".join(folders))
    return f"{parts.netloc}/{path}?{names}" if names else f"{parts.netloc}/{path}"
