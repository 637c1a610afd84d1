"""What a prompt lets in besides: "drafts too", "joint ones as well", "packets are fine"."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.prompt.slate import Slate

_LET_IN: Final = re.compile(
    r"[,;(] ?(?:and |even |also |but )?(?P<what>[^,.;()]{1,40}?)(?: ones)? "
    r"(?:too|as well|(?:are|is) (?:fine|ok|okay|welcome)(?: too)?|welcome|included)\W*$"
)


def read_additions(slate: Slate) -> str:
    """What may be found as well but is not looked for, in small letters; wiped off."""
    let_in = _LET_IN.search(slate.small)
    if let_in is None:
        return ""
    slate.wipe(*let_in.span())
    return let_in["what"].strip(" |")
