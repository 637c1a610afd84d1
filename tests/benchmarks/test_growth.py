"""What grows with the size of its input grows no faster; what should not grow stays as it is.

``packaging/dev.py benchmark tests/benchmarks/test_growth.py``
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.engine.dates import (
    day_of_year_in,
    other_periods_in,
    periods_in,
    upload_period_in,
)
from skop_desktop.engine.lexicon import kind_hits
from skop_desktop.engine.pages import read_page
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, judge
from skop_desktop.jobs.library import Library
from skop_desktop.provenance.record import FolderRecord
from tests.benchmarks.growth import seconds, told
from tests.engine.test_prompt_hostile import PIECES, TODAY
from tests.support.saved_folder import entry
from tests.support.snapshots import KEY, with_documents

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

FOURFOLD: Final = 8.0
"""Most that four times as much may cost: twice its share. Quadratic work would take 16 times."""
FLOOR: Final = 1e-3
"""Seconds below which a growth says nothing."""
URL: Final = "http://town.example/board/"
HONEST: Final = b"<li><a href='/minutes/1.pdf'>Board minutes of May 2024</a> approved</li>"
MEGABYTES: Final = 4


@pytest.mark.parametrize(
    "read", [periods_in, day_of_year_in, other_periods_in, upload_period_in, kind_hits]
)
def test_a_text_of_any_kind_is_read_in_proportion(read: Callable[[str], object]) -> None:
    worst = 0.0
    for piece in PIECES:
        text = piece * 20_000
        little = seconds(partial(read, text[:20_000]))
        much = seconds(partial(read, text[:80_000]))
        worst = max(worst, much / max(little, FLOOR))
    print(f"\n{read.__name__}: four times the text, {worst:.1f} times the time at most")  # noqa: T201 - the figure
    assert worst < FOURFOLD


@pytest.mark.parametrize("unit", ["minutes ", "x", " ", "(", "Board of ", "2024-", "a.b/", "É"])
def test_a_link_of_any_length_is_judged_as_soon(unit: str) -> None:
    """Texts are cut where they cannot matter any more."""
    plan = read_prompt("Board of Education minutes from 2024", TODAY)

    def work(length: int) -> None:
        text = (unit * length)[:length]
        judge(plan, Evidence(f"https://h.example/{text}", text, text, text, text, text, "", text))

    little, much = seconds(partial(work, 25_000)), seconds(partial(work, 100_000))
    assert told(f"a link of {unit!r}", much, max(little, FLOOR)) < FOURFOLD


@pytest.mark.parametrize(
    "unit",
    [b"<div>", b"<", b"<b><i>", b"<a a=1 b=2 c=3 ", b"<li><a href=x>hello</a>"],
    ids=["deep", "brackets", "unclosed", "attributes", "links"],
)
def test_a_hostile_page_costs_little_more_than_an_honest_one(unit: bytes) -> None:
    size = MEGABYTES * 1_000_000
    honest = seconds(lambda: read_page(HONEST * (size // len(HONEST)), URL))
    hostile = seconds(lambda: read_page(unit * (size // len(unit)), URL))
    assert told(f"{MEGABYTES} MB of {unit.decode()!r}", hostile, honest) < FOURFOLD


def test_the_last_of_thousands_of_rows_is_noted_as_soon_as_the_first(tmp_path: Path) -> None:
    record = FolderRecord(tmp_path)
    numbers = iter(range(100_000))

    def add(count: int) -> None:
        for _ in range(count):
            number = next(numbers)
            record.add(entry(f"{number}.pdf", b"", number))

    add(100)
    early = seconds(partial(add, 200))
    add(2_500)
    assert told("200 rows after 3,000", seconds(partial(add, 200)), early) < 2


def test_a_large_job_is_kept_in_proportion_and_listed_as_soon(tmp_path: Path) -> None:
    took = {}
    for count in (25_000, 100_000):
        snapshot = with_documents(count)
        with Library(tmp_path / f"{count}.db") as library:
            took["saved", count] = seconds(partial(library.save, snapshot))
            took["listed", count] = seconds(library.entries)
            took["loaded", count] = seconds(partial(library.load, KEY))
    for what, most in (("saved", FOURFOLD), ("loaded", FOURFOLD), ("listed", 2.0)):
        little = max(took[what, 25_000], FLOOR)
        assert told(f"100,000 documents {what}", took[what, 100_000], little) < most
