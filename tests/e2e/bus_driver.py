"""Drives the app through the platform's accessibility bus alone, as a screen reader would.

Runs under the system's own Python (Debian's ``python3-pyatspi``) on a private desktop. Prints one
JSON object; ends with status 1 and a dump of the tree where something was not found in time.

Usage: bus_driver.py PID SCENARIO [JOB_ID...]
"""

from __future__ import annotations

import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

warnings.simplefilter("ignore")

import gi  # noqa: E402

gi.require_version("Atspi", "2.0")

from gi.repository import Atspi, GLib  # noqa: E402

T = TypeVar("T")

_PATIENCE = 60.0
_MOST_CHILDREN = 400
_DEEPEST = 16


def children(node: Any) -> Iterator[Any]:
    """The children of a node; none where the node has gone in the meantime."""
    try:
        for index in range(min(node.get_child_count(), _MOST_CHILDREN)):
            child = node.get_child_at_index(index)
            if child is not None:
                yield child
    except GLib.Error:
        return


def walk(node: Any, depth: int = 0) -> Iterator[tuple[Any, int]]:
    """Every node below ``node``, tables and lists without their cells."""
    yield node, depth
    if depth >= _DEEPEST:
        return
    for child in children(node):
        if child.get_role_name() in {"table", "list", "tree"}:
            yield child, depth + 1
        else:
            yield from walk(child, depth + 1)


def until(look: Callable[[], T | None], what: str, patience: float = _PATIENCE) -> T:
    """What ``look`` finds, tried again until it does; the bus has no signal for all of it."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            found = look()
        except GLib.Error:
            found = None
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(what)


class App:
    """The app on the bus."""

    def __init__(self, pid: int) -> None:
        self._root = until(lambda: self._application(pid), "the app on the bus")

    @staticmethod
    def _application(pid: int) -> Any | None:
        desktop = Atspi.get_desktop(0)
        for app in children(desktop):
            if app.get_process_id() == pid and app.get_child_count():
                return app
        return None

    def find(self, name: str, role: str, patience: float = _PATIENCE) -> Any:
        """The showing node with this role whose name is ``name``, a count may follow it."""
        wanted = re.compile(re.escape(name) + r"( \(\d[\d.,\s]*\))?$")

        def look() -> Any | None:
            for node, _ in walk(self._root):
                if (
                    wanted.match(node.get_name() or "")
                    and role in node.get_role_name()
                    and node.get_state_set().contains(Atspi.StateType.SHOWING)
                ):
                    return node
            return None

        return until(look, f"{role} {name!r}", patience)

    def press(self, name: str) -> None:
        """Presses a button once it is enabled."""
        node = until(
            lambda: self._enabled(self.find(name, "button")), f"button {name!r} to be enabled"
        )
        node.get_action_iface().do_action(0)

    @staticmethod
    def _enabled(node: Any) -> Any | None:
        return node if node.get_state_set().contains(Atspi.StateType.ENABLED) else None

    def type_into(self, name: str, text: str) -> None:
        """Puts ``text`` into a field."""
        self.find(name, "text").get_editable_text_iface().set_text_contents(text)

    def job_status(self) -> str:
        """State word and message, as the label tells them."""
        return str(self.find("Job status", "label").get_description())

    def documents(self) -> tuple[list[str], list[list[str]]]:
        """Column titles and cell texts of the table."""
        table = self.find("Documents", "table").get_table_iface()
        columns = table.get_n_columns()
        titles = [table.get_column_description(column) for column in range(columns)]
        rows = [
            [table.get_accessible_at(row, column).get_name() or "" for column in range(columns)]
            for row in range(table.get_n_rows())
        ]
        return titles, rows

    def dump(self) -> str:
        """The tree as text, for the report of a failure."""
        lines = []
        for node, depth in walk(self._root):
            lines.append(f"{'  ' * depth}{node.get_role_name()} {node.get_name()!r}")
        return "\n".join(lines)


def download(app: App) -> dict[str, Any]:
    """Waits for the job's end, and presses Download all."""
    until(lambda: app.job_status().startswith("Completed"), "the job to complete")
    app.press("Download all")
    return {"status": app.job_status()}


def download_to_the_end(app: App) -> dict[str, Any]:
    """As ``download``, and waits until every row is settled."""
    download(app)

    def settled() -> tuple[list[str], list[list[str]]] | None:
        titles, rows = app.documents()
        saved = titles.index("Saved")
        done = all(row[saved].startswith(("Saved", "Failed")) for row in rows)
        return (titles, rows) if rows and done else None

    titles, rows = until(settled, "all rows to be saved or failed")
    return {"titles": titles, "rows": rows, "status": app.job_status()}


def open_job(app: App, job_id: str) -> dict[str, Any]:
    """Types the job ID, presses Open job, and goes on to the files."""
    app.type_into("Job ID", job_id)
    app.press("Open job")
    return download_to_the_end(app)


def public_names(app: App, running: str, ended: str) -> dict[str, Any]:
    """Goes from screen to screen and finds each name with its role. Raises ``TimeoutError``."""
    found: list[tuple[str, str]] = []

    def find(*named: tuple[str, str]) -> None:
        for name, role in named:
            app.find(name, role, patience=10)
            found.append((name, role))

    find(("Job ID", "text"), ("Open job", "button"), ("New search", "button"))
    app.press("New search")
    find(("Website", "text"), ("What to find", "text"), ("Start search", "button"))
    app.type_into("Job ID", running)
    app.press("Open job")
    find(("Job status", "label"), ("Documents", "table"), ("Filter documents", "text"))
    find(("Minimum confidence", "slider"), ("Stop", "button"), ("Export", "button"))
    find(("Download all", "button"), ("Download selected", "button"))
    for tab in ("Errors", "Warnings", "Downloads"):
        find((tab, "page tab"))
    find(("Errors", "list"))
    app.type_into("Job ID", ended)
    app.press("Open job")
    find(("Search again", "button"))
    app.press("Download all")
    find(("Downloads", "list"))
    app.find("Warnings", "page tab").get_action_iface().do_action(0)
    find(("Warnings", "list"))
    return {"found": found}


def main() -> int:
    """Runs one scenario."""
    app = App(int(sys.argv[1]))
    try:
        match sys.argv[2]:
            case "download":
                told = download(app)
            case "sample":
                told = download_to_the_end(app)
            case "job":
                told = open_job(app, sys.argv[3])
            case "names":
                told = public_names(app, sys.argv[3], sys.argv[4])
            case other:
                raise SystemExit(f"no scenario {other}")
    except TimeoutError as error:
        print(json.dumps({"missing": str(error), "tree": app.dump()}))
        return 1
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
