"""Calls: the columns of a call, the kinds as a table, and the candidate incidents of a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.call_weights import weighed
from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import Table, grown, table
from jiaosuo.model.core.copies import deepcopy_but
from jiaosuo.model.core.terms import NOBODY, Basis
from jiaosuo.model.core.units import DAYS_A_YEAR, HOURS_A_DAY
from jiaosuo.model.demand import rate_per_person, rates_of, weights_of
from jiaosuo.model.exposure import exposure_of
from jiaosuo.model.incidents.kind import FIELDS, Kind
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.calls.arrivals import draw_day
from jiaosuo.model.kernels.calls.marks import mark_candidates
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import Vehicles

type Floats = npt.NDArray[np.float64]

CALL_FIELDS = [
    ("key", np.int64),
    ("kind", np.int64),
    ("domain", np.int64),
    ("priority", np.int64),
    ("officers_needed", np.int64),
    ("cell", np.int64),
    ("link", np.int64),
    ("township", np.int64),
    ("area", np.int64),
    ("road_class", np.int64),
    ("is_complex", np.bool_),
    ("needs", np.int64),
    ("expert_minutes", np.float64),
    ("patience", np.float64),
    ("right_chance", np.float64),
    ("review_chance", np.float64),
    ("return_chance", np.float64),
    ("caller", np.int64),
    ("reported", np.bool_),
    ("on_patrol", np.bool_),
    ("secondary", np.bool_),
    ("blocking", np.bool_),
    ("lane_minutes", np.float64),
    ("parent", np.int64),
    ("state", np.int64),
    ("stamp", np.int64),
    ("desk", np.int64),
    ("lead", np.int64),
    ("helper", np.int64),
    ("lead_there", np.bool_),
    ("helper_there", np.bool_),
    ("arose", np.float64),
    ("known", np.float64),
    ("dispatched", np.float64),
    ("first_there", np.float64),
    ("crew_there", np.float64),
    ("finisher_there", np.float64),
    ("closed", np.float64),
    ("handover_minutes", np.float64),
    ("ready", np.float64),
    ("securing", np.bool_),
    ("work_planned", np.float64),
    ("work_left", np.float64),
    ("work_since", np.float64),
    ("work_rate", np.float64),
    ("handling_minutes", np.float64),
    ("escalations", np.int64),
    ("diversions", np.int64),
    ("recalls", np.int64),
    ("closed_badly", np.bool_),
    ("satisfaction", np.float64),
    ("author", np.int64),
    ("error", np.float64),
    ("judged", np.bool_),
    ("sent_back", np.bool_),
    ("complained", np.bool_),
    ("fled", np.bool_),
    ("scene_gap", np.float64),
    ("file_late", np.bool_),
]
KIND_FIELDS = [
    ("domain", np.int64),
    ("basis", np.int64),
    ("law", np.int64),
    ("clears_up", np.bool_),
    ("is_crash", np.bool_),
    ("status_quo_factor", np.float64),
    ("status_quo_skill", np.float64),
    *((name, np.float64) for name in FIELDS),
]
CANDIDATE_FIELDS = [
    ("time", np.float64),
    ("key", np.int64),
    ("entity", np.int64),
    ("kind", np.int64),
    ("cell", np.int64),
    ("link", np.int64),
    ("height", np.float64),
    ("rate", np.float64),
    ("is_complex", np.bool_),
    ("tells", np.bool_),
    ("published_minutes", np.float64),
    ("patience", np.float64),
]


def kind_table(scenario: Scenario, factors: Floats | float = 1.0, skill: Floats | float = 1.0) -> Table:
    """The kinds as kernels read them, one row each, with the scenario's numbers.

    `factors` (kinds,): how many times an expert's time the status quo takes; `skill` (kinds,): of those who
    lead there. See `expert_time`.
    """
    rows = table(KIND_FIELDS, len(scenario.kinds))
    rows["status_quo_factor"], rows["status_quo_skill"] = factors, skill
    for row, kind in enumerate(scenario.kinds):
        rows["domain"][row], rows["basis"][row] = kind.domain, kind.basis
        rows["law"][row], rows["clears_up"][row] = kind.law, kind.clears_up
        rows["is_crash"][row] = kind.is_crash
        for name in FIELDS:
            rows[name][row] = scenario[f"{kind.name}_{name}"]
        rows["rate_rural"][row], rows["rate_urban"][row] = rates_of(kind, scenario)
    return rows


@dataclass
class Candidates:
    """The incidents that could happen, day by day, drawn before anybody is policed.

    `ceilings` by kind: (entities, 2) a day, by night and in working hours, None for what has no candidates.
    `exposure` (kinds, links): incidents a day for each vehicle a day, of kinds that follow the flow.
    """

    scenario: Scenario
    land: Landscape
    seed: int
    kinds: Table
    ceilings: list[Floats | None]
    exposure: Floats
    day: int = -1
    today: Table = field(default_factory=lambda: table(CANDIDATE_FIELDS, 0))
    _rooms: dict[int, int] = field(default_factory=dict)

    def __deepcopy__(self, memo: dict[int, Any]) -> Candidates:
        return deepcopy_but(self, memo, self.land, self.ceilings, self.exposure)

    def led(self, scenario: Scenario, factors: Floats, skill: Floats) -> Candidates:
        """The same candidates under a scenario in which cases are led like this: see `expert_time`."""
        return replace(self, scenario=scenario, kinds=kind_table(scenario, factors, skill))

    def draw(self, day: int) -> Table:
        """The candidates of a day in order of time; the same whenever and wherever they are drawn."""
        by_kind = [self._of_kind(row, kind, day) for row, kind in enumerate(self.scenario.kinds)]
        found = _one_below_the_other(by_kind)
        self.today = found[_in_order(found)]
        mark_candidates(self.kinds, self.today)
        self.day = day
        return self.today

    def _of_kind(self, row: int, kind: Kind, day: int) -> Table:
        ceilings = self.ceilings[row]
        if ceilings is None:
            return table(CANDIDATE_FIELDS, 0)
        hours = np.array(kind.hours)
        found = table(CANDIDATE_FIELDS, self._room(row, ceilings))
        stream = draws.process(f"incident {kind.name}")
        count = draw_day(self.seed, stream, ceilings, hours, day, found, len(found))
        if count > len(found):
            found = grown(found, count)
            draw_day(self.seed, stream, ceilings, hours, day, found, len(found))
        found = found[:count]
        found["kind"] = row
        self._place(found, kind)
        return found

    def _room(self, row: int, ceilings: Floats) -> int:
        """Rows that hold the candidates of almost any day."""
        if row not in self._rooms:
            expected = ceilings.max(axis=1).sum() * max(self.scenario.kinds[row].hours)
            self._rooms[row] = int(expected + 6 * np.sqrt(expected) + 16)
        return self._rooms[row]

    def _place(self, found: Table, kind: Kind) -> None:
        """The cell and link of each candidate: a link lies in its tail's cell; the others are on no link."""
        on_link = kind.basis == Basis.FLOW
        found["link"] = found["entity"] if on_link else NOBODY
        found["cell"] = self.land.links["tail"][found["entity"]] if on_link else found["entity"]


def candidates(
    scenario: Scenario, land: Landscape, people: Citizens, fleet: Vehicles, seed: int
) -> Candidates:
    """The source of a county's incidents, where experts lead."""
    exposure = np.zeros((len(scenario.kinds), len(land.links)))
    for row, kind in enumerate(scenario.kinds):
        if kind.basis == Basis.FLOW:
            exposure[row] = exposure_of(kind, scenario, land, fleet)
    ceilings = [
        _ceilings(kind, exposure[row], scenario, land, people, fleet)
        for row, kind in enumerate(scenario.kinds)
    ]
    return Candidates(scenario, land, seed, kind_table(scenario), ceilings, exposure)


def _in_order(found: Table) -> npt.NDArray[np.intp]:
    """Rows by time, those of one moment by key: they are rare, and one number is sorted much faster."""
    time = found["time"].copy()
    order = np.argsort(time)
    same = np.diff(time[order]) == 0.0
    return np.lexsort((found["key"], time)) if same.any() else order


def _one_below_the_other(tables: list[Table]) -> Table:
    """All rows in one table. NumPy would first work out a common type, which takes as long as a quiet day."""
    rows, start = table(CANDIDATE_FIELDS, sum(len(each) for each in tables)), 0
    for each in tables:
        rows[start : start + len(each)] = each
        start += len(each)
    return rows


MOST_OVER_CAPACITY = 1.5
"""Hourly flow over capacity up to which candidates are drawn: staffed, in bursts, and pushed from behind."""

MOST_RISK = 2.0
"""Risk of drivers up to which candidates are drawn."""


def _ceilings(
    kind: Kind, exposure: Floats, scenario: Scenario, land: Landscape, people: Citizens, fleet: Vehicles
) -> Floats | None:
    """Rates a day above which no candidate is drawn: the rate itself, or on roads the most they may bring."""
    if kind.basis == Basis.PEOPLE:
        return _moved(people.crowd * rate_per_person(kind, land, scenario), kind, land, scenario).T.copy()
    if kind.basis == Basis.COUNTY:
        share = land.cells["people"] / land.cells["people"].sum()
        rates = weighed(share, weights_of(kind, land, scenario), kind.name)
        return np.repeat((rates * rates_of(kind, scenario)[0] / DAYS_A_YEAR)[:, None], 2, axis=1)
    if kind.basis == Basis.FLOW:
        most = exposure * HOURS_A_DAY * fleet.roads.links["capacity"] * MOST_OVER_CAPACITY * MOST_RISK
        return np.repeat(most[:, None], 2, axis=1)
    return None


def _moved(rates: Floats, kind: Kind, land: Landscape, scenario: Scenario) -> Floats:
    """Rates by night and in working hours, (2, cells), with the place's own weights; each keeps its sum.

    Where weights are above 0 only in cells in which nobody of this world happens to be, calls arise by those
    who are expected to live there.
    """
    weights = weights_of(kind, land, scenario)
    if weights is None:
        return rates
    homes = land.cells["people"] / land.cells["people"].sum()
    there = [each if (each * weights).any() else homes * each.sum() for each in rates]
    return np.array([weighed(each, weights, kind.name) for each in there])
