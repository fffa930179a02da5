"""The page of all that is written, docs/data-dictionary.md: tables by column, documents by field, forms."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jiaosuo.experiments.catalogue.written_tables import TABLES, columns, tables
from jiaosuo.experiments.comparison.doubt_result import DifferenceDoubt, DoubtResult, ParameterDoubt
from jiaosuo.experiments.comparison.geometry_result import Way, Ways
from jiaosuo.experiments.comparison.index_result import Component, EfficiencyIndex, Part, Total
from jiaosuo.experiments.comparison.priced_result import PricedChange, PricedSum, PricedTotal
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    OutcomeResult,
    PairedTest,
    Pairing,
    TimeResult,
)
from jiaosuo.experiments.comparison.robust_result import (
    JudgedEnd,
    RobustResult,
    RuleFlips,
    Uncertain,
    WorldsTried,
)
from jiaosuo.experiments.inference.posterior import About
from jiaosuo.experiments.inference.prior import Range
from jiaosuo.experiments.inference.trust import Hindsight, Trust
from jiaosuo.experiments.logs.fit_result import (
    FittedHours,
    FittedNumber,
    FittedPlaces,
    LogFit,
    NotFitted,
    Profile,
    TimeOfCorps,
    TravelFit,
    WeightOfTownship,
)
from jiaosuo.experiments.logs.hindcast import Hindcast
from jiaosuo.experiments.logs.replay_result import LeftOut, Measured, ReplayResult, UnderRule
from jiaosuo.experiments.logs.scores import Quantiles, Score
from jiaosuo.experiments.pages.templating import markdown
from jiaosuo.experiments.runs.run_result import (
    MeasuredOutcome,
    PathResult,
    RunResult,
    YearOutcome,
    YearResult,
)
from jiaosuo.experiments.study_tools.files import check_page
from jiaosuo.experiments.study_tools.result import Measure, Origin, StudyResult
from jiaosuo.experiments.sweeps.plan import Plan, SampledPlan
from jiaosuo.model.call_weights import CallWeight, CallWeights
from jiaosuo.model.core.described import DescribedEntry, DescribedPath
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.words import ENGLISH

COMMAND = "jiaosuo columns --out docs/data-dictionary.md"
COLUMNS = ("column", "type", "unit", "meaning", "empty where")
FIELDS = ("field", "type", "meaning")

DOCUMENTS: dict[str, tuple[type, ...]] = {
    "result.json of `compare --out DIR`": (
        ComparisonResult, OutcomeResult, PairedTest, TimeResult, Pairing, DescribedEntry, DescribedPath,
        EfficiencyIndex, Component, Total, Part, PricedSum, PricedTotal, PricedChange, Ways, Way,
        RobustResult, WorldsTried, Uncertain, RuleFlips, JudgedEnd, DoubtResult, DifferenceDoubt,
        ParameterDoubt, Trust, Hindsight,
    ),
    "run.json of `run --out DIR`": (RunResult, MeasuredOutcome, PathResult, YearResult, YearOutcome),
    "plan.json of `sweep --out DIR`": (Plan, SampledPlan),
    "posterior.parquet, under the key `jiaosuo`": (About, Range),
    "replay PLACE --json": (ReplayResult, Measured, UnderRule, LeftOut),
    "fit.json of `log fit`": (
        LogFit, FittedNumber, NotFitted, Profile, FittedHours, FittedPlaces, WeightOfTownship, TravelFit,
        TimeOfCorps, CallWeights, CallWeight,
    ),
    "log hindcast --json": (Hindcast, Score, Quantiles),
    "NAME.json of `study NAME --out NAME.md`, what every study has": (StudyResult, Origin, Measure),
}  # fmt: skip
"""Documents in JSON, and the records that they are made of: the outermost first."""

FORMS_BESIDE: Mapping[str, tuple[str, str]] = {
    "links of the page": ("1", "`v` in the address"),
    "rooms.sqlite of a server": ("2", "`user_version` of the database"),
}
"""Forms of what the dashboard writes; a test holds them against what it says itself."""

SECTION = re.compile(
    r"^(?:Attributes|Parameters)\n-+\n(.*?)(?=^\w[\w ]*\n-{3,}$|\Z)", re.DOTALL | re.MULTILINE
)


def page(more: dict[str, tuple[type, ...]]) -> str:
    """The page as Markdown; `more`: documents of rooms above, as `DOCUMENTS` has them."""
    return markdown(
        "dictionary.md.jinja",
        command=COMMAND,
        tables=[(each, _columns(each.name)) for each in tables(ENGLISH)],
        documents={
            title: [_record(each) for each in records] for title, records in (DOCUMENTS | more).items()
        },
        column_heads=COLUMNS,
        field_heads=FIELDS,
        forms=list(_forms()),
    )


def write_page(file: Path, more: dict[str, tuple[type, ...]]) -> None:
    """Write the page, whole or not at all; InputError if `file` is no Markdown or cannot be written."""
    check_page(file)
    put_text(file, page(more))


def fields_of(record: type) -> list[tuple[str, str, str]]:
    """The fields of a record as its docstring tells them: name, type, meaning."""
    found = SECTION.search(inspect.getdoc(record) or "")
    rows: list[tuple[str, str, str]] = []
    for line in (found[1] if found else "").splitlines():
        if line.startswith(" "):
            name, kind, meaning = rows[-1]
            rows[-1] = name, kind, f"{meaning} {line.strip()}".strip()
        elif line.strip():
            name, _, kind = line.partition(" : ")
            rows.append((name, kind, ""))
    return rows


def _columns(table: str) -> list[tuple[str, ...]]:
    rows = columns(table, ENGLISH)
    return [(f"`{each.name}`", each.type, each.unit, each.meaning, each.empty) for each in rows]


def _record(record: type) -> tuple[str, str, list[tuple[str, ...]]]:
    """The name of a record, what it is, and its fields."""
    summary, _, _ = (inspect.getdoc(record) or "").partition("\n\n")
    rows: list[tuple[str, ...]] = [(f"`{name}`", kind, meaning) for name, kind, meaning in fields_of(record)]
    return record.__name__, summary, rows


def _forms() -> Iterator[tuple[str, str, str]]:
    for name, each in TABLES.items():
        if each.form is not None:
            yield f"table {name}", str(each.form), "in the metadata of the file, or in plan.json"
    yield "result of a study", str(Origin.version), "`version` of its document"
    for name, (form, where) in FORMS_BESIDE.items():
        yield name, form, where
