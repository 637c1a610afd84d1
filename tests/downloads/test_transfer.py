"""One transfer: what is told in which order, where it may lead, and what a disk may refuse."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import ssl
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from skop_desktop.downloads import faults, renaming, settling
from skop_desktop.downloads.connection import transfer_client
from skop_desktop.downloads.contents import DAMAGED
from skop_desktop.downloads.reserve import TargetFolder
from skop_desktop.downloads.steps import Rules
from skop_desktop.downloads.transfer import copy_saved, fetch
from skop_desktop.errors import TransferError, TransferFault
from tests.support.file_server import FileServer, Ranged, good, redirect
from tests.support.made_files import office, pdf
from tests.support.made_up import some_pdf
from tests.support.one_transfer import OneTransfer, Told
from tests.support.secure_server import SecureServer, presenting, trusting
from tests.support.transfers import wanted

PDF = some_pdf(3, 900_000)
SHA256 = hashlib.sha256(PDF).hexdigest()


async def test_each_step_is_told_before_it_is_taken(site: FileServer, folder: Path) -> None:
    site.answers["/a"] = good(PDF, ETag='"t"')
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    file = await transfer.run()
    assert transfer.told.steps == ["answered", "reserved", "arrived", "twin", "checked", "saved"]
    assert file is not None
    assert (file.path, file.size, file.sha256) == (folder / "Minutes.pdf", len(PDF), SHA256)
    assert transfer.told.received[-1] == (len(PDF), len(PDF))
    assert transfer.told.answer.etag == '"t"'


async def test_bytes_are_on_disk_soon_though_the_site_falls_silent(
    site: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a"] = Ranged(PDF, pause=30, piece=100_000)
    is_written = threading.Event()
    write, part = os.write, folder / "Minutes.pdf.part"

    def told(descriptor: int, data: bytes) -> int:
        count = write(descriptor, data)
        # In one go or in several: what came late is written with the next beat.
        if part.exists() and part.stat().st_size == 100_000:
            is_written.set()
        return count

    monkeypatch.setattr(os, "write", told)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    trying = asyncio.create_task(transfer.try_once())
    assert await asyncio.to_thread(is_written.wait, 10)
    assert transfer.left_over == ["Minutes.pdf.part"]
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    assert transfer.there == []


@pytest.mark.parametrize(
    ("content", "name", "note"),
    [
        (office("xl/workbook.xml"), "Minutes.xlsx", ""),
        (pdf()[:-8], "Minutes.pdf", DAMAGED),
        (b"{\\rtf1 minutes}", "Minutes.rtf", ""),
    ],
)
async def test_the_ending_follows_the_content_and_damage_is_said(
    content: bytes, name: str, note: str, site: FileServer, folder: Path
) -> None:
    site.answers["/a"] = good(content)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    file = await transfer.run()
    assert file is not None
    assert transfer.there == [name] == [file.path.name]
    assert (file.note, file.is_damaged) == (note, bool(note))


async def test_the_same_bytes_are_kept_once_and_said_so(
    site: FileServer, folder: Path, tmp_path: Path
) -> None:
    site.answers["/a"] = good(PDF)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    there = tmp_path / "Board minutes.pdf"
    there.write_bytes(PDF)
    transfer.told.same_as = there
    file = await transfer.run()
    assert file is not None
    assert file.path == there
    assert file.note == "The same file as “Board minutes.pdf”; saved once."
    assert transfer.there == []
    assert "checked" not in transfer.told.steps


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep other marks")
@pytest.mark.parametrize("marks", [True, False])
async def test_the_origin_is_marked_before_the_file_has_its_name(
    marks: bool, site: FileServer, folder: Path
) -> None:
    site.answers["/a"] = redirect("/b")
    site.answers["/b"] = good(PDF)
    link = site.url("/a").replace("//", "//clerk:secret@")
    transfer = OneTransfer(wanted(link), folder, Rules(marks_origin=marks))
    file = await transfer.run()
    assert file is not None
    found = {name: os.getxattr(file.path, name).decode() for name in os.listxattr(file.path)}
    expected = {
        "user.xdg.origin.url": site.url("/b"),
        "user.xdg.referrer.url": "http://127.0.0.1/meetings",
    }
    assert found == (expected if marks else {})


async def test_a_limit_of_speed_is_asked_for_every_byte(site: FileServer, folder: Path) -> None:
    asked: list[int] = []

    async def throttle(count: int) -> None:
        asked.append(count)

    site.answers["/a"] = good(PDF)
    await OneTransfer(wanted(site.url("/a")), folder, Rules(throttle=throttle)).run()
    assert len(PDF) - 300_000 < sum(asked) <= len(PDF)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


async def fetched_securely(
    url: str, folder: Path, tls: ssl.SSLContext, job_website: str = "https://localhost"
) -> Told:
    told = Told()
    document = replace(wanted(url), job_website=job_website)
    async with transfer_client(tls=tls) as client:
        await fetch(client, document, TargetFolder(folder), told, Rules())
    return told


@pytest.mark.parametrize(
    ("website", "is_allowed"),
    [
        ("https://localhost", False),
        ("https://127.0.0.1", False),
        ("http://elsewhere.org", False),
        ("http://127.0.0.1", True),
        ("not a website:x", False),
    ],
)
async def test_no_way_leads_from_a_secure_address_to_one_that_is_not(
    website: str, is_allowed: bool, site: FileServer, folder: Path, authority: trustme.CA
) -> None:
    site.answers["/b"] = good(PDF)
    rules_of_site = presenting(authority.issue_cert("localhost"))
    everywhere = Rules(may_fetch=_everywhere)
    with SecureServer(rules_of_site, {"/a": redirect(site.url("/b"))}) as secure:
        told = Told()
        document = replace(wanted(secure.url("/a")), job_website=website)
        async with transfer_client(tls=trusting(authority)) as client:
            fetching = fetch(client, document, TargetFolder(folder), told, everywhere)
            if is_allowed:
                await fetching
                assert told.file is not None
                return
            with pytest.raises(TransferError) as raised:
                await fetching
    assert raised.value.fault is TransferFault.LESS_SECURE
    assert "127.0.0.1" in raised.value.happened
    assert site.requests == []


async def _everywhere(*_: str) -> bool:
    return True


async def test_a_secure_site_that_leads_to_another_secure_place_is_followed(
    folder: Path, authority: trustme.CA
) -> None:
    context = presenting(authority.issue_cert("localhost"))
    with SecureServer(context, {"/a": redirect("/b"), "/b": good(PDF)}) as secure:
        told = await fetched_securely(secure.url("/a"), folder, trusting(authority))
    assert told.file is not None
    assert told.file.sha256 == SHA256


@pytest.mark.parametrize(
    ("names", "is_known", "words"),
    [
        (["localhost"], False, "nobody whom this computer trusts signed"),
        (["elsewhere.org"], True, "made out for another name"),
    ],
)
async def test_what_is_wrong_with_a_certificate_is_said(
    names: list[str], is_known: bool, words: str, folder: Path, authority: trustme.CA
) -> None:
    context = presenting(authority.issue_cert(*names))
    trusted = trusting(authority) if is_known else trusting()
    with SecureServer(context, {"/a": good(PDF)}) as secure, pytest.raises(TransferError) as raised:
        await fetched_securely(secure.url("/a"), folder, trusted)
    assert raised.value.fault is TransferFault.TLS
    assert words in raised.value.happened
    assert not raised.value.retryable


async def test_cookies_live_as_long_as_one_chain(site: FileServer, folder: Path) -> None:
    site.answers["/a"] = redirect("/b", Set_Cookie="session=1; Path=/")
    site.answers["/b"] = good(PDF)
    await OneTransfer(wanted(site.url("/a")), folder).run()
    await OneTransfer(wanted(site.url("/b")), folder / "other").run()
    cookies = [(request.path, request.headers.get("cookie")) for request in site.requests]
    assert cookies == [("/a", None), ("/b", "session=1"), ("/b", None)]


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


async def test_a_full_disk_keeps_what_is_durable(
    site: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = some_pdf(5, 5_000_000)
    site.answers["/a"] = Ranged(content)
    write, count = os.write, 0

    def some(descriptor: int, data: bytes) -> int:
        nonlocal count
        count += len(data)
        if count > 3_000_000 and len(data) > 100_000:
            full()
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", some)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    with pytest.raises(TransferError) as raised:
        await transfer.try_once()
    monkeypatch.undo()
    assert raised.value.fault is TransferFault.DISK_FULL
    assert raised.value.happened == "The disk is full, so “Minutes” could not be saved."
    left = transfer.told.unfinished
    assert left is not None
    assert left.part.read_bytes()[: left.safe_bytes] == content[: left.safe_bytes]
    await transfer.try_once(left)
    assert (folder / "Minutes.pdf").read_bytes() == content
    assert "range" in site.requests[-1].headers


async def test_a_sync_that_failed_vouches_for_nothing(
    site: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a"] = Ranged(PDF)
    calls = 0

    def fails_once(_: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fails_once)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    with pytest.raises(TransferError) as raised:
        await transfer.try_once()
    assert "disk" in raised.value.happened
    assert transfer.told.unfinished is None
    assert transfer.there == []


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        (errno.ENOSPC, TransferFault.DISK_FULL, "The disk is full"),
        (errno.EDQUOT, TransferFault.DISK_FULL, "The disk is full"),
        (errno.EROFS, TransferFault.FOLDER_REFUSED, "“Minutes of 2024” is read-only"),
        (errno.EACCES, TransferFault.FOLDER_REFUSED, "does not let this app write into"),
        (errno.EIO, TransferFault.FOLDER_REFUSED, "is not there any more"),
        (errno.ENODEV, TransferFault.FOLDER_REFUSED, "is not there any more"),
        (errno.EFBIG, TransferFault.FOLDER_REFUSED, "takes no file of this size"),
        (errno.ENOTDIR, TransferFault.FOLDER_REFUSED, "“Minutes of 2024”"),
        (errno.ELOOP, TransferFault.FOLDER_REFUSED, "does not take files"),
    ],
)
def test_what_a_disk_refuses_is_said_exactly(
    code: int, fault: TransferFault, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "Minutes of 2024"
    folder.mkdir()
    error = faults.folder_trouble(wanted("https://a.org"), OSError(code, "x"), folder)
    assert error.fault is fault
    assert words in error.happened or code == errno.ENOTDIR
    assert error.advice
    assert "Errno" not in str(error)


def test_a_disk_that_was_pulled_out_is_told_from_a_folder_that_was_removed(tmp_path: Path) -> None:
    missing = OSError(errno.ENOENT, "x")
    document = wanted("https://a.org")
    folder = faults.folder_trouble(document, missing, tmp_path / "gone")
    disk = faults.folder_trouble(document, missing, tmp_path / "stick" / "gone")
    unfinished = faults.folder_trouble(document, missing, tmp_path)
    assert "the folder “gone” is not there any more" in folder.happened
    assert "the disk with the folder “gone” is not there any more" in disk.happened
    assert "another program removed the unfinished file" in unfinished.happened
    assert [error.retryable for error in (folder, disk, unfinished)] == [False, False, True]


async def test_a_part_that_another_program_removed_is_made_again(
    site: FileServer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.answers["/a"] = good(PDF)
    rename = renaming.rename_without_overwriting
    removed: list[Path] = []

    def without_part(source: Path, target: Path) -> None:
        if not removed:
            removed.append(source)
            source.unlink()
        rename(source, target)

    monkeypatch.setattr(settling, "rename_without_overwriting", without_part)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    file = await transfer.run()
    assert file is not None
    assert [error.fault for error in transfer.errors] == [TransferFault.FOLDER_REFUSED]
    assert transfer.there == ["Minutes.pdf"]


@pytest.mark.parametrize("taken", ["Minutes.pdf", "Minutes.pdf.part"])
async def test_a_name_that_another_program_takes_meanwhile_stays_its_own(
    taken: str, site: FileServer, folder: Path
) -> None:
    class Meanwhile(Told):
        def reserved(self, part: Path, target: Path) -> None:
            super().reserved(part, target)
            if not (folder / taken).exists():
                (folder / taken).write_bytes(b"theirs")

    site.answers["/a"] = good(PDF)
    transfer = OneTransfer(wanted(site.url("/a")), folder)
    transfer.told = Meanwhile()
    file = await transfer.run()
    assert file is not None
    assert file.path == folder / "Minutes (2).pdf"
    assert transfer.there == sorted(["Minutes (2).pdf", taken])
    assert (folder / taken).read_bytes() == b"theirs"


async def copied(source: Path, sha256: str, folder: Path, told: Told) -> bool:
    document = wanted("https://a.org/a")
    return await copy_saved(source, sha256, document, TargetFolder(folder), told, Rules())


async def test_a_file_that_is_here_is_copied_and_checked(tmp_path: Path, folder: Path) -> None:
    source = tmp_path / "Board minutes (3).pdf"
    source.write_bytes(PDF)
    told = Told()
    assert await copied(source, SHA256, folder, told)
    assert told.file is not None
    assert told.file.path == folder / source.name
    assert told.file.path.read_bytes() == PDF
    assert told.file.sha256 == SHA256
    assert told.steps == ["reserved", "arrived", "twin", "checked", "saved"]


@pytest.mark.parametrize("content", [PDF[:-1], b"", None])
async def test_a_file_that_was_changed_is_not_copied(
    content: bytes | None, tmp_path: Path, folder: Path
) -> None:
    source = tmp_path / "Minutes.pdf"
    if content is not None:
        source.write_bytes(content)
    told = Told()
    assert not await copied(source, SHA256, folder, told)
    assert told.file is None
    assert not folder.exists() or list(folder.iterdir()) == []  # noqa: ASYNC240 - a test


async def test_no_password_in_a_link_is_told_to_the_ledger(site: FileServer, folder: Path) -> None:
    site.answers["/a"] = good(PDF)
    transfer = OneTransfer(wanted(site.url("/a").replace("//", "//clerk:secret@")), folder)
    await transfer.run()
    assert transfer.told.answer.url == site.url("/a")
