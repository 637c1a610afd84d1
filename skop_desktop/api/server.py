"""Which server the app speaks to: this computer, Skop cloud or another one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from skop_desktop.errors import InvalidInput

CLOUD_ADDRESS: Final = "https://api.skop.dev"


class ServerKind(StrEnum):
    """The three places a search can run; the values are kept in settings and library."""

    THIS_COMPUTER = "this-computer"
    CLOUD = "skop-cloud"
    OTHER = "other"


class ServerState(StrEnum):
    """How it is with a server. One that is started when it is first needed is ready too."""

    READY = "ready"
    STARTING = "starting"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Server:
    """A place where jobs run. ``address``: base URL without a slash at its end.

    The address of this computer's engine changes at each start, so it is left empty here and
    known only to the client that was made for it.
    """

    kind: ServerKind
    address: str = ""

    @property
    def identity(self) -> str:
        """What tells this server from others for good: the key of its jobs in the library."""
        return self.address if self.kind is ServerKind.OTHER else self.kind.value

    @property
    def label(self) -> str:
        """The words the person reads."""
        match self.kind:
            case ServerKind.THIS_COMPUTER:
                return "This computer"
            case ServerKind.CLOUD:
                return "Skop cloud"
            case ServerKind.OTHER:
                return urlsplit(self.address).netloc or "Another server"


THIS_COMPUTER: Final = Server(ServerKind.THIS_COMPUTER)
CLOUD: Final = Server(ServerKind.CLOUD, CLOUD_ADDRESS)


def server_from_identity(identity: str) -> Server:
    """The server whose ``identity`` this is."""
    for known in (THIS_COMPUTER, CLOUD):
        if identity == known.identity:
            return known
    return Server(ServerKind.OTHER, identity)


def server_from_text(typed: str) -> Server:
    """The server a person typed: an address, or one of the two known by name.

    Raises ``InvalidInput`` where it is no http or https address.
    """
    typed = typed.strip()
    named = typed.rstrip("/").lower()
    if named in {"local", "this computer", THIS_COMPUTER.identity}:
        return THIS_COMPUTER
    if named in {"cloud", "skop cloud", CLOUD.identity, CLOUD_ADDRESS}:
        return CLOUD
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
        usable = usable and not parts.netloc.endswith(":")
        usable = usable and (parts.port is None or parts.port > 0) and not parts.username
    except ValueError:
        usable = False
    if not usable:
        raise InvalidInput(
            "That is not the address of a server.",
            advice="An address looks like https://skop.example.org.",
            field_name="server",
        )
    return Server(ServerKind.OTHER, parts.geturl().rstrip("/"))
