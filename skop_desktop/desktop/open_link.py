"""Open a web page in the person's own browser."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from skop_desktop.desktop.programs import Command, run_first_that_works
from skop_desktop.desktop.threads import in_thread_of_its_own
from skop_desktop.errors import Detail, SkopError


def commands_to_open_link(address: str, system: str) -> tuple[Command, ...]:
    """What opens ``address`` on ``system`` (``sys.platform``), best first; not for Windows."""
    if system == "darwin":
        return (Command(("open", address)),)
    return (Command(("xdg-open", address)), Command(("gio", "open", address)))


async def open_link(
    address: str, *, system: str = sys.platform, environ: Mapping[str, str] = os.environ
) -> None:
    """Open ``address`` in the browser.

    Raises ``SkopError`` where it is no http or https address, or where there is no browser.
    """
    if not address.lower().startswith(("http://", "https://")):
        raise SkopError(
            "That link is not a web page.",
            now="Skop Desktop does not open it.",
            detail=Detail(address=address[:500]),
        )
    if not await _opened(address, system, environ):
        raise SkopError(
            "This computer did not open a browser.",
            advice="Copy the link and open it yourself.",
            detail=Detail(address=address),
        )


async def _opened(address: str, system: str, environ: Mapping[str, str]) -> bool:
    if sys.platform == "win32":

        def start() -> bool:
            try:
                os.startfile(address)  # noqa: S606 - checked above: a web address
            except OSError:
                return False
            return True

        return await in_thread_of_its_own(start)
    return await run_first_that_works(commands_to_open_link(address, system), environ)
