"""A file of each layout, and what is true of it: for the tests that click through an import, and for the pictures."""
from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from app import samples
from app.core.portfolio import Portfolio
from app.reports.sheets import sheet

DATA = Path(__file__).resolve().parents[1] / "data" / "spreadsheets"


@dataclass(frozen=True)
class Layout:
    """`said` stands in the headline of step 2; `answers` are clicked there, in this order; then `counts` and `sums`
    (series -> minor units over all lines) are what came in."""

    file: str
    make: Callable[[Path], object]
    said: str
    counts: Mapping[str, int]
    sums: Mapping[str, int] = field(default_factory=dict)
    answers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    undone: tuple[str, ...] = ("measure",)      # kinds of which an undo leaves none


def _blind(module: str, file: str) -> Callable[[Path], object]:
    def make(folder: Path) -> object:
        return import_module(f"tests.data.blind.{module}").ALL[file](folder / file)
    return make


def _real(file: str) -> Callable[[Path], object]:
    return lambda folder: shutil.copyfile(DATA / file, folder / file)


def exported(folder: Path) -> Portfolio:
    """The insurer's sample as Trimtab exports it, and what was exported."""
    key = samples.names()[0][0]
    p = Portfolio("0" * 31 + "5")
    p.apply(samples.changes(p, key))
    told = sheet.Told(samples.status_date(key), None, "Nordhaven.trimtab", "", 1, "2026-04-17")
    sheet.export(p, folder / "Nordhaven.xlsx", told)
    return p


LAYOUTS = {
    "tree": Layout("tree_en_clean.xlsx", _blind("tree", "tree_en_clean.xlsx"),
                   "5 measures and 17 activities understood in “Schedule”", {"measure": 5, "activity": 17}),
    "months": Layout("months_en_clean.xlsx", _blind("months", "months_en_clean.xlsx"), "10 measures understood",
                     {"measure": 10}, {"plan": 480591335, "actual": 181744944, "forecast": 479811750}),
    "relational": Layout("relational_en_clean.xlsx", _blind("relational", "relational_en_clean.xlsx"),
                         "10 measures, 29 activities, 14 risks and 9 issues understood in 4 sheets",
                         {"measure": 10, "activity": 29}, {"plan": 1166062000, "actual": 283794632},
                         ("effect_type@Projects=recurring_cost",)),
    "gantt": Layout("gantt_en_clean.xlsx", _blind("gantt", "gantt_en_clean.xlsx"),
                    "4 measures and 13 activities understood in “Gantt”", {"measure": 4, "activity": 13}),
    "raid": Layout("raid_en_clean.xlsx", _blind("raid", "raid_en_clean.xlsx"),
                   "12 risks, 7 issues and 5 assumptions understood in 4 sheets",
                   {"measure": 0, "risk": 12, "issue": 7, "assumption": 5}, undone=("risk", "issue", "assumption")),
    "form": Layout("form_en_clean.xlsx", _blind("forms", "form_en_clean.xlsx"), "1 measure and 5 activities understood",
                   {"measure": 1, "activity": 5}, {"plan": 284750000, "actual": 91233417, "forecast": 36500000}),
    "return": Layout("form_en_repeated_blocks.xlsx", _blind("forms", "form_en_repeated_blocks.xlsx"),
                     "5 measures understood", {"measure": 5}, {"baseline": 512000000, "forecast": 572800000}),
    "dashboard": Layout("dashboard_en_with_source.xlsx", _blind("dashboards", "dashboard_en_with_source.xlsx"),
                        "12 measures understood in “Project data”", {"measure": 12},
                        {"plan": 501056706, "actual": 383678427, "forecast": 302494232}),
    "ledger": Layout("relational_de_messy.xlsx", _blind("relational", "relational_de_messy.xlsx"),
                     "8 measures, 18 activities and 7 risks understood in 4 sheets", {"measure": 8, "activity": 18},
                     {"plan": 299338446, "actual": 111538947, "forecast": 43261228}),
    "schedule": Layout("mpxj_sample_mspdi.xml", _real("mpxj_sample_mspdi.xml"),
                       "3 measures and 16 activities understood in “Tasks”",
                       {"activity": 16, "dependency": 6}, {"plan": 352625}),
    "gan": Layout("task-with-dependencies.gan", _real("task-with-dependencies.gan"),
                  "1 measure and 5 activities understood in “Tasks”",
                  {"measure": 1, "activity": 5, "dependency": 4}, names=("project-name",)),
    "own": Layout("Nordhaven.xlsx", exported, "30 measures, 91 activities, 5 risks, 4 issues", {}),
}
