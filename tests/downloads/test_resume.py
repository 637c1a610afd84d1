"""Going on where a try ended: only with bytes that are certainly those of the same file."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from skop_desktop.downloads.part import discard
from skop_desktop.downloads.resume import (
    LEAST_KEPT,
    OVERLAP,
)
from skop_desktop.downloads.saving import CHANGED
from skop_desktop.downloads.steps import Rules, Unfinished
from skop_desktop.errors import TransferError, TransferFault
from tests.downloads.late_sites import at_the_pace_of_the_disk
from tests.support.file_server import (
    LONG_AGO,
    TODAY,
    Answer,
    FileServer,
    Held,
    Ranged,
    good,
    in_turn,
    raw,
    refusal,
)
from tests.support.made_up import some_pdf
from tests.support.one_transfer import OneTransfer
from tests.support.transfers import wanted

PDF = some_pdf(1, 3_000_000)
OTHER = some_pdf(2, 3_000_000)
CUT = 2_000_000
ASKED = CUT - OVERLAP
TOTAL = len(PDF)


def at(site: FileServer, folder: Path, *answers: Answer) -> OneTransfer:
    site.answers["/a"] = in_turn(*answers)
    return OneTransfer(wanted(site.url("/a")), folder)


def partial(body: bytes, content_range: str, **headers: str) -> Answer:
    told = {"Content-Length": str(len(body)), "Content-Range": content_range, "ETag": '"first"'}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items() if value)
    return raw(b"HTTP/1.1 206 Partial\r\n%s\r\n%s" % (lines.encode(), body))


def rest(first: int, total: int | str = TOTAL) -> str:
    return f"bytes {first}-{TOTAL - 1}/{total}"


def ranges(site: FileServer) -> list[str]:
    return [request.headers.get("range", "") for request in site.requests]


def check(transfer: OneTransfer, content: bytes = PDF) -> None:
    assert transfer.told.file is not None, transfer.errors
    path = transfer.folder / "Minutes.pdf"
    assert transfer.told.file.path == path
    assert path.read_bytes() == content
    assert transfer.told.file.sha256 == hashlib.sha256(content).hexdigest()
    assert transfer.told.file.size == len(content)
    assert transfer.there == ["Minutes.pdf"]


async def test_the_rest_is_asked_for_and_the_end_of_what_is_here_compared(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(PDF))
    await transfer.run()
    check(transfer)
    assert ranges(site) == ["", f"bytes={ASKED}-"]
    assert site.requests[1].headers["if-range"] == '"first"'
    assert site.requests[1].headers["accept-encoding"] == "identity"
    assert [error.fault for error in transfer.errors] == [TransferFault.CUT_SHORT]
    assert transfer.told.received[-1] == (TOTAL, TOTAL)
    assert transfer.told.file is not None
    assert transfer.told.file.note == ""


async def test_bytes_are_durable_before_they_are_told_and_the_part_waits(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT))
    with pytest.raises(TransferError):
        await transfer.try_once()
    left = transfer.told.unfinished
    assert left == Unfinished(
        part=folder / "Minutes.pdf.part",
        target=folder / "Minutes.pdf",
        safe_bytes=CUT,
        url=site.url("/a"),
        etag='"first"',
        last_modified=LONG_AGO,
        date=TODAY,
        length=TOTAL,
    )
    assert left.part.read_bytes() == PDF[:CUT]
    assert transfer.told.safe_bytes[-1] == CUT
    discard(left)
    assert transfer.left_over == []


@pytest.mark.parametrize(
    ("answers", "requests"),
    [
        # The site changed the file: its tag does not match, so it sends the whole.
        ([Ranged(OTHER, etag='"second"')], 2),
        # The same under the old tag, as careless sites do: the overlap tells.
        ([Ranged(OTHER)], 3),
        ([good(OTHER)], 2),
        ([partial(OTHER[ASKED:], rest(ASKED)), good(OTHER)], 3),
        # Ranges that do not fit are no use, and the whole is asked for.
        ([partial(PDF[ASKED + 1 :], rest(ASKED + 1)), good(OTHER)], 3),
        ([partial(PDF[ASKED:], rest(ASKED, TOTAL + 7)), good(OTHER)], 3),
        ([partial(PDF[ASKED:], f"bytes {ASKED}-"), good(OTHER)], 3),
        ([partial(PDF[ASKED:], ""), good(OTHER)], 3),
        ([partial(PDF[ASKED:], rest(ASKED), Content_Length="5"), good(OTHER)], 3),
        ([partial(PDF[ASKED:], rest(ASKED), ETag='"second"'), good(OTHER)], 3),
        ([partial(PDF[ASKED:], rest(ASKED), Content_Encoding="gzip"), good(OTHER)], 3),
        (
            [
                partial(b"--x\r\n", "", Content_Type="multipart/byteranges; boundary=x"),
                good(OTHER),
            ],
            3,
        ),
        ([refusal(416), good(OTHER)], 3),
        ([refusal(416, Content_Range="bytes */5"), good(OTHER)], 3),
    ],
)
async def test_what_is_not_the_rest_of_the_same_file_begins_it_anew(
    answers: list[Answer], requests: int, site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), *answers)
    await transfer.run()
    check(transfer, OTHER)
    # The date is asked with too where the tag was of no use.
    assert requests <= len(site.requests) <= requests + 1
    assert len(transfer.errors) == 1


async def test_a_file_that_shrank_has_no_end_of_the_old_one(site: FileServer, folder: Path) -> None:
    short = some_pdf(3, 500_000)
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(short, etag='"second"'))
    await transfer.run()
    check(transfer, short)


async def test_a_file_that_changed_meanwhile_says_so(site: FileServer, folder: Path) -> None:
    second = Ranged(OTHER, etag='"second"')
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), second)
    await transfer.run()
    check(transfer, OTHER)
    assert transfer.told.file is not None
    assert transfer.told.file.note == CHANGED


@pytest.mark.parametrize(
    ("answer", "is_restarted"),
    [
        (partial(PDF[ASKED:], rest(ASKED)), False),
        (partial(PDF[ASKED - 1 :], rest(ASKED - 1)), False),
        (partial(PDF[1_000:], rest(1_000)), False),
        (partial(PDF, rest(0)), False),
        (partial(PDF[ASKED:], rest(ASKED, "*")), False),
        (partial(PDF[ASKED:], rest(ASKED), Content_Length="", Connection="close"), False),
        (partial(PDF[ASKED:], rest(ASKED), ETag=""), False),
        # A rest that calls itself a whole.
        (
            raw(
                b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nContent-Range: %s\r\n\r\n%s"
                % (TOTAL - ASKED, rest(ASKED).encode(), PDF[ASKED:])
            ),
            False,
        ),
        (good(PDF), True),
    ],
)
async def test_any_rest_that_fits_is_taken(
    answer: Answer, is_restarted: bool, site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), answer, refusal(500))
    await transfer.run()
    check(transfer)
    assert len(site.requests) == 2
    assert (transfer.told.steps.count("answered") == 2) is is_restarted


async def test_a_part_that_is_whole_already_is_done(site: FileServer, folder: Path) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=TOTAL - 10), Ranged(PDF))
    with pytest.raises(TransferError):
        await transfer.try_once()
    left = transfer.told.unfinished
    assert left is not None
    left.part.write_bytes(PDF)
    site.answers["/a"] = refusal(416, Content_Range=f"bytes */{TOTAL}")
    await transfer.try_once(replace(left, safe_bytes=TOTAL))
    check(transfer)


async def test_a_site_that_refuses_its_own_tag_is_asked_by_date(
    site: FileServer, folder: Path
) -> None:
    ranged = Ranged(PDF, knows_tags=False)
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), ranged)
    await transfer.run()
    check(transfer)
    asked = [request.headers.get("if-range") for request in site.requests]
    assert asked == [None, '"first"', LONG_AGO]
    assert transfer.told.steps.count("answered") == 1


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ({}, True),
        ({"ETag": ""}, True),
        ({"ETag": 'W/"first"'}, True),
        ({"ETag": 'W/"first"', "Last-Modified": TODAY}, False),
        ({"ETag": "", "Last-Modified": TODAY}, False),
        ({"ETag": "", "Date": ""}, False),
        ({"ETag": "first"}, True),
        ({"ETag": "first", "Last-Modified": "yesterday"}, False),
        ({"ETag": "", "Last-Modified": ""}, False),
    ],
)
async def test_only_what_a_strong_validator_can_vouch_for_is_kept(
    headers: dict[str, str], is_kept: bool, site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT, headers=headers))
    with pytest.raises(TransferError):
        await transfer.try_once()
    assert (transfer.told.unfinished is not None) is is_kept
    assert bool(transfer.left_over) is is_kept


async def test_a_few_bytes_are_not_worth_keeping(site: FileServer, folder: Path) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=LEAST_KEPT - 1))
    with pytest.raises(TransferError):
        await transfer.try_once()
    assert transfer.told.unfinished is None
    assert transfer.left_over == []


async def test_a_cancelled_try_leaves_a_part_and_the_next_goes_on(
    site: FileServer, folder: Path
) -> None:
    told = {"ETag": '"first"', "Last-Modified": LONG_AGO, "Date": TODAY}
    transfer = at(site, folder, Held(PDF, CUT, headers=told), Ranged(PDF))
    trying = asyncio.create_task(transfer.try_once())
    await transfer.received(CUT)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    left = transfer.told.unfinished
    assert left is not None
    assert left.safe_bytes == CUT
    await transfer.try_once(left)
    check(transfer)
    assert ranges(site)[-1] == f"bytes={ASKED}-"


async def left_by_a_cut(transfer: OneTransfer) -> Unfinished:
    with pytest.raises(TransferError):
        await transfer.try_once()
    assert transfer.told.unfinished is not None
    return transfer.told.unfinished


async def test_bytes_that_were_never_safe_are_cut_off_and_fetched_again(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(PDF))
    left = await left_by_a_cut(transfer)
    with left.part.open("r+b") as part:
        part.seek(1_500_000)
        part.write(bytes(1_000_000))
    await transfer.try_once(replace(left, safe_bytes=1_500_000))
    check(transfer)
    assert ranges(site)[-1] == f"bytes={1_500_000 - OVERLAP}-"


@pytest.mark.parametrize("spoil", ["shorter", "gone", "a link", "a folder", "another folder"])
async def test_a_part_that_is_not_what_was_left_is_not_used(
    spoil: str, site: FileServer, folder: Path, tmp_path: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(PDF))
    left = await left_by_a_cut(transfer)
    outside = tmp_path / "outside"
    outside.write_bytes(OTHER)
    if spoil == "shorter":
        left.part.write_bytes(PDF[: CUT - 1])
    elif spoil == "another folder":
        left = replace(left, part=left.part.rename(tmp_path / "Minutes.pdf.part"))
    else:
        left.part.unlink()
    if spoil == "a link":
        left.part.symlink_to(outside)
    if spoil == "a folder":
        left.part.mkdir()
        left.part.with_name("Minutes.pdf.part").rename(folder / "other")
    await transfer.try_once(left)
    assert ranges(site) == ["", ""]
    assert transfer.told.file is not None
    assert transfer.told.file.path.read_bytes() == PDF
    assert outside.read_bytes() == OTHER
    assert transfer.left_over == []


async def test_a_name_that_was_taken_meanwhile_is_left_to_its_owner(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(PDF))
    left = await left_by_a_cut(transfer)
    left.target.write_bytes(b"somebody else's")
    await transfer.try_once(left)
    assert transfer.told.file is not None
    assert transfer.told.file.path == folder / "Minutes (2).pdf"
    assert transfer.told.file.path.read_bytes() == PDF
    assert left.target.read_bytes() == b"somebody else's"


@pytest.mark.parametrize("code", [500, 503, 429])
async def test_a_site_in_trouble_costs_nothing_that_is_here(
    code: int, site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), refusal(code), Ranged(PDF))
    await transfer.run()
    check(transfer)
    assert len(transfer.errors) == 2
    assert ranges(site) == ["", *[f"bytes={ASKED}-"] * 2]


async def test_a_link_that_died_takes_the_part_with_it(site: FileServer, folder: Path) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), refusal(404))
    await transfer.run()
    assert transfer.errors[-1].fault is TransferFault.GONE
    assert transfer.told.unfinished is None
    assert transfer.left_over == []


async def test_another_link_does_not_go_on_with_the_part_of_the_first(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT))
    site.answers["/b"] = Ranged(PDF)
    left = await left_by_a_cut(transfer)
    await transfer.try_once(left, url=site.url("/b"))
    check(transfer)
    assert transfer.told.steps.count("answered") == 2


async def test_a_rest_in_pieces_is_asked_for_as_long_as_it_takes(
    site: FileServer, folder: Path
) -> None:
    half = (CUT + TOTAL) // 2
    transfer = at(
        site,
        folder,
        Ranged(PDF, cut_after=CUT),
        partial(PDF[ASKED:half], f"bytes {ASKED}-{half - 1}/{TOTAL}"),
        Ranged(PDF),
    )
    await transfer.run()
    check(transfer)
    assert ranges(site)[-1] == f"bytes={half - OVERLAP}-"


async def test_what_is_safe_is_told_on_the_way(site: FileServer, folder: Path) -> None:
    content = b"%PDF-1.7\n" + bytes(12_000_000) + b"%%EOF"
    transfer = at(site, folder)
    site.answers["/a"] = at_the_pace_of_the_disk(content, transfer.told.safe_bytes)
    await transfer.run()
    check(transfer, content)
    assert len(transfer.told.safe_bytes) >= 2
    assert transfer.told.safe_bytes == sorted(transfer.told.safe_bytes)


async def test_a_document_that_grew_over_the_limit_is_not_gone_on_with(
    site: FileServer, folder: Path
) -> None:
    transfer = at(site, folder, Ranged(PDF, cut_after=CUT), Ranged(PDF))
    left = await left_by_a_cut(transfer)
    limited = OneTransfer(transfer.wanted, folder, Rules(largest=TOTAL - 1))
    with pytest.raises(TransferError) as raised:
        await limited.try_once(left)
    assert raised.value.fault is TransferFault.TOO_LARGE
    assert limited.left_over == []
