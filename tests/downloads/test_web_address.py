"""What is read without httpx is what httpx reads."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skop_desktop.downloads.web_address import of_url, web_address

_LINK = "https://docs.riverton.gov:8443/files/a%20b.pdf?id=1&of=x/y"
_HOSTS = ["xn--", "[::1]", "1.2.3.4", "300", ":80", ":443", ":99999", "@", ".", "é", "A", "-"]
_PATHS = ["/", "//", "..", "?", "#", ":", "%", "%2f", " ", "0", "'", "\\", "|", '"', "~", ";", "\n"]
_BITS = st.sampled_from([*_HOSTS, *_PATHS, "[", "`"])


@given(st.lists(st.tuples(st.integers(0, len(_LINK)), st.integers(0, 9), _BITS), max_size=4))
@example([])
def test_every_link_is_taken_apart_as_httpx_takes_it(edits: list[tuple[int, int, str]]) -> None:
    text = _LINK
    for place, gone, put in edits:
        text = text[:place] + put + text[place + gone :]
    try:
        url = httpx.URL(text)
        expected = of_url(url)
    except (httpx.InvalidURL, UnicodeError) as error:
        with pytest.raises(type(error)):
            web_address(text)
    else:
        assert web_address(text) == expected
        assert expected.path == url.path


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/b.pdf", "https://docs.riverton.gov:8443/b.pdf"),
        ("../b.pdf", "https://docs.riverton.gov:8443/b.pdf"),
        ("//oakdale.gov/b.pdf", "https://oakdale.gov/b.pdf"),
        ("http://oakdale.gov:80/ü", "http://oakdale.gov/%C3%BC"),
    ],
)
def test_a_location_leads_on_from_where_it_stands(location: str, to: str) -> None:
    assert web_address(_LINK).join(location).text == to


def test_a_login_is_no_part_of_what_a_host_is_told() -> None:
    address = web_address("http://me:p%40ss@riverton.gov/a")
    assert (address.authority, address.login) == ("riverton.gov", "me:p@ss")
