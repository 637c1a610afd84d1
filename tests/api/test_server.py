"""Which server the app speaks to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.api.server import (
    CLOUD,
    THIS_COMPUTER,
    Server,
    ServerKind,
    server_from_identity,
    server_from_text,
)
from skop_desktop.errors import InvalidInput

OTHER = Server(ServerKind.OTHER, "https://skop.example.org")


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("local", THIS_COMPUTER),
        ("This computer", THIS_COMPUTER),
        ("cloud", CLOUD),
        ("https://api.skop.dev/", CLOUD),
        ("skop.example.org", OTHER),
        (" https://skop.example.org/ ", OTHER),
        ("http://127.0.0.1:8000", Server(ServerKind.OTHER, "http://127.0.0.1:8000")),
    ],
)
def test_a_server_is_read_from_what_was_typed(typed: str, server: Server) -> None:
    assert server_from_text(typed) == server


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://x.org", "https://", "https:", "https://u:p@x.org", "http://x:99999", "http://[x"],
)
def test_what_is_no_server_is_invalid(typed: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        server_from_text(typed)
    assert raised.value.field_name == "server"


@pytest.mark.parametrize("server", [THIS_COMPUTER, CLOUD, OTHER])
def test_a_server_is_known_again_by_its_identity(server: Server) -> None:
    assert server_from_identity(server.identity) == server


def test_labels_are_for_people() -> None:
    assert [s.label for s in (THIS_COMPUTER, CLOUD, OTHER, Server(ServerKind.OTHER))] == [
        "This computer",
        "Skop cloud",
        "skop.example.org",
        "Another server",
    ]


@given(st.text())
def test_any_text_is_a_server_or_invalid(typed: str) -> None:
    try:
        server = server_from_text(typed)
    except InvalidInput:
        return
    assert server_from_identity(server.identity) == server
