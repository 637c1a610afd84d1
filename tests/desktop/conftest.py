"""The programs that these tests put in the system's place may take as long as they need."""

from __future__ import annotations

import pytest

from skop_desktop.desktop import programs


@pytest.fixture(autouse=True)
def _programs_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one that a busy computer starts slowly counts as opened before it has done anything."""
    monkeypatch.setattr(programs, "_PATIENCE", 60.0)
