"""What is read and written without h11 is what h11 reads and writes."""

from __future__ import annotations

import h11
import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skop_desktop.web.plain_http1 import Head, plain_head, plain_request

_PLAIN = b'HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\nETag: "a"\r\n\r\n'


def _asked(request: httpx.Request) -> tuple[h11.Connection, bytes]:
    talk = h11.Connection(h11.CLIENT)
    head = h11.Request(
        method=request.method, target=request.url.raw_path, headers=request.headers.raw
    )
    return talk, (talk.send(head) or b"") + (talk.send(h11.EndOfMessage()) or b"")


def _read_by_h11(data: bytes) -> Head | None:
    talk, _ = _asked(httpx.Request("GET", "http://site.example/a.pdf"))
    talk.receive_data(data)
    try:
        event = talk.next_event()
    except h11.RemoteProtocolError:
        return None
    if not isinstance(event, h11.Response):
        return None
    fields = event.headers.raw_items()
    return Head(event.status_code, fields, event.reason, event.http_version)


def test_an_everyday_head_is_read() -> None:
    fields = [(b"Server", b"x"), (b"Content-Length", b"5"), (b"ETag", b'"a"')]
    assert plain_head(_PLAIN) == Head(200, fields, b"OK", b"1.1") == _read_by_h11(_PLAIN)


@pytest.mark.parametrize(
    "unusual",
    [
        b"",
        _PLAIN[:-2],
        _PLAIN + b"%PDF",
        _PLAIN.replace(b"1.1", b"1.0"),
        _PLAIN.replace(b"200", b"100"),
        _PLAIN.replace(b"\r\n", b"\n"),
        _PLAIN.replace(b"Content-Length: 5\r\n", b""),
        _PLAIN.replace(b"Content-Length: 5", b"Content-Length: +5"),
        _PLAIN.replace(b"Content-Length: 5", b"Content-Length: 5, 5"),
        _PLAIN.replace(b"Server: x", b"Content-Length: 6"),
        _PLAIN.replace(b"Server: x", b"Transfer-Encoding: chunked"),
        _PLAIN.replace(b"Server: x", b"Server : x"),
        _PLAIN.replace(b"Server: x", b"Server: x\r\n folded"),
        _PLAIN.replace(b"Server: x", b"Server: \x00"),
        _PLAIN.replace(b"Server: x", b"Server"),
    ],
)
def test_what_is_unusual_is_left_to_h11(unusual: bytes) -> None:
    assert plain_head(unusual) is None


_characters = [
    b" ",
    b"\t",
    b"\r",
    b"\n",
    b"\r\n",
    b":",
    b",",
    b"\x00",
    b"\x7f",
    b"\xe9",
    b"5",
    b"x",
]
_lines = [
    b"Content-Length: 7\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Connection: close\r\n",
    b" a",
]
_bits = st.sampled_from([*_characters, *_lines])


@given(st.lists(st.tuples(st.integers(0, len(_PLAIN)), st.integers(0, 2), _bits), max_size=4))
@example([])
def test_what_is_read_is_what_h11_reads(edits: list[tuple[int, int, bytes]]) -> None:
    data = _PLAIN
    for place, gone, put in edits:
        data = data[:place] + put + data[place + gone :]
    read = plain_head(data)
    assert read is None or read == _read_by_h11(data)


@pytest.mark.parametrize(
    "headers", [{}, {"Range": "bytes=5-", "If-Range": '"a b"'}, {"X-Spaced": "a  b"}]
)
def test_a_request_is_written_as_h11_writes_it(headers: dict[str, str]) -> None:
    request = httpx.Request("GET", "http://site.example/a b?c=ü#d", headers=headers)
    assert plain_request(request.url.raw_path, request.headers.raw) == _asked(request)[1]


def test_so_is_one_for_the_head_alone() -> None:
    fields = [(b"Host", b"site.example"), (b"Accept", b"*/*")]
    talk = h11.Connection(h11.CLIENT)
    head = h11.Request(method="HEAD", target="/a", headers=fields)
    written = (talk.send(head) or b"") + (talk.send(h11.EndOfMessage()) or b"")
    assert plain_request(b"/a", fields, b"HEAD") == written


@pytest.mark.parametrize("value", ["a\r\nHost: other", "a\nb", "a\x00", "", " a"])
def test_a_value_that_could_break_out_is_left_to_h11(value: str) -> None:
    request = httpx.Request("GET", "http://site.example/", headers={"If-Range": value})
    assert plain_request(request.url.raw_path, request.headers.raw) is None
