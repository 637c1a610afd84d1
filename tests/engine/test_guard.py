"""Which addresses a search may connect to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from skop_desktop.engine.guard import AddressGuard, AddressRefused, NoSuchHost


class Names:
    """A resolver that answers as the test says."""

    def __init__(self, **names: Sequence[str]) -> None:
        self.names = {name.replace("_", "."): found for name, found in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:  # noqa: ARG002 - its form
        self.asked.append(host)
        return self.names[host]


PUBLIC, PRIVATE = "93.184.216.34", "10.0.0.7"


async def test_only_the_host_that_was_typed_may_be_private() -> None:
    names = Names(intern=[PRIVATE], other=[PRIVATE], town_gov=[PUBLIC])
    guard = AddressGuard("http://intern/", names)
    assert await guard.allowed("intern", 80) == [PRIVATE]
    assert await guard.allowed("town.gov", 443) == [PUBLIC]
    with pytest.raises(AddressRefused):
        await guard.allowed("other", 80)
    with pytest.raises(AddressRefused):
        await guard.allowed("intern", 8080)


async def test_one_private_address_among_public_ones_is_refused() -> None:
    guard = AddressGuard("http://town.gov/", Names(mixed=[PUBLIC, "127.0.0.1"]))
    with pytest.raises(AddressRefused):
        await guard.allowed("mixed", 80)


async def test_a_typed_host_that_turns_inwards_later_is_refused() -> None:
    names = Names(town_gov=[PUBLIC])
    guard = AddressGuard("http://town.gov/", names)
    await guard.allowed("town.gov", 80)
    names.names["town.gov"] = [PRIVATE]
    with pytest.raises(AddressRefused):
        await guard.allowed("town.gov", 443)


async def test_a_name_is_looked_up_once_for_what_is_connected_to() -> None:
    names = Names(town_gov=[PUBLIC], nowhere=[])
    guard = AddressGuard("http://town.gov/", names)
    for _ in range(3):
        await guard.allowed("town.gov", 80)
    assert names.asked == ["town.gov"]
    with pytest.raises(NoSuchHost):
        await guard.allowed("nowhere", 80)


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::808:808", True),
        ("64:ff9b::a00:7", False),
        ("2002:a00:7::1", False),
        ("::ffff:127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("::1", False),
        ("224.0.0.1", False),
        ("nonsense", False),
    ],
)
async def test_only_addresses_of_the_open_internet_are_connected_to(ip: str, public: bool) -> None:
    guard = AddressGuard("http://town.gov/", Names(elsewhere_org=[ip]))
    if public:
        assert await guard.allowed("elsewhere.org", 80) == [ip]
        return
    with pytest.raises(AddressRefused):
        await guard.allowed("elsewhere.org", 80)
