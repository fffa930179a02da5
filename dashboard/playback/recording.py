"""The recording of a chunk of a run: what a browser needs to play it, in three resources.

`scene`: what is seen (officers' legs, posts, roads, open calls, minutes). `result`: how it ends (who came
when, every outcome so far), apart, so that a class cannot read the answer before it is asked. `head`
(recording_header.py): the land and who there is. Nothing in here knows the name of a rule.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.dashboard.playback.packing import Array, Packing, pack
from jiaosuo.dashboard.playback.recording_header import officers_columns, skill_now
from jiaosuo.dashboard.playback.trajectories import legs, posts_held, still_needed
from jiaosuo.model import County
from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.terms import NOBODY, Corps, Domain, Duty, word
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.outcomes import OUTCOMES, measure
from jiaosuo.model.vehicles import Vehicles

STEP = 15
"""Minutes between two looks at the roads: the model counts flow by quarters of an hour."""

TIME = Packing(0.01, delta=True)
WHOLE, RISING, SHARE, FINE = Packing(), Packing(delta=True), Packing(1 / 64), Packing(1 / 250)
KEY_BITS = 2**32 - 2

type Columns = dict[str, tuple[Array, Packing]]

type HoursKnown = OrderedDict[tuple[str, bytes, int], float]
"""Undisturbed vehicle-hours by the digest of the world, the levers of its traffic and the minute."""

MOST_KNOWN = 50_000


@dataclass
class Reference:
    """The same trips with no incident and no post, driven beside a county as far as it has come.

    `known`, if given, is shared by counties of one world: what was driven for one of them serves all.
    """

    known: HoursKnown = field(default_factory=OrderedDict)
    fleet: Vehicles | None = None
    levers: bytes = b""
    beside: Vehicles | None = None

    def hours(self, county: County) -> float:
        """Vehicle-hours undisturbed: `County.undisturbed_hours`, going on from the last call."""
        levers = county.vehicles.roads.levers.tobytes()
        key = county.world_digest, levers, county.minute
        if key not in self.known:
            self.known[key] = self._driven(county, levers)
            if len(self.known) > MOST_KNOWN:
                self.known.popitem(last=False)
        return self.known[key]

    def follow(self, county: County, copy: County) -> None:
        """From now on go beside a copy of the county so far."""
        if self.fleet is county.vehicles:
            self.fleet = copy.vehicles

    def _driven(self, county: County, levers: bytes) -> float:
        if self.beside is None or self.fleet is not county.vehicles or self.levers != levers:
            self.fleet, self.levers = county.vehicles, levers
            self.beside = county.vehicles.afresh()
        self.beside.move(float(county.minute))
        return self.beside.vehicle_hours + float(county.vehicles.roads.clock["undisturbed_before"][0])


@dataclass
class Recording:
    """A chunk of a run as it was recorded; the county stands at its end.

    `flow`, `speed`, `blocked`: shape (looks at the roads, links); `skill`: (officers, domains) as it begins.
    """

    county: County
    begin: int
    flow: Array
    speed: Array
    blocked: Array
    skill: Array
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Minute at which it ends."""
        return self.county.minute


def record(county: County, until: int, on_begun: Callable[[County], None] | None = None) -> Recording:
    """Run a county on to a minute, and look at its roads every quarter of an hour.

    `on_begun` sees the county after its first minute, when what the timeline says of this moment is in force.
    """
    begin = county.minute
    _shorten_log(county)
    flow, speed, blocked, skill = [], [], [], skill_now(county)
    while county.minute < until:
        if county.minute == begin:
            county.run_days(1 / MINUTES_A_DAY)
            skill = skill_now(county)
            if on_begun is not None:
                on_begun(county)
        links, now = county.vehicles.roads.links, county.minute
        flow.append(links["flow"].copy())
        speed.append(np.clip(links["free_minutes"] / links["minutes_now"], 0.0, 1.0))
        blocked.append((links["blocked"] > 0) | (links["closed_until"] > now))
        until_next = min(STEP - (now - begin) % STEP, until - now)
        if until_next:
            county.run_days(until_next / MINUTES_A_DAY)
    changes = [
        each.described().to_json() | {"minute": each.minute}
        for each in county.scenario.entries
        if begin <= each.minute < until
    ]
    return Recording(county, begin, np.array(flow), np.array(speed), np.array(blocked), skill, changes)


def _shorten_log(county: County) -> None:
    """Drop the turns from the log that no leg from now on depends on."""
    tables = county.dispatch.tables
    kept = county.dispatch.log[still_needed(county.dispatch.log)]
    tables.log[: len(kept)] = kept
    tables.clock["logged"] = len(kept)


def flow_levels(most: float) -> tuple[float, ...]:
    """Vehicles an hour that a map tells apart: nothing, then steps of the square root of two."""
    steps = int(np.ceil(2 * np.log2(max(most, 1.0)))) + 1
    return (0.0, *(round(2 ** (step / 2), 2) for step in range(min(steps, 250))))


def scene(recording: Recording) -> bytes:
    """What is seen between `recording.begin` and its end."""
    county, begin, end = recording.county, recording.begin, recording.end
    calls = county.dispatch.calls
    rows = open_calls(calls, begin, end)
    tables: dict[str, Columns] = {
        "officers": officers_columns(county.force.columns, _skill_at_begin(recording)),
        "legs": _legs(legs(county.dispatch.log, begin, end), calls, begin),
        "posts": _posts(posts_held(county.dispatch.log, begin, end), begin),
        "links": {
            "flow": (
                recording.flow,
                Packing(delta=True, levels=flow_levels(float(recording.flow.max(initial=0.0)))),
            ),
            "speed": (recording.speed, Packing(1 / 16, delta=True)),
            "blocked": (recording.blocked, Packing(delta=True)),
        },
        "calls": _calls(calls[rows], begin),
        "ticks": _ticks(county.recorder.rows()[begin:end], county.in_force["people_per_agent"]),
    }
    path = county.scenario.path
    year = None if path is None else path.first + begin // (MINUTES_A_DAY * path.days_per_year)
    stretch = {"from": begin, "to": end, "step_minutes": STEP, "year": year, "events": recording.changes}
    return pack("scene", tables, **stretch)


def result(recording: Recording, reference: Reference) -> bytes:
    """How the calls of a scene stand at its end, and every outcome so far: exact numbers, as JSON.

    Before the warm-up of a place is over no outcome is observed.
    """
    county, begin, end = recording.county, recording.begin, recording.end
    calls = county.dispatch.calls
    undisturbed = reference.hours(county)
    evidence = county.evidence(undisturbed=undisturbed) if county.is_warm else county.books()
    observed = measure(evidence) if county.is_warm else dict.fromkeys(OUTCOMES, (None, 0))
    running = {name: [value, n] for name, (value, n) in observed.items()}
    tables = {"ends": _ends(calls[open_calls(calls, begin, end)], end)}
    hours = {"spent": evidence.vehicle_hours, "undisturbed": undisturbed}
    about = {"running": running, "delay": evidence.vehicle_hours - undisturbed, "vehicle_hours": hours}
    return pack("result", tables, **{"from": begin, "to": end, **about, "skills": skills(evidence.officers)})


def open_calls(calls: Table, begin: float, end: float) -> npt.NDArray[np.int64]:
    """Rows of the calls that somebody made or an officer met with, and that are open between two moments."""
    made = calls["reported"] | calls["on_patrol"]
    lasting = np.isnan(calls["closed"]) | (calls["closed"] > begin)
    return np.flatnonzero(made & lasting & (calls["arose"] < end))


def ids(calls: Table) -> Array:
    """The events' own keys in 32 bits: the same event has the same id in every world."""
    return (calls["key"] % KEY_BITS).astype(np.float64)


def skills(officers: Table) -> dict[str, dict[str, float]]:
    """Mean skill by corps and domain, of those who serve."""
    found = {}
    for corps in Corps:
        mine = officers["skill"][(officers["corps"] == corps) & (officers["establishment_post"] != NOBODY)]
        if len(mine):
            found[word(corps)] = {word(domain): round(float(mine[:, domain].mean()), 4) for domain in Domain}
    return found


def _skill_at_begin(recording: Recording) -> Array:
    """Skill of each officer as the chunk begins; of who came later, as it ends."""
    skill = skill_now(recording.county)
    skill[: len(recording.skill)] = recording.skill
    return skill


def _legs(found: Table, calls: Table, begin: int) -> Columns:
    call = np.full(len(found), np.nan)
    held = found["call"] != NOBODY
    call[held] = ids(calls[found["call"][held]])
    plain = {name: (found[name], WHOLE) for name in ("duty", "cell0", "cell1")}
    shares = {name: (found[name], SHARE) for name in ("start", "upto")}
    times = {name: (found[name], TIME) for name in ("t0", "t1")}
    return {"officer": (found["officer"], RISING), **times, **shares, **plain, "call": (call, WHOLE)}


def _posts(held: Table, begin: int) -> Columns:
    whole = {name: (held[name], WHOLE) for name in ("post", "officer")}
    return whole | {name: (held[name], TIME) for name in ("t0", "t1")}


def _calls(calls: Table, begin: int) -> Columns:
    flags = {"complex": "is_complex", "on_patrol": "on_patrol", "secondary": "secondary"}
    plain = ("kind", "domain", "priority", "area", "cell", "township", "road_class")
    return {
        "id": (ids(calls), WHOLE),
        **{name: (calls[name], WHOLE) for name in plain},
        **{name: (calls[column], WHOLE) for name, column in flags.items()},
        "needed": (calls["officers_needed"], WHOLE),
        "arose": (calls["arose"], TIME),
        "known": (calls["known"], TIME),
        "patience": (calls["patience"], Packing(0.1)),
    }


def _ends(calls: Table, end: int) -> Columns:
    times = ("dispatched", "first_there", "crew_there", "closed")
    attending = {name: np.where(calls[name] == NOBODY, np.nan, calls[name]) for name in ("lead", "helper")}
    return {
        "id": (ids(calls), WHOLE),
        **{name: (_known_by(calls[name], end), TIME) for name in times},
        "state": (calls["state"], WHOLE),
        **{name: (rows, WHOLE) for name, rows in attending.items()},
        "handling_minutes": (calls["handling_minutes"], Packing(0.1)),
        "satisfaction": (calls["satisfaction"], FINE),
        "closed_badly": (calls["closed_badly"], WHOLE),
        "escalations": (calls["escalations"], WHOLE),
    }


def _known_by(times: Array, end: float) -> Array:
    return np.where(times > end, np.nan, times)


def _ticks(ticks: Table, people_per_agent: float) -> Columns:
    counts: Columns = {name: (ticks[name], RISING) for name in ("waiting", "open")}
    vehicles = ticks["vehicles_on_road"] * people_per_agent
    by_duty = {f"officers_{word(d)}": (ticks["officers"][:, d], RISING) for d in Duty}
    return counts | {"vehicles_on_road": (vehicles, Packing(people_per_agent, delta=True))} | by_duty
