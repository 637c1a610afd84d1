"""Waiting pages that are favoured together."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final

_MOST: Final = 500
_REST: Final = ""


@dataclass(slots=True)
class Group:
    """``best``: promise and place of its first page that waits, ``None`` where none does."""

    number: int
    name: str
    bonus: float = 0.0
    best: tuple[float, int] | None = None

    @property
    def worth(self) -> tuple[float, int]:
        """What its first page promises, bonus included; of equals, the first to come."""
        promise, place = self.best or (-1e9, 0)
        return promise + self.bonus, -place


class Groups:
    """The groups of a frontier's file, a bounded number of them: the rest is one."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._of: dict[str, Group] = {}

    @property
    def best(self) -> Group | None:
        """The group with the most promising page; ``None`` where no page waits."""
        waiting = [group for group in self._of.values() if group.best is not None]
        return max(waiting, key=lambda group: group.worth, default=None)

    def of(self, name: str) -> Group:
        """The group of that name, made where it is not known."""
        found = self._of.get(name)
        if found is None and len(self._of) >= _MOST and name != _REST:
            return self.of(_REST)
        if found is None:
            found = self._of[name] = Group(len(self._of) + 1, name)
            self._db.execute("INSERT INTO grp VALUES (?, ?, 0)", (found.number, name))
        return found

    def favour(self, name: str, bonus: float) -> None:
        """From now on the pages of a group are worth ``bonus`` more than they promise."""
        found = self.of(name)
        # What found no place among the groups has nothing in common.
        if found.name == name:
            found.bonus = bonus
            self._db.execute("UPDATE grp SET bonus = ? WHERE id = ?", (bonus, found.number))

    def read(self) -> None:
        """Be as the file has it."""
        self._of = {
            name: Group(number, name, bonus, None if place is None else (promise, place))
            for number, name, bonus, promise, place in self._db.execute(
                "SELECT g.id, g.name, g.bonus, p.promise, p.place FROM grp AS g"
                " LEFT JOIN page AS p ON p.id = (SELECT id FROM page WHERE state = 0"
                " AND grp = g.id ORDER BY promise DESC, place LIMIT 1) ORDER BY g.id"
            )
        }
