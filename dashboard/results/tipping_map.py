"""The tipping map as the page shows it: which rule wins in each cell and how surely, and where you are.

Positions are per cents of the plot, from its left and its top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from jiaosuo.dashboard.choice.comparison import MINUTES_A_DAY, SIDES
from jiaosuo.dashboard.choice.levers import waits_for_midnight
from jiaosuo.dashboard.choice.outcomes import title
from jiaosuo.dashboard.choice.places import preset, scenario
from jiaosuo.dashboard.choice.session import Choice, Session, in_force
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.dashboard.results import tipping_point as point
from jiaosuo.dashboard.results.tipping_cells import CLASSES, cell_words, certainty, point_words, where
from jiaosuo.experiments.analyses.tipping_point.tipping_result import (
    Cell,
    Place,
    Standing,
    TippingResult,
    edges,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.model.core.words import N_, speaker

STUDY = TippingResult.STUDY

OTHERS = ("#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8373")
"""Hues of the rules that stand on neither side; those of the two sides have the hues of their worlds."""

WORDS = {
    "heading": N_("Tipping points"), "by": N_("Shown by"), "table": N_("The map as a table"),
    "refine": N_("Refine here"), "worlds": N_("worlds run"), "very": N_("full colour: p at most 0.001"),
    "sure": N_("light: beyond chance (p at most 0.05)"), "open": N_("not distinguishable"),
    "simulated": N_("where the rules cross, with 95 % interval"), "theory": N_("the same by theory"),
    "here": N_("you are here"), "point": N_("refined"),
}  # fmt: skip
SIDE = {"left": N_("left"), "right": N_("right")}
NOTE = N_(
    "In each cell {worlds} worlds ({days} d each) meet every rule at equal headcount. A rule wins if all "
    "others do worse beyond chance, Holm over cells and rules; grey is not distinguishable."
)
NO_REFINING = N_("On a path of years no point can be refined: the map is of its first year.")
MOVED = N_("Of the levers you moved this map knows only {x} and {y}: all others stand as the place has them.")
OUTSIDE = N_("outside this map; the nearest cell:")


def panel(session: Session, state: Mapping[str, Any]) -> dict[str, Any]:
    """What the panel shows; with no map, how to make one. `state`: of the point that is being refined."""
    choice = session.choice
    language, place = choice.language, choice.demand.place
    found = stored_studies.found(TippingResult, place)
    words = {key: speaker(language)(word) for key, word in WORDS.items()}
    shown = {
        "words": words,
        "error": session.errors.get(STUDY, ""),
        "missing": "",
        "warnings": [],
        "shown": {},
    }
    if found is None:
        return shown | {"missing": stored_studies.how_to_make(STUDY, place, language)}
    return shown | {
        "warnings": stored_studies.warnings(found, language),
        "shown": drawn(found.result, session, state),
    }


def drawn(result: TippingResult, session: Session, state: Mapping[str, Any]) -> dict[str, Any]:
    """The map by one outcome: tiles, lines, places and points, and all of it in words and as a table."""
    choice, language = session.choice, session.choice.language
    outcome = stored_studies.looked_at(session, STUDY, result.outcomes)
    plot, cells = Plot(result), result.places[0].cells_by(outcome)
    hues, places = hues_of(result.rules, choice), here(result, choice)
    points = [each for each in session.refined if each.demand.place == choice.demand.place]
    told = {each: point.cell(session.refined[each], outcome, each.rules) for each in points}
    marks = [(each["x"], each["y"]) for each in places] + [each.at for each in points]
    counted = summary(result, cells, outcome, language)
    said = [counted, *boundary_words(result, outcome, places[0]["y"], language)]
    return {
        "outcome": outcome,
        "outcomes": stored_studies.menu(result.outcomes, language),
        "instead": stored_studies.instead_of(choice.focus, outcome, language),
        "x": plot.axis("x", language),
        "y": plot.axis("y", language),
        "tiles": [
            plot.tile(cell, result, hues, language) | {"low": plot.is_marked_above(cell, marks)}
            for cell in cells
        ],
        "rules": [{"label": speaker(language)(rule), "hue": hues[rule]} for rule in result.rules],
        "lines": list(plot.lines(result.places[0], outcome)),
        "here": [each | plot.at(each["x"], each["y"]) for each in places],
        "points": [plot.point(each, told[each], hues, result, language) for each in points],
        "summary": counted,
        "sentences": said,
        "you": you_words(result, cells, places, plot, language),
        "refined": [point_words(each, told[each], result, language) for each in points],
        "heads": heads(result, language),
        "rows": [row(result, cell, language) for cell in cells],
        "notes": list(notes(result, choice)),
        "asking": point.progress(session, state, result),
        "can_refine": not preset(choice.demand.place, language).is_path,
    }


class Plot:
    """Where values of the two levers lie."""

    def __init__(self, result: TippingResult) -> None:
        self.levers = {"x": result.x, "y": result.y}
        values = {side: lever.values for side, lever in self.levers.items()}
        self.edges = {side: {value: edges(each, value) for value in each} for side, each in values.items()}
        self.low = {side: edges[values[side][0]][0] for side, edges in self.edges.items()}
        self.high = {side: edges[values[side][-1]][1] for side, edges in self.edges.items()}

    def share(self, side: str, value: float) -> float:
        """How far along an axis, in per cent, kept inside it."""
        along = (value - self.low[side]) / (self.high[side] - self.low[side])
        return round(100 * min(max(along, 0.0), 1.0), 2)

    def at(self, x: float, y: float) -> dict[str, float]:
        """Where a point lies, from the left and from the top."""
        return {"left": self.share("x", x), "top": round(100 - self.share("y", y), 2)}

    def inside(self, x: float, y: float) -> bool:
        """Whether a point lies on the map."""
        return all(self.low[side] <= value <= self.high[side] for side, value in (("x", x), ("y", y)))

    def is_marked_above(self, cell: Cell, marks: Iterable[tuple[float, float]]) -> bool:
        """Whether a mark lies in the upper half of a cell, so that its words had better stand below."""
        (west, east), (_low, north) = self.edges["x"][cell.x], self.edges["y"][cell.y]
        return any(west <= x <= east and cell.y < y <= north for x, y in marks)

    def axis(self, side: str, language: str) -> dict[str, Any]:
        """Title and ticks of an axis."""
        lever, _ = self.levers[side], speaker(language)
        percent = lever.unit in ("share", "0..1")
        name, unit = (
            stored_studies.lever_name(lever, language),
            stored_studies.told(lever.unit, language).strip("-"),
        )
        ticks = [
            {"at": self.share(side, value), "text": f"{100 * value:g} %" if percent else f"{value:g}"}
            for value in lever.values
        ]
        titled = name if percent else _("{title} ({unit})", title=name, unit=unit)
        return {"title": titled, "ticks": ticks}

    def tile(
        self, cell: Cell, result: TippingResult, hues: Mapping[str, str], language: str
    ) -> dict[str, Any]:
        """One cell: where, in which colour, with which words."""
        (west, east), (south, north) = self.edges["x"][cell.x], self.edges["y"][cell.y]
        corner, far = self.at(west, north), self.at(east, south)
        surely = certainty(cell)
        wins = surely in ("very", "sure")
        return {
            **corner,
            "width": far["left"] - corner["left"],
            "height": far["top"] - corner["top"],
            "surely": surely,
            "hue": hues[cell.leader or ""] if wins else "",
            "text": speaker(language)(cell.leader or "")
            if wins
            else {"open": "≈", "same": "="}.get(surely, "–"),
            "change": _change(cell, result.rules[0]) if wins else "",
            "title": f"{where(result, cell.x, cell.y, language)}: {cell_words(cell, result, language)}",
        }

    def lines(self, place: Place, outcome: str) -> Iterator[dict[str, Any]]:
        """The boundary as simulated, with intervals, and as theory expects it; only where the rules cross."""
        simulated = [each for each in place.boundary.get(outcome, ()) if each.is_inside]
        expected = [each for each in place.theory.boundary.get(outcome, ()) if each.is_inside]
        if simulated:
            dots = [self.at(each.at.mean or 0.0, each.y) for each in simulated]
            spans = [
                {"from": self.share("x", low), "to": self.share("x", high), "top": dot["top"]}
                for (low, high), dot in zip((each.at.span for each in simulated), dots, strict=True)
            ]
            yield {"kind": "simulated", "path": _path(dots), "dots": dots, "spans": spans}
        if expected:
            dots = [self.at(each.mean or 0.0, each.y) for each in expected]
            yield {"kind": "theory", "path": _path(dots), "dots": dots, "spans": []}

    def point(
        self,
        asked: point.Point,
        cell: Standing,
        hues: Mapping[str, str],
        result: TippingResult,
        language: str,
    ) -> dict[str, Any]:
        """A refined point, in the colour of the rule that wins there, or grey."""
        surely = certainty(cell)
        hue = hues.get(cell.leader or "", "") if surely in ("very", "sure") else ""
        told = point_words(asked, cell, result, language)
        return self.at(*asked.at) | {"hue": hue, "surely": surely, "title": told}


def hues_of(rules: Sequence[str], choice: Choice) -> dict[str, str]:
    """A hue for each rule: left and right keep those of their worlds."""
    sides = {choice.demand.right.rule: "var(--right)", choice.demand.left.rule: "var(--left)"}
    rest = iter(OTHERS)
    return {rule: sides.get(rule) or next(rest, OTHERS[-1]) for rule in rules}


def here(result: TippingResult, choice: Choice) -> list[dict[str, Any]]:
    """Where the visitor is on the two axes: once if both sides agree, else left and right."""
    both = {}
    for which in SIDES:
        both[which] = tuple(lever_now(choice, which, lever.name) for lever in (result.x, result.y))
    alike = both["left"] == both["right"]
    return [
        {"x": x, "y": y, "side": "" if alike else which, "label": _here(which, alike, choice.language)}
        for which, (x, y) in both.items()
        if which == "left" or not alike
    ]


def _here(which: str, alike: bool, language: str) -> str:
    _ = speaker(language)
    plain = _("you are here")
    return plain if alike else _("{name}, {detail}", name=plain, detail=_(SIDE[which]))


def lever_now(choice: Choice, which: str, name: str) -> float:
    """A lever of a side as it was last moved: what waits for midnight counts as it will be."""
    one, minute = choice.demand.side(which), choice.minute
    if waits_for_midnight(name):
        minute = -(-minute // MINUTES_A_DAY) * MINUTES_A_DAY
    return float(in_force(one, minute).get(name, scenario(choice.demand.place)[name]))


def summary(result: TippingResult, cells: Sequence[Cell], outcome: str, language: str) -> str:
    """Who wins how many cells."""
    _ = speaker(language)
    wins = Counter(cell.leader or "" for cell in cells if certainty(cell) in ("very", "sure"))
    parts = [_("{rule} in {count}", rule=_(rule), count=count) for rule, count in wins.most_common()]
    parts.append(_("not distinguishable in {count}", count=len(cells) - sum(wins.values())))
    about = preset(result.places[0].name.split(" in ")[0], language)
    said = {"place": about.title, "measure": title(outcome, language), "cells": len(cells)}
    return _("{place}, by {measure}: of {cells} cells {wins}.", wins=_(", ").join(parts), **said)


def boundary_words(result: TippingResult, outcome: str, y: float, language: str) -> Iterator[str]:
    """Where the two rules cross in the row nearest to the visitor, as simulated and by theory."""
    _, place = speaker(language), result.places[0]
    row = min(place.boundary[outcome], key=lambda each: abs(each.y - y))
    first, later = (_(rule) for rule in result.between)
    x = stored_studies.lever_name(result.x, language)
    said = {"later": later, "first": first, "x": x, "measure": title(outcome, language),
            "y": stored_studies.at(result.y, row.y, language)}  # fmt: skip
    if row.same:
        yield _("{measure}, at {y}: {later} and {first} give the same all along {x}.", **said)
    elif row.at.mean is None:
        yield _("{measure}, at {y}: not observed.", measure=said["measure"], y=said["y"])
    else:
        ends = [stored_studies.at(result.x, end, language) for end in row.at.span]
        within = {"low": ends[0], "high": ends[1]}
        crosses = CROSSES[row.beyond]
        yield _(crosses, at=stored_studies.at(result.x, row.at.mean, language), **said, **within)
    theory = [each for each in place.theory.boundary.get(outcome, ()) if each.y == row.y]
    if not theory or theory[0].mean is None:
        yield _("Theory says nothing of this measure here.")
    else:
        at = stored_studies.at(result.x, theory[0].mean, language)
        expected = EXPECTED[theory[0].beyond]
        yield _(expected, later=later, first=first, x=x, at=at)


CROSSES = {
    1: N_("{measure}, at {y}: {later} beats {first} up to the end of {x} (95 % interval of the boundary "
          "{low} to {high})."),
    -1: N_("{measure}, at {y}: {later} beats {first} nowhere on {x} (95 % interval of the boundary {low} to "
           "{high})."),
    0: N_("{measure}, at {y}: {later} beats {first} up to {x} = {at} (95 % interval {low} to {high})."),
}  # fmt: skip
EXPECTED = {
    1: N_("Theory expects {later} to beat {first} all along {x}."),
    -1: N_("Theory expects {later} to beat {first} nowhere on {x}."),
    0: N_("Theory expects {later} to beat {first} up to {x} = {at}."),
}


def you_words(
    result: TippingResult,
    cells: Sequence[Cell],
    places: Sequence[Mapping[str, Any]],
    plot: Plot,
    language: str,
) -> list[str]:
    """What the map says where the visitor is: the cell that they stand in, or the nearest."""
    _, told = speaker(language), []
    for each in places:
        cell = min(cells, key=lambda one: _distance(plot, one, each))
        outside = "" if plot.inside(each["x"], each["y"]) else _(OUTSIDE)
        said = {
            "label": each["label"],
            "where": where(result, each["x"], each["y"], language),
            "outside": outside,
            "cell": cell_words(cell, result, language),
        }
        told.append(_("{label} ({where}): {outside} {cell}.", **said).replace("  ", " "))
    return [each[:1].upper() + each[1:] for each in told]


def _distance(plot: Plot, cell: Cell, place: Mapping[str, Any]) -> float:
    """How far a place lies outside a cell, then from its middle."""
    away = 0.0
    for side, value in (("x", cell.x), ("y", cell.y)):
        low, high = plot.edges[side][value]
        size = plot.high[side] - plot.low[side]
        away += 1e3 * max(low - place[side], place[side] - high, 0.0) / size + abs(value - place[side]) / size
    return away


def heads(result: TippingResult, language: str) -> list[str]:
    """Heads of the table."""
    _ = speaker(language)
    levers, first = (
        [stored_studies.lever_name(result.lever(side), language) for side in ("x", "y")],
        stored_studies.told(result.rules[0], language),
    )
    changes = [_("{rule} against {first}", rule=_(rule), first=first)
               for rule in result.rules[1:]]  # fmt: skip
    return [*levers, _("in front"), _("how surely"), _("worlds"), *changes]


def row(result: TippingResult, cell: Cell, language: str) -> list[str]:
    """A cell as a row of the table."""
    _ = speaker(language)
    leaders = " = ".join(_(rule) for rule in cell.same) or "–"
    changes = [stored_studies.estimated(cell.outcome, cell.differences[rule], language)
               for rule in result.rules[1:]]  # fmt: skip
    values = [stored_studies.at(lever, value, language)
              for lever, value in ((result.x, cell.x), (result.y, cell.y))]  # fmt: skip
    return [*values, leaders, _(CLASSES[certainty(cell)]), str(cell.worlds), *changes]


def notes(result: TippingResult, choice: Choice) -> Iterator[str]:
    """How the map was made, and what of the visitor's county it does not hold."""
    _ = speaker(choice.language)
    yield _(NOTE, worlds=result.replications, days=f"{result.days:g}")
    axes = {result.x.name, result.y.name}
    if any(name not in axes for side in SIDES for name in in_force(choice.demand.side(side), choice.minute)):
        x, y = (stored_studies.lever_name(result.lever(side), choice.language) for side in ("x", "y"))
        yield _(MOVED, x=x, y=y)
    if preset(choice.demand.place, choice.language).is_path:
        yield _(NO_REFINING)


def _path(dots: Sequence[Mapping[str, float]]) -> str:
    return " ".join(f"{dot['left']},{dot['top']}" for dot in dots)


def _change(cell: Cell, first: str) -> str:
    """The winner's change against the first rule, in per cent."""
    change, base = cell.change_of_leader(), cell.means.get(first)
    return "" if change is None or not base else f"{number(100 * change / abs(base), 0, signed=True)} %"
