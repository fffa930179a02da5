"""The curve under the maps: what a surface says of the outcome looked at, over each lever, from here.

The player interpolates between the values of a lever that are told here, so that dot, numbers and sentence
follow while it is dragged. All numbers are in the model's own units.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import chain

import numpy as np

from jiaosuo.dashboard.choice.choice import Choice, values_as_moved
from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.dashboard.choice.outcomes import title, unit
from jiaosuo.dashboard.choice.places import describe_place, scenario
from jiaosuo.dashboard.choice.side_names import format_value, side_names
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.dashboard.results.curve_growth import GROWTH_OF, YEARS, Growth
from jiaosuo.dashboard.results.curve_records import (
    Curve,
    CurveBand,
    CurveCrossing,
    CurveOutcome,
    CurveRule,
    LeverCurve,
    Plane,
)
from jiaosuo.experiments.analyses.surface.emulator import Band
from jiaosuo.experiments.analyses.surface.prediction import Surface
from jiaosuo.experiments.analyses.surface.slices import (
    STEPS,
    Names,
    Slice,
    line_along,
    points_at,
    sentence,
    slice_at,
    sure,
)
from jiaosuo.experiments.analyses.surface.surface_result import WITHIN, Coverage, Lever, SurfaceResult
from jiaosuo.experiments.statistics.intervals import Values
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.scenario import parameters

PLANE = 21
"""Values of each of the two levers of the map of colour."""
PLANE_LEVERS = ("urbanization", "vehicles_per_1000")
FIGURES = 5
READY, MAKING, NONE = "ready", "making", "none"

OTHERS = N_("This curve does not know {levers}: in it they stand as the place has them.")
APART = N_("Left and right differ in {levers}; the curve stands at the values of the left side.")
OUTSIDE = N_("{lever} stands outside of what was run ({low} to {high}): the curve stands at the end of that.")
COVERS = N_("Of {n} fresh worlds {share} % lay in their 95 % bands, where 93 to 97 % should.")
FIRST_YEAR = N_("On a path of years the curve is of its first year.")
AS_MADE = N_("The curve is of runs of {days} days.")
SAME_SIDES = N_("Both sides have the same rule: there is nothing to compare.")
NO_OUTCOME = N_("The surface of this place does not hold this outcome.")
SCALED = N_("In the curve an agent stands for {n} people.")


@dataclass(frozen=True, eq=False)
class Kept:
    """A stored surface with what must be said of it: the days of its runs, and warnings in a language.

    One that was read is equal to itself alone.
    """

    surface: Surface
    days: float
    held_out: int
    warnings: tuple[str, ...] = ()


NO_GROWTH = Growth(0, {})


@dataclass(frozen=True)
class Asked:
    """What is shown of a surface: an outcome, the columns of left and right, values of the levers.

    `values` are those of the run, after the years of `growth` before it.
    """

    surface: Surface
    outcome: str
    left: str
    right: str
    labels: tuple[str, str]
    values: Mapping[str, float]
    language: str
    growth: Growth = NO_GROWTH


# Surfaces that are stored


def kept(place: str, language: str) -> Kept | None:
    """The stored surface of a place, ready to be asked; None if there is none."""
    file = stored_studies.FOLDER / f"{SurfaceResult.STUDY}-{place}.json"
    changed = file.stat().st_mtime_ns if file.is_file() else None
    return None if changed is None else _kept(place, language, str(file), changed)


@lru_cache(maxsize=32)
def _kept(place: str, language: str, _file: str, _changed: int) -> Kept | None:
    """Read once: a surface works its emulators out and keeps them, and is the same for all visitors."""
    stored = stored_studies.stored_study(SurfaceResult, place)
    if stored is None:
        return None
    result, said = (
        stored.result,
        ((stored_studies.STALE, stored.stale), (stored_studies.QUICK, stored.result.origin.quick)),
    )
    warnings = tuple(translate(words, language) for words, holds in said if holds)
    return Kept(Surface(result.places[0]), result.days, result.held_out, warnings)


def knows(found: Kept, choice: Choice) -> bool:
    """Whether a stored surface is of the rules and the staffing of both sides."""
    place = found.surface.place
    sides = [choice.comparison.side(which) for which in SIDES]
    return all(
        each.rule in place.rules and not each.townships and each.staffing == place.staffing for each in sides
    )


def of_kept(found: Kept, choice: Choice) -> Curve:
    """The curve of a stored surface, from where the visitor stands: the same for all who stand there."""
    world = replace(choice.comparison, seed=0)
    return _of_kept(found, Choice(world, choice.language, choice.focus, minute=choice.minute))


@lru_cache(maxsize=64)
def _of_kept(found: Kept, choice: Choice) -> Curve:
    language, place = choice.language, found.surface.place
    asked = Asked(
        surface=found.surface,
        outcome=choice.focus,
        left=choice.comparison.left.rule,
        right=choice.comparison.right.rule,
        labels=side_names(choice.comparison, language),
        values=values_here(found.surface, choice, growth_here(choice)),
        language=language,
        growth=growth_here(choice),
    )
    if choice.focus not in place.surfaces:
        return nothing(choice, translate(NO_OUTCOME, language))
    held = place.surfaces[choice.focus].coverage
    n = len(place.design)
    notes = [*found.warnings, *_notes(found, choice, asked, held)]
    return curve(asked, READY, n, n, notes, held)


def nothing(choice: Choice, note: str) -> Curve:
    """No curve, and why."""
    return Curve(state=NONE, note=note, outcome=_outcome(choice.focus, choice.language), levers={})


def values_here(surface: Surface, choice: Choice, growth: Growth = NO_GROWTH) -> dict[str, float]:
    """The surface's levers where the left side stands, after growth that the surface does not know of."""
    now = _lefts(choice)
    return {each.name: growth.run_has(each.name, float(now[each.name])) for each in surface.place.levers}


def growth_here(choice: Choice) -> Growth:
    """The growth before the run of the left side; none on a path, which says each year itself."""
    is_path = scenario(choice.comparison.place).path is not None
    return NO_GROWTH if is_path else Growth.of(_lefts(choice))


def _lefts(choice: Choice) -> Mapping[str, float]:
    """Every number where the left side stands."""
    return {**scenario(choice.comparison.place).values, **values_as_moved(choice, "left")}


def _notes(found: Kept, choice: Choice, asked: Asked, held: Coverage | None) -> Iterator[str]:
    """What the surface does not know of where the visitor stands."""
    _, place = speaker(asked.language), found.surface.place
    known, own = {each.name for each in place.levers}, scenario(choice.comparison.place)
    known |= {YEARS, *(GROWTH_OF[name] for name in known & set(GROWTH_OF))}
    moved = [values_as_moved(choice, which) for which in SIDES]
    others = {
        name for each in moved for name, value in each.items() if name not in known and value != own[name]
    }
    if others:
        yield _(OTHERS, levers=_names(sorted(others), asked.language))
    yield from moved_apart(asked, choice)
    if held is not None and held.share is not None and not WITHIN[0] <= held.share <= WITHIN[1]:
        yield _(COVERS, n=held.n, share=f"{100 * held.share:.1f}")
    if describe_place(choice.comparison.place, asked.language).is_path:
        yield _(FIRST_YEAR)
    elif choice.comparison.days != found.days:
        yield _(AS_MADE, days=f"{found.days:g}")
    if choice.comparison.people_per_agent != place.people_per_agent:
        yield _(SCALED, n=f"{place.people_per_agent:g}")


def moved_apart(asked: Asked, choice: Choice) -> Iterator[str]:
    """Where the two sides stand apart on a lever of the surface, or outside of what was run."""
    own = scenario(choice.comparison.place)
    moved = [values_as_moved(choice, which) for which in SIDES]
    names = [each.name for each in asked.surface.place.levers]
    apart = [name for name in names if len({each.get(name, own[name]) for each in moved}) > 1]
    if apart:
        yield speaker(asked.language)(APART, levers=_names(apart, asked.language))
    yield from _outside(asked)


def _outside(asked: Asked) -> Iterator[str]:
    for each in asked.surface.place.levers:
        if not each.low <= asked.values[each.name] <= each.high:
            low, high = (format_value(each.name, end, asked.language) for end in (each.low, each.high))
            yield speaker(asked.language)(OUTSIDE, lever=lever_name(each, asked.language), low=low, high=high)


def _names(names: Sequence[str], language: str) -> str:
    _ = speaker(language)
    return _(", ").join(_(LABELS.get(name, name)) for name in names)


# What a surface says


def curve(
    asked: Asked, state: str, n: int, of: int, notes: Sequence[str] = (), held: Coverage | None = None
) -> Curve:
    """The curve of a surface over each of its levers, and over the plane of two."""
    notes = [*notes, *([translate(SAME_SIDES, asked.language)] if asked.left == asked.right else [])]
    return Curve(
        state=state,
        n=n,
        of=of,
        coverage=None if held is None or held.share is None else round(held.share, 4),
        held_out=0 if held is None else held.n,
        note=" ".join(notes),
        outcome=_outcome(asked.outcome, asked.language),
        rules=_rules(asked),
        levers=dict(_all_levers(asked)),
        plane=_plane(asked),
    )


def _outcome(name: str, language: str) -> CurveOutcome:
    shown = {"label": title(name, language), "unit": unit(name, language)}
    return CurveOutcome(name=name, better=OUTCOMES[name].better, **shown)


def _rules(asked: Asked) -> tuple[CurveRule, ...]:
    """Left and right first, under what the page calls the two sides."""
    sides = {asked.right: (asked.labels[1], "right"), asked.left: (asked.labels[0], "left")}
    ordered = dict.fromkeys(chain((asked.left, asked.right), asked.surface.place.rules))
    named = speaker(asked.language)
    return tuple(
        CurveRule(name=name, label=sides[name][0], side=sides[name][1])
        if name in sides
        else CurveRule(name=name, label=named(name))
        for name in ordered
    )


def _all_levers(asked: Asked) -> Iterator[tuple[str, LeverCurve]]:
    """The curve along each lever of the surface, then along the growth of those that grow."""
    point, levers = asked.surface.here(asked.values), asked.surface.place.levers
    for lever, about in enumerate(levers):
        at, points = line_along(asked.surface, lever, point)
        now = np.array([asked.growth.now_for(about.name, each) for each in at.tolist()])
        yield about.name, _along(asked, about, now, points)
    for lever, about in enumerate(levers):
        if about.name in GROWTH_OF and asked.growth.years:
            yield from _along_growth(asked, about, lever, point)


def _along_growth(asked: Asked, about: Lever, lever: int, point: Values) -> Iterator[tuple[str, LeverCurve]]:
    """The curve along the growth of a lever, as far as the run then has what the surface was run with."""
    name, growth = GROWTH_OF[about.name], asked.growth
    now = growth.now_for(about.name, asked.values[about.name])
    declared = parameters()[name]
    low, high = (growth.rate_for(about.name, now, end) for end in (about.low, about.high))
    low, high = max(low, declared.low), min(high, declared.high)
    if low < high:
        rates = np.linspace(low, high, STEPS)
        run = [growth.at_rate(each, name).run_has(about.name, now) for each in rates.tolist()]
        grown = replace(about, name=name, low=low, high=high)
        yield name, _along(asked, grown, rates, points_at(asked.surface, lever, point, np.array(run)))


def _along(asked: Asked, about: Lever, at: Values, points: Values) -> LeverCurve:
    """The curve at points, `at` being where the lever stands at each."""
    bands = {rule: _level(asked, rule, points) for rule in asked.surface.place.rules}
    told = {rule: band for rule, band in bands.items() if band is not None}
    found = slice_at(asked.surface, asked.outcome, asked.left, asked.right, at, points)
    return LeverCurve(
        at=_short(at),
        mean={rule: _short(band.mean) for rule, band in told.items()},
        low={rule: _short(band.low) for rule, band in told.items()},
        high={rule: _short(band.high) for rule, band in told.items()},
        difference=_difference(found),
        crossing=_crossing(found),
        sentence=_sentence(asked, about, found),
    )


def _level(asked: Asked, rule: str, points: Values) -> Band | None:
    """The mean under a rule; a quantity that was never below 0 has no band there, a share none above 1."""
    emulator = asked.surface.level(asked.outcome, rule)
    if emulator is None:
        return None
    values, band = asked.surface.values(asked.outcome), emulator.mean(points)
    least = 0.0 if np.nanmin(values) >= 0 else -np.inf
    most = 1.0 if OUTCOMES[asked.outcome].unit in ("share", "0..1") else np.inf
    return Band(*(np.clip(each, least, most) for each in (band.mean, band.low, band.high)))


def _difference(found: Slice) -> CurveBand | None:
    if found.difference is not None:
        mean, low, high = (
            _short(each) for each in (found.difference.mean, found.difference.low, found.difference.high)
        )
        return CurveBand(mean=mean, low=low, high=high)
    nought = (0.0,) * len(found.at)
    return CurveBand(mean=nought, low=nought, high=nought) if found.same else None


def _crossing(found: Slice) -> CurveCrossing | None:
    if found.crossing is None:
        return None
    at, low, high = _short(np.array([found.crossing.at, found.crossing.low, found.crossing.high]))
    return CurveCrossing(at=at, low=low, high=high)


def _sentence(asked: Asked, about: Lever, found: Slice) -> str:
    if asked.left == asked.right:
        return translate(SAME_SIDES, asked.language)
    left, right = asked.labels
    shown = partial(format_value, about.name, language=asked.language)
    names = Names(lever_name(about, asked.language), left, right, shown)
    return sentence(found, OUTCOMES[asked.outcome].better, names, asked.language)


def lever_name(lever: Lever, language: str) -> str:
    """What a lever is called on the page."""
    return translate(LABELS.get(lever.name, lever.meaning), language)


def _plane(asked: Asked) -> Plane | None:
    """The difference over the two levers of the map of colour, else the first two; None if untold."""
    names = [each.name for each in asked.surface.place.levers]
    x, y = (
        *(name for name in PLANE_LEVERS if name in names),
        *(n for n in names if n not in PLANE_LEVERS),
        "",
        "",
    )[:2]
    emulator = (
        asked.surface.difference(asked.outcome, asked.left, asked.right)
        if asked.left != asked.right
        else None
    )
    if not y or emulator is None:
        return None
    across, up = (np.linspace(*_ends(asked.surface.place.lever(name)), PLANE) for name in (x, y))
    points = np.repeat(asked.surface.here(asked.values)[None, :], PLANE * PLANE, axis=0)
    points[:, names.index(x)], points[:, names.index(y)] = np.tile(across, PLANE), np.repeat(up, PLANE)
    band = emulator.mean(asked.surface.box(points))
    return Plane(
        x=x,
        y=y,
        at_x=_short(np.array([asked.growth.now_for(x, each) for each in across.tolist()])),
        at_y=_short(np.array([asked.growth.now_for(y, each) for each in up.tolist()])),
        difference=tuple(_short(row) for row in band.mean.reshape(PLANE, PLANE)),
        sure=tuple(tuple(int(each) for each in row) for row in sure(band).reshape(PLANE, PLANE)),
    )


def _ends(lever: Lever) -> tuple[float, float]:
    return lever.low, lever.high


def _short(values: Values) -> tuple[float, ...]:
    """To so many figures: a screen shows fewer."""
    return tuple(float(f"{value:.{FIGURES}g}") for value in values)
