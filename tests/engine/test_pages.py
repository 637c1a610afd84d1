"""What is read from a page, and that any page can be read in bounded time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.pages import MOST_LINKS, Link, decoded, read_page

URL = "http://town.example/board/"
BOUNDED = 8.0
"""Seconds, generous for a busy machine; unguarded, each of these takes minutes."""


def links(html: str) -> tuple[Link, ...]:
    return read_page(html.encode(), URL).links


def test_a_link_carries_the_words_around_it() -> None:
    (link,) = links(
        "<title>Town</title><h1>Board</h1><h2>2024</h2><table><tr><td>March 12</td>"
        "<td><a href='../a.pdf' title='Minutes of March'><b>Min</b>utes</a></td></tr></table>"
    )
    assert link == Link(
        "http://town.example/a.pdf",
        "Min utes",
        "Minutes of March",
        "Board – 2024",
        "March 12 Min utes",
    )


def test_a_heading_ends_those_below_it() -> None:
    found = links(
        "<h1>Board</h1><h2>2023</h2><h3>May</h3><a href=a>a</a><h2>2024</h2><a href=b>b</a>"
    )
    assert [link.heading for link in found] == ["Board – 2023 – May", "Board – 2024"]


def test_the_base_of_a_page_is_obeyed() -> None:
    (link,) = links("<base href='/files/'><a href='a.pdf'>a</a>")
    assert link.url == "http://town.example/files/a.pdf"


def test_links_that_lead_to_no_page_are_left_out() -> None:
    assert links("<a href='javascript:x()'>a</a><a href='mailto:a@b'>b</a><a href='#c'>c</a>") == ()


def test_a_picture_speaks_for_its_link() -> None:
    (link,) = links("<a href='a.pdf'><img alt='Minutes May'></a>")
    assert link.text == "Minutes May"


def test_a_page_that_a_browser_would_build_is_known() -> None:
    page = read_page(b"<div id=root></div><script src=a></script><script src=b></script>", URL)
    assert page.is_shell
    assert not read_page(b"<p>Nothing here yet.</p>", URL).is_shell


@pytest.mark.parametrize(
    ("body", "header"),
    [
        ("Übersicht".encode(), "text/html; charset=utf-8"),
        ("Übersicht".encode(), "text/html"),
        ("Übersicht".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        ("Übersicht".encode("cp1252"), "text/html; charset=utf-8"),
        ("Übersicht".encode("cp1252"), "text/html; charset=nonsense"),
        ("\ufeffÜbersicht".encode(), ""),
    ],
)
def test_text_is_read_in_the_charset_it_has(body: bytes, header: str) -> None:
    assert decoded(body, header) == "Übersicht"


def test_a_charset_in_the_page_counts() -> None:
    body = '<meta charset="euc-jp"><title>議事録</title>'.encode("euc-jp")
    assert read_page(body, URL).title == "議事録"


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 900_000,
        b"<a " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x</a>",
        b"<" * 4_000_000,
        b"<b><i>" * 400_000,
        b"<li><a href=x>hello</a>" * 100_000,
    ],
    ids=["deep", "attributes", "brackets", "unclosed", "links"],
)
def test_a_hostile_page_is_read_in_bounded_time(body: bytes) -> None:
    begin = time.monotonic()
    page = read_page(body, URL)
    assert time.monotonic() - begin < BOUNDED
    assert len(page.links) <= MOST_LINKS


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=utf-16", "x; charset=z"]))
def test_any_bytes_can_be_read_as_a_page(body: bytes, header: str) -> None:
    read_page(body, URL, header)


_TAGS = ["<a href='", "'>", "</a>", "<h2>", "</h2>", "<tr>", "<td>", "<base href='", "<!--", "-->"]


@given(st.lists(st.sampled_from([*_TAGS, "x", "http://[", "//", "\x00", "&#0;", "<script>"])))
def test_any_soup_of_tags_can_be_read(parts: list[str]) -> None:
    for link in links("".join(parts)):
        canonical(link.url)
