"""Which hosts a job may make this computer ask."""

from __future__ import annotations

import pytest

from skop_desktop.downloads.addresses import may_fetch_as_written

PUBLIC_SITE = "https://riverton.gov/"


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.9.9.9", "0.0.0.1"),
        *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("::1", "[::1]", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::"),
        *("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.258"),
    ],
)
async def test_a_public_site_reaches_no_private_address(host: str) -> None:
    assert not await may_fetch_as_written(host, PUBLIC_SITE)
    assert not await may_fetch_as_written(host, "")
    assert not await may_fetch_as_written(host, "http://[")


@pytest.mark.parametrize(
    "host", ["riverton.gov", "8.8.8.8", "2606:4700::1111", "127.0.0.1.example.org", "0x7f.org", ""]
)
async def test_public_hosts_may_be_asked(host: str) -> None:
    assert await may_fetch_as_written(host, PUBLIC_SITE)


async def test_a_job_on_a_private_site_may_fetch_there_and_only_there() -> None:
    assert await may_fetch_as_written("10.0.0.5", "http://10.0.0.5:8080/docs")
    assert not await may_fetch_as_written("10.0.0.6", "http://10.0.0.5:8080/docs")
    assert await may_fetch_as_written("localhost", "http://127.0.0.1:8080/")
    assert not await may_fetch_as_written("192.168.0.1", "http://127.0.0.1:8080/")
