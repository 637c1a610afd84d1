"""A website of as many pages as one asks for, made up while it is asked. Run as a program.

``python -m tests.benchmarks.endless_site PAGES`` says its port in one line and serves until its
stdin is closed. Each page leads to twenty others and to one document; ``/huge/`` is 5 MB of links.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Final

_LINKS: Final = 20
_HUGE: Final = "<html><title>Board</title>" + "".join(
    f"<li><a href=/h{n}/x>Minutes of board {n}</a> <a href=/d/h{n}.pdf>Minutes {n}/2024</a></li>"
    for n in range(60_000)
)


def page(number: int, pages: int) -> str:
    """The page of that number: as a tree below it, so that all can be reached."""
    below = range(number * _LINKS + 1, min(number * _LINKS + 1 + _LINKS, pages))
    links = "".join(
        f'<li><a href="/board-{chr(97 + n % 26)}/p{n}/minutes">Board minutes {n}</a></li>'
        for n in below
    )
    text = f"<p>What the board said in its meeting number {number}.</p>" * 40
    return (
        f"<html><title>Minutes {number}</title><h2>2024</h2>{text}<ul>{links}"
        f'<li><a href="/d/{number}.pdf">Board minutes 2024 no {number}</a></li></ul></html>'
    )


def answer(path: str, pages: int) -> bytes:
    """The whole answer to one request."""
    kind, status, body = "text/html; charset=utf-8", "200 OK", b""
    if path == "/":
        body = page(0, pages).encode()
    elif path == "/huge/":
        body = _HUGE.encode()
    elif path.startswith("/d/"):
        kind, body = "application/pdf", b"%PDF-1.4\n" + path.encode() + b"\n%%EOF\n"
    elif path.endswith("/minutes"):
        body = page(int(path.split("/")[2][1:]), pages).encode()
    else:
        status = "404 Not Found"
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def serve(pages: int) -> None:
    """Serve until stdin is closed."""

    async def answer_all(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                method, path, _ = request.split(b"\r\n", 1)[0].decode().split(" ", 2)
                whole = answer(path, pages)
                writer.write(
                    whole.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if method == "HEAD" else whole
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            return
        finally:
            writer.close()

    server = await asyncio.start_server(answer_all, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
