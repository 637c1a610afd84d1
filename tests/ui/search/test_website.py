"""What people type as a website."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.links import LONGEST_LINK
from skop_desktop.api.models import CreateJobRequest
from skop_desktop.errors import InvalidInput
from skop_desktop.ui.search.website import website_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("riverton.gov/meetings", "https://riverton.gov/meetings"),
        ("  https://riverton.gov/meetings \n", "https://riverton.gov/meetings"),
        ("HTTP://Riverton.gov", "http://Riverton.gov"),
        ("<https://riverton.gov/a?b=c#d>", "https://riverton.gov/a?b=c#d"),
        ("“riverton.gov”,", "https://riverton.gov"),
        ("https//riverton.gov", "https://riverton.gov"),
        ("http:/riverton.gov", "http://riverton.gov"),
        ("www.riverton.gov:8080/x", "https://www.riverton.gov:8080/x"),
        ("localhost:8000/index.html", "http://localhost:8000/index.html"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:40123/", "http://127.0.0.1:40123/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("münchen.de/rat", "https://münchen.de/rat"),
        ("my_town.example.org", "https://my_town.example.org"),
        ("riverton.gov/a:b", "https://riverton.gov/a:b"),
    ],
)
def test_an_address_is_understood_as_it_is_meant(typed: str, meant: str) -> None:
    assert website_of(typed) == meant


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Type the website"),
        ("   ", "Type the website"),
        ("minutes of the board", "no spaces"),
        ("riverton", "not a website address"),
        ("https://", "not a website address"),
        ("https://riverton..gov", "not a website address"),
        ("https://riverton.gov:port/", "not a website address"),
        ("https://[riverton.gov/", "not a website address"),
        ("clerk@riverton.gov", "e-mail"),
        ("https://me:secret@riverton.gov/", "name or password"),
        ("ftp://riverton.gov", "begin with http"),
        ("file:///etc/passwd", "begin with http"),
        ("javascript:alert(1)", "begin with http"),
        ("mailto:clerk@riverton.gov", "begin with http"),
        ("riverton.gov/" + "x" * LONGEST_LINK, "longer than"),
    ],
)
def test_what_is_no_website_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says) as caught:
        website_of(typed)
    assert caught.value.field_name == "website"
    assert "riverton.gov/meetings" in caught.value.advice


@given(st.text(max_size=80) | st.from_regex(r"(https?://)?[a-z.:@/\[\]0-9]{1,30}", fullmatch=True))
def test_whatever_is_typed_is_a_usable_website_or_refused(typed: str) -> None:
    try:
        website = website_of(typed)
    except InvalidInput:
        return
    assert CreateJobRequest(website=website, prompt="x" * 10).website == website
