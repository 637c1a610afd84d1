"""The file name that a ``Content-Disposition`` tells (RFC 6266, RFC 8187), read as browsers do.

Many headers in the wild break the grammar; what is meant is taken wherever it can be told. Cases
and expectations: the public TC2231 suite (greenbytes.de/tech/tc2231).
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

_LONGEST: Final = 16_384
_BEFORE: Final = re.compile(r"[\s;]*")
_PARAMETER: Final = re.compile(r"([^\s;=\"]+)\s*=\s*")
_SKIPPED: Final = re.compile(r'(?:"(?:[^"\\]|\\.)*"?|[^;"])*;?', re.DOTALL)
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\\?$)([^;]*)', re.DOTALL)
_UNQUOTED: Final = re.compile(r"[^;]*")
_NEXT_HEADER: Final = re.compile(r",\s*(?:attachment|inline|filename\*?\s*=)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_WINDOWS_PATH: Final = re.compile(r"[A-Za-z]:\\|\\\\")
_PIECE: Final = re.compile(r"filename\*(0|[1-9][0-9]{0,2})(\*?)")
_EXTENDED: Final = re.compile(r"([^']*)'[^']*'(.*)", re.DOTALL)
_WORD: Final = re.compile(r"=\?([\w-]+)\?([QqBb])\?([^?]*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)\s+(?==\?)")
_PARTS: Final = re.compile(r"[/\\]")

_CHARSET: Final = re.compile(
    r"(utf-?8|us-ascii|iso[-_]?8859[-_]?\d{1,2}|latin-?1|windows-?125[0-8]|cp125[0-8]|euc[-_](jp|kr)"
    r"|shift[-_]jis|sjis|iso-2022-(jp|kr)|ks_?c_?5601(-1987)?|gb2312|gbk|gb18030|big5|koi8-[ru])",
    re.IGNORECASE,
)
"""Only these: Python knows codecs that are no character sets, and loads them by name."""

_LATIN: Final = re.compile(r"(us-ascii|iso[-_]?8859[-_]?1|latin-?1)", re.IGNORECASE)


def named_in(header: str | bytes) -> str:
    """The file name in ``header``, without any path before it; empty if it tells none.

    ``filename*`` counts before ``filename``, wherever it stands. The name may still be illegal on
    some system: ``naming.component`` mends that. Never raises.
    """
    if not header:
        return ""
    parameters = list(_parameters(_as_octets(header[:_LONGEST])))
    extended = (_extended(value) for name, value in parameters if name == "filename*")
    plain = (_plain(value) for name, value in parameters if name == "filename")
    named = next(filter(None, extended), "") or _continued(parameters) or next(plain, "")
    return _last_part(named)


def _as_octets(header: str | bytes) -> str:
    """The header with one character an octet, or as it is where a client has decoded it already."""
    return header if isinstance(header, str) else header.decode("latin-1")


def _parameters(text: str) -> Iterator[tuple[str, str]]:
    """Names in lower case and values, unescaped but not decoded, in their order."""
    at = _end(_BEFORE, text, 0)
    while at < len(text):
        named = _PARAMETER.match(text, at)
        if named is None:
            at = max(at + 1, _end(_SKIPPED, text, at))
        elif (quoted := _QUOTED.match(text, named.end())) is not None:
            at = quoted.end()
            yield named[1].lower(), _unescaped(*quoted.groups())
        else:
            at = _end(_UNQUOTED, text, named.end())
            yield named[1].lower(), _unquoted(text[named.end() : at])
        at = _end(_BEFORE, text, at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return at if found is None else found.end()


def _unescaped(value: str, rest: str) -> str:
    if rest.rstrip().endswith('"'):  # the quotes inside were not escaped
        value = f'{value}"{rest.rstrip()[:-1]}'
    return value if _WINDOWS_PATH.match(value) else _ESCAPED.sub(r"\1", value)


def _unquoted(value: str) -> str:
    # Two headers of one name arrive joined by a comma (RFC 9110, 5.3).
    value = _NEXT_HEADER.split(value, maxsplit=1)[0].strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] == "'"
    return value[1:-1] if is_quoted else value


def _extended(value: str) -> str:
    """The value of RFC 8187, 3.2: charset, language and percent-encoded octets."""
    parts = _EXTENDED.fullmatch(value)
    return "" if parts is None else _decoded(_octets(parts[2]), parts[1])


def _continued(parameters: list[tuple[str, str]]) -> str:
    """A name in numbered pieces (RFC 2231, 3), which some old mail libraries send."""
    pieces: dict[int, tuple[str, bool]] = {}
    for name, value in parameters:
        if (piece := _PIECE.fullmatch(name)) is not None:
            pieces.setdefault(int(piece[1]), (value, bool(piece[2])))
    charset, octets = "utf-8", b""
    for number in range(len(pieces)):
        if number not in pieces:
            break
        value, is_encoded = pieces[number]
        if number == 0 and is_encoded and (parts := _EXTENDED.fullmatch(value)) is not None:
            charset, value = parts[1], parts[2]
        octets += _octets(value) if is_encoded else _bytes(value)
    return _decoded(octets, charset)


def _plain(value: str) -> str:
    if "=?" in value:
        return _in_words(value)
    text = _readable(value)
    try:
        return unquote(text, errors="strict") if "%" in text else text
    except UnicodeDecodeError:
        return text


def _in_words(value: str) -> str:
    """Encoded words (RFC 2047), which do not belong here and are sent all the same."""

    def word(found: re.Match[str]) -> str:
        octets = found[3].encode("latin-1", errors="replace")
        try:
            if found[2] in "Qq":
                octets = binascii.a2b_qp(octets, header=True)
            else:
                octets = binascii.a2b_base64(octets)
        except binascii.Error:
            return found[0]
        return _decoded(octets, found[1]) or found[0]

    return _WORD.sub(word, _BETWEEN_WORDS.sub(r"\1", _readable(value)))


def _decoded(octets: bytes, charset: str) -> str:
    """``octets`` as text; empty where they are not of ``charset`` or that is not known."""
    if not _CHARSET.fullmatch(charset):
        return ""
    if _LATIN.fullmatch(charset):
        return _readable(octets.decode("latin-1"))
    try:
        return octets.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return ""


def _readable(text: str) -> str:
    """Octets that are UTF-8 as such, else as Windows-1252, which is what Latin-1 means online."""
    octets = _bytes(text)
    for charset in ("utf-8", "windows-1252"):
        try:
            return octets.decode(charset)
        except UnicodeDecodeError:
            continue
    return text


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode(errors="replace")


def _octets(value: str) -> bytes:
    return unquote_to_bytes(_bytes(value))


def _last_part(name: str) -> str:
    last = _PARTS.split(name.replace("\0", "").rstrip("/\\ \t\r\n"))[-1].strip()
    return "" if last in {".", ".."} else last
