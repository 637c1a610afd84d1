"""Where a file came from is written into its own marks, as each system keeps them."""

from __future__ import annotations

import os
import plistlib
import sys
from pathlib import Path

import pytest

from skop_desktop.provenance.origin import (
    clean_address,
    linux_marks,
    macos_marks,
    mark_origin,
    zone_identifier,
)

URL, PAGE = "https://riverton.gov/minutes/a.pdf?v=2&x=%20", "https://riverton.gov/minutes"


def marks_of(path: Path) -> dict[str, bytes]:
    if sys.platform != "linux":
        pytest.skip("reads marks as Linux keeps them")
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Minutes – März.pdf.part"
    path.write_bytes(b"%PDF-1.7")
    try:
        os.setxattr(path, "user.probe", b"")
    except (AttributeError, OSError):
        pytest.skip("this disk keeps no marks")
    os.removexattr(path, "user.probe")
    return path


def test_linux_keeps_the_link_and_the_page_through_a_rename(file: Path) -> None:
    mark_origin(file, URL, PAGE)
    saved = file.rename(file.with_name("Minutes.pdf"))
    assert marks_of(saved) == {
        "user.xdg.origin.url": URL.encode(),
        "user.xdg.referrer.url": PAGE.encode(),
    }
    assert saved.read_bytes() == b"%PDF-1.7"


def test_linux_keeps_the_marks_when_the_name_comes_by_a_hard_link(file: Path) -> None:
    mark_origin(file, URL, PAGE)
    saved = file.with_name("Minutes.pdf")
    os.link(file, saved)
    file.unlink()
    assert marks_of(saved)["user.xdg.origin.url"] == URL.encode()


def test_a_second_download_writes_its_own_origin_over_the_first(file: Path) -> None:
    mark_origin(file, URL, PAGE)
    mark_origin(file, "https://riverton.gov/b.pdf", PAGE)
    assert marks_of(file)["user.xdg.origin.url"] == b"https://riverton.gov/b.pdf"


@pytest.mark.parametrize(
    "url", ["", "ftp://riverton.gov/a", "file:///etc/passwd", "data:,x", "http://[", "https:"]
)
def test_what_is_not_on_the_web_is_not_written_down(file: Path, url: str) -> None:
    mark_origin(file, url, PAGE)
    assert marks_of(file) == {}


def test_a_page_that_is_unknown_is_left_out(file: Path) -> None:
    mark_origin(file, URL, "")
    assert list(marks_of(file)) == ["user.xdg.origin.url"]


def test_a_file_or_disk_that_takes_no_marks_is_no_trouble(tmp_path: Path) -> None:
    mark_origin(tmp_path / "gone.pdf", URL, PAGE)
    if Path("/proc/self/status").exists():
        mark_origin(Path("/proc/self/status"), URL, PAGE)


def test_marks_that_are_too_long_for_the_disk_are_no_trouble(file: Path) -> None:
    for name in range(20):
        try:
            os.setxattr(file, f"user.full{name}", b"x" * 500)
        except OSError:
            break
    mark_origin(file, URL + "&" + "y" * 1900, PAGE + "/" + "z" * 1900)
    mark_origin(file, URL + "&" + "y" * 90_000, PAGE)
    assert file.read_bytes() == b"%PDF-1.7"


@pytest.mark.parametrize(
    ("address", "clean"),
    [
        (
            "https://me:secret@riverton.gov:8443/a.pdf?k=v#page=2",
            "https://riverton.gov:8443/a.pdf?k=v",
        ),
        ("https://a@b@riverton.gov/x", "https://riverton.gov/x"),
        ("HTTP://riverton.gov/a b.pdf", "http://riverton.gov/ab.pdf"),
        ("https://riverton.gov/Bürger/März.pdf", "https://riverton.gov/B%C3%BCrger/M%C3%A4rz.pdf"),
        ("https://riverton.gov/a\r\nZoneId=0\r\n", "https://riverton.gov/aZoneId=0"),
        ("https://riverton.gov/a\x00b\x1b", "https://riverton.gov/a%00b%1B"),
        ("https://riverton.gov/a%20b%0d%0a", "https://riverton.gov/a%20b%0d%0a"),
        ("javascript:alert(1)", ""),
        ("https://riverton.gov/" + "x" * 3_000, ""),
    ],
)
def test_an_address_is_written_without_secrets_on_one_line(address: str, clean: str) -> None:
    assert clean_address(address) == clean
    assert clean.isascii()


def test_linux_marks_have_the_names_that_file_managers_read() -> None:
    assert linux_marks(URL, "") == {"user.xdg.origin.url": URL.encode()}


def test_windows_reads_the_zone_of_the_internet() -> None:
    assert zone_identifier(URL, PAGE) == (
        f"[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl={PAGE}\r\nHostUrl={URL}\r\n"
    )
    assert zone_identifier(URL, "") == f"[ZoneTransfer]\r\nZoneId=3\r\nHostUrl={URL}\r\n"


def test_macos_reads_quarantine_and_where_from() -> None:
    marks = macos_marks(URL, PAGE, 1_760_000_000.9)
    assert marks["com.apple.quarantine"] == b"0081;68e77800;Skop Desktop;"
    where_from = marks["com.apple.metadata:kMDItemWhereFroms"]
    assert where_from.startswith(b"bplist00")
    assert plistlib.loads(where_from) == [URL, PAGE]
    alone = macos_marks(URL, "", 0)["com.apple.metadata:kMDItemWhereFroms"]
    assert plistlib.loads(alone) == [URL]
