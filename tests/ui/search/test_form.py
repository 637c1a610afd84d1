"""A person fills in the form and starts a search."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from skop_desktop.api.models import CreateJobRequest, ScrapeParameters
from skop_desktop.api.server import ServerKind
from skop_desktop.errors import NoCredits
from skop_desktop.ui.search.form import SearchForm
from tests.support.widgets import click, named, press, show, texts_shown, type_into

PROMPT = "Board meeting minutes from 2024"


@pytest.fixture
def form(qtbot: QtBot) -> SearchForm:
    form = SearchForm()
    show(qtbot, form, 776, 700)
    return form


@pytest.fixture
def asked(form: SearchForm) -> list[CreateJobRequest]:
    asked: list[CreateJobRequest] = []
    form.search_requested.connect(asked.append)
    return asked


def fill(form: SearchForm, website: str, prompt: str) -> None:
    type_into(named(form, QLineEdit, "Website"), website)
    type_into(named(form, QPlainTextEdit, "What to find"), prompt)


def press_start(form: SearchForm) -> None:
    start = named(form, QPushButton, "Start search")
    click(start)


def test_two_fields_and_a_click_start_a_search(
    form: SearchForm, asked: list[CreateJobRequest]
) -> None:
    fill(form, "riverton.gov/meetings", f"  {PROMPT} ")
    press_start(form)

    assert asked == [
        CreateJobRequest(
            website="https://riverton.gov/meetings", prompt=PROMPT, parameters=ScrapeParameters()
        )
    ]


@pytest.mark.parametrize("field", ["Website", "What to find"])
def test_return_in_either_field_starts_the_search(
    form: SearchForm, asked: list[CreateJobRequest], field: str
) -> None:
    fill(form, "riverton.gov", PROMPT)
    kind = QLineEdit if field == "Website" else QPlainTextEdit
    press(named(form, kind, field), Qt.Key.Key_Return)

    assert [request.prompt for request in asked] == [PROMPT]


def test_an_impatient_person_starts_one_search(
    form: SearchForm, asked: list[CreateJobRequest]
) -> None:
    fill(form, "riverton.gov", PROMPT)
    press_start(form)
    press_start(form)
    press(named(form, QLineEdit, "Website"), Qt.Key.Key_Return)

    assert len(asked) == 1
    start = named(form, QPushButton, "Start search")
    assert start.text() == "Starting…"
    assert not start.isEnabled()

    form.set_busy(False)
    press_start(form)
    assert len(asked) == 2


def test_what_is_wrong_is_said_beside_the_field_and_the_keyboard_goes_there(
    form: SearchForm, asked: list[CreateJobRequest], qtbot: QtBot
) -> None:
    fill(form, "riverton.gov", "minutes")
    press_start(form)

    prompt = named(form, QPlainTextEdit, "What to find")
    assert asked == []
    assert any(text.startswith("Say a little more") for text in texts_shown(form))
    assert prompt.accessibleDescription().startswith("Say a little more")
    qtbot.waitUntil(prompt.hasFocus)

    type_into(prompt, " of the board")
    assert not any(text.startswith("Say a little more") for text in texts_shown(form))


def test_an_empty_form_asks_for_both_fields_beginning_with_the_first(
    form: SearchForm, asked: list[CreateJobRequest], qtbot: QtBot
) -> None:
    press_start(form)

    assert asked == []
    shown = " ".join(texts_shown(form))
    assert "Type the website to search." in shown
    assert "Say what to find." in shown
    qtbot.waitUntil(named(form, QLineEdit, "Website").hasFocus)


def test_a_quiet_counter_shows_only_near_the_ends(form: SearchForm) -> None:
    prompt = named(form, QPlainTextEdit, "What to find")
    assert not any("character" in text for text in texts_shown(form))
    type_into(prompt, "minutes")
    assert "3 more characters" in texts_shown(form)
    type_into(prompt, " of 2024")
    assert not any("character" in text for text in texts_shown(form))
    prompt.setPlainText("x" * 488)
    assert "12 characters left" in texts_shown(form)
    prompt.setPlainText("x" * 502)
    assert "2 characters too many" in texts_shown(form)


def test_the_choices_are_folded_away_and_are_sent_when_changed(
    form: SearchForm, asked: list[CreateJobRequest]
) -> None:
    assert not named(form, QSpinBox, "Time limit").isVisible()
    more = named(form, QPushButton, "More choices")
    click(more)
    for name, keys in (("Time limit", "5"), ("Minimum confidence", "70"), ("Largest file", "20")):
        box = named(form, QSpinBox, name)
        assert box.isVisible()
        box.selectAll()
        type_into(box, keys)
    fill(form, "riverton.gov", PROMPT)
    press_start(form)

    assert asked[0].parameters == ScrapeParameters(
        timeout=300, confidence_threshold=0.7, max_file_size_mb=20
    )


def test_values_of_another_search_come_back_to_the_last_digit(
    form: SearchForm, asked: list[CreateJobRequest]
) -> None:
    given = ScrapeParameters(single_page=True, timeout=90, confidence_threshold=0.123)
    form.prefill("https://riverton.gov/a", PROMPT, given)
    assert named(form, QSpinBox, "Time limit").isVisible()
    press_start(form)

    assert asked[0].parameters == given

    form.set_busy(False)
    form.prefill("https://riverton.gov/a", PROMPT)
    press_start(form)
    assert asked[1].parameters == ScrapeParameters()


def test_it_says_where_it_runs_and_what_that_costs(form: SearchForm) -> None:
    assert "Runs on this computer and costs nothing." in texts_shown(form)
    form.show_server(ServerKind.CLOUD, "Skop cloud")
    shown = " ".join(texts_shown(form))
    assert "spends money" in shown
    assert "$0.10 to $0.18 for each page that holds documents" in shown
    form.show_server(ServerKind.OTHER, "skop.example.org")
    assert "Runs on skop.example.org." in texts_shown(form)


def test_what_the_service_refused_is_said_beside_its_field(form: SearchForm) -> None:
    form.show_refused(
        {
            "timeout": "The time limit must be between 60 and 3,600 seconds.",
            "robots": "The site is closed.",
        }
    )

    box = named(form, QSpinBox, "Time limit")
    assert box.isVisible()
    assert box.accessibleDescription().startswith("The time limit must be")
    assert "The site is closed." in texts_shown(form)


def test_what_the_service_sends_is_never_read_as_markup(form: SearchForm) -> None:
    form.show_refused({"website": "<b>No</b>", "other": "<img src=x>"})

    shown = [part for part in form.findChildren(QLabel) if "<" in part.text()]
    assert len(shown) == 2
    assert all(part.textFormat() is Qt.TextFormat.PlainText for part in shown)


def test_an_error_is_told_whole_above_the_buttons(form: SearchForm) -> None:
    form.show_error(NoCredits("There are no credits left.", advice="Add $2.16 to your account."))

    assert "There are no credits left. Add $2.16 to your account." in texts_shown(form)


def test_cancel_is_told_and_clear_empties_everything(form: SearchForm, qtbot: QtBot) -> None:
    fill(form, "riverton.gov", "x")
    press_start(form)
    form.clear()

    assert named(form, QLineEdit, "Website").text() == ""
    assert named(form, QPlainTextEdit, "What to find").toPlainText() == ""
    assert not any(text.startswith("Say") for text in texts_shown(form))
    with qtbot.waitSignal(form.cancel_requested):
        click(named(form, QPushButton, "Cancel"))


def test_tab_goes_through_the_fields_in_reading_order(form: SearchForm, qtbot: QtBot) -> None:
    form.focus_first()
    website, prompt = named(form, QLineEdit, "Website"), named(form, QPlainTextEdit, "What to find")
    qtbot.waitUntil(website.hasFocus)
    press(website, Qt.Key.Key_Tab)
    assert prompt.hasFocus()
    press(prompt, Qt.Key.Key_Tab)
    assert named(form, QPushButton, "More choices").hasFocus()


def test_both_fields_are_text_fields_to_a_screen_reader(form: SearchForm) -> None:
    for field in (named(form, QLineEdit, "Website"), named(form, QPlainTextEdit, "What to find")):
        interface = QAccessible.queryAccessibleInterface(field)
        assert interface.role() is QAccessible.Role.EditableText
