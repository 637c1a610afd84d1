"""What tests of several regions need."""

from __future__ import annotations

from functools import partial

import pytest

from skop_desktop.desktop import patience


@pytest.fixture
def disk_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the disk is seen to its end: a busy computer may take longer than a hand waits."""
    monkeypatch.setattr(patience, "seen_soon", partial(patience.seen_soon, patience=20.0))
