"""The bodies (boards, committees) that a site has, learned from the pages seen so far."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from skop_desktop.engine.relevance.body_nouns import BODY_STEMS, BodyName, named_bodies
from skop_desktop.engine.relevance.initials import initials
from skop_desktop.engine.relevance.reading import words_in
from skop_desktop.engine.relevance.titles import plain_in
from skop_desktop.engine.words import squeezed, stem

_MOST: Final = 400
_MOST_TEXTS: Final = 50_000
_LONGEST: Final = 240
_ENOUGH_TITLES: Final = 3
_TITLE_SEAM: Final = re.compile(r"\s[-–—|:»·•]+\s|\s?[|»]\s?|:: ?")
_CAPITALS: Final = re.compile(r"(?<![A-Za-z])[A-Z]{2,8}(?![A-Za-z])")
_IN_BRACKETS: Final = re.compile(r"\(([A-Z]{2,8})\)")


class SiteBodies:
    """Names of bodies, heard in headings and page titles of one site, in the order of the crawl.

    A score that was given is not changed by what is heard later. Memory is bounded: beyond 400
    names nothing more is learned.
    """

    def __init__(self) -> None:
        self._names: dict[frozenset[str], str] = {}
        self._short: dict[str, frozenset[str]] = {}
        self._heard: set[int] = set()
        self._title_parts: dict[str, int] = {}
        self._titles = 0
        self._site_words: frozenset[str] = frozenset()

    def hear(self, page_title: str, *headings: str) -> None:
        """Take in the title and the headings of a page, before its links are judged."""
        if self._is_new(page_title):
            self._learn_title(page_title)
            self._learn_all(page_title)
        for text in headings:
            if self._is_new(text):
                self._learn_all(text)

    def _is_new(self, text: str) -> bool:
        mark = hash(text)
        if not text or mark in self._heard or len(self._heard) >= _MOST_TEXTS:
            return False
        self._heard.add(mark)
        return True

    def _learn_title(self, title: str) -> None:
        self._titles += 1
        for part in {part.strip() for part in _TITLE_SEAM.split(title[:_LONGEST])}:
            if part and (part in self._title_parts or len(self._title_parts) < _MOST):
                self._title_parts[part] = self._title_parts.get(part, 0) + 1

        if self._titles >= _ENOUGH_TITLES:
            names = (name for name, count in self._title_parts.items() if count * 2 > self._titles)
            self._site_words = frozenset[str]().union(*(words_in(name) for name in names))

    @property
    def site_words(self) -> frozenset[str]:
        """The stems of the site's own name: what most titles of its pages have in common.

        They tell one document from another as little as they are missed in one.
        """
        return self._site_words

    def _learn_all(self, text: str) -> None:
        for named in named_bodies(text):
            self._learn(named, text)

    def _learn(self, named: BodyName, text: str) -> None:
        name = squeezed(named.told, 60)
        words = words_in(name) - plain_in(name)
        if not words - BODY_STEMS or len(self._names) >= _MOST:
            return
        self._names.setdefault(words, name)
        beside = _IN_BRACKETS.match(text[named.end :].lstrip()[:10])
        short = beside[1] if beside else initials(name)
        if short:
            self._short.setdefault(short, words)

    @property
    def names(self) -> tuple[str, ...]:
        """The names heard, the earliest first."""
        return tuple(self._names.values())

    def other_than(self, wanted: frozenset[str], titles: Iterable[str]) -> str:
        """The initials of another body of the site in one of the ``titles``, or nothing.

        ``wanted``: the stems of all that was asked for.
        """
        if not self._short:
            return ""
        for title in titles:
            for match in _CAPITALS.finditer(title):
                word = match[0]
                words = self._short.get(word)
                if words is None or stem(word) in wanted or words <= self._site_words:
                    continue
                if not wanted & words - BODY_STEMS:
                    return word
        return ""
