"""The sensitivity as figures, a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table

from jiaosuo.experiments.comparison.charts import HUES, INK
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.study_tools.figures import Drawing, data, svg
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

SHOWN = 20


def picture_name(place: str) -> str:
    return f"sensitivity-{place.replace(' ', '-')}.svg"


def pictures(document: Document) -> dict[str, str]:
    """Screening left, shares of variance right, a figure a place."""
    return {picture_name(place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    unit = document["outcome"]["unit"].strip("-")
    effects = [
        {
            "what": row["name"],
            "x": row["mu_star"],
            "low": max(0.0, row["mu_star"] - (row["half"] or 0.0)),
            "high": row["mu_star"] + (row["half"] or 0.0),
        }
        for row in place["screened"][:SHOWN]
    ]
    shares = [
        {
            "what": row["name"],
            "x": row["total"],
            "low": row["total"] - (row["total_half"] or 0.0),
            "high": row["total"] + (row["total_half"] or 0.0),
        }
        for row in place["shares"]
        if row["total"] is not None
    ]
    panels = [_panel(effects, f"mean absolute effect over the range, {unit}")]
    if shares:
        panels.append(_panel(shares, "share of the variance, with all interactions"))
    return svg(alt.hconcat(*panels))


def _panel(rows: list[dict[str, Any]], title: str) -> Drawing:
    base = alt.Chart(data(rows))
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(grid=False, labelLimit=240))
    bars = base.mark_bar(height=11, color=HUES[0], opacity=0.75).encode(x=alt.X("x:Q", title=title), y=y)
    whiskers = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q", y=y)
    return alt.layer(bars, whiskers).properties(width=280, height=17 * max(len(rows), 2))


def page(document: Document, pictures_: str) -> str:
    """The whole page."""
    first, later = document["rules"]
    title = f"Which assumptions move the difference between {later} and {first}?"
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days: {document['trajectories']} Morris "
        f"trajectories through all assumptions, then a Sobol net of {document['base']} base points "
        f"over those "
        f"that move most; {document['replications']} worlds at every point, the same ones."
    )
    lines = head(document, title, made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(document), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [f"![Effects and shares of variance]({pictures_}/{picture_name(place['name'])})", ""]
    rows = [
        [
            row["name"],
            place["factors"][row["name"]]["meaning"],
            _range(place["factors"][row["name"]]),
            _with_half(row["mu_star"], row["half"]),
            number(row["mu"], 2, signed=True),
            "–" if row["sigma"] is None else number(row["sigma"], 2),
        ]
        for row in place["screened"][:SHOWN]
    ]
    yield from table(["number", "meaning", "moved over", "mu* ± 95 %", "mu", "sigma"], rows)
    rows = [
        [
            row["name"],
            _with_half(row["first"], row["first_half"]),
            _with_half(row["total"], row["total_half"]),
        ]
        for row in place["shares"]
    ]
    yield from table(["number", "first-order share ± 95 %", "total share ± 95 %"], rows)


def _range(factor: Row) -> str:
    return (
        f"{factor['low']:g}-{factor['high']:g} (here {factor['here']:g}) {factor['unit'].strip('-')}".rstrip()
    )


def _with_half(value: float | None, half: float | None) -> str:
    if value is None:
        return "–"
    return number(value, 2) + ("" if half is None else f" ± {number(half, 2)}")


def _how(document: Document) -> list[str]:
    return [
        f"Every assumption and weak figure moves from 1/{document['fold']:g} to {document['fold']:g} "
        f"times the "
        "place's own value, inside its declared range (over the whole range where it is 0 here); "
        "numbers of the "
        "land and of the method stay. mu* is the mean absolute change of the difference when a "
        "number crosses "
        "its range, mu the signed mean, sigma its spread: a large sigma beside mu* means interactions or a "
        f"bend, or the noise of a few worlds. The first {SHOWN} are shown; the JSON holds all. Total shares "
        "count all interactions; their intervals are bootstraps. What the worlds are is the same at "
        "all points, "
        "so an effect is not chance between points, but it is the effect in these worlds.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """The difference as it is, the numbers that move it most, and how the variance is shared."""
    _ = speaker(language_)
    unit = document["outcome"]["unit"]
    first, later = document["rules"]
    told = [
        _(
            "{place}, {measure}: {later} against {first} {difference} as it is; {count} assumptions "
            "screened.",
            place=place["name"],
            measure=label(document["outcome"]["name"], language_),
            later=_(later),
            first=_(first),
            difference=estimated(place["usual"], unit),
            count=len(place["screened"]),
        )
    ]
    top = [f"{row['name']} {_with_half(row['mu_star'], row['half'])}" for row in place["screened"][:5]]
    told.append(_("Most moved by: {parts} ({unit}, mu*).", parts=_("; ").join(top), unit=_(unit)))
    seen = [row for row in place["shares"] if row["total"] is not None]
    parts = [
        f"{row['name']} {_with_half(row['total'], row['total_half'])}"
        for row in sorted(seen, key=lambda r: -r["total"])
    ]
    if parts:
        told.append(_("Total shares of the variance: {parts}.", parts=_("; ").join(parts)))
    return told


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row a number that moves the difference, the first of each place."""
    _ = speaker(language_)
    sheet = Table(caption=_("{runs} runs", runs=document["runs"]))
    for heading in (_("place"), _("number"), "mu* ± 95 %", _("total share")):
        sheet.add_column(heading)
    for place in document["places"]:
        shares = {row["name"]: _with_half(row["total"], row["total_half"]) for row in place["shares"]}
        for row in place["screened"][:10]:
            sheet.add_row(
                place["name"],
                row["name"],
                _with_half(row["mu_star"], row["half"]),
                shares.get(row["name"], ""),
            )
    return sheet
