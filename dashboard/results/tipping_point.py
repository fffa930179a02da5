"""A point of the tipping map asked for by a visitor: the map's rules in fresh worlds, judged on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaosuo.dashboard.choice.comparison import Demand, Side
from jiaosuo.dashboard.choice.places import STAFFINGS, preset
from jiaosuo.experiments.analyses.tipping_point.judge import ALPHA, first_look, leader
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Standing, TippingResult
from jiaosuo.experiments.comparison.index import SIGNS
from jiaosuo.experiments.statistics.intervals import Values, paired_difference
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from jiaosuo.dashboard.choice.session import Session

WORLDS = 10
"""Fresh worlds of a point, fixed before the first."""

FRESH = 1_000_000
"""Seeds of a point begin so far above the map's: no world counts twice, and all visitors share them."""

ASKING = N_("{done} of {wanted} worlds are run at {x}, {y}; nothing is said before the last.")


@dataclass(frozen=True)
class Point:
    """What was asked for: the place with its two levers moved, and the rules that meet there."""

    demand: Demand
    rules: tuple[str, ...]
    at: tuple[float, float]


def asked(result: TippingResult, place: str, x: float, y: float, people_per_agent: int) -> Point:
    """The point of a map at two values of its levers; all other levers as the place has them."""
    if preset(place, "en").is_path:
        raise InputError("place", place, "must be a place without a path of years")
    about, rules = result.places[0], result.rules
    staffing = about.staffing if about.staffing in STAFFINGS else STAFFINGS[0]
    values = tuple(sorted({result.x.name: x, result.y.name: y}.items()))
    side = Side(rule=rules[0], staffing=staffing, values=values)
    demand = Demand(place, FRESH + about.seed, result.days, people_per_agent, side, side)
    return Point(demand, rules, (x, y))


def is_done(state: Mapping[str, Any]) -> bool:
    """Whether all worlds of a point have been run or have failed."""
    return int(state.get("done", 0)) + len(state.get("failed", ())) >= int(state.get("wanted", 1))


def progress(session: Session, state: Mapping[str, Any], result: TippingResult) -> dict[str, Any] | None:
    """How far the point is that is being refined; None when there is none, or it is of another place."""
    from jiaosuo.dashboard.results import stored_studies

    wanted, language = session.refining, session.choice.language
    if wanted is None or wanted in session.refined or wanted.demand.place != session.choice.demand.place:
        return None
    done, worlds = int(state.get("done", 0)), int(state.get("wanted", WORLDS))
    x, y = (
        stored_studies.at(result.lever(side), value, language)
        for side, value in zip("xy", wanted.at, strict=True)
    )
    text = speaker(language)(ASKING, done=done, wanted=worlds, x=x, y=y)
    return {"text": text, "done": done, "wanted": worlds}


def cell(state: Mapping[str, Any], outcome: str, rules: Sequence[str]) -> Standing:
    """A finished point judged as a cell of a map is, in a family of its own: Holm over its rules."""
    values = _values(state["rows"].get(outcome, [[]] * len(rules)))
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
