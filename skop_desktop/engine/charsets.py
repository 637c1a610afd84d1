"""The text of a page: its charset from its mark, the header, the page, its language, its bytes."""

from __future__ import annotations

import codecs
import re
from typing import Final

_META_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_XML_CHARSET: Final = re.compile(rb"""^<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_LANGUAGE: Final = re.compile(rb"""<html[^>]{0,300}?\blang\s*=\s*["']?([a-z]{2})""", re.IGNORECASE)
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LOOKED_AT: Final = 4_096
_LAST: Final = "windows-1252"
_MEANT: Final = {
    # What the web calls by a name is often more than the name says (WHATWG Encoding, 4.2)
    **dict.fromkeys(("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"), _LAST),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji"), "cp932"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "cp949"),
    "iso-8859-9": "windows-1254",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "x-user-defined": _LAST,
}
_OF_LANGUAGE: Final = {
    "ja": ("euc-jp", "cp932"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "ru": ("windows-1251",),
    "uk": ("windows-1251",),
    "bg": ("windows-1251",),
    "pl": ("windows-1250",),
    "cs": ("windows-1250",),
    "hu": ("windows-1250",),
    "el": ("windows-1253",),
    "tr": ("windows-1254",),
}
_OF_NO_PAGE: Final = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
)
"""What Python takes for charsets and no page is in; "punycode" takes minutes over a large one."""
_REPLACED: Final = "\N{REPLACEMENT CHARACTER}"
_FEW: Final = 20
"""One unreadable character in so many that are not ASCII is a slip, not another charset."""


def decoded(body: bytes, content_type: str = "") -> str:
    """The text of ``body``. Never fails (WHATWG Encoding, "decode", in small)."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    for name in _candidates(body[:_LOOKED_AT], content_type):
        try:
            if codecs.lookup(name).name.replace("_", "-") in _OF_NO_PAGE:
                continue
            return body.decode(name)
        except (LookupError, UnicodeError, ValueError):
            if name == "utf-8" and (text := _nearly_utf8(body)) is not None:
                return text
    return body.decode(_LAST, errors="replace")


def _candidates(head: bytes, content_type: str) -> list[str]:
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type, re.IGNORECASE)
    said = [named[1] if named else ""]
    if (found := _META_CHARSET.search(head) or _XML_CHARSET.search(head)) is not None:
        within = found[1].decode("ascii", "replace").lower()
        # A page that can be read as ASCII to say so is not UTF-16.
        said.append("utf-8" if within.startswith("utf-16") else within)
    names = [_MEANT.get(name.lower(), name.lower()) for name in said if name]
    language = _LANGUAGE.search(head)
    likely = _OF_LANGUAGE.get(language[1].decode("ascii").lower(), ()) if language else ()
    return list(dict.fromkeys([*names, "utf-8", *likely]))


def _nearly_utf8(body: bytes) -> str | None:
    """UTF-8 with a slip or a cut end, or ``None`` where it is another charset."""
    text = body.decode("utf-8", errors="replace")
    slips = text.count(_REPLACED)
    others = sum(not char.isascii() for char in text[:200_000]) - slips
    return text if slips * _FEW <= others else None
