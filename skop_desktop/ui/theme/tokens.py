"""Spacing on one grid, and the colours by what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtGui import QColor, QGuiApplication, QPalette

GRID: Final = 4
"""Every distance is a multiple of this many device-independent pixels."""

TIGHT: Final = GRID
SMALL: Final = 2 * GRID
MEDIUM: Final = 3 * GRID
LARGE: Final = 4 * GRID
WIDE: Final = 5 * GRID
HUGE: Final = 8 * GRID

RADIUS: Final = 6
ROW_HEIGHT: Final = 34
BAR_HEIGHT: Final = 6
CONTROL_HEIGHT: Final = 32
ICON: Final = 16

_BLACK_READS_BETTER: Final = 0.179
"""The luminance on which black and white have the same contrast."""


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour a meaning, as ``#rrggbb``."""

    window: str
    """Behind everything."""
    sidebar: str
    surface: str
    """Cards, fields, table."""
    line: str
    text: str
    muted: str
    """Second-rank text; at least 4.5 : 1 on ``surface`` and ``sidebar``."""
    accent: str
    on_accent: str
    accent_soft: str
    """Selection and pills."""
    hover: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    track: str
    """The empty part of a bar."""
    is_dark: bool = False
    is_high_contrast: bool = False


LIGHT: Final = Colours(
    window="#f4f5f7",
    sidebar="#eef0f4",
    surface="#ffffff",
    line="#dfe3ea",
    text="#1a1d23",
    muted="#5b6472",
    accent="#2460e0",
    on_accent="#ffffff",
    accent_soft="#e4edfd",
    hover="#f0f4fb",
    good="#157a48",
    good_soft="#e2f4ea",
    warn="#925c00",
    warn_soft="#fbf0da",
    bad="#bf2f2a",
    bad_soft="#fce8e6",
    track="#e5e8ee",
)

DARK: Final = Colours(
    window="#17191d",
    sidebar="#1b1d22",
    surface="#1f2228",
    line="#32363f",
    text="#eceef2",
    muted="#a1a9b7",
    accent="#6f9dff",
    on_accent="#0d1526",
    accent_soft="#27365a",
    hover="#262a32",
    good="#4cc88a",
    good_soft="#1d3a2c",
    warn="#e2ad4f",
    warn_soft="#40341c",
    bad="#ff7d72",
    bad_soft="#482623",
    track="#363b45",
    is_dark=True,
)


def high_contrast(palette: QPalette) -> Colours:
    """The system's own colours, for people who asked it for strong contrast."""
    window = palette.color(QPalette.ColorRole.Window).name()
    text = palette.color(QPalette.ColorRole.WindowText).name()
    accent, on_accent = _accent_pair(palette)
    return Colours(
        window=window,
        sidebar=window,
        surface=palette.color(QPalette.ColorRole.Base).name(),
        line=text,
        text=text,
        muted=text,
        accent=accent,
        on_accent=on_accent,
        accent_soft=palette.color(QPalette.ColorRole.Base).name(),
        hover=palette.color(QPalette.ColorRole.Base).name(),
        good=text,
        good_soft=window,
        warn=text,
        warn_soft=window,
        bad=text,
        bad_soft=window,
        track=window,
        is_dark=QColor(window).lightness() < 128,  # noqa: PLR2004 - half of a byte
        is_high_contrast=True,
    )


class _Shown:
    """A palette as the key of a cache: Qt numbers them anew with each change."""

    __slots__ = ("number", "palette")

    def __init__(self, palette: QPalette) -> None:
        self.palette = palette
        self.number = palette.cacheKey()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self.number == other.number

    def __hash__(self) -> int:
        return self.number


def colours_of(palette: QPalette) -> Colours:
    """The colours that go with ``palette``: ours where it is ours, else the system's."""
    return _colours_of(_Shown(palette), _Shown(QGuiApplication.palette()))


@lru_cache(maxsize=64)
def _colours_of(shown: _Shown, _of_app: _Shown) -> Colours:
    palette = shown.palette
    # The accent tells: style sheets change window and highlight in the palettes of views.
    accent = palette.color(QPalette.ColorRole.Accent).name()
    for known in (LIGHT, DARK):
        if accent == known.accent:
            return known
    # A style sheet makes the grounds of a label's palette transparent; the app's own are true.
    return high_contrast(QGuiApplication.palette())


def _accent_pair(palette: QPalette) -> tuple[str, str]:
    accent = palette.color(QPalette.ColorRole.Accent)
    if accent == palette.color(QPalette.ColorRole.Highlight):
        return accent.name(), palette.color(QPalette.ColorRole.HighlightedText).name()
    # A palette of ours, whose highlight is the quiet one.
    return accent.name(), "#000000" if luminance(accent) > _BLACK_READS_BETTER else "#ffffff"


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition "relative luminance")."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the definition's own figures

    red, green, blue = (linear(c) for c in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def palette_of(colours: Colours) -> QPalette:
    """The Qt palette that carries ``colours`` to every widget and delegate."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.hover),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.Light, colours.surface),
        (role.Midlight, colours.hover),
        (role.Mid, colours.line),
        (role.Dark, colours.muted),
        (role.Shadow, colours.line),
        (role.Highlight, colours.accent_soft),
        (role.HighlightedText, colours.text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
    ):
        palette.setColor(target, QColor(colour))
    faded = QColor(colours.muted)
    faded.setAlpha(150)
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, faded)
    return palette
