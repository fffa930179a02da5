"""Dispatch: the desks, the officers and the calls of a county as the tables of one event loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiaosuo.model.calls import CALL_FIELDS, Candidates
from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import Table, grown, row_of, table
from jiaosuo.model.core.terms import Domain, Duty, EventKind
from jiaosuo.model.core.units import HOURS_A_DAY
from jiaosuo.model.demand import visit_minutes_wanted
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.kernels.base.event_list import schedule
from jiaosuo.model.kernels.base.tables import (
    CLOCK_FIELDS,
    EVENT_FIELDS,
    FILE_FIELDS,
    LOG_FIELDS,
    EventLoopTables,
)
from jiaosuo.model.kernels.roads.tables import TrafficTables
from jiaosuo.model.kernels.step.minute import EVENTS_PER_OFFICER, LOG_ROOM, advance, room_needed
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.officers import Force
from jiaosuo.model.parameters import GROUPS
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import Vehicles
from jiaosuo.model.work_demand import watches, work_hours, work_pool, work_table, work_wanted

NOT_FOR_KERNELS = ("land", "demand", "growth", "rules", "prices")
_GROWING = {
    "blocked": "blocked", "events": "events", "calls": "calls", "waiting": "waiting", "log": "logged",
    "files": "files",
}  # fmt: skip
"""Tables that grow, and what the clock calls the number of rows in use."""


@dataclass
class Dispatch:
    """Holds the tables of the event loop, and advances them."""

    tables: EventLoopTables
    logging: bool = False

    def advance(
        self,
        roads: TrafficTables,
        candidates: Table,
        ticks: Table,
        minute: int,
        until: int,
        minutes: Callable[..., int] = advance,
    ) -> int:
        """Steps 2-9 of the minutes up to `until`, as long as `ticks` has rows; returns the minute reached.

        `minutes` is the kernel that simulates them.
        """
        while minute < min(until, len(ticks)):
            self._make_room(len(candidates))
            minute = int(minutes(roads, self.tables, candidates, ticks, minute, until))
        return minute

    @property
    def calls(self) -> Table:
        """The rows of all calls so far."""
        return self.used("calls")

    @property
    def log(self) -> Table:
        """What officers turned to, and when, if they are logged."""
        return self.used("log")

    def used(self, name: str) -> Table:
        """The rows of a table that are in use."""
        rows: Table = getattr(self.tables, name)
        return rows[: int(self.tables.clock[_GROWING[name]][0])] if name in _GROWING else rows

    def trim(self) -> None:
        """Give back the room that no row uses; it is there again when it is needed."""
        used: dict[str, Any] = {name: self.used(name).copy() for name in _GROWING}
        self.tables = self.tables._replace(**used)

    def put(self, name: str, rows: Table) -> None:
        """Let a table of a county that has just begun have these rows in use."""
        current = getattr(self.tables, name)
        if len(rows) == len(current) or (name in _GROWING and len(rows) < len(current)):
            current[: len(rows)] = rows
        else:
            more: dict[str, Any] = {name: rows}
            self.tables = self.tables._replace(**more)

    def begin_with(self, name: str, rows: Table, events: int) -> None:
        """Let a table that grows begin with these rows, and have room for so many more events."""
        self.put(name, rows)
        self.tables.clock[_GROWING[name]] = len(rows)
        self._grow("events", int(self.tables.clock["events"][0]) + events)

    def new_day(self) -> None:
        """Begin again at the first candidate of the day."""
        self.tables.clock["next_candidate"][0] = 0

    def _make_room(self, happening: int) -> None:
        for name, rows in zip(_GROWING, room_needed(self.tables, happening), strict=True):
            self._grow(name, rows)

    def _grow(self, name: str, rows: int) -> None:
        old = getattr(self.tables, name)
        if len(old) < rows:
            more: dict[str, Any] = {name: grown(old, rows, len(self.used(name)))}
            self.tables = self.tables._replace(**more)


def dispatch(
    scenario: Scenario,
    land: Landscape,
    people: Citizens,
    fleet: Vehicles,
    force: Force,
    candidates: Candidates,
    seed: int,
    logging: bool,
) -> Dispatch:
    """The tables at midnight of the first day: everybody off duty, the first slot about to begin."""
    officers = len(force.columns)
    works, wanted = work_table(scenario), work_wanted(land, scenario)
    tables = EventLoopTables(
        clock=table(CLOCK_FIELDS, 1),
        levers=levers(scenario),
        kinds=candidates.kinds,
        events=table(EVENT_FIELDS, EVENTS_PER_OFFICER * officers + 1_024),
        calls=table(CALL_FIELDS, 1_024),
        waiting=np.zeros(1_024, np.int64),
        officers=force.columns,
        duty_minutes=np.zeros((officers, len(Duty))),
        serves=force.serves,
        borders=force.borders,
        rule_table=force.book.rule_table,
        authority=force.book.authority,
        free_minutes=land.travel_minutes,
        travel_times=fleet.roads.travel_times,
        zone_of_cell=land.zone_of_cell,
        cells=land.cells,
        links=fleet.roads.links,
        blocked=np.zeros(1_024, np.int64),
        exposure=candidates.exposure,
        hours=np.array([kind.hours for kind in scenario.kinds]).reshape(-1, HOURS_A_DAY),
        presence=force.presence,
        posts=force.posts,
        beat_cells=force.beat_cells,
        beat_chance=force.beat_chance,
        beats_at=np.zeros(len(land.cells), np.int32),
        unmanned=np.zeros((len(land.townships), len(Domain))),
        visits_wanted=visit_minutes_wanted(land, scenario),
        visits_owed=np.zeros(len(land.townships)),
        works=works,
        work_hours=work_hours(),
        work_wanted=wanted,
        work_pool=work_pool(wanted, works, seed),
        own_work=np.zeros((officers, len(works))),
        watches=watches(land),
        seats=np.append(land.seats, land.seats[land.county_seat]).astype(np.int64),
        files=table(FILE_FIELDS, 256),
        citizens=people.columns,
        residents=people.residents,
        first_resident=people.first_resident,
        log=table(LOG_FIELDS, LOG_ROOM if logging else 1),
    )
    tables.clock["seed"], tables.clock["shift"], tables.clock["logging"] = seed, -1, logging
    schedule(tables, 0.0, EventKind.SLOT_BEGINS, 0, 0)
    return Dispatch(tables, logging)


def levers(scenario: Scenario) -> Table:
    """The numbers that kernels read, one row; land is measured once and not read again."""
    names = [each.name for group, parameters in GROUPS if group not in NOT_FOR_KERNELS for each in parameters]
    values = {name: float(scenario[name]) for name in names}
    return row_of(values | {"vehicles_per_head": vehicles_per_head(scenario)})
