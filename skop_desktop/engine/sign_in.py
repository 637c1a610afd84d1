"""Pages that ask who one is."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.pages import Page

_SIGN_IN_PATH: Final = re.compile(
    r"/(?:log-?in|sign-?in|anmeld\w*|connexion|account/login|wp-login|sso|saml|adfs)",
    re.IGNORECASE,
)
_SIGN_IN_WORDS: Final = re.compile(
    r"\b(?:log ?in|sign ?in|anmelden|anmeldung|connexion|identifiez|iniciar sesión|password)\b",
    re.IGNORECASE,
)


def is_for_sign_in(page: Page, asked: str, answered: str) -> bool:
    """Whether a page with a field for a password is there for that; many have one at the top.

    ``asked``: the address that was asked for. ``answered``: the one that it led to.
    """
    if not page.asks_for_password:
        return False
    was_sent_there = asked != answered and _SIGN_IN_PATH.search(answered) is not None
    return was_sent_there or _SIGN_IN_WORDS.search(f"{page.title} {page.heading}") is not None
