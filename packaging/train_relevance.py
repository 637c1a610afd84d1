#!/usr/bin/env python3
"""Fits the costs of the relevance model to labelled links, and says how well they hold elsewhere.

  train_relevance.py                     our own labelled set: fit, report, write the model
  train_relevance.py SET ...             other sets (files or folders of labelled links) instead
  train_relevance.py --held-out SET ...  sets that are only tested on, and the other way round
  train_relevance.py --check             write nothing; fail where the model would differ

Each prompt (then each site) is left out once: the model is fitted without it and measured on it.
Ends with 1 where that is worse than was asked for. Our own set is fitted to together with the sites
that were made to mislead, so that scores mean what they say there as well.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from dev_tools.fitting import Rows, fitted, rows_of  # noqa: E402 - the checkout comes first
from dev_tools.relevance_report import Report, report_of  # noqa: E402

from skop_desktop.engine.relevance.model import Model, text_of  # noqa: E402
from tests.quality.cases import HARD, OWN, Case, read_cases  # noqa: E402

PRECISION: Final = 0.93
CALIBRATION: Final = 0.06
"""What a prompt that was left out must reach on the mean."""
HARD_CASES: Final = read_cases(HARD)
WORTH_OF_HARD: Final = 0.25
"""Of a link of sites that were made to mislead: few are like them."""
FILE: Final = ROOT / "resources" / "relevance" / "model.json"


Cases = tuple[Case, ...]


def fitted_to(cases: Cases) -> Model:
    """A model of these and no others."""
    return fitted(Rows.together([_weighed(case) for case in cases]))


def _weighed(case: Case) -> Rows:
    rows = rows_of(case)
    return replace(rows, weights=rows.weights * WORTH_OF_HARD) if case in HARD_CASES else rows


def left_out(cases: Cases, beside: Cases, by: str) -> Report:
    """Each prompt or site of ``cases`` measured by a model that has not seen it, but all others."""
    models: dict[str, Model] = {}
    for case in cases:
        key = getattr(case, by) or case.id
        models[case.id] = fitted_to(
            tuple(c for c in (*cases, *beside) if (getattr(c, by) or c.id) != key)
        )
    return report_of(cases, models)


def across(train: Cases, test: Cases) -> Report:
    """All of one set measured by a model fitted to another."""
    model = fitted_to(train)
    return report_of(test, {case.id: model for case in test})


def main() -> int:
    """Fits, reports, writes; 0 where all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, default=[OWN])
    parser.add_argument("--held-out", nargs="*", type=Path, default=[])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--quick", action="store_true", help="fit and write, no report")
    chosen = parser.parse_args()
    cases = tuple(case for place in chosen.sets for case in read_cases(place))
    beside = HARD_CASES if chosen.sets == [OWN] else ()
    both = (*cases, *beside)
    model = fitted_to(both)
    told = f"{len(both)} prompts, {sum(len(case.links) for case in both):,} links"
    names = ", ".join(sorted(place.name for place in (*chosen.sets, *([HARD] if beside else []))))
    text = text_of(model, f"{names}: {told}")
    is_good = True
    if not chosen.quick:
        print(f"Fitted to {told}")
        held_out = left_out(cases, beside, "id")
        print(held_out.told("one prompt left out"))
        is_good = held_out.reaches(PRECISION, CALIBRATION)
        print(left_out(cases, beside, "site").told("one site left out"))
        print(report_of(cases, {case.id: model for case in cases}).told("seen (not held out)"))
        for place in chosen.held_out:
            others = read_cases(place)
            print(across(both, others).told(f"fitted here, measured on {place.name}", each=True))
            print(across(others, cases).told(f"fitted to {place.name}, measured here"))
    if chosen.check:
        same = FILE.read_text("utf-8") == text
        print("same" if same else f"{FILE.name} would differ")
        return int(not same)
    FILE.write_text(text, encoding="utf-8")
    if not is_good:
        print(
            f"Too low: average precision {PRECISION}, calibration error {CALIBRATION} are wanted."
        )
    return int(not is_good)


if __name__ == "__main__":
    sys.exit(main())
