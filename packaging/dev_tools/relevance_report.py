"""What a relevance model is worth, prompt by prompt and all in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skop_desktop.engine.plan import Plan
from skop_desktop.engine.relevance import Evidence, Judgement
from skop_desktop.engine.relevance.judging import judged_by
from skop_desktop.engine.relevance.model import Model
from skop_desktop.engine.relevance.site_bodies import SiteBodies
from tests.quality.cases import Case
from tests.quality.judging import Results, figures, judged


@dataclass(frozen=True, slots=True)
class Report:
    """Scored links by prompt."""

    results: Results

    def told(self, title: str, *, each: bool = False) -> str:
        """As lines for a terminal."""
        lines = [f"{title}: {_line(self.results)}"]
        if each:
            lines += [f"  {name:28} {_line({name: self.results[name]})}" for name in self.results]
        return "\n".join(lines)

    def reaches(self, precision: float, calibration: float) -> bool:
        """Whether the mean average precision is as high, and the calibration error as low."""
        found = figures(self.results)
        good = found.average_precision >= precision
        return good and found.calibration_error <= calibration


def _line(results: Results) -> str:
    found = figures(results)
    return (
        f"AP {found.average_precision:.3f}  nDCG@10 {found.ndcg:.3f}  F1@0.1 {found.f1:.3f}  "
        f"best F1 {found.best_f1:.3f}  calibration error {found.calibration_error:.3f}"
    )


def report_of(cases: Sequence[Case], models: Mapping[str, Model]) -> Report:
    """The links of each case, judged in the order of the crawl by the model named for it."""
    results = {}
    for case in cases:
        model, site = models[case.id], SiteBodies()

        def by(
            plan: Plan, evidence: Evidence, model: Model = model, site: SiteBodies = site
        ) -> Judgement:
            site.hear(evidence.page_title, evidence.heading)
            return judged_by(model, plan, evidence, site)

        results[case.id] = judged(case, by)
    return Report(results)
