"""Every icon that the code names is there, no other one is, and each is seen in every theme."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication

from skop_desktop.resources import resource
from skop_desktop.ui.documents import row_menu, type_icons
from skop_desktop.ui.parts.labels import Role
from skop_desktop.ui.theme.icons import Tone, icon, paint_icon
from skop_desktop.ui.theme.tokens import DARK, LIGHT, Colours, palette_of
from skop_desktop.ui.transfers import queue_line, transfer_view

pytestmark = pytest.mark.gui

UI: Final = Path(__file__).parents[3] / "skop_desktop" / "ui"
PLACE_OF_NAME: Final = {
    "icon": 0,
    "icon_button": 0,
    "paint_icon": 2,
    "paint_symbol": 1,
    "Symbol": 0,
    "show_symbol": 0,
    "Summary": 0,
    "ChoiceCard": 0,
    "ActionLook": 1,
    "StateWord": 2,
    "Notice": 2,
    "_Look": 0,
    "Place": 1,
}
"""Which argument of these calls is the name of an icon."""
TONES: Final = frozenset(get_args(Tone))
RANKS: Final = TONES | frozenset(get_args(Role))
"""What stands beside a tone elsewhere: another tone, the rank of a label."""
THERE: Final = sorted(path.stem for path in resource("icons").glob("*.svg"))


def words_in(node: ast.expr) -> Iterator[str]:
    """The texts that ``node`` can be: "a" if … else "b" has two."""
    if isinstance(node, ast.IfExp):
        yield from words_in(node.body)
        yield from words_in(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value


def names_in_call(node: ast.Call) -> Iterator[str]:
    called = ast.unparse(node.func).rpartition(".")[2]
    place = PLACE_OF_NAME.get(called, len(node.args))
    by_name = [keyword.value for keyword in node.keywords if keyword.arg == "symbol"]
    for argument in (*node.args[place : place + 1], *by_name):
        yield from words_in(argument)


def names_in_tuple(node: ast.Tuple) -> Iterator[str]:
    """Tables pair the name of an icon with its tone."""
    for name, tone in zip(node.elts, node.elts[1:], strict=False):
        if isinstance(tone, ast.Constant) and tone.value in TONES:
            yield from (word for word in words_in(name) if word not in RANKS)


def named_icons(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Call():
                yield from names_in_call(node)
            case ast.Tuple():
                yield from names_in_tuple(node)
            case ast.Assign(targets=[target]) if ast.unparse(target).endswith("symbol"):
                yield from words_in(node.value)


def icons_in_use() -> set[str]:
    found = set(type_icons._ICONS.values())
    found |= {entry[2] for entry in row_menu._ENTRIES if entry is not None}
    found |= {symbol for _, _, symbol, _ in transfer_view._MOVES}
    found |= set(queue_line._SYMBOLS.values())
    for file in UI.rglob("*.py"):
        found |= set(named_icons(ast.parse(file.read_text("utf-8"))))
    return found


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def colours(app: QApplication, request: pytest.FixtureRequest) -> Colours:
    """The colours of a theme whose palette is on the application."""
    chosen: Colours = request.param
    app.setPalette(palette_of(chosen))
    return chosen


def drawn(name: str, tone: Tone, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return icon(name, tone).pixmap(QSize(32, 32), mode).toImage()


def strongest(image: QImage) -> QColor:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


def is_about(colour: QColor, wanted: str, by: int = 3) -> bool:
    other = QColor(wanted)
    apart = (
        colour.red() - other.red(),
        colour.green() - other.green(),
        colour.blue() - other.blue(),
    )
    return max(map(abs, apart)) <= by


def test_names_of_icons_are_found_wherever_code_may_name_one() -> None:
    code = (
        'icon("a")\nbutton("Text", symbol="b")\nStateWord("Word", "bad", "c")\n'
        'paint_icon(p, rect, "d" if up else "e", "text")\nself._symbol = "f"\n'
        'X = {1: ("g", "warn"), 2: ("other", "word")}\nself.mark.show_symbol("h", tone)\n'
    )
    assert set(named_icons(ast.parse(code))) == set("abcdefgh")


def test_every_icon_that_is_named_is_there_and_no_other_one() -> None:
    assert sorted(icons_in_use()) == THERE


def test_an_icon_that_is_missing_is_told_at_once() -> None:
    with pytest.raises(FileNotFoundError, match=r"no-such\.svg"):
        icon("no-such")


@pytest.mark.parametrize("name", THERE)
def test_an_icon_is_seen_in_each_theme_in_use_and_out_of_use(name: str, colours: Colours) -> None:
    usual, disabled = drawn(name, "text"), drawn(name, "text", QIcon.Mode.Disabled)
    assert is_about(strongest(usual), colours.text)
    assert strongest(usual).alpha() > 200
    assert 60 < strongest(disabled).alpha() < strongest(usual).alpha()


def test_a_primary_button_out_of_use_has_an_icon_that_is_seen(colours: Colours) -> None:
    assert is_about(strongest(drawn("plus", "on_accent")), colours.on_accent)
    off = strongest(drawn("plus", "on_accent", QIcon.Mode.Disabled))
    assert is_about(off, colours.muted, by=6)


def test_an_icon_made_in_light_is_drawn_dark_after_a_change(app: QApplication) -> None:
    app.setPalette(palette_of(LIGHT))
    made = QIcon(icon("search", "good"))
    app.setPalette(palette_of(DARK))
    assert is_about(strongest(made.pixmap(QSize(32, 32)).toImage()), DARK.good)


def test_an_icon_is_as_wide_as_high_in_any_space(colours: Colours) -> None:
    image = QImage(96, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    icon("square", "bad").paint(painter, QRect(0, 0, 96, 32))
    painter.end()
    inked = [x for x in range(96) if any(image.pixelColor(x, y).alpha() for y in range(32))]
    assert inked[0] >= 32
    assert inked[-1] < 64
    assert is_about(strongest(image), colours.bad)


def test_no_space_draws_nothing() -> None:
    assert icon("check").pixmap(QSize(0, 0)).isNull()


def test_a_delegate_draws_in_the_colours_of_its_own_palette(app: QApplication) -> None:
    app.setPalette(palette_of(LIGHT))
    image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    paint_icon(painter, QRect(0, 0, 32, 32), "check", "good", palette_of(DARK))
    painter.end()
    assert is_about(strongest(image), DARK.good)
