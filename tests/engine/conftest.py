"""Sites and engines for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.file_server import FileServer


@pytest.fixture
def site() -> Iterator[FileServer]:
    with FileServer() as server:
        yield server
