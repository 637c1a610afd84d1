"""Names by template: fields, what is missing, what is wrong, and nothing illegal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skop_desktop.downloads import template
from skop_desktop.downloads.naming import LONGEST, file_name
from skop_desktop.downloads.snapshot import TransferKey, WantedDocument
from skop_desktop.downloads.template import FIELDS, fill, saved_name, trouble_with
from tests.downloads.test_naming import HOSTILE, assert_legal

WANTED = WantedDocument(
    key=TransferKey("job", "https://files.example.net/a.pdf"),
    name="Minutes",
    source_page="https://www.riverton.gov/board",
    document_type="pdf",
    job_website="https://www.riverton.gov/",
    found_at="2026-03-12T23:59:00+02:00",
    number=7,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{name}", "Minutes.pdf"),
        ("{date} {name}", "2026-03-12 Minutes.pdf"),
        ("{name} ({site})", "Minutes (riverton.gov).pdf"),
        ("{number} {name}", "0007 Minutes.pdf"),
        ("{type} - {name}", "PDF - Minutes.pdf"),
        ("{NAME}, {Date}", "Minutes, 2026-03-12.pdf"),
        ("{{{name}}}", "{Minutes}.pdf"),
        ("{name}{name}", "MinutesMinutes.pdf"),
        ("Board {number}", "Board 0007.pdf"),
        ("{site}/{name}", "riverton.gov-Minutes.pdf"),
        ("..\\{name}", "-Minutes.pdf"),
        ("../../{name}", "-..-Minutes.pdf"),
        ("{name}.exe", "Minutes.exe.pdf"),
    ],
)
def test_fields_are_filled_and_the_ending_stays(written: str, expected: str) -> None:
    assert fill(written, WANTED, "Minutes.pdf") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{date} {name}", "Minutes.pdf"),
        ("{name} - {date}", "Minutes.pdf"),
        ("{name} ({date})", "Minutes.pdf"),
        ("({number}) {name}", "Minutes.pdf"),
        ("{site} - {date} - {name}", "riverton.gov - Minutes.pdf"),
        ("{date} - {number} - {name}", "Minutes.pdf"),
        ("{date}", "Minutes.pdf"),
        ("{number}_{date}", "Minutes.pdf"),
    ],
)
def test_what_is_not_known_leaves_no_gap(written: str, expected: str) -> None:
    bare = replace(WANTED, found_at="some day", number=0)
    assert fill(written, bare, "Minutes.pdf") == expected


@pytest.mark.parametrize(
    ("website", "source_page", "expected"),
    [
        ("https://www.riverton.gov", "https://x.org", "riverton.gov.pdf"),
        ("", "https://www.x.org/y", "x.org.pdf"),
        ("", "", "files.example.net.pdf"),
        ("https://xn--mnchen-3ya.de", "", "münchen.de.pdf"),
    ],
)
def test_the_site_is_the_job_s_else_the_source_page_s_else_the_link_s(
    website: str, source_page: str, expected: str
) -> None:
    wanted = replace(WANTED, job_website=website, source_page=source_page)
    assert fill("{site}", wanted, "Minutes.pdf") == expected


@pytest.mark.parametrize("written", ["{", "{name", "name}", "{titel} {name}", "{name!r}", "", " "])
def test_a_template_that_cannot_be_used_counts_as_the_name(written: str) -> None:
    assert fill(written, WANTED, "Minutes.pdf") == "Minutes.pdf"
    assert trouble_with(written) is not None


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("{name", "A curly bracket is missing, or there is one too many."),
        ("name}", "A curly bracket is missing, or there is one too many."),
        (
            "{titel} {name}",
            "“{titel}” is not known here. These are: {name}, {date}, {site}, {type}, {number}.",
        ),
        (
            "{} {name}",
            "“{}” is not known here. These are: {name}, {date}, {site}, {type}, {number}.",
        ),
        (
            "{date:%Y} {name}",
            "“{date:%y}” is not known here. These are: {name}, {date}, {site}, {type}, {number}.",
        ),
        ("{date} {site}", "All files would get the same name. Add {name} or {number}."),
    ],
)
def test_what_is_wrong_with_a_template_is_said_in_plain_words(written: str, words: str) -> None:
    assert trouble_with(written) == words


@pytest.mark.parametrize("written", ["{name}", "{number}", "{DATE} { name }", "{{x}} {name}"])
def test_a_good_template_has_no_trouble(written: str) -> None:
    assert trouble_with(written) is None


def test_the_preview_shows_every_field() -> None:
    written = " ".join(f"{{{field}}}" for field in FIELDS)
    assert template.example(written) == (
        "Board meeting minutes 2026-03-12 riverton.gov PDF 0012.pdf"
    )


def test_a_long_name_is_shortened_before_the_rest() -> None:
    made = fill("{name} {date}", WANTED, "ü" * 118 + ".pdf")
    assert made.endswith("ü 2026-03-12.pdf")
    assert LONGEST - 3 < len(made.encode()) <= LONGEST


@given(HOSTILE, HOSTILE, HOSTILE, st.integers(40, LONGEST))
@example("{name}" * 40 + "\0{date}", "CON", "", 40)
@example("CON{date}", "x", "", 240)
@example("{{{{{{{name}", "..", "", 240)
def test_whatever_is_written_the_result_is_one_legal_name(
    written: str, name: str, website: str, longest: int
) -> None:
    wanted = replace(WANTED, name=name, job_website=website, found_at=name, template=written)
    for text in (written, f"{written}{{name}}", f"{{date}}{written}{{site}}"):
        legal = file_name(name, "", document_type="pdf", longest=longest)
        made = fill(text, wanted, legal, longest)
        assert_legal(made, Path("/downloads"))
        assert len(made.encode()) <= longest
        assert made.lower().endswith(".pdf")
        trouble_with(text)


def test_a_document_is_saved_under_its_own_name() -> None:
    made = saved_name(WANTED, disposition="x.pdf", content_type="text/html", contents="pdf")
    assert made == "Minutes.pdf"


@pytest.mark.parametrize(
    ("disposition", "expected"), [("Board minutes.pdf", "Board minutes.pdf"), ("", "a.pdf")]
)
def test_a_document_listed_by_its_link_takes_the_site_s_name(
    disposition: str, expected: str
) -> None:
    listed = replace(WANTED, name=file_name("", WANTED.key.url))
    assert saved_name(listed, disposition=disposition) == expected


def test_all_of_it_together() -> None:
    wanted = replace(WANTED, template="{number} {name}")
    made = saved_name(
        wanted, url="https://cdn.example.net/b.docm", disposition="c.docx", contents="docx"
    )
    assert made == "0007 Minutes.docx"


@pytest.mark.parametrize("name", ["manifest.csv", "Job.json", "manifest (2).csv"])
def test_no_document_takes_the_name_of_a_list_that_lies_beside_the_files(name: str) -> None:
    stem, _, ending = name.rpartition(".")
    made = saved_name(replace(WANTED, name=stem, document_type=ending), contents=ending)
    assert made == f"Document {name}"
