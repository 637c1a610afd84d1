from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from skop_desktop.errors import KeyRefused, Unreachable
from skop_desktop.ui.header.job_header import JobHeader
from tests.support.job_snapshots import (
    JOB_ID,
    KEY,
    NOW,
    running,
    with_results,
    with_trouble,
)
from tests.support.widgets import click, named, texts_shown

pytestmark = pytest.mark.gui


class Clock:
    """The time of day, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def header(qtbot: QtBot, clock: Clock) -> Iterator[JobHeader]:
    made = JobHeader(clock)
    qtbot.addWidget(made)
    made.resize(1100, 200)
    made.show()
    yield made
    made.hide()


def download_button(header: JobHeader) -> QPushButton:
    buttons = header.findChildren(QPushButton)
    return next(button for button in buttons if button.text().startswith("Download all"))


def test_the_status_label_says_state_and_message(header: JobHeader) -> None:
    header.show_job(running(message="Reading the archive"))
    status = named(header, QLabel, "Job status")
    assert status.isVisible()
    assert status.text() == "Running. Reading the archive"
    assert status.accessibleDescription() == "Running. Reading the archive"


@pytest.mark.parametrize("message", [None, "", "x"])
def test_the_status_label_is_there_whatever_the_service_says(
    header: JobHeader, message: str | None
) -> None:
    header.show_job(running("completed", message=message))
    status = named(header, QLabel, "Job status")
    assert status.text().startswith("Completed")
    assert status.isVisible()


def test_a_person_stops_a_running_job(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(running())
    assert not named(header, QPushButton, "Search again").isVisible()
    with qtbot.waitSignal(header.stop_requested):
        click(named(header, QPushButton, "Stop"))


def test_a_person_searches_again_when_it_has_ended(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(with_results(running("completed")))
    assert not named(header, QPushButton, "Stop").isVisible()
    with qtbot.waitSignal(header.search_again_requested):
        click(named(header, QPushButton, "Search again"))


def test_a_person_downloads_all(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(with_results(running("completed")))
    button = download_button(header)
    assert button.text() == "Download all (2)"
    with qtbot.waitSignal(header.download_all_requested):
        click(button)


def test_nothing_can_be_downloaded_before_there_are_documents(header: JobHeader) -> None:
    header.show_job(running())
    assert not download_button(header).isEnabled()


def test_the_site_opens_and_the_job_id_is_copied(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(running())
    with qtbot.waitSignal(header.open_site_requested) as opened:
        click(named(header, QAbstractButton, "Open website riverton.gov/meetings"))
    assert opened.args == ["https://riverton.gov/meetings"]
    with qtbot.waitSignal(header.copy_requested) as copied:
        click(named(header, QAbstractButton, "Copy job ID"))
    assert copied.args == [JOB_ID]


def test_time_passes_between_two_snapshots(qtbot: QtBot, header: JobHeader, clock: Clock) -> None:
    header.show_job(running())
    assert "11 min 20 s" in texts_shown(header)
    clock.now += timedelta(seconds=2)
    qtbot.waitUntil(lambda: "11 min 22 s" in texts_shown(header))


def test_no_clock_runs_for_an_ended_job_or_behind_another_page(header: JobHeader) -> None:
    header.show_job(running())
    assert header._clock.isActive()
    header.hide()
    assert not header._clock.isActive()
    header.show_job(running(progress=50))
    assert not header._clock.isActive(), "news for a header that nobody sees"
    header.show()
    assert header._clock.isActive()
    header.show_job(with_results(running("completed")))
    assert not header._clock.isActive()


def test_the_bar_shows_progress_and_does_not_fall(header: JobHeader) -> None:
    header.show_job(running(progress=60))
    bar = named(header, QProgressBar, "Progress")
    assert bar.value() / bar.maximum() == pytest.approx(0.6)
    header.show_job(running(progress=30))
    assert bar.value() / bar.maximum() == pytest.approx(0.6)
    other = replace(running(progress=30), key=replace(KEY, job_id="job_other"))
    header.show_job(other)
    assert bar.value() / bar.maximum() == pytest.approx(0.3)


def test_the_bar_is_busy_while_nobody_knows_and_its_motion_stops_when_hidden(
    header: JobHeader,
) -> None:
    header.show_job(running(estimated_completion=None))
    assert header._bar.maximum() == 0
    assert header._bar.is_moving
    header.hide()
    assert not header._bar.is_moving


def test_offline_offers_to_try_now(qtbot: QtBot, header: JobHeader) -> None:
    snapshot = with_trouble(running(), Unreachable("No answer."), NOW + timedelta(seconds=12))
    header.show_job(snapshot)
    assert any("Next try in 12 s." in text for text in texts_shown(header))
    with qtbot.waitSignal(header.retry_now_requested):
        click(named(header, QPushButton, "Try now"))


def test_the_countdown_goes_on_by_itself(qtbot: QtBot, header: JobHeader, clock: Clock) -> None:
    snapshot = with_trouble(running(), Unreachable("x"), NOW + timedelta(seconds=12))
    header.show_job(snapshot)
    clock.now += timedelta(seconds=3)
    qtbot.waitUntil(lambda: any("Next try in 9 s." in text for text in texts_shown(header)))


def test_a_refused_key_opens_settings(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(with_trouble(running(), KeyRefused("Your key was not accepted.")))
    with qtbot.waitSignal(header.settings_requested):
        click(named(header, QPushButton, "Open settings"))


def test_trouble_goes_away_with_the_next_answer(header: JobHeader) -> None:
    header.show_job(with_trouble(running(), Unreachable("x")))
    header.show_job(running())
    assert not any("Offline" in text for text in texts_shown(header))


def test_agents_are_named_with_what_they_do_for_a_screen_reader(header: JobHeader) -> None:
    header.show_job(running(agents_completed=["coordinator"], current_agent="navigator"))
    for name in ("Coordinator: done", "Navigator: at work", "Scraper: waiting"):
        assert named(header, QLabel, name).isVisible()


def test_an_agent_nobody_knows_comes_and_goes(header: JobHeader) -> None:
    header.show_job(running("extracting", current_agent="archivist"))
    assert "Archivist" in texts_shown(header)
    header.show_job(running())
    assert "Archivist" not in texts_shown(header)


def test_markup_from_the_server_stays_text(header: JobHeader) -> None:
    header.show_job(running(message="<b>x</b>", prompt="<img src=x>\nsecond line"))
    assert "<img src=x> second line" in texts_shown(header)
    kinds = {label.textFormat() for label in header.findChildren(QLabel)}
    assert kinds == {Qt.TextFormat.PlainText}


def test_everything_folds_into_a_narrow_window(qtbot: QtBot, header: JobHeader) -> None:
    header.show_job(
        with_results(running("completed", prompt="A very long prompt " * 20), success_rate=0.8)
    )
    assert header.minimumSizeHint().width() <= 652, "the smallest window less the sidebar"
    header.resize(652, header.heightForWidth(652))
    qtbot.waitUntil(lambda: header.width() == 652)
    for shown in header.findChildren(QLabel):
        if shown.isVisible():
            corner = shown.mapTo(header, shown.rect().bottomRight())
            assert header.rect().contains(corner), shown.text()


def test_in_a_layout_from_the_right_the_buttons_are_at_the_left(
    qtbot: QtBot, header: JobHeader
) -> None:
    header.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    header.show_job(with_results(running(), is_partial=True))
    qtbot.waitUntil(lambda: download_button(header).x() < header.width() / 2)
    assert named(header, QLabel, "Job status").isVisible()
