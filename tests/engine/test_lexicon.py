"""Which kind of document a text names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skop_desktop.engine.lexicon import (
    KINDS,
    NAMED_BY_SUBJECT,
    NEAR_KINDS,
    kind_hits,
    named_kinds,
    plural,
)
from skop_desktop.engine.lexicon.forms import expanded

ASKED_FOR = {
    "minutes": "Meeting minutes; Sitzungsprotokolle; Niederschriften; procès-verbaux; actas",
    "agenda": "agendas; Tagesordnungen; ordres du jour; órdenes del día; notice of public meeting",
    "packet": "board packet; Sitzungsunterlagen; dossiers de séance; documentación de la sesión",
    "budget": "budgets; Haushaltspläne; budget primitif; presupuestos; Nachtragshaushalt",
    "audit": "audits; Prüfberichte; rapports d'audit; auditorías; audited financial statements",
    "annual report": "annual reports; Geschäftsbericht; rapport d'activité; memorias anuales; ACFR",
    "policy": "policies; Förderrichtlinien; règlement; políticas; rules of procedure",
    "ordinance": "ordinances; Satzungen; Baumschutzverordnung; arrêtés; ordenanzas; by-laws",
    "resolution": "resolutions; Beschlüsse; Ratsbeschluß; délibérations; resoluciones; acuerdos",
    "RFP": "RFPs; requests for proposals; Ausschreibung; appels d'offres; licitaciones; pliegos",
    "contract": "contracts; Mietverträge; contrats; convenios; memorandum of understanding",
    "permit": "permits; Baugenehmigungen; permis de construire; licencias",
    "report": "reports; Sachstandsberichte; rapports; informes; traffic study; Machbarkeitsstudie",
    "presentation": "presentations; Präsentationen; diaporamas; presentaciones; slide deck",
    "10-K": "10-K; 10-Ks; Form 10-K",
    "8-K": "Form 8-K; 8-K filings",
    "proxy statement": "proxy statements; DEF 14A",
    "comment": "public comments; response to comments",
    "addendum": "addenda; Addendum 2",
    "filing": "filings; dockets; requêtes; demandas; Klageschrift",
    "opinion": "opinions; Urteile; arrêts; jugements; sentencias; judgments",
    "press release": "press releases; Pressemitteilungen; communiqués de presse; notas de prensa",
    "form": "forms; Anmeldeformulare; formulaires; formularios; questionnaire",
    "newsletter": "newsletters; Amtsblätter; bulletins municipaux; boletines; Elternbrief",
    "map": "maps; Karten; cartes; mapas; Stadtplan",
    "transcript": "transcripts; Wortprotokolle; transcription; transcripciones; diario de sesiones",
}
"""Kind -> names of it in four languages, with plurals and compounds."""


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, names in ASKED_FOR.items() for name in names.split("; ")],
)
def test_a_kind_is_known_by_its_names_in_four_languages(kind: str, name: str) -> None:
    assert {hit.kind for hit in kind_hits(name)} == {kind}
    assert {hit.kind for hit in kind_hits(name.upper())} == {kind}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("proces verbaux", "minutes"),
        ("proce\u0300s-verbal", "minutes"),
        ("Praesentation", "presentation"),
        ("haushaltsplaene", "budget"),
        ("deliberations_2023", "resolution"),
        ("boardminutes2018", "minutes"),
    ],
)
def test_marks_may_be_left_out_or_written_apart(name: str, kind: str) -> None:
    assert [hit.kind for hit in kind_hits(name)] == [kind]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("OSmin 031914", "minutes"),
        ("bd min 2018", "minutes"),
        ("CC agd 12", "agenda"),
        ("Reg pkt", "packet"),
        ("acfr 2023", "annual report"),
        ("CAFR", "annual report"),
        ("reso 12", "resolution"),
        ("ord 2019", "ordinance"),
        ("CRCM 2023", "minutes"),
        ("2023 ppto", "budget"),
    ],
)
def test_file_names_shorten_them(name: str, kind: str) -> None:
    assert [hit.kind for hit in kind_hits(name, in_file_name=True)] == [kind]


@pytest.mark.parametrize("name", ["admin", "max min values", "Order of the day"])
def test_short_forms_are_of_file_names_alone(name: str) -> None:
    assert kind_hits(name) == []


def test_a_short_form_gives_way_to_a_full_name() -> None:
    assert [hit.kind for hit in kind_hits("min agenda", in_file_name=True)] == ["agenda"]


@pytest.mark.parametrize(
    "text",
    [
        "Audit Committee",
        "Budget and Finance Committee",
        "Office of Management and Budget",
        "Permit Appeals Board",
        "Comisión de Presupuestos",
        "site map",
        "5 minutes read",
        "Protokollant",
        "conform",
    ],
)
def test_other_uses_of_the_words_are_no_kind(text: str) -> None:
    assert kind_hits(text) == []


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Audit Committee agenda", {"agenda"}),
        ("Minutes policy", {"policy"}),
        ("Presentation of the budget", {"presentation"}),
        ("Instructional Minutes", {"schedule"}),
        ("Acta de replanteo", {"report"}),
        ("Energy audit", {"report"}),
        ("Transcript of the audit hearing", {"transcript"}),
        ("Agenda and Minutes", {"agenda", "minutes"}),
        ("Niederschrift der Sitzung", {"minutes"}),
        ("Contact us", set()),
    ],
)
def test_what_a_title_is_of_comes_before_what_it_mentions(text: str, head: set[str]) -> None:
    assert named_kinds(text).head == head


def test_the_place_of_a_hit_is_that_of_the_words() -> None:
    text = "Alle Procès-verbaux İ 2020 und Anlagen"
    assert [text[hit.start : hit.end] for hit in kind_hits(text)] == ["Procès-verbaux", "Anlagen"]


def test_every_kind_can_be_told_and_every_table_speaks_of_kinds() -> None:
    assert plural("policy") == "Policies"
    assert plural("annual report") == "Annual reports"
    assert set(KINDS) >= set(ASKED_FOR)
    assert set(KINDS) >= NAMED_BY_SUBJECT
    assert set(KINDS) >= set(NEAR_KINDS).union(*NEAR_KINDS.values())


def test_an_entry_stands_for_all_its_forms() -> None:
    assert list(expanded("polic{y,ies}")) == ["policy", "policies"]
    assert list(expanded("a{,s} b{c,d}")) == ["a bc", "a bd", "as bc", "as bd"]


@given(st.sampled_from(KINDS), st.text(" .,-–()0123456789", max_size=8))
def test_a_kind_told_to_the_person_is_read_back(kind: str, around: str) -> None:
    assert kind in {hit.kind for hit in kind_hits(f"{around} {plural(kind)} {around}")}
