"""The shares as a figure, a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.charts import INK, SOFT
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import Drawing, data, svg
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

GAIN, LOSS, ALL = "#009E73", "#D55E00", "#6b665b"
ALPHA = 0.05


def picture_name(document: Document, place: str) -> str:
    return f"why-{place.replace(' ', '-')}-{document['from']}-{document['to']}.svg"


def pictures(document: Document) -> dict[str, str]:
    """One waterfall an outcome, one figure a place."""
    return {picture_name(document, place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    panels = [
        _panel(document, place, outcome)
        for outcome in document["outcomes"]
        if place["outcomes"][outcome]["difference"]["mean"] is not None
    ]
    rows = [alt.hconcat(*panels[at : at + 2]) for at in range(0, len(panels), 2)]
    nothing = alt.Chart(data([{}])).mark_text(text="nothing observed")
    return svg(alt.vconcat(*rows) if rows else nothing)


def _panel(document: Document, place: Row, outcome: str) -> Drawing:
    about, found = document["outcomes"][outcome], place["outcomes"][outcome]
    rows = _bars(document, found, -1 if about["better"] == "less" else 1)
    base = alt.Chart(data(rows))
    y = alt.Y("what:N", sort=None, title=None, axis=alt.Axis(labelLimit=220, grid=False))
    unit = f", {about['unit'].strip('-')}" if about["unit"].strip("-") else ""
    bars = base.mark_bar(height=15).encode(
        x=alt.X("start:Q", title=f"{about['label']}{unit}"),
        x2="end:Q",
        y=y,
        color=alt.Color("hue:N", scale=None),
    )
    whiskers = base.mark_rule(color=INK).encode(x="low:Q", x2="high:Q", y=y)
    told = base.mark_text(align="left", dx=4, color=INK).encode(x="right:Q", y=y, text="told:N")
    zero = alt.Chart(data([{"x": 0}])).mark_rule(color=SOFT).encode(x="x:Q")
    heading = alt.TitleParams(about["label"], anchor="start", color=SOFT, fontWeight="normal")
    return alt.layer(zero, bars, whiskers, told).properties(width=330, height=22 * len(rows), title=heading)


def _bars(document: Document, found: Row, wanted: int) -> list[dict[str, Any]]:
    """Answers one after the other, each where the one before ends, and the whole difference below."""
    rows, start = [], 0.0
    for name, share in found["shares"].items():
        rows.append(_bar(name, share, start, wanted))
        start += share["mean"]
    return [*rows, _bar(f"{document['to']} − {document['from']}", found["difference"], 0.0, 0)]


def _bar(what: str, entry: Row, start: float, wanted: int) -> dict[str, Any]:
    estimate = Estimate.from_json(entry)
    mean = estimate.mean or 0.0
    low, high = estimate.interval or (mean, mean)
    hue = ALL if not wanted else GAIN if mean * wanted > 0 else LOSS
    return {
        "what": what,
        "start": start,
        "end": start + mean,
        "low": start + low,
        "high": start + high,
        "right": max(start, start + mean, start + high),
        "hue": hue,
        "told": number(mean, signed=True),
    }


def page(document: Document, pictures_: str) -> str:
    """The whole page."""
    title = f"Why does {document['to']} differ from {document['from']}?"
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days: every rule mixed of the two rules' "
        f"answers, "
        f"each in the same {document['replications']} worlds."
    )
    lines = head(document, title, made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [
        f"![Each answer's share of the difference]({pictures_}/{picture_name(document, place['name'])})",
        "",
        f"{place['rules']} mixed rules. Green: for the better; orange: for the worse. "
        + " ".join(f"*{each['name']}* has no share: it {each['words']}." for each in place["idle"]),
        "",
    ]
    for outcome, about in document["outcomes"].items():
        found, unit = place["outcomes"][outcome], about["unit"]
        yield from [f"### {about['label']} at {place['name']}", ""]
        rows = [
            [
                name,
                *(
                    estimated(share if part == "share" else share[part], unit)
                    for part in ("share", "alone", "last")
                ),
                _p(share["p"]),
            ]
            for name, share in found["shares"].items()
        ]
        rows.append(["**all**", f"**{estimated(found['difference'], unit)}**", "", "", ""])
        yield from table(["answer", "share [95 %]", "moved first", "moved last", "p (Holm)"], rows)
    yield from _mechanisms(document, place)


def _mechanisms(document: Document, place: Row) -> Iterator[str]:
    yield from [
        "The difference with one mechanism of the world switched, and in brackets by how much it moved:",
        "",
    ]
    rows = [["as it is", "", *(_usual(place, o, a) for o, a in document["outcomes"].items())]]
    for each in place["mechanisms"]:
        cells = [
            f"{estimated(each['outcomes'][o]['difference'], a['unit'])} "
            f"({estimated(each['outcomes'][o]['change'], a['unit'])})"
            for o, a in document["outcomes"].items()
        ]
        rows.append([f"{each['name']} {each['turned']}", each["words"], *cells])
    heads = ["mechanism", "in words", *(about["label"] for about in document["outcomes"].values())]
    yield from table(heads, rows)


def _usual(place: Row, outcome: str, about: Row) -> str:
    return estimated(place["outcomes"][outcome]["difference"], about["unit"])


def _p(p: float | None) -> str:
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def _how() -> list[str]:
    return [
        "## How shares are made",
        "",
        "A rule is an answer sheet. Every subset of the answers that differ is transplanted, and each mixed "
        "rule meets the same worlds and the same latent events. An answer's share is what its transplant "
        "changes, averaged over all orders in which the answers can move (Shapley 1953), so the "
        "shares add up "
        "to the difference exactly, in every world. *Moved first* and *moved last* show how much an answer "
        "leans on the others. Intervals are single ones of 95 % over worlds; p-values are Holm-adjusted over "
        "the answers of one measure. Desks and handover move together where both differ, because a handover "
        "names desks. A mechanism is switched for both rules, and its effect on the difference is paired by "
        "seed; where it changes how many calls arise, the events are no longer the same ones.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """For each outcome: the difference, and the answers that make it, the largest first."""
    _ = speaker(language_)
    told, first, later = [], document["from"], document["to"]
    for outcome, about in document["outcomes"].items():
        found = place["outcomes"][outcome]
        if found["difference"]["mean"] is None:
            continue
        largest = sorted(found["shares"].items(), key=lambda item: -abs(item[1]["mean"]))
        sure = [item for item in largest if item[1]["p"] is not None and item[1]["p"] <= ALPHA]
        parts = [f"{name} {estimated(share, about['unit'])}" for name, share in sure]
        told.append(
            _(
                "{place}, {measure}: {later} against {first} {difference}; shares beyond chance: {parts}.",
                place=place["name"],
                measure=label(outcome, language_),
                later=_(later),
                first=_(first),
                difference=estimated(found["difference"], about["unit"]),
                parts=_(", ").join(parts) or _("none"),
            )
        )
    return told


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row a place and answer, a column an outcome; the whole difference below."""
    _ = speaker(language_)
    sheet = Table(caption=_("{runs} runs; shares add up to the difference", runs=document["runs"]))
    sheet.add_column(_("place"))
    sheet.add_column(_("answer"))
    for outcome in document["outcomes"]:
        sheet.add_column(Text(label(outcome, language_)), overflow="fold")
    for place in document["places"]:
        for answer in place["answers"]:
            name, said = answer["name"], answer["words"]
            cells = [
                estimated(place["outcomes"][o]["shares"][name], about["unit"])
                for o, about in document["outcomes"].items()
            ]
            sheet.add_row(place["name"], f"{name}: {_(said)}", *cells)
        whole = [_usual(place, o, about) for o, about in document["outcomes"].items()]
        sheet.add_row(place["name"], _("all"), *whole, style="bold", end_section=True)
    return sheet
