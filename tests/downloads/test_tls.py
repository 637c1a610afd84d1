"""A secure connection is made only where its certificate holds, and what is wrong is named."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpcore
import httpx
import pytest
import trustme

from skop_desktop.downloads.addresses import AddressGuard
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.web.tls import TlsTrouble, tls_trouble
from tests.support.asking import got
from tests.support.file_server import good, raw
from tests.support.secure_server import SecureServer, presenting, trusting

NOW = datetime.now(UTC)
BODY = b"%PDF-1.7 the minutes" * 40_000


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def fetched(url: str, tls: ssl.SSLContext | None) -> bytes:
    guard = AddressGuard()
    async with transfer_client(guard=guard, tls=tls) as client:
        assert await guard.may_fetch(httpx.URL(url).host, url)
        return (await got(client, url)).content


async def trouble_at(url: str, tls: ssl.SSLContext | None) -> TlsTrouble | None:
    with pytest.raises(httpx.ConnectError) as raised:
        await fetched(url, tls)
    return tls_trouble(raised.value)


@contextmanager
def secured(certificate: trustme.LeafCert) -> Iterator[SecureServer]:
    with SecureServer(presenting(certificate), {"/a.pdf": good(BODY)}) as server:
        yield server


@pytest.mark.parametrize(
    ("host", "names"), [("localhost", ["localhost"]), ("127.0.0.1", ["127.0.0.1"])]
)
async def test_a_good_certificate_is_checked_by_host_and_the_document_comes(
    authority: trustme.CA, host: str, names: list[str]
) -> None:
    with secured(authority.issue_cert(*names)) as server:
        assert await fetched(server.url("/a.pdf", host), trusting(authority)) == BODY
        assert server.names == ["localhost" if host == "localhost" else None]


async def test_the_name_is_checked_though_the_connection_goes_to_an_address(
    authority: trustme.CA,
) -> None:
    async def resolver(_: str) -> tuple[str, ...]:
        return ("127.0.0.1",)

    guard = AddressGuard(resolver=resolver)
    with secured(authority.issue_cert("records.example")) as server:
        async with transfer_client(guard=guard, tls=trusting(authority)) as client:
            for name in ("records.example", "other.example"):
                assert await guard.may_fetch(name, f"https://{name}/")
            response = await got(client, server.url("/a.pdf", "records.example"))
            assert response.content == BODY
            assert server.names == ["records.example"]
            assert server.requests[0].headers["host"] == f"records.example:{server.port}"
            with pytest.raises(httpx.ConnectError) as raised:
                await got(client, server.url("/a.pdf", "other.example"))
            assert tls_trouble(raised.value) is TlsTrouble.WRONG_HOST
            assert len(server.requests) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
async def test_a_certificate_for_another_site_is_named(authority: trustme.CA, host: str) -> None:
    with secured(authority.issue_cert("elsewhere.example")) as server:
        trouble = await trouble_at(server.url("/a.pdf", host), trusting(authority))
        assert trouble is TlsTrouble.WRONG_HOST
        assert server.requests == []


@pytest.mark.parametrize(
    ("start", "end", "trouble"),
    [
        (-2, -1, TlsTrouble.EXPIRED),
        (1, 2, TlsTrouble.NOT_YET_VALID),
    ],
)
async def test_a_certificate_out_of_its_time_is_named(
    authority: trustme.CA, start: int, end: int, trouble: TlsTrouble
) -> None:
    certificate = authority.issue_cert(
        "localhost",
        not_before=NOW + timedelta(days=start),
        not_after=NOW + timedelta(days=end),
    )
    with secured(certificate) as server:
        assert await trouble_at(server.url("/a.pdf"), trusting(authority)) is trouble
        assert server.requests == []


async def test_an_unknown_issuer_is_named(authority: trustme.CA) -> None:
    with secured(authority.issue_cert("localhost")) as server:
        trouble = await trouble_at(server.url("/a.pdf"), trusting(trustme.CA()))
        assert trouble is TlsTrouble.UNKNOWN_ISSUER
        assert await trouble_at(server.url("/a.pdf"), None) is not None, "the system's own store"
        assert server.requests == []


async def test_a_site_that_signed_its_own_certificate_is_named(tls_site: str) -> None:
    trouble = await trouble_at(tls_site, trusting())
    assert trouble is TlsTrouble.SELF_SIGNED


async def test_encryption_that_is_no_longer_safe_is_named(authority: trustme.CA) -> None:
    tls = presenting(authority.issue_cert("localhost"))
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    strict = trusting(authority)
    strict.minimum_version = ssl.TLSVersion.TLSv1_3
    with SecureServer(tls, {}) as server:
        assert await trouble_at(server.url("/"), strict) is TlsTrouble.NO_COMMON_WAY


async def test_a_site_without_encryption_is_not_asked_without_it() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        came.append(await reader.read(5))
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        writer.close()
        await writer.wait_closed()

    came: list[bytes] = []
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        trouble = await trouble_at(f"https://127.0.0.1:{port}/a.pdf", trusting())
        assert trouble is TlsTrouble.NOT_ENCRYPTED
        assert [data[:2] for data in came] == [b"\x16\x03"], "a TLS greeting, no request"


async def test_a_body_that_ends_without_its_end_is_an_error_over_tls(
    authority: trustme.CA,
) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n"
    with (
        SecureServer(
            presenting(authority.issue_cert("localhost")), {"/a.pdf": raw(head + BODY[:5000])}
        ) as server,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        await fetched(server.url("/a.pdf"), trusting(authority))


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (10, TlsTrouble.EXPIRED),
        (23, TlsTrouble.REVOKED),
        (19, TlsTrouble.UNKNOWN_ISSUER),
        (0x800B0101, TlsTrouble.EXPIRED),
        (0x800B0101 - (1 << 32), TlsTrouble.EXPIRED),
        (0x800B010F, TlsTrouble.WRONG_HOST),
        (0x800B0109, TlsTrouble.UNKNOWN_ISSUER),
        (-67818, TlsTrouble.EXPIRED),
        (-67602, TlsTrouble.WRONG_HOST),
        (-67843, TlsTrouble.UNKNOWN_ISSUER),
        (424242, TlsTrouble.OTHER),
        (None, TlsTrouble.OTHER),
    ],
)
def test_what_each_system_says_of_a_certificate_is_understood(
    code: int | None, trouble: TlsTrouble
) -> None:
    error = ssl.SSLCertVerificationError("not trusted")
    if code is not None:
        error.verify_code = code
    outer = httpcore.ConnectError("x")
    outer.__cause__ = error
    assert tls_trouble(outer) is trouble


def test_trouble_of_another_kind_is_none_of_tls(tmp_path: Path) -> None:
    assert tls_trouble(ConnectionRefusedError()) is None
    assert tls_trouble(None) is None
    with pytest.raises(OSError, match="No such file") as raised:
        (tmp_path / "gone").read_bytes()
    assert tls_trouble(raised.value) is None
