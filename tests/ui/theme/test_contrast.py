"""Text can be read and graphics can be seen on every ground they stand on (WCAG 2.2, 1.4.3 and
1.4.11), by the definition of relative luminance there."""

from __future__ import annotations

from typing import Final, get_args

import pytest
from PySide6.QtGui import QColor, QPalette

from skop_desktop.ui.parts.tints import soft_of
from skop_desktop.ui.theme.icons import Tone
from skop_desktop.ui.theme.style_sheet import style_sheet
from skop_desktop.ui.theme.tokens import DARK, LIGHT, Colours, high_contrast, luminance, palette_of

TEXT: Final = 4.5
GRAPHIC: Final = 3.0
TONES: Final = tuple(tone for tone in get_args(Tone) if tone != "on_accent")
GROUNDS: Final = ("window", "sidebar", "surface", "hover", "accent_soft")
"""The last one is the ground of a selected row, which has texts of every tone."""

themes = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs: list[tuple[str, str]], colours: Colours, least: float) -> dict[str, float]:
    """The pairs of names (or colours) below ``least``, with their contrast."""

    def value(name: str) -> str:
        return name if name.startswith("#") else str(getattr(colours, name))

    found = {f"{a} on {b}": contrast(value(a), value(b)) for a, b in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


def test_black_on_white_has_the_contrast_that_the_standard_gives() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@themes
def test_text_of_every_tone_is_readable_on_every_ground(colours: Colours) -> None:
    assert too_weak([(t, g) for t in TONES for g in GROUNDS], colours, TEXT) == {}


@themes
def test_text_of_every_tone_is_readable_on_its_own_soft_ground(colours: Colours) -> None:
    pairs: list[tuple[str, str]] = [(tone, soft_of(colours, tone)) for tone in TONES]
    assert too_weak(pairs, colours, TEXT) == {}


@themes
def test_the_primary_button_is_readable_at_rest_and_under_the_mouse(colours: Colours) -> None:
    sheet = style_sheet(colours, 10.0)
    hovered = sheet.partition('QPushButton[kind="primary"]:hover { background: ')[2][:7]
    pairs = [("on_accent", "accent"), ("on_accent", hovered), ("muted", "track")]
    assert hovered.startswith("#")
    assert too_weak(pairs, colours, TEXT) == {}


@themes
def test_bars_are_seen_on_their_track_and_frames_of_focus_on_every_ground(
    colours: Colours,
) -> None:
    bars = [(tone, "track") for tone in ("accent", "good", "warn", "bad", "muted")]
    frames = [("accent", ground) for ground in GROUNDS]
    assert too_weak(bars + frames, colours, GRAPHIC) == {}


@pytest.mark.parametrize(("window", "text"), [("#000000", "#ffffff"), ("#ffffff", "#000000")])
def test_high_contrast_keeps_the_contrast_of_the_system(window: str, text: str) -> None:
    role = QPalette.ColorRole
    system = QPalette()
    for target in (role.Window, role.Base):
        system.setColor(target, QColor(window))
    for target in (role.WindowText, role.Text):
        system.setColor(target, QColor(text))
    system.setColor(role.Highlight, QColor("#1aebff"))
    system.setColor(role.Accent, QColor("#1aebff"))
    system.setColor(role.HighlightedText, QColor("#000000"))
    colours = high_contrast(system)
    pairs = [(t, g) for t in TONES if t != "accent" for g in (*GROUNDS, "track")]
    assert too_weak([*pairs, ("on_accent", "accent")], colours, 7.0) == {}


@pytest.mark.parametrize("accent", ["#00ff00", "#ff00ff", "#1aebff", "#0000ff", "#800080"])
def test_text_on_any_accent_of_the_system_is_readable(accent: str) -> None:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Accent, QColor(accent))
    palette.setColor(QPalette.ColorRole.Highlight, QColor("#888888"))
    assert too_weak([("on_accent", "accent")], high_contrast(palette), TEXT) == {}


@themes
def test_there_is_one_accent(colours: Colours) -> None:
    role = QPalette.ColorRole
    palette = palette_of(colours)
    accents = {palette.color(r).name() for r in (role.Accent, role.Link, role.LinkVisited)}
    assert accents == {colours.accent}
    assert palette.color(role.Highlight).name() == colours.accent_soft
