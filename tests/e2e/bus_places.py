"""Where things stand on the screen and what they say, told by the accessibility bus.

Runs under the system's own Python, as ``bus_driver.py`` does. Prints one JSON value.

Usage: python3 -m tests.e2e.bus_places PID WHAT, where WHAT is
  cells ROWS  name of the row -> title -> [x, y] of the cell's middle
  texts       name of the row -> title -> text
  folders     title of a line of the shelf -> [x, y]
  job_id      what stands in the field
"""

from __future__ import annotations

import json
import sys
from typing import Any

from gi.repository import Atspi

from tests.e2e.bus_driver import App, children, until


def _middle(node: Any) -> list[int]:  # noqa: ANN401 - the bus hands out untyped nodes
    extents = node.get_component_iface().get_extents(Atspi.CoordType.SCREEN)
    return [extents.x + extents.width // 2, extents.y + extents.height // 2]


def cells(app: App, rows: int) -> dict[str, dict[str, list[int]]]:
    """The middle of every cell, once the table has ``rows`` rows."""

    def look() -> tuple[list[str], list[list[str]]] | None:
        seen = app.documents()
        return seen if len(seen[1]) >= rows else None

    titles, texts = until(look, f"{rows} documents")
    table = app.find("Documents", "table").get_table_iface()
    found: dict[str, dict[str, list[int]]] = {}
    for row, said in enumerate(texts):
        places = [_middle(table.get_accessible_at(row, n)) for n in range(len(titles))]
        found[said[0]] = dict(zip(titles, places, strict=True))
    return found


def texts(app: App) -> dict[str, dict[str, str]]:
    """What every cell says."""
    titles, rows = app.documents()
    return {row[0]: dict(zip(titles, row, strict=True)) for row in rows}


def folders(app: App) -> dict[str, list[int]]:
    """The middle of every line of the shelf."""
    listed = app.find("Folders", "list")
    return {line.get_name(): _middle(line) for line in children(listed)}


def main() -> None:
    """Prints what was asked for."""
    app = App(int(sys.argv[1]))
    told: Any
    match sys.argv[2]:
        case "cells":
            told = cells(app, int(sys.argv[3]))
        case "texts":
            told = texts(app)
        case "folders":
            told = until(lambda: folders(app), "folders")
        case "job_id":
            told = app.find("Job ID", "text").get_text_iface().get_text(0, -1)
        case other:
            raise SystemExit(f"cannot tell {other}")
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
