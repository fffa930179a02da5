"""A comparison as one page that opens anywhere: question, verdict, numbers, charts, and how to make it again.

`report.html` holds its charts, its data and the drawing library, and asks the network for nothing. Beside it
stand the charts as SVG and PNG. The same result gives the same bytes: no clock and no chance enters the page.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from jiaosuo.experiments.charts.rendering import image_files, svg
from jiaosuo.experiments.charts.style import HUES, Spec
from jiaosuo.experiments.comparison.charts import charts, name_of_map
from jiaosuo.experiments.comparison.doubt_words import doubt_sentences
from jiaosuo.experiments.comparison.geometry_words import (
    GEOMETRY_NOTE,
    geometry_findings,
    geometry_heads,
    geometry_rows,
)
from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS
from jiaosuo.experiments.comparison.index_table import Cell, has_index, heads, index_notes, rows
from jiaosuo.experiments.comparison.moments import NAMES
from jiaosuo.experiments.comparison.priced_table import (
    has_prices,
    priced_findings,
    priced_heads,
    priced_lines,
)
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    Headline,
    is_share,
    label_of,
    mark,
    present,
    unit_of,
)
from jiaosuo.experiments.comparison.robust_words import robust_sentences
from jiaosuo.experiments.comparison.tables import CAPTION, difference_cell, mean_cell, time_rows, titled
from jiaosuo.experiments.comparison.verdict import findings, notes, setting
from jiaosuo.experiments.pages.templating import html, plain_text
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_, language, speaker, translate

if TYPE_CHECKING:
    from jiaosuo.model.scenario import Scenario

FEW = 8
"""More levers than this are folded away."""


def write_report(
    result: ComparisonResult,
    calls: pl.DataFrame | None,
    folder: Path,
    language_: str | None = None,
    worlds: Mapping[str, Scenario] | None = None,
) -> list[Path]:
    """Write `report.html` and each chart as SVG and PNG into `folder` (made if missing); returns the paths.

    `worlds`: the scenario as it begins under each rule: each is drawn as a map.

    `calls` has one row a call that asks for a response, with columns rule, domain, area and response_minutes
    (null where nobody came; such calls stay in the denominator). Everything is drawn before the first file
    is written, and each file is put in place whole. Raises InputError for calls without their columns.
    """
    language_ = language(language_)
    specs = charts(result, calls, language_)
    drawings = {name: svg(spec) for name, spec in specs.items()}
    drawn = draw_maps(result, worlds, language_)
    files = {"report.html": page(result, specs, drawings, language_, maps=drawn).encode()}
    files |= image_files(drawings | drawn)
    folder.mkdir(parents=True, exist_ok=True)
    return [put(folder / name, content) for name, content in files.items()]


def draw_maps(
    result: ComparisonResult, worlds: Mapping[str, Scenario] | None, language_: str | None
) -> dict[str, str]:
    """The maps as SVG by name; none without the worlds."""
    if not worlds:
        return {}
    # brings the land: only who draws maps pays
    from jiaosuo.experiments.comparison.maps import maps

    return {name: svg(spec) for name, spec in maps(result, worlds, language_).items()}


def command(result: ComparisonResult) -> str:
    """The command that makes this comparison again: the result's own, or put together from its settings."""
    if result.command is not None:
        return result.command
    words = ["jiaosuo", "compare", result.preset, "--rules", ",".join(result.rules)]
    for option in ("days", "replications", "seed", "staffing", "at"):
        words += [f"--{option}", plain_text(getattr(result, option))]
    for lever, setting_ in result.levers.items():
        words += ["--set", f"{lever}={plain_text(setting_)}"]
    weights = EQUAL_WEIGHTS if result.index is None else result.index.weights
    if weights != EQUAL_WEIGHTS:
        words += ["--weights", ",".join(f"{name}={plain_text(weight)}" for name, weight in weights.items())]
    return shlex.join(words)


CAPTIONS = {
    "headlines": N_(
        "What each rule changes against the first, with 95 % intervals, each of one rule by itself. Right is "
        "better; hollow is not distinguishable."
    ),
    "response": N_(
        "Mean response by domain and area under each rule. Differences are judged in pairs, so intervals "
        "here may overlap where a difference is real."
    ),
    "weights": N_("Share of all sets of weights under which each rule has the highest efficiency index."),
    "distribution": N_(
        "How long people wait: share of all calls answered within so many minutes. Calls nobody came to "
        "stay in the denominator."
    ),
}


MAP_CAPTION = N_(
    "{place} under {rule}: land, roads and townships as the model has them, and the officers by the site "
    "they work from."
)

NO_MORE: Mapping[str, str] = {}


def page(
    result: ComparisonResult,
    specs: Mapping[str, Spec],
    drawings: Mapping[str, str],
    language_: str | None = None,
    more: Mapping[str, str] = NO_MORE,
    maps: Mapping[str, str] = NO_MORE,
) -> str:
    """The whole page as text; `specs` are its charts, `drawings` the same as SVG where scripts do not run.

    `more`: captions of charts that are not of the comparison alone, in the language of the page; `maps`: of
    the place under each rule, as SVG by name.
    """
    _ = speaker(language_)
    preset, rules, levers = result.preset, result.rules, result.levers
    return html(
        "comparison.html.jinja",
        language_,
        title=_("{preset}: {rules}", preset=preset, rules=_(", ").join(_(rule) for rule in rules)),
        charts=specs,
        drawings=drawings,
        captions={name: _(caption) for name, caption in CAPTIONS.items()}
        | _of_maps(result, language_)
        | dict(more),
        maps=maps,
        preset=preset,
        setting=setting(result, language_),
        findings=list(findings(result, language_)),
        flips=[*robust_sentences(result, language_), *doubt_sentences(result, language_)],
        rules=[{"name": _(rule), "hue": HUES[n % len(HUES)]} for n, rule in enumerate(rules)],
        against=[_("{rule} against {first}", rule=_(rule), first=_(rules[0])) for rule in rules[1:]],
        headlines=[_headline_row(result, headline, language_) for headline in present(result)],
        caption=_(CAPTION),
        times=_times(result, language_),
        index=_index(result, language_) if has_index(result) else None,
        geometry=_geometry(result, language_),
        priced=_priced(result, language_) if has_prices(result) else None,
        notes=list(notes(result, language_)),
        command=command(result),
        settings=_settings(result, language_),
        levers=levers,
        many_levers=len(levers) > FEW,
        versions=result.versions,
        measures=[_measure_row(result, outcome, language_) for outcome in result.outcomes],
        digests={f"{_('Seed')} {seed}": digest for seed, digest in result.world_digest.items()},
    )


def _of_maps(result: ComparisonResult, language_: str | None) -> dict[str, str]:
    """What stands over each map."""
    _ = speaker(language_)
    return {name_of_map(rule): _(MAP_CAPTION, place=result.preset, rule=_(rule)) for rule in result.rules}


def _headline_row(result: ComparisonResult, headline: Headline, language_: str | None) -> dict[str, Any]:
    outcome, (first, *later) = headline.outcome, result.rules
    return {
        "title": titled(result, headline, language_),
        "means": [mean_cell(result, outcome, rule, language_) for rule in (first, *later)],
        "changes": [
            Cell(difference_cell(result, outcome, rule), mark(result, outcome, rule)) for rule in later
        ],
    }


def _times(result: ComparisonResult, language_: str | None) -> dict[str, Any] | None:
    """The change as a path: heads and rows, if the comparison was made at all three times."""
    if result.times is None:
        return None
    _ = speaker(language_)
    heads = [_("Measure"), *(_(NAMES[time.at]) for time in result.times)]
    return {"heads": heads, "rows": time_rows(result, language_)}


def _index(result: ComparisonResult, language_: str | None) -> dict[str, Any]:
    """The index with its parts and shares, and how to read them."""
    return {
        "heads": heads(result, language_),
        "rows": list(rows(result, language_)),
        "notes": list(index_notes(result, language_)),
    }


def _priced(result: ComparisonResult, language_: str | None) -> dict[str, Any]:
    """The priced sum with its parts, what it says, and how to read it."""
    *said, note = priced_findings(result, language_) or [""]
    return {
        "heads": priced_heads(result, language_),
        "rows": priced_lines(result, language_),
        "said": said,
        "notes": [note],
    }


def _geometry(result: ComparisonResult, language_: str | None) -> dict[str, Any] | None:
    """How much of each gain is geometry: a table a later rule, and what it says."""
    if result.ways is None:
        return None
    _ = speaker(language_)
    first = _(result.rules[0])
    tables = {
        _("{first} → {rule}", first=first, rule=_(rule)): list(
            geometry_rows(result.ways, result, rule, language_)
        )
        for rule in result.later
    }
    return {
        "said": geometry_findings(result, language_),
        "heads": geometry_heads(language_),
        "tables": {title: rows for title, rows in tables.items() if rows},
        "note": _(GEOMETRY_NOTE),
    }


def _settings(result: ComparisonResult, language_: str | None) -> dict[str, Any]:
    _ = speaker(language_)
    return {
        _("Seed"): result.seed,
        _("Days"): result.days,
        _("Worlds"): result.replications,
        _("Staffing"): _(result.staffing),
        _("Time"): _(NAMES[result.at]),
    }


def _measure_row(result: ComparisonResult, outcome: str, language_: str | None) -> dict[str, Any]:
    return {
        "title": label_of(result, outcome, language_),
        "means": [mean_cell(result, outcome, rule, language_) for rule in result.rules],
        "unit": "%" if is_share(result, outcome) else translate(unit_of(result, outcome), language_),
    }
