"""The best mix on a map of townships, as a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.charts import INK, PAPER
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import data, hue, svg
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

ALPHA = 0.05
WIDTH = 440


def picture_name(document: Document, place: str) -> str:
    return f"best-mix-{place.replace(' ', '-')}-{document['outcome']['name']}.svg"


def pictures(document: Document) -> dict[str, str]:
    """A map a place."""
    return {picture_name(document, place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    """The townships in the colours of their rules, named at their seats."""
    rule_of = [document["taken"] if each["takes"] else document["kept"] for each in place["townships"]]
    side = min(strip[2] - strip[1] for strip in place["cells"])
    rows = [
        {
            "left": left,
            "right": right,
            "low": below,
            "high": below + side,
            "rule": rule_of[int(owner)],
            "shade": 0.55 + 0.2 * (int(owner) % 2),
        }
        for owner, left, right, below in place["cells"]
    ]
    wide, high = (
        max(row[b] for row in rows) - min(row[a] for row in rows)
        for a, b in (("left", "right"), ("low", "high"))
    )
    names = [document["kept"], document["taken"]]
    color = alt.Color("rule:N", title=None, scale=alt.Scale(domain=names, range=[*map(hue, names)]))
    flat = alt.Scale(zero=False, nice=False)
    land = (
        alt.Chart(data(rows))
        .mark_rect()
        .encode(
            x=alt.X("left:Q", title="km", scale=flat, axis=alt.Axis(grid=False)),
            x2="right:Q",
            y=alt.Y("low:Q", title="km", scale=flat, axis=alt.Axis(grid=False)),
            y2="high:Q",
            color=color,
            opacity=alt.Opacity("shade:Q", scale=None),
        )
    )
    seats = alt.Chart(data([dict(each) for each in place["townships"]])).encode(x="x_km:Q", y="y_km:Q")
    dots = seats.mark_point(color=INK, fill=PAPER, size=30, opacity=1)
    told = seats.mark_text(dy=-10, color=INK, fontSize=11).encode(text="name:N")
    return svg(alt.layer(land, dots, told).properties(width=WIDTH, height=WIDTH * high / wide))


def page(document: Document, pictures_: str) -> str:
    """The whole page."""
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days. The map was searched in worlds of "
        f"their own "
        f"and judged in {document['replications']} fresh ones."
    )
    lines = head(document, f"Which townships should take {document['taken']}?", made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(document), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    about = document["outcome"]
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [
        f"![The townships by their rules]({pictures_}/{picture_name(document, place['name'])})",
        "",
        f"{about['label']} of the map: {estimated(place['mix'], about['unit'], signed=False)}.",
        "",
    ]
    rows = [
        [rule, estimated(each["mean"], about["unit"], signed=False), *_against(each, about["unit"])]
        for rule, each in place["against"].items()
    ]
    yield from table(
        ["held against", "its mean [95 %]", "map − it [95 %]", "all at once [95 %]", "p (Holm)", "verdict"],
        rows,
    )
    ranks = [key for key in place["townships"][0] if key.startswith("rank_")]
    rows = [
        [
            each["name"],
            f"{each['density']:.0f}",
            document["taken"] if each["takes"] else document["kept"],
            *(str(each[rank]) for rank in ranks),
        ]
        for each in place["townships"]
    ]
    yield from table(
        ["township", "people/km2", "rule", *(f"rank by {rank.removeprefix('rank_')}" for rank in ranks)], rows
    )
    tried = sum(len(each["maps"]) * each["worlds"] for each in place["search"])
    yield from [f"The search took {tried:,} runs in {len(place['search'])} rounds.", ""]


def _against(each: Row, unit: str) -> list[str]:
    if each["same_map"]:
        return ["the same map", "", "", "the same"]
    p = "–" if each["p"] is None else "< 0.001" if each["p"] < 0.001 else f"{each['p']:.3f}"
    verdict = "beyond chance" if each["p"] is not None and each["p"] <= ALPHA else "not distinguishable"
    return [estimated(each["difference"], unit), estimated(each["together"], unit), p, verdict]


def _how(document: Document) -> list[str]:
    return [
        "## What is guaranteed, and what is not",
        "",
        "A map that was picked because it looked best looks better than it is. So the search (nested maps by "
        "density, by load and by theory, halved as worlds double, then single townships flipped where that "
        "helps by more than its standard error) uses worlds of its own, and the map is judged in "
        "fresh worlds "
        "that had no part in the picking. There the chance of calling it different from any of the "
        "rules it is "
        "held against, where it is not, is at most 5 % (paired t tests, Holm); the intervals *all at once* "
        "hold together (Bonferroni). That no other map is better is **not** guaranteed: only the maps of the "
        "search were tried, and in few worlds.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """Which townships take the rule, and what the map gains against each comparator."""
    _ = speaker(language_)
    taking = [each["name"] for each in place["townships"] if each["takes"]]
    about, taken = document["outcome"], document["taken"]
    told = [
        _(
            "{place}: by {measure}, {count} of {all} townships take {rule}: {names}.",
            place=place["name"],
            measure=label(about["name"], language_),
            count=len(taking),
            all=len(place["townships"]),
            rule=_(taken),
            names=_(", ").join(taking) or _("none"),
        )
    ]
    for rule, each in place["against"].items():
        if each["same_map"]:
            told.append(_("Against {rule}: it is the same map.", rule=_(rule)))
            continue
        size = estimated(each["difference"], about["unit"])
        if each["p"] is not None and each["p"] <= ALPHA:
            change = Estimate.from_json(each["difference"]).mean or 0.0
            good = (change < 0) == (about["better"] == "less")
            told.append(
                _("Against {rule} it is better: {size}.", rule=_(rule), size=size)
                if good
                else _("Against {rule} it is worse: {size}.", rule=_(rule), size=size)
            )
        else:
            told.append(_("Against {rule} it is not distinguishable: {size}.", rule=_(rule), size=size))
    return told


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row for each rule that the map is held against."""
    _ = speaker(language_)
    sheet = Table(
        caption=_(
            "{runs} runs; judged in {worlds} fresh worlds",
            runs=document["runs"],
            worlds=document["replications"],
        )
    )
    for heading in (_("place"), _("against"), _("map less it"), _("all at once")):
        sheet.add_column(Text(heading))
    for place in document["places"]:
        for rule, each in place["against"].items():
            difference, together, *_rest = _against(each, document["outcome"]["unit"])
            sheet.add_row(place["name"], _(rule), difference, together)
    return sheet
