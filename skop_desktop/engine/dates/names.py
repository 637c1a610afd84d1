"""Names of months, seasons and numbers in four languages, in small letters without marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_MONTH_NAMES: Final = (
    "january jan januar janner jaenner janvier janv enero ene",
    "february feb februar fevrier fevr fev febrero",
    "march mar marz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic",
)
WEEKDAYS: Final = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi
    vendredi samedi dimanche lunes martes miercoles miércoles jueves viernes sabado sábado domingo
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
MONTHS: Final = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
ALSO_WORDS: Final = frozenset({"may", "march", "ago"})
"""Months that are other words as well, where they are written small and without a figure."""

_SEASON_NAMES: Final = {
    "spring printemps primavera fruhling fruehling fruhjahr fruehjahr": (3, 5),
    "summer sommer ete verano": (6, 8),
    "fall autumn herbst automne otono": (9, 11),
    "winter hiver invierno": (12, 14),
}
SEASONS: Final = {name: m for names, m in _SEASON_NAMES.items() for name in names.split()}
"""First and last month; 13 is January of the year after."""

_ORDINAL_NAMES: Final = (
    "first 1st i erste ersten erstes premier premiere 1er 1ere primer primero primera 1",
    "second 2nd ii zweite zweiten zweites deuxieme 2e 2eme segundo segunda 2",
    "third 3rd iii dritte dritten drittes troisieme 3e 3eme tercer tercero tercera 3",
    "fourth 4th iv vierte vierten viertes quatrieme 4e 4eme cuarto cuarta 4",
)
ORDINALS: Final = {name: n for n, names in enumerate(_ORDINAL_NAMES, 1) for name in names.split()}


def _one_of(names: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(names, key=len, reverse=True)) + ")"


MONTH: Final = _one_of(MONTHS)
SEASON: Final = _one_of(SEASONS)
ORDINAL: Final = _one_of(ORDINALS)
FIRST_OR_SECOND: Final = _one_of(name for name, number in ORDINALS.items() if number < 3)  # noqa: PLR2004 - halves
FISCAL: Final = (
    r"(?:fye?|fiscal(?: years?)?(?: end(?:ing|ed))?|(?:fiscal )?years? end(?:ed|ing)"
    r"|(?:geschafts|geschaefts|haushalts|rechnungs|wirtschafts)jahr(?:es|s|e)?|exercices?"
    r"|ejercicios?(?: (?:fiscal|economico))?|ano fiscal|annee fiscale)"
)
SCHOOL_YEAR: Final = (
    r"(?:sy|(?:school|academic) years?|schuljahr(?:es|s|e)?|annees? scolaires?"
    r"|(?:curso|ano)s? (?:escolar|academico|lectivo)(?:es|s)?|curso)"
)
SPORTS_SEASON: Final = r"(?:seasons?|saisons?|spielzeit(?:en)?|temporadas?)"
""" "Season 2024/25" goes from summer to summer, as a school year does."""
QUARTER: Final = r"(?:quarters?|qtr|quartals?|trimestres?)"
HALF: Final = r"(?:half(?: year)?|halbjahr(?:es|s)?|semestres?)"
"""Of a year. The English "semester" is a school's."""
