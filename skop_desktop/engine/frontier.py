"""The pages that wait to be read and the documents that wait to be checked, the best first.

One SQLite file a job (WAL), so that a killed search goes on where it was. What was given out and
is not done is given out again after a restart.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from skop_desktop.engine.addresses import is_calendar, is_trap, pattern_of
from skop_desktop.engine.found import Candidate, Visit
from skop_desktop.engine.frontier_file import opened
from skop_desktop.engine.frontier_groups import Groups
from skop_desktop.engine.frontier_rows import (
    candidate_of,
    key_of,
    page_key_of,
    said_of_candidate,
    said_of_visit,
    visit_of,
)
from skop_desktop.engine.grouped_writes import GroupedWrites
from skop_desktop.engine.manners import FrontierBounds

_MOST_REMEMBERED: Final = 20_000
_WAITING, _GIVEN, _DONE = 0, 1, 2


class Frontier:
    """Where pages and candidates wait. Each is given out once; ``again`` puts it back.

    ``file``: where it is kept; without one, in a file that ends with it. Commits are grouped, at
    most a twentieth of a second late while an event loop runs: a kill repeats what was done since,
    and loses none of it. Raises ``sqlite3.Error`` where the disk fails.
    """

    def __init__(self, file: Path | None, bounds: FrontierBounds) -> None:
        self._bounds = bounds
        self._db = opened(file)
        self._writes = GroupedWrites(self._db, on_undone=self._count)
        self._groups = Groups(self._db)
        self._seen: set[int] = set()
        self._unseen: set[int] = set()
        self._count()
        self.is_resumed = self._known_pages > 0

    def together(self) -> AbstractContextManager[None]:
        """What happens inside is kept whole or not at all. May be nested; not across awaits."""
        return self._writes.together()

    def add(self, visit: Visit) -> bool:
        """Take a page in; ``False`` where it is known already or beyond the bounds."""
        key = page_key_of(visit.url)
        if self._is_known(key):
            return False
        with self.together():
            self._remember(key)
            if visit.depth and not self._is_within_bounds(visit):
                # Known from now on, so that it counts once.
                self._db.execute("INSERT INTO kept_away VALUES (?)", (key,))
                self.left_out += 1
                self._keep("left_out", self.left_out)
                return False
            self._known_pages += 1
            self._put(key, visit)
        return True

    def knows(self, url: str) -> bool:
        """Whether a page has been taken in, or kept away by the bounds."""
        return self._is_known(page_key_of(url))

    def knows_candidate(self, url: str) -> bool:
        """Whether a document has been taken in."""
        query = "SELECT 1 FROM candidate WHERE id = ?"
        return self._db.execute(query, (key_of(url),)).fetchone() is not None

    def again(self, visit: Visit) -> None:
        """Put a page back, behind what promises as much."""
        with self.together():
            self._put(page_key_of(visit.url), visit)

    def next(self) -> Visit | None:
        """The most promising page, bonus of its group included; of equals, the first to come."""
        group = self._groups.best
        if group is None:
            return None
        rows = self._db.execute(
            "SELECT id, url, depth, promise, attempt, said, place FROM page"
            " WHERE state = 0 AND grp = ? ORDER BY promise DESC, place LIMIT 2",
            (group.number,),
        ).fetchall()
        self._writes.begin()
        self._db.execute("UPDATE page SET state = ? WHERE id = ?", (_GIVEN, rows[0][0]))
        self._writes.commit_if_due()
        group.best = (rows[1][3], rows[1][6]) if len(rows) > 1 else None
        self.waiting -= 1
        return visit_of(rows[0][1:6], group.name)

    @property
    def best(self) -> float | None:
        """What the most promising page promises, bonus included; ``None`` where none waits."""
        group = self._groups.best
        return None if group is None else group.worth[0]

    def done(
        self, visit: Visit, pages: Sequence[Visit] = (), candidates: Sequence[Candidate] = ()
    ) -> int:
        """A page has been read: its mark, pages and documents in one transaction.

        Gives how many of the documents were not known yet.
        """
        with self.together():
            for page in pages:
                self.add(page)
            new = sum(self.add_candidate(candidate) for candidate in candidates)
            self._db.execute(
                "UPDATE page SET state = ?, said = '' WHERE id = ?", (_DONE, page_key_of(visit.url))
            )
        return new

    def favour(self, group: str, bonus: float) -> None:
        """From now on the pages of ``group`` are worth ``bonus`` more than they promise."""
        with self.together():
            self._groups.favour(group, bonus)

    def add_candidate(self, candidate: Candidate) -> bool:
        """Take a document in; ``False`` where it is known already.

        One that waits takes the better of its two scores, with the link that gave it.
        """
        key = key_of(candidate.url)
        row = self._db.execute("SELECT state, score FROM candidate WHERE id = ?", (key,)).fetchone()
        if row is not None and (row[0] != _WAITING or row[1] >= candidate.score):
            return False
        with self.together():
            self._put_candidate(key, candidate)
            self.waiting_candidates += row is None
        return row is None

    def next_candidate(self) -> Candidate | None:
        """The document that fits best; of equals, the first to come."""
        if not self.waiting_candidates:
            return None
        row = self._db.execute(
            "SELECT id, url, score, attempt, said FROM candidate WHERE state = 0"
            " ORDER BY score DESC, place LIMIT 1"
        ).fetchone()
        self._writes.begin()
        self._db.execute("UPDATE candidate SET state = ? WHERE id = ?", (_GIVEN, row[0]))
        self._writes.commit_if_due()
        self.waiting_candidates -= 1
        return candidate_of(*row[1:])

    def candidate_again(self, candidate: Candidate) -> None:
        """Put a document back that was given out and could not be checked yet."""
        key = key_of(candidate.url)
        row = self._db.execute("SELECT state FROM candidate WHERE id = ?", (key,)).fetchone()
        with self.together():
            self.waiting_candidates += row is None or row[0] != _WAITING
            self._put_candidate(key, candidate)

    def candidate_done(self, url: str) -> None:
        """A document has been checked; it is not given out any more."""
        key = key_of(url)
        row = self._db.execute("SELECT state FROM candidate WHERE id = ?", (key,)).fetchone()
        with self.together():
            self.waiting_candidates -= row is not None and row[0] == _WAITING
            self._db.execute(
                "INSERT INTO candidate VALUES (?, ?, ?, 0, 1, 0, 0, '')"
                " ON CONFLICT (id) DO UPDATE SET state = excluded.state, said = ''",
                (key, _DONE, url),
            )

    @property
    def has_unsure_candidates(self) -> bool:
        """Whether a document that waits may turn out to be a page."""
        query = "SELECT EXISTS (SELECT 1 FROM candidate WHERE state = 0 AND is_unsure)"
        return self._one(query) > 0

    def fact(self, name: str) -> str | None:
        """What was kept under ``name``."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def facts(self, beginning: str) -> dict[str, str]:
        """What was kept under names that begin so, by the rest of the name."""
        rows = self._db.execute(
            "SELECT substr(name, ?), value FROM fact WHERE substr(name, 1, ?) = ?",
            (len(beginning) + 1, len(beginning), beginning),
        )
        return {str(name): str(value) for name, value in rows}

    def keep_fact(self, name: str, value: str) -> None:
        """Keep ``value`` under ``name``, with whatever else happens in this step."""
        with self.together():
            self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def commit(self) -> None:
        """Keep everything up to now."""
        self._writes.commit()

    def close(self) -> None:
        """Keep everything, and let the file go."""
        try:
            self._writes.commit()
        finally:
            self._db.close()

    def _is_known(self, key: int) -> bool:
        if key in self._seen or key in self._unseen:
            return key in self._seen
        query = "SELECT 1 FROM page WHERE id = ? UNION ALL SELECT 1 FROM kept_away WHERE id = ?"
        is_known = self._db.execute(query, (key, key)).fetchone() is not None
        if is_known:
            self._remember(key)
        else:
            self._unseen.add(key)
        return is_known

    def _remember(self, key: int) -> None:
        """The menu of a site is on each of its pages: most links need no look into the file."""
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.clear()
        if len(self._unseen) >= _MOST_REMEMBERED:
            self._unseen.clear()
        self._seen.add(key)
        self._unseen.discard(key)

    def _put(self, key: int, visit: Visit) -> None:
        self._place += 1
        group = self._groups.of(visit.group)
        self._db.execute(
            "INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                _WAITING,
                visit.url,
                visit.depth,
                visit.promise,
                visit.attempt,
                group.number,
                self._place,
                said_of_visit(visit),
            ),
        )
        self.waiting += 1
        if group.best is None or visit.promise > group.best[0]:
            group.best = (visit.promise, self._place)

    def _put_candidate(self, key: int, candidate: Candidate) -> None:
        self._place += 1
        self._db.execute(
            "INSERT OR REPLACE INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                key,
                _WAITING,
                candidate.url,
                candidate.score,
                candidate.attempt,
                not candidate.found.is_certain,
                self._place,
                said_of_candidate(candidate),
            ),
        )

    def _is_within_bounds(self, visit: Visit) -> bool:
        if visit.depth > self._bounds.depth or self._known_pages >= self._bounds.pages:
            return False
        if is_trap(visit.url):
            return False
        if is_calendar(visit.url):
            self._calendar_leaves += 1
            self._keep("calendar_leaves", self._calendar_leaves)
            if self._calendar_leaves > self._bounds.calendar_leaves:
                return False
        (pages,) = self._db.execute(
            "INSERT INTO pattern VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET pages = pages + 1"
            " RETURNING pages",
            (key_of(pattern_of(visit.url)),),
        ).fetchone()
        is_query = "?" in visit.url
        bounds = self._bounds
        most = bounds.queries_of_one_pattern if is_query else bounds.pages_of_one_pattern
        return int(pages) <= most

    def _keep(self, name: str, count: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, str(count)))

    def _count(self) -> None:
        """Read from the file what is otherwise known as it changes."""
        self._seen.clear()
        self._unseen.clear()
        self._place = max(
            self._one(f"SELECT coalesce(max(place), 0) FROM {table}")  # noqa: S608 - one of two names
            for table in ("page", "candidate")
        )
        self._known_pages = self._one("SELECT count(*) FROM page")
        self.waiting = self._one("SELECT count(*) FROM page WHERE state = 0")
        self.waiting_candidates = self._one("SELECT count(*) FROM candidate WHERE state = 0")
        self.left_out = int(self.fact("left_out") or 0)
        self._calendar_leaves = int(self.fact("calendar_leaves") or 0)
        self._groups.read()

    def _one(self, query: str) -> int:
        return int(self._db.execute(query).fetchone()[0])
