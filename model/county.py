"""The county: builds the world and steps it, one minute at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jiaosuo.model import saved
from jiaosuo.model.across_worlds import copied
from jiaosuo.model.citizens import Citizen
from jiaosuo.model.core.columns import Table, digest, table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.dispatch import dispatch
from jiaosuo.model.disruptions import check_surges, cut_roads, with_surges
from jiaosuo.model.evidence import Evidence, from_tables, snapshot, tables_of
from jiaosuo.model.expert_time import status_quo
from jiaosuo.model.fast_forward import YEAR_FIELDS, fast_forward, year_begins
from jiaosuo.model.files_before import begin_with_files
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.kernels.step.minute import advance
from jiaosuo.model.landscape import check_urbanization, landscape
from jiaosuo.model.limits import check_days
from jiaosuo.model.observed import Observed
from jiaosuo.model.officers import Officer, force, seated
from jiaosuo.model.recorder import Recorder
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.scenario_change import CountyState, change_scenario
from jiaosuo.model.vehicles import Vehicle
from jiaosuo.model.views import View, Viewed
from jiaosuo.model.world import world

WRITTEN = ("citizens", "vehicles", "force", "candidates", "dispatch", "recorder", "year_began")
"""What of a county a run writes."""

SHARED = ("in_force", "land", "_minute", "_initial_digest", "_digest", "_due", "_warm", "_runs_to")
"""What of a county is replaced as a whole, but never written to: copies share it."""

RUN_TO = N_("a county comes to a minute by running (run_days, run_for), and cannot be set to one")
BEGUN = N_("a county keeps the scenario it began with; make another County, or go on with turn_to")


class County(Observed):
    """A county under a rule.

    Officers, vehicles and citizens are Mesa agents: views of rows, made when somebody first asks for agents.

    Parameters
    ----------
    scenario : Scenario
        All that the run depends on besides its length.
    log : bool, default False
        Whether every turn of every officer is logged, so that `calls` tells who came.

    Raises
    ------
    InputError
        When the place and what its timeline says do not go together.

    Examples
    --------
    >>> from jiaosuo import County, Scenario
    >>> place = Scenario.preset("county-town", rule="integrated", seed=7, people_per_agent=25)
    >>> county = County(place).run_days(0.01)
    >>> county.minute
    14
    >>> county.ticks().shape[0]
    14
    """

    _minutes: Callable[..., int] = staticmethod(advance)
    """The kernel that advances the minutes."""

    def __init__(self, scenario: Scenario, *, log: bool = False) -> None:
        self._begin(scenario, scenario.start, log)

    def _begin(self, case: Scenario, scenario: Scenario, log: bool) -> None:
        """Begin under `scenario`; `case` has the whole timeline."""
        self._case, self.in_force = case, scenario
        key = int(seed_key(scenario.seed))
        super().__init__(key)
        self.land = landscape(scenario)
        drawn = world(scenario, self.land)
        self.citizens, self.vehicles = drawn.citizens, drawn.vehicles
        self.force = force(scenario, self.land, key)
        # Of the start, whatever is in force now: how long a case takes an expert does not change in a run.
        usual = status_quo(case.start, landscape(case.start))
        self.candidates = drawn.candidates.led(scenario, usual.factors, usual.skill)
        self.dispatch = dispatch(
            scenario, self.land, self.citizens, self.vehicles, self.force, self.candidates, key, log
        )
        begin_with_files(self.dispatch, self.force, scenario, self.land, key)
        self.recorder = Recorder()
        self._minute = 0
        self.year_began = table(YEAR_FIELDS, len(self.force.columns))
        self._initial_digest = self._digest = drawn.digest
        self._due = {entry.minute for entry in case.entries}
        self._warm: Evidence | None = None
        self._runs_to = 0
        check_surges(case.entries, scenario, self.land.townships)
        for entry in case.entries:
            if "urbanization" in entry.values:
                check_urbanization(entry.values["urbanization"], self.land.urbanization)

    def __repr__(self) -> str:
        about = f"{self._case.place}, {self._case.rule_name}, seed {self._case.seed}"
        return f"<{type(self).__name__}: {about}, minute {self.minute}>"

    def step(self) -> None:
        """Advance one minute; while days are run, all minutes in which nothing turns, and their own steps.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        if self.time <= self.minute:
            return  # Mesa's schedule begins at 0 again after a load: pass over minutes already simulated
        with self._whole():
            self._end_warmup()
            self._turn_the_calendar()
            self._begin_day()
            self._advance(self._nothing_to_turn_before())
            self.citizens.move(self.minute - 1)

    def run_days(self, days: float) -> County:
        """Run so many days more.

        Parameters
        ----------
        days : float
            From one minute (0.0007) to 3,660; rounded to whole minutes.

        Returns
        -------
        County
            The county itself, so that a chain reads well.

        Raises
        ------
        InputError
            When the days are out of range, or the county was broken off in the middle of its work.

        Notes
        -----
        What else is on Mesa's schedule sees the county up to a day ahead; `run_for` goes minute by minute.
        Ended early (Ctrl-C, an error in a step of one's own), it goes on from `minute` when called again.
        """
        self.refuse_broken_off()
        minutes = round(check_days(days) * MINUTES_A_DAY)
        self._runs_to = self.minute + minutes
        try:
            self.run_for(minutes)
        finally:
            self._runs_to = self.minute
        return self

    def _nothing_to_turn_before(self) -> int:
        """The minute up to which no day begins and nothing comes into force: the next one at the least."""
        midnight = (self.minute // MINUTES_A_DAY + 1) * MINUTES_A_DAY
        due = min((minute for minute in self._due if minute > self.minute), default=midnight)
        return max(self.minute + 1, min(self._runs_to, midnight, due))

    def _advance(self, until: int) -> None:
        """Vehicles move, incidents arise, calls are answered, and each minute is recorded: see the kernel."""
        while self.minute < until:
            self.recorder.make_room(self._runs_to)
            self._minute = self.recorder.recorded = self.dispatch.advance(
                self.vehicles.roads,
                self.candidates.today,
                self.recorder.ticks,
                self.minute,
                until,
                self._minutes,
            )

    def _end_warmup(self) -> None:
        """Take a snapshot of the books when the warm-up is over, so that outcomes count what comes after."""
        if self.minute and self.minute == self._warmup:
            self._warm = snapshot(self.books())

    def _turn_the_calendar(self) -> None:
        """Pass over days that are not sampled; let what the timeline says come into force."""
        path, day = self._case.path, self.minute // MINUTES_A_DAY
        midnight = path is not None and self.minute % MINUTES_A_DAY == 0
        if path is not None and midnight and day:
            fast_forward(self.dispatch.tables, self.land, self.in_force, self.year_began, day, path)
        if self.minute in self._due:
            self._change(self._case.in_force(self.minute))
            self._cut_roads()
        if path is not None and midnight and day % path.days_per_year == 0:
            self.year_began = year_begins(self.dispatch.tables)
            self.vehicles.roads.links["peak_flow"] = 0.0

    def _cut_roads(self) -> None:
        seed = int(self.dispatch.tables.clock["seed"][0])
        for entry in self._case.entries:
            if entry.minute == self.minute:
                cut_roads(self.vehicles, self.land, seed, self.in_force, entry)

    def _change(self, scenario: Scenario) -> None:
        """Go on under another scenario; the state is carried over."""
        if scenario == self.in_force:
            return
        seed = int(self.dispatch.tables.clock["seed"][0])
        old = CountyState(
            self.in_force, self.land, self.citizens, self.vehicles, self.force, self.candidates, self.dispatch
        )
        new, initial = change_scenario(old, scenario, seed)
        self.in_force, self.land, self.citizens, self.vehicles = (
            scenario,
            new.land,
            new.citizens,
            new.vehicles,
        )
        self.force, self.candidates, self.dispatch = new.force, new.candidates, new.dispatch
        if initial not in (None, self._initial_digest):
            self._initial_digest = initial
            self._digest = digest(*(np.frombuffer(each, np.uint8) for each in (self._digest, initial)))
        self._renew_views(Vehicle if old.vehicles is not new.vehicles else None)

    def _begin_day(self) -> None:
        day = self.minute // MINUTES_A_DAY
        if self.candidates.day != day:
            self.dispatch.new_day()
            self._digest = digest(np.frombuffer(self._digest, np.uint8), self._draw_day(day))

    def _draw_day(self, day: int) -> Table:
        """The candidates of a day, surges among them."""
        self.candidates.draw(day)
        self.candidates.today = with_surges(self.candidates, day, self._case.entries)
        return self.candidates.today

    def copied(self) -> County:
        """Another county that stands where this one does and goes its own way; what neither writes is one.

        Returns
        -------
        County
            The copy, without any steps of one's own.

        Raises
        ------
        InputError
            When the county was broken off in the middle of its work.
        """
        self.refuse_broken_off()
        self.dispatch.trim()
        county = self.__class__.__new__(self.__class__)
        county._case = self._case
        Viewed.__init__(county, int(seed_key(self._case.seed)))
        copies = copied({name: getattr(self, name) for name in WRITTEN}, self.land)
        for name, value in ({name: getattr(self, name) for name in SHARED} | copies).items():
            setattr(county, name, value)
        county.time = float(self.minute)
        return county

    def turn_to(self, case: Scenario) -> County:
        """Go on towards another future: the same scenario up to now, with another timeline from now on.

        Parameters
        ----------
        case : Scenario
            The scenario with its new timeline.

        Returns
        -------
        County
            The county itself.

        Raises
        ------
        InputError
            When its past, or a surge, which is planned for ahead, is another.
        """
        past = [[e for e in each.entries if e.minute < self.minute] for each in (self._case, case)]
        if case.start.changed(about=self._case.about) != self._case.start or past[0] != past[1]:
            raise InputError("scenario", case.place, f"only what is from minute {self.minute} on may differ")
        self._case, self._due = case, {entry.minute for entry in case.entries}
        return self

    # Saved and loaded exactly

    def save(self, file: str | Path) -> None:
        """Write the county to a file, atomically: loaded, it goes on as if it had never stopped.

        Parameters
        ----------
        file : str or Path
            Where to write it.

        Raises
        ------
        InputError
            When the county was broken off, or the file cannot be written.

        See Also
        --------
        County.load : Read it back.
        """
        moment = saved.Moment(self.minute, self.world_digest)
        saved.write(saved.path_of(file), self._state(), self.scenario, moment)

    @classmethod
    def load(cls, file: str | Path, scenario: Scenario | None = None) -> County:
        """Read a saved county back.

        Parameters
        ----------
        file : str or Path
            What `save` wrote.
        scenario : Scenario, optional
            Needed for a rule or a kind that is on no shelf: the very scenario it was saved with.

        Returns
        -------
        County
            The county at the minute at which it was saved.

        Raises
        ------
        InputError
            When the file is missing, damaged, of another form or version, or of another scenario.
        """
        state, scenario, moment = saved.read(saved.path_of(file), scenario)
        county = cls.__new__(cls)
        in_force = scenario.in_force(moment.minute - 1)
        county._begin(scenario, in_force, log=bool(state["clock"]["logging"][0]))
        saved.refuse_other_tables(saved.path_of(file), state, county._state())
        county._resume(state, moment)
        return county

    def _state(self) -> dict[str, Table]:
        self.refuse_broken_off()
        state = {name: self.dispatch.used(name) for name in saved.MUTABLE}
        roads = saved.tables_of_roads(self.vehicles.roads)
        of_roads = {f"roads_{name}": rows for name, rows in roads.items()}
        warm = {} if self._warm is None else tables_of(self._warm, "warm_")
        return state | of_roads | warm | {"ticks": self.recorder.rows(), "year_began": self.year_began}

    def _resume(self, state: dict[str, Table], moment: saved.Moment) -> None:
        for name, rows in saved.tables_of_roads(self.vehicles.roads).items():
            rows[...] = state.pop(f"roads_{name}")
        self.recorder = Recorder(state["ticks"].copy(), len(state.pop("ticks")))
        self.year_began = state.pop("year_began")
        warm = {name: state.pop(name) for name in list(state) if name.startswith("warm_")}
        self._warm = from_tables(warm, "warm_", self.in_force) if warm else None
        self._seat(state["officers"]["establishment_post"])
        for name, rows in state.items():
            self.dispatch.put(name, rows)
        self._minute = moment.minute
        self.time = float(self.minute)
        self.citizens.move(max(0, self.minute - 1))
        if self.minute:
            self._draw_day((self.minute - 1) // MINUTES_A_DAY)
        self._digest = bytes.fromhex(moment.digest)

    def _seat(self, held_post: npt.NDArray[np.int64]) -> None:
        """Give each officer the row it had: who has joined stands behind, who has left keeps the row."""
        self.force = seated(self.force, held_post)
        force_ = self.force
        self.dispatch.tables = self.dispatch.tables._replace(
            officers=force_.columns, serves=force_.serves, borders=force_.borders
        )

    # Mesa

    @property
    def minute(self) -> int:
        """Minutes simulated so far."""
        return self._minute

    @minute.setter
    def minute(self, value: object) -> None:
        raise InputError("minute", value, RUN_TO)

    @property
    def scenario(self) -> Scenario:
        """What the run depends on."""
        return self._case

    @scenario.setter
    def scenario(self, value: object) -> None:
        """InputError, but while Mesa starts, which sets a scenario of its own: the county has one by then."""
        if self._begun:
            raise InputError("scenario", value, BEGUN)

    def _tables(self) -> list[tuple[View, Table]]:
        return [
            (Officer, self.force.columns),
            (Vehicle, self.vehicles.columns),
            (Citizen, self.citizens.columns),
        ]
