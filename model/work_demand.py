"""How much other work and how many case files are wanted where, and how much of duty time they take.

From land, people, staffing and calls that are expected, before anybody is policed: the demand is one of the
place and the same under every rule.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, table
from jiaosuo.model.core.terms import NOBODY, Area, Domain, WorkBasis, WorkFor
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.tables import POOL_FIELDS, WATCH_FIELDS
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.work import Work, in_order

type Floats = npt.NDArray[np.float64]

WORK_FIELDS = [
    ("basis", np.int64),
    ("place", np.int64),
    ("who", np.int64),
    ("fixed", np.bool_),
    ("at_once", np.bool_),
    ("auxiliaries", np.bool_),
    ("seen", np.bool_),
    ("on_closing", np.bool_),
    ("amount", np.float64),
    ("session", np.float64),
    ("yields_to", np.int64),
    ("keeps_days", np.float64),
]
SHIFTS_A_DAY = MINUTES_A_DAY / MINUTES_A_SHIFT
_PHASE = draws.process("phase of other work")


def work_table(scenario: Scenario) -> Table:
    """The kinds of other work as kernels read them, in the order in which they are asked for."""
    rows = table(WORK_FIELDS, len(in_order()))
    for row, work in enumerate(in_order()):
        for name in ("basis", "place", "who", "fixed", "at_once", "auxiliaries", "seen", "on_closing"):
            rows[name][row] = getattr(work, name)
        for each in work.parameters:
            rows[each.name.removeprefix(f"{work.name}_")][row] = scenario[each.name]
    rows["amount"] *= scenario["other_work"]
    return rows


def work_hours() -> Floats:
    """The part of a day's demand, or of a shift's, that comes in each hour, (kinds of work, 24)."""
    return np.array([work.part_of_hours for work in in_order()])


def work_wanted(land: Landscape, scenario: Scenario) -> Floats:
    """Minutes a day that each township wants of each kind, (kinds of work, townships).

    0 for what is counted by officers, files or watches: these come as they come.
    """
    return np.array([_wanted(work, land, scenario) for work in in_order()])


def _wanted(work: Work, land: Landscape, scenario: Scenario) -> Floats:
    amount = MINUTES_AN_HOUR * scenario[f"{work.name}_amount"] * scenario["other_work"]
    counted: Floats = amount * _base(work.basis, land, scenario)
    return counted


def _base(basis: WorkBasis, land: Landscape, scenario: Scenario) -> Floats:
    """What the demand of a township is counted on, (townships,)."""
    cells, count = land.cells, len(land.townships)
    if basis == WorkBasis.STATION:
        return np.array([len(np.unique(each)) for each in land.station_cells], np.float64)
    people = cells["people"] / 1_000
    if basis == WorkBasis.TOWNSPEOPLE:
        people = np.where(cells["area"] == Area.URBAN, people, 0.0)
    elif basis == WorkBasis.VEHICLES:
        people = people * vehicles_per_head(scenario)
    elif basis != WorkBasis.PEOPLE:
        people = np.zeros(len(people))
    counted: Floats = np.bincount(cells["township"], weights=people, minlength=count)
    return counted


def work_pool(wanted: Floats, works: Table, seed: int) -> Table:
    """What each township is owed when a run begins: part of a session of what grows evenly or with files.

    The parts are drawn, as otherwise all townships would begin their sessions together.
    """
    pool = np.zeros(wanted.shape, np.dtype(POOL_FIELDS, align=True))
    after_files = (works["basis"] == WorkBasis.FILE) & (works["amount"] > 0)
    grows = (wanted > 0) & ~works["at_once"][:, None] | after_files[:, None]
    for kind, township in np.argwhere(grows).tolist():
        begun = works["session"][kind] * draws.uniform(seed, _PHASE, kind, township)
        pool["wanted"][kind, township] = pool["growing"][kind, township] = begun
    return pool


def minutes_of_work(pool: Table) -> Table:
    """The minutes of each kind over all townships, (kinds of work,)."""
    rows = table(POOL_FIELDS, len(pool))
    for name, _ in POOL_FIELDS:
        rows[name] = pool[name].sum(axis=1)
    return rows


def watches(land: Landscape) -> Table:
    """The duty desks: one for each site of a station, by township, nobody there yet."""
    places = [(cell, row) for row, each in enumerate(land.station_cells) for cell in np.unique(each).tolist()]
    rows = table(WATCH_FIELDS, len(places))
    for row, (cell, township) in enumerate(places):
        rows["cell"][row], rows["township"][row] = cell, township
    rows["officer"] = rows["best"] = NOBODY
    return rows


def watch_at(land: Landscape, home_cell: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The row of the duty desk at each home, (officers,); NOBODY where there is no station."""
    rows = {int(cell): row for row, cell in enumerate(watches(land)["cell"])}
    return np.array([rows.get(int(cell), NOBODY) for cell in home_cell], np.int64)


def file_minutes(scenario: Scenario) -> Floats:
    """Minutes of work in case files that a call of each kind leaves behind on the mean, (kinds,)."""
    minutes = [
        MINUTES_AN_HOUR * scenario[f"{kind.name}_file_share"] * scenario[f"{kind.name}_file_hours"]
        for kind in scenario.kinds
    ]
    return np.array(minutes)


def minutes_after_files(work: Work, calls: Floats, scenario: Scenario) -> Floats:
    """Minutes a day of a kind of work that files of order cases bring, (townships,).

    `calls` (kinds, townships): a day. 0 for a kind that files do not bring.
    """
    if work.basis != WorkBasis.FILE:
        return np.zeros(calls.shape[1])
    shares = [
        scenario[f"{kind.name}_file_share"] if kind.domain == Domain.ORDER else 0.0 for kind in scenario.kinds
    ]
    amount = MINUTES_AN_HOUR * scenario[f"{work.name}_amount"] * scenario["other_work"]
    minutes: Floats = amount * (np.array(shares) @ calls)
    return minutes


def own_minutes(work: Work, scenario: Scenario) -> float:
    """Minutes a day of a kind of work that an officer of the roster has on the mean."""
    amount = scenario[f"{work.name}_amount"] * scenario["other_work"]
    return float(amount * SHIFTS_A_DAY * scenario["on_duty_share"])


def watched_hours(work: Work, scenario: Scenario) -> float:
    """Hours a day in which the duty desks are watched."""
    wanted = scenario[f"{work.name}_amount"] * scenario["other_work"] > 0
    return float(HOURS_A_DAY if wanted else 0)


LEAST_FREE = 0.1
"""Part of duty time that is free for calls however much else is wanted: calls come first (assumption)."""


def shares_taken(land: Landscape, scenario: Scenario) -> dict[str, float]:
    """Part of the time on duty that each kind of other work takes of those whom it is for, county-wide."""
    officers = scenario["officers_traffic"] + scenario["officers_station"] + scenario["officers_patrol"]
    auxiliaries, on_duty = scenario["auxiliaries"], scenario["on_duty_share"] * MINUTES_A_DAY
    wanted, taken = work_wanted(land, scenario).sum(axis=1), {}
    for row, work in enumerate(in_order()):
        heads = officers + (auxiliaries if work.auxiliaries else 0)
        minutes = float(wanted[row])
        if work.basis == WorkBasis.OFFICER:
            minutes = own_minutes(work, scenario) * heads
        elif work.basis == WorkBasis.WATCH:
            minutes = MINUTES_AN_HOUR * watched_hours(work, scenario) * len(watches(land))
        taken[work.name] = min(1.0, minutes / (heads * on_duty)) if heads else 0.0
    return taken


def free_share(land: Landscape, scenario: Scenario, priority: int | None = None) -> float:
    """Part of the time on duty that other work leaves free, for a call of a priority (None: for anything)."""
    taken = shares_taken(land, scenario)
    held = [
        taken[work.name]
        for work in in_order()
        if priority is None or priority > scenario[f"{work.name}_yields_to"]
    ]
    return max(LEAST_FREE, 1.0 - sum(held))


def load_of_work(land: Landscape, scenario: Scenario, calls: Floats) -> tuple[Floats, Floats]:
    """Officer-minutes a day by township of other work and case files, traffic and the rest.

    `calls` (kinds, townships): a day. Meals, briefings, meetings and the watch go with officers and sites,
    and are left out.
    """
    files = file_minutes(scenario)[:, None] * calls
    is_traffic = np.array([kind.domain == Domain.TRAFFIC for kind in scenario.kinds], np.bool_)
    loads = {True: files[is_traffic].sum(axis=0), False: files[~is_traffic].sum(axis=0)}
    wanted = work_wanted(land, scenario)
    for row, work in enumerate(in_order()):
        loads[work.who == WorkFor.POSTS] += wanted[row] + minutes_after_files(work, calls, scenario)
    return loads[True], loads[False]
