"""Names of files and folders that Windows, macOS and Linux accept alike.

Whatever a site or a service sends as a name, the result is one path component: never a separator,
never ``..``, no device name, no invisible or direction-changing character, at most ``LONGEST``
UTF-8 bytes (so at most as many UTF-16 units), normalised to NFC, and unchanged by a second pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache
from itertools import chain
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from pathvalidate import sanitize_filename

from skop_desktop.downloads.file_types import (
    KNOWN,
    compatible,
    ending_of_mime,
    ending_of_type,
    known_ending,
    may_hold,
    stays,
)

PART: Final = ".part"
"""What the name of an unfinished file ends with."""

LONGEST: Final = 240
"""UTF-8 bytes of a name, so that it stays within 255 with `` (123456)`` and ``.part`` added."""

_LONGEST_ENDING: Final = 12
_LONGEST_FOLDER: Final = 100
_LONGEST_SHOWN: Final = 300
_BLANKS: Final = re.compile("[\\s\u115f\u1160\u2800\u3164\uffa0]+")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_REPLACED: Final = str.maketrans(
    {"/": "-", "\\": "-", "|": "-", ":": "-", '"': "'", "<": "(", ">": ")", "?": "", "*": ""}
)
_DEVICE: Final = re.compile(
    r"^(con|prn|aux|nul|clock\$|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(?=\.|$)", re.IGNORECASE
)
_SEEN: Final = r"[^\W\u115f\u1160\u3164\uffa0]"
_HARMLESS: Final = re.compile(
    rf"(?:{_SEEN}|-)(?:\.? ?(?:{_SEEN}|[-,;()\[\]'&+=#@!–—„“”‘’]))*\.? ?(?:{_SEEN}|[-()\[\]'&+!])"
)
"""Most names; those need none of the slow steps."""

_FILE_PARAMETERS: Final = ("filename", "file", "name", "document", "doc", "download", "f")


def readable(text: str) -> str:
    """``text`` on one line, without characters that cannot be seen or that change direction."""
    if not text.isprintable():
        text = _BLANKS.sub(" ", text)
        text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    return _BLANKS.sub(" ", text).strip()[:_LONGEST_SHOWN]


@lru_cache
def component(text: str, longest: int = LONGEST) -> str:
    """``text`` as one legal path component of at most ``longest`` bytes; empty if nothing is left.

    The ending, if ``text`` has one, is kept when the rest is shortened.
    """
    return text if not text or _is_legal(text, longest) else _mended(text, longest)


def _is_legal(text: str, longest: int) -> bool:
    """Whether ``text`` is surely legal as it is, told quickly."""
    return (
        _HARMLESS.fullmatch(text) is not None
        and unicodedata.is_normalized("NFC", text)
        and len(text.encode()) < longest
        and not _DEVICE.match(text)
    )


def _mended(text: str, longest: int) -> str:
    text = _BLANKS.sub(" ", text)
    text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    text = unicodedata.normalize("NFC", text).replace(": ", " - ").translate(_REPLACED)
    text = sanitize_filename(text, platform="universal", replacement_text="-", max_len=1_000_000)
    text = _trimmed(_BLANKS.sub(" ", text))
    stem, ending = split_ending(text)
    text = _device_safe(_trimmed(_cut(stem, longest - 1 - len(ending.encode()))) + ending)
    return unicodedata.normalize("NFC", text)


def split_ending(name: str) -> tuple[str, str]:
    """``name`` as stem and ending, the ending with its dot and empty where there is none."""
    stem, dot, ending = name.rpartition(".")
    if not stem.strip(" .") or not ending.isalnum() or ending.isdigit():
        return name, ""
    if len(ending.encode()) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending


def numbered(name: str, number: int) -> str:
    """The ``number``-th of equal names: ``Minutes.pdf``, ``Minutes (2).pdf``, ..."""
    if number <= 1:
        return name
    stem, ending = split_ending(name)
    return f"{stem} ({number}){ending}"


def file_name(
    name: str,
    url: str,
    *,
    document_type: str = "",
    content_type: str = "",
    disposition: str = "",
    contents: str = "",
    longest: int = LONGEST,
) -> str:
    """The name of a document's file: its own ``name``, else ``disposition``, else from its link.

    ``disposition``: as ``disposition.named_in`` read it. ``contents``: the ending that the bytes
    themselves ask for (``contents.contents_of``), empty where they tell none. The file ends with
    that, or with a kin of it that somebody said (``.docm`` of a ``docx``); without it the name's
    own ending stays if it fits what is known of the type, else the one of ``document_type``,
    ``disposition``, the link or ``content_type``, whichever speaks first.
    """
    if plain := _without_link(name, document_type, contents):
        return component(plain, longest) or "Document"
    *in_link, host = _names_in_link(url)
    linked = list(map(component, in_link))
    sent = component(disposition)
    said = (
        ending_of_type(document_type),
        known_ending(sent),
        next(filter(None, map(known_ending, linked)), ""),
        ending_of_mime(content_type),
    )
    pieces = (name, sent, *linked, host)
    chosen = next(filter(_says_something, map(component, pieces)), "Document")
    if contents:
        files = {split_ending(piece)[1][1:].lower() for piece in (sent, *linked)}
        wanted = _as_content(chosen, said, contents, files)
    else:
        wanted = _as_said(chosen, said)
    return component(wanted, longest) or "Document"


def job_folder_name(website: str, prompt: str) -> str:
    """The folder of a job: ``riverton.gov – Board meeting minutes``."""
    parts = [part for part in (readable(site_of(website)), readable(prompt).rstrip(". ")) if part]
    made = component(_cut_at_word(" – ".join(parts), _LONGEST_FOLDER))
    return made if _says_something(made) else "Documents"


def site_of(website: str) -> str:
    """The host of ``website`` without ``www.``, in its own letters; empty where there is none."""
    try:
        parts = urlsplit(website if "://" in website else f"https://{website}")
        host = (parts.hostname or "").removeprefix("www.").replace(":", "-")
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except ValueError:
        return ""


def _without_link(name: str, document_type: str, contents: str) -> str:
    """What ``file_name`` comes to mostly, before the link is taken apart; else empty."""
    chosen = component(name)
    if not contents or not _says_something(chosen):
        return ""
    own = split_ending(chosen)[1][1:].lower()
    if own:
        return chosen if stays(own, contents) else ""
    ending = ending_of_type(document_type)
    return f"{chosen}.{ending}" if stays(ending, contents) else ""


def _as_said(chosen: str, said: tuple[str, ...]) -> str:
    ending = next(filter(None, said), "")
    own = known_ending(chosen)
    fits = not ending or (own and compatible(own, ending)) or chosen.lower().endswith("." + ending)
    return chosen if fits else f"{chosen}.{ending}"


def _as_content(chosen: str, said: tuple[str, ...], contents: str, files: Set[str]) -> str:
    """``files``: endings of what the link and the site call the file, known here or not."""
    stem, dotted = split_ending(chosen)
    own = dotted[1:].lower()
    strange = {ending for ending in files if may_hold(ending, contents)}
    if own and (stays(own, contents) or own in strange):
        return chosen
    fitting = (ending for ending in said if stays(ending, contents))
    ending = next(chain(fitting, sorted(strange)), contents)
    return f"{stem if own in KNOWN else chosen}.{ending}"


def _names_in_link(url: str) -> Iterator[str]:
    """Names that ``url`` holds, the most telling first and its host last, which may be empty.

    A decoded slash never separates.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        yield ""
        return
    last = _decoded(parts.path.rstrip("/").rpartition("/")[2])
    query = parse_qsl(parts.query, max_num_fields=None) if parts.query else []
    asked = {key.lower(): value for key, value in query}
    named = [asked[key] for key in _FILE_PARAMETERS if known_ending(asked.get(key, ""))]
    named = [re.split(r"[/\\]", value)[-1] for value in named]
    yield from ([last, *named] if known_ending(last) else [*named, last])
    yield host


def _decoded(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return unquote(segment, encoding="latin-1")


def _says_something(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _trimmed(text: str) -> str:
    """Without the dots and blanks at its ends that hide a file or that Windows drops."""
    return text.strip(" .")


def _cut(text: str, longest: int) -> str:
    return text.encode()[: max(1, longest)].decode(errors="ignore")


def _cut_at_word(text: str, longest: int) -> str:
    cut = _cut(text, longest)
    at_word = cut.rpartition(" ")[0]
    return cut if cut == text or len(at_word) < len(cut) // 2 else at_word.rstrip(" –,;-")


def _device_safe(text: str) -> str:
    return _DEVICE.sub(lambda found: found.group(1) + "_", text)
