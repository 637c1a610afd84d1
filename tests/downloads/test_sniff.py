"""What first bytes say."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skop_desktop.downloads.sniff import (
    HEAD,
    ending_of_head,
    is_page_instead,
    is_program_instead,
    is_sign_in,
)
from tests.support.made_files import office, ole, open_document, pdf, seven_zip, zipped

LOGIN = b"<form><input type='password'></form>"
PAGE = b"<!DOCTYPE html><html><head><title>Documents</title></head><body>"


@pytest.mark.parametrize(
    ("head", "ending"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"%PDF 17\n", "pdf"),
        (b"\xef\xbb\xbf\r\n" + b" " * 200 + b"%PDF-1.4", "pdf"),
        (b"<!-- x --><html>" + b" " * 200 + b"%PDF-1.4", "pdf"),
        (b"<html>" + b" " * 1_100 + b"%PDF-1.4", "html"),
        (b"<html><script>if (head.startsWith('%PDF')) show()</script>", "html"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"<!DOCTYPE html><html>", "html"),
        (b"\n\n   <html><body>404", "html"),
        (b"<!-- made by x -->\n<HTML >", "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', "html"),
        (b"<p>Not found</p>", "html"),
        (codecs.BOM_UTF16_LE + "<html><body>".encode("utf-16-le"), "html"),
        (codecs.BOM_UTF16_BE + "  <html><body>".encode("utf-16-be"), "html"),
        (b'<?xml version="1.0"?><rss/>', "rss"),
        (b'<?xml version="1.0"?><!-- a --><kml xmlns="x">', "kml"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x"><svg>', "svg"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "svg"),
        (b'<?xml version="1.0"?><w:wordDocument>', "xml"),
        (b'{"error":"rate limit"}', "json"),
        (b'[{"a": 1}]', "json"),
        (b"{}", "json"),
        (b"plain words", "txt"),
        ("Bürger\n".encode("latin-1"), "txt"),
        (b"<3 is a heart", "txt"),
        (b"From: a@b.org\r\nSubject: x\r\n", "eml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "mht"),
        (b"BEGIN:VCALENDAR\r\n", "ics"),
        (b"", ""),
        (b" \r\n\t", ""),
        (b"\0\1\2\3", ""),
        (b"\x89PNG\r\n\x1a\n\0", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "jpg"),
        (b"GIF89a\1\0", "gif"),
        (b"II*\0\x08", "tif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp"),
        (b"RIFF\0\0\0\0WAVEfmt ", "wav"),
        (b"BM\x36\0\0\0\0\0\0\0\x36", "bmp"),
        (b"BM is short for something\n", "txt"),
        (b"AT&TFORM\0\0\0\0DJVU", "djvu"),
        (b"%!PS-Adobe-3.0\n", "ps"),
        (b"\x1f\x8b\x08\0\0", "gz"),
        (b"BZh91AY&SY", "bz2"),
        (b"Rar!\x1a\x07\x01\0", "rar"),
        (seven_zip(), "7z"),
        (b"readme.txt".ljust(257, b"\0") + b"ustar\x0000", "tar"),
        (b"ID3\3\0\0", "mp3"),
        (b"\xff\xfb\x90\x64", "mp3"),
        (b"\0\0\0\x18ftypmp42\0\0", "mp4"),
        (b"\0\0\0\x18ftypheic\0\0", "heic"),
        (b"\0\0\0\x14ftypqt  \0\0", "mov"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x86\x81\1webm", "webm"),
        (b"OggS\0\2", "ogg"),
        (b"\xffWPC\x10\0", "wpd"),
        (b"SQLite format 3\0", "sqlite"),
        (b"x".ljust(60, b"\0") + b"BOOKMOBI", "mobi"),
        (b"MZ\x90\0\3\0\0\0", "exe"),
        (b"MZ stands for Mark Zbikowski\n", "txt"),
        (b"\x7fELF\2\1\1\0", "elf"),
        (b"\xcf\xfa\xed\xfe\7\0\0\1", "macho"),
        (b"\xca\xfe\xba\xbe\0\0\0\x34", "class"),
        (b"#!/bin/sh\nrm -rf ~\n", "sh"),
        (b"\xef\xbb\xbf#!/usr/bin/env python3\n", "sh"),
        (b"@ECHO OFF\r\ndel *.*\r\n", "bat"),
        (b"[InternetShortcut]\r\nURL=https://a.org\r\n", "url"),
        (b"[Desktop Entry]\nExec=sh\n", "desktop"),
        (codecs.BOM_UTF16_LE + "Windows Registry Editor Version 5.00".encode("utf-16-le"), "reg"),
        (b"<html><head><HTA:APPLICATION ID=x>", "hta"),
        (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F\0", "lnk"),
        (office("word/document.xml"), "docx"),
        (open_document("text"), "odt"),
        (zipped("a.txt"), ""),
        (ole("WordDocument"), ""),
    ],
)
def test_content_is_told_by_its_first_bytes(head: bytes, ending: str) -> None:
    assert ending_of_head(head[:HEAD]) == ending


@pytest.mark.parametrize(
    ("ending", "head", "expected"),
    [
        ("pdf", b"<html>", True),
        ("pdf", b'{"error": 1}', True),
        ("pdf", b"Too many requests\n", True),
        ("pdf", b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', True),
        ("docx", b"<html>", True),
        ("zip", b"<html>", True),
        ("pdf", b"%PDF-1.7", False),
        ("pdf", b"no known start\0\1", False),
        ("pdf", zipped("a.pdf"), False),
        ("html", b"<html>", False),
        ("", b"<html>", False),
        ("txt", b"<html>", False),
        ("csv", b"a;b\n1;2\n", False),
        ("rtf", b"plain words", False),
        ("xls", b"<html><table><tr><td>1", False),
        ("xls", b"a\tb\n1\t2\n", False),
        ("xls", b"<html>" + LOGIN, True),
        ("doc", codecs.BOM_UTF16_LE + ("<html>" + LOGIN.decode()).encode("utf-16-le"), True),
    ],
)
def test_a_page_in_place_of_a_document_is_noticed(ending: str, head: bytes, expected: bool) -> None:
    assert is_page_instead(ending, head) is expected


@pytest.mark.parametrize(
    ("expected_ending", "head", "is_instead"),
    [
        ("pdf", b"MZ\x90\0\3", True),
        ("docx", b"\x7fELF\2", True),
        ("txt", b"#!/bin/sh\n", True),
        ("pdf", zipped("AndroidManifest.xml", "classes.dex"), True),
        ("exe", b"MZ\x90\0\3", False),
        ("", b"MZ\x90\0\3", False),
        ("pdf", pdf(), False),
        ("html", PAGE, False),
    ],
)
def test_a_program_that_poses_as_a_document_is_noticed(
    expected_ending: str, head: bytes, is_instead: bool
) -> None:
    assert is_program_instead(expected_ending, ending_of_head(head)) is is_instead


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (PAGE + LOGIN, "https://a.org/minutes.pdf", True),
        (PAGE + b" " * 5_000 + b'<INPUT id="p" TYPE = password>', "https://a.org/x.pdf", True),
        (b"<html><title>Sign in to Riverton</title>", "https://a.org/x.pdf", True),
        (b"<html><title>Log-in</title>", "https://a.org/x.pdf", True),
        (PAGE, "https://a.org/login?next=/minutes.pdf", True),
        (PAGE, "https://a.org/users/sign_in", True),
        (PAGE, "https://a.org/Account/Login.aspx", True),
        (PAGE, "https://a.org/oauth2/v2.0/authorize?client_id=1", True),
        (PAGE, "https://login.microsoftonline.com/common/", True),
        (PAGE, "https://sso.riverton.gov/", True),
        (PAGE, "https://a.org/cgi-bin/saml2/start", True),
        (PAGE, "https://a.org/minutes.pdf", False),
        (PAGE, "https://a.org/authors/cassandra/associations.html", False),
        (PAGE, "https://a.org/authority/blogging-in-ssorted.html", False),
        (PAGE, "https://loginsville.gov/minutes.pdf", False),
        (b"<html><title>Using blogs and signage</title>", "https://a.org/", False),
        (pdf(), "https://a.org/login/minutes.pdf", False),
        (PAGE, "http://[", False),
    ],
)
def test_a_page_that_asks_for_a_sign_in_is_told_from_others(
    head: bytes, url: str, expected: bool
) -> None:
    assert is_sign_in(head, url) is expected


STARTS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"<",
        b"<!--",
        b"<?xml",
        b"{",
        b"%PDF",
        b"MZ",
        b"RIFF",
        b"\xff\xfe",
        b"#!/",
    ]
)


@given(STARTS, st.binary(max_size=300))
@example(b"PK\x03\x04", b"\xff" * 40)
def test_no_bytes_are_too_strange(start: bytes, rest: bytes) -> None:
    head = start + rest
    ending = ending_of_head(head)
    assert ending == ending.lower()
    is_page_instead("pdf", head)
    is_sign_in(head, "https://a.org/x")


@pytest.mark.parametrize(
    "head",
    [
        b"<!---->" * 1_200 + b"x",
        b"<!--" * 2_000,
        b"<?xml " * 1_300,
        b"<title" * 1_300,
        b"<html>" + b"<input " * 1_100,
        b"<html>" + b"<title>" * 1_100 + b"sign i",
        b"From " * 1_600,
        b"PK\x03\x04" * 2_000,
        b" " * HEAD,
        b"[" * HEAD,
    ],
)
@pytest.mark.timeout(30)
def test_bytes_made_to_be_slow_are_not(head: bytes) -> None:
    for _ in range(50):
        ending_of_head(head)
        is_sign_in(head, "https://a.org/" + "log" * 500)
