"""Our labelled links: sound, varied, and judged as well as was asked for."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from skop_desktop.engine.prompt import read_prompt
from tests.quality import peers
from tests.quality.cases import HARD, HARD_HELD_OUT, HELD_OUT, Case, read_cases
from tests.quality.judging import DEFAULT_THRESHOLD, Figures, figures, judged
from tests.quality.measures import (
    Scored,
    average_precision,
    bins,
    calibration_error,
    f1,
    ndcg,
)

CASES = read_cases()
UNSEEN = read_cases(HELD_OUT)
MISLEADING = read_cases(HARD)
MISLEADING_UNSEEN = read_cases(HARD_HELD_OUT)
ALL = (*CASES, *UNSEEN, *MISLEADING, *MISLEADING_UNSEEN)


def figures_of(ranker: Callable[[Case], list[float]], cases: Sequence[Case]) -> Figures:
    return figures(
        {
            case.id: [
                Scored(score, link.label)
                for score, link in zip(ranker(case), case.links, strict=True)
            ]
            for case in cases
        }
    )


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_each_prompt_has_many_links_some_of_which_answer_it(case: Case) -> None:
    relevant = sum(link.is_relevant for link in case.links)
    assert 10 <= len(case.links) <= 100
    assert 2 <= relevant <= len(case.links) * 0.55
    assert {link.label for link in case.links} <= {0, 1, 2, 3}
    assert all(link.evidence.url.startswith("https://") for link in case.links)
    assert case.site.endswith(".example")
    assert not read_prompt(case.prompt, case.today).is_open


def test_the_set_is_varied_and_each_link_stands_once() -> None:
    assert len(CASES) == len({case.id for case in CASES}) >= 16
    assert len({case.sector for case in CASES}) >= 6
    for cases in (CASES, UNSEEN, MISLEADING, MISLEADING_UNSEEN):
        assert {case.language for case in cases} == {"en", "de", "fr", "es"}
    sites = Counter(
        site
        for cases in (CASES, UNSEEN, MISLEADING, MISLEADING_UNSEEN)
        for site in {case.site for case in cases}
    )
    assert set(sites.values()) == {1}
    links = Counter(
        (case.id, link.page_url, link.evidence) for case in CASES for link in case.links
    )
    assert not [link for link, times in links.items() if times > 1]


def test_what_is_near_the_answer_says_why_it_is_none() -> None:
    near = [link for case in CASES for link in case.links if link.label in {1, 2}]
    explained = [link for link in near if link.why]
    assert len(explained) >= 0.8 * len(near)


def test_the_judgement_reaches_its_figures_and_leaves_plain_rankers_behind() -> None:
    ours = figures({case.id: judged(case) for case in CASES})
    theirs = figures_of(peers.bm25, CASES)
    assert ours.average_precision >= 0.93
    assert ours.calibration_error <= 0.06
    assert ours.average_precision > theirs.average_precision + 0.2
    assert ours.f1 > theirs.best_f1


def test_sites_that_nothing_was_fitted_to_are_judged_well_enough_to_be_of_use() -> None:
    ours = figures({case.id: judged(case) for case in UNSEEN})
    assert ours.average_precision >= 0.87
    assert ours.f1 >= 0.8


def test_where_a_site_does_its_worst_the_judgement_is_ahead_of_plain_rankers_all_the_same() -> None:
    ours = figures({case.id: judged(case) for case in MISLEADING_UNSEEN})
    plain = [figures_of(ranker, MISLEADING_UNSEEN) for ranker in (peers.bm25, peers.cosine)]
    assert ours.average_precision >= 0.6
    assert all(ours.average_precision > each.average_precision + 0.1 for each in plain)
    assert all(ours.f1 > each.f1 for each in plain)


def test_the_flat_form_of_other_sets_is_read_by_the_same_reader(tmp_path: Path) -> None:
    link = {
        "url": "/files/a.pdf",
        "link_text": "Minutes",
        "link_title": "",
        "heading": "2020",
        "context": "May 5 Minutes",
        "page_title": "Board",
        "first_page_text": "",
        "label": 3,
    }
    case = {"id": "R1", "sector": "municipal", "language": "en", "prompt": "Minutes from 2020"}
    whole = {"cases": [{**case, "as_of": "2025-03-01", "candidates": [link]}]}
    (tmp_path / "cases.json").write_text(json.dumps(whole))
    (tmp_path / "other.json").write_text("not this one")
    (read,) = read_cases(tmp_path)
    assert read.links[0].evidence.row == "May 5 Minutes"
    assert read.links[0].is_relevant


def scored(*pairs: tuple[float, int]) -> list[Scored]:
    return [Scored(score, label) for score, label in pairs]


def test_measures_are_as_the_books_have_them() -> None:
    ranked = scored((0.9, 3), (0.8, 0), (0.7, 3), (0.6, 0))
    assert average_precision(ranked) == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert f1(ranked, 0.75) == pytest.approx(0.5)
    assert f1(ranked, DEFAULT_THRESHOLD) == pytest.approx(4 / 6)
    assert ndcg(scored((0.9, 3), (0.8, 2), (0.1, 0))) == 1
    assert ndcg(scored((0.9, 0), (0.8, 3))) == pytest.approx(0.6309, abs=1e-4)
    assert calibration_error(scored((0.75, 3), (0.75, 0))) == pytest.approx(0.25)
    assert [held.count for held in bins(scored((0.05, 0), (1.0, 3), (0.95, 3)))] == [1, 2]


def test_equal_scores_have_no_order() -> None:
    one, other = scored((0.5, 3), (0.5, 0)), scored((0.5, 0), (0.5, 3))
    assert average_precision(one) == average_precision(other) == 0.5
    assert ndcg(one) == ndcg(other) < 1


def test_nothing_relevant_and_nothing_given_is_no_fault() -> None:
    nothing = scored((0.01, 0), (0.0, 1))
    assert average_precision(nothing) == f1(nothing, DEFAULT_THRESHOLD) == ndcg(scored()) == 1
    assert calibration_error([]) == 0
