"""The name in a ``Content-Disposition``: the TC2231 suite, the wild, and what is hostile.

The names of the suite's cases are those of greenbytes.de/tech/tc2231. Where it calls a header
invalid, browsers still take a name from most of them, and so do we: a name that somebody meant is
worth more than one made from a link.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skop_desktop.downloads.disposition import named_in

TC2231: tuple[tuple[str, bytes, str], ...] = (
    # Inline and attachment, without and with a plain name
    ("inlonly", b"inline", ""),
    ("inlonlyquoted", b'"inline"', ""),
    ("inlwithasciifilename", b'inline; filename="foo.html"', "foo.html"),
    ("inlwithfnattach", b'inline; filename="Not an attachment!"', "Not an attachment!"),
    ("inlwithasciifilenamepdf", b'inline; filename="foo.pdf"', "foo.pdf"),
    ("attonly", b"attachment", ""),
    ("attonlyquoted", b'"attachment"', ""),
    ("attonlyucase", b"ATTACHMENT", ""),
    ("attwithasciifilename", b'attachment; filename="foo.html"', "foo.html"),
    (
        "attwithasciifilename25",
        b'attachment; filename="0000000000111111111122222"',
        "0000000000111111111122222",
    ),
    (
        "attwithasciifilename35",
        b'attachment; filename="00000000001111111111222222222233333"',
        "00000000001111111111222222222233333",
    ),
    ("attwithasciifnescapedchar", b'attachment; filename="f\\oo.html"', "foo.html"),
    (
        "attwithasciifnescapedquote",
        b'attachment; filename="\\"quoting\\" tested.html"',
        '"quoting" tested.html',
    ),
    (
        "attwithquotedsemicolon",
        b'attachment; filename="Here\'s a semicolon;.html"',
        "Here's a semicolon;.html",
    ),
    ("attwithfilenameandextparam", b'attachment; foo="bar"; filename="foo.html"', "foo.html"),
    (
        "attwithfilenameandextparamescaped",
        b'attachment; foo="\\"\\\\";filename="foo.html"',
        "foo.html",
    ),
    ("attwithasciifilenameucase", b'attachment; FILENAME="foo.html"', "foo.html"),
    ("attwithasciifilenamenq", b"attachment; filename=foo.html", "foo.html"),
    ("attwithtokfncommanq", b"attachment; filename=foo,bar.html", "foo,bar.html"),
    ("attwithasciifilenamenqs", b"attachment; filename=foo.html ;", "foo.html"),
    ("attemptyparam", b"attachment; ;filename=foo", "foo"),
    ("attwithasciifilenamenqws", b"attachment; filename=foo bar.html", "foo bar.html"),
    # Browsers keep the single quotes; who sends them means quotes, and the ending would be lost.
    ("attwithfntokensq", b"attachment; filename='foo.bar'", "foo.bar"),
    ("attwithisofnplain", b'attachment; filename="foo-\xe4.html"', "foo-ä.html"),
    # The suite reads Latin-1; browsers read UTF-8 where it is that.
    ("attwithutf8fnplain", b'attachment; filename="foo-\xc3\xa4.html"', "foo-ä.html"),
    # Chrome and Edge decode percent signs where the suite leaves them; so many sites send them.
    ("attwithfnrawpctenca", b'attachment; filename="foo-%41.html"', "foo-A.html"),
    ("attwithfnusingpct", b'attachment; filename="50%.html"', "50%.html"),
    ("attwithfnrawpctencaq", b'attachment; filename="foo-%\\41.html"', "foo-A.html"),
    ("attwithnamepct", b'attachment; name="foo-%41.html"', ""),
    ("attwithfilenamepctandiso", b'attachment; filename="\xe4-%41.html"', "ä-A.html"),
    (
        "attwithfnrawpctenclong",
        b'attachment; filename="foo-%c3%a4-%e2%82%ac.html"',
        "foo-ä-€.html",
    ),
    ("attwithasciifilenamews1", b'attachment; filename ="foo.html"', "foo.html"),
    ("attwith2filenames", b'attachment; filename="foo.html"; filename="bar.html"', "foo.html"),
    ("attfnbrokentoken", b"attachment; filename=foo[1](2).html", "foo[1](2).html"),
    ("attfnbrokentokeniso", b"attachment; filename=foo-\xe4.html", "foo-ä.html"),
    ("attfnbrokentokenutf", b"attachment; filename=foo-\xc3\xa4.html", "foo-ä.html"),
    # What comes before the name is broken
    ("attmissingdisposition", b"filename=foo.html", "foo.html"),
    ("attmissingdisposition2", b"x=y; filename=foo.html", "foo.html"),
    ("attmissingdisposition3", b'"foo; filename=bar;baz"; filename=qux', "qux"),
    # Chrome takes all after the sign; two headers joined are meant, and the first counts.
    ("attmissingdisposition4", b"filename=foo.html, filename=bar.html", "foo.html"),
    ("emptydisposition", b"; filename=foo.html", "foo.html"),
    ("doublecolon", b": inline; attachment; filename=foo.html", "foo.html"),
    # Chrome gives up at the second type; the name is clear all the same.
    ("attandinline", b"inline; attachment; filename=foo.html", "foo.html"),
    ("attandinline2", b"attachment; inline; filename=foo.html", "foo.html"),
    # Firefox takes what stands in the quotes, Chrome a name with a quote in it.
    ("attbrokenquotedfn", b'attachment; filename="foo.html".txt', "foo.html"),
    ("attbrokenquotedfn2", b'attachment; filename="bar', "bar"),
    ("attbrokenquotedfn3", b'attachment; filename=foo"bar;baz"qux', 'foo"bar'),
    (
        "attmultinstances",
        b"attachment; filename=foo.html, attachment; filename=bar.html",
        "foo.html",
    ),
    ("attmissingdelim", b"attachment; foo=foo filename=bar", ""),
    ("attmissingdelim2", b"attachment; filename=bar foo=foo", "bar foo=foo"),
    ("attmissingdelim3", b"attachment filename=bar", ""),
    ("attreversed", b"filename=foo.html; attachment", "foo.html"),
    ("attconfusedparam", b"attachment; xfilename=foo.html", ""),
    ("attabspath", b'attachment; filename="/foo.html"', "foo.html"),
    ("attabspathwin", b'attachment; filename="\\\\foo.html"', "foo.html"),
    # Further parameters and types
    ("attcdate", b'attachment; creation-date="Wed, 12 Feb 1997 16:29:51 -0500"', ""),
    ("attmdate", b'attachment; modification-date="Wed, 12 Feb 1997 16:29:51 -0500"', ""),
    ("dispext", b"foobar", ""),
    ("dispextbadfn", b'attachment; example="filename=example.txt"', ""),
    # RFC 8187
    ("attwithisofn2231iso", b"attachment; filename*=iso-8859-1''foo-%E4.html", "foo-ä.html"),
    (
        "attwithfn2231utf8",
        b"attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html",
        "foo-ä-€.html",
    ),
    ("attwithfn2231noc", b"attachment; filename*=''foo-%c3%a4-%e2%82%ac.html", ""),
    ("attwithfn2231utf8comp", b"attachment; filename*=UTF-8''foo-a%cc%88.html", "foo-a\u0308.html"),
    # The suite wants it ignored; it is UTF-8 wrongly labelled, and nothing else makes sense.
    (
        "attwithfn2231utf8-bad",
        b"attachment; filename*=iso-8859-1''foo-%c3%a4-%e2%82%ac.html",
        "foo-ä-€.html",
    ),
    ("attwithfn2231iso-bad", b"attachment; filename*=utf-8''foo-%E4.html", ""),
    ("attwithfn2231ws1", b"attachment; filename *=UTF-8''foo-%c3%a4.html", ""),
    ("attwithfn2231ws2", b"attachment; filename*= UTF-8''foo-%c3%a4.html", "foo-ä.html"),
    ("attwithfn2231ws3", b"attachment; filename* =UTF-8''foo-%c3%a4.html", "foo-ä.html"),
    # Quotes are not allowed here; Firefox reads it all the same, and many sites send it.
    ("attwithfn2231quot", b"attachment; filename*=\"UTF-8''foo-%c3%a4.html\"", "foo-ä.html"),
    ("attwithfn2231quot2", b'attachment; filename*="foo%20bar.html"', ""),
    ("attwithfn2231singleqmissing", b"attachment; filename*=UTF-8'foo-%c3%a4.html", ""),
    # A sign that encodes nothing stands for itself, as in Chrome.
    ("attwithfn2231nbadpct1", b"attachment; filename*=UTF-8''foo%", "foo%"),
    ("attwithfn2231nbadpct2", b"attachment; filename*=UTF-8''f%oo.html", "f%oo.html"),
    ("attwithfn2231dpct", b"attachment; filename*=UTF-8''A-%2541.html", "A-%41.html"),
    ("attwithfn2231abspathdisguised", b"attachment; filename*=UTF-8''%5cfoo.html", "foo.html"),
    # RFC 2231 in pieces
    ("attfncont", b'attachment; filename*0="foo."; filename*1="html"', "foo.html"),
    ("attfncontqs", b'attachment; filename*0="foo"; filename*1="\\b\\a\\r.html"', "foobar.html"),
    (
        "attfncontenc",
        b"attachment; filename*0*=UTF-8''foo-%c3%a4; filename*1=\".html\"",
        "foo-ä.html",
    ),
    ("attfncontlz", b'attachment; filename*0="foo"; filename*01="bar"', "foo"),
    ("attfncontnc", b'attachment; filename*0="foo"; filename*2="bar"', "foo"),
    ("attfnconts1", b'attachment; filename*1="foo."; filename*2="html"', ""),
    ("attfncontord", b'attachment; filename*1="bar"; filename*0="foo"', "foobar"),
    # Both forms
    (
        "attfnboth",
        b"attachment; filename=\"foo-ae.html\"; filename*=UTF-8''foo-%c3%a4.html",
        "foo-ä.html",
    ),
    (
        "attfnboth2",
        b"attachment; filename*=UTF-8''foo-%c3%a4.html; filename=\"foo-ae.html\"",
        "foo-ä.html",
    ),
    (
        "attfnboth3",
        b"attachment; filename*0*=ISO-8859-15''a%3d%a4; filename*=ISO-8859-1''currency-sign%3d%a4",
        "currency-sign=¤",
    ),
    ("attnewandfn", b'attachment; foobar=x; filename="foo.html"', "foo.html"),
    # RFC 2047 does not belong here, and all browsers read it.
    ("attrfc2047token", b"attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=", "foo-ä.html"),
    (
        "attrfc2047quoted",
        b'attachment; filename="=?ISO-8859-1?Q?foo-=E4.html?="',
        "foo-ä.html",
    ),
)

IN_THE_WILD: tuple[tuple[str, bytes, str], ...] = (
    (
        "both, star last",
        b"attachment; filename=\"report.pdf\"; filename*=UTF-8''r%C3%A9union.pdf",
        "réunion.pdf",
    ),
    (
        "both, star first",
        b"attachment; filename*=UTF-8''APNG.7z; filename=\"x.7z\"",
        "APNG.7z",
    ),
    ("a language", b"attachment; filename*=iso-8859-1'en'%A3%20rates.pdf", "£ rates.pdf"),
    (
        "percent signs",
        b"attachment; filename=%E8%AD%B0%E4%BA%8B%E9%8C%B2.pdf",
        "議事録.pdf",
    ),
    ("bare UTF-8", 'attachment; filename="議事録.pdf"'.encode(), "議事録.pdf"),
    ("semicolon last", b'attachment; filename="a.tar.gz";', "a.tar.gz"),
    ("blanks", b"attachment; filename=Board Minutes 2024.pdf", "Board Minutes 2024.pdf"),
    ("escaped quotes", b'attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'),
    ("semicolon in quotes", b'attachment; filename="a;b.pdf"', "a;b.pdf"),
    ("encoded word", b'attachment; filename="=?UTF-8?B?w6kucGRm?="', "é.pdf"),
    ("a path", b'attachment; filename="../../etc/passwd"', "passwd"),
    ("no closing quote", b'attachment; filename="abc.pdf', "abc.pdf"),
    ("nothing but the name", b"filename=abc.pdf", "abc.pdf"),
    ("a Windows path", b'attachment; filename="C:\\docs\\new\\Minutes.pdf"', "Minutes.pdf"),
    ("a server of its own", b'attachment; filename="\\\\srv\\docs\\Minutes.pdf"', "Minutes.pdf"),
    ("quotes not escaped", b'attachment; filename="The "new" plan.pdf"', 'The "new" plan.pdf'),
    ("a bare star name", "attachment; filename*=UTF-8''議事録.pdf".encode(), "議事録.pdf"),
    (
        "two encoded words",
        b'attachment; filename="=?utf-8?Q?Sitzung_?= =?utf-8?Q?M=C3=A4rz.pdf?="',
        "Sitzung März.pdf",
    ),
    ("Korean word", b"attachment; filename==?eUc-Kr?b?v7m8+iAzLnBuZw==?=", "예술 3.png"),
    ("a broken word", b"attachment; filename==?utf-8?B?w6?=", "=?utf-8?B?w6?="),
    ("a word of no charset", b"attachment; filename==?rot13?Q?sbb?=", "=?rot13?Q?sbb?="),
    ("Windows-1252", b'attachment; filename="\x93Plan\x94.pdf"', "“Plan”.pdf"),
    ("half encoded", b"attachment; filename=%EC%98%88%EC%88%A.txt", "%EC%98%88%EC%88%A.txt"),
    ("an empty name", b'attachment; filename=""', ""),
    ("an empty star, then a name", b"attachment; filename*=; filename=a.pdf", "a.pdf"),
    ("an unknown charset, then a name", b"a; filename*=zip''x; filename=a.pdf", "a.pdf"),
    ("broken star, then a name", b"a; filename*=utf-8''%E4.pdf; filename=a.pdf", "a.pdf"),
    ("a folder", b'attachment; filename="docs/"', "docs"),
    ("two dots", b'attachment; filename=".."', ""),
    ("a hidden path", b"attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
    ("a hidden Windows path", b"attachment; filename=..%5c..%5cevil.pdf", "evil.pdf"),
    ("a NUL", b"attachment; filename=ab\0c.pdf", "abc.pdf"),
)


def titled(cases: tuple[tuple[str, bytes, str], ...]) -> pytest.MarkDecorator:
    plain = [(header, expected) for _, header, expected in cases]
    return pytest.mark.parametrize(("header", "expected"), plain, ids=[case[0] for case in cases])


@titled(TC2231)
def test_the_public_suite_is_read_as_browsers_do(header: bytes, expected: str) -> None:
    assert named_in(header) == expected


@titled(IN_THE_WILD)
def test_headers_that_sites_send_are_read_as_meant(header: bytes, expected: str) -> None:
    assert named_in(header) == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('attachment; filename="foo-Ã¤.html"', "foo-ä.html"),
        ('attachment; filename="議事録.pdf"', "議事録.pdf"),
        ('attachment; filename="Bürger.pdf"', "Bürger.pdf"),
    ],
)
def test_a_header_that_a_client_decoded_is_read_too(header: str, expected: str) -> None:
    assert named_in(header) == expected


SHARDS = st.sampled_from(
    [
        *("filename", "filename*", "filename*0", "filename*0*", "filename*1*", "=", ";", '"', "\\"),
        *("attachment", "inline", ",", " ", "'", "''", "UTF-8''", "utf-7''", "%2F", "%5c", "%00"),
        *(
            "../",
            "..\\",
            "..",
            "/",
            "C:\\",
            "=?",
            "?=",
            "=?utf-8?Q?",
            "=?utf-8?B?Li4v?=",
            "\0",
            "%",
        ),
        *("idna''", "unicode_escape''", "punycode''", "hex''", "undefined''", "%E4", "\xff", "議"),
    ]
)
HOSTILE = st.lists(st.one_of(SHARDS, st.text(max_size=6)), max_size=14).map("".join)


@given(st.one_of(HOSTILE, st.binary(max_size=200)))
@example("attachment; filename*=UTF-8''%2e%2e")
@example('filename="=?utf-8?B?Li4vLi4veA==?="')
@example('filename="a\\')
@example("filename*0*=x'y'%2e; filename*1=./a")
def test_whatever_is_sent_the_result_is_no_path(header: str | bytes) -> None:
    named = named_in(header)
    assert not re.search(r"[/\\\0]", named)
    assert named not in {".", ".."}
    assert named == named.strip()


@pytest.mark.parametrize(
    "header",
    [
        b'filename="' + b"\\" * 200_000,
        b"filename=" + b'"a' * 100_000,
        b";" * 200_000 + b"filename=a",
        b"filename=" + b"=?utf-8?Q?" * 20_000,
        b"filename=" + b", " * 100_000,
        b'"' * 200_000,
        b"".join(b"filename*%d=a;" % number for number in range(20_000)),
        b"a" * 200_000 + b"=",
    ],
)
@pytest.mark.timeout(30)
def test_a_header_made_to_be_slow_is_not(header: bytes) -> None:
    assert len(named_in(header)) < 20_000
