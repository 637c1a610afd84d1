"""Whether a document that each organisation has is that of the site's own organisation."""

from __future__ import annotations

import re
from typing import Final

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance.evidence import Evidence, Sign
from skop_desktop.engine.relevance.reading import (
    LONGEST_ROW,
    kinds_of,
    said_of_it,
    wanted_stems,
    words_in,
)
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from skop_desktop.engine.relevance.titles import leftover, plain_in
from skop_desktop.engine.words import folded, plain_words, squeezed, stem

_ONE_A_YEAR: Final = frozenset({"annual report", "budget", "audit", "financial statement"})
_EACH_HAS_ITS_OWN: Final = _ONE_A_YEAR | {"newsletter"}
_PARTNERS: Final = re.compile(
    r"\b(?:partners?|affiliates?|affiliated|subsidiar(?:y|ies)|member organi[sz]ations"
    r"|third part(?:y|ies)|foundation|fundación|fondation|stiftung|partenaires?"
    r"|socios|tochtergesellschaft(?:en)?|beteiligungen)\b",
    re.IGNORECASE,
)
_USUAL_BEFORE: Final = frozenset(
    stem(word)
    for word in plain_words(
        "financial comprehensive operating capital general fund external independent consolidated"
        " popular city county town village school district fiscal federal single state municipal"
        " preliminary recommended adopted proposed approved biennial interim group company full"
        " integrated statutory internal summary citizen fy year ending ended june december"
    )
)
_TOWN: Final = re.compile(
    r"\b(?:(?:[Cc]ity|[Tt]own|[Vv]illage|[Cc]ounty|[Mm]unicipality) of|Stadt|Gemeinde|Markt"
    r"|(?:[Vv]ille|[Cc]ommune|[Mm]unicipio|[Aa]yuntamiento) d[eu]) ([A-ZÄÖÜ][^\W\d_]+)"
)
_OWNER: Final = re.compile(
    r"\b(?:[^\W\d_]+ (?:and |& |of )?){1,3}(?:trust|scheme|foundation|association|society|authority"
    r"|district|library|hospital|university|college|museum|stiftung|verein|zweckverband|fondation"
    r"|fundación|asociación|association)\b",
    re.IGNORECASE,
)


def owner_sign(plan: Plan, evidence: Evidence, site: SiteBodies | None) -> Sign | None:
    """Whether it is another organisation's, or of another sort: a partner's report, a gender audit.

    Asked only of kinds of which an organisation has its own.
    """
    if plan.body or plan.bodies or not _EACH_HAS_ITS_OWN.intersection(plan.kinds):
        return None
    of_site = site.site_words if site is not None else frozenset[str]()
    known = wanted_stems((*plan.topic, *plan.place)) | of_site
    around = f"{evidence.heading} . {evidence.page_title}"
    of_partners = _PARTNERS.search(f"{around} . {said_of_it(evidence)}")
    host = evidence.host
    is_owner = of_partners is not None and folded(of_partners[0]) in host
    if of_partners and not is_owner and stem(of_partners[0]) not in known:
        return Sign("owner: other", of_partners[0].lower())
    own_names = known if of_site else known | words_in(evidence.page_title)
    for match in _OWNER.finditer(evidence.link_text[:LONGEST_ROW]):
        if not words_in(match[0]) - plain_in(match[0]) <= own_names:
            return Sign("owner: other", squeezed(match[0].strip(), 40))
    for match in _TOWN.finditer(evidence.link_text[:LONGEST_ROW]):
        name = match[1].casefold()
        if name not in host and stem(name) not in known | words_in(evidence.page_title):
            return Sign("owner: other", match[0])
    if not _ONE_A_YEAR.intersection(plan.kinds) or not kinds_of(evidence.link_text):
        return None
    others = leftover(plan, evidence.link_text)[0] - own_names - _USUAL_BEFORE
    others = frozenset(word for word in others if word not in host)
    told = " ".join(sorted(others)[:3])
    return Sign("owner: another kind of it", told) if others else None
