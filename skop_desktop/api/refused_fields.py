"""Which field a 400 or 422 is about, in plain words.

Read from the contract's ``details``, from ``detail`` lists as FastAPI sends them, and from their
likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from skop_desktop.api.models import LONGEST_PROMPT, SHORTEST_PROMPT
from skop_desktop.api.tolerant import text

_BOUNDS: Final = {
    "timeout": "The time limit must be between 60 and 3,600 seconds.",
    "confidence_threshold": "The minimum confidence must be between 0 and 100 %.",
    "max_file_size_mb": "The largest file must be between 1 and 500 MB.",
    "single_page": "“Only this page” must be on or off.",
    "file_type": "Only documents can be searched for.",
    "job_id": "A job ID looks like job_4fc79a89797e.",
}
_FORMS: Final = {
    "website": "The website must be an address that begins with http:// or https://.",
    "prompt": f"What to find must be {SHORTEST_PROMPT} to {LONGEST_PROMPT} characters long.",
}
_WORDS_OF_MACHINES: Final = (
    "value_error",
    "type_error",
    "string_",
    "url_",
    "missing",
    "field required",
    "input should",
    "ensure this value",
    "string should",
    "value error",
    "invalid or missing url",
)
_PLACES: Final = frozenset({"body", "path", "query", "parameters", "__root__"})
_LONGEST_REASON: Final = 300


def refused_fields(body: Mapping[str, Any]) -> dict[str, str]:
    """Field name, as the contract has it, -> what is wrong with it."""
    found: dict[str, str] = {}
    for name, reason in _complaints(body):
        found.setdefault(name, _in_plain_words(name, reason))
    return found


def _complaints(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for holder in (body.get("details"), body.get("detail"), body.get("errors"), body):
        for entry in holder if isinstance(holder, list) else [holder]:
            if isinstance(entry, Mapping):
                yield from _complaint(entry)


def _complaint(entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    place = entry.get("field") or entry.get("loc") or entry.get("param")
    if isinstance(place, list | tuple):
        parts = [str(part) for part in place if isinstance(part, str | int)]
    else:
        parts = (text(place) or "").split(".")
    named = [part for part in parts if part and part not in _PLACES and not part.isdigit()]
    if named:
        reasons = (text(entry.get(word)) for word in ("reason", "msg", "message"))
        yield _seen(named[-1])[:_LONGEST_REASON], next((r for r in reasons if r), "")


def _in_plain_words(name: str, reason: str) -> str:
    if name in _BOUNDS:
        return _BOUNDS[name]
    for_people = " " in reason and not reason.lower().startswith(_WORDS_OF_MACHINES)
    if name in _FORMS and not for_people:
        return _FORMS[name]
    return sentence(reason) or f"The service did not accept “{name.replace('_', ' ')}”."


def sentence(told: str) -> str:
    """What a service said, as a sentence of at most a few lines; nothing in it is unseen."""
    told = _seen(told)[:_LONGEST_REASON]
    if not told:
        return ""
    return told[0].upper() + told[1:] + ("" if told[-1] in ".!?…" else ".")


def _seen(told: str) -> str:
    """On one line, a space for each control and each sign that is in no font."""
    if not told.isprintable():
        told = "".join(sign if sign.isprintable() else " " for sign in told)
    return " ".join(told.split())
