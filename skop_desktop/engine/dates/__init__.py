"""Which time a document is of, out of the words and figures around it.

Forms met on real sites: "January 16, 2018", "26 de enero de 2023", "24. Februar 2022",
"December_20_2023", 120717, 20140418, 1-22-14, 12-2019, "FY 2020-21", 2023-24, 2Q24, "FYE 063023".
"August 13" is a day, not the year 2013.
"""

from skop_desktop.engine.dates.figures import has_six_figures
from skop_desktop.engine.dates.monthly import Dated, parts_in
from skop_desktop.engine.dates.other import upload_period_in
from skop_desktop.engine.dates.periods import (
    DayOfYear,
    Period,
    day,
    full_year,
    month,
    quarter,
    year,
    years,
)
from skop_desktop.engine.dates.reading import (
    dated_in,
    day_of_year_in,
    other_periods_in,
    periods_in,
)

__all__ = [
    "Dated",
    "DayOfYear",
    "Period",
    "dated_in",
    "day",
    "day_of_year_in",
    "full_year",
    "has_six_figures",
    "month",
    "other_periods_in",
    "parts_in",
    "periods_in",
    "quarter",
    "upload_period_in",
    "year",
    "years",
]
