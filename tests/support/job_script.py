"""What one service answers about one job, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Self

from tests.support.contract_objects import document_json, error_json, results_json, status_json
from tests.support.scripted_service import ScriptedService
from tests.support.snapshots import KEY

JOB: Final = KEY.job_id
STATUS: Final = f"/scrape/status/{JOB}"
RESULTS: Final = f"/scrape/results/{JOB}"


class Script:
    """Queues answers of ``service``; the last one of a path repeats."""

    def __init__(self, service: ScriptedService) -> None:
        self.service = service

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[Self]:
        """A script on a service of its own."""
        with ScriptedService() as service:
            yield cls(service)

    def status(self, *words: str, **changes: object) -> None:
        for word in words:
            self.service.answer("GET", STATUS, json=status_json(JOB, word, **changes))

    def results(self, documents: int = 2, **changes: object) -> None:
        found = [document_json(n) for n in range(documents)]
        self.service.answer("GET", RESULTS, json=results_json(JOB, found, **changes))

    def fault(self, path: str, code: int, *, retry_after: int | None = None) -> None:
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        body = error_json(code, "No.", path)
        self.service.answer("GET", path, status=code, json=body, headers=headers)

    def silence(self, path: str, times: int) -> None:
        for _ in range(times):
            self.service.answer("GET", path, close=True)

    def asked(self, path: str) -> int:
        return sum(request.path == path for request in self.service.requests)
