"""What other work and the watch are expected to take of each officer's duty, before anybody is policed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.terms import Complexity, Corps, Domain, RoadClass, WorkBasis, WorkFor
from jiaosuo.model.core.units import MINUTES_AN_HOUR
from jiaosuo.model.demand import expected_calls
from jiaosuo.model.kernels.officers.authority import may_lead
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import Postings
from jiaosuo.model.work import Work, in_order
from jiaosuo.model.work_demand import (
    minutes_after_files,
    own_minutes,
    shares_taken,
    watch_at,
    watched_hours,
    work_wanted,
)

type Floats = npt.NDArray[np.float64]
type Flags = npt.NDArray[np.bool_]


def committed_minutes(
    where: Postings, scenario: Scenario, land: Landscape, works: tuple[Work, ...] | None = None
) -> Floats:
    """Minutes a day of other work and of the watch that fall to each officer, (officers,).

    `works`: the kinds that count (None: all). What a township wants falls to all alike who serve it and whom
    it is for; the watch of a station first to its auxiliaries on duty, then to the others, who keep it in the
    time that their own work leaves.
    """
    minutes, calls = np.zeros(len(where.corps)), expected_calls(land, scenario)
    wanted = work_wanted(land, scenario)
    for row, work in enumerate(in_order()):
        if works is not None and work not in works:
            continue
        able = _is_for(where, work)
        if work.basis == WorkBasis.OFFICER:
            minutes += own_minutes(work, scenario)
        elif work.basis == WorkBasis.WATCH:
            minutes += _watched(where, able, work, scenario, land)
        else:
            of_townships = wanted[row] + minutes_after_files(work, calls, scenario)
            shares = (where.serves & able[:, None]).astype(np.float64)
            heads = shares.sum(axis=0)
            minutes += shares @ np.divide(of_townships, heads, out=np.zeros_like(heads), where=heads > 0)
    return minutes


def _is_for(where: Postings, work: Work) -> Flags:
    """Whether a kind of work is for each officer, as the kernel has it; (officers,)."""
    answers, auxiliary = where.book.rule_table, where.corps == Corps.AUXILIARY
    if work.who == WorkFor.ALL:
        able = np.ones(len(where.corps), np.bool_)
    elif work.who == WorkFor.VISITORS:
        able = answers["visits"][where.township, where.corps].astype(bool)
    elif work.who == WorkFor.POSTS:
        able = answers["posts"][where.township, where.corps].astype(bool) | auxiliary
    else:
        granted = where.book.authority[where.township, where.corps, Domain.ORDER, RoadClass.VILLAGE]
        able = may_lead(granted[:, Complexity.SIMPLE])
    return able if work.auxiliaries else able & ~auxiliary


def _watched(where: Postings, able: Flags, work: Work, scenario: Scenario, land: Landscape) -> Floats:
    """Minutes a day of the watch, (officers,): of a station with somebody on duty, one of them."""
    minutes, desk = np.zeros(len(where.corps)), watch_at(land, where.home_cell)
    own = sum(share for name, share in shares_taken(land, scenario).items() if name in _OWN)
    whole = MINUTES_AN_HOUR * watched_hours(work, scenario) * max(0.0, 1.0 - own)
    auxiliary = where.corps == Corps.AUXILIARY
    for row in np.unique(desk[desk >= 0]):
        first, others = ((desk == row) & able & of for of in (auxiliary, ~auxiliary))
        nobody_first, nobody = ((1 - scenario["on_duty_share"]) ** int(of.sum()) for of in (first, others))
        minutes[first] += whole * (1 - nobody_first) / max(1, first.sum())
        minutes[others] += whole * nobody_first * (1 - nobody) / max(1, others.sum())
    return minutes


_OWN = frozenset(work.name for work in in_order() if work.basis == WorkBasis.OFFICER)
"""The kinds of work that each officer has of their own, which who keeps the watch does meanwhile."""
