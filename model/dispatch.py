"""Dispatch: the desks, the officers and the calls of a county as one world for the event loop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from model.calls import CALL_FIELDS, Candidates
from model.citizens import Citizens
from model.core.columns import Table, grown, row_of, table
from model.core.terms import Domain, Duty, EventKind
from model.demand import vehicles_per_head
from model.kernels.clock import schedule
from model.kernels.minute import QUARTER, incidents_arise, run_events
from model.kernels.world import CLOCK_FIELDS, EVENT_FIELDS, LOG_FIELDS, PRESENCE_FIELDS, World
from model.landscape import Landscape
from model.officers import Force
from model.parameters import GROUPS
from model.scenario import Scenario
from model.vehicles import Vehicles

EVENTS_PER_OFFICER = 40
"""Room on the list of events for each officer and minute: visits of a beat slot are scheduled ahead."""

ROADSIDE_CALLS = 64
"""Room for calls of each kind that standing queues may bring in one minute."""

LOG_ROOM = 4_096
NOT_FOR_KERNELS = ("land", "rules")


@dataclass
class Dispatch:
    """Holds the world; steps 3 and 4-7 of the minute are its two methods."""

    world: World
    logging: bool = False

    def incidents_arise(self, candidates: Table, until: float) -> int:
        """Step 3: what happens in this minute becomes calls or stays unreported; returns how many."""
        self._make_room(len(candidates))
        if not self._may_bring(candidates, until):
            return 0
        return int(incidents_arise(self.world, candidates, until))

    def _may_bring(self, candidates: Table, until: float) -> bool:
        """Whether this minute has a candidate, a blocked lane or a look at queues: most have none."""
        clock = self.world.clock[0]
        if clock["blocked"] > 0 or (until - 1) % QUARTER == 0:
            return True
        coming = clock["next_candidate"]
        return bool(coming < len(candidates) and candidates["time"][coming] < until)

    def run(self, until: float) -> None:
        """Steps 4-7: calls become known, desks dispatch, officers act, calls advance, in order of time."""
        run_events(self.world, until)

    @property
    def calls(self) -> Table:
        """The rows of all calls so far."""
        return self.world.calls[: int(self.world.clock["calls"][0])]

    @property
    def log(self) -> Table:
        """What officers turned to, and when, if a log is kept."""
        return self.world.log[: int(self.world.clock["logged"][0])]

    def new_day(self) -> None:
        """Begin again at the first candidate of the day."""
        self.world.clock["next_candidate"][0] = 0

    def _make_room(self, happening: int) -> None:
        """Kernels cannot grow a table: before each minute, every table has room for what it can bring."""
        clock, officers = self.world.clock[0], len(self.world.officers)
        happening += len(self.world.kinds) * (int(clock["blocked"]) + ROADSIDE_CALLS)
        busy = int(clock["waiting"]) + officers + happening + 64
        self._grow("blocked", int(clock["blocked"]) + happening + 64)
        self._grow("events", int(clock["events"]) + EVENTS_PER_OFFICER * officers + 4 * busy + 256)
        self._grow("calls", int(clock["calls"]) + happening + 4 * officers + 512)
        self._grow("waiting", int(clock["waiting"]) + happening + 4 * officers + 1_024)
        if self.logging:
            self._grow("log", int(clock["logged"]) + 16 * officers + LOG_ROOM)

    def _grow(self, name: str, rows: int) -> None:
        old = getattr(self.world, name)
        if len(old) < rows:
            self.world = self.world._replace(**{name: grown(old, rows)})


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
    """The world at midnight of the first day: everybody off duty, the first slot about to begin."""
    officers = len(force.columns)
    world = World(
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
        terms=force.book.terms,
        authority=force.book.authority,
        travel=land.travel_minutes,
        slowdown=fleet.roads.slowdown,
        zone_of_cell=land.zone_of_cell,
        cells=land.cells,
        links=fleet.roads.links,
        links_in=land.links_in,
        blocked=np.zeros(1_024, np.int64),
        exposure=candidates.exposure,
        hours=np.array([kind.hours for kind in scenario.kinds]).reshape(-1, 24),
        presence=table(PRESENCE_FIELDS, len(land.cells)),
        posts=force.posts,
        beat_cells=force.beat_cells,
        beat_chance=force.beat_chance,
        beats_at=np.zeros(len(land.cells), np.int32),
        unmanned=np.zeros((len(land.townships), len(Domain))),
        citizens=people.columns,
        residents=people.residents,
        first_resident=people.first_resident,
        log=table(LOG_FIELDS, LOG_ROOM if logging else 1),
    )
    world.clock["seed"], world.clock["shift"], world.clock["logging"] = seed, -1, logging
    schedule(world, 0.0, EventKind.SLOT_BEGINS, 0, 0)
    return Dispatch(world, logging)


def levers(scenario: Scenario) -> Table:
    """The numbers that kernels read, one row; land is measured once and not read again."""
    names = [each.name for group, parameters in GROUPS if group not in NOT_FOR_KERNELS for each in parameters]
    values = {name: float(scenario[name]) for name in names}
    return row_of(values | {"vehicles_per_head": vehicles_per_head(scenario)})
