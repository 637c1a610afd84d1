"""What first bytes say."""

from __future__ import annotations

import pytest

from skop_desktop.downloads.sniff import Kind, is_page_instead, sniff

LOGIN = b"<form><input type='password'></form>"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\xef\xbb\xbf\r\n" + b" " * 200 + b"%PDF-1.4", Kind.PDF),
        (b"<!-- x --><html>" + b" " * 200 + b"%PDF-1.4", Kind.PDF),
        (b"PK\x03\x04rest", Kind.ZIP),
        (bytes.fromhex("d0cf11e0a1b11ae1"), Kind.OLE),
        (b"{\\rtf1\\ansi", Kind.RTF),
        (b"<!DOCTYPE html><html>", Kind.HTML),
        (b"\n\n   <html><body>404", Kind.HTML),
        (b"<!-- made by x -->\n<HTML >", Kind.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', Kind.HTML),
        (b'<?xml version="1.0"?><rss/>', Kind.XML),
        (b'{"error":"rate limit"}', Kind.JSON),
        (b'[{"a": 1}]', Kind.JSON),
        (b"plain words", Kind.UNKNOWN),
        (b"", Kind.UNKNOWN),
    ],
)
def test_content_is_told_by_its_first_bytes(head: bytes, kind: Kind) -> None:
    assert sniff(head) is kind


@pytest.mark.parametrize(
    ("ending", "head", "expected"),
    [
        ("pdf", b"<html>", True),
        ("pdf", b'{"error": 1}', True),
        ("docx", b"<html>", True),
        ("pdf", b"%PDF-1.7", False),
        ("pdf", b"no known start", False),
        ("html", b"<html>", False),
        ("", b"<html>", False),
        ("txt", b"<html>", False),
        ("xls", b"<html><table><tr><td>1", False),
        ("xls", b"<html>" + LOGIN, True),
    ],
)
def test_a_page_in_place_of_a_document_is_noticed(ending: str, head: bytes, expected: bool) -> None:
    assert is_page_instead(ending, head) is expected
