"""Field types that read what a service really sends and still describe what the contract says.

Each type has two sides: a validator that never fails (what cannot be used becomes ``None``) and a
JSON schema equal to the published page. What was dropped is told by the model that holds the
field (see ``models.ExtractedDocument.oddities``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, BeforeValidator, WithJsonSchema

_LONGEST_TEXT: Final = 100_000
_TOO_LONG_TO_WRITE: Final = 10**40


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | str):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            return None
        return number if math.isfinite(number) else None
    return None


def number_between(lowest: float, highest: float) -> Callable[[object], float | None]:
    """Reader of a number in ``lowest..highest``; anything else is ``None``."""

    def read(value: object) -> float | None:
        number = _number(value)
        return number if number is not None and lowest <= number <= highest else None

    return read


def whole_number(value: object) -> int | None:
    """A count of 0 or more; anything else is ``None``."""
    number = _number(value)
    return int(number) if number is not None and 0 <= number < 2**63 else None


def text(value: object) -> str | None:
    """Text; a bare number is its digits; anything else is ``None``."""
    if isinstance(value, str):
        return _well_formed(value[:_LONGEST_TEXT])
    return str(value) if _number(value) is not None else None


def _well_formed(value: str) -> str:
    """``value`` with half characters replaced: JSON can hold them, no file and no window can."""
    if value.isascii():
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def yes_or_no(value: object) -> bool | None:
    """A boolean or ``None``."""
    return value if isinstance(value, bool) else None


def moment(value: object) -> datetime | None:
    """A point in time with its zone, in UTC; a time without a zone counts as UTC."""
    if isinstance(value, datetime):
        read = value
    elif isinstance(value, str):
        try:
            read = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    else:
        return None
    if read.tzinfo is None:
        return read.replace(tzinfo=UTC)
    try:
        return read.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def mapping(value: object) -> Mapping[str, Any]:
    """An object; anything else is an empty one."""
    return value if isinstance(value, Mapping) else {}


def list_of_mappings(value: object) -> list[Any]:
    """The objects of a list; entries that are not objects are left out."""
    if not isinstance(value, list | tuple):
        return []
    return [entry for entry in value if isinstance(entry, Mapping | BaseModel)]


def list_of_texts(value: object) -> list[str]:
    """The texts of a list. An entry that is an object gives its ``message``, if it has one."""
    if not isinstance(value, list | tuple):
        return []
    found = (text(entry.get("message") if isinstance(entry, Mapping) else entry) for entry in value)
    return [entry for entry in found if entry is not None]


def in_short(value: object) -> str:
    """``value`` in a few characters, for a sentence about it."""
    if isinstance(value, str):
        return _well_formed(value[:40])
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and abs(value) >= _TOO_LONG_TO_WRITE:
        return "a number of very many digits"
    return "an object" if isinstance(value, Mapping) else str(value)[:40]


def _number_only(value: object) -> object:
    """Pydantic would take ``false`` for a threshold of 0 and ``"60"`` for a minute."""
    if isinstance(value, bool | str):
        raise ValueError("must be a number")  # noqa: TRY004 - pydantic reads ValueError
    return value


WholeOnly = Annotated[int, BeforeValidator(_number_only)]
NumberOnly = Annotated[float, BeforeValidator(_number_only)]
"""For what is sent to a service, where nothing is forgiven."""

Text = Annotated[str | None, BeforeValidator(text), WithJsonSchema({"type": "string"})]
NullableText = Annotated[
    str | None,
    BeforeValidator(text),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}]}),
]
Address = Annotated[
    str | None, BeforeValidator(text), WithJsonSchema({"type": "string", "format": "uri"})
]
NullableAddress = Annotated[
    str | None,
    BeforeValidator(text),
    WithJsonSchema({"type": "string", "format": "uri", "nullable": True}),
]
Count = Annotated[int | None, BeforeValidator(whole_number), WithJsonSchema({"type": "integer"})]
Number = Annotated[float | None, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Share = Annotated[
    float | None,
    BeforeValidator(number_between(0, 1)),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1}),
]
Percent = Annotated[
    float | None,
    BeforeValidator(number_between(0, 100)),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 100}, {"type": "null"}]}),
]
YesNo = Annotated[bool | None, BeforeValidator(yes_or_no), WithJsonSchema({"type": "boolean"})]
Moment = Annotated[
    datetime | None,
    BeforeValidator(moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Texts = Annotated[
    tuple[str, ...],
    BeforeValidator(list_of_texts),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
