"""Sites and engines for the tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from skop_desktop.engine import crawl as crawls
from tests.engine.sites import Impatient, TimeLimit
from tests.support.file_server import FileServer


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer() as server:
        yield server


@pytest.fixture
def soon_given_up(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets searches have little patience with what lies at a path, and with nothing else."""
    return lambda path: monkeypatch.setattr(crawls, "HttpFetcher", partial(Impatient, path=path))


@pytest.fixture
def time_limit(monkeypatch: pytest.MonkeyPatch) -> TimeLimit:
    """The time limit of a search, up when the test says so."""
    limit = TimeLimit()
    monkeypatch.setattr(crawls, "asyncio", limit)
    return limit
