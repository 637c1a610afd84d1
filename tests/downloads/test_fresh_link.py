"""Which link of a source page takes the place of a dead one, and which never may."""

from __future__ import annotations

import pytest

from skop_desktop.downloads.fresh_link import Link, fresh_link, is_signed, links_of

PAGE = "https://riverton.gov/council/meetings"


def found(dead: str, html: str, name: str = "Minutes") -> str | None:
    return fresh_link(dead, name, links_of(html.encode(), PAGE))


def page(*hrefs: str) -> str:
    return "".join(f'<p><a href="{href}">Open</a>' for href in hrefs)


@pytest.mark.parametrize(
    ("dead", "html", "fresh"),
    [
        pytest.param(
            "https://cdn.gov/d/minutes.pdf?Expires=1&Signature=old",
            page("https://cdn.gov/d/other.pdf?Expires=9", "https://cdn.gov/d/minutes.pdf?Expires=9"
                 "&amp;Signature=new"),
            "https://cdn.gov/d/minutes.pdf?Expires=9&Signature=new",
            id="a signed link, signed again",
        ),
        pytest.param(
            "https://s.gov/get?id=3&X-Amz-Date=1&X-Amz-Signature=a",
            page("https://s.gov/get?id=4&X-Amz-Date=2", "https://s.gov/get?X-Amz-Date=2&id=3"),
            "https://s.gov/get?X-Amz-Date=2&id=3",
            id="the same document among others of one script",
        ),
        pytest.param(
            "https://s.gov/get;jsessionid=AAA?id=3",
            page("/x", "https://s.gov/get;jsessionid=BBB?id=3"),
            "https://s.gov/get;jsessionid=BBB?id=3",
            id="another session",
        ),
        pytest.param(
            "https://riverton.gov/old/minutes-2024-04-03.pdf",
            page("/new/minutes-2024-05-03.pdf", "/new/Minutes-2024-04-03.PDF#page=2"),
            "https://riverton.gov/new/Minutes-2024-04-03.PDF",
            id="the same file in another folder",
        ),
        pytest.param(
            "https://riverton.gov/old/Budget%202025.pdf",
            page("https://files.riverton.gov/b/Budget 2025.pdf"),
            "https://files.riverton.gov/b/Budget 2025.pdf",
            id="the same file on another host, written otherwise",
        ),
        pytest.param(
            "https://riverton.gov/a/agenda.pdf",
            '<a href="/b/agenda.pdf">Agenda</a><a href="/c/agenda.pdf"> Minutes </a>',
            "https://riverton.gov/c/agenda.pdf",
            id="a common file name, told apart by the words of its link",
        ),
        pytest.param(
            "https://riverton.gov/a/x.pdf",
            '<a href="/files/9182"><b>Minutes</b>\n of 3 April  2024</a><a href="/y.pdf">Next</a>',
            "https://riverton.gov/files/9182",
            id="the document's name as the words of a link",
        ),
        pytest.param(
            "https://riverton.gov/a/x.pdf",
            '<a href="/y.pdf" title="Minutes of 3 April 2024"><img src="pdf.png"></a>',
            "https://riverton.gov/y.pdf",
            id="the name as the title of a link",
        ),
        pytest.param(
            "https://riverton.gov/a/report-7.pdf",
            '<base href="https://cdn.gov/docs/"><iframe src="report-7.pdf"></iframe>',
            "https://cdn.gov/docs/report-7.pdf",
            id="a document that is shown inside the page, under a base address",
        ),
    ],
)  # fmt: skip
def test_a_fresh_link_is_found(dead: str, html: str, fresh: str) -> None:
    assert found(dead, html, "Minutes of 3 April 2024" if "x.pdf" in dead else "Minutes") == fresh


@pytest.mark.parametrize(
    ("dead", "html"),
    [
        pytest.param("https://riverton.gov/a.pdf", "", id="an empty page"),
        pytest.param(
            "https://riverton.gov/a1.pdf",
            page("/a1.pdf", "https://riverton.gov/a1.pdf#top"),
            id="the dead link itself",
        ),
        pytest.param(
            "https://riverton.gov/get?id=3",
            page("/get?id=4"),
            id="another document of the same script",
        ),
        pytest.param(
            "https://riverton.gov/2024/04/minutes.pdf",
            page("/2024/05/minutes.pdf"),
            id="the minutes of another month",
        ),
        pytest.param(
            "https://riverton.gov/a/report-7.pdf",
            page("/b/report-7.pdf", "/c/report-7.pdf"),
            id="two that could both be it",
        ),
        pytest.param(
            "https://riverton.gov/a/x.pdf",
            '<a href="/b/y.pdf">Minutes</a>',
            id="a name that half the documents have",
        ),
        pytest.param(
            "https://riverton.gov/a/report-7.pdf",
            page("http://riverton.gov/b/report-7.pdf"),
            id="one that is less secure",
        ),
        pytest.param(
            "https://riverton.gov/a/report-7.pdf",
            page("javascript:report-7.pdf", "ftp://x.gov/report-7.pdf", "file:///report-7.pdf",
                 "http://[bad/report-7.pdf", "data:,report-7.pdf"),
            id="no web address at all",
        ),
        pytest.param(
            "https://riverton.gov/index.php",
            page("/other/index.php"),
            id="a page of the same name",
        ),
        pytest.param("http://[bad", page("/b/report-7.pdf"), id="a dead link nobody can read"),
    ],
)  # fmt: skip
def test_no_other_document_is_taken_for_it(dead: str, html: str) -> None:
    assert found(dead, html) is None


def test_the_name_must_tell_documents_apart_by_the_kind_too() -> None:
    html = '<a href="/a.xlsx">Budget 2025</a>'
    assert found("https://riverton.gov/old.pdf", html, "Budget 2025") is None
    assert found("https://riverton.gov/old", html.replace(".xlsx", ""), "Budget 2025") is not None


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [("text/html; charset=ISO-8859-1", "latin-1"), ("text/html", "utf-8"), ("", "cp1251")],
)
def test_words_are_read_in_the_pages_own_characters(content_type: str, charset: str) -> None:
    name = "Протокол № 12" if charset == "cp1251" else "Procès-verbal 12"
    html = f'<meta charset={charset}><a href="/b.pdf">{name}</a>'
    raw = html.encode(charset)
    assert links_of(raw, PAGE, content_type) == (Link("https://riverton.gov/b.pdf", (name,)),)


def test_a_charset_that_does_not_exist_is_read_as_utf_8() -> None:
    html = '<meta charset="nonsense"><a href="/ä.pdf">ä</a>'
    assert links_of(html.encode(), PAGE, "text/html; charset=base64")[0].words == ("ä",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.gov/x.pdf?Expires=1&Signature=b", True),
        ("https://a.gov/x.pdf?x-goog-date=1", True),
        ("https://a.gov/x.pdf?sv=1&sig=1", True),
        ("https://a.gov/x.pdf?id=1", False),
        ("https://a.gov/x.pdf", False),
        ("http://[bad", False),
    ],
)
def test_signed_links_are_known(url: str, *, expected: bool) -> None:
    assert is_signed(url) is expected
