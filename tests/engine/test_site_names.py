"""What a search keeps of the names that a site uses."""

from __future__ import annotations

from contextlib import closing

from skop_desktop.engine.frontier import Frontier
from skop_desktop.engine.manners import FrontierBounds
from skop_desktop.engine.navigator import Reading
from skop_desktop.engine.site_names import SiteNames

PAGES = (
    ("Planning Board | Alm", "Planning Board – 2024", "Planning Board – 2023"),
    ("Arts Council | Alm", "Arts Council – 2024"),
    ("News | Alm", "Planning Board – 2024"),
)


def test_after_a_restart_the_same_is_known_and_what_pages_repeat_was_kept_once() -> None:
    with closing(Frontier(None, FrontierBounds())) as frontier:
        names = SiteNames(frontier)
        for page in PAGES * 20:
            names.hear(Reading(names=page))
        assert len(frontier.facts("heard/")) == len(PAGES)
        again = SiteNames(frontier)
        assert again.bodies.names == names.bodies.names
        assert again.bodies.site_words == names.bodies.site_words == {"alm"}
        again.hear(Reading(names=PAGES[0]))
        assert len(frontier.facts("heard/")) == len(PAGES)
