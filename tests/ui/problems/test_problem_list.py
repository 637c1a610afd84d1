"""A person reads, filters and copies what went wrong."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPushButton, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from skop_desktop.api.models import JobError
from skop_desktop.ui import formats
from skop_desktop.ui.problems.delegate import link_rect, places
from skop_desktop.ui.problems.problem_list import ProblemList
from skop_desktop.ui.problems.problem_view import ProblemView
from skop_desktop.ui.problems.rows import ProblemRow, error_row
from skop_desktop.ui.problems.tabs import BottomTab, BottomTabs
from tests.support.contract_objects import job_error_json
from tests.support.widgets import click, named, open_menu, press, show, texts_shown, type_into


def errors(count: int) -> tuple[JobError, ...]:
    return tuple(JobError.model_validate(job_error_json(n)) for n in range(1, count + 1))


def rows(count: int) -> list[ProblemRow]:
    return [error_row(error) for error in errors(count)]


@pytest.fixture
def tabs(qtbot: QtBot) -> BottomTabs:
    tabs = BottomTabs()
    show(qtbot, tabs, 1112, 240)
    return tabs


@pytest.fixture
def opened(tabs: BottomTabs) -> list[str]:
    pages: list[str] = []
    tabs.page_requested.connect(pages.append)
    return pages


def words_shown(problems: ProblemList) -> list[str]:
    return [row.words for row in problems.model.rows_shown()]


def place_of_link(view: ProblemView, number: int) -> QPoint:
    index = view.model().index(number, 0)
    option = QStyleOptionViewItem()
    view.initViewItemOption(option)
    option.rect = view.visualRect(index)
    row: ProblemRow = index.data(Qt.ItemDataRole.UserRole)
    return link_rect(option, row).center()


def test_no_errors_is_said_calmly(tabs: BottomTabs) -> None:
    assert "No errors." in texts_shown(tabs)
    assert not tabs.errors.view.isVisible()
    assert not named(tabs, QPushButton, "Copy all errors").isVisible()


def test_each_tab_shows_its_count_and_keeps_its_name(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(1200), ["Some documents were too large to download"])

    shown = texts_shown(tabs)
    assert {formats.count(1200), "1", "0"} <= set(shown)
    bar = QAccessible.queryAccessibleInterface(tabs._bar)
    names = [bar.child(n).text(QAccessible.Text.Name) for n in range(3)]
    assert names == ["Errors", "Warnings", "Downloads"]
    assert bar.child(0).role() is QAccessible.Role.PageTab


def test_the_lists_are_lists_with_the_names_of_the_design(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(2), ["A warning"])
    for tab, view in (
        (BottomTab.ERRORS, tabs.errors.view),
        (BottomTab.WARNINGS, tabs.warnings.view),
        (BottomTab.DOWNLOADS, tabs.downloads.view),
    ):
        tabs.show_tab(tab)
        interface = QAccessible.queryAccessibleInterface(view)
        assert interface.role() is QAccessible.Role.List
        assert interface.text(QAccessible.Text.Name) == tab.name.capitalize()


def test_a_screen_reader_hears_the_whole_row(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(1), ())
    interface = QAccessible.queryAccessibleInterface(tabs.errors.view)

    heard = interface.child(0).text(QAccessible.Text.Name)
    assert heard.startswith("Scraper, Page 1 did not answer within 30 seconds, example.com/page-1")
    assert heard.endswith("Can retry")


def test_tabs_are_changed_by_mouse_and_by_arrow_keys(tabs: BottomTabs) -> None:
    click(tabs._bar, tabs._bar.tabRect(BottomTab.WARNINGS).center())
    assert tabs.shown_tab.name == "WARNINGS"
    assert "No warnings." in texts_shown(tabs)
    press(tabs._bar, Qt.Key.Key_Right)
    assert tabs.shown_tab.name == "DOWNLOADS"


def test_tab_goes_from_the_tabs_over_the_tools_to_the_list(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(30), ())
    steps = [
        tabs._bar,
        named(tabs, QLineEdit, "Filter errors"),
        named(tabs, QPushButton, "Copy all errors"),
        tabs.errors.view,
    ]
    tabs._bar.setFocus()
    for here, after in pairwise(steps):
        assert here.hasFocus()
        press(here, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_the_list_is_found_before_the_bar_that_bears_its_name(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(1), ())
    children = [child for child in tabs.children() if child.isWidgetType()]

    assert children.index(tabs._lists) < children.index(tabs._bar)


def test_a_growing_list_keeps_what_is_selected_and_where_it_stands(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(3), ())
    view = tabs.errors.view
    view.setCurrentIndex(tabs.errors.model.index(1))
    tabs.set_problems(errors(40), ())

    assert [row.words for row in view.selected_rows()] == [
        "Page 2 did not answer within 30 seconds"
    ]
    assert tabs.errors.model.rowCount() == 40


def test_a_list_that_changes_altogether_keeps_what_is_still_there(tabs: BottomTabs) -> None:
    told = errors(5)
    tabs.set_problems(told, ())
    view = tabs.errors.view
    view.setCurrentIndex(tabs.errors.model.index(3))
    tabs.set_problems((told[4], told[3]), ())

    assert [row.words for row in view.selected_rows()] == [
        "Page 4 did not answer within 30 seconds"
    ]
    assert view.currentIndex().row() == 1
    tabs.set_problems((), ())
    assert view.selected_rows() == []


def test_the_same_problem_twice_is_two_rows(tabs: BottomTabs) -> None:
    tabs.set_problems((), ["Slow.", "Slow.", "Odd.", "Slow."])
    assert words_shown(tabs.warnings) == ["Slow.", "Slow.", "Odd.", "Slow."]


def test_a_filter_comes_with_many_and_finds_words_anywhere(tabs: BottomTabs) -> None:
    field = named(tabs, QLineEdit, "Filter errors")
    tabs.set_problems(errors(8), ())
    assert not field.isVisible()
    tabs.set_problems(errors(30), ())
    assert field.isVisible()
    type_into(field, "PAGE-12 scraper")
    assert words_shown(tabs.errors) == ["Page 12 did not answer within 30 seconds"]
    type_into(field, " nowhere")
    assert "None of them has these words." in texts_shown(tabs)
    field.clear()
    assert len(words_shown(tabs.errors)) == 30


def test_filtering_keeps_the_selection_of_what_stays(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(30), ())
    view = tabs.errors.view
    view.selectAll()
    type_into(named(tabs, QLineEdit, "Filter errors"), "page-2")
    selected = [row.words for row in view.selected_rows()]
    assert set(selected) <= set(words_shown(tabs.errors))
    assert len(words_shown(tabs.errors)) == 11

    model = tabs.errors.model
    view.selectionModel().select(model.index(2), QItemSelectionModel.SelectionFlag.ClearAndSelect)
    chosen = model.rows_shown()[2].words
    named(tabs, QLineEdit, "Filter errors").clear()
    assert [row.words for row in view.selected_rows()] == [chosen]


def test_the_filter_of_a_long_list_does_not_stay_on_a_short_one(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(30), ())
    type_into(named(tabs, QLineEdit, "Filter errors"), "page-30")
    tabs.set_problems(errors(3), ())

    assert len(words_shown(tabs.errors)) == 3


def test_selected_rows_are_copied_whole_by_key(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(3), ())
    view = tabs.errors.view
    view.setCurrentIndex(tabs.errors.model.index(0))
    press(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    copied = QGuiApplication.clipboard().text()
    assert copied.count("Error ID:") == 2
    assert "Page: https://example.com/page-2" in copied


def test_all_that_is_shown_is_copied_by_button(tabs: BottomTabs) -> None:
    tabs.set_problems(errors(12), ())
    type_into(named(tabs, QLineEdit, "Filter errors"), "page-1")
    click(named(tabs, QPushButton, "Copy all errors"))

    assert QGuiApplication.clipboard().text().count("Error ID:") == 4


def test_the_link_of_a_row_opens_its_page(tabs: BottomTabs, opened: list[str]) -> None:
    tabs.set_problems(errors(2), ())
    view = tabs.errors.view
    click(view.viewport(), view.visualRect(tabs.errors.model.index(0)).center())
    assert opened == []
    click(view.viewport(), place_of_link(view, 1))
    assert opened == ["https://example.com/page-2"]


def test_return_opens_the_page_of_the_row(tabs: BottomTabs, opened: list[str]) -> None:
    tabs.set_problems(errors(2), ())
    tabs.errors.view.setCurrentIndex(tabs.errors.model.index(0))
    press(tabs.errors.view, Qt.Key.Key_Return)

    assert opened == ["https://example.com/page-1"]


def test_the_menu_opens_the_page_and_copies(
    tabs: BottomTabs, opened: list[str], qtbot: QtBot
) -> None:
    tabs.set_problems(errors(2), ())
    view = tabs.errors.view
    view.setCurrentIndex(tabs.errors.model.index(1))
    view.setFocus()
    menu = open_menu(qtbot, view)
    actions = {action.text(): action for action in menu.actions()}
    actions["Open page"].trigger()
    actions["Copy"].trigger()
    menu.close()

    assert opened == ["https://example.com/page-2"]
    assert "err_2" in QGuiApplication.clipboard().text()


def test_the_tool_tip_tells_everything_and_reads_nothing_as_markup(tabs: BottomTabs) -> None:
    sent = JobError.model_validate(job_error_json(1, error_message="<img src='x'>\n<b>Bold</b>"))
    tabs.set_problems((sent,), ())

    tip = tabs.errors.model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;Bold&lt;/b&gt;" in tip
    assert "<img" not in tip
    assert "Error ID: err_1" in tip


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize("width", [360, 776, 1400])
def test_no_part_of_a_row_stands_on_another(
    tabs: BottomTabs, direction: Qt.LayoutDirection, width: int
) -> None:
    tabs.setLayoutDirection(direction)
    tabs.resize(width, 240)
    tabs.set_problems(errors(1), ())
    option = QStyleOptionViewItem()
    tabs.errors.view.initViewItemOption(option)
    option.direction = direction
    option.rect = tabs.errors.view.rect()
    at = places(option, rows(1)[0])
    parts = [at.symbol, at.who, at.words, at.page, at.time, at.pill]
    seen = [part for part in parts if part.width() > 0]
    for number, part in enumerate(seen):
        assert option.rect.contains(part)
        assert not any(part.intersects(other) for other in seen[number + 1 :])
    assert at.words.width() > 40
