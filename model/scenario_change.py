"""A change of scenario in mid-run: the county goes on, and its state is carried over.

The county of the new scenario is made as if it were new, and takes over from the old one everything that a
run has written: clock, events, calls, queues, books, trust. A row number is an identity, so no row moves:

- Citizen i is the same person wherever the levers now let them live; if there are more people, they are new.
- An officer keeps the row, and holds an establishment post of the new staffing plan: the same one (corps,
  township, order) if there still is one; else, transferred, a vacant one of the own corps, or of another
  corps on the beat. Who finds none has left, the last first; whoever is at a call then finishes it. Vacant
  posts get new officers.
- Who is on duty goes on with the call or duty in hand, posts and the watch excepted if anything about them
  has changed, and works from the new home from the next shift on.
- Who leaves hands the open case files over, each to that one of the own corps who has least in hand.
- Where land, people and vehicles are as before, the very same tables go on. If not, the vehicles begin the
  day at home: the world before policing changes at midnight.

Answer 8 of a rule falls due here: `training_due` of officers whose answers change, `disrupted_until` of
townships whose answers change.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.calls import Candidates
from jiaosuo.model.citizens import Citizens
from jiaosuo.model.core.columns import Table, digest
from jiaosuo.model.core.terms import NOBODY, POST_MINUTES, CallState, Corps, Duty, Needs
from jiaosuo.model.core.units import DAYS_A_MONTH, MINUTES_A_DAY, MINUTES_A_SHIFT
from jiaosuo.model.dispatch import Dispatch, dispatch
from jiaosuo.model.kernels.base.tables import EventLoopTables
from jiaosuo.model.kernels.calls.on_scene import desk_with_authority
from jiaosuo.model.kernels.officers.booked import leave_watch
from jiaosuo.model.kernels.officers.case_file import give_up_file, take_over_file
from jiaosuo.model.kernels.officers.movement import set_duty, write_log
from jiaosuo.model.kernels.officers.roster import go_home
from jiaosuo.model.landscape import Landscape, landscape, rules_of_townships
from jiaosuo.model.officers import OFFICER_FIELDS, Force, force, seated
from jiaosuo.model.rules import Rule
from jiaosuo.model.saved import MUTABLE
from jiaosuo.model.scenario import Scenario, parameters
from jiaosuo.model.timeline import is_of_world
from jiaosuo.model.vehicles import Vehicles, carry_roads
from jiaosuo.model.work_demand import watches
from jiaosuo.model.world import world

type Ints = npt.NDArray[np.int64]

ON_THE_BEAT = (Corps.TRAFFIC, Corps.STATION, Corps.PATROL)
"""Corps between which officers are transferred; specialists and auxiliaries are hired for what they do."""

OF_THE_ESTABLISHMENT_POST = (
    "establishment_post", "corps", "township", "home_cell", "group_size", "group_rank", "phase", "watch",
    "beat_first", "beat_end", "use",
)  # fmt: skip
"""What an establishment post gives its officer; all other columns are the officer's own."""

BY_OFFICER = ("duty_minutes", "own_work")
"""Tables with a row for each officer, which go on for those who were there."""

MONTH, TRAINING_DAY = float(DAYS_A_MONTH * MINUTES_A_DAY), float(MINUTES_A_SHIFT)
"""Minutes of a month of disruption and of a day of training."""


@dataclass
class CountyState:
    """The parts of a county that a change of scenario makes anew."""

    scenario: Scenario
    land: Landscape
    citizens: Citizens
    vehicles: Vehicles
    force: Force
    candidates: Candidates
    dispatch: Dispatch


def change_scenario(old: CountyState, scenario: Scenario, seed: int) -> tuple[CountyState, bytes | None]:
    """The parts that go on under `scenario`, and a name for the world, None if nothing of it was touched."""
    now = float(old.dispatch.tables.clock["now"][0])
    new, initial = _world(old, scenario)
    plan = force(scenario, new.land, seed)
    new.force = seated(plan, postings(old.force, plan))
    same_posts = _same_posts(old, new)
    if not same_posts:
        _leave_posts(old.dispatch.tables)
    same_watches = _same_watches(old, new)
    if not same_watches:
        _leave_watches(old.dispatch.tables)
    new.dispatch = _carry_tables(old, new, seed)
    tables = new.dispatch.tables
    new.force.columns = tables.officers
    changed = _townships_changed(old, new)
    _carry_officers(old, new, now)
    _carry_posts(old, new, same_posts)
    if same_watches:
        tables.watches[...] = old.dispatch.tables.watches
    _charge_cost_of_change(old, new, changed, now)
    _reassign_desks(tables, changed)
    _release_leavers(tables)
    _hand_over_files(tables)
    if changed.any() or not same_posts:
        tables.clock["offer_due"] = True
    return new, initial


# Land, people, vehicles


def _world(old: CountyState, scenario: Scenario) -> tuple[CountyState, bytes | None]:
    """Land, people, vehicles and candidates: the same objects wherever they come out the same."""
    new = replace(old, scenario=scenario, candidates=replace(old.candidates, scenario=scenario))
    if not _touches_the_world(old.scenario, scenario):
        return new, None
    land = landscape(scenario)
    found = world(scenario, land)
    people, fleet = found.citizens, found.vehicles
    factors, skill = (old.candidates.kinds[f"status_quo_{name}"] for name in ("factor", "skill"))
    new.candidates = found.candidates.led(scenario, factors, skill)
    same_land = _same_land(old.land, land)
    new.land = old.land if same_land else land
    if not (same_land and _same(old.citizens.columns, people.columns, ("home", "work", "urban", "drives"))):
        new.citizens = people
        _carry_people(old.citizens.columns, people.columns)
    if _same_fleet(old.vehicles, fleet) and new.citizens is old.citizens:
        old.vehicles.roads.levers[...] = fleet.roads.levers
    else:
        new.vehicles = fleet
        _carry_trips(old.vehicles.columns, fleet.columns)
        carry_roads(old.vehicles, fleet)
    return new, found.digest


def _same_land(one: Landscape, other: Landscape) -> bool:
    """Whether two lands are alike; not whether they are one object, which depends on what is cached."""
    if one is other:
        return True
    alike = digest(one.cells, one.links, one.travel_minutes) == digest(
        other.cells, other.links, other.travel_minutes
    )
    return alike and one.townships == other.townships


def _same_fleet(one: Vehicles, other: Vehicles) -> bool:
    """Whether the same vehicles plan the same trips on the same roads."""
    return (
        np.array_equal(one.trips, other.trips)
        and np.array_equal(one.roads.demand, other.roads.demand)
        and _same(one.columns, other.columns, ("owner", "kind", "compliance", "informed"))
        and _same(one.roads.links, other.roads.links, ("free_minutes", "capacity", "storage"))
    )


def _touches_the_world(before: Scenario, after: Scenario) -> bool:
    declared = parameters(after.kinds)
    return any(is_of_world(each) and before[name] != after[name] for name, each in declared.items())


def _same(one: Table, other: Table, names: tuple[str, ...]) -> bool:
    return len(one) == len(other) and all(np.array_equal(one[name], other[name]) for name in names)


def _carry_people(old: Table, new: Table) -> None:
    known = min(len(old), len(new))
    for name in ("trust", "satisfaction", "experiences"):
        new[name][:known] = old[name][:known]


def _carry_trips(old: Table, new: Table) -> None:
    """Whoever drove before has driven so many trips."""
    _, before, after = np.intersect1d(old["owner"], new["owner"], return_indices=True)
    new["trips"][after] = old["trips"][before]


# Officers and their establishment posts


def postings(before: Force, after: Force) -> Ints:
    """The post in `after` of every row of `before` (NOBODY: left), and of the new officers behind them."""
    held = before.columns["establishment_post"]
    place, place_after = _places(before), {each: number for number, each in enumerate(_places(after))}
    found = np.array(
        [place_after.get(place[each], NOBODY) if each >= 0 else NOBODY for each in held], np.int64
    )
    unplaced = np.flatnonzero((found == NOBODY) & (held != NOBODY))
    vacant = np.setdiff1d(np.arange(len(place_after)), found).tolist()
    corps, corps_after = before.columns["corps"], _corps(after)
    for across in (False, True):
        for row in unplaced[found[unplaced] == NOBODY]:
            mine = ON_THE_BEAT if across and corps[row] in ON_THE_BEAT else (corps[row],)
            fits = next((each for each in vacant if corps_after[each] in mine), None)
            if fits is not None:
                found[row] = fits
                vacant.remove(fits)
    return np.concatenate([found, np.array(vacant, np.int64)])


def _corps(plan: Force) -> Ints:
    """Corps of each establishment post, (posts,)."""
    corps = np.zeros(len(plan.origin), np.int64)
    serving = plan.columns["establishment_post"] != NOBODY
    corps[plan.columns["establishment_post"][serving]] = plan.columns["corps"][serving]
    return corps


def _places(plan: Force) -> list[tuple[int, int, int]]:
    """(corps, township of the plan, order) of each establishment post."""
    seen: dict[tuple[int, int], int] = {}
    places = []
    for corps, origin in zip(_corps(plan).tolist(), plan.origin.tolist(), strict=True):
        seen[corps, origin] = seen.get((corps, origin), -1) + 1
        places.append((corps, origin, seen[corps, origin]))
    return places


def _carry_officers(old: CountyState, new: CountyState, now: float) -> None:
    before, after = old.force.columns, new.force.columns
    known = len(before)
    own = [str(each[0]) for each in OFFICER_FIELDS if each[0] not in OF_THE_ESTABLISHMENT_POST]
    for name in own:
        after[name][:known] = before[name]
    gone = np.flatnonzero(after["establishment_post"] == NOBODY)
    after[gone] = before[gone]
    after["establishment_post"][gone], after["rostered"][gone] = NOBODY, False
    after["skill_at"][known:] = now
    home = (after["duty"] == Duty.OFF) & (after["establishment_post"] != NOBODY)
    after["cell"][home] = after["from_cell"][home] = after["home_cell"][home]


def _release_leavers(tables: EventLoopTables) -> None:
    """Send home whoever has left, unless a call holds them: then they finish it, and it sends them home."""
    free = ~np.isin(tables.officers["duty"], [Duty.OFF, Duty.TO_CALL, Duty.ON_SCENE])
    for row in np.flatnonzero(free & (tables.officers["establishment_post"] == NOBODY)):
        go_home(tables, int(row))


# Tables of the event loop


def _carry_tables(old: CountyState, new: CountyState, seed: int) -> Dispatch:
    """The tables of the new scenario, with those that the run has written."""
    was = old.dispatch.tables
    logging = old.dispatch.logging
    fresh = dispatch(
        new.scenario, new.land, new.citizens, new.vehicles, new.force, new.candidates, seed, logging
    ).tables
    made_anew = ("officers", "posts", "watches", "citizens", "rule_table", *BY_OFFICER)
    carried: dict[str, Any] = {name: getattr(was, name) for name in MUTABLE if name not in made_anew}
    for name in BY_OFFICER:
        carried[name] = np.zeros((len(fresh.officers), getattr(was, name).shape[1]))
        carried[name][: len(was.officers)] = getattr(was, name)
    tables = fresh._replace(**carried)
    gone = tables.calls["caller"] >= len(tables.citizens)
    tables.calls["caller"][gone] = NOBODY
    return Dispatch(tables, logging)


def _townships_changed(old: CountyState, new: CountyState) -> npt.NDArray[np.bool_]:
    """Which townships have other answers than before, (townships,)."""
    pairs = zip(_rules(old), _rules(new), strict=True)
    return np.array([not _agree(before, after) for before, after in pairs], np.bool_)


def _rules(state: CountyState) -> tuple[Rule, ...]:
    return rules_of_townships(state.scenario.rule, state.scenario, state.land)


def _agree(one: Rule, other: Rule) -> bool:
    return one is other or one.answers() == other.answers()


def _charge_cost_of_change(
    old: CountyState, new: CountyState, changed: npt.NDArray[np.bool_], now: float
) -> None:
    """Answer 8: months of disruption where answers change, days of training for whom they change."""
    answers, before, after = new.dispatch.tables.rule_table, _rules(old), _rules(new)
    answers["disrupted_until"] = old.dispatch.tables.rule_table["disrupted_until"]
    for township in np.flatnonzero(changed):
        until = now + after[township].change.disruption_months * MONTH
        answers["disrupted_until"][township] = max(until, answers["disrupted_until"][township])
    for row, me in enumerate(old.force.columns):
        home = after[new.force.columns["township"][row]]
        if new.force.columns["establishment_post"][row] != NOBODY and not _agree(
            before[me["township"]], home
        ):
            due = home.change.training_days * TRAINING_DAY
            new.force.columns["training_due"][row] = max(due, me["training_due"])


def _reassign_desks(tables: EventLoopTables, changed: npt.NDArray[np.bool_]) -> None:
    """Open calls go to the desk that serves them now."""
    calls = tables.calls[: int(tables.clock["calls"][0])]
    open_ = (calls["state"] < CallState.CLEARED) & changed[calls["township"]]
    for row in np.flatnonzero(open_):
        call = calls[row]
        call["desk"] = tables.rule_table["desk_of"][call["township"], call["domain"]]
        if call["needs"] != Needs.SIMPLE and call["escalations"] > 0:
            call["desk"] = desk_with_authority(tables, int(row))


# Files and watches


def _hand_over_files(tables: EventLoopTables) -> None:
    """Open files of those who have left go to the one of their corps who has least in hand; none is lost.

    Where the corps has nobody left, they stay as they are, and fall late.
    """
    officers = tables.officers
    serving = officers["establishment_post"] != NOBODY
    for leaver in np.flatnonzero(~serving & (officers["first_file"] != NOBODY)).tolist():
        able = np.flatnonzero(serving & (officers["corps"] == officers["corps"][leaver]))
        while len(able) and officers["first_file"][leaver] != NOBODY:
            row = int(officers["first_file"][leaver])
            give_up_file(tables, row)
            take_over_file(tables, int(able[officers["files_due"][able].argmin()]), row)


def _same_watches(old: CountyState, new: CountyState) -> bool:
    """Whether the duty desks, and who may keep the watch at them, are as before."""
    before, after = old.force.columns, new.force.columns[: len(old.force.columns)]
    serving = before["establishment_post"] != NOBODY
    return (
        _same(old.dispatch.tables.watches, watches(new.land), ("cell", "township"))
        and np.array_equal(before["establishment_post"], after["establishment_post"])
        and np.array_equal(before["watch"][serving], after["watch"][serving])
        and not _townships_changed(old, new).any()
    )


def _leave_watches(tables: EventLoopTables) -> None:
    """Nobody keeps a watch until the next slot."""
    for row in np.flatnonzero(tables.officers["keeps"]):
        leave_watch(tables, int(row))


# Posts


def _same_posts(old: CountyState, new: CountyState) -> bool:
    """Whether posts, and who may stand at them, are as before."""
    known = len(old.force.columns)
    return (
        _same(old.force.posts, new.force.posts, ("cell", "township"))
        and np.array_equal(old.force.serves, new.force.serves[:known])
        and not _townships_changed(old, new).any()
    )


def _leave_posts(tables: EventLoopTables) -> None:
    for row in np.flatnonzero(tables.officers["duty"] == Duty.POST):
        set_duty(tables, int(row), Duty.STANDBY)
        write_log(tables, int(row))


def _carry_posts(old: CountyState, new: CountyState, same: bool) -> None:
    """The posts as they stand, or new ones with the minutes booked so far, so that none is lost."""
    before, after = old.dispatch.tables.posts, new.dispatch.tables.posts
    if same:
        after[...] = before
        return
    new.dispatch.tables.links["posted"], new.dispatch.tables.links["post_edge"] = 0, 0.0
    shared = min(len(before), len(after))
    for name in POST_MINUTES:
        after[name][:shared] = before[name][:shared]
        after[name][:1] += before[name][shared:].sum()
    if not len(after):
        new.dispatch.tables.clock["post_minutes_wanted"] = 0.0
