"""The histories as a figure, a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.counterfactuals.counterfactual_study import differs
from jiaosuo.experiments.comparison.charts import HUES, INK, PAPER, SOFT
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import Drawing, data, svg
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]


def picture_name(document: Document, place: str) -> str:
    return f"{document['study']}-{place}.svg"


def pictures(document: Document) -> dict[str, str]:
    """Differences by year where there are years, else one dot a variant and measure."""
    return {picture_name(document, place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    names = [each["name"] for each in place["variants"][1:]]
    panel = _by_year if place["years"] else _dots
    drawn_ = (panel(document, place, outcome, names) for outcome in document["outcome"])
    panels = [each for each in drawn_ if each is not None]
    wide = 3 if place["years"] else 4
    rows = [alt.hconcat(*panels[at : at + wide]) for at in range(0, len(panels), wide)]
    nothing = alt.Chart(data([{}])).mark_text(text="nothing observed")
    return svg(alt.vconcat(*rows).resolve_scale(color="shared") if rows else nothing)


def _color(names: list[str]) -> alt.Color:
    scale = alt.Scale(domain=names, range=list(HUES[: len(names)]))
    return alt.Color("variant:N", title=None, scale=scale)


def _unit(document: Document, outcome: str) -> str:
    return str(document["outcome"][outcome]["unit"]).strip("-")


def _title(document: Document, outcome: str) -> alt.TitleParams:
    words = f"{document['outcome'][outcome]['label']}, {_unit(document, outcome)}".rstrip(", ")
    return alt.TitleParams(words, anchor="start", color=SOFT, fontWeight="normal", fontSize=12)


def _entry(variant: str, entry: Row) -> dict[str, Any] | None:
    estimate = Estimate.from_json(entry.get("difference"))
    if estimate.mean is None:
        return None
    low, high = estimate.interval or (estimate.mean, estimate.mean)
    return {"variant": variant, "x": estimate.mean, "low": low, "high": high, "beyond": differs(entry)}


def _by_year(document: Document, place: Row, outcome: str, names: list[str]) -> Drawing | None:
    rows = [
        {"year": year["year"]} | entry
        for year in place["years"]
        for name in names
        if (entry := _entry(name, year["outcomes"][outcome][name])) is not None
    ]
    if not rows:
        return None
    base = alt.Chart(data(rows))
    x = alt.X(
        "year:O",
        title=None,
        axis=alt.Axis(labelAngle=0, values=[2002, 2004, 2006, 2008, 2010, 2012, 2015]),
    )
    line = base.mark_line(strokeWidth=2, point=True).encode(
        x=x, y=alt.Y("x:Q", title="less what was"), color=_color(names)
    )
    whisker = base.mark_rule(opacity=0.35).encode(x=x, y="low:Q", y2="high:Q", color=_color(names))
    zero = alt.Chart(data([{"y": 0}])).mark_rule(color=SOFT).encode(y="y:Q")
    return alt.layer(zero, whisker, line).properties(width=290, height=170, title=_title(document, outcome))


def _dots(document: Document, place: Row, outcome: str, names: list[str]) -> Drawing | None:
    found = place["outcomes"][outcome]
    rows = [entry for name in names if (entry := _entry(name, found[name])) is not None]
    if not rows:
        return None
    base = alt.Chart(data(rows))
    y = alt.Y("variant:N", title=None, sort=names, axis=alt.Axis(grid=False, labels=True, labelLimit=140))
    x = alt.X("low:Q", title="less what was", axis=alt.Axis(tickCount=4))
    hue = _color(names)
    whisker = base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q", y=y, color=hue)
    fill = alt.when("datum.beyond").then(hue).otherwise(alt.value(PAPER))
    dots = base.mark_point(size=70, opacity=1).encode(x="x:Q", y=y, stroke=hue, fill=fill)
    zero = alt.Chart(data([{"x": 0}])).mark_rule(color=INK).encode(x="x:Q")
    return alt.layer(zero, whisker, dots).properties(width=170, height=80, title=_title(document, outcome))


def page(document: Document, pictures_: str, title: str) -> str:
    """The whole page."""
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days"
        + (" a year" if any(place["years"] for place in document["places"]) else "")
        + f": {document['replications']} worlds, each through every course of events, staffing "
        f"{document['staffing']}."
    )
    lines = head(document, title, made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from [f"- *{each['name']}*: {each['words']}." for each in place["variants"]]
    yield ""
    yield from both(sentences(document, place, "en"))
    yield from [
        f"![Each course of events less what was]({pictures_}/{picture_name(document, place['name'])})",
        "",
    ]
    if place["years"]:
        yield from [f"Mean over the years from {place['from']} on:", ""]
    yield from _table(document, place["outcomes"], place)
    if place["years"]:
        yield from [f"The years from the split on ({place['split']}):", ""]
        yield from _table(document, place["since_split"], place)


def _table(document: Document, outcomes: Row, place: Row) -> list[str]:
    names = [each["name"] for each in place["variants"]]
    rows = []
    for outcome, about in document["outcome"].items():
        found = outcomes[outcome]
        cells = [estimated(found[names[0]]["mean"], about["unit"], signed=False)]
        cells += [
            ("**{}**" if differs(found[name]) else "{}").format(
                estimated(found[name]["difference"], about["unit"])
            )
            for name in names[1:]
        ]
        rows.append([about["label"], *cells])
    return table(["measure", names[0], *(f"{name}, less that" for name in names[1:])], rows)


def _how() -> list[str]:
    return [
        "Differences are paired by world, on the events that happened in every course; intervals are single "
        "ones of 95 %. **Bold**: beyond chance, Holm over the courses of events of one measure. A model's "
        "counterfactual says what the model would do, not what would have been.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """For each course of events, what it would have changed beyond chance."""
    _ = speaker(language_)
    told = []
    for variant in place["variants"][1:]:
        name, said = variant["name"], variant["words"]
        parts = [
            f"{label(outcome, language_)} {estimated(found[name]['difference'], _unit(document, outcome))}"
            for outcome, found in place["outcomes"].items()
            if differs(found[name])
        ]
        told.append(
            _(
                "{place}, {variant} ({words}): beyond chance {parts}.",
                place=place["name"],
                variant=_(name),
                words=_(said),
                parts=_("; ").join(parts) or _("nothing"),
            )
        )
    return told


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row a measure, a column a course of events."""
    _ = speaker(language_)
    sheet = Table(caption=_("{runs} runs; differences from what was", runs=document["runs"]))
    sheet.add_column(_("measure"), overflow="fold")
    first = document["places"][0]
    for name in (variant["name"] for variant in first["variants"]):
        sheet.add_column(Text(_(name)))
    for place in document["places"]:
        for outcome, about in document["outcome"].items():
            found = place["outcomes"][outcome]
            cells = [
                estimated(each.get("difference", each["mean"]), about["unit"], signed="difference" in each)
                for each in found.values()
            ]
            sheet.add_row(label(outcome, language_), *cells)
    return sheet
