"""The page of a sweep: what came out and how surely, with what numbers, and how to make it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jiaosuo.experiments.charts.rendering import image_files, svg
from jiaosuo.experiments.charts.style import Spec
from jiaosuo.experiments.comparison.moments import SENTENCES
from jiaosuo.experiments.comparison.result import gave_up_beside, is_same, number, places, sign
from jiaosuo.experiments.pages.templating import html
from jiaosuo.experiments.provenance.csvw import csv_files
from jiaosuo.experiments.sweeps.plan import read_plan
from jiaosuo.experiments.sweeps.report.findings import Findings, PointChange, as_table, find, means_table
from jiaosuo.experiments.sweeps.report.pooled import (
    Pooled,
    all_pooled,
    curves_table,
    effects_table,
    pooled,
)
from jiaosuo.experiments.sweeps.report.sweep_charts import figures, title_of
from jiaosuo.experiments.sweeps.store import gathered
from jiaosuo.model.core import plugins
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put
from jiaosuo.model.core.reading import check_there
from jiaosuo.model.core.words import N_, language, speaker
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import all_parameters

REPORT = "report"
ROWS_SHOWN = 60
"""Points that the page's table shows; the CSV beside it holds all."""

METHODS = (
    N_(
        "Each world (a point of the design and a seed) was run under every rule, with the same people, trips "
        "and candidate incidents. A rule is compared with {first} within each world, on the events that "
        "happened under all rules and were reported under at least one; the interval is that of the paired "
        "t test over {n} worlds a point."
    ),
    N_(
        "The number of worlds was fixed beforehand. A change is called significant if Holm's procedure "
        "over all points and rules of its measure says so: the chance of calling any of them different when "
        "none is, is at most 5 % a measure."
    ),
    N_("A world in which a run failed enters no mean; the tables count it where it belongs."),
    N_("The first {days} days of each run are not counted: the county warms up."),
)


WHOLE = N_(
    "Of a sample as a whole: the mean over its points with the t interval of their spread, each point one "
    "draw from the ranges; curves are means of equally many points; the share of the variance that a "
    "parameter explains by itself is its first-order index (Tarantola and others 2006)."
)


def write_sweep_report(folder: Path, language_: str | None = None) -> Path:
    """Write DIR/report: the page, its figures as SVG and PNG, its tables as CSV; the page's path.

    InputError where the folder is no store, or nothing is stored in it yet.
    """
    check_there(folder, "store")
    plan = read_plan(folder) if folder.is_dir() else None
    if plan is None:
        raise InputError("store", str(folder), "must be a folder written by `jiaosuo sweep`")
    plugins.require(plan.plugins, "store")
    runs = gathered(folder, plan.rules)
    if not len(runs):
        raise InputError("store", str(folder), "nothing is stored in it yet")
    found, chosen = find(plan, runs), language(language_)
    charts = figures(found, chosen)
    specs = {name: spec for name, (spec, _) in charts.items()}
    drawings = {name: svg(spec) for name, spec in specs.items()}
    files = image_files(drawings)
    captions = {name: caption for name, (_, caption) in charts.items()}
    files |= csv_files("differences", as_table(found)) | csv_files("means", means_table(found))
    if whole := all_pooled(found, list(plan.outcomes)):
        files |= csv_files("effects", effects_table(whole)) | csv_files("curves", curves_table(whole))
    files["report.html"] = page(found, specs, drawings, captions, chosen).encode()
    (folder / REPORT).mkdir(exist_ok=True)
    for name, content in files.items():
        put(folder / REPORT / name, content)
    return folder / REPORT / "report.html"


def page(
    found: Findings,
    specs: Mapping[str, Spec],
    drawings: Mapping[str, str],
    captions: Mapping[str, str],
    language_: str,
) -> str:
    """The page as text; `drawings` are its charts as SVG, where scripts do not run."""
    _, plan = speaker(language_), found.plan
    return html(
        "sweep.html.jinja",
        language_,
        title=plan.title or _("{preset}: what the rules change", preset=plan.preset),
        charts=specs,
        drawings=drawings,
        captions=captions,
        setting=setting(found, language_),
        sentences=list(sentences(found, language_)),
        axes=list(found.axes),
        against=[
            _("{rule} against {first}", rule=_(rule), first=_(found.rules[0])) for rule in found.rules[1:]
        ],
        changes=_changes(found, language_) if found.cells else None,
        whole=bool(all_pooled(found, found.headlines[:1])),
        points=len(found.points),
        points_shown=min(ROWS_SHOWN, len(found.points)),
        methods=list(methods(found, language_)),
        parameters=_parameters(found, language_),
        command=plan.command or "jiaosuo sweep study.toml --out DIR",
        study=plan.text or _study_text(found),
        settings=_settings(found, language_),
        versions={"code": plan.code, **plan.versions},
    )


def setting(found: Findings, language_: str | None) -> str:
    """What was run, in one sentence."""
    _ = speaker(language_)
    plan = found.plan
    return _(
        "{preset}: {rules} at {points} points, {n} worlds each of {days} days; {stored} of {planned} runs "
        "are stored.",
        preset=plan.preset,
        rules=_(", ").join(_(rule) for rule in found.rules),
        points=f"{len(found.points):,}",
        n=plan.replications,
        days=f"{plan.days:g}",
        stored=f"{found.stored:,}",
        planned=f"{found.planned:,}",
    )


def sentences(found: Findings, language_: str | None) -> Iterator[str]:
    """What came out: of each measure and rule, at how many points it is better, worse, or neither."""
    _ = speaker(language_)
    if found.stored < found.planned:
        yield _("The sweep is not complete: this is what is stored so far, and no verdict on the whole.")
    for error, times in found.errors[:3]:
        yield _("{times} runs failed: {error}", times=times, error=error)
    for outcome in found.headlines:
        for rule in found.rules[1:]:
            whole = pooled(found, outcome, rule)
            if whole is not None:
                yield pooled_sentence(whole, found.rules[0], language_)
            yield _sentence(found, outcome, rule, language_)
        yield from survivors_sentences(found, outcome, language_)
    if not found.cells:
        yield _("One rule alone was run: there is nothing to compare.")


def survivors_sentences(found: Findings, outcome: str, language_: str | None) -> Iterator[str]:
    """A warning beside a mean that many calls did not live to enter, and where nobody can know."""
    _ = speaker(language_)
    title, counts = (
        title_of(outcome, language_),
        {rule: found.survivors(outcome, rule) for rule in found.rules},
    )
    if None in counts.values():
        yield _(
            "{title}: whether this is a survivors' mean is not known, because {outcome} was not kept.",
            title=title,
            outcome=str(gave_up_beside(outcome)),
        )
    for rule, points in counts.items():
        if points:
            yield _(
                "{title}: a survivors' mean under {rule} at {k} of {all} points, where more than 5 % of the "
                "calls gave up; they count only to the end of their patience, so the mean understates the "
                "wait.",
                title=title,
                rule=_(rule),
                k=points,
                all=len(found.points),
            )


def pooled_sentence(whole: Pooled, first: str, language_: str | None) -> str:
    """What a sample shows of a measure as a whole, and on which parameter it hangs most."""
    _ = speaker(language_)
    low, high = whole.effect.span
    about = OUTCOMES[whole.outcome]
    told = {"title": title_of(whole.outcome, language_), "rule": _(whole.rule), "first": _(first)}
    told |= {"mean": _size(whole.effect.mean or 0.0), "low": _size(low), "high": _size(high)}
    said = _(
        "{title}: over the whole sample {rule} differs from {first} by {mean} {unit} on average "
        "[{low}, {high}]; {same} of {all} points have this sign.",
        unit=_(about.unit),
        same=whole.same_way,
        all=whole.points,
        **told,
    )
    if not whole.indices:
        return said
    name, index = max(whole.indices.items(), key=lambda each: each[1].share)
    most = _(
        "Of how it varies over the points, {name} alone explains {share} %.",
        name=name,
        share=f"{100 * min(1.0, max(0.0, index.share)):.0f}",
    )
    return _("{one} {other}", one=said, other=most)


def _sentence(found: Findings, outcome: str, rule: str, language_: str | None) -> str:
    _ = speaker(language_)
    cells = found.of(outcome, rule)
    told = {
        "title": title_of(outcome, language_),
        "rule": _(rule),
        "first": _(found.rules[0]),
        "all": len(cells),
    }
    sure = [cell for cell in cells if cell.significant and not is_same(cell.change)]
    if not sure:
        return _("{title}: {rule} is not distinguishable from {first} at any of {all} points.", **told)
    sizes = sorted(cell.change.mean or 0.0 for cell in sure)
    unit = _(OUTCOMES[outcome].unit)
    told |= {"low": _size(sizes[0]), "high": _size(sizes[-1]), "unit": unit}
    if any(cell.better is None for cell in sure):
        return _(
            "{title}: {rule} differs from {first} at {k} of {all} points ({low} to {high} {unit}).",
            k=len(sure),
            **told,
        )
    better = sum(cell.better is True for cell in sure)
    return _(
        "{title}: {rule} is better than {first} at {better} of {all} points, worse at {worse}, and not "
        "distinguishable at the rest (significant changes: {low} to {high} {unit}).",
        better=better,
        worse=len(sure) - better,
        **told,
    )


def _size(value: float) -> str:
    return number(value, places(abs(value)), signed=True)


def methods(found: Findings, language_: str | None) -> Iterator[str]:
    """How it was done, in words."""
    _ = speaker(language_)
    plan = found.plan
    paired, fixed, failures, warm = METHODS
    if found.cells:
        yield _(paired, first=_(found.rules[0]), n=plan.replications)
        yield _(fixed)
    yield _(failures)
    if plan.sample is not None and found.cells:
        yield _(WHOLE)
    if plan.warm_up:
        yield _(warm, days=f"{plan.warm_up:g}")
    yield _(SENTENCES[plan.at])


def _changes(found: Findings, language_: str | None) -> list[dict[str, Any]]:
    """The first points: for each headline measure the change under each alternative."""
    _ = speaker(language_)
    by_place = {(cell.point, cell.outcome, cell.rule): cell for cell in found.cells}
    rows = []
    for point in list(found.points)[:ROWS_SHOWN]:
        for outcome in found.headlines:
            cells = [by_place[point, outcome, rule] for rule in found.rules[1:]]
            title, unit = title_of(outcome, language_), _(OUTCOMES[outcome].unit)
            rows.append(
                {
                    "point": point,
                    "at": found.points[point],
                    "measure": _("{title} ({unit})", title=title, unit=unit),
                    "changes": [_change(cell) for cell in cells],
                    "failed": cells[0].failed,
                }
            )
    return rows


def _change(cell: PointChange) -> dict[str, Any]:
    """A change with its interval, the pairs behind it, and the sign that judges it."""
    change = cell.change
    if change.mean is None:
        return {"text": "–", "pairs": None, "sign": "–"}
    text = "0" if is_same(change) else _size(change.mean)
    if change.interval is not None and not is_same(change):
        text += " [" + ", ".join(_size(end) for end in change.interval) + "]"
    return {"text": text, "pairs": change.n, "sign": sign(change, cell.better, cell.significant)}


def _parameters(found: Findings, language_: str | None) -> list[tuple[str, list[dict[str, str]]]]:
    """What varies, what the place sets and the defaults: each with its value, unit, meaning and source."""
    _ = speaker(language_)
    declared = all_parameters()
    axes: list[dict[str, str]] = []
    changed: list[dict[str, str]] = []
    rest: list[dict[str, str]] = []
    for name, value in found.plan.values.items():
        it = declared.get(name)
        if it is None:
            continue
        row = {
            "name": name,
            "value": _axis(found, name) if name in found.axes else f"{value:.10g}",
            "unit": it.unit,
            "meaning": it.meaning,
            "source": _("{source}; weak", source=it.source) if it.weak else it.source,
        }
        (axes if name in found.axes else changed if value != it.default else rest).append(row)
    return [(_("What varies"), axes), (_("What this place sets"), changed), (_("Defaults"), rest)]


def _axis(found: Findings, name: str) -> str:
    grid, sample = found.plan.grid, found.plan.sample
    if name in grid:
        return ", ".join(f"{value:g}" for value in grid[name])
    assert sample is not None, "what varies is in the grid or in the sample"
    low, high = sample.ranges[name]
    return f"{low:g} – {high:g} ({sample.method}, n = {sample.n})"


def _settings(found: Findings, language_: str | None) -> dict[str, object]:
    _, plan = speaker(language_), found.plan
    settings: dict[str, object] = {_("Seed"): plan.seed, _("Staffing"): _(plan.staffing)}
    if plan.traffic_share is not None:
        settings[_("Traffic corps' share")] = plan.traffic_share
    return settings


def _study_text(found: Findings) -> str:
    """The study of a sweep that was made without a file."""
    kept = ("preset", "rules", "replications", "days", "seed", "grid", "sample")
    plan = found.plan.to_json()
    return json.dumps({key: plan[key] for key in kept}, ensure_ascii=False, indent=1)
