"""What is written in the documents: the business of a small town."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from sample_site.town import ADDRESS, TOWN, Meeting, Paper, long_date


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """A document before it takes the form of a PDF, a DOCX or a TXT."""

    issuer: str
    title: str
    subtitle: str
    sections: tuple[Section, ...]


class Business(NamedTuple):
    """A matter that comes before a board: what is reported, what is moved."""

    heading: str
    report: str
    motion: str


BUSINESS: Final = (
    Business(
        "Culvert on Mill Street",
        "The Superintendent of Highways reported that the culvert below the old mill has lost part "
        "of its stone facing. Three quotes were received. The lowest, from Brandt & Sons, is for "
        "$48,200 and includes traffic control for nine days.",
        "to accept the quote of Brandt & Sons and to ask the state for emergency road aid",
    ),
    Business(
        "Hours of the transfer station",
        "Residents of the east side asked for one evening a week. The trial from May to October "
        "brought 312 visits, most of them between five and six o'clock.",
        "to keep the station open on Thursdays until seven o'clock for one more season",
    ),
    Business(
        "Water main, Orchard Lane",
        "The engineer presented drawings for 1,850 feet of new main. Two hydrants move to the "
        "north side of the lane. The work can be done without a road closure.",
        "to put the project out to bid with a closing date four weeks from today",
    ),
    Business(
        "Swimming at the Mere",
        "Samples were clear in all eleven weeks. The lifeguards' stand needs new boards, and the "
        "commission asks for a second ring buoy at the jetty.",
        "to spend up to $1,400 from the recreation reserve",
    ),
    Business(
        "Reading room roof",
        "The library reported two leaks over the local history shelves. No documents were lost. "
        "A temporary cover holds until the slates arrive.",
        "to approve the repair and to claim the cost from the insurer",
    ),
    Business(
        "Parking on market days",
        "Shopkeepers and residents disagreed about the two-hour limit. The clerk counted cars on "
        "four Saturdays and found that one space in five is taken all day.",
        "to hold a public hearing before any change of the limit",
    ),
    Business(
        "Plow contract",
        "The contractor offers the same rate for two more winters if the town stores the salt. "
        "The shed has room for 220 tons, enough for an average winter.",
        "to renew the contract for two winters at the present rate",
    ),
    Business(
        "Grant for the footbridge",
        "The state will pay 80 percent of a new footbridge to the school, up to $260,000. The "
        "town's share can come from the capital reserve without borrowing.",
        "to accept the grant and to name the Supervisor as signatory",
    ),
    Business(
        "Dog licenses",
        "The clerk reported 418 licensed dogs, eleven more than a year ago, and thanked the "
        "volunteers of the spring clinic.",
        "to leave the fee unchanged",
    ),
    Business(
        "Street lights",
        "The change to LED lamps has cut the bill by 38 percent. Nine lamps on Station Road are "
        "still too bright for the neighbors and will get shades.",
        "to close the project and to publish the figures",
    ),
    Business(
        "Visit from the sister town",
        "Twenty-two guests from Kleinmühlbrück arrive in June. Host families are still needed for "
        "four of them. The brass band asks for the use of the green.",
        "to open the green to the band on both evenings",
    ),
)


def meeting_writing(meeting: Meeting, paper: Paper) -> Writing:
    """Minutes, agenda or packet of a meeting, worded from its date."""
    business = [BUSINESS[(meeting.number * 3 + step * 2) % len(BUSINESS)] for step in range(4)]
    sections = {
        Paper.MINUTES: _minutes,
        Paper.AGENDA: _agenda,
        Paper.PACKET: _packet,
    }[paper](meeting, business)
    titles = {
        Paper.MINUTES: f"Minutes of the {meeting.kind}",
        Paper.AGENDA: f"Agenda for the {meeting.kind}",
        Paper.PACKET: "Meeting packet",
    }
    return Writing(
        f"{TOWN} · {meeting.body.name}", titles[paper], long_date(meeting.day), tuple(sections)
    )


def _minutes(meeting: Meeting, business: list[Business]) -> list[Section]:
    members = meeting.body.members
    opened = (
        f"The {meeting.kind} of the {meeting.body.name} was called to order at 7:00 p.m. at "
        f"{meeting.body.place} by {members[0]}."
    )
    present = (
        f"Present: {'; '.join(members)}. Also present: the Town Clerk and "
        f"{3 + meeting.number % 19} members of the public."
    )
    opening = Section("Call to order", (opened, present))
    items = [
        Section(f"{n}. {item.heading}", (item.report, _vote(meeting, n, item.motion)))
        for n, item in enumerate(business, 1)
    ]
    closing = Section(
        "Adjournment",
        (
            f"The meeting was adjourned at 8:{10 + meeting.number % 45} p.m.",
            f"Respectfully submitted, Town Clerk, {ADDRESS}.",
        ),
    )
    return [opening, *items, closing]


def _vote(meeting: Meeting, number: int, motion: str) -> str:
    members = meeting.body.members
    mover, seconder = (_surname(members[(number + n) % len(members)]) for n in (0, 1))
    return (
        f"On a motion by {mover}, seconded by {seconder}, the {meeting.body.name} voted, "
        f"{len(members) - (meeting.number + number) % 2} in favor, {motion}."
    )


def _surname(member: str) -> str:
    return member.partition(",")[0].rpartition(" ")[2]


def _agenda(meeting: Meeting, business: list[Business]) -> list[Section]:
    lines = ["Call to order and roll call", "Approval of the minutes of the last meeting"]
    lines += [heading for heading, _, _ in business]
    lines += ["Public comment (three minutes a speaker)", "Adjournment"]
    return [
        Section("Time and place", (f"7:00 p.m., {meeting.body.place}. The public is welcome.",)),
        Section("Order of business", tuple(f"{n}. {line}" for n, line in enumerate(lines, 1))),
    ]


def _packet(meeting: Meeting, business: list[Business]) -> list[Section]:
    reports = [
        Section(f"Attachment {letter}: {heading}", (report, report_note(heading)))
        for letter, (heading, report, _) in zip("ABCD", business, strict=True)
    ]
    return [*_agenda(meeting, business), *reports]


def report_note(heading: str) -> str:
    """The paragraph that staff reports end with."""
    return (
        f"Staff recommendation: that the matter “{heading}” be discussed and, if the members "
        "agree, put to a vote. Figures are as of the last day of the month before the meeting."
    )


def report_writing(title: str, subtitle: str, *headings: str) -> Writing:
    """A report, an ordinance, a form: a title, a date and a section for each heading."""
    sections = tuple(
        Section(heading, (_REPORT[(len(title) + number) % len(_REPORT)],))
        for number, heading in enumerate(headings)
    )
    return Writing(TOWN, title, subtitle, sections)


_REPORT: Final = (
    (
        "This section sets out what the town is bound to do and who answers for it. It applies to "
        "all land and buildings within the town and takes effect on the day after publication."
    ),
    (
        "Revenues came in two percent above the estimate, mostly from fees. Spending stayed within "
        "each department's share, with one transfer for winter roads."
    ),
    (
        "The figures were compared with the ledgers of the clerk and found to agree. Small "
        "differences from rounding are noted at the foot of the table."
    ),
    (
        "Applications are received at Town Hall on weekdays from nine to four. Please bring a "
        "proof of address; a copy is enough."
    ),
    "Nothing in this document takes away a right that a person has under the law of the state.",
)
