"""A point of the tipping map asked for by a visitor: the map's rules in fresh worlds, judged on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiaosuo.dashboard.choice.comparison import Comparison, Side
from jiaosuo.dashboard.choice.map_point import MapPoint
from jiaosuo.dashboard.choice.places import STAFFINGS, describe_place
from jiaosuo.dashboard.choice.replications import Replications
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.experiments.analyses.tipping_point.judge import first_look, leader
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Standing, TippingResult
from jiaosuo.experiments.comparison.index import SIGNS
from jiaosuo.experiments.statistics.estimate import ALPHA
from jiaosuo.experiments.statistics.intervals import Values, paired_difference
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES

WORLDS = 10
"""Fresh worlds of a point, fixed before the first."""

FRESH = 1_000_000
"""Seeds of a point begin so far above the map's: no world counts twice, and all visitors share them."""

PATIENCE = 180.0
"""Seconds without a new world after which the page says so and stops asking."""
AWAY = 15.0
"""Seconds between two looks after which a page was away: what it did not ask for was not run."""
ASKING = N_("{done} of {wanted} worlds are run at {x}, {y}; nothing is said before the last.")


def point_of(result: TippingResult, place: str, x: float, y: float, people_per_agent: int) -> MapPoint:
    """The point of a map at two values of its levers; all other levers as the place has them."""
    if describe_place(place, "en").is_path:
        raise InputError("place", place, "must be a place without a path of years")
    about, rules = result.places[0], result.rules
    staffing = about.staffing if about.staffing in STAFFINGS else STAFFINGS[0]
    values = tuple(sorted({result.x.name: x, result.y.name: y}.items()))
    side = Side(rule=rules[0], staffing=staffing, values=values)
    comparison = Comparison(place, FRESH + about.seed, result.days, people_per_agent, side, side)
    return MapPoint(comparison, rules, (x, y))


@dataclass(frozen=True)
class Progress:
    """How many worlds of a point are run, of how many; `text` says so."""

    text: str
    done: int
    wanted: int


def progress(session: Session, state: Replications, result: TippingResult) -> Progress | None:
    """How far the point is that is being refined; None when there is none, or it is of another place."""
    point, language = session.refining, session.choice.language
    if point is None or point in session.refined or point.comparison.place != session.choice.comparison.place:
        return None
    done, worlds = state.done, state.wanted or WORLDS
    x, y = (
        stored_studies.format_lever(result.lever(side), value, language)
        for side, value in zip("xy", point.at, strict=True)
    )
    text = speaker(language)(ASKING, done=done, wanted=worlds, x=x, y=y)
    return Progress(text, done, worlds)


def is_stuck(session: Session, state: Replications, now: float) -> bool:
    """Whether no new world of the point has come for too long, while it was asked for all the time."""
    done, since = session.refining_since
    looked, session.refining_looked = session.refining_looked, now
    if state.done != done or not since or now - looked > AWAY:
        session.refining_since = (state.done, now)
        return False
    return now - since > PATIENCE


def stuck_words(state: Replications, language: str) -> str:
    """Why a point was given up, how far it came, and what to do."""
    return speaker(language)(
        STUCK, done=state.done, wanted=state.wanted or WORLDS, minutes=f"{PATIENCE / 60:g}"
    )


STUCK = N_(
    "No new world has come for {minutes} min: this machine has too much to do now. {done} of {wanted} worlds "
    "are run and kept; ask again later and it goes on from there."
)


def cell(state: Replications, outcome: str, rules: Sequence[str]) -> Standing:
    """A finished point judged as a cell of a map is, in a family of its own: Holm over its rules."""
    values = _values(state.rows.get(outcome, [[]] * len(rules)))
    lead = leader(-SIGNS[OUTCOMES[outcome].better] * values)
    p = first_look([lead], len(rules))[0]
    same = () if lead is None else tuple(rules[each] for each in lead.same)
    return Standing(
        outcome=outcome,
        worlds=len(values),
        failed_worlds=0,
        leader=None if lead is None else rules[lead.rule],
        same=same,
        decided=p is not None and p <= ALPHA,
        all_same=len(same) == len(rules),
        p=p,
        means={rule: _mean(values[:, at]) for at, rule in enumerate(rules)},
        differences={
            rule: paired_difference(values[:, 0], values[:, at]) for at, rule in enumerate(rules) if at
        },
    )


def _values(rows: Sequence[Sequence[float | None]]) -> Values:
    """Shape (worlds, rules); nan where not observed."""
    return np.array([[np.nan if each is None else each for each in row] for row in rows], np.float64).T


def _mean(values: Values) -> float | None:
    seen = values[np.isfinite(values)]
    return float(seen.mean()) if len(seen) else None
