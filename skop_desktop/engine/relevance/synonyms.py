"""Words of public life that mean the same, as people ask for them and as titles have them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from skop_desktop.engine.words import stem

_GROUPS: Final = (
    "ai|artificial intelligence|chatgpt|generative ai|ki|intelligence artificielle",
    "garbage|trash|rubbish|refuse|solid waste",
    "müll|abfall|entsorgung",
    "abwasser|schmutzwasser|entwässerung|kanalisation",
    "sewer|sewage|wastewater|sanitary",
    "sidewalk|pavement|pedestrian|walkway",
    "homeless|unhoused|homelessness",
    "police|law enforcement|sheriff",
    "bullying|cyberbullying|harassment prevention",
    "dock worker|longshoreman|longshoremen|stevedore|docker",
    "teacher|faculty|educator|certificated",
    "salary|wage|compensation|pay scale",
    "layoff|reduction in force|redundancy",
    "short term rental|str|vacation rental|airbnb",
    "accessory dwelling|adu|granny flat|in law apartment",
    "zoning|rezoning|rezone|zone change",
    "cannabis|marijuana|dispensary",
    "cell phone|mobile phone|smartphone",
    "diversity|dei|inclusion",
    "flood|flooding|stormwater|drainage",
    "firefighter|fire department|fire service",
    "bus|transit|public transport",
    "bicycle|bike|cycling|active transportation",
    "special education|iep|sped|special needs|sen",
    "pfas|forever chemical|perfluorinated|pfos|pfoa",
    "lead pipe|lead service line",
    "broadband|fiber|internet access",
    "road|street|highway",
    "straße|strasse|verkehr",
    "carretera|calzada|vial|vía pública",
    "basura|residuos",
    "vivienda|alojamiento",
    "déchets|ordures|collecte",
    "voirie|route|chaussée",
    "logement|habitat",
    "cantine|restauration scolaire",
    "kita|kindertagesstätte|kindergarten|kinderbetreuung",
    "windkraft|windenergie|windpark",
    "wind farm|wind turbine|wind energy",
    "solar|photovoltaic|photovoltaik",
    "library|libraries",
    "covid|coronavirus|pandemic|corona",
    "vaccine|vaccination|immunization|immunisation",
    "eviction|unlawful detainer|desahucio",
    "custody|parenting time",
    "dui|dwi|drunk driving|impaired driving",
    "body camera|body worn camera|body cam|bwc",
    "surveillance|license plate reader|alpr|cctv",
    "school closing|closure|consolidation",
    "redistricting|boundary change|attendance boundary|rezonificación",
    "tax increment|tif",
    "eminent domain|condemnation",
    "pension|retirement",
    "remuneration|executive pay|compensation",
    "greenhouse gas|ghg|carbon emission",
    "sustainability|esg|csr",
    "earnings|quarterly results|financial results",
    "renovation|restoration|rehabilitation|refurbishment|modernization",
    "rénovation|restauration|réhabilitation|travaux|chantier",
    "sanierung|renovierung|umbau|modernisierung",
    "rehabilitación|restauración|reforma",
    "expansion|extension|enlargement",
    "prison|jail|correctional|detention|inmate",
    "cárcel|penal|penitenciario|prisión|centro de reclusión|reinserción social",
    "overcrowding|overpopulation",
    "hacinamiento|sobrepoblación|exceso de población",
    "crash|accident|collision",
    "aerial|aircraft|helicopter|airplane",
    "helicopter|rotorcraft",
    "nursing home|long term care|skilled nursing|care home",
    "quarry|mining|aggregate",
    "landfill|disposal site|dump",
    "nuclear power|kernkraftwerk|atomkraftwerk|kkw|akw|centrale nucléaire",
    "municipality|municipal|commune",
    "salaire|salarial|rémunération|nao",
    "lohn|gehalt|tarif|entgelt|vergütung",
    "personas mayores|tercera edad|ancianos",
    "officer involved shooting|ois|use of force|deadly force",
    "drinking water|potable water|tap water",
    "airport|airfield|aviation",
    "election|voting|ballot",
    "youth|junior|juvenile",
    "jugend|junioren|nachwuchs",
    "drought|water shortage",
    "sequía|escasez de agua",
    "wildfire|forest fire",
    "lärm|lärmschutz|schallschutz",
    "bruit|nuisances sonores",
)


def _read() -> dict[tuple[str, ...], tuple[frozenset[str], ...]]:
    found: dict[tuple[str, ...], tuple[frozenset[str], ...]] = {}
    for group in _GROUPS:
        names = [tuple(stem(word) for word in name.split()) for name in group.split("|")]
        for name in names:
            others = tuple(frozenset(other) for other in names if other != name)
            found[name] = found.get(name, ()) + others
    return found


_BY_NAME: Final = _read()


@lru_cache(256)
def synonyms_of(topic: tuple[str, ...]) -> Mapping[str, tuple[frozenset[str], ...]]:
    """By stem of a word of ``topic``: other names of what it, or words beside it, say."""
    stems = frozenset(map(stem, topic))
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for name, others in _BY_NAME.items():
        if stems.issuperset(name):
            for word in name:
                found[word] = found.get(word, ()) + others
    return found
