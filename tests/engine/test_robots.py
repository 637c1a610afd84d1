"""What a site allows programs to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.robots import crawl_delay, parsed_rules


def test_rules_are_read_for_every_program_and_for_this_one() -> None:
    rules = parsed_rules(
        b"User-agent: *\nDisallow: /staff/\nCrawl-delay: 2\n\nSitemap: http://town.example/s.xml\n"
    )
    assert not rules.can_fetch("http://town.example/staff/a", "SkopDesktop")
    assert rules.can_fetch("http://town.example/board/", "SkopDesktop")
    assert crawl_delay(rules) == 2
    assert list(rules.sitemaps) == ["http://town.example/s.xml"]


def test_a_web_page_in_place_of_rules_allows_all() -> None:
    rules = parsed_rules(b"<!DOCTYPE html><p>User-agent: *\nDisallow: /")
    assert rules.can_fetch("http://town.example/", "SkopDesktop")


@given(st.binary(max_size=500))
def test_any_bytes_can_be_read_as_rules(body: bytes) -> None:
    rules = parsed_rules(body)
    rules.can_fetch("http://town.example/a?b=c", "SkopDesktop")
    crawl_delay(rules)
    list(rules.sitemaps)


_LINES = [
    "User-agent: *",
    "Disallow: /*a*b*$",
    "Allow:",
    "Crawl-delay: x",
    "Sitemap: :",
    "Disallow",
]


@given(st.lists(st.sampled_from([*_LINES, "\ufeff", "Crawl-delay: 1e400", "User-agent"])))
def test_any_lines_can_be_read_as_rules(lines: list[str]) -> None:
    rules = parsed_rules("\n".join(lines).encode())
    rules.can_fetch("http://town.example/" + "a" * 200, "SkopDesktop")
    crawl_delay(rules)


def test_any_number_of_wildcards_is_matched_in_bounded_time() -> None:
    rules = parsed_rules(b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"*b$\n")
    assert rules.can_fetch("http://town.example/" + "a" * 1500, "SkopDesktop")
