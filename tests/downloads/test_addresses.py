"""Which hosts a job may make this computer ask, as written and as their names lead."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address

import pytest

from skop_desktop.downloads.addresses import (
    AddressGuard,
    may_fetch_as_written,
    resolved_by_system,
)
from skop_desktop.web.public_addresses import address_of, is_public

PUBLIC_SITE = "https://riverton.gov/"
PUBLIC, PRIVATE, OTHER_PRIVATE = "93.184.215.14", "10.0.0.5", "192.168.1.1"
PRIVATE_HOSTS = [
    *("localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.9.9.9", "0.0.0.1"),
    *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "100.100.100.200"),
    *("::1", "[::1]", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::", "fd00:ec2::254"),
    *("127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.258", "0X7F.1", "168.63.129.16", "0"),
]
PUBLIC_HOSTS = ["riverton.gov", "8.8.8.8", "2606:4700::1111", "127.0.0.1.example.org", "0x7f.org"]


@dataclass
class Names:
    """A name service that a test writes; names it has not are not known."""

    known: Mapping[str, tuple[str, ...]]
    asked: Counter[str] = field(default_factory=Counter)

    async def __call__(self, host: str) -> tuple[str, ...]:
        self.asked[host] += 1
        if host not in self.known:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.known[host]


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def guarded(**known: tuple[str, ...]) -> AddressGuard:
    return AddressGuard(resolver=Names({name.replace("_", "."): to for name, to in known.items()}))


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
async def test_a_public_site_reaches_no_private_address(host: str) -> None:
    guard = guarded(riverton_gov=(PUBLIC,))
    for site in (PUBLIC_SITE, "", "http://["):
        assert not await may_fetch_as_written(host, site)
        assert not await guard.may_fetch(host, site)
        assert await guard.allowed(host) is None


@pytest.mark.parametrize("host", [*PUBLIC_HOSTS, ""])
async def test_public_hosts_may_be_asked(host: str) -> None:
    assert await may_fetch_as_written(host, PUBLIC_SITE)
    assert await AddressGuard(resolver=Names({host: (PUBLIC,)})).may_fetch(host, PUBLIC_SITE)


async def test_a_job_on_a_private_site_may_fetch_there_and_only_there() -> None:
    for may_fetch in (may_fetch_as_written, AddressGuard().may_fetch):
        assert await may_fetch("10.0.0.5", "http://10.0.0.5:8080/docs")
        assert not await may_fetch("10.0.0.6", "http://10.0.0.5:8080/docs")
        assert await may_fetch("localhost", "http://127.0.0.1:8080/")
        assert not await may_fetch("192.168.0.1", "http://127.0.0.1:8080/")


@pytest.mark.parametrize(
    "addresses",
    [(PRIVATE,), ("::1",), ("::ffff:10.0.0.5",), ("64:ff9b::a00:5",), (PUBLIC, PRIVATE), ("?",)],
)
async def test_a_name_that_leads_into_a_private_network_is_refused(
    addresses: tuple[str, ...],
) -> None:
    guard = guarded(docs_example=addresses, riverton_gov=(PUBLIC,))
    assert not await guard.may_fetch("docs.example", PUBLIC_SITE)
    assert not await guard.may_fetch("DOCS.example.", "")
    assert await guard.allowed("docs.example") is None


async def test_a_name_that_leads_where_the_jobs_own_site_is_may_be_asked() -> None:
    guard = guarded(
        intranet_example=(PRIVATE,),
        files_example=(PRIVATE,),
        printer_example=(OTHER_PRIVATE,),
        here_example=("127.0.0.1",),
        mixed_example=(PUBLIC, PRIVATE),
    )
    site = "http://intranet.example/minutes"
    assert await guard.may_fetch("intranet.example", site)
    assert await guard.may_fetch("files.example", site)
    assert await guard.may_fetch(PRIVATE, site)
    assert not await guard.may_fetch("printer.example", site)
    assert not await guard.may_fetch("mixed.example", site)
    assert await guard.may_fetch("mixed.example", "https://mixed.example/"), "its own two sides"
    assert await guard.may_fetch("here.example", "http://[::1]:8080/")
    assert not await guard.may_fetch("here.example", site)


async def test_a_name_that_leads_nowhere_is_left_to_the_connection() -> None:
    guard = guarded()
    assert await guard.may_fetch("gone.example", PUBLIC_SITE)
    assert await guard.allowed("gone.example") == ()
    assert await guard.may_fetch("x" * 70 + ".example", PUBLIC_SITE)


async def test_a_look_up_that_takes_too_long_counts_as_one_that_found_nothing() -> None:
    async def silent(_: str) -> tuple[str, ...]:
        await asyncio.Event().wait()
        raise AssertionError

    guard = AddressGuard(resolver=silent, patience=0.01)
    assert await guard.may_fetch("slow.example", PUBLIC_SITE)
    assert await guard.allowed("slow.example") == ()


async def test_a_connection_goes_where_the_judgement_was_made_and_no_name_is_asked_again() -> None:
    names = Names({"docs.example": (PUBLIC, "2606:4700::1111")})
    guard = AddressGuard(resolver=names, kept=0)
    assert await guard.may_fetch("docs.example", PUBLIC_SITE)
    names.known = {"docs.example": (PRIVATE,)}
    assert await guard.allowed("Docs.Example.") == (PUBLIC, "2606:4700::1111")
    assert names.asked == {"docs.example": 1}
    assert not await guard.may_fetch("docs.example", PUBLIC_SITE)


async def test_many_links_of_a_host_ask_for_its_name_once_and_again_when_that_is_old() -> None:
    names, clock = Names({"docs.example": (PUBLIC,)}), Clock()
    guard = AddressGuard(resolver=names, clock=clock)
    asked = [guard.may_fetch(host, PUBLIC_SITE) for host in ("docs.example", "gone.example") * 20]
    assert all(await asyncio.gather(*asked))
    assert names.asked == {"docs.example": 1, "gone.example": 1}
    clock.now += 3
    await guard.may_fetch("docs.example", PUBLIC_SITE)
    await guard.may_fetch("gone.example", PUBLIC_SITE)
    assert names.asked == {"docs.example": 1, "gone.example": 2}
    clock.now += 30
    await guard.may_fetch("docs.example", PUBLIC_SITE)
    assert names.asked["docs.example"] == 2


async def test_a_host_is_remembered_in_its_ascii_form() -> None:
    names = Names({"xn--mnchen-3ya.example": (PRIVATE,)})
    guard = AddressGuard(resolver=names)
    assert await guard.may_fetch("MÜNCHEN.example", "http://xn--mnchen-3ya.example/")
    assert await guard.allowed("xn--mnchen-3ya.example") == (PRIVATE,)


async def test_the_systems_own_resolver_is_asked() -> None:
    assert "127.0.0.1" in await resolved_by_system("localhost")
    guard = AddressGuard()
    unspeakable = "x" * 70 + ".example"
    assert await guard.may_fetch(unspeakable, PUBLIC_SITE)
    assert await guard.allowed(unspeakable) == ()


@pytest.mark.parametrize(
    "address",
    [
        *("224.0.0.1", "239.1.1.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1"),
        *("192.0.0.192", "ff02::1", "ff0e::1", "fec0::1", "2001:db8::1", "100::1", "::7f00:1"),
        *("2002:7f00:1::", "2002:a00:5::1", "64:ff9b::7f00:1", "64:ff9b:1::808:808"),
        *("2001:0:5ef5:79fb::1", "2606:4700::5efe:10.0.0.5", "2606:4700::200:5efe:a9fe:a9fe"),
        *("::ffff:192.168.0.1", "::ffff:0:0", "4000::1", "fe80::5efe:808:808"),
    ],
)
def test_special_addresses_are_not_public_however_they_are_wrapped(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "172.32.0.1",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::",
    ],
)
def test_public_addresses_are_public_however_they_are_wrapped(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "host", ["1.2.3.4.5", "1.2.3.256", "256.256.256.256.", "08.1", "a", "", "0x"]
)
def test_what_is_no_address_is_a_name(host: str) -> None:
    assert address_of(host) is None
