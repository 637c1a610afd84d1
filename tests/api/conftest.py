"""A scripted service and a client of it that neither waits nor takes chances."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from random import Random

import pytest
from pydantic import SecretStr

from skop_desktop.api.client import SkopClient
from skop_desktop.api.pacing import RequestBudget
from tests.support.scripted_service import ScriptedService

KEY = "sk-3f9a77c1d2e44b"


class NoChance(Random):
    """Always the upper bound, so that pauses are known."""

    def uniform(self, a: float, b: float) -> float:
        return max(a, b)


@dataclass
class Sleeps:
    """Notes how long was asked to be slept, and lets time pass at once."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


@pytest.fixture
def service() -> Iterator[ScriptedService]:
    with ScriptedService() as running:
        yield running


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def budget() -> RequestBudget:
    return RequestBudget()


@pytest.fixture
async def client(
    service: ScriptedService, sleeps: Sleeps, budget: RequestBudget
) -> AsyncIterator[SkopClient]:
    async with SkopClient(
        service.url,
        key=SecretStr(KEY),
        budget=budget,
        random=NoChance(),
        sleep=sleeps,
        clock=sleeps.clock,
    ) as opened:
        yield opened


@pytest.fixture
def closed_port() -> Iterator[str]:
    """An address on this computer where nothing listens, nor can while it is held."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"
