"""What a search has heard of the names that a site uses, kept with its notes."""

from __future__ import annotations

import json
from typing import Final

from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.navigator import Reading
from skop_desktop.engine.relevance import SiteBodies

_HEARD: Final = "heard/"
_MOST_HEADINGS: Final = 40


class SiteNames:
    """Hears each page before its links are judged, in the same order again after a restart."""

    def __init__(self, frontier: Frontier) -> None:
        self.bodies = SiteBodies()
        self._frontier = frontier
        heard = frontier.facts(_HEARD)
        self._count = len(heard)
        for number in sorted(heard):
            self.bodies.hear(*json.loads(heard[number]))

    def hear(self, reading: Reading) -> None:
        """Take in the title and the headings of a page that was read."""
        if not reading.names:
            return
        texts = reading.names[: _MOST_HEADINGS + 1]
        self.bodies.hear(*texts)
        self._frontier.keep_fact(f"{_HEARD}{self._count:06}", json.dumps(texts))
        self._count += 1
