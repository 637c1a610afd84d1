"""Errors in the first of the contract's two shapes, and the headers that each answer carries."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.responses import JSONResponse

REQUESTS_AN_HOUR: Final = 7_200
"""What a client may ask of this engine; no limit is enforced, the figure sets the pace."""
_HOUR: Final = 3_600


def error_answer(
    status: int,
    message: str,
    path: str,
    *,
    field: str = "",
    reason: str = "",
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """An error; with ``field`` and ``reason`` where one field of the request is wrong."""
    body: dict[str, object] = {
        "error": True,
        "message": message,
        "status_code": status,
        "path": path,
        "timestamp": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
    }
    if field:
        body["details"] = {"field": field, "reason": reason}
    return JSONResponse(body, status, headers=dict(headers or {}))


def pace_headers() -> list[tuple[bytes, bytes]]:
    """What is left of the hour: always all of it. ``Reset`` is in seconds since 1970."""
    return [
        (b"x-rate-limit-remaining", str(REQUESTS_AN_HOUR).encode()),
        (b"x-rate-limit-reset", str(int(time.time()) + _HOUR).encode()),
    ]
