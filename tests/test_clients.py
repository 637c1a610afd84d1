"""A client for each server, with its key, its budget, and the engine where that is needed."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from keyring.errors import PasswordDeleteError
from pydantic import SecretStr

from skop_desktop.api.pacing import RequestKind
from skop_desktop.api.server import CLOUD, THIS_COMPUTER, Server, server_from_text
from skop_desktop.clients import Clients
from skop_desktop.desktop.keychain import Keychain
from skop_desktop.errors import EngineError
from skop_desktop.local_engine import LocalEngine
from tests.support.contract_objects import status_json
from tests.support.scripted_service import ScriptedService

JOB = "job_4fc79a89797e"
STATUS = f"/scrape/status/{JOB}"


class KeysInMemory:
    """A keychain that lives as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with ScriptedService() as made:
        made.answer("GET", STATUS, json=status_json(JOB))
        yield made


@pytest.fixture
def server(service: ScriptedService) -> Server:
    return server_from_text(service.url)


@pytest.fixture
def keychain() -> Keychain:
    return Keychain(KeysInMemory(), environ={})


@pytest.fixture
def told() -> list[str]:
    """The secrets that logs were told of."""
    return []


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[LocalEngine]:
    made = LocalEngine(tmp_path)
    yield made
    await made.stop()


@pytest.fixture
async def clients(
    engine: LocalEngine, keychain: Keychain, told: list[str]
) -> AsyncIterator[Clients]:
    made = Clients(engine, keychain, told.append)
    yield made
    await made.aclose()


async def test_the_key_of_the_keychain_is_sent_and_kept_out_of_logs(
    clients: Clients, keychain: Keychain, server: Server, service: ScriptedService, told: list[str]
) -> None:
    await keychain.save(server.identity, SecretStr("sk-made-up"))
    client = await clients.client_for(server)
    await client.job_status(JOB)
    assert any("sk-made-up" in value for value in service.requests[0].headers.values())
    assert told == ["sk-made-up"]
    assert "sk-made-up" not in repr(client)


async def test_without_a_key_none_is_sent(
    clients: Clients, server: Server, service: ScriptedService, told: list[str]
) -> None:
    await (await clients.client_for(server)).job_status(JOB)
    assert not {"authorization", "x-api-key"} & set(service.requests[0].headers)
    assert told == []


async def test_each_call_makes_a_client_with_the_key_of_now(
    clients: Clients, keychain: Keychain, server: Server, told: list[str]
) -> None:
    for key in ("sk-old", "sk-new"):
        await keychain.save(server.identity, SecretStr(key))
        await clients.client_for(server)
    assert told == ["sk-old", "sk-new"]


def test_all_clients_of_a_server_share_one_budget(clients: Clients, server: Server) -> None:
    assert clients.budget_for(server) is clients.budget_for(Server(server.kind, server.address))
    assert clients.budget_for(server) is not clients.budget_for(CLOUD)


def test_this_computers_engine_may_be_asked_more_often_than_the_cloud(clients: Clients) -> None:
    local, cloud = clients.budget_for(THIS_COMPUTER), clients.budget_for(CLOUD)
    assert local.left(RequestKind.STATUS, 0.0) > 10 * cloud.left(RequestKind.STATUS, 0.0)


async def test_this_computer_starts_the_engine_once(clients: Clients, engine: LocalEngine) -> None:
    first = await clients.client_for(THIS_COMPUTER)
    address = engine.address
    second = await clients.client_for(THIS_COMPUTER)
    assert address is not None
    assert engine.address == address
    assert [(await client.health()).status for client in (first, second)] == ["healthy"] * 2


async def test_an_engine_that_does_not_start_is_told(
    tmp_path: Path, keychain: Keychain, told: list[str]
) -> None:
    broken = LocalEngine(tmp_path, command=(sys.executable, "-c", "raise SystemExit(9)"))
    clients = Clients(broken, keychain, told.append)
    with pytest.raises(EngineError, match="could not be started"):
        await clients.client_for(THIS_COMPUTER)
    assert told == []
    await clients.aclose()


async def test_closing_closes_every_client_and_may_be_done_twice(
    clients: Clients, server: Server
) -> None:
    made = [await clients.client_for(server) for _ in range(2)]
    for client in made:
        await client.job_status(JOB)
    await clients.aclose()
    await clients.aclose()
    for client in made:
        with pytest.raises(RuntimeError, match="closed"):
            await client.job_status(JOB)
