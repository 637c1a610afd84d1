"""Names of files and folders that Windows, macOS and Linux accept alike.

Whatever a site or a service sends as a name, the result is one path component: never a separator,
never ``..``, no device name, no invisible or direction-changing character, at most ``LONGEST``
UTF-8 bytes (so at most as many UTF-16 units), normalised to NFC, and unchanged by a second pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from pathvalidate import sanitize_filename

from skop_desktop.downloads.file_types import (
    compatible,
    ending_of_mime,
    ending_of_type,
    known_ending,
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
_HARMLESS: Final = re.compile(r"[A-Za-z0-9_-](?:[ ]?[A-Za-z0-9_.,()-])*[ ]?[A-Za-z0-9_()-]")
"""Most names; those need none of the slow steps."""

_FILE_PARAMETERS: Final = ("filename", "file", "name", "document", "doc", "download", "f")


def readable(text: str) -> str:
    """``text`` on one line, without characters that cannot be seen or that change direction."""
    if not text.isprintable():
        text = _BLANKS.sub(" ", text)
        text = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    return _BLANKS.sub(" ", text).strip()[:_LONGEST_SHOWN]


def component(text: str, longest: int = LONGEST) -> str:
    """``text`` as one legal path component of at most ``longest`` bytes; empty if nothing is left.

    The ending, if ``text`` has one, is kept when the rest is shortened.
    """
    if _HARMLESS.fullmatch(text) and len(text) <= longest and not _DEVICE.match(text):
        return text
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
    if not stem.strip(" .") or not ending.isalnum() or len(ending.encode()) > _LONGEST_ENDING:
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
    longest: int = LONGEST,
) -> str:
    """The name of a document's file: from its name, else from its link.

    The ending is the name's own if it fits what is known of the type, else the one of
    ``document_type``, the link or ``content_type``, whichever speaks first.
    """
    from_link = list(_names_in_link(url))
    linked = next(filter(None, map(known_ending, map(component, from_link))), "")
    ending = ending_of_type(document_type) or linked or ending_of_mime(content_type)
    named = (component(piece) for piece in (name, *from_link))
    chosen = next(filter(_says_something, named), "Document")
    own = known_ending(chosen)
    fits = not ending or (own and compatible(own, ending)) or chosen.lower().endswith("." + ending)
    wanted = chosen if fits else f"{chosen}.{ending}"
    return component(wanted, longest) or "Document"


def job_folder_name(website: str, prompt: str) -> str:
    """The folder of a job: ``riverton.gov – Board meeting minutes``."""
    parts = [part for part in (readable(_site(website)), readable(prompt).rstrip(". ")) if part]
    made = component(_cut_at_word(" – ".join(parts), _LONGEST_FOLDER))
    return made if _says_something(made) else "Documents"


def _names_in_link(url: str) -> Iterator[str]:
    """Names that ``url`` holds, the most telling first; a decoded slash never separates."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return
    last = _decoded(parts.path.rstrip("/").rpartition("/")[2])
    asked = {key.lower(): value for key, value in parse_qsl(parts.query, max_num_fields=None)}
    named = [asked[key] for key in _FILE_PARAMETERS if known_ending(asked.get(key, ""))]
    named = [re.split(r"[/\\]", value)[-1] for value in named]
    yield from ([last, *named] if known_ending(last) else [*named, last])
    yield host


def _decoded(segment: str) -> str:
    try:
        return unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return unquote(segment, encoding="latin-1")


def _site(website: str) -> str:
    try:
        parts = urlsplit(website if "://" in website else f"https://{website}")
        host = (parts.hostname or "").removeprefix("www.").replace(":", "-")
        return host.encode("ascii").decode("idna") if "xn--" in host else host
    except ValueError:
        return ""


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
