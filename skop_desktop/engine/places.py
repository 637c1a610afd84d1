"""Where on a page a link stands: in its matter, its menus or its foot."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

MAIN: Final = "main"
NAV: Final = "nav"
FOOT: Final = "foot"

_OF_TAG: Final = {"nav": NAV, "header": NAV, "footer": FOOT, "main": MAIN, "article": MAIN}
_OF_ROLE: Final = {
    "navigation": NAV,
    "banner": NAV,
    "menu": NAV,
    "menubar": NAV,
    "contentinfo": FOOT,
    "main": MAIN,
}
_NAV_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:main-?|top-?|site-?)?(?:nav|navbar|navigation|menu)(?:$|[\s_-])"
)
_FOOT_NAME: Final = re.compile(r"(?:^|[\s_-])(?:footer|page-?foot|foot)(?:$|[\s_-])")
_TRAIL_NAME: Final = re.compile(r"bread-?crumb")
_NUMBERS: Final = re.compile(r"\d+")
_STEPS: Final = 5
"""Elements above a link that tell its template apart from others."""
_LONGEST: Final = 120
_ROOTS: Final = frozenset({"html", "body"})


class Place(NamedTuple):
    """``name``: "main", "nav" or "foot". ``path``: the tags and classes above, nearest last."""

    name: str
    is_trail: bool
    path: str
    is_settled: bool
    """Whether an element has said so that counts more than those around it."""


_TOP: Final = Place(MAIN, is_trail=False, path="", is_settled=False)


class Places:
    """The places of one page's elements; each element is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Place] = {}

    def of(self, node: LexborNode) -> Place:
        """Where the children of the element above ``node`` stand."""
        chain: list[tuple[int, LexborNode]] = []
        place = _TOP
        above = node.parent
        while above is not None and above.tag not in _ROOTS:
            key = above.mem_id
            if (known := self._known.get(key)) is not None:
                place = known
                break
            chain.append((key, above))
            above = above.parent
        for key, element in reversed(chain):
            place = self._known[key] = _within(place, element)
        return place


def _within(outer: Place, element: LexborNode) -> Place:
    attributes = element.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_LONGEST]
    return _place(outer, element.tag or "", named, attributes.get("role") or "")


@lru_cache(maxsize=4_096)
def _place(outer: Place, tag: str, named: str, role: str) -> Place:
    """The place within an element; the pages of one site are made of few of them."""
    named = named.lower()
    is_trail = outer.is_trail or _TRAIL_NAME.search(named) is not None
    name, is_settled = outer.name, outer.is_settled
    said = _OF_TAG.get(tag) or _OF_ROLE.get(role)
    if said is not None:
        # The header of an article is no menu.
        if not (outer.is_settled and outer.name == MAIN and tag == "header"):
            name, is_settled = said, True
    elif not is_settled and _NAV_NAME.search(named):
        name, is_settled = NAV, True
    elif not is_settled and _FOOT_NAME.search(named):
        name, is_settled = FOOT, True
    first = named.split(None, 1)[0] if named.strip() else ""
    step = f"{tag}.{_NUMBERS.sub('0', first)}" if first else tag
    steps = outer.path.split("/") if outer.path else []
    path = "/".join([*steps, step][-_STEPS:])
    return Place(name, is_trail, path, is_settled)
