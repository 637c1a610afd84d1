"""Which answers are documents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.files import (
    disposition_name,
    document_ending,
    ending_of,
    is_web_page,
    may_be_document,
    size_of,
)


@pytest.mark.parametrize(
    ("headers", "url", "ending"),
    [
        ({"content-type": "application/pdf"}, "http://h/view?id=1", "pdf"),
        ({"content-type": "application/octet-stream"}, "http://h/a.docx", "docx"),
        ({"content-type": "text/html"}, "http://h/a.pdf", ""),
        ({"content-disposition": 'attachment; filename="m.xlsx"'}, "http://h/x", "xlsx"),
        ({"content-type": "image/png"}, "http://h/a", ""),
        ({}, "http://h/a", ""),
    ],
)
def test_a_document_is_known_by_what_the_server_says(
    headers: dict[str, str], url: str, ending: str
) -> None:
    assert document_ending(headers, url) == ending


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Minutes May.pdf"', "Minutes May.pdf"),
        ("inline; filename=a.pdf", "a.pdf"),
        ("inline; filename=\"x.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf", "Übersicht.pdf"),
        ('attachment; filename="\u00c3\u009cbersicht.pdf"', "Übersicht.pdf"),
        ("inline", ""),
    ],
)
def test_the_name_a_server_gives_is_read(header: str, name: str) -> None:
    assert disposition_name({"content-disposition": header}) == name


def test_links_that_hand_out_files_are_known_by_their_form() -> None:
    for address in ("/documents/view?id=11", "/DocumentCenter/View/123/Budget", "/get?file=a"):
        assert may_be_document(f"http://h{address}")
    for address in ("/board/minutes/", "/documents/", "/documents/page/2/", "/?page=2"):
        assert not may_be_document(f"http://h{address}")


def test_the_size_comes_from_the_range_or_the_length() -> None:
    assert size_of(206, {"content-range": "bytes 0-0/4711", "content-length": "1"}) == 4711
    assert size_of(200, {"content-length": "4711"}) == 4711
    assert size_of(200, {"content-length": "4711", "content-encoding": "gzip"}) is None
    assert size_of(200, {"content-length": "many"}) is None


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_any_header_can_be_read(kind: str, disposition: str, url: str) -> None:
    headers = {"content-type": kind, "content-disposition": disposition, "content-range": kind}
    is_web_page(headers)
    document_ending(headers, f"http://h/{url}")
    size_of(200, headers)
    ending_of(url)
