"""Where a file came from, written into the marks that each system keeps beside a file.

Linux: the extended attributes ``user.xdg.origin.url`` and ``user.xdg.referrer.url`` (freedesktop,
CommonExtendedAttributes). Windows: the stream ``Zone.Identifier`` ([MS-FSCC] 5.6.1), by which
Office and SmartScreen are careful. macOS: ``com.apple.quarantine``, by which Gatekeeper is, and
``kMDItemWhereFroms``, which Finder shows.
"""

from __future__ import annotations

import ctypes
import os
import plistlib
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

_LEGAL: Final = "!#$%&'()*+,/:;=?@[]~"
_LONGEST: Final = 2_000
"""Characters; a file system keeps about 4 kB of marks with a file, all together."""

_FROM_THE_INTERNET: Final = 3
_DOWNLOADED: Final = "0081"
"""Quarantine flags: came by a download, and a person is to be asked before it runs."""

_NOT_THROUGH_LINKS: Final = 0x0001
"""XATTR_NOFOLLOW of sys/xattr.h on macOS."""

_APP: Final = "Skop Desktop"


def mark_origin(path: Path, url: str, source_page: str) -> None:
    """Writes where ``path`` came from; blocks on the disk.

    Never raises: a disk that keeps no marks (FAT, many network drives) takes the file all the same.
    """
    link, page = clean_address(url), clean_address(source_page)
    if not link:
        return
    try:
        if sys.platform == "win32":
            _write_stream(path, zone_identifier(link, page))
        elif sys.platform == "darwin":
            _write_macos(path, macos_marks(link, page, time.time()))
        else:
            _write_linux(path, linux_marks(link, page))
    except OSError:
        return


@lru_cache
def clean_address(address: str) -> str:
    """A web address as it may be written down: ASCII, no user name, password or fragment.

    Empty for anything that is not http or https, or that is too long to be kept.
    """
    try:
        parts = urlsplit("".join(address.split()))
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.netloc:
        return ""
    host = parts.netloc.rpartition("@")[2]
    bare = urlunsplit((parts.scheme, host, parts.path, parts.query, ""))
    clean = quote(bare, safe=_LEGAL)
    return clean if len(clean) <= _LONGEST else ""


def linux_marks(url: str, source_page: str) -> dict[str, bytes]:
    """Extended attributes by name."""
    marks = {"user.xdg.origin.url": url, "user.xdg.referrer.url": source_page}
    return {name: value.encode("ascii") for name, value in marks.items() if value}


def zone_identifier(url: str, source_page: str) -> str:
    """What the stream ``Zone.Identifier`` holds, lines ended as Windows ends them."""
    lines = ["[ZoneTransfer]", f"ZoneId={_FROM_THE_INTERNET}"]
    if source_page:
        lines.append(f"ReferrerUrl={source_page}")
    lines.append(f"HostUrl={url}")
    return "".join(f"{line}\r\n" for line in lines)


def macos_marks(url: str, source_page: str, now: float) -> dict[str, bytes]:
    """Extended attributes by name. ``now``: seconds since 1970."""
    where_from = [address for address in (url, source_page) if address]
    return {
        "com.apple.quarantine": f"{_DOWNLOADED};{int(now):08x};{_APP};".encode("ascii"),
        "com.apple.metadata:kMDItemWhereFroms": plistlib.dumps(where_from, fmt=plistlib.FMT_BINARY),
    }


if sys.platform == "win32":

    def _write_stream(path: Path, text: str) -> None:
        Path(f"{path}:Zone.Identifier").write_text(text, "ascii", newline="")

elif sys.platform == "darwin":

    def _write_macos(path: Path, marks: Mapping[str, bytes]) -> None:
        """Python has ``os.setxattr`` on Linux alone."""
        libc = ctypes.CDLL(None, use_errno=True)
        libc.setxattr.argtypes = (
            *(ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t),
            *(ctypes.c_uint32, ctypes.c_int),
        )
        for name, value in marks.items():
            size = len(value)
            if libc.setxattr(os.fsencode(path), name.encode(), value, size, 0, _NOT_THROUGH_LINKS):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))

else:

    def _write_linux(path: Path, marks: Mapping[str, bytes]) -> None:
        for name, value in marks.items():
            os.setxattr(path, name, value, follow_symlinks=False)
