"""The website a person typed, as the address that is searched."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.api.links import LONGEST_LINK
from skop_desktop.errors import InvalidInput
from skop_desktop.ui.parts.safe_text import one_line

_EXAMPLE: Final = "An address looks like riverton.gov/meetings."
_WRAPPING: Final = " \t\"'<>()[]{}“”‘’«».,;"
_SCHEME: Final = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*):(?P<slashes>/{0,2})", re.IGNORECASE)
_WEB: Final = re.compile(r"^https?[:;]?/{1,3}", re.IGNORECASE)


def website_of(typed: str) -> str:
    """The http or https address meant by ``typed``; https where nothing else was said.

    Raises ``InvalidInput`` (field ``website``) where there is none.
    """
    text = one_line(typed).strip(_WRAPPING)
    if not text:
        raise _refused("Type the website to search.")
    if " " in text:
        raise _refused("A website address has no spaces in it.")
    if len(text) > LONGEST_LINK:
        raise _refused("This address is longer than any website takes.")
    address = _with_scheme(text)
    try:
        parts = urlsplit(address)
        host, has_user = parts.hostname or "", parts.username is not None
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise _refused("This is not a website address.") from None
    if has_user:
        what = "an e-mail address" if "@" in text and "/" not in text else "a name or password"
        raise _refused(f"This has {what} in it, not only a website.")
    if not _is_host(host):
        raise _refused("This is not a website address.")
    return address


def _with_scheme(text: str) -> str:
    if web := _WEB.match(text):
        scheme = "https" if text[:5].lower() == "https" else "http"
        return f"{scheme}://{text[web.end() :]}"
    other = _SCHEME.match(text)
    # "riverton.gov:8080/x" and "localhost:8000" have a port, not a scheme.
    if other and (other["slashes"] or not text[other.end() : other.end() + 1].isdigit()):
        raise _refused("Only addresses that begin with http:// or https:// can be searched.")
    host = text.split("/", 1)[0].rsplit(":", 1)[0]
    return f"{'http' if _is_this_computer(host) else 'https'}://{text}"


def _is_this_computer(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    if host == "localhost" or ":" in host:
        return True
    labels = host.rstrip(".").split(".")
    known = all(re.fullmatch(r"[\w]([\w-]{0,61}[\w])?", part) for part in labels)
    return known and len(labels) > 1


def _refused(happened: str) -> InvalidInput:
    return InvalidInput(happened, advice=_EXAMPLE, field_name="website")
