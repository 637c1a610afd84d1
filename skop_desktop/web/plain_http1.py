"""The everyday request and head of HTTP/1.1, written and read in one go.

A tenth of what a small document takes goes into h11, which knows all of RFC 9112. What is not of
the everyday kind is ``None`` here and left to it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import h11

LARGEST_HEAD: Final = 100 * 1024
"""Bytes of a head that are read."""

_NAME: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST: Final = re.compile(
    rb"(?:GET|HEAD) [!-~]+ HTTP/1\.1\r\n(?:" + _NAME + rb": [!-~](?:[ -~]*[!-~])?\r\n)+\r\n"
)
_HEAD: Final = re.compile(
    rb"HTTP/1\.1 ([2-5][0-9]{2}) ([\t -~]*)\r\n((?:" + _NAME + rb":[\t -~\x80-\xff]*\r\n)+)\r\n"
)
_FRAMING: Final = frozenset({b"content-length", b"transfer-encoding"})
_LENGTH: Final = re.compile(rb"[0-9]{1,18}")

Fields = list[tuple[bytes, bytes]]
"""Names and values in the order in which they go over the line."""


class Head(NamedTuple):
    """What comes before a body. The names in ``fields`` are spelt as the site spells them."""

    status: int
    fields: Fields
    reason: bytes
    version: bytes


def plain_request(target: bytes, fields: Fields, method: bytes = b"GET") -> bytes | None:
    """A GET or HEAD of ``target`` as it goes over the line (RFC 9112, 3 and 5)."""
    lines = [b"%b: %b\r\n" % field for field in fields]
    written = b"".join([b"%b %b HTTP/1.1\r\n" % (method, target), *lines, b"\r\n"])
    is_plain = _REQUEST.fullmatch(written) and written.count(b"\r\n") == len(lines) + 2
    return written if is_plain else None


def written_request(target: bytes, fields: Fields, method: bytes = b"GET") -> bytes:
    """Any such request, by h11 where it is unusual.

    Raises ``h11.LocalProtocolError`` where it can be none.
    """
    return plain_request(target, fields, method) or conversation(target, fields, method)[1]


def conversation(
    target: bytes, fields: Fields, method: bytes = b"GET"
) -> tuple[h11.Connection, bytes]:
    """h11 when it has asked, and what it said. Raises as ``written_request``."""
    begun = h11.Connection(h11.CLIENT, max_incomplete_event_size=LARGEST_HEAD)
    request = h11.Request(method=method, target=target, headers=fields)
    return begun, (begun.send(request) or b"") + (begun.send(h11.EndOfMessage()) or b"")


def plain_head(data: bytes) -> Head | None:
    """The head that ``data`` is, to its empty line, of an answer whose body has a length."""
    read = _HEAD.fullmatch(data)
    if read is None:
        return None
    status, reason, lines = read.groups()
    parted = [line.partition(b":") for line in lines[:-2].split(b"\r\n")]
    fields = [(name, value.strip(b" \t")) for name, _, value in parted]
    framing = [(name, value) for name, value in fields if name.lower() in _FRAMING]
    if len(framing) != 1 or framing[0][0].lower() != b"content-length":
        return None
    if _LENGTH.fullmatch(framing[0][1]) is None:
        return None
    return Head(int(status), fields, reason, b"1.1")
