"""What is understood of more English prompts: longer, careless and hard ones."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)
PROMPTS: Final = (
    (
        "anything on the Elm Street station: studies, board decisions, drawings",
        "Elm Street station",
    ),
    ("everything about the dam, such as permits and letters", "dam"),
    ("everything: minutes and agendas from 2024", "Minutes, Agendas · 2024"),
    ("papers on the bus crash of 9 February 2022", "bus crash, 9 February 2022"),
    ("bus crash report of 9 February 2022", "Reports · 9 February 2022 · bus crash"),
    ("everything published on 9 February 2022 about buses", "9 February 2022 · buses"),
    ("call transcripts FY2024 + FY2025", "Transcripts · FY 2024, FY 2025 · call"),
    ("pls find me all contracts the district has had for spraying", "Contracts · spraying"),
    ("rules of the youth league, season 2024/25", "season 2024–25 · rules of the youth league"),
    ("Finance and Performance Committee minutes", "Minutes · Finance and Performance Committee"),
    ("agendas and planning commission minutes", "Agendas, Minutes · Planning Commission"),
    ("orders in Tessaly v. Sablewood", "Orders · Tessaly v. Sablewood"),
    ("bid tabs for dredging contracts", "Bid tabulations · dredging contracts"),
    ("speeches by Ilse Marwood on debt", "Speeches · Ilse Marwood on debt"),
    ("school minutes, not the governors' ones thanks", "Minutes · school · not governors"),
    ("security policies currently in force", "Policies · latest · security"),
    ("information about lead pipes", "lead pipes"),
    ("information security policies", "Policies · information security"),
    ("minutes from the 2022-23 school year", "Minutes · school year 2022–23"),
    ("2023 fiscal year budget", "Budgets · FY 2023"),
    ("budgets of the district from 2022 to 2024", "Budgets · 2022–2024"),
    ("council minutes 1923", "Minutes · 1923 · Council"),
    ("maps of the harbor, 19th century", "Maps · 19th century · harbor"),
    ("deeds and maps older than 1950", "Maps · before 1950 · deeds"),
    (
        "transcripts of hearings on the dam, no later than 1999",
        "Transcripts · until 1999 · hearings on the dam",
    ),
    ("budget 23/24", "Budgets · 2023–24"),
    ("FY24 budget", "Budgets · FY 2024"),
    ("FY 2020-21 budget book", "Budgets · FY 2021"),
    ("fiscal year 2023 ACFR", "Annual reports · FY 2023"),
    ("CAFR 2019", "Annual reports · 2019"),
    ("audits for 2019, 2020 and 2022", "Audits · 2019, 2020, 2022"),
    ("minutes for May", "Minutes · May 2026"),
    ("minutes 5/7/2024", "Minutes · 7 May 2024"),
    ("minutes of 2024-05-07", "Minutes · 7 May 2024"),
    ("agendas from May 7, 2024 to June 30, 2024", "Agendas · 7 May 2024 – 30 June 2024"),
    ("Minutes for the week of June 3, 2024", "Minutes · week of 3 June 2024"),
    ("last year's minutes", "Minutes · 2025"),
    ("this month's agendas", "Agendas · November 2026"),
    ("minutes from two years ago", "Minutes · 2024"),
    ("budget from last fiscal year", "Budgets · FY 2025"),
    ("everything but agendas", "not agendas"),
    ("not agendas", "not agendas"),
    ("reports not older than 2020", "Reports · since 2020"),
    (
        "Police Department use of force reports 2020-2023",
        "Reports · 2020–2023 · Police Department · use of force",
    ),
    ("Department of Public Works contracts", "Contracts · Department of Public Works"),
    ("Office of the Inspector General audits", "Audits · Office of the Inspector General"),
    (
        "Committee on Ways and Means hearing transcripts",
        "Transcripts · Committee on Ways and Means · hearing",
    ),
    ("Housing Authority board minutes", "Minutes · Housing Authority Board"),
    ("Metropolitan Transit Authority budgets", "Budgets · Metropolitan Transit Authority"),
    ("water quality reports near Flint, Michigan", "Reports · Flint, Michigan · water quality"),
    ("parks and recreation board minutes", "Minutes · Parks and Recreation Board"),
    (
        "city council and planning commission minutes from 2023",
        "Minutes · 2023 · City Council, Planning Commission",
    ),
    (
        "board of supervisors minutes for Riverside County",
        "Minutes · Board of Supervisors · Riverside County",
    ),
    (
        "Board of Supervisors of Riverside County, 2022 minutes",
        "Minutes · 2022 · Board of Supervisors · Riverside County",
    ),
    ("county commissioners meeting minutes", "Minutes · County Commissioners"),
    ("minutes", "Minutes"),
    ("Budgets!!!", "Budgets"),
    (
        (
            "I'm looking for all of the meeting minutes of the Historic Preservation "
            "Commission since 2018, but not agendas, please."
        ),
        "Minutes · since 2018 · Historic Preservation Commission · not agendas",
    ),
    ("Please get me every document that mentions PFAS", "PFAS"),
    ("Show me spreadsheets of salaries in Excel or CSV", "salaries · spreadsheets, CSV"),
    (
        "PowerPoint presentations from the May 2023 board retreat",
        "Presentations · May 2023 · Board · retreat · PowerPoint",
    ),
    ("any Word files or PDFs about bus routes", "bus routes · PDF, Word"),
    ("strategic plans and capital improvement plans", "Plans · strategic, capital improvement"),
    ("actual expenditures vs budget", "Budgets · actual expenditures"),
    ("last budget", "Budgets · latest"),
    ("the 3 latest newsletters", "Newsletters · latest"),
    (
        "I need copies of every RFP the city issued between January 1, 2020 and December 31, 2022",
        "RFPs · 1 January 2020 – 31 December 2022",
    ),
    (
        "Can you find the audited financial statements for fiscal years 2018 through 2022?",
        "Audits · FY 2018–2022",
    ),
    (
        "any lawsuits or complaints against the sheriff's office since 2015",
        "Filings · since 2015 · Sheriff's Office",
    ),
    ("emails and memos about the stadium deal", "Letters · stadium deal"),
    (
        "inspection reports for nursing homes in Ohio 2021-2023",
        "Reports · 2021–2023 · Ohio · inspection, nursing homes",
    ),
    (
        "Any documents regarding the closure of Lincoln Elementary School",
        "closure of Lincoln Elementary School",
    ),
    (
        "lincoln elementary school improvement plan 2025-2026",
        "Plans · school year 2025–26 · lincoln elementary school improvement",
    ),
    ("Board of Education policy manual", "Handbooks · Board of Education · policy"),
    (
        "minutes of the Board of Trustees of the Public Library, 1950s",
        "Minutes · 1950s · Board of Trustees · Public Library",
    ),
    (
        "minutes of the Zoning Board from Jan 2019 through Mar 2020 (no drafts)",
        "Minutes · January 2019 – March 2020 · Zoning Board · not drafts",
    ),
    (
        "Minutes, agendas, packets: Parks Commission; 2021",
        "Minutes, Agendas, Packets · 2021 · Parks Commission",
    ),
    ("COUNCIL MINUTES 2023", "Minutes · 2023 · Council"),
    ("council minutes '23", "Minutes · 2023 · Council"),
    ("council agendas for next year", "Agendas · 2027 · Council"),
    ("agendas from the last 30 days", "Agendas · last 30 days"),
    ("ordinances 2019, but not amendments", "Ordinances · 2019 · not amendments"),
    ("resolutions except those from 2020", "Resolutions · not 2020"),
    ("reports without appendices or presentations", "Reports · not attachments, presentations"),
    (
        "minutes without agendas, packets or notices from 2022",
        "Minutes · 2022 · not agendas, packets, notices",
    ),
    ("find me the city budget but only the final version, no drafts", "Budgets · not drafts"),
    ("contracts with Acme Corp., Inc. in 2022", "Contracts · 2022 · Acme Corp, Inc"),
    ("Acme annual report 2023 pdf", "Annual reports · 2023 · Acme · PDF"),
    ("annual report on form 10-K for 2023", "10-K filings · 2023"),
    ("10-Q for the second quarter of fiscal 2024", "10-Q filings · Q2 2024"),
    ("Q1-Q3 2023 quarterly reports", "Reports · Q1–Q3 2023 · quarterly"),
    ("H1 2023 interim report", "Reports · first half of 2023 · interim"),
    (
        "minutes from January, February and March 2024",
        "Minutes · January 2024, February 2024, March 2024",
    ),
    ("minutes of 3 May 2022 and 7 June 2022", "Minutes · 3 May 2022, 7 June 2022"),
    ("May 2024 minutes", "Minutes · May 2024"),
    ("agendas in march", "Agendas · March 2026"),
    ("march 2020 agendas", "Agendas · March 2020"),
    ('"Main Street bridge" contracts', "Contracts · Main Street bridge"),
    (
        "meeting minutes of the Springfield-Greene County Library Board",
        "Minutes · Library Board · Springfield-Greene County",
    ),
    (
        "minutes of the Los Angeles Unified School District board",
        "Minutes · Unified School District Board · Los Angeles",
    ),
    ("transcript of the hearing on 12/3/2021", "Transcripts · 3 December 2021 · hearing"),
    ("Select Board minutes, 2010s", "Minutes · 2010s · Select Board"),
    ("2024", "2024"),
    ("all documents from 2024", "2024"),
)


@pytest.mark.parametrize(("prompt", "understood"), PROMPTS)
def test_a_prompt_is_told_back_as_it_was_understood(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood
