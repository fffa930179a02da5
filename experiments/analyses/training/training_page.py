"""The training as a figure, a page, a table for a terminal, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import altair as alt
from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.charts import SOFT
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.figures import Drawing, data, hue, svg
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import N_, speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

ALPHA = 0.05
FIRST_DAY = {False: N_("today"), True: N_("settled")}


def picture_name(place: str) -> str:
    return f"training-{place.replace(' ', '-')}.svg"


def pictures(document: Document) -> dict[str, str]:
    """Means by hours, a panel a measure, first day and what else is moved; a figure a place."""
    return {picture_name(place["name"]): drawn(document, place) for place in document["places"]}


def drawn(document: Document, place: Row) -> str:
    wanted = list(document["outcomes"])[:3]
    kinds = list(dict.fromkeys((row["settled"], row["moved"], row["value"]) for row in place["rows"]))
    rows = [
        alt.hconcat(*(_panel(document, place, outcome, kind) for kind in kinds if kind[1] == "delta"))
        for outcome in wanted
    ]
    return svg(alt.vconcat(*rows))


def _panel(document: Document, place: Row, outcome: str, kind: tuple[bool, str, float]) -> Drawing:
    points = []
    for row in place["rows"]:
        if (row["settled"], row["moved"], row["value"]) != kind:
            continue
        for rule, entry in row["outcomes"][outcome]["rules"].items():
            estimate = Estimate.from_json(entry["mean"])
            if estimate.mean is not None:
                low, high = estimate.interval or (estimate.mean, estimate.mean)
                points.append(
                    {"hours": row["hours"], "rule": rule, "y": estimate.mean, "low": low, "high": high}
                )
    base = alt.Chart(data(points or [{"hours": 0, "rule": "", "y": 0.0, "low": 0.0, "high": 0.0}]))
    names = document["rules"]
    color = alt.Color("rule:N", title=None, scale=alt.Scale(domain=names, range=[*map(hue, names)]))
    x = alt.X("hours:Q", title="hours a year", axis=alt.Axis(values=document["hours"]))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(zero=False))
    line = base.mark_line(point=True).encode(x=x, y=y, color=color)
    whisker = base.mark_rule(opacity=0.4).encode(x=x, y="low:Q", y2="high:Q", color=color)
    words = f"{document['outcomes'][outcome]['label']}, {FIRST_DAY[kind[0]]}, {kind[1]} {kind[2]:g}"
    heading = alt.TitleParams(words, anchor="start", color=SOFT, fontWeight="normal", fontSize=11)
    return alt.layer(whisker, line).properties(width=150, height=130, title=heading)


def page(document: Document, pictures_: str) -> str:
    """The whole page."""
    made = (
        f"{document['runs']:,} runs of {document['days']:g} days, {document['replications']} worlds in every "
        "cell, the same ones in all."
    )
    lines = head(document, "What does an hour of training buy, and what does it cost?", made)
    for place in document["places"]:
        lines += _of_place(document, place, pictures_)
    return "\n".join([*lines, *_how(document), *tail(document)]).rstrip() + "\n"


def _of_place(document: Document, place: Row, pictures_: str) -> Iterator[str]:
    first, later = document["rules"]
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [f"![Means by hours of training]({pictures_}/{picture_name(place['name'])})", ""]
    yield from _where_hours_go(place)
    for outcome, about in document["outcomes"].items():
        yield from [f"### {about['label']} at {place['name']}", ""]
        rows = [
            [
                FIRST_DAY[row["settled"]],
                f"{row['moved']} {row['value']:g}",
                f"{row['hours']:g}",
                *(_effect(row["outcomes"][outcome]["rules"][rule], about["unit"]) for rule in (first, later)),
                estimated(row["outcomes"][outcome]["difference"], about["unit"]),
                _effect(row["outcomes"][outcome]["change"], about["unit"], "change"),
            ]
            for row in place["rows"]
            if row["hours"] != document["hours"][0]
        ]
        heads = [
            "first day",
            "moved",
            "hours",
            f"effect under {first}",
            f"effect under {later}",
            f"{later} − {first}",
            "its change",
        ]
        yield from table(heads, rows)


def _where_hours_go(place: Row) -> Iterator[str]:
    yield from [
        "Where the hours go: the skill that each rule gives in the long run, worked out and not run. "
        "An hour goes to the weakest domain that an officer may lead in.",
        "",
    ]
    rows = [
        [each["rule"], f"{each['hours']:g}", corps, *(number(value, 2) for value in skill.values())]
        for each in place["skills"]
        for corps, skill in each["skill"].items()
    ]
    yield from table(["rule", "hours", "corps", "traffic", "order", "service"], rows)


def _effect(entry: Row, unit: str, key: str = "effect") -> str:
    told = estimated(entry if key == "change" else entry["effect"], unit)
    return f"**{told}**" if _sure(entry) else told


def _sure(entry: Row) -> bool:
    return entry["p"] is not None and entry["p"] <= ALPHA


def _how(document: Document) -> list[str]:
    return [
        f"Effects are those of the hours against {document['hours'][0]:g}, paired by seed; **bold**: beyond "
        "chance, Holm over the two rules and their difference within one cell and measure. *Today*: officers "
        "start with the skill that the rule before (two forces) gave them, hours and all. An hour is "
        "spent in "
        "the domain in which an officer, being allowed to lead there, is weakest; under two forces "
        "that is the "
        "own trade, so a traffic officer trains for traffic. *Settled*: each rule starts with the "
        "skill that it "
        "would itself give in the long run, so the hours of a unit's officers have gone to what they "
        "are worst "
        "at. The cost of an hour is duty time, in every run.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """For the most hours: what they change under each rule, and of the difference, today and settled."""
    _ = speaker(language_)
    most, outcome = document["hours"][-1], next(iter(document["outcomes"]))
    unit = document["outcomes"][outcome]["unit"]
    first, later = document["rules"]
    told = []
    for row in place["rows"]:
        if row["hours"] != most:
            continue
        found = row["outcomes"][outcome]
        said = {
            "place": place["name"],
            "measure": label(outcome, language_),
            "day": _(FIRST_DAY[row["settled"]]),
            "moved": f"{row['moved']} = {row['value']:g}",
            "hours": f"{most:g}",
            "first": _(first),
            "later": _(later),
            "one": estimated(found["rules"][first]["effect"], unit),
            "two": estimated(found["rules"][later]["effect"], unit),
            "change": estimated(found["change"], unit),
        }
        told.append(
            _(
                "{place}, {day}, {moved}: {hours} hours change {measure} under {first} by {one}, "
                "under {later} "
                "by {two}, and their difference by {change}.",
                **said,
            )
        )
    return told


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """A row a cell: the effect of the most hours on the first measure."""
    _ = speaker(language_)
    outcome, about = next(iter(document["outcomes"].items()))
    sheet = Table(caption=_("{runs} runs", runs=document["runs"]))
    rules = [_(rule) for rule in document["rules"]]
    for heading in (_("place"), _("first day"), _("hours"), "", *rules):
        sheet.add_column(Text(heading))
    for place in document["places"]:
        for row in place["rows"]:
            cells = [
                estimated(each["mean"], about["unit"], signed=False)
                for each in row["outcomes"][outcome]["rules"].values()
            ]
            moved = f"{row['moved']} {row['value']:g}"
            sheet.add_row(place["name"], _(FIRST_DAY[row["settled"]]), f"{row['hours']:g}", moved, *cells)
    return sheet
