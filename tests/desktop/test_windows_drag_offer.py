"""What a drag offers, and how it answers what a target asks for."""

from __future__ import annotations

import pytest

from skop_desktop.desktop.windows_drag.offer import (
    HGLOBAL,
    ISTREAM,
    LEFT_BUTTON,
    RIGHT_BUTTON,
    WHOLE,
    Answer,
    Content,
    Offer,
    Request,
    next_step,
)
from skop_desktop.desktop.windows_drag.results import (
    DRAGDROP_S_CANCEL,
    DRAGDROP_S_DROP,
    DV_E_DVASPECT,
    DV_E_FORMATETC,
    DV_E_LINDEX,
    DV_E_TYMED,
    S_OK,
)

NUMBERS = {content: 0xC000 + place for place, content in enumerate(Content)}
FILE = NUMBERS[Content.FILE]
ISTORAGE = 8
SHELL = ISTREAM | HGLOBAL | ISTORAGE
"""What Explorer can take."""


@pytest.fixture
def offer() -> Offer:
    """Two documents on the site, and a third that is small and on disk."""
    return Offer(NUMBERS, [False, False, True])


def test_descriptors_come_first_and_every_file_has_its_index(offer: Offer) -> None:
    assert offer.formats() == (
        Request(NUMBERS[Content.DESCRIPTOR], HGLOBAL, WHOLE),
        Request(FILE, ISTREAM, 0),
        Request(FILE, ISTREAM, 1),
        Request(FILE, ISTREAM | HGLOBAL, 2),
        Request(NUMBERS[Content.EFFECT], HGLOBAL, WHOLE),
        Request(NUMBERS[Content.ZONE], HGLOBAL, WHOLE),
    )


def test_all_that_is_listed_is_given(offer: Offer) -> None:
    assert all(isinstance(offer.answer(request), Answer) for request in offer.formats())


@pytest.mark.parametrize("index", [0, 1, 2])
def test_who_takes_anything_is_given_a_stream(offer: Offer, index: int) -> None:
    assert offer.answer(Request(FILE, SHELL, index)) == Answer(Content.FILE, ISTREAM, index)


def test_memory_is_given_only_of_what_needs_no_download(offer: Offer) -> None:
    assert offer.answer(Request(FILE, HGLOBAL, 0)) == DV_E_TYMED
    assert offer.answer(Request(FILE, HGLOBAL, 2)) == Answer(Content.FILE, HGLOBAL, 2)


@pytest.mark.parametrize("content", [Content.DESCRIPTOR, Content.EFFECT, Content.ZONE])
def test_facts_are_given_as_memory_alone(offer: Offer, content: Content) -> None:
    assert offer.answer(Request(NUMBERS[content], SHELL)) == Answer(content, HGLOBAL)
    assert offer.answer(Request(NUMBERS[content], ISTREAM)) == DV_E_TYMED


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (Request(15, SHELL), DV_E_FORMATETC),
        (Request(FILE, SHELL, 3), DV_E_LINDEX),
        (Request(FILE, SHELL, -2), DV_E_LINDEX),
        (Request(FILE, SHELL, WHOLE), DV_E_LINDEX),
        (Request(FILE, ISTORAGE, 0), DV_E_TYMED),
        (Request(FILE, SHELL, 0, aspect=4), DV_E_DVASPECT),
    ],
)
def test_what_is_not_there_is_refused_with_its_reason(
    offer: Offer, request_: Request, refusal: int
) -> None:
    assert offer.answer(request_) == refusal


def test_the_only_file_is_given_to_who_asks_for_the_whole() -> None:
    answer = Offer(NUMBERS, [False]).answer(Request(FILE, SHELL, WHOLE))
    assert answer == Answer(Content.FILE, ISTREAM, 0)


@pytest.mark.parametrize(
    ("escape", "buttons", "step"),
    [
        (False, LEFT_BUTTON, S_OK),
        (False, 0, DRAGDROP_S_DROP),
        (True, LEFT_BUTTON, DRAGDROP_S_CANCEL),
        (True, 0, DRAGDROP_S_CANCEL),
        (False, LEFT_BUTTON | RIGHT_BUTTON, DRAGDROP_S_CANCEL),
        (False, LEFT_BUTTON | 0x0008, S_OK),
    ],
)
def test_a_drag_ends_with_the_button_and_is_given_up_with_escape(
    escape: bool, buttons: int, step: int
) -> None:
    assert next_step(escape=escape, buttons=buttons) == step
