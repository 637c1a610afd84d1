"""What a search has heard of the names that a site uses, kept with its notes."""

from __future__ import annotations

import json
from typing import Final

from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.navigator import Reading
from skop_desktop.engine.relevance import SiteBodies

_HEARD: Final = "heard/"
_MOST_HEADINGS: Final = 40
_MOST_HEARD: Final = 50_000


class SiteNames:
    """Hears each page before its links are judged, in the same order again after a restart."""

    def __init__(self, frontier: Frontier) -> None:
        self.bodies = SiteBodies()
        self._frontier = frontier
        self._heard: set[int] = set()
        heard = frontier.facts(_HEARD)
        self._count = len(heard)
        for number in sorted(heard):
            self._take_in(json.loads(heard[number]))

    def hear(self, reading: Reading) -> None:
        """Take in the title and the headings of a page that was read.

        What the pages of a site repeat is kept once: most pages bring nothing new.
        """
        if not reading.names:
            return
        title, *headings = reading.names[: _MOST_HEADINGS + 1]
        new = [text for text in headings if hash(text) not in self._heard]
        if not new and hash(title) in self._heard:
            return
        texts = [title, *new]
        self._take_in(texts)
        self._frontier.keep_fact(f"{_HEARD}{self._count:06}", json.dumps(texts))
        self._count += 1

    def _take_in(self, texts: list[str]) -> None:
        self.bodies.hear(*texts)
        if len(self._heard) < _MOST_HEARD:
            self._heard.update(map(hash, texts))
