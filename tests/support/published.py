"""Comparing schemas with the published OpenAPI, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

Schema = Mapping[str, Any]

PUBLISHED = Path(__file__).parent.parent / "api" / "published_results.json"

_COMPARED = (
    "$ref",
    "type",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "enum",
    "default",
    "description",
    "nullable",
    "example",
)
_MEANS_ABSENT: tuple[object, ...] = (None, [], {})


def published_openapi() -> dict[str, Any]:
    """The OpenAPI of the page "Get Job Results", whole."""
    read: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return read


def published_schemas() -> dict[str, Schema]:
    """The seven schemas of that page, by name."""
    schemas: dict[str, Schema] = published_openapi()["components"]["schemas"]
    return schemas


def differences(ours: Mapping[str, Schema], published: Mapping[str, Schema]) -> list[str]:
    """Where the schemas ``ours`` (name -> schema) are not the ``published`` ones.

    Names, types, formats, patterns, bounds, enums, defaults, descriptions, nullable, examples,
    references, items and which fields there are. A default of ``null`` or of nothing is no default;
    ``anyOf`` with ``null`` is ``nullable``. Left aside: ``title`` and ``required``, which the
    published page does not have.
    """
    found: list[str] = []
    for name, schema in published.items():
        if name not in ours:
            found.append(f"{name}: not there")
            continue
        found += _different(name, ours[name], schema)
    return found


def call_differences(openapi: Mapping[str, Any]) -> list[str]:
    """Where the results call of ``openapi`` (a whole document) is not the published one.

    Summary, description, operation ID, parameters, and each published answer with its schema.
    What ours answers beyond that (401, 422 and so on) is no difference.
    """
    path = "/scrape/results/{job_id}"
    theirs = published_openapi()["paths"][path]["get"]
    ours = openapi["paths"].get(path, {}).get("get", {})
    found = [
        f"{word} is {ours.get(word)!r}, published {theirs[word]!r}"
        for word in ("summary", "description", "operationId")
        if ours.get(word) != theirs[word]
    ]
    mine = {p["name"]: p for p in ours.get("parameters", ()) if p["in"] != "header"}
    for parameter in theirs["parameters"]:
        same = mine.pop(parameter["name"], {})
        found += [
            f"parameter {parameter['name']}: {word} is {same.get(word)!r}"
            for word in ("in", "required", "description")
            if same.get(word) != parameter[word]
        ]
        found += _different(parameter["name"], same.get("schema", {}), parameter["schema"])
    found += [f"parameter {name}: not published" for name in mine]
    for code, answer in theirs["responses"].items():
        same = ours.get("responses", {}).get(code, {})
        if same.get("description") != answer["description"]:
            found.append(f"{code}: description is {same.get('description')!r}")
        schema = same.get("content", {}).get("application/json", {}).get("schema", {})
        published = answer["content"]["application/json"]["schema"]
        found += _different(code, schema, published)
    return found


def _different(place: str, ours: Schema, published: Schema) -> Iterator[str]:
    mine, theirs = _normal(ours), _normal(published)
    for word in _COMPARED:
        if mine.get(word) != theirs.get(word):
            yield f"{place}: {word} is {mine.get(word)!r}, published {theirs.get(word)!r}"
    if "items" in theirs or "items" in mine:
        yield from _different(f"{place}[]", mine.get("items", {}), theirs.get("items", {}))
    my_fields, their_fields = mine.get("properties", {}), theirs.get("properties", {})
    for field in my_fields.keys() - their_fields.keys():
        yield f"{place}.{field}: not published"
    for field in their_fields.keys() - my_fields.keys():
        yield f"{place}.{field}: not there"
    for field in their_fields.keys() & my_fields.keys():
        yield from _different(f"{place}.{field}", my_fields[field], their_fields[field])


def _normal(schema: Schema) -> dict[str, Any]:
    """``schema`` as the published page would write it."""
    plain = dict(schema)
    choices = [choice for choice in plain.pop("anyOf", ()) if choice != {"type": "null"}]
    if choices:
        plain = {**choices[0], **plain, "nullable": True}
    if len(plain.get("allOf", ())) == 1:
        plain = {**plain.pop("allOf")[0], **plain}
    if "const" in plain:
        plain["enum"] = [plain.pop("const")]
    if plain.get("default") in _MEANS_ABSENT:
        plain.pop("default", None)
    if examples := plain.pop("examples", None):
        plain["example"] = examples[0]
    if "$ref" in plain:
        plain["$ref"] = str(plain["$ref"]).rpartition("/")[2]
    if plain.get("properties"):
        # The page describes no object; ours carry the docstring of their class.
        plain.pop("description", None)
    return plain
