"""Every fault that a site may have ends in the right file or in a plain reason."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pytest

from skop_desktop.downloads import http1
from skop_desktop.downloads.contents import DAMAGED
from skop_desktop.downloads.steps import Rules
from skop_desktop.errors import TransferFault
from tests.downloads.late_sites import silent
from tests.support.file_server import (
    Answer,
    Exchange,
    FileServer,
    Ranged,
    chunked,
    cut,
    dripping,
    endless,
    good,
    hang_up,
    in_turn,
    raw,
    redirect,
    refusal,
    reset,
)
from tests.support.made_files import office, zipped
from tests.support.made_up import gzip_bomb, some_pdf
from tests.support.one_transfer import OneTransfer
from tests.support.transfers import wanted

PDF: Final = some_pdf(7, 400_000)
OTHER: Final = some_pdf(8, 500_000)
LOGIN: Final = b"<!DOCTYPE html><html><form><input type=password></form></html>"
PAGE: Final = b"<!DOCTYPE html><html><body>Nothing to see here</body></html>"
JSON: Final = json.dumps({"error": "rate limit"}).encode()
DOCX: Final = office("word/document.xml")
CUT_AT: Final = 300_000
JAR: Final = ("META-INF/MANIFEST.MF", "town/Minutes.class")
LIMIT: Final = 1_000_000


@dataclass(frozen=True)
class Fault:
    """What the site does, and what is to come of it after ``requests`` requests."""

    answer: Answer
    becomes: bytes | TransferFault
    requests: int = 1
    name: str = "Minutes.pdf"
    silence: float = 20.0
    takes_long: bool = False
    """Its head; whoever waits for the end of that finds the clock seconds later at each look."""
    largest: int | None = None
    note: str = ""
    document: Mapping[str, str] = field(default_factory=dict)


def ok(*headers: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join((b"HTTP/1.1 200 OK", *headers, b"", body))


def length(body: bytes) -> bytes:
    return b"Content-Length: %d" % len(body)


def deflated(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


CHUNKED: Final = b"Transfer-Encoding: chunked"
BOMB: Final = gzip_bomb(bytes(1_000_000), 200)
PASSING: Final = {
    "a server error": Fault(in_turn(refusal(500), good(PDF)), PDF, 2),
    "a bad gateway": Fault(in_turn(refusal(502), refusal(504), good(PDF)), PDF, 3),
    "a pause in seconds": Fault(in_turn(refusal(503, Retry_After="0"), good(PDF)), PDF, 2),
    "a pause by date": Fault(
        in_turn(refusal(429, Retry_After="Mon, 15 Jan 2024 09:00:00 GMT"), good(PDF)), PDF, 2
    ),
    "a request that took too long": Fault(in_turn(refusal(408), good(PDF)), PDF, 2),
    "a request too early": Fault(in_turn(refusal(425), good(PDF)), PDF, 2),
    "no answer": Fault(in_turn(hang_up, good(PDF)), PDF, 2),
    "a cut head": Fault(in_turn(raw(b"HTTP/1.1 200 OK\r\nConte"), good(PDF)), PDF, 2),
    "a cut before the body": Fault(in_turn(cut(PDF, 0), good(PDF)), PDF, 2),
    "a cut body": Fault(in_turn(cut(PDF, CUT_AT), good(PDF)), PDF, 2),
    "a body without its last byte": Fault(in_turn(cut(PDF, len(PDF) - 1), good(PDF)), PDF, 2),
    "a reset": Fault(in_turn(reset(PDF, CUT_AT), good(PDF)), PDF, 2),
    "chunks without an end": Fault(in_turn(chunked(PDF, whole=False), good(PDF)), PDF, 2),
    "silence in the body": Fault(
        in_turn(silent(ok(length(PDF), body=PDF[:CUT_AT])), good(PDF)), PDF, 2, silence=0.2
    ),
    "silence before the answer": Fault(in_turn(silent(b""), good(PDF)), PDF, 2, silence=0.2),
    "packed bytes without an end": Fault(
        in_turn(good(gzip.compress(PDF)[:-9], Content_Encoding="gzip"), good(PDF)), PDF, 2
    ),
    "a file that changed between tries": Fault(
        in_turn(Ranged(PDF, cut_after=CUT_AT), Ranged(OTHER, '"second"')), OTHER, 2
    ),
    "a file that changed under its old tag": Fault(
        in_turn(Ranged(PDF, cut_after=CUT_AT), Ranged(OTHER)), OTHER, 4
    ),
    "ranges refused after a cut": Fault(
        in_turn(Ranged(PDF, cut_after=CUT_AT), refusal(416), refusal(416), good(PDF)), PDF, 4
    ),
    "a rest of another length": Fault(
        in_turn(
            Ranged(PDF, cut_after=CUT_AT),
            raw(b"HTTP/1.1 206 P\r\nContent-Range: bytes 100-199/200\r\n\r\n"),
            refusal(206),
            good(PDF),
        ),
        PDF,
        4,
    ),
    "a rest in many parts": Fault(
        in_turn(
            Ranged(PDF, cut_after=CUT_AT),
            *[raw(b"HTTP/1.1 206 P\r\nContent-Type: multipart/byteranges\r\n\r\n--x")] * 2,
            good(PDF),
        ),
        PDF,
        4,
    ),
}
ODD: Final = {
    "no length and no chunks": Fault(raw(b"HTTP/1.0 200 OK\r\n\r\n" + PDF), PDF),
    "gzip nobody asked for": Fault(good(gzip.compress(PDF), Content_Encoding="gzip"), PDF),
    "gzip in two members": Fault(
        good(gzip.compress(PDF[:999]) + gzip.compress(PDF[999:]), Content_Encoding="x-gzip"), PDF
    ),
    "gzip and padding": Fault(good(gzip.compress(PDF) + bytes(9), Content_Encoding="gzip"), PDF),
    "deflate": Fault(good(deflated(PDF, 15), Content_Encoding="deflate"), PDF),
    "deflate without its wrapper": Fault(good(deflated(PDF, -15), Content_Encoding="deflate"), PDF),
    "a document called a page": Fault(good(PDF, "text/html"), PDF),
    "a document called nonsense": Fault(good(PDF, "///;;=\xff"), PDF),
    "early hints first": Fault(
        raw(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 3 + ok(length(PDF), body=PDF)), PDF
    ),
    "bytes after the end": Fault(raw(ok(length(PDF), body=PDF + b"HTTP/1.1 500 No")), PDF),
    "the same length twice": Fault(raw(ok(length(PDF), length(PDF), body=PDF)), PDF),
    "a folded header": Fault(raw(ok(b"X-A: one\r\n two", length(PDF), body=PDF)), PDF),
    "bytes that are no letters": Fault(raw(ok(b"X-A: \xff\xfe\x80", length(PDF), body=PDF)), PDF),
    "chunks with extensions and a trailer": Fault(
        raw(ok(CHUNKED, body=b"%x;a=b\r\n%s\r\n0\r\nX-Sum: 1\r\n\r\n" % (len(PDF), PDF))), PDF
    ),
    "not authoritative": Fault(
        raw(b"HTTP/1.1 203 Mirror\r\n" + length(PDF) + b"\r\n\r\n" + PDF), PDF
    ),
    "a document that is another kind": Fault(good(DOCX), DOCX, name="Minutes.docx"),
    "a PDF that is cut, yet whole by length": Fault(good(PDF[:-100]), PDF[:-100], note=DAMAGED),
    "a page wanted as such": Fault(
        good(PAGE, "text/html"), PAGE, name="Minutes.html", document={"document_type": "html"}
    ),
    "a name from hell": Fault(
        good(PDF, Content_Disposition='attachment; filename="../..\\..\\etc/CON\x7f.pdf. "'),
        PDF,
        name="CON_.pdf",
        document={"name": ""},
    ),
    "a name that is a path": Fault(
        good(PDF, Content_Disposition="attachment; filename*=UTF-8''%2e%2e%2f%2e%2e%2fa%00b.pdf"),
        PDF,
        name="ab.pdf",
        document={"name": ""},
    ),
    "nine redirects": Fault(in_turn(*[redirect("/a?again")] * 9, good(PDF)), PDF, 10),
    "a redirect with blanks and letters": Fault(
        in_turn(redirect("/a? b\u00e9"), good(PDF)), PDF, 2
    ),
}
SITE, CUT, EMPTY = TransferFault.SITE_TROUBLED, TransferFault.CUT_SHORT, TransferFault.EMPTY
NONE, REFUSED = TransferFault.NO_ANSWER, TransferFault.ADDRESS_REFUSED
LARGE, OTHER_THING = TransferFault.TOO_LARGE, TransferFault.NOT_THE_DOCUMENT
LASTING: Final = {
    "not found": Fault(refusal(404), TransferFault.GONE),
    "gone": Fault(refusal(410), TransferFault.GONE),
    "a sign-in": Fault(refusal(401), TransferFault.SIGN_IN),
    "forbidden": Fault(refusal(403), TransferFault.SIGN_IN),
    "a bad request": Fault(refusal(400), SITE),
    "a payment": Fault(refusal(402), SITE),
    "a method refused": Fault(refusal(405), SITE),
    "a kind refused": Fault(refusal(406), SITE),
    "legal reasons": Fault(refusal(451), SITE),
    "a server error for ever": Fault(refusal(500), SITE, 3),
    "not modified, unasked": Fault(refusal(304), SITE),
    "a part, unasked": Fault(refusal(206), SITE),
    "a part called whole": Fault(
        raw(ok(b"Content-Range: bytes 5-9/100", b"Content-Length: 5", body=b"%PDF-")), SITE
    ),
    "a range refused, unasked": Fault(refusal(416), SITE),
    "no content": Fault(refusal(204), EMPTY),
    "reset content": Fault(refusal(205), EMPTY),
    "an empty file": Fault(good(b""), EMPTY),
    "empty chunks": Fault(raw(ok(CHUNKED, body=b"0\r\n\r\n")), EMPTY),
    "gzip of nothing": Fault(good(gzip.compress(b""), Content_Encoding="gzip"), EMPTY),
    "a cut each time": Fault(cut(PDF, 100_000), CUT, 3),
    "a reset each time": Fault(reset(PDF, 100_000), CUT, 3),
    "chunks longer than said": Fault(raw(ok(CHUNKED, body=b"5\r\n%PDF-1.7\r\n0\r\n\r\n")), CUT, 3),
    "chunks shorter than said": Fault(raw(ok(CHUNKED, body=b"ffff\r\n%PDF-1.7")), CUT, 3),
    "chunks that are no number": Fault(raw(ok(CHUNKED, body=b"zz\r\n%PDF-1.7\r\n")), CUT, 3),
    "chunks of any size": Fault(raw(ok(CHUNKED, body=b"f" * 30 + b"\r\n%PDF")), CUT, 3),
    "gzip that is none": Fault(good(PDF, Content_Encoding="gzip"), SITE),
    "a coding that is not known": Fault(good(PDF, Content_Encoding="br"), SITE),
    "codings in a row": Fault(good(PDF, Content_Encoding="gzip, gzip"), SITE),
    "a transfer coding that is not known": Fault(
        raw(ok(b"Transfer-Encoding: gzip", body=PDF)), SITE
    ),
    "a negative length": Fault(raw(ok(b"Content-Length: -5", body=PDF)), SITE),
    "a length in words": Fault(raw(ok(b"Content-Length: many", body=PDF)), SITE),
    "two lengths": Fault(raw(ok(b"Content-Length: 5", b"Content-Length: 9", body=PDF)), SITE),
    "no head at all": Fault(raw(PDF), SITE),
    "a status line that is none": Fault(raw(b"HELLO 200 OK\r\n\r\n" + PDF), SITE),
    "a status that is none": Fault(raw(b"HTTP/1.1 99999 No\r\n\r\n"), SITE),
    "a switch of protocols": Fault(raw(b"HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n"), SITE),
    "10 MB of headers": Fault(raw(ok(b"X: " + b"y" * 10_000_000)), SITE),
    "headers without an end": Fault(endless(b"HTTP/1.1 200 OK\r\n", b"X-Again: 1\r\n" * 99), SITE),
    "a header without an end": Fault(endless(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 9_999), SITE),
    "hints without an end": Fault(
        endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"), NONE, 3, silence=0.1, takes_long=True
    ),
    "a head drop by drop": Fault(
        dripping(ok(b"X: " + b"y" * 600), 300, 0.02), NONE, 3, silence=0.1, takes_long=True
    ),
    "silence": Fault(silent(b""), NONE, 3, silence=0.1),
    "silence after a while": Fault(silent(ok(length(PDF), body=PDF[:1_000])), CUT, 3, silence=0.1),
    "a circle": Fault(redirect("/a"), SITE, 11),
    "a redirect to nowhere": Fault(raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"), SITE),
    "a redirect to a file": Fault(redirect("file:///etc/passwd"), REFUSED),
    "a redirect to data": Fault(redirect("data:application/pdf,%25PDF"), REFUSED),
    "a redirect to a script": Fault(redirect("javascript:alert(1)"), REFUSED),
    "a redirect to ftp": Fault(redirect("ftp://example.org/a.pdf"), REFUSED),
    "a redirect to a cloud's inside": Fault(redirect("http://169.254.169.254/latest"), REFUSED),
    "a redirect to a private network": Fault(redirect("http://10.0.0.1/x"), REFUSED),
    "a redirect to an old spelling": Fault(redirect("http://0x0a000001/x"), REFUSED),
    "a redirect to a port that is none": Fault(
        redirect("http://riverton.gov:port/"), TransferFault.NO_LINK
    ),
    "a redirect to a host that is none": Fault(redirect("http://a..b../"), TransferFault.NO_LINK),
    "a page instead": Fault(good(PAGE), OTHER_THING),
    "a page that says so": Fault(good(PAGE, "text/html"), OTHER_THING),
    "a page to sign in": Fault(good(LOGIN), OTHER_THING),
    "an error as JSON": Fault(good(JSON), OTHER_THING),
    "a program": Fault(good(b"MZ" + bytes(300)), OTHER_THING),
    "a program in an archive": Fault(
        good(zipped(*JAR, first=("filler", bytes(300_000)))), OTHER_THING
    ),
    "more than allowed, as it says": Fault(good(PDF), LARGE, largest=len(PDF) - 1),
    "more than allowed, unsaid": Fault(
        endless(ok(body=b"%PDF-1.7\n"), bytes(50_000)), LARGE, largest=LIMIT
    ),
    "more than allowed in chunks": Fault(
        endless(ok(CHUNKED, body=b"9\r\n%PDF-1.7\n\r\n"), b"ff\r\n%s\r\n" % bytes(255)),
        LARGE,
        largest=LIMIT,
    ),
    "a bomb": Fault(good(BOMB, "text/plain", Content_Encoding="gzip"), LARGE, largest=LIMIT),
}
FAULTS: Final = PASSING | ODD | LASTING


@pytest.fixture(scope="module", autouse=True)
def ends(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """Counts how faults end, and prints it when all of them have."""
    counted: Counter[str] = Counter()
    yield counted
    line = (
        f"{counted.total()} faults: {counted['file']} end in the right file, "
        f"{counted['reason']} in a plain reason"
    )
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n{line}")  # noqa: T201 - a figure of the run


class Clock:
    """Stands in for the module ``time``: time passes by being looked at, not by being slow."""

    def __init__(self) -> None:
        self._now = 0.0

    def monotonic(self) -> float:
        self._now += 4
        return self._now


@pytest.mark.usefixtures("only_meant_silence")
@pytest.mark.parametrize("name", FAULTS)
async def test_a_fault_ends_in_the_right_file_or_a_plain_reason(
    name: str,
    site: FileServer,
    folder: Path,
    ends: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fault = FAULTS[name]
    if fault.takes_long:
        monkeypatch.setattr(http1, "time", Clock())
    site.answers = dict.fromkeys(("/a", "/a?again", "/a?%20b%C3%A9"), fault.answer)
    document = replace(wanted(site.url("/a")), **dict(fault.document))  # type: ignore[arg-type]
    rules = Rules(largest=fault.largest)
    transfer = OneTransfer(document, folder, rules, silence=fault.silence)
    file = await transfer.run()
    assert sum(site.asked().values()) == fault.requests, transfer.errors
    if isinstance(fault.becomes, bytes):
        assert file is not None, transfer.errors
        assert transfer.there == [file.path.name] == [fault.name]
        assert file.path.read_bytes() == fault.becomes
        assert file.sha256 == hashlib.sha256(fault.becomes).hexdigest()
        assert fault.note in file.note
        ends["file"] += 1
    else:
        assert file is None
        assert transfer.there == []
        error = transfer.errors[-1]
        assert error.fault is fault.becomes, (error, error.detail)
        assert "“Minutes”" in error.happened
        assert error.advice
        assert not any(word in error.happened for word in ("HTTP", "Error", "status"))
        ends["reason"] += 1


async def test_a_slow_drip_is_no_silence(
    site: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, passed = asyncio.get_running_loop(), 0.0
    monkeypatch.setattr(loop, "time", lambda: time.monotonic() + passed)

    def pass_time() -> None:
        nonlocal passed
        passed += 6

    def drip(exchange: Exchange) -> bool:
        exchange.send(ok(length(PDF)))
        for at in range(0, len(PDF), 40_000):
            exchange.wait(0.01)
            loop.call_soon_threadsafe(pass_time)
            exchange.send(PDF[at : at + 40_000])
        return True

    site.answers["/a"] = drip
    transfer = OneTransfer(wanted(site.url("/a")), folder, silence=20)
    file = await transfer.run()
    assert file is not None, transfer.errors
    assert file.sha256 == hashlib.sha256(PDF).hexdigest()
    assert len(site.requests) == 1
    assert passed > 60


def test_there_are_faults_enough() -> None:
    assert len(FAULTS) >= 40
