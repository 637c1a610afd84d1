"""Prints how good the judgement is: ``python3 packaging/dev.py quality [set …]``.

Measures our own set, the one that nothing was fitted to, the two that were made to mislead, and
each further one (a file or folder of labelled links, of real pages for example) beside plain
rankers. ``--worst N`` names the links of each prompt that were judged worst. Ends with 1 where less
is reached than was asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.quality import peers
from tests.quality.cases import HARD, HARD_HELD_OUT, HELD_OUT, OWN, Case, read_cases
from tests.quality.judging import Figures, Results, figures, judged
from tests.quality.measures import Scored, bins

OWN_PRECISION: Final = 0.93
CALIBRATION: Final = 0.06
PRECISION: Final = 0.95
F1: Final = 0.90


def main() -> int:
    """Measures and prints; returns the exit status."""
    parser = argparse.ArgumentParser(prog="quality", description="Measure the judgement.")
    parser.add_argument("sets", nargs="*", type=Path, help="further labelled links")
    parser.add_argument("--worst", type=int, default=0, help="name the worst links of each prompt")
    options = parser.parse_args()
    own = _measure(OWN, options.worst)
    _measure(HELD_OUT, 0)
    _measure(HARD, options.worst)
    _measure(HARD_HELD_OUT, 0)
    others = [_measure(place, options.worst) for place in options.sets]
    is_good = own.average_precision >= OWN_PRECISION and own.calibration_error <= CALIBRATION
    is_good &= all(each.average_precision >= PRECISION and each.f1 >= F1 for each in others)
    if not is_good:
        _say(
            f"Too low: our own set must reach AP {OWN_PRECISION} and ECE {CALIBRATION}, "
            f"others AP {PRECISION} and F1 {F1}."
        )
    return int(not is_good)


def _measure(place: Path, worst: int) -> Figures:
    cases = read_cases(place)
    results = {case.id: judged(case) for case in cases}
    _say(f"\n{place}: {len(cases)} prompts, {sum(len(case.links) for case in cases):,} links")
    for case in cases:
        alone = figures({case.id: results[case.id]})
        wanted = sum(link.is_relevant for link in case.links)
        _say(
            f"  {case.id:26} AP {alone.average_precision:.3f}  nDCG {alone.ndcg:.3f}  "
            f"F1 {alone.f1:.3f}  {wanted:3} of {len(case.links):3}  {case.prompt}"
        )
        for line in _worst(case, results[case.id], worst):
            _say(line)
    _compare(cases, results)
    for held in bins([each for scored in results.values() for each in scored]):
        _say(
            f"  scores of {held.promised:.2f}: {held.relevant:.2f} relevant ({held.count:,} links)"
        )
    return figures(results)


def _compare(cases: Sequence[Case], results: Results) -> None:
    rankers: dict[str, Results] = {
        "skop": results,
        "BM25": {case.id: _scored(case, peers.bm25(case)) for case in cases},
        "WordLlama": {case.id: _scored(case, peers.cosine(case)) for case in cases},
    }
    _say(f"  {'':10} {'AP':>6} {'nDCG@10':>8} {'F1@0.1':>7} {'best F1':>8} {'ECE':>6}")
    for name, given in rankers.items():
        all_in_all = figures(given)
        _say(
            f"  {name:10} {all_in_all.average_precision:6.3f} {all_in_all.ndcg:8.3f} "
            f"{all_in_all.f1:7.3f} {all_in_all.best_f1:8.3f} {all_in_all.calibration_error:6.3f}"
        )


def _scored(case: Case, scores: Sequence[float]) -> list[Scored]:
    return [Scored(score, link.label) for score, link in zip(scores, case.links, strict=True)]


def _worst(case: Case, scored: Sequence[Scored], number: int) -> list[str]:
    """The links whose score is farthest from what it should be."""
    pairs = zip(case.links, scored, strict=True)
    ranked = sorted(pairs, key=lambda pair: -abs(pair[1].score - pair[0].is_relevant))
    return [
        f"      {each.score:.2f} for {link.label}: {link.evidence.link_text!r} under "
        f"{link.evidence.heading!r} {link.evidence.url}"
        for link, each in ranked[:number]
    ]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
