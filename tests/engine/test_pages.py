"""What is read from a page, and that any page can be read in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.addresses import canonical
from skop_desktop.engine.charsets import decoded
from skop_desktop.engine.pages import MOST_LINKS, Link, read_page

URL = "http://town.example/board/"


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
        place="main",
        path="table/tbody/tr/td",
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
        b"<meta charset=punycode>-" + b"abcdefghij" * 40_000,
    ],
    ids=["deep", "attributes", "brackets", "unclosed", "links", "charset"],
)
def test_a_hostile_page_is_read(body: bytes) -> None:
    page = read_page(body, URL)
    assert len(page.links) <= MOST_LINKS


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=utf-16", "x; charset=z"]))
def test_any_bytes_can_be_read_as_a_page(body: bytes, header: str) -> None:
    read_page(body, URL, header)


_TAGS = ["<a href='", "'>", "</a>", "<h2>", "</h2>", "<tr>", "<td>", "<base href='", "<!--", "-->"]


@given(st.lists(st.sampled_from([*_TAGS, "x", "http://[", "//", "\x00", "&#0;", "<script>"])))
def test_any_soup_of_tags_can_be_read(parts: list[str]) -> None:
    for link in links("".join(parts)):
        canonical(link.url)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [
        ("euc-jp", '<meta charset="x-unknown">'),
        ("shift_jis", ""),
        ("utf-16-le", "mark"),
        ("utf-16-be", "mark"),
        ("cp932", '<meta charset="shift_jis">'),
    ],
)
def test_japanese_is_read_however_it_is_declared(charset: str, declared: str) -> None:
    mark = "\ufeff" if declared == "mark" else ""
    more = "" if declared == "mark" else declared
    html = f'{mark}<html lang="ja">{more}<title>教育委員会 議事録</title><p>平成三十年度 会議'
    assert read_page(html.encode(charset), URL).title == "教育委員会 議事録"


def test_utf8_with_one_slip_or_a_cut_end_stays_utf8() -> None:
    text = "Übersicht der Beschlüsse für Köln, Düsseldorf, Fürth und Würzburg größer " * 5
    assert decoded(text.encode() + b"\xc3").startswith("Übersicht der Beschlüsse")
    assert decoded(text.encode("cp1252"), "text/html; charset=utf-8") == text


def test_links_that_are_no_anchors_are_found() -> None:
    found = links(
        "<meta http-equiv=refresh content='0; url=/moved/'>"
        "<tr data-href='/row/'><td>Row</td></tr>"
        "<button onclick=\"window.open('/a.pdf')\">Minutes</button>"
        "<a href='#' onclick=\"location.href='/b.pdf'\">b</a>"
        "<a href=\"javascript:window.open('/c.pdf')\">c</a>"
        "<select><option value='/d.pdf'>d<option value='7'>e</select>"
        "<iframe src='/frame/'></iframe><embed src='/e.pdf'><object data='/f.pdf'></object>"
    )
    paths = [link.url.removeprefix("http://town.example") for link in found]
    assert sorted(paths) == sorted(
        ["/moved/", "/a.pdf", "/b.pdf", "/c.pdf", "/d.pdf", "/frame/", "/e.pdf", "/f.pdf"]
    )


def test_frames_of_a_frameset_are_found() -> None:
    found = links("<frameset cols=2><frame src='left.html'><frame src='right.html'></frameset>")
    assert [link.url for link in found] == [f"{URL}left.html", f"{URL}right.html"]


def test_a_link_is_told_by_its_place_and_template() -> None:
    page = read_page(
        b"<nav><ul><li><a href=/a>a</a></ul></nav><div class='Breadcrumb-x'><a href=/>Home</a>"
        b"<a href=/b>Board</a></div><main><ul class='files f12'><li><a href=/1.pdf>1</a>"
        b"<li><a href=/2.pdf>2</a></ul></main><div id=footer><a href=/z>z</a></div>",
        URL,
    )
    assert [link.place for link in page.links] == ["nav", "main", "main", "main", "main", "foot"]
    assert page.links[3].path == page.links[4].path == "main/ul.files/li"
    assert page.links[0].row == ""
    assert page.links[3].row == "1"
    assert page.trail == "Home \u203a Board"


def test_a_page_says_its_own_address_and_the_next() -> None:
    page = read_page(b"<link rel=canonical href='/board/'><link rel=next href='?page=2'>", URL)
    assert page.related == ("http://town.example/board/", "http://town.example/board/?page=2")


def test_a_page_with_a_field_for_a_password_is_known() -> None:
    assert read_page(b"<form><input type=Password></form>", URL).asks_for_password


def test_ten_million_links_are_read_in_part() -> None:
    page = read_page(b"<a href=/x/1>minutes</a>" * 10_000_000, URL)
    assert page.is_cut
    assert len(page.links) == MOST_LINKS
