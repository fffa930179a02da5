"""The tipping map as the page shows it: which rule wins in each cell and how surely, and where you are.

Positions are per cents of the plot, from its left and its top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiaosuo.dashboard.choice.axis import grows, year_at
from jiaosuo.dashboard.choice.choice import Choice, values_as_moved, values_in_force
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.outcomes import title
from jiaosuo.dashboard.choice.places import describe_place, possible_urbanization, scenario
from jiaosuo.dashboard.choice.plain import plain
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.results import stored_studies, tipping_point
from jiaosuo.dashboard.results.stored_studies import NamedOutcome, StudyPanel
from jiaosuo.dashboard.results.tipping_cells import CLASSES, cell_words, certainty, point_words, where
from jiaosuo.dashboard.results.tipping_plot import Axis, BoundaryLine, Plot, RefinedSpot, Spot, Tile
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Cell, TippingResult
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.growth import points_gained, share_in_towns, vehicles_per_head
from jiaosuo.model.years import GROWN_FOR

STUDY = TippingResult.STUDY

OTHERS = ("#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A8373")
"""Hues of the rules that stand on neither side; those of the two sides have the hues of their worlds."""

WORDS = {
    "heading": N_("Tipping points"), "by": N_("Shown by"), "table": N_("The map as a table"),
    "refine": N_("Refine here"), "cancel": N_("Cancel"), "worlds": N_("worlds run"),
    "very": N_("full colour: p at most 0.001"),
    "sure": N_("light: significant (p at most 0.05)"), "open": N_("not distinguishable"),
    "simulated": N_("where the rules cross, with 95 % interval"), "theory": N_("the same by theory"),
    "here": N_("you are here"), "point": N_("refined"),
}  # fmt: skip
SIDE = {"left": N_("left"), "right": N_("right")}
NOTE = N_(
    "In each cell {worlds} worlds ({days} d each) meet every rule at equal headcount. A rule wins if all "
    "others do significantly worse (p at most 0.05, so hardly by chance; Holm over cells and rules); grey is "
    "not distinguishable."
)
NO_REFINING = N_("On a path of years no point can be refined: the map is of its first year.")
MOVED = N_("Of the levers you moved this map knows only {x} and {y}: all others stand as the place has them.")
OUTSIDE = N_("outside this map; the nearest cell:")


@dataclass(frozen=True)
class Here:
    """Where the visitor is on the two axes; `side`: left or right, empty where both sides agree."""

    x: float
    y: float
    side: str
    label: str


@dataclass(frozen=True)
class MapShown:
    """The map by one outcome: tiles, lines, places and points, and all of it in words and as a table."""

    outcome: str
    outcomes: tuple[NamedOutcome, ...]
    instead: str
    x: Axis
    y: Axis
    tiles: tuple[Tile, ...]
    rules: tuple[tuple[str, str], ...]
    lines: tuple[BoundaryLine, ...]
    here: tuple[tuple[Here, Spot], ...]
    points: tuple[RefinedSpot, ...]
    summary: str
    sentences: tuple[str, ...]
    you: tuple[str, ...]
    refined: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    asking: tipping_point.Progress | None
    can_refine: bool

    def to_json(self) -> JsonObject:
        """The same under the names of the panel's template."""
        return plain(self) | {
            "rules": [{"label": label, "hue": hue} for label, hue in self.rules],
            "lines": [line.to_json() for line in self.lines],
            "here": [plain(here) | plain(spot) for here, spot in self.here],
        }


def panel(session: Session, state: Replications) -> StudyPanel:
    """What the panel shows; with no map, how to make one. `state`: of the point that is being refined."""

    def show(result: TippingResult) -> MapShown:
        return map_shown(result, session, state)

    return stored_studies.panel_of(TippingResult, session, WORDS, show)


def give_up(session: Session, state: Replications) -> None:
    """The point is no longer asked for, and a sentence says why and how far it came."""
    session.refining = None
    session.set_error(STUDY, tipping_point.stuck_words(state, session.choice.language))
    session.changed()


def map_shown(result: TippingResult, session: Session, state: Replications) -> MapShown:
    """The map by one outcome, as the visitor has chosen it and from where the visitor stands."""
    choice, language = session.choice, session.choice.language
    outcome = stored_studies.selected_outcome(session, STUDY, result.outcomes)
    plot, cells = Plot(result), result.places[0].cells_by(outcome)
    hues, places = hues_of(result.rules, choice), here(result, choice)
    points = [each for each in session.refined if each.comparison.place == choice.comparison.place]
    judged = {each: tipping_point.cell(session.refined[each], outcome, each.rules) for each in points}
    marks = [(each.x, each.y) for each in places] + [each.at for each in points]
    counted = summary(result, cells, outcome, language)
    return MapShown(
        outcome=outcome,
        outcomes=stored_studies.menu(result.outcomes, language),
        instead=stored_studies.instead_of(choice.focus, outcome, language),
        x=plot.axis("x", language),
        y=plot.axis("y", language),
        tiles=tuple(plot.tile(cell, result, hues, marks, language) for cell in cells),
        rules=tuple((translate(rule, language), hues[rule]) for rule in result.rules),
        lines=tuple(plot.lines(result.places[0], outcome)),
        here=tuple((each, plot.at(each.x, each.y)) for each in places),
        points=tuple(plot.point(each, judged[each], hues, result, language) for each in points),
        summary=counted,
        sentences=(counted, *boundary_words(result, outcome, places[0].y, language)),
        you=tuple(you_words(result, cells, places, plot, language)),
        refined=tuple(point_words(each, judged[each], result, language) for each in points),
        heads=tuple(heads(result, language)),
        rows=tuple(tuple(row(result, cell, language)) for cell in cells),
        notes=tuple(notes(result, choice)),
        asking=tipping_point.progress(session, state, result),
        can_refine=not describe_place(choice.comparison.place, language).is_path,
    )


def hues_of(rules: Sequence[str], choice: Choice) -> dict[str, str]:
    """A hue for each rule: left and right keep those of their worlds."""
    sides = {choice.comparison.right.rule: "var(--right)", choice.comparison.left.rule: "var(--left)"}
    rest = iter(OTHERS)
    return {rule: sides.get(rule) or next(rest, OTHERS[-1]) for rule in rules}


def here(result: TippingResult, choice: Choice) -> list[Here]:
    """Where the visitor is on the two axes: once if both sides agree, else left and right."""
    both = {}
    for which in SIDES:
        both[which] = tuple(lever_now(choice, which, result.lever(axis).name) for axis in ("x", "y"))
    alike = both["left"] == both["right"]
    return [
        Here(x, y, "" if alike else which, _here(which, alike, choice.language))
        for which, (x, y) in both.items()
        if which == "left" or not alike
    ]


def _here(which: str, alike: bool, language: str) -> str:
    _ = speaker(language)
    words = _("you are here")
    return words if alike else _("{name}, {detail}", name=words, detail=_(SIDE[which]))


def lever_now(choice: Choice, which: str, name: str) -> float:
    """A lever of a side as it was last moved, grown up to the year that is played.

    What waits for midnight counts as it will be.
    """
    place = choice.comparison.place
    values = {**scenario(place).values, **values_as_moved(choice, which)}
    if grows(choice.comparison):
        values[GROWN_FOR] = year_at(choice.comparison, choice.minute)
    if name == "vehicles_per_1000" and values["vehicle_growth"]:
        return 1000 * vehicles_per_head(values)
    if name == "urbanization" and values["urbanization_growth"]:
        return share_in_towns(values[name], points_gained(values), possible_urbanization(place)[1])
    return float(values[name])


def summary(result: TippingResult, cells: Sequence[Cell], outcome: str, language: str) -> str:
    """Who wins how many cells."""
    _ = speaker(language)
    wins = Counter(cell.leader or "" for cell in cells if certainty(cell) in ("very", "sure"))
    parts = [_("{rule} in {count}", rule=_(rule), count=count) for rule, count in wins.most_common()]
    parts.append(_("not distinguishable in {count}", count=len(cells) - sum(wins.values())))
    about = describe_place(result.places[0].name.split(" in ")[0], language)
    said = {"place": about.title, "measure": title(outcome, language), "cells": len(cells)}
    return _("{place}, by {measure}: of {cells} cells {wins}.", wins=_(", ").join(parts), **said)


def boundary_words(result: TippingResult, outcome: str, y: float, language: str) -> Iterator[str]:
    """Where the two rules cross in the row nearest to the visitor, as simulated and by theory."""
    _, place = speaker(language), result.places[0]
    row = min(place.boundary[outcome], key=lambda each: abs(each.y - y))
    first, later = (_(rule) for rule in result.between)
    x = stored_studies.lever_name(result.x, language)
    said = {"later": later, "first": first, "x": x, "measure": title(outcome, language),
            "y": stored_studies.format_lever(result.y, row.y, language)}  # fmt: skip
    if row.same:
        yield _("{measure}, at {y}: {later} and {first} give the same all along {x}.", **said)
    elif row.at.mean is None:
        yield _("{measure}, at {y}: not observed.", measure=said["measure"], y=said["y"])
    else:
        ends = [stored_studies.format_lever(result.x, end, language) for end in row.at.span]
        within = {"low": ends[0], "high": ends[1]}
        crosses = CROSSES[row.beyond]
        yield _(crosses, at=stored_studies.format_lever(result.x, row.at.mean, language), **said, **within)
    theory = [each for each in place.theory.boundary.get(outcome, ()) if each.y == row.y]
    if not theory or theory[0].mean is None:
        yield _("Theory says nothing of this measure here.")
    else:
        at = stored_studies.format_lever(result.x, theory[0].mean, language)
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
    places: Sequence[Here],
    plot: Plot,
    language: str,
) -> list[str]:
    """What the map says where the visitor is: the cell that they stand in, or the nearest."""
    _, sentences = speaker(language), []
    for each in places:
        cell = min(cells, key=lambda one: _distance(plot, one, each))
        outside = "" if plot.inside(each.x, each.y) else _(OUTSIDE)
        said = {"label": each.label, "where": where(result, each.x, each.y, language), "outside": outside,
                "cell": cell_words(cell, result, language)}  # fmt: skip
        sentences.append(_("{label} ({where}): {outside} {cell}.", **said).replace("  ", " "))
    return [each[:1].upper() + each[1:] for each in sentences]


def _distance(plot: Plot, cell: Cell, place: Here) -> float:
    """How far a place lies outside a cell, then from its middle."""
    away = 0.0
    for side, at, value in (("x", cell.x, place.x), ("y", cell.y, place.y)):
        low, high = plot.edges[side][at]
        size = plot.high[side] - plot.low[side]
        away += 1e3 * max(low - value, value - high, 0.0) / size + abs(at - value) / size
    return away


def heads(result: TippingResult, language: str) -> list[str]:
    """Heads of the table."""
    _ = speaker(language)
    levers, first = (
        [stored_studies.lever_name(result.lever(side), language) for side in ("x", "y")],
        speaker(language)(result.rules[0]),
    )
    changes = [_("{rule} against {first}", rule=_(rule), first=first)
               for rule in result.rules[1:]]  # fmt: skip
    return [*levers, _("in front"), _("how surely"), _("worlds"), *changes]


def row(result: TippingResult, cell: Cell, language: str) -> list[str]:
    """A cell as a row of the table."""
    _ = speaker(language)
    leaders = " = ".join(_(rule) for rule in cell.same) or "–"
    changes = [stored_studies.format_estimate(cell.outcome, cell.differences[rule], language)
               for rule in result.rules[1:]]  # fmt: skip
    both = ((result.x, cell.x), (result.y, cell.y))
    values = [stored_studies.format_lever(lever, value, language) for lever, value in both]
    return [*values, leaders, _(CLASSES[certainty(cell)]), str(cell.worlds), *changes]


def notes(result: TippingResult, choice: Choice) -> Iterator[str]:
    """How the map was made, and what of the visitor's county it does not hold."""
    _ = speaker(choice.language)
    yield _(NOTE, worlds=result.replications, days=f"{result.days:g}")
    axes = {result.x.name, result.y.name}
    if any(
        name not in axes
        for side in SIDES
        for name in values_in_force(choice.comparison.side(side), choice.minute)
    ):
        x, y = (stored_studies.lever_name(result.lever(side), choice.language) for side in ("x", "y"))
        yield _(MOVED, x=x, y=y)
    if describe_place(choice.comparison.place, choice.language).is_path:
        yield _(NO_REFINING)
