"""The words of which names of bodies are made."""

from __future__ import annotations

from typing import Final

ENGLISH_NOUNS: Final = frozenset(
    """
    board council committee subcommittee commission authority agency trust department dept office
    bureau court senate house legislature assembly ministry panel tribunal taskforce commissioner
    trustee supervisor selectman selectmen selectboard union association foundation corporation
    division senat
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""Singular; "trustees" and "supervisors" are read by theirs."""
ALONE: Final = frozenset(
    """
    board council committee subcommittee commission senate legislature selectboard selectmen
    trustee supervisor commissioner
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""Nouns that name a body without a word beside them."""
NO_BODY_BEFORE: Final = frozenset(["job", "bulletin", "message", "notice", "white", "dash", "card"])
MADE_OF_NAMES: Final = frozenset(
    """
    committee subcommittee commission authority agency trust department dept office bureau court
    foundation association corporation tribunal ministry panel union
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
"""A name before these is part of theirs ("Chattahoochee River Commission"); before the others it is
the place ("Springfield City Council")."""
TAKES_COMPLEMENT: Final = frozenset(
    """
    board council committee subcommittee commission department dept office bureau court house
    ministry division agency authority
    """.split()  # noqa: SIM905 - as a list it is harder to read
)
MODIFIERS: Final = frozenset(
    """
    city town village county school unified independent consolidated planning zoning finance
    budget audit parks park recreation
    library water sewer fire police civil service services public works health safety human rights
    ethics elections election historic historical preservation landmark landmarks design review
    architectural environmental environment conservation transportation traffic transit airport port
    harbor housing development redevelopment economic community advisory citizens citizen joint
    standing special select executive steering oversight personnel compensation nominating
    governance
    technology risk investment pension retirement education curriculum scholarship supreme appellate
    appeals district circuit superior municipal federal state bankruptcy probate family tax high
    local
    national regional metropolitan general common area utility utilities energy wastewater
    sanitation
    land use building buildings facilities infrastructure capital arts cultural culture tourism
    youth
    senior seniors veterans women diversity equity inclusion personnel labor labour rules
    legislative
    judiciary judicial inspector attorney mayor mayors clerk sheriff auditor treasurer comptroller
    controller governor governors student graduate undergraduate faculty academic
    senate university college township parish
    borough regents tree animal liquor license licensing permit cannabis gaming racing rent sports
    stormwater flood drainage irrigation soil hospital disability aging child children welfare
    social
    emergency management disaster homeless homelessness violence crime prevention civilian complaint
    open space neighborhood downtown waterfront riverfront charter ordinance policy legislation
    contract contracts procurement purchasing bid grants insurance benefits nomination remuneration
    scrutiny overview cabinet parliamentary employee employees operations operating strategic
    search investments compliance mental behavioral
    """.split()  # noqa: SIM905 - a list of quoted words is harder to read
)
SUBJECTS: Final = tuple(
    sorted(
        (
            tuple(subject.split())
            for subject in (
                "education",
                "directors",
                "trustees",
                "supervisors",
                "health",
                "ethics",
                "regents",
                "governors",
                "commissioners",
                "county commissioners",
                "elections",
                "election commissioners",
                "equalization",
                "appeals",
                "zoning appeals",
                "zoning adjustment",
                "building appeals",
                "building standards",
                "adjustment",
                "adjustments",
                "assessment",
                "assessors",
                "review",
                "assessment review",
                "selectmen",
                "aldermen",
                "alderpersons",
                "revision",
                "control",
                "estimates",
                "estimate and taxation",
                "overseers",
                "managers",
                "visitors",
                "public works",
                "public safety",
                "public health",
                "fire commissioners",
                "police commissioners",
                "library trustees",
                "park commissioners",
                "parks and recreation",
                "pharmacy",
                "nursing",
                "medicine",
                "governments",
                "representatives",
                "delegates",
                "commons",
                "lords",
                "finance",
                "transportation",
                "justice",
                "appeal",
                "common pleas",
                "claims",
                "human rights",
                "ways and means",
                "management and budget",
                "housing and urban development",
                "the inspector general",
                "inspector general",
                "the mayor",
                "the clerk",
                "the city clerk",
                "the attorney general",
            )
        ),
        key=len,
        reverse=True,
    )
)
"""What boards and departments are of. Any other name behind "of" may be a place."""
GERMAN: Final = (
    r"(?:(?:gemeinde|stadt|kreis|ort|orts|bezirks|bundes|landes|aufsichts|verwaltungs|betriebs"
    r"|bei|stiftungs"
    r"|elternbei|seniorenbei|auslanderbei|jugendbei|schul|kultur|regional|markt|samtgemeinde"
    r"|hochschul"
    r"|fakultats|personal|verbands|national|stande|regierungs)(?:rat|rate?s|raten?|raete)"
    r"|(?:[^\W\d_]+-,? ?(?:und )?)?[^\W\d_]*aussch(?:uss|uß)(?:es)?|[^\W\d_]*aussch(?:usse|ussen"
    r"|usses|uesse)"
    r"|[^\W\d_]*kommission(?:en)?|[^\W\d_]*(?:landtag|bundestag|kreistag|gemeindetag)(?:s|es)?"
    r"|[^\W\d_]{3,}versammlung(?:en)?|vorstand(?:s|es)?|[^\W\d_]{4,}gericht(?:s|es|shofs?)?"
    r"|rechnungshofs?"
    r"|[^\W\d_]*(?:ministerium|ministeriums)|(?!insgesamt|gesamt)[^\W\d_]{3,}amt(?:s|es)?"
    r"|schulkonferenz|ortschaftsrat(?:s|es)?|burgerschaft|burgeramt|magistrat(?:s|es)?|senat(?:s"
    r"|es)?"
    r"|stadtverwaltung|gemeindeverwaltung)"
)
GERMAN_BEFORE: Final = (
    r"(?:(?:technische|soziale|kulturelle|gemeinsame|beschließende|beratende)[rns]? )"
)
FRENCH: Final = (
    r"(?:conseils?(?: (?:municip(?:al|aux)|departementa(?:l|ux)|regiona(?:l|ux)|communautaires?"
    r"|genera(?:l|ux)"
    r"|metropolitains?|constitutionnel|scolaires?|d'administration|d'ecole|d'etat|de quartiers?"
    r"|d'arrondissement|de surveillance|syndical|des prud'hommes))"
    r"|commissions? (?:permanente|d'appel d'offres|des? (?:l'|la )?[^\W\d_]+)"
    r"|comites? (?:syndical|technique|social"
    r"|d'[^\W\d_]+|de (?:pilotage|direction|quartier))"
    r"|mairies?|prefectures?|tribuna(?:l|ux) [^\W\d_]+|cours? (?:d'appel|des comptes|de cassation)"
    r"|assemblees? (?:generale|nationale)|communautes? (?:de communes|d'agglomeration|urbaine)"
    r"|chambre (?:regionale des comptes|des deputes)|ministere d(?:e|u|es) (?:la |l')?[^\W\d_]+)"
)
SPANISH: Final = (
    r"(?:ayuntamientos?|plenos?(?: (?:municipal|del ayuntamiento))?|concejos?(?: municipal)?"
    r"|consejos? (?:escolar|municipal|de administracion|de gobierno|rector|social|comarcal|insular)"
    r"|juntas? (?:de gobierno(?: local)?|directiva|municipal|de vecinos|escolar|electoral"
    r"|de distrito)"
    r"|comision(?:es)? (?:informativa|ejecutiva|permanente|de [^\W\d_]+)|comites? de [^\W\d_]+"
    r"|tribunal(?:es)? (?:supremo|constitucional|de cuentas|superior de justicia)"
    r"|ministerio de [^\W\d_]+|diputacion(?: provincial)?|cabildo(?: insular)?"
    r"|asamblea(?: general)?"
    r"|corporacion(?: municipal)?|mancomunidad|concejalia de [^\W\d_]+|alcaldia|cabildo abierto)"
)
