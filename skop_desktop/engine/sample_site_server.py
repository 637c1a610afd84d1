"""Serves the sample website: a small town's site, with the faults that real sites have.

The files are ``resources/sample_site`` (written by ``packaging/make_sample_site.py``): ``www`` is
what a browser sees, ``site.json`` names what does not lie in the files: which address never answers
(``never_answers``), which asks for a sign-in (``sign_in``), which file is too large to store and is
made up while it is sent (``streamed``, path -> bytes), what links without a file ending mean
(``views``, id -> path), and when each file was last changed (``modified``).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import unicodedata
import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

SAMPLE_PROMPT: Final = "Board meeting minutes from 2024"
"""What the sample job looks for. Right answers: the Town Board's 13 minutes of 2024 first, then
those of the other boards and committees; agendas, packets and other years less surely."""

PAGE_SECONDS: Final = 0.35
DOCUMENT_SECONDS: Final = 0.12
"""How long a page and a document take to answer, on average, at pace 1."""

_CHUNK: Final = 256 * 1024
_CHUNK_SECONDS: Final = 0.02
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
}
_PLAIN_PAGE: Final = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="stylesheet" href="/assets/site.css"></head><body><main><h1>{title}</h1>{body}'
    '<p><a href="/">Back to the start page</a></p></main></body></html>'
)
_SIGN_IN_FORM: Final = (
    '<p>This part of the site is for staff.</p><form method="post"><p><label>Name <input name="n">'
    '</label></p><p><label>Password <input name="p" type="password"></label></p>'
    "<p><button>Sign in</button></p></form>"
)


def create_sample_site(folder: Path, *, pace: float = 1.0) -> SampleSite:
    """The site in ``folder`` as an ASGI app.

    ``pace`` scales every delay: 1 is a town's slow server, 0 answers at once. Raises ``OSError``
    when the folder cannot be read and ``ValueError`` when its ``site.json`` is not one.
    """
    return SampleSite(folder, pace)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    media_type: str
    etag: str
    modified: str


class SampleSite:
    """An ASGI app. ``close()`` ends answers that would never come, so that a server can shut down.

    A server waits for open requests before it tells an app that it shuts down (uvicorn does), so
    whoever owns the server calls ``close()`` first, on the server's event loop.
    """

    def __init__(self, folder: Path, pace: float) -> None:
        known: Mapping[str, Any] = json.loads((folder / "site.json").read_text("utf-8"))
        self._origin: str = known["origin"]
        self._never_answers = tuple(known["never_answers"])
        self._sign_in = tuple(known["sign_in"])
        self._streamed: Mapping[str, int] = known["streamed"]
        self._views: Mapping[str, str] = known["views"]
        self._files = _read_files(folder / "www", known["modified"])
        self._pace = pace
        self._closed = asyncio.Event()
        self._app = Starlette(
            routes=[Route("/{path:path}", self._answer, methods=["GET", "HEAD"])],
            lifespan=self._lifespan,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request (ASGI 3)."""
        await self._app(scope, receive, send)

    def close(self) -> None:
        """Ends every answer that is still being waited for. Idempotent."""
        self._closed.set()

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            self.close()

    async def _answer(self, request: Request) -> Response:
        path = unicodedata.normalize("NFC", request.path_params["path"])
        path = "/" + path.lstrip("/")
        if path.startswith(self._never_answers):
            return await self._never(request)
        if path.startswith(self._sign_in):
            await self._wait(PAGE_SECONDS, path)
            return _page("Please sign in", _SIGN_IN_FORM, 401, {"WWW-Authenticate": "Basic"})
        if path in self._streamed:
            return self._made_up(path, self._streamed[path])
        if path == "/documents/view":
            return await self._view(request)
        return await self._stored(request, path)

    async def _stored(self, request: Request, path: str) -> Response:
        name = path + "index.html" if path.endswith("/") else path
        file = self._files.get(name)
        if file is None and f"{path}/index.html" in self._files:
            return RedirectResponse(quote(f"{path}/"), 301)
        if file is None:
            await self._wait(PAGE_SECONDS, path)
            return _page("Page not found", "<p>What you look for is not here any more.</p>", 404)
        await self._wait(PAGE_SECONDS if name.endswith(".html") else DOCUMENT_SECONDS, path)
        if name in {"/robots.txt", "/sitemap.xml"}:
            text = file.path.read_text("utf-8")
            origin = str(request.base_url).rstrip("/")
            return Response(text.replace(self._origin, origin), media_type=file.media_type)
        return _file(request, file, {})

    async def _view(self, request: Request) -> Response:
        """A document by number: only the headers say what it is (RFC 6266)."""
        number = request.query_params.get("id", "")
        path = self._views.get(number, "")
        await self._wait(DOCUMENT_SECONDS, number)
        if not path:
            return _page("No such document", "<p>Please look in the document center.</p>", 404)
        name = PurePosixPath(path).name
        disposition = f"inline; filename=\"{name}\"; filename*=UTF-8''{quote(name)}"
        return _file(request, self._files[path], {"Content-Disposition": disposition})

    async def _never(self, request: Request) -> Response:
        """Waits until the client goes away or the site is closed."""
        waiters = {
            asyncio.create_task(_gone(request.receive)),
            asyncio.create_task(self._closed.wait()),
        }
        try:
            await asyncio.wait(waiters, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiter in waiters:
                waiter.cancel()
            await asyncio.gather(*waiters, return_exceptions=True)
        return Response(status_code=503)

    def _made_up(self, path: str, size: int) -> Response:
        headers = {"Content-Length": str(size), "Accept-Ranges": "none"}
        return StreamingResponse(
            self._filler(size), media_type=_TYPES[PurePosixPath(path).suffix], headers=headers
        )

    async def _filler(self, size: int) -> AsyncIterator[bytes]:
        """``size`` bytes that begin and end as a PDF does."""
        head, tail = b"%PDF-1.4\n", b"\n%%EOF\n"
        yield head
        left = size - len(head) - len(tail)
        while left > 0 and not self._closed.is_set():
            await asyncio.sleep(_CHUNK_SECONDS * self._pace)
            yield b"%" * min(left, _CHUNK)
            left -= _CHUNK
        yield tail

    async def _wait(self, seconds: float, path: str) -> None:
        """Half to one and a half times ``seconds``, for a path always the same."""
        share = 0.5 + zlib.crc32(path.encode()) % 1000 / 1000
        await asyncio.sleep(seconds * share * self._pace)


def _read_files(www: Path, modified: Mapping[str, str]) -> dict[str, _File]:
    """Every file by its address. What is not in here cannot be asked for, whatever the path."""
    files = {}
    for path in www.rglob("*"):
        if not path.is_file():
            continue
        address = unicodedata.normalize("NFC", "/" + path.relative_to(www).as_posix())
        day = modified.get(address.removesuffix("index.html"), "2025-04-14")
        changed = datetime.fromisoformat(day).replace(hour=15, tzinfo=UTC)
        files[address] = _File(
            path,
            _TYPES[path.suffix],
            f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}"',
            format_datetime(changed, usegmt=True),
        )
    return files


def _file(request: Request, file: _File, headers: Mapping[str, str]) -> Response:
    facts = {"ETag": file.etag, "Last-Modified": file.modified, **headers}
    known = {tag.strip() for tag in request.headers.get("if-none-match", "").split(",")}
    if file.etag in known:
        return Response(status_code=304, headers=facts)
    return FileResponse(file.path, headers=facts, media_type=file.media_type)


def _page(title: str, body: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(_PLAIN_PAGE.format(title=title, body=body), status, headers)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
