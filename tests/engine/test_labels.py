"""What stands over and beside a link without being a heading, a row or an entry."""

from __future__ import annotations

import pytest

from skop_desktop.engine.pages import Link, read_page

URL = "http://town.example/board/"


def links(html: str) -> tuple[Link, ...]:
    return read_page(f"<h1>Board</h1>{html}".encode(), URL).links


def headings(html: str) -> list[str]:
    return [link.heading for link in links(html)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>Regular meeting of May 7</p><ul><li><a href=a.pdf>Minutes</a></ul>",
        "<div><strong>Regular meeting of May 7</strong><br><a href=a.pdf>Minutes</a></div>",
        "<div><p><b>Regular meeting of May 7</b></p><p><a href=a.pdf>Minutes</a></p></div>",
        "<dl><dt>Regular meeting of May 7<dd><a href=a.pdf>Minutes</a></dl>",
        "<table><tr><td colspan=3>Regular meeting of May 7<tr><td>1<td><a href=a.pdf>Minutes</a>",
    ],
)
def test_a_line_over_a_link_is_told_with_its_heading(html: str) -> None:
    assert headings(html) == ["Board – Regular meeting of May 7"]


def test_a_label_ends_at_the_next_one_at_a_heading_and_with_what_it_stands_in() -> None:
    assert headings(
        "<div><p>2023</p><ul><li><a href=a.pdf>a</a></ul>"
        "<p>2024</p><ul><li><a href=b.pdf>b</a></ul></div><p><a href=c.pdf>c</a></p>"
        "<p>2025</p><ul><li><a href=d.pdf>d</a></ul><h2>Reports</h2><a href=e.pdf>e</a>"
    ) == ["Board – 2023", "Board – 2024", "Board", "Board – 2025", "Board – Reports"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>All minutes are here once they were approved.</p><ul><li><a href=a.pdf>a</a></ul>",
        "<p>Please <b>note</b> the new hours.</p><p><a href=a.pdf>a</a></p>",
        "<p>----</p><ul><li><a href=a.pdf>a</a></ul>",
        f"<p>{'very long ' * 20}</p><ul><li><a href=a.pdf>a</a></ul>",
        "<p><a href=/x>Old site</a></p><ul><li><a href=a.pdf>a</a></ul>",
    ],
)
def test_sentences_rules_and_links_are_no_labels(html: str) -> None:
    assert headings(html)[-1] == "Board"


def test_the_top_of_a_column_is_told_with_the_link() -> None:
    found = links(
        "<table><tr><th>Date</th><th colspan=2>Agenda</th><th>Minutes</th></tr>"
        "<tr><td>May 7</td><td><a href=a.pdf>View</a></td><td><a href=b.pdf>Large print</a></td>"
        "<td><a href=c.pdf>View</a></td></tr></table>"
    )
    assert [link.heading for link in found] == [
        "Board – Agenda",
        "Board – Agenda",
        "Board – Minutes",
    ]
    assert found[0].row == "May 7 View Large print View"


def test_tops_of_columns_that_say_nothing_are_left_out() -> None:
    table = "<table><tr><td>Title / Download</td><td>Size</td></tr><tr><td>{}</td></tr></table>"
    assert headings(table.format("<a href=a.pdf>a</a>")) == ["Board"]


def test_the_line_of_a_file_is_its_row_without_the_links_beside_it() -> None:
    found = links(
        "<div><a href=a.pdf>Opinion</a> 08/21/2025 Reyes v. Marsh<br>"
        "<a href=b.pdf>Opinion</a> 08/20/2025 In re Tolland <a href=c.pdf>Appendix</a></div>"
        "<p>May 7, 2024: <a href=d.pdf>Minutes</a></p><p><a href=/about>About us</a> since 1901</p>"
    )
    assert [link.row for link in found] == [
        "Opinion 08/21/2025 Reyes v. Marsh",
        "Opinion 08/20/2025 In re Tolland",
        "08/20/2025 In re Tolland Appendix",
        "May 7, 2024: Minutes",
        "",
    ]


def test_a_line_that_goes_on_for_ever_is_none() -> None:
    assert links(f"<p><a href=a.pdf>a</a>{' more words' * 100}</p>")[0].row == ""
    assert links("<p>" + "<a href=a.pdf>a</a> b <i>c</i>" * 2_000)[0].row == ""


@pytest.mark.parametrize(
    "piece",
    [
        "<tr><td>a</td><td>b</td></tr>",
        "<b>a</b>",
        "<p>a</p>",
        "<td><a href=a.pdf>a</a></td>",
        "<a href=a.pdf>a</a> b ",
    ],
)
def test_time_grows_no_faster_than_the_page(piece: str) -> None:
    """A hundred times as much would otherwise not end while this test may run."""
    read_page(f"<table><tr><th>x</th><th>y</th></tr>{piece * 100_000}".encode(), URL)
