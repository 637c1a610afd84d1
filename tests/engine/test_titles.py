"""What a document is called in the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.extraction.first_page import FirstPage
from skop_desktop.engine.found import FoundLink
from skop_desktop.engine.pages import Link
from skop_desktop.engine.titles import title_of


def title(url: str = "http://h/a.pdf", page_title: str = "Town", **said: str) -> str:
    return title_of(FoundLink(Link(url, **said), "http://h/", page_title, True, 1))  # noqa: FBT003


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"text": "Board minutes, May 7, 2024"}, "Board minutes, May 7, 2024"),
        ({"text": "Board minutes, May 7, 2024 (PDF, 2 MB)"}, "Board minutes, May 7, 2024"),
        ({"text": "Minutes", "row": "May 7, 2024 Agenda Minutes"}, "Minutes – May 7, 2024"),
        ({"text": "Minutes", "row": "May 7, 2024 Minutes"}, "May 7, 2024 Minutes"),
        ({"text": "Minutes", "heading": "Board – May 7, 2024"}, "Minutes – May 7, 2024"),
        ({"text": "Minutes", "title": "Minutes of May 7"}, "Minutes of May 7"),
        ({"text": "June 9", "heading": "Design Committee"}, "June 9 – Design Committee"),
        (
            {"text": "Minutes", "heading": "Calendar", "url": "http://h/board-5-7-24.pdf"},
            "Minutes – board-5-7-24",
        ),
        ({"text": "Download", "url": "http://h/Board_Minutes%20May.pdf"}, "Board Minutes May"),
        ({"text": "click here (PDF)", "title": "Annual budget"}, "Annual budget"),
        ({"url": "http://h/view?id=3"}, "view"),
    ],
)
def test_a_title_tells_one_document_from_another(said: dict[str, str], expected: str) -> None:
    assert title(**said) == expected


@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=60))
def test_every_document_has_a_title_on_one_line(text: str, row: str, name: str) -> None:
    told = title(f"http://h/{name}", text=text, row=row)
    assert told
    assert "\n" not in told


def titled(own: str, text: str = "Minutes", page_text: str = "", **said: str) -> str:
    found = FoundLink(
        Link("http://h/a.pdf", text=text, **said), "http://h/", "Town", is_certain=True, depth=1
    )
    return title_of(found, "", FirstPage(page_text, own))


BOARD = "Town Board\nMinutes of the regular meeting\nMay 7, 2024"


@pytest.mark.parametrize(
    ("own", "page_text", "expected"),
    [
        ("Town Board Minutes, May 7, 2024", BOARD, "Town Board Minutes, May 7, 2024"),
        ("Minutes of the Town Board", BOARD, "Minutes of the Town Board – May 7, 2024 Minutes"),
        ("Microsoft Word - minutes.doc", BOARD, "May 7, 2024 Minutes"),
        ("untitled", BOARD, "May 7, 2024 Minutes"),
        ("Town_Board_Minutes_May_2024.docx", BOARD, "May 7, 2024 Minutes"),
        ("C:\\Users\\ann\\Town Board Minutes", BOARD, "May 7, 2024 Minutes"),
        ("PowerPoint Presentation", BOARD, "May 7, 2024 Minutes"),
        ("Budget", BOARD, "May 7, 2024 Minutes"),
        ("", BOARD, "May 7, 2024 Minutes"),
        # Last year's file, saved under a new name.
        ("Town Board Minutes, May 9, 2019", BOARD, "May 7, 2024 Minutes"),
        ("Town Board Agenda, May 7, 2024", BOARD, "May 7, 2024 Minutes"),
        # A template's title, of which the page knows nothing.
        ("Elegant Letterhead Blue Stripes", BOARD, "May 7, 2024 Minutes"),
    ],
)
def test_the_title_in_the_file_counts_where_it_is_one(
    own: str, page_text: str, expected: str
) -> None:
    assert titled(own, page_text=page_text, row="May 7, 2024 Minutes") == expected


def test_where_the_link_says_nothing_the_first_lines_of_the_page_do() -> None:
    assert titled("", text="Download", page_text=BOARD) == (
        "Town Board – Minutes of the regular meeting – May 7, 2024"
    )
    assert titled("", text="Download", page_text="x" * 500) == "a"


@given(st.text(max_size=100), st.text(max_size=100), st.text(max_size=60))
def test_any_file_gives_a_title_on_one_line(own: str, page_text: str, text: str) -> None:
    told = titled(own, text=text, page_text=page_text)
    assert told
    assert "\n" not in told
