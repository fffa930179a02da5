"""The recorder: one row a tick, one row a call; tidy tables out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table, grown, table
from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.core.terms import NOBODY, Area, CallState, Corps, Domain, Duty, RoadClass, word
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_A_DAY
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

type Floats = npt.NDArray[np.float64]

TICK_FIELDS = [
    ("minute", np.int32),
    ("waiting", np.int32),
    ("open", np.int32),
    ("vehicles_on_road", np.int32),
    ("officers", np.int32, (len(Duty),)),
]
TICKS_AT_ONCE = MINUTES_A_DAY


@dataclass
class Recorder:
    """The ticks so far, written by the kernels. Calls keep their own times, so nothing else is stored."""

    ticks: Table = field(default_factory=lambda: table(TICK_FIELDS, TICKS_AT_ONCE))
    recorded: int = 0

    def make_room(self, until: int) -> None:
        """Have a row for each minute up to `until`, and for one more than there are at the least."""
        self.ticks = grown(self.ticks, max(until, self.recorded + 1))

    def rows(self) -> Table:
        """The ticks recorded."""
        return self.ticks[: self.recorded]


def ticks_table(ticks: Table) -> pl.DataFrame:
    """One row a minute: calls waiting and open, vehicles on the road, officers in each duty."""
    # heavy: only who asks for a table pays
    import polars as pl

    plain = {name: ticks[name] for name in ("minute", "waiting", "open", "vehicles_on_road")}
    duties = {f"officers_{word(duty)}": ticks["officers"][:, duty] for duty in Duty}
    return pl.DataFrame(plain | duties)


def calls_table(
    calls: Table, end: float, scenario: Scenario, land: Landscape, log: Table | None, officers: Table
) -> pl.DataFrame:
    """One row a call, in words: kind, place, state, what it took; times in minutes (null: did not happen).

    Where a `log` was kept, also who came, from which site (the officer's at the end of the run), and how far.
    """
    # heavy: only who asks for a table pays
    import polars as pl

    names = [kind.name for kind in scenario.kinds]
    townships = [township.name for township in land.townships]
    state = np.where(calls["state"] < CallState.CLEARED, CallState.OPEN_AT_END, calls["state"])
    moments = ("arose", "known", "dispatched", "first_there", "crew_there", "finisher_there", "closed")
    times = {name: _times(calls[name], end) for name in moments}
    return pl.DataFrame(
        {
            "key": calls["key"],
            "call": np.arange(len(calls)),
            "kind": _named(calls["kind"], dict(enumerate(names))),
            "domain": _named(calls["domain"], _words(Domain)),
            "area": _named(calls["area"], _words(Area)),
            "township": _named(calls["township"], dict(enumerate(townships))),
            "road_class": _named(calls["road_class"], _words(RoadClass)),
            "cell": calls["cell"],
            "priority": calls["priority"],
            "complex": calls["is_complex"],
            "state": _named(state, _words(CallState)),
            **({} if log is None else _who_came(calls, log, officers, land)),
            **times,
            "response_minutes": _times(calls["first_there"] - calls["known"], np.inf),
            "expert_minutes": calls["expert_minutes"],
            "handling_minutes": calls["handling_minutes"],
            "handover_minutes": calls["handover_minutes"],
            "patience_minutes": calls["patience"],
            "escalations": calls["escalations"],
            "diversions": calls["diversions"],
            "recalls": calls["recalls"],
            "found_on_patrol": calls["on_patrol"],
            "closed_badly": calls["closed_badly"],
            "hit_and_run": calls["fled"],
            "error_chance": _times(calls["error"], np.inf),
            "judged": calls["judged"],
            "sent_back": calls["sent_back"],
            "complained": calls["complained"],
            "returned_from": calls["parent"],
            "satisfaction": _times(calls["satisfaction"], np.inf),
        }
    )


def _who_came(calls: Table, log: Table, officers: Table, land: Landscape) -> dict[str, list[Any]]:
    """Who came to each call, and of the first their corps, their site and how far it was, in straight lines.

    From the site, and from where the officer set out, km.
    """
    there = log[np.isin(log["duty"], (Duty.TO_CALL, Duty.ON_SCENE)) & (log["call"] != NOBODY)]
    came: dict[int, list[tuple[int, int]]] = {}
    left: dict[tuple[int, int], int] = {}
    for row in there[np.argsort(there["time"], kind="stable")]:
        call, officer = int(row["call"]), int(row["officer"])
        if row["duty"] == Duty.TO_CALL:  # whoever has arrived is there: only this row says from where
            left[call, officer] = int(row["from_cell"])
        else:
            came.setdefault(call, []).append((officer, left.get((call, officer), int(row["cell"]))))
    corps, townships = _words(Corps), [each.name for each in land.townships]
    found: dict[str, list[Any]] = {name: [] for name in WHO_CAME}
    for call, cell in enumerate(calls["cell"].tolist()):
        rows = came.get(call, [])
        if not rows:
            for column in found.values():
                column.append(None)
            continue
        (first, start), everybody = rows[0], dict.fromkeys(officer for officer, _ in rows)
        home = int(officers["home_cell"][first])
        told = (
            first, corps[int(officers["corps"][first])], " ".join(str(each) for each in [*everybody][1:]),
            townships[land.cells["township"][home]], _km(land, home, cell),
            _km(land, start, cell),
        )  # fmt: skip
        for name, value in zip(WHO_CAME, told, strict=True):
            found[name].append(value)
    return found


WHO_CAME = ("officer", "officer_corps", "other_officers", "site", "site_km", "way_km")


def _km(land: Landscape, one: int, other: int) -> float:
    """From cell to cell in a straight line, km."""
    x, y = land.cells["x_km"], land.cells["y_km"]
    return round(float(np.hypot(x[one] - x[other], y[one] - y[other])), 2)


def officers_table(officers: Table, duty_minutes: np.ndarray, land: Landscape) -> pl.DataFrame:
    """One row an officer: corps, whether still in the force, home, skill, cases led, minutes in each duty."""
    # heavy: only who asks for a table pays
    import polars as pl

    townships = {row: township.name for row, township in enumerate(land.townships)}
    return pl.DataFrame(
        {
            "officer": np.arange(len(officers)),
            "corps": _named(officers["corps"], _words(Corps)),
            "serving": officers["establishment_post"] != NOBODY,
            "township": _named(officers["township"], townships),
            "home_cell": officers["home_cell"],
            **{f"skill_{word(d)}": officers["skill"][:, d] for d in Domain},
            **{f"cases_{word(d)}": officers["cases"][:, d] for d in Domain},
            **{f"minutes_{word(duty)}": duty_minutes[:, duty] for duty in Duty},
        }
    )


def townships_table(
    officers: Table, calls: Table, unmanned: Floats, end: float, land: Landscape
) -> pl.DataFrame:
    """One row a township: people, officers at home there, reported calls, hours a day with nobody on duty."""
    # heavy: only who asks for a table pays
    import polars as pl

    count = len(land.townships)
    serving = officers["establishment_post"] != NOBODY
    at_home = {corps: officers["township"][serving & (officers["corps"] == corps)] for corps in Corps}
    people = np.bincount(land.cells["township"], weights=land.cells["people"], minlength=count)
    reported = calls["township"][calls["reported"] & ~calls["on_patrol"]]
    return pl.DataFrame(
        {
            "township": [township.name for township in land.townships],
            "people": largest_remainder(round(float(people.sum())), people),
            **{f"officers_{word(c)}": np.bincount(rows, minlength=count) for c, rows in at_home.items()},
            "calls": np.bincount(reported, minlength=count),
            **{
                f"hours_nobody_on_duty_{word(d)}": unmanned[:, d] / max(end, 1.0) * HOURS_A_DAY
                for d in Domain
            },
        }
    )


def _words(terms: type[IntEnum]) -> dict[int, str]:
    return {int(term): word(term) for term in terms}


def _named(column: np.ndarray, names: Mapping[int, str]) -> list[str]:
    return [names[value] for value in column.tolist()]


def _times(column: np.ndarray, end: float) -> list[float | None]:
    return [None if np.isnan(value) or value > end else value for value in column.tolist()]
