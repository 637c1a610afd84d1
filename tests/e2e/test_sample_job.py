"""The whole job in this process: real engine, real sample site, real window, files on disk."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from skop_desktop.resources import resource
from skop_desktop.session import Running
from skop_desktop.ui.documents.view import DocumentsView
from skop_desktop.ui.header.status_label import StatusLabel
from tests.e2e.watching import by_name, column, until
from tests.support.saved_documents import saved_documents

pytestmark = [pytest.mark.gui, pytest.mark.timeout(180)]

_FEWEST = 15


def fingerprints(folder: Path) -> set[str]:
    files = saved_documents(folder)
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(autouse=True)
def quick_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SKOP_SAMPLE_PACE", "0.1")


async def test_from_the_first_screen_to_files_on_disk(app: Running, tmp_path: Path) -> None:
    window = app.window
    QTest.mouseClick(by_name(window, QPushButton, "Try the sample"), Qt.MouseButton.LeftButton)
    status = await until(lambda: window.findChild(StatusLabel))
    await until(lambda: status.accessibleDescription().startswith("Running"))
    table = await until(lambda: window.findChild(DocumentsView))
    await until(lambda: status.accessibleDescription().startswith("Completed"))
    await until(lambda: len(column(table, "Name")) >= _FEWEST)
    assert window.tabs.errors.model.rowCount() >= 1
    assert window.tabs.warnings.model.rowCount() >= 1

    download = by_name(window, QPushButton, "Download all")
    await until(download.isEnabled)
    QTest.mouseClick(download, Qt.MouseButton.LeftButton)
    await until(lambda: set(column(table, "Saved")) == {"Saved"})

    saved = saved_documents(tmp_path / "documents")
    assert len(saved) == len(column(table, "Name"))
    assert fingerprints(tmp_path / "documents") <= fingerprints(resource("sample_site"))
    (folder,) = (tmp_path / "documents").iterdir()
    assert "Board meeting minutes from 2024" in folder.name
