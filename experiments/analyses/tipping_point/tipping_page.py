"""The tipping points as a page, as a table for a terminal, and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.analyses.tipping_point.tipping_chart import OPEN, picture_name
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.experiments.study_tools.pages import both, estimated, head, label, table, tail, warned
from jiaosuo.model.core.words import speaker

type Document = Mapping[str, Any]
type Row = Mapping[str, Any]

BEYOND = {-1: "nowhere on the axis", 1: "everywhere on the axis"}


def page(document: Document, pictures: str) -> str:
    """The whole page."""
    lines = head(document, "Where does integration stop paying?", _made(document))
    for place in document["places"]:
        lines += _of_place(document, place, pictures)
    return "\n".join([*lines, *_how(document), *tail(document)]).rstrip() + "\n"


def _made(document: Document) -> str:
    return (
        f"{document['runs']:,} runs of {document['days']:g} days. Each rule meets the same worlds at equal "
        f"headcount: {document['replications']} in every cell, and as many again in up to "
        f"{document['budget']} cells that the first look left open."
    )


def _of_place(document: Document, place: Row, pictures: str) -> Iterator[str]:
    yield from [f"## {place['name']}: {place['title']}", ""]
    yield from both(sentences(document, place, "en"))
    yield from [
        f"![Which rule wins over {document['x']['name']} and {document['y']['name']}]"
        f"({pictures}/{picture_name(place['name'])})",
        "",
        f"Grey: {OPEN}. Solid line: where {document['between'][1]} stops winning against "
        f"{document['between'][0]}, with its 95 % interval; dashed: the same by theory; cross: the place "
        "itself. In a tile: the winner's change against "
        f"{document['rules'][0]}.",
        "",
    ]
    yield from _cells(document, place)
    yield from _boundaries(document, place)
    yield from _theory(document, place)


def _cells(document: Document, place: Row) -> Iterator[str]:
    heads = [
        document["x"]["name"],
        document["y"]["name"],
        "measure",
        "least",
        "wins",
        "worlds",
        *(f"{rule} − {document['rules'][0]}" for rule in document["rules"][1:]),
    ]
    yield from table(heads, (_cell(document, cell) for cell in place["cells"]))


def _cell(document: Document, cell: Row) -> list[str]:
    about = document["outcomes"][cell["outcome"]]
    verdict = "failed" if cell["failed_worlds"] else "beyond chance" if cell["decided"] else OPEN
    verdict = "all the same" if cell["all_same"] else verdict
    leaders = " = ".join(cell["same"]) or "–"
    later = [estimated(each, about["unit"]) for each in cell["differences"].values()]
    return [f"{cell['x']:g}", f"{cell['y']:g}", about["label"], leaders, verdict, str(cell["worlds"]), *later]


def _boundaries(document: Document, place: Row) -> Iterator[str]:
    yield from [f"Up to which {document['x']['name']} does {document['between'][1]} win?", ""]
    rows = [
        [
            f"{row['y']:g}",
            document["outcomes"][outcome]["label"],
            _crossing(row),
            _crossing(theory) if theory else "–",
        ]
        for outcome, rows in place["boundary"].items()
        for row, theory in zip(
            rows, place["theory"]["boundary"].get(outcome, [None] * len(rows)), strict=True
        )
    ]
    yield from table([document["y"]["name"], "measure", "simulated [95 %]", "theory"], rows)


def _crossing(row: Row) -> str:
    """Where it is, or which end of the axis it lies at; the interval stands beside it either way."""
    if row.get("same"):
        return "the two are the same"
    estimate = Estimate.from_json({**row, "n": row.get("n", 1)})
    if estimate.mean is None:
        return "not observed"
    where = BEYOND.get(row["beyond"]) or number(estimate.mean, 2)
    if estimate.interval is None or estimate.interval[0] == estimate.interval[1]:
        return where
    low, high = (number(end, 2) for end in estimate.interval)
    return f"{where} [{low}, {high}]"


def _theory(document: Document, place: Row) -> Iterator[str]:
    first, later = document["between"]
    yield from [
        f"What theory expects of {later} against {first}, in minutes a call, before anything is run. "
        "Penalty: the share by which the generalists' rate of service is lower. Break-even: the penalty at "
        f"which queues alone would make one pool no better than two. It ignores "
        f"{document['theory_ignores']}.",
        "",
    ]
    heads = [
        document["x"]["name"],
        document["y"]["name"],
        "desk",
        "queue",
        "way",
        "handling",
        "response",
        "clear",
        "load",
        "penalty",
        "break-even by queues alone",
    ]
    yield from table(heads, map(_theory_row, place["theory"]["cells"]))


def _theory_row(cell: Row) -> list[str]:
    parts = [number(cell["parts"][part], 2, signed=True) for part in ("desk", "wait", "travel", "handling")]
    gaps = [number(cell["gap"][name], 2, signed=True) for name in ("response_mean", "clear_mean")]
    edge = "–" if cell["break_even"] is None else f"{cell['break_even']:.2g}"
    penalty = "–" if cell["penalty"] is None else number(cell["penalty"], 3)
    return [f"{cell['x']:g}", f"{cell['y']:g}", *parts, *gaps, number(cell["load"], 3), penalty, edge]


def _how(document: Document) -> Iterator[str]:
    looks = document["looks"]
    yield from [
        "## How sure is a winner",
        "",
        "In a cell the rule with the least mean leads; rules that gave exactly the same in every world lead "
        "together. It wins if every other rule loses more beyond chance: the largest of its one-sided paired "
        "t tests decides, with Holm over all cells and rules of a measure (family-wise 5 %). "
        + (
            "The grid is looked at twice, and each look spends half of the 5 %: the second is judged by "
            "Bonferroni over all cells and rules, as if each had been looked at again, so that cells may be "
            "chosen for more worlds by what was seen. "
            if looks == 2
            else ""
        )
        + "The intervals of differences are single ones of 95 %; that of a boundary is a bootstrap over the "
        "worlds of the first look, a rough one where they are few. Measures are families of their own.",
        "",
    ]


def sentences(document: Document, place: Row, language_: str | None) -> list[str]:
    """What was found at a place: who wins how many cells, by which measure; the boundary; and here."""
    _ = speaker(language_)
    told = []
    for outcome in document["outcomes"]:
        cells = [cell for cell in place["cells"] if cell["outcome"] == outcome]
        wins = Counter(cell["leader"] for cell in cells if cell["decided"])
        parts = [_("{rule} in {count}", rule=_(rule), count=count) for rule, count in wins.most_common()]
        parts.append(_("not distinguishable in {count}", count=len(cells) - sum(wins.values())))
        told.append(
            _(
                "{place}, by {measure}: of {cells} cells {wins}.",
                place=place["name"],
                measure=label(outcome, language_),
                cells=len(cells),
                wins=_(", ").join(parts),
            )
        )
    return told + [_own(document, place, outcome, language_) for outcome in document["outcomes"]]


def _own(document: Document, place: Row, outcome: str, language_: str | None) -> str:
    """Where the boundary lies in the row nearest to the place itself."""
    _ = speaker(language_)
    row = min(place["boundary"][outcome], key=lambda each: abs(each["y"] - place["here"]["y"]))
    first, later = document["between"]
    said = {
        "measure": label(outcome, language_),
        "y": f"{document['y']['name']} = {row['y']:g}",
        "later": _(later),
        "first": _(first),
        "x": document["x"]["name"],
    }
    if row["same"]:
        return _("{measure}, at {y}: {later} and {first} give the same all along {x}.", **said)
    if row["mean"] is None:
        return _("{measure}, at {y}: not observed.", measure=said["measure"], y=said["y"])
    low, high = row["ci95"] or (row["mean"], row["mean"])
    ends = {"low": number(low, 2), "high": number(high, 2)}
    if row["beyond"] > 0:
        return _(
            "{measure}, at {y}: {later} beats {first} up to the end of {x} (95 % interval of the boundary "
            "{low} to {high}).",
            **said,
            **ends,
        )
    if row["beyond"] < 0:
        return _(
            "{measure}, at {y}: {later} beats {first} nowhere on {x} (95 % interval of the boundary {low} to "
            "{high}).",
            **said,
            **ends,
        )
    return _(
        "{measure}, at {y}: {later} beats {first} up to {x} = {at} (95 % interval {low} to {high}).",
        at=number(row["mean"], 2),
        **said,
        **ends,
    )


def words(document: Document, language_: str | None = None) -> list[str]:
    """The sentences of every place."""
    return warned(document, language_) + [
        sentence for place in document["places"] for sentence in sentences(document, place, language_)
    ]


def told(document: Document, language_: str | None = None) -> Table:
    """For each place and measure a small map: a row of the table for each value of the lever up."""
    _ = speaker(language_)
    sheet = Table(caption=_("{runs} runs; ≈: not distinguishable", runs=document["runs"]))
    for heading in (_("place"), _("measure"), document["y"]["name"]):
        sheet.add_column(Text(heading))
    for x in document["x"]["values"]:
        sheet.add_column(Text(f"{x:g}"))
    for place in document["places"]:
        for outcome in document["outcomes"]:
            for y in reversed(document["y"]["values"]):
                row = [c for c in place["cells"] if c["outcome"] == outcome and c["y"] == y]
                leaders = [cell["leader"] if cell["decided"] else None for cell in row]
                shown = [Text(_(leader) if leader else "≈") for leader in leaders]
                sheet.add_row(place["name"], label(outcome, language_), f"{y:g}", *shown)
    return sheet
