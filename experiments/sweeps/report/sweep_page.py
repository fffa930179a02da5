"""The page of a sweep: what came out and how surely, with what numbers, and how to make it again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from jiaosuo.experiments.comparison.result import is_same, number, places, sign
from jiaosuo.experiments.pages.markup import (
    Html,
    Spec,
    document,
    drawn,
    figure,
    folded,
    items,
    pairs_table,
    section,
    table,
    tag,
)
from jiaosuo.experiments.sweeps.plan import read_plan
from jiaosuo.experiments.sweeps.report.findings import Cell, Findings, as_table, find, means_table
from jiaosuo.experiments.sweeps.report.sweep_charts import figures, title_of
from jiaosuo.experiments.sweeps.store import gathered
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put
from jiaosuo.model.core.words import N_, language, speaker
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import parameters

REPORT = "report"
ROWS_SHOWN = 60
"""Points that the page's table shows; the CSV beside it holds all."""

PARAMETER_HEADS = (N_("Name"), N_("Value"), N_("Unit"), N_("Meaning"), N_("Source"))

METHODS = (
    N_(
        "Each world (a point of the design and a seed) was run under every rule, with the same people, trips "
        "and candidate incidents. A rule is compared with {first} within each world, on the events that "
        "happened under all rules and were reported under at least one; the interval is that of the paired "
        "t test over {n} worlds a point."
    ),
    N_(
        "The number of worlds was fixed beforehand. A change is called beyond chance if Holm's procedure "
        "over all points and rules of its measure says so: the chance of calling any of them different when "
        "none is, is at most 5 % a measure."
    ),
    N_("A world in which a run failed enters no mean; the tables count it where it belongs."),
    N_("The first {days} days of each run are not counted: the county warms up."),
    N_("Each rule starts with the skill that it would itself give in the long run."),
)


def write_sweep_report(folder: Path, language_: str | None = None) -> Path:
    """Write DIR/report: the page, its figures as SVG and PNG, its tables as CSV; the page's path.

    InputError where the folder is no store, or nothing is stored in it yet.
    """
    plan = read_plan(folder) if folder.is_dir() else None
    if plan is None:
        raise InputError("store", str(folder), "must be a folder written by `jiaosuo sweep`")
    runs = gathered(folder, plan["rules"])
    if not len(runs):
        raise InputError("store", str(folder), "nothing is stored in it yet")
    found, chosen = find(plan, runs), language(language_)
    charts = figures(found, chosen)
    specs = {name: spec for name, (spec, _) in charts.items()}
    pictures, files = drawn(specs)
    captions = {name: caption for name, (_, caption) in charts.items()}
    files["differences.csv"] = as_table(found).write_csv().encode()
    files["means.csv"] = means_table(found).write_csv().encode()
    files["report.html"] = page(found, specs, pictures, captions, chosen).encode()
    (folder / REPORT).mkdir(exist_ok=True)
    for name, content in files.items():
        put(folder / REPORT / name, content)
    return folder / REPORT / "report.html"


def page(
    found: Findings,
    specs: Mapping[str, Spec],
    pictures: Mapping[str, str],
    captions: Mapping[str, str],
    language_: str,
) -> str:
    """The page as text."""
    _ = speaker(language_)
    plan = found.plan
    title = plan["title"] or _("{preset}: what the rules change", preset=plan["preset"])
    head = tag("header", tag("p", _("Police integration laboratory"), class_="kicker"), tag("h1", title))
    drawn_ = [figure(name, svg, captions[name]) for name, svg in pictures.items()]
    body = [
        head,
        tag("p", setting(found, language_), class_="lede"),
        section(_("Verdict"), items(list(sentences(found, language_)))),
        section(_("Figures"), *drawn_) if drawn_ else Html(""),
        section(_("Numbers"), *_numbers(found, language_)),
        section(_("Methods"), items(list(methods(found, language_)))),
        section(_("Parameters"), *_parameters(found, language_)),
        section(_("How to make it again"), *_remaking(found, language_)),
    ]
    return document(title, body, specs, language_)


def setting(found: Findings, language_: str | None) -> str:
    """What was run, in one sentence."""
    _ = speaker(language_)
    plan = found.plan
    return _(
        "{preset}: {rules} at {points} points, {n} worlds each of {days} days; {stored} of {planned} runs "
        "are stored.",
        preset=plan["preset"],
        rules=_(", ").join(_(rule) for rule in found.rules),
        points=f"{len(found.points):,}",
        n=plan["replications"],
        days=f"{plan['days']:g}",
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
    for outcome in found.told:
        for rule in found.rules[1:]:
            yield _sentence(found, outcome, rule, language_)
    if not found.cells:
        yield _("One rule alone was run: there is nothing to compare.")


def _sentence(found: Findings, outcome: str, rule: str, language_: str | None) -> str:
    _ = speaker(language_)
    cells = found.of(outcome, rule)
    told = {
        "title": title_of(outcome, language_),
        "rule": _(rule),
        "first": _(found.rules[0]),
        "all": len(cells),
    }
    sure = [cell for cell in cells if cell.beyond and not is_same(cell.change)]
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
        "distinguishable at the rest (changes beyond chance: {low} to {high} {unit}).",
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
    paired, fixed, failures, warm, settled = METHODS
    if found.cells:
        yield _(paired, first=_(found.rules[0]), n=plan["replications"])
        yield _(fixed)
    yield _(failures)
    if plan["warm_up"]:
        yield _(warm, days=f"{plan['warm_up']:g}")
    if plan["settled"]:
        yield _(settled)


def _numbers(found: Findings, language_: str | None) -> list[Html]:
    """The first points as a table: axes, and for each told measure and later rule the change."""
    _ = speaker(language_)
    if not found.cells:
        return [tag("p", _("All numbers: {files}.", files="means.csv"), class_="note")]
    heads = [tag("th", _("Point")), *(tag("th", axis) for axis in found.axes), tag("th", _("Measure"))]
    heads += [
        tag("th", _("{rule} against {first}", rule=_(rule), first=_(found.rules[0])))
        for rule in found.rules[1:]
    ]
    heads += [tag("th", _("Failed worlds"))]
    by_place = {(cell.point, cell.outcome, cell.rule): cell for cell in found.cells}
    rows = []
    for point in list(found.points)[:ROWS_SHOWN]:
        for outcome in found.told:
            cells = [by_place[point, outcome, rule] for rule in found.rules[1:]]
            rows.append(_row(found, point, outcome, cells, language_))
    shown = [table(heads, rows)]
    return [
        *(
            shown
            if len(found.points) == 1
            else [folded(_("Changes at the first {n} points", n=min(ROWS_SHOWN, len(found.points))), *shown)]
        ),
        tag("p", _("All numbers: {files}.", files="differences.csv, means.csv"), class_="note"),
    ]


def _row(found: Findings, point: int, outcome: str, cells: list[Cell], language_: str | None) -> Html:
    _ = speaker(language_)
    unit = _(OUTCOMES[outcome].unit)
    name = _("{title} ({unit})", title=title_of(outcome, language_), unit=unit)
    values = [tag("td", f"{value:g}") for value in found.points[point]]
    changes = [_change(cell) for cell in cells]
    failed = tag("td", str(cells[0].failed or ""), class_="worse" if cells[0].failed else "")
    return tag("tr", tag("th", str(point), scope="row"), *values, tag("td", name), *changes, failed)


def _change(cell: Cell) -> Html:
    """A change with its interval, the pairs behind it, and the sign that judges it."""
    change = cell.change
    if change.mean is None:
        return tag("td", "–", class_="open")
    text = "0" if is_same(change) else _size(change.mean)
    if change.interval is not None and not is_same(change):
        text += " [" + ", ".join(_size(end) for end in change.interval) + "]"
    judged = sign(change, cell.better, cell.beyond)
    kind = {"✓": "better", "✗": "worse"}.get(judged, "open" if judged else "")
    return tag("td", text, f" ({change.n}) ", tag("span", judged, class_="mark"), class_=kind)


def _parameters(found: Findings, language_: str | None) -> list[Html]:
    """What varies and what is fixed, each with its range, unit, meaning and source."""
    _ = speaker(language_)
    declared, values = parameters(), found.plan["values"]
    heads = [tag("th", _(word)) for word in PARAMETER_HEADS]
    axes: list[Html] = []
    changed: list[Html] = []
    rest: list[Html] = []
    for name, value in values.items():
        it = declared.get(name)
        if it is None:
            continue
        shown = _axis(found, name) if name in found.axes else f"{value:.10g}"
        weak = _("{source}; weak", source=it.source) if it.weak else it.source
        cells = (tag("td", shown), tag("td", it.unit), tag("td", it.meaning), tag("td", weak))
        row = tag("tr", tag("th", name, scope="row"), *cells)
        (axes if name in found.axes else changed if value != it.default else rest).append(row)
    parts = [(_("What varies"), axes), (_("What this place sets"), changed), (_("Defaults"), rest)]
    return [folded(f"{title} ({len(rows)})", table(heads, rows)) for title, rows in parts if rows]


def _axis(found: Findings, name: str) -> str:
    grid, sample = found.plan["grid"], found.plan["sample"]
    if name in grid:
        return ", ".join(f"{value:g}" for value in grid[name])
    low, high = sample["ranges"][name]
    return f"{low:g} – {high:g} ({sample['method']}, n = {sample['n']})"


def _remaking(found: Findings, language_: str | None) -> list[Html]:
    """The study, the command, the versions."""
    _ = speaker(language_)
    plan = found.plan
    versions = {"code": plan["code"], **plan["versions"]}
    settings = {_("Seed"): plan["seed"], _("Staffing"): _(str(plan["staffing"]))}
    if plan["traffic_share"] is not None:
        settings[_("Traffic corps' share")] = plan["traffic_share"]
    study = plan["text"] or json.dumps(
        {key: plan[key] for key in ("preset", "rules", "replications", "days", "seed", "grid", "sample")},
        ensure_ascii=False,
        indent=1,
    )
    return [
        tag("pre", tag("code", plan["command"] or "jiaosuo sweep study.toml --out DIR")),
        tag("pre", tag("code", study)),
        tag(
            "div",
            pairs_table(settings, _("Settings")),
            pairs_table(versions, _("Versions")),
            class_="columns",
        ),
    ]
