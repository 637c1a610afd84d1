"""Whether this computer is connected to anything."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Final

_PUBLIC: Final = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses for documentation (RFC 5737, RFC 3849): nothing is ever sent to them."""


def has_route() -> bool:
    """Whether this computer knows any way to the internet; sends nothing."""
    for family, address in _PUBLIC:
        try:
            with closing(socket.socket(family, socket.SOCK_DGRAM)) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False
