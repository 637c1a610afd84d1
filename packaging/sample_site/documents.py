"""Writings as files, the same on every run: no clock, no chance, PDFs without compression."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import docx
import xlsxwriter
from docx.oxml.ns import qn
from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Spacer

from sample_site.prose import Writing

WRITTEN: Final = datetime(2025, 5, 2, 9, 0, tzinfo=UTC)
"""The date in the properties of each file."""

LINE: Final = 78
ZIP_DATE: Final = (2025, 5, 2, 9, 0, 0)
ACCENT: Final = colors.HexColor("#23566b")
_ISSUER = ParagraphStyle("issuer", fontName="Helvetica", fontSize=10, textColor=ACCENT)
_TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=18, leading=24)
_DATE = ParagraphStyle("date", fontName="Helvetica", fontSize=11, leading=18, textColor="#555555")
_HEADING = ParagraphStyle(
    "heading", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=12, spaceAfter=3
)
_BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=15, spaceAfter=5)


class _SameEveryTime(Canvas):  # type: ignore[misc]  # reportlab has no types
    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{**options, "invariant": 1, "pageCompression": 0})


def pdf(writing: Writing, *, new_page_before: str = "") -> bytes:
    """A PDF in letter size; a heading that starts with ``new_page_before`` starts a page."""
    story: list[Flowable] = [
        Paragraph(writing.issuer, _ISSUER),
        Spacer(1, 8),
        Paragraph(writing.title, _TITLE),
        Paragraph(writing.subtitle, _DATE),
        HRFlowable(width="100%", color=ACCENT, spaceBefore=4, spaceAfter=6),
    ]
    for section in writing.sections:
        starts_page = bool(new_page_before) and section.heading.startswith(new_page_before)
        style = _HEADING.clone("first", pageBreakBefore=1) if starts_page else _HEADING
        story.append(Paragraph(section.heading.replace("&", "&amp;"), style))
        story += [Paragraph(text.replace("&", "&amp;"), _BODY) for text in section.paragraphs]
    target = io.BytesIO()
    SimpleDocTemplate(
        target,
        pagesize=LETTER,
        leftMargin=inch,
        rightMargin=inch,
        topMargin=inch,
        bottomMargin=inch,
        title=f"{writing.title}, {writing.subtitle}",
        author=writing.issuer,
    ).build(story, canvasmaker=_SameEveryTime)
    return target.getvalue()


def word(writing: Writing) -> bytes:
    """A DOCX with headings, without the template's table styles and preview picture."""
    document = docx.Document()
    _slim(document)
    facts = document.core_properties
    facts.title, facts.author = f"{writing.title}, {writing.subtitle}", writing.issuer
    facts.created = facts.modified = WRITTEN
    document.add_paragraph(writing.issuer)
    document.add_heading(writing.title, 1)
    document.add_paragraph(writing.subtitle)
    for section in writing.sections:
        document.add_heading(section.heading, 2)
        for text in section.paragraphs:
            document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return _dated(target.getvalue())


def _slim(document: docx.document.Document) -> None:
    for style in list(document.styles):
        said = style.element.get
        if said(qn("w:type")) == "table" and not said(qn("w:default")):
            style.delete()
    for relations, unwanted in (
        (document.part.rels, ("stylesWithEffects", "customXml")),
        (document.part.package.rels, ("thumbnail",)),
    ):
        for key in [k for k, r in relations.items() if r.reltype.endswith(unwanted)]:
            del relations[key]


def sheet(title: str, header: Sequence[str], rows: Sequence[Sequence[str | float]]) -> bytes:
    """An XLSX of one sheet with a bold header and a total under each column of figures."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": WRITTEN.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        money = book.add_format({"num_format": "#,##0"})
        page = book.add_worksheet("Figures")
        page.set_column(0, 0, 34)
        page.set_column(1, len(header), 16)
        page.write_row(0, 0, [title], bold)
        page.write_row(2, 0, header, bold)
        for number, row in enumerate(rows, 3):
            page.write_row(number, 0, row, money)
        total = 3 + len(rows)
        page.write(total, 0, "Total", bold)
        for column in range(1, len(header)):
            letter = chr(ord("A") + column)
            figure = sum(float(row[column]) for row in rows)
            page.write_formula(total, column, f"=SUM({letter}4:{letter}{total})", money, figure)
    return _dated(target.getvalue())


def text(writing: Writing) -> bytes:
    """A plain text, UTF-8, in lines of ``LINE`` characters at most."""
    lines = [writing.issuer, writing.title.upper(), writing.subtitle, ""]
    for section in writing.sections:
        lines += [section.heading, "-" * len(section.heading)]
        for paragraph in section.paragraphs:
            lines += [*_wrapped(paragraph), ""]
    return "\n".join(lines).encode()


def _wrapped(paragraph: str) -> list[str]:
    lines = [""]
    for item in paragraph.split():
        if len(lines[-1]) + len(item) > LINE - 1:
            lines.append(item)
        else:
            lines[-1] = f"{lines[-1]} {item}".strip()
    return lines


def _dated(archive: bytes) -> bytes:
    """The same zip with one date and one set of flags for each member."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as made,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as kept,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            kept.writestr(entry, made.read(name))
    return target.getvalue()
