"""What a document is called in the list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.navigator import FoundLink
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
