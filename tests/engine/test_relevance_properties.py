"""What holds for any document: bounds, order, agreement, independence, time."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.prompt import read_prompt
from skop_desktop.engine.relevance import Evidence, SiteBodies, judge
from skop_desktop.engine.relevance.evidence import Sign
from skop_desktop.engine.relevance.model import FREE, LADDERS, fitted_model

TODAY = date(2025, 3, 1)
PROMPTS = (
    "Board of Education minutes from 2024, not drafts",
    "zoning and affordable housing reports since 2022 as PDF",
    "Protokolle des Gemeinderats 2023",
    "annual reports of the last five years",
    "opinions of the Court of Appeals filed in October 2023",
    "asdf qwer zxcv",
    "zoning notices for docket 23-0456",
)
PLANS = [read_prompt(prompt, TODAY) for prompt in PROMPTS]
VOCABULARY = (
    *("Minutes", "Agenda", "Budget", "of", "the", "Board", "Education", "Planning", "Commission"),
    *("2024", "2023", "May 7", "(draft)", "zoning", "–", "housing", "report", "v. Smith", "on"),
    *("partners", "CAC", "Gemeinderat", "Protokoll:", "how to", "Q3", "Partner", "City of Alm"),
    *("docket", "23-0456", "23-0465", "News", "erosion and floods"),
)
words = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(VOCABULARY),
        max_size=9,
    ).map(" ".join),
)
evidences = st.builds(
    Evidence,
    url=words.map(lambda text: f"https://h.example/files/{text}.pdf"),
    link_text=words,
    link_title=words,
    heading=words,
    row=words,
    page_title=words,
    first_page=words,
    trail=words,
)


@given(st.sampled_from(PLANS), evidences)
def test_any_words_can_be_judged(plan: Plan, evidence: Evidence) -> None:
    found = judge(plan, evidence)
    assert 0 <= found.score <= 1
    assert all(reason[-1] in "✓✗?" and reason[:-2].strip() for reason in found.reasons)
    assert not (found.is_borderline and evidence.first_page)


@given(st.sampled_from(PLANS), st.lists(evidences, max_size=6), st.randoms())
@settings(max_examples=25)
def test_a_score_does_not_depend_on_other_documents(
    plan: Plan, documents: list[Evidence], random: Random
) -> None:
    alone = {document: judge(plan, document) for document in documents}
    shuffled = random.sample(documents, len(documents))
    assert {document: judge(plan, document) for document in shuffled} == alone


@given(st.lists(evidences, max_size=6), st.integers(0, 6))
@settings(max_examples=25)
def test_a_score_does_not_depend_on_later_pages(documents: list[Evidence], count: int) -> None:
    def scores(heard: list[Evidence]) -> list[float]:
        site, found = SiteBodies(), []
        for document in heard:
            site.hear(document.page_title, document.heading)
            found.append(judge(PLANS[0], document, site).score)
        return found

    assert scores(documents[:count]) == scores(documents)[:count]


levels = st.sampled_from([level for ladder in LADDERS for level in ladder] + sorted(FREE))


@given(st.lists(st.builds(Sign, levels, st.just("x"), st.floats(0, 1)), max_size=8), st.data())
def test_more_agreement_never_lowers_a_score(signs: list[Sign], data: st.DataObject) -> None:
    model = fitted_model()
    better = []
    for sign in signs:
        ladder = next((ladder for ladder in LADDERS if sign.level in ladder), (sign.level,))
        level = data.draw(st.sampled_from(ladder[: ladder.index(sign.level) + 1]))
        better.append(Sign(level, sign.words, data.draw(st.floats(0, sign.amount))))
    assert model.score(better) >= model.score(signs)


@pytest.mark.parametrize("field", ["link_text", "heading", "row", "page_title", "trail"])
def test_a_word_that_agrees_raises_the_score(field: str) -> None:
    plan = read_prompt("Planning Commission minutes from 2024", TODAY)
    bare = Evidence("https://h.example/a.pdf", link_text="Document")
    said = {"link_text": "Minutes"} | {field: "Planning Commission minutes 2024"}
    assert judge(plan, Evidence("https://h.example/a.pdf", **said)).score > judge(plan, bare).score


@pytest.mark.timeout(30)
@pytest.mark.parametrize("unit", ["minutes ", "x", " ", "(", "Board of ", "2024-", "a.b/", "É"])
def test_texts_without_measure_are_judged(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    evidence = Evidence(f"https://h.example/{text}", text, text, text, text, text, "", text)
    assert 0 <= judge(PLANS[1], evidence).score <= 1
