"""How a site is gone through: what is followed, what is learned, when it is enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skop_desktop.engine import navigator
from tests.engine.sites import QUICK, errors, page, paths, pdf, search
from tests.support.file_server import FileServer, good, redirect, refusal


async def test_a_hub_that_gives_documents_is_finished_before_the_rest(site: FileServer) -> None:
    leaves = [f"/x/{n}/" for n in range(12)]
    others = [f"/y/{n}/" for n in range(12)]
    both = [f"{path}|Part" for pair in zip(others, leaves, strict=True) for path in pair]
    answers = {"/": page(*both, title="Town", heading="All")}
    answers |= {path: page(title="Town", heading="None") for path in others}
    for n, path in enumerate(leaves):
        answers |= {path: page(f"/m{n}.pdf|Board minutes May 2024"), f"/m{n}.pdf": pdf(n + 1)}
    # One after the other: what is learned of a page must not depend on which answers first.
    record = await search(site, answers, manners=replace(QUICK, in_flight=1))
    assert len(record.documents) == 12
    read = [request.path for request in site.requests if request.path in {*leaves, *others}]
    last = max(read.index(path) for path in leaves)
    assert len([path for path in read[:last] if path in others]) <= 5


async def test_frames_and_refreshes_are_followed(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": good(b"<meta http-equiv=refresh content='0;url=/real/'>", "text/html"),
            "/real/": good(b"<frameset><frame src=/inner/></frameset>", "text/html"),
            "/inner/": page("/a.pdf|Minutes 2024"),
            "/a.pdf": pdf(),
        },
    )
    assert paths(record) == ["/a.pdf"]


async def test_a_page_that_sends_on_to_a_document_is_one(site: FileServer) -> None:
    record = await search(
        site,
        {
            "/": page("/minutes/latest|Board minutes 2024"),
            "/minutes/latest": redirect("/a.pdf"),
            "/a.pdf": pdf(),
        },
    )
    assert paths(record) == ["/a.pdf"]


async def test_a_form_is_not_sent(site: FileServer) -> None:
    form = "<form method=post action=/search><input name=q><button>Minutes</button></form>"
    await search(site, {"/": page(more=form)})
    assert "/search" not in site.asked()


async def test_a_sign_in_page_is_told_but_not_a_field_at_the_top(site: FileServer) -> None:
    field = "<form><input type=password></form>"
    record = await search(
        site,
        {
            "/": page("/members/|Minutes", more=field),
            "/members/": page(title="Sign in", more=field),
        },
    )
    assert errors(record) == [("navigator", "The page asks for a sign-in.")]
    assert record.status.errors[0].page_url == site.url("/members/")


async def test_a_site_that_refuses_everything_says_so(site: FileServer) -> None:
    everything = {path: refusal(403) for path in ("/robots.txt", "/sitemap.xml", "/")}
    record = await search(site, everything)
    assert record.status.status == "failed"
    assert record.status.message == ("The site does not show this page; it may ask for a sign-in.")


async def test_a_search_ends_early_where_much_waits_and_nothing_comes(
    site: FileServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(navigator, "_LEAST_IN_VAIN", 10)
    many = [f"/item/{chr(97 + n % 26)}{n}/|Item" for n in range(120)]
    answers = {"/": page("/a.pdf|Minutes 2024", *many, title="Town", heading="")}
    answers |= {entry.partition("|")[0]: page(title="Item", heading="") for entry in many}
    record = await search(site, {**answers, "/a.pdf": pdf()})
    assert paths(record) == ["/a.pdf"]
    assert (record.status.total_pages_crawled or 0) < 40
    assert any("ended early" in warning for warning in record.status.warnings)


async def test_a_small_site_is_read_to_its_end(site: FileServer) -> None:
    chain = {f"/p/{n}/": page(f"/p/{n + 1}/|x", title="", heading="") for n in range(60)}
    answers = {
        "/": page("/p/0/|x"),
        **chain,
        "/p/60/": page("/a.pdf|Minutes 2024"),
        "/a.pdf": pdf(),
    }
    assert paths(await search(site, answers)) == ["/a.pdf"]
