"""First bytes of the kinds of files that a website may send, and the endings they stand for.

Sources: WHATWG MIME Sniffing, the formats' own descriptions, PRONOM (nationalarchives.gov.uk).
"""

from __future__ import annotations

from typing import Final

AT_START: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"II+\0", "tif"),
    (b"MM\0+", "tif"),
    (b"8BPS", "psd"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "jp2"),
    (b"AT&TFORM", "djvu"),
    (b"{\\rtf", "rtf"),
    (b"%!PS-Adobe-3.0 EPSF", "eps"),
    (b"%!PS", "ps"),
    (b"\xc5\xd0\xd3\xc6", "eps"),
    (b"\xffWPC", "wpd"),
    (b"\0\1\0\0Standard Jet DB", "mdb"),
    (b"\0\1\0\0Standard ACE DB", "accdb"),
    (b"SQLite format 3\0", "sqlite"),
    (b"PAR1", "parquet"),
    (b"\0\0\x27\x0a\0\0\0\0", "shp"),
    (b"AC10", "dwg"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"ID3", "mp3"),
    (b"\xff\xfb", "mp3"),
    (b"\xff\xf3", "mp3"),
    (b"\xff\xf2", "mp3"),
    (b"\xff\xfa", "mp3"),
    (b"\xff\xf1", "aac"),
    (b"\xff\xf9", "aac"),
    (b"\0\0\1\xba", "mpg"),
    (b"\0\0\1\xb3", "mpg"),
    (b"\0\0\1\0\1\0", "ico"),
    (b"OggS", "ogg"),
    (b"fLaC", "flac"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"BEGIN:VCALENDAR", "ics"),
    (b"BEGIN:VCARD", "vcf"),
)

PROGRAMS_AT_START: Final = (
    (b"\x7fELF", "elf"),
    (b"\xfe\xed\xfa\xce", "macho"),
    (b"\xfe\xed\xfa\xcf", "macho"),
    (b"\xce\xfa\xed\xfe", "macho"),
    (b"\xcf\xfa\xed\xfe", "macho"),
    (b"\xca\xfe\xba\xbe", "class"),
    (b"\xca\xfe\xba\xbf", "macho"),
    (b"dex\n0", "dex"),
    (b"\0asm\1\0\0\0", "wasm"),
    (b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F", "lnk"),
    (b"ITSF\3\0\0\0", "chm"),
    (b"!<arch>\ndebian-binary", "deb"),
    (b"\xed\xab\xee\xdb", "rpm"),
    (b"xar!\0\x1c", "pkg"),
    (b"Cr24", "crx"),
    (b"FWS", "swf"),
    (b"CWS", "swf"),
    (b"ZWS", "swf"),
)

FURTHER_IN: Final = (
    (257, b"ustar", "tar"),
    (60, b"BOOKMOBI", "mobi"),
    (4, b"moov", "mov"),
    (4, b"mdat", "mov"),
    (4, b"wide", "mov"),
)
"""Offset, bytes, ending."""

TEXT_PROGRAMS: Final = (
    (b"#!/", "sh"),
    (b"#! /", "sh"),
    (b"@echo off", "bat"),
    (b"windows registry editor version", "reg"),
    (b"regedit4", "reg"),
    (b"[internetshortcut]", "url"),
    (b"[desktop entry]", "desktop"),
    (b"<?php", "php"),
)
"""Compared without case, after a byte order mark and blanks."""

RIFF: Final = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}
"""The form of a ``RIFF`` file, its bytes 8 to 12."""

MEDIA_BRANDS: Final = {
    b"heic": "heic",
    b"heix": "heic",
    b"hevc": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
    b"avif": "avif",
    b"avis": "avif",
    b"qt  ": "mov",
    b"M4A ": "m4a",
    b"M4B ": "m4a",
}
"""Brands of ISO base media files (ISO/IEC 14496-12), bytes 8 to 12; all others are ``mp4``."""
