"""One form for each address; which machines may be asked; what is a trap."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.addresses import (
    canonical,
    is_calendar,
    is_same_host,
    is_same_site,
    is_trap,
)


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("HTTP://Town.Example:80/a//b/../c#part", "http://town.example/a/c"),
        ("http://town.example", "http://town.example/"),
        ("http://town.example/?b=2&a=1&utm_source=x", "http://town.example/?a=1&b=2"),
        ("http://town.example/a;jsessionid=1A2B?PHPSESSID=3", "http://town.example/a"),
        ("http://town.example/a b/ü.pdf", "http://town.example/a%20b/%C3%BC.pdf"),
        ("http://town.example/a%20b", "http://town.example/a%20b"),
        ("https://town.example:8443/", "https://town.example:8443/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_every_spelling_of_an_address_has_one_form(address: str, form: str) -> None:
    assert canonical(address) == form


@pytest.mark.parametrize("address", ["", "ftp://h/", "javascript:x", "http://", "http://[", "/a"])
def test_what_is_no_web_address_has_no_form(address: str) -> None:
    assert canonical(address) is None


@given(st.text(max_size=100))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    once = canonical(text, "http://town.example/a/")
    assert once is None or canonical(once) == once


def test_a_site_is_what_one_owner_registered() -> None:
    assert is_same_site("https://www.town.example/a", "http://town.example/")
    assert is_same_site("https://files.town.example/", "http://www.town.example/")
    assert is_same_site("https://a.town.gov.uk/", "https://b.town.gov.uk/")
    assert not is_same_site("http://town.example:8080/", "http://town.example/")
    assert not is_same_site("https://other.gov.uk/", "https://town.gov.uk/")
    assert not is_same_site("https://other.k12.ca.us/", "https://town.k12.ca.us/")
    assert not is_same_site("https://a.github.io/", "https://b.github.io/")
    assert not is_same_site("http://10.0.0.1/", "http://20.0.0.1/")
    assert not is_same_host("https://files.town.example/", "http://www.town.example/")


def test_traps_are_told_from_pages() -> None:
    assert is_trap("http://h/a/b/a/b/a/b")
    assert is_trap("http://h/" + "x/" * 20)
    assert not is_trap("http://h/board/minutes/2024/")
    assert is_calendar("http://h/calendar/2031-05")
    assert not is_calendar("http://h/board/minutes/2024/")
