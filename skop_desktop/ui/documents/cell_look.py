"""What all cells of the documents table share: ground, focus frame, text on one line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from skop_desktop.ui.theme.icons import Tone, paint_icon
from skop_desktop.ui.theme.tokens import ICON, SMALL, Colours, colours_of

CELL_PADDING: Final = SMALL
_FOCUS_WIDTH: Final = 2
_MARK_WIDTH: Final = 3


@dataclass(frozen=True, slots=True)
class CellLook:
    """One cell about to be drawn: where, and in which colours, its selection and focus included."""

    painter: QPainter
    option: QStyleOptionViewItem
    palette: QPalette
    colours: Colours
    is_selected: bool
    has_focus: bool
    """Whether the table has the keyboard: a selection elsewhere is drawn quieter."""

    @classmethod
    def of(cls, painter: QPainter, option: QStyleOptionViewItem) -> CellLook:
        """The look that ``option`` asks for."""
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        colours = colours_of(option.palette)
        palette = option.palette
        if is_selected and colours.is_high_contrast:
            palette = _inverted(colours)
        return cls(
            painter, option, palette, colours_of(palette), is_selected, option.widget.hasFocus()
        )

    @property
    def space(self) -> QRect:
        """The cell without its padding."""
        return content_rect(self.option)

    def paint_ground(self) -> None:
        """Ground, the hairline under the row, and a mark at the start of a selected row."""
        rect = self.option.rect
        if self.is_selected:
            self.painter.fillRect(rect, QColor(self._ground()))
            if _starts_row(self.option):
                mark = from_start(self.option, rect, _MARK_WIDTH)[0]
                self.painter.fillRect(mark, self._colour("accent" if self.has_focus else "muted"))
        hairline = QRect(rect.left(), rect.bottom(), rect.width(), 1)
        self.painter.fillRect(hairline, QColor(colours_of(self.option.palette).line))

    def paint_focus(self) -> None:
        """A frame around the cell that has the keyboard."""
        if self.option.state & QStyle.StateFlag.State_HasFocus:
            self.painter.setPen(QPen(self._colour("accent"), _FOCUS_WIDTH))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.drawRect(self.option.rect.adjusted(1, 1, -1, -2))

    def paint_text(
        self,
        space: QRect,
        text: str,
        tone: Tone,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """One line, shortened with an ellipsis; ``alignment`` is mirrored with the layout."""
        option = self.option
        shown = option.fontMetrics.elidedText(text, cut, space.width())
        side = QStyle.visualAlignment(option.direction, alignment)
        flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        # Each text in its own direction: "2.3 MB" and "/meetings" stay so in a mirrored window.
        self.painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.painter.setPen(self._colour(tone))
        self.painter.drawText(space, flags | Qt.TextFlag.TextSingleLine, shown)

    def paint_symbol(self, space: QRect, symbol: str, tone: Tone) -> QRect:
        """An icon at the start of the reading line; returns the space behind it."""
        place, rest = from_start(self.option, space, ICON)
        box = QRect(0, 0, ICON, ICON)
        box.moveCenter(place.center())
        paint_icon(self.painter, box, symbol, tone, self.palette)
        return from_start(self.option, rest, SMALL)[1]

    def _colour(self, tone: Tone) -> QColor:
        return QColor(getattr(self.colours, tone))

    def _ground(self) -> str:
        if self.colours.is_high_contrast:
            return self.colours.surface
        return self.colours.accent_soft if self.has_focus else self.colours.hover


def content_rect(option: QStyleOptionViewItem) -> QRect:
    """The cell without its padding."""
    rect: QRect = option.rect
    return rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, 0)


def from_end(option: QStyleOptionViewItem, space: QRect, width: int) -> tuple[QRect, QRect]:
    """``space`` parted into what is left and ``width`` pixels at the end of the reading line."""
    width = min(width, space.width())
    rest = QRect(space.left(), space.top(), space.width() - width, space.height())
    end = QRect(rest.right() + 1, space.top(), width, space.height())
    if option.direction is Qt.LayoutDirection.RightToLeft:
        rest.moveLeft(space.left() + width)
        end.moveLeft(space.left())
    return rest, end


def from_start(option: QStyleOptionViewItem, space: QRect, width: int) -> tuple[QRect, QRect]:
    """``width`` pixels at the start of the reading line, and what is left."""
    return from_end(option, space, space.width() - min(width, space.width()))


def _starts_row(option: QStyleOptionViewItem) -> bool:
    rect: QRect = option.rect
    view = option.widget
    if option.direction is Qt.LayoutDirection.LeftToRight or not isinstance(
        view, QAbstractItemView
    ):
        return rect.left() <= 0
    return rect.right() >= view.viewport().width() - 1


def _inverted(colours: Colours) -> QPalette:
    """Selected cells in high contrast: the system's selection colours, bars and icons included."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, colours.accent),
        (role.Base, colours.accent),
        (role.WindowText, colours.on_accent),
        (role.Text, colours.on_accent),
        (role.Highlight, colours.on_accent),
        (role.HighlightedText, colours.accent),
        (role.Accent, colours.on_accent),
    ):
        palette.setColor(target, QColor(colour))
    return palette
