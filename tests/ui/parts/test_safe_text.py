"""What others wrote cannot play tricks on the screen, and nothing of it is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.ui.parts.safe_text import one_line, sentence, tool_tip, whole_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Minutes.pdf", "Minutes.pdf"),
        ("  Minutes \n of\u2028March ", "Minutes of March"),
        ("minutes\u202efdp.exe", "minutesfdp.exe"),
        ("a\x00b\x07c", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\ud800", ""),
    ],
)
def test_one_line_has_no_break_and_no_control(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_one_line_of_anything_is_one_line_without_overrides(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not {"\u202e", "\u2066", "\x1b"} & set(shown)
    assert one_line(shown) == shown


def test_the_whole_text_keeps_its_lines_and_names_what_cannot_be_seen() -> None:
    assert whole_text("one\r\ntwo\rthree\n") == "one\ntwo\nthree"
    assert whole_text("minutes\u202efdp.exe") == "minutes<U+202E>fdp.exe"
    assert whole_text(" plain ") == "plain"


@given(st.text())
def test_nothing_in_a_whole_text_is_unseen(text: str) -> None:
    shown = whole_text(text).replace("\n", "").replace("\t", "")
    unseen = {c for c in shown if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}}
    assert unseen <= {"\u200c", "\u200d"}


def test_a_tool_tip_is_never_read_as_markup_and_has_an_end() -> None:
    assert tool_tip("") == ""
    assert tool_tip("a <b>\nc") == "<qt>a &lt;b&gt;<br>c</qt>"
    assert len(tool_tip("x" * 50_000)) < 4_100


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("Reading pages", "Reading pages."),
        ("Done!", "Done!"),
        ("One\ntwo", "One two."),
        ("完了。", "完了。"),
    ],
)
def test_a_sentence_has_its_full_stop(text: str, shown: str) -> None:
    assert sentence(text) == shown
