"""The weights as figures, a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.weights.weights_study import SURE
from jiaosuo.experiments.comparison.charts import INK, SOFT
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import Drawing, data, hue, svg
from jiaosuo.experiments.study_tools.pages import both, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

SIDE = 300
HIGH = 0.866
"""Height of a triangle whose sides are 1."""


def picture_name(place: str) -> str:
    return f"weights-{place.replace(' ', '-')}.svg"


def pictures(document: Document) -> dict[str, str]:
    """A bar of all weights and a triangle of three, a place."""
    return {picture_name(place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    names = document["rules"]
    color = alt.Color("rule:N", title=None, scale=alt.Scale(domain=names, range=[*map(hue, names)]))
    parts = [_bar(place, color)]
    if place["triangle"]:
        parts.append(_triangle(document, place, color))
    return svg(alt.hconcat(*parts).resolve_scale(color="shared"))


def _bar(place: Row, color: alt.Color) -> Drawing:
    rows = [
        {"rule": rule, "share": share["mean"], "told": f"{number(100 * share['mean'], 0)} %"}
        for rule, share in place["index"]["shares"].items()
    ]
    base = alt.Chart(data(rows or [{"rule": "", "share": 0.0, "told": ""}]))
    y = alt.Y("rule:N", sort=None, title=None)
    x = alt.X(
        "share:Q",
        title="share of all weights under which it is best",
        axis=alt.Axis(format=".0%"),
        scale=alt.Scale(domain=[0, 1]),
    )
    bars = base.mark_bar(height=18).encode(x=x, y=y, color=color)
    told = base.mark_text(align="left", dx=4, color=INK).encode(x=x, y=y, text="told:N")
    return alt.layer(bars, told).properties(width=SIDE, height=120)


def _triangle(document: Document, place: Row, color: alt.Color) -> Drawing:
    rows = [
        dict(zip(("x", "y"), spot(each["weights"]), strict=True))
        | {"rule": each["best"], "shade": 0.9 if each["again"] >= SURE else 0.3}
        for each in place["triangle"]
    ]
    scale = alt.Scale(domain=[-0.25, 1.25], nice=False)
    x = alt.X("x:Q", axis=None, scale=scale)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-0.12, 1.0], nice=False))
    dots = alt.Chart(data(rows)).mark_point(filled=True, size=70, shape="circle")
    dots = dots.encode(x=x, y=y, color=color, opacity=alt.Opacity("shade:Q", scale=None))
    ends = [(0.0, -0.07), (1.0, -0.07), (0.5, HIGH + 0.07)]
    order = ([0, 0, 1], [1, 0, 0], [0, 1, 0])
    corners = [
        {"x": at[0], "y": at[1], "told": f"only {document['corners'][weights.index(1)]['label']}"}
        for at, weights in zip(ends, order, strict=True)
    ]
    told = alt.Chart(data(corners)).mark_text(color=SOFT, fontSize=12).encode(x=x, y=y, text="told:N")
    return alt.layer(dots, told).properties(width=SIDE * 1.5, height=SIDE)


def spot(weights: list[float]) -> tuple[float, float]:
    """Where weights lie in the triangle: the first right, the second on top, the third left."""
    first, second, _ = weights
    return first + second / 2, second * HIGH


def page(document: Document, pictures_: str) -> str:
    """The whole page."""
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days, each rule in the same "
        f"{document['replications']} worlds."
    )
    lines = head(document, "Which rule is best for which weights?", made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(document), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [
        f"![Shares of all weights, and a triangle]({pictures_}/{picture_name(place['name'])})",
        "",
    ]
    index = place["index"]
    rows = [
        [
            document["labels"][name],
            *(_part(index["rules"][rule]["parts"].get(name)) for rule in document["rules"][1:]),
        ]
        for name in index["components"]
    ]
    rows += [
        [document["labels"][name], *[reason] * (len(document["rules"]) - 1)]
        for name, reason in index["not_available"].items()
    ]
    yield from [
        f"What each rule changes against {document['rules'][0]}, per cent of its mean, more is better:",
        "",
    ]
    yield from table(["measure", *document["rules"][1:]], rows)


def _part(entry: Row | None) -> str:
    estimate = Estimate.from_json(entry)
    if estimate.mean is None:
        return "not observed"
    ends = (
        ""
        if estimate.interval is None
        else " [{}, {}]".format(*(number(100 * x, signed=True) for x in estimate.interval))
    )
    return f"{number(100 * estimate.mean, signed=True)}{ends}"


def _how(document: Document) -> list[str]:
    return [
        "The bar: all sets of weights over the measures of the table that add up to 1, each counted alike "
        "(Dirichlet with all parameters 1); a rule's share is where the weighted change is highest, and its "
        "interval a bootstrap over worlds. The triangle: weights of three measures alone; pale where "
        "the best "
        f"rule is so in fewer than {100 * SURE:.0f} % of the resampled sets of worlds. Changes are in "
        f"units of "
        "the first rule's mean, so a measure that hardly moves hardly counts, whatever its weight.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """The share of each rule with its interval, and which measure speaks most for which rule."""
    _ = speaker(language_)
    parts = []
    for rule, share in place["index"]["shares"].items():
        seen = Estimate.from_json(share)
        low, high = seen.interval or (seen.mean or 0.0, seen.mean or 0.0)
        parts.append(
            _(
                "{rule} {share} % ({low} to {high})",
                rule=_(rule),
                share=number(100 * (seen.mean or 0.0), 0),
                low=number(100 * low, 0),
                high=number(100 * high, 0),
            )
        )
    if not parts:
        return [_("{place}: nothing to weigh.", place=place["name"])]
    told = [
        _(
            "{place}: share of all weights under which it is best: {parts}.",
            place=place["name"],
            parts=_("; ").join(parts),
        )
    ]
    alone = _best_alone(place)
    told += [
        _("By {measure} alone, {rule}.", measure=label(name, language_), rule=_(rule))
        for name, rule in alone.items()
    ]
    return told


def _best_alone(place: Row) -> dict[str, str]:
    """The rule with the highest mean change on each measure by itself; the first rule's is 0."""
    index = place["index"]
    first = next(iter(index["shares"]))
    best = {}
    for name in index["components"]:
        changes = {first: 0.0} | {
            rule: entry["parts"][name]["mean"] for rule, entry in index["rules"].items()
        }
        best[name] = max(changes, key=lambda rule: changes[rule])
    return best


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row a rule, a column a place: its share of all weights."""
    _ = speaker(language_)
    sheet = Table(
        caption=_("{runs} runs; share of all weights under which a rule is best", runs=document["runs"])
    )
    sheet.add_column(_("rule"))
    for place in document["places"]:
        sheet.add_column(Text(place["name"]), justify="right")
    for rule in document["rules"]:
        cells = []
        for place in document["places"]:
            share = Estimate.from_json(place["index"]["shares"].get(rule)).mean
            cells.append("–" if share is None else f"{number(100 * share, 0)} %")
        sheet.add_row(_(rule), *cells)
    return sheet
