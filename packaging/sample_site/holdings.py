"""What the meetings left: minutes, agendas, packets, under the names that clerks gave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sample_site import documents
from sample_site.prose import meeting_writing
from sample_site.town import (
    BOARD_MEETINGS,
    FINANCE_MEETINGS,
    LIBRARY_MEETINGS,
    PARKS_MEETINGS,
    PLANNING_MEETINGS,
    SCHOOL_MEETINGS,
    Meeting,
    Paper,
    long_date,
)


@dataclass(frozen=True, slots=True)
class Document:
    """A file of the site. ``path`` starts with ``/`` and is not percent-encoded."""

    path: str
    title: str
    day: date
    content: bytes

    @property
    def kind(self) -> str:
        """The ending in capitals, as links on the pages name it."""
        return self.path.rpartition(".")[2].upper()


def meeting_papers() -> dict[tuple[Meeting, Paper], Document]:
    """Minutes, agendas and packets, by meeting."""
    held: dict[tuple[Meeting, Paper], Document] = {}
    for number, meeting in enumerate(BOARD_MEETINGS):
        held[meeting, Paper.MINUTES] = _board_minutes(meeting, number)
        if meeting.day.year >= 2023 and meeting.day.month % 2 == 0:
            held[meeting, Paper.AGENDA] = _board_agenda(meeting)
        if meeting.day.year >= 2024 and meeting.day.month in {4, 10}:
            held[meeting, Paper.PACKET] = _board_packet(meeting)
    for meeting in PLANNING_MEETINGS:
        held[meeting, Paper.MINUTES] = _planning(meeting, Paper.MINUTES)
        if meeting.day.year == 2024 and meeting.day.month > 6:
            held[meeting, Paper.AGENDA] = _planning(meeting, Paper.AGENDA)
    for meeting in (*FINANCE_MEETINGS, *LIBRARY_MEETINGS):
        held[meeting, Paper.MINUTES] = _committee_word(meeting)
    for meeting in PARKS_MEETINGS:
        held[meeting, Paper.MINUTES] = _parks_text(meeting)
    for meeting in SCHOOL_MEETINGS:
        held[meeting, Paper.MINUTES] = Document(
            f"/files/school-building/SBC-minutes-{meeting.day:%Y-%m-%d}.pdf",
            f"School Building Committee minutes, {long_date(meeting.day)}",
            meeting.day,
            documents.pdf(meeting_writing(meeting, Paper.MINUTES)),
        )
    return held


def _board_minutes(meeting: Meeting, number: int) -> Document:
    """Five clerks, five ways to name a file: real archives are like this."""
    day = meeting.day
    names = (
        f"{day:%Y}/{day:%Y-%m-%d}-board-minutes.pdf",
        f"{day:%Y}/TB_Minutes_{day:%m%d%y}.pdf",
        f"{day:%Y}/Board Minutes {long_date(day).replace(',', '')}.pdf",
        f"{day:%Y}/{day:%m%d%y}m.pdf",
        f"{day:%Y}/minutes-{day:%b-%d-%Y}.pdf".lower(),
    )
    name = names[number % len(names)]
    if (day.year, day.month) == (2024, 12):
        name = "2025/Board-Minutes-12-10-2024-approved-1-14-2025.pdf"
    special = " (special meeting)" if meeting.kind.startswith("special") else ""
    return Document(
        f"/files/board/minutes/{name}",
        f"Board minutes, {long_date(day)}{special}",
        day,
        documents.pdf(meeting_writing(meeting, Paper.MINUTES)),
    )


def _board_agenda(meeting: Meeting) -> Document:
    return Document(
        f"/files/board/agendas/{meeting.day:%Y}/{meeting.day:%Y-%m-%d}-board-agenda.pdf",
        f"Board agenda, {long_date(meeting.day)}",
        meeting.day,
        documents.pdf(meeting_writing(meeting, Paper.AGENDA)),
    )


def _board_packet(meeting: Meeting) -> Document:
    return Document(
        f"/files/board/packets/{meeting.day:%Y-%m}-packet.pdf",
        f"Board packet, {long_date(meeting.day)}",
        meeting.day,
        documents.pdf(meeting_writing(meeting, Paper.PACKET), new_page_before="Attachment"),
    )


def _planning(meeting: Meeting, paper: Paper) -> Document:
    return Document(
        f"/files/planning/{meeting.day:%Y}/PB-{paper}-{meeting.day:%m-%d-%Y}.pdf",
        f"Planning Board {paper}, {long_date(meeting.day)}",
        meeting.day,
        documents.pdf(meeting_writing(meeting, paper)),
    )


def _committee_word(meeting: Meeting) -> Document:
    body = meeting.body
    return Document(
        f"/files/{body.folder}/{body.folder}-minutes-{meeting.day:%B-%Y}.docx".lower(),
        f"{body.short} minutes, {long_date(meeting.day)}",
        meeting.day,
        documents.word(meeting_writing(meeting, Paper.MINUTES)),
    )


def _parks_text(meeting: Meeting) -> Document:
    return Document(
        f"/files/parks/{meeting.day:%Y%m%d}.txt",
        f"Parks Commission minutes, {long_date(meeting.day)}",
        meeting.day,
        documents.text(meeting_writing(meeting, Paper.MINUTES)),
    )
