"""What is understood of English prompts, as the person reads it."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from skop_desktop.engine.prompt import read_prompt

TODAY: Final = date(2026, 11, 24)
PROMPTS: Final = (
    ("Find all Board of Education minutes from 2024", "Minutes · 2024 · Board of Education"),
    ("Board meeting minutes from 2016", "Minutes · 2016 · Board"),
    ("Finance Committee meeting minutes from 2019", "Minutes · 2019 · Finance Committee"),
    ("Audit committee minutes", "Minutes · Audit Committee"),
    (
        "Planning commission minutes 2019–2021, not agendas",
        "Minutes · 2019–2021 · Planning Commission · not agendas",
    ),
    ("budgets of the last three years", "Budgets · last 3 years"),
    ("FY 2024 audit reports", "Audits · FY 2024"),
    ("annual reports for school year 2023-24", "Annual reports · school year 2023–24"),
    ("Q3 2023 reports", "Reports · Q3 2023"),
    ("ordinances since March", "Ordinances · since March 2026"),
    ("everything about water quality", "water quality"),
    ("PDF newsletters please", "Newsletters · PDF"),
    ("minutes and packets but not agendas or drafts", "Minutes, Packets · not agendas, drafts"),
    ("please find all the documents", "all documents"),
    (
        "DBRA board of directors regular and special meeting minutes from 2019",
        "Minutes · 2019 · DBRA Board of Directors",
    ),
    (
        "Appellate court opinions from the Third District filed in 2019",
        "Opinions · 2019 · Appellate Court · Third District",
    ),
    ("Open session minutes of the Board of Ethics from 2014", "Minutes · 2014 · Board of Ethics"),
    ("Minutes of the 2018 commission meetings", "Minutes · 2018 · Commission"),
    ("minutes in Springfield", "Minutes · Springfield"),
    ("agendas for the Riverside district", "Agendas · Riverside District"),
    ("springfield city council minutes 2023", "Minutes · 2023 · City Council · Springfield"),
    (
        "City of Springfield Planning Commission minutes since March 2022",
        "Minutes · since March 2022 · Planning Commission · City of Springfield",
    ),
    (
        "school board of Lincoln minutes, school year 2023/24",
        "Minutes · school year 2023–24 · School Board · Lincoln",
    ),
    (
        "San Antonio City Council agendas and minutes between March and June 2022",
        "Agendas, Minutes · March–June 2022 · City Council · San Antonio",
    ),
    (
        "Cook County Board resolutions before 2015",
        "Resolutions · before 2015 · County Board · Cook",
    ),
    ("contracts signed after 1 May 2023", "Contracts · after 1 May 2023"),
    ("annual reports from the 1990s", "Annual reports · 1990s"),
    ("latest budget", "Budgets · latest"),
    ("most recent annual report as PDF", "Annual reports · latest · PDF"),
    ("the last 5 annual reports", "Annual reports · last 5 years"),
    ("budgets this year", "Budgets · 2026"),
    ("minutes 2015-2020 except 2017", "Minutes · 2015–2020 · not 2017"),
    ("minutes from 2019 and 2021", "Minutes · 2019, 2021"),
    (
        "spreadsheets with the 2022 expenditures, no PDFs",
        "2022 · expenditures · spreadsheets · not PDF",
    ),
    ("Word documents about zoning in Riverside", "Riverside · zoning · Word"),
    ("10-K filings of Acme Corp since 2020", "10-K filings · since 2020 · Acme Corp"),
    ("Q2 2024 earnings call transcripts", "Transcripts · Q2 2024"),
    ("2Q24 investor presentations", "Presentations · Q2 2024 · investor"),
    ("use of force policies", "Policies · use of force"),
    ("police contracts with Flock Safety", "Contracts · police, Flock Safety"),
    ("reports about contracts for body cameras", "Reports · contracts for body cameras"),
    ("budget presentation 2024", "Presentations · 2024 · budget"),
    ("minutes, not before 2015", "Minutes · since 2015"),
    ("ordinances adopted after 2020", "Ordinances · after 2020"),
    (
        "everything on Measure 110 from the city attorney's office",
        "City Attorney's Office · Measure 110",
    ),
    ("minutes of the Salt Lake City Council", "Minutes · City Council · Salt Lake"),
    (
        "Minutes from the Town of Concord Select Board, January 2020 to June 2021",
        "Minutes · January 2020 – June 2021 · Select Board · Town of Concord",
    ),
    (
        "All resolutions passed by the Oakland City Council in 2023",
        "Resolutions · 2023 · City Council · Oakland",
    ),
    ("contracts over $1 million with vendors", "Contracts · 1 million with vendors"),
    ("building permits for 123 Main Street", "Permits · building, 123 Main Street"),
    ("RFPs issued in the last 6 months", "RFPs · last 6 months"),
    (
        "environmental impact reports for the airport expansion",
        "Reports · environmental impact, airport expansion",
    ),
    (
        "Planning & Zoning Commission meeting minutes, fall 2023",
        "Minutes · fall 2023 · Planning & Zoning Commission",
    ),
    ("zoning maps", "Maps · zoning"),
    (
        "zoning board of appeals decisions 2018-2022",
        "Decisions · 2018–2022 · Zoning Board of Appeals",
    ),
    (
        "minutes and agendas from 2022, without attachments",
        "Minutes, Agendas · 2022 · not attachments",
    ),
    ("no minutes, only agendas for 2024", "Agendas · 2024 · not minutes"),
    (
        "all PDFs about lead in drinking water except newsletters",
        "lead in drinking water · PDF · not newsletters",
    ),
    ("school lunch menus", "school lunch menus"),
    (
        "kindergarten enrollment forms 2026-27",
        "Forms · school year 2026–27 · kindergarten enrollment",
    ),
    ("PTA newsletters spring 2024", "Newsletters · spring 2024 · PTA"),
    ("school board meeting minutes 2024-25", "Minutes · school year 2024–25 · School Board"),
    ("board packets for school year 2025/26", "Packets · school year 2025–26 · Board"),
    ("bell schedules and calendars", "Schedules · bell"),
    ("student handbook latest version", "Handbooks · latest · student"),
    ("opinions by Judge Smith in 2021", "Opinions · 2021 · Judge Smith"),
    ("Supreme Court opinions from the 2022 term", "Opinions · 2022 · Supreme Court · term"),
    ("orders in case 2019-CV-1234", "Orders · case 2019-CV-1234"),
    (
        "amicus briefs on voting rights filed since January 2020",
        "Filings · since January 2020 · voting rights",
    ),
    ("court of appeals opinions third quarter of 2023", "Opinions · Q3 2023 · Court of Appeals"),
    ("dockets from yesterday", "Filings · 23 November 2026"),
    ("annual reports 2015 to present", "Annual reports · since 2015"),
    ("proxy statements and 10-Ks for 2020", "Proxy statements, 10-K filings · 2020"),
    ("ESG reports of the last 3 years", "Reports · last 3 years · ESG"),
    ("quarterly reports FY 2020-21", "Reports · FY 2021 · quarterly"),
    (
        "quarterly earnings press releases 2022 and 2023",
        "Press releases · 2022, 2023 · quarterly earnings",
    ),
    ("form 10-Q Q1 2024", "10-Q filings · Q1 2024"),
    ("investor day slides", "Presentations · investor day"),
    ("dividend policy", "Policies · dividend"),
    ("minutes before January 2010", "Minutes · before January 2010"),
    ("photographs from the 1920s", "1920s · photographs"),
    ("letters, 1914-1918", "Letters · 1914–1918"),
)


@pytest.mark.parametrize(("prompt", "understood"), PROMPTS)
def test_a_prompt_is_told_back_as_it_was_understood(prompt: str, understood: str) -> None:
    assert read_prompt(prompt, TODAY).understood == understood
