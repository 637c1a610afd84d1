"""Asking for the newest version: against a real server that behaves, and that does not."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from skop_desktop import __version__
from skop_desktop.releases import RELEASES_PAGE, is_newer, newest_version, version_of
from tests.support.file_server import FileServer, cut, good, hang_up, redirect, refusal

ROOT = Path(__file__).parents[1]
LATEST = "/town/app/releases/latest"


def test_the_page_is_the_one_that_the_project_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project.get("urls", {}).get("Releases", "") == RELEASES_PAGE


@pytest.mark.parametrize(
    "target",
    [
        "https://forge.example/town/app/releases/tag/v0.12.3",
        "/town/app/releases/tag/0.12.3",
        "https://forge.example/town/app/-/releases/v0.12.3/",
    ],
)
async def test_the_newest_version_is_read_from_where_the_server_points(target: str) -> None:
    with FileServer({LATEST: redirect(target)}) as server:
        assert await newest_version(server.url("/town/app/releases")) == "0.12.3"
    assert server.asked() == {LATEST: 1}, "the redirect itself is not followed"


async def test_nothing_of_the_person_the_system_or_this_version_is_sent() -> None:
    with FileServer({LATEST: redirect("/v1.0.0", Set_Cookie="seen=1")}) as server:
        for _ in range(2):
            await newest_version(server.url("/town/app/releases/"))
        (first, second) = server.requests
        assert first.headers == second.headers, "no cookie comes back"
        assert first.headers.keys() == {
            "accept",
            "accept-encoding",
            "connection",
            "host",
            "user-agent",
        }
        assert first.headers["user-agent"] == "Skop-Desktop"
        assert __version__ not in "".join(first.headers.values())


@pytest.mark.parametrize(
    "answer",
    [
        good(b"<title>v9.9.9</title>", "text/html"),
        refusal(404),
        refusal(500),
        redirect("/town/app/releases"),
        redirect("/town/app/releases/tag/v2.0.0-rc1"),
        redirect("/town/app/releases/tag/nightly"),
        hang_up,
        cut(b"x" * 100, 10),
    ],
)
async def test_any_other_answer_is_silently_nothing(answer: object) -> None:
    with FileServer({LATEST: answer}) as server:  # type: ignore[dict-item]  # all are answers
        assert await newest_version(server.url("/town/app/releases")) is None


@pytest.mark.parametrize("page", ["http://127.0.0.1:9/releases", "http://[::bad/", "no address"])
async def test_no_server_is_silently_nothing(page: str) -> None:
    assert await newest_version(page) is None


def test_versions_are_compared_by_number() -> None:
    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("0.9.9", "0.9.9")
    assert not is_newer("0.9.8", "0.9.9")
    assert not is_newer("0.10.0rc1", "0.9.9")
    assert not is_newer("", "0.9.9")
    assert version_of(__version__) is not None, "else nobody would hear of newer ones"
