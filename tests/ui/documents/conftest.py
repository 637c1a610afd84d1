"""The pane of a town's documents, open as in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from skop_desktop.documents.columns import DocumentColumns
from skop_desktop.ui.documents.pane import DocumentsPane
from tests.support.document_rows import town_documents
from tests.support.widgets import show


@pytest.fixture
def pane(qtbot: QtBot) -> DocumentsPane:
    """Five documents, the surest first, nothing selected."""
    made = DocumentsPane()
    show(qtbot, made, 1112, 520)
    made.show_documents(DocumentColumns.build(town_documents()))
    return made
