"""What else than text the model gives for a cell."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt

SORT_ROLE: Final = Qt.ItemDataRole.UserRole
"""The raw value a column is ordered by: share, bytes, moment; ``None`` where not known."""
DOCUMENT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
"""The :class:`ExtractedDocument` of the row."""
TRANSFER_ROLE: Final = Qt.ItemDataRole.UserRole + 2
"""The :class:`TransferSnapshot` of the row, or ``None``."""
TYPE_ROLE: Final = Qt.ItemDataRole.UserRole + 3
"""The type word of the row, such as "PDF"."""
