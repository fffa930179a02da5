"""Evidence: the rows a run leaves behind, seen as outcomes need them, and what two worlds share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.core.columns import Table
from jiaosuo.model.core.terms import NOBODY, POST_MINUTES, Basis, CallState
from jiaosuo.model.scenario import Scenario

type Floats = npt.NDArray[np.float64]
type Mask = npt.NDArray[np.bool_]

CLEARED = (CallState.CLEARED, CallState.CLEARED_AFTER_ESCALATION)


@dataclass(frozen=True)
class Evidence:
    """The rows a run leaves behind, from which outcomes are made.

    Attributes
    ----------
    scenario : Scenario
        What was in force at the end.
    end : float
        End of what is measured, in minutes; the warm-up does not count.
    calls : numpy.ndarray, structured, shape (calls,)
        The calls.
    kinds : numpy.ndarray, structured, shape (kinds,)
        Numbers of the kinds of call.
    officers : numpy.ndarray, structured, shape (officers,)
        The officers, as at the end.
    duty_minutes : numpy.ndarray of float, shape (officers, duties)
        Minutes in each duty.
    posts : numpy.ndarray, structured, shape (posts,)
        Junction posts, with the minutes that somebody stood there.
    post_minutes_wanted : float
        Minutes for which posts are wanted.
    unmanned : numpy.ndarray of float, shape (townships, domains)
        Minutes in which nobody on duty there may lead at such a call.
    work : numpy.ndarray, structured, shape (kinds of other work,)
        Minutes of each kind of other work, as in `POOL_FIELDS`.
    files : numpy.ndarray, structured
        The case files in hand.
    watches : int
        How many duty desks there are.
    visit_minutes : numpy.ndarray of float, shape (2,)
        Minutes of community visits, wanted and made.
    trust : numpy.ndarray of float, shape (citizens,)
        Trust in the police at the end, 0 to 1.
    links : numpy.ndarray, structured, shape (links,)
        State of the roads at the end, and what passed over them.
    cells : numpy.ndarray, structured, shape (cells,)
        The cells of the map.
    roads : numpy.ndarray, structured, shape (1,)
        Clock and counts of the traffic.
    settlement : numpy.ndarray of int, shape (cells,)
        `SettlementSize` of each cell.
    vehicle_hours : float
        Time that all vehicles spent on the roads, h.
    undisturbed_hours : float or None
        The same had nothing happened, h; None: no delay is observed.
    latent : numpy.ndarray of int or None
        Keys that limit the calls to a set of incidents, reported or not, so that rules are compared on the
        same events: who did not call counts as waiting to the end of their patience. None: all that were
        reported.
    """

    scenario: Scenario
    end: float
    calls: Table
    kinds: Table
    officers: Table
    duty_minutes: Floats
    posts: Table
    post_minutes_wanted: float
    unmanned: Floats
    work: Table
    files: Table
    watches: int
    visit_minutes: Floats
    trust: npt.NDArray[np.float32]
    links: Table
    cells: Table
    roads: Table
    settlement: npt.NDArray[np.int64]
    vehicle_hours: float
    undisturbed_hours: float | None = None
    latent: npt.NDArray[np.int64] | None = None

    @cached_property
    def counted(self) -> Mask:
        """Calls that somebody made, or the latent set: not what was found on patrol."""
        calls = self.calls
        if self.latent is not None:
            latent: Mask = np.isin(calls["key"], self.latent) & ~calls["on_patrol"]
            return latent
        made: Mask = calls["reported"] & ~calls["on_patrol"] & (calls["known"] <= self.end)
        return made

    @cached_property
    def known(self) -> Floats:
        """When a call came in; for an unreported incident, when it arose."""
        return np.where(np.isnan(self.calls["known"]), self.calls["arose"], self.calls["known"])

    @cached_property
    def answered(self) -> Mask:
        """Calls at which somebody who may lead arrived."""
        return ~np.isnan(self.calls["first_there"])

    @cached_property
    def unanswered_minutes(self) -> Floats:
        """How long an unanswered call counts: to the end of its patience, or of the run."""
        return np.clip(self.end - self.known, 0, self.calls["patience"])

    @cached_property
    def response(self) -> Floats:
        """Restricted response time of every call, min."""
        return np.where(self.answered, self.calls["first_there"] - self.known, self.unanswered_minutes)

    @cached_property
    def cleared(self) -> Mask:
        """Calls that ended cleared."""
        return np.isin(self.calls["state"], CLEARED)

    @cached_property
    def clearance(self) -> Floats:
        """Restricted time to clear of every call, min."""
        open_minutes = np.where(self.answered, self.end - self.known, self.unanswered_minutes)
        return np.where(self.cleared, self.calls["closed"] - self.known, open_minutes)

    @cached_property
    def finisher(self) -> Floats:
        """Minutes to the first lead on scene who may finish the case, restricted to the life of the call."""
        there = self.calls["finisher_there"]
        return np.where(np.isnan(there), self.clearance, there - self.known)


TIMES = (
    "arose", "known", "dispatched", "first_there", "crew_there", "finisher_there", "closed", "ready",
    "work_since",
)  # fmt: skip
FILE_TIMES = ("opened", "due", "closed")
COUNTED_UP = ("cases", "jobs", "visits", "overtime", "km")
"""What an officer's row adds up over the run."""


def snapshot(evidence: Evidence) -> Evidence:
    """A copy of the evidence as it is now: the run goes on writing to the tables of the original."""
    columns = {each.name: getattr(evidence, each.name) for each in fields(evidence)}
    copied: dict[str, Any] = {
        name: rows.copy() for name, rows in columns.items() if isinstance(rows, np.ndarray)
    }
    return replace(evidence, **copied)


def tables_of(evidence: Evidence, prefix: str) -> dict[str, npt.NDArray[Any]]:
    """All that is measured, as arrays by prefixed name; `from_tables` makes evidence of them again."""
    names = [each.name for each in fields(evidence) if each.name != "scenario"]
    columns = {name: getattr(evidence, name) for name in names}
    return {prefix + name: np.asarray(rows) for name, rows in columns.items() if rows is not None}


def from_tables(tables: Mapping[str, npt.NDArray[Any]], prefix: str, scenario: Scenario) -> Evidence:
    """The evidence whose arrays `tables_of` gave."""
    columns: dict[str, Any] = {
        name.removeprefix(prefix): rows if rows.ndim else rows.item() for name, rows in tables.items()
    }
    return Evidence(scenario=scenario, **columns)


def since(earlier: Evidence, later: Evidence) -> Evidence:
    """The rows between two snapshots of one run, clock at 0: calls that arose, and what was booked."""
    calls = later.calls[len(earlier.calls) :].copy()
    for name in TIMES:
        calls[name] -= earlier.end
    officers = later.officers.copy()
    for name in COUNTED_UP:
        officers[name][: len(earlier.officers)] -= earlier.officers[name]
    duty = later.duty_minutes.copy()
    duty[: len(earlier.duty_minutes)] -= earlier.duty_minutes
    posts, known = later.posts.copy(), min(len(later.posts), len(earlier.posts))
    for name in POST_MINUTES:
        posts[name][:known] -= earlier.posts[name][:known]
    roads = later.roads.copy()
    roads["refused"] -= earlier.roads["refused"]
    return replace(
        later,
        end=later.end - earlier.end,
        calls=calls,
        officers=officers,
        duty_minutes=duty,
        posts=posts,
        post_minutes_wanted=later.post_minutes_wanted - earlier.post_minutes_wanted,
        unmanned=later.unmanned - earlier.unmanned,
        work=_work_since(earlier, later),
        files=_files_since(earlier, later),
        visit_minutes=later.visit_minutes - earlier.visit_minutes,
        links=_links_since(earlier, later),
        roads=roads,
        vehicle_hours=later.vehicle_hours - earlier.vehicle_hours,
        undisturbed_hours=_difference(earlier.undisturbed_hours, later.undisturbed_hours),
    )


def _work_since(earlier: Evidence, later: Evidence) -> Table:
    """Minutes of other work wanted, done and dropped between the two moments; owed is what is owed now."""
    work = later.work.copy()
    for name in ("wanted", "done", "dropped"):
        work[name] -= earlier.work[name]
    return work


def _files_since(earlier: Evidence, later: Evidence) -> Table:
    """The case files in hand between the two moments, whenever they were opened."""
    files = later.files[~(later.files["closed"] < earlier.end)].copy()
    files["call"] = np.maximum(files["call"] - len(earlier.calls), NOBODY)
    for name in FILE_TIMES:
        files[name] -= earlier.end
    return files


def _links_since(earlier: Evidence, later: Evidence) -> Table:
    """The links with what passed over them, and how long they were blocked, between the two moments."""
    links = later.links.copy()
    links["blocked_minutes"] = _blocked_minutes(later) - _blocked_minutes(earlier)
    links["blocked"] = 0
    for name in ("crossings", "crossing_minutes"):
        links[name] -= earlier.links[name]
    return links


def _blocked_minutes(e: Evidence) -> Floats:
    still = e.links["blocked"] > 0
    minutes: Floats = e.links["blocked_minutes"] + np.where(still, e.end - e.links["blocked_since"], 0.0)
    return minutes


def _difference(earlier: float | None, later: float | None) -> float | None:
    return None if earlier is None or later is None else later - earlier


def latent_in_common(worlds: list[Evidence]) -> npt.NDArray[np.int64]:
    """Keys of the candidate incidents that happened in every world and were reported in at least one."""
    happened = [set(e.calls["key"][_exogenous(e)].tolist()) for e in worlds]
    reported = [set(e.calls["key"][_exogenous(e) & e.counted].tolist()) for e in worlds]
    return np.array(sorted(set.intersection(*happened) & set.union(*reported)), np.int64)


def common_calls(first: Evidence, later: Evidence) -> float | None:
    """Candidates that became calls in both worlds over those that did in either; None if there are none."""
    a, b = (set(e.calls["key"][_exogenous(e) & e.counted].tolist()) for e in (first, later))
    return len(a & b) / len(a | b) if a | b else None


def _exogenous(e: Evidence) -> Mask:
    """Calls that come from the candidates: not found on patrol, not a return of a badly closed case."""
    patrol = np.isin(e.kinds["basis"][e.calls["kind"]], [Basis.PATROL])
    mask: Mask = ~e.calls["on_patrol"] & ~patrol & (e.calls["parent"] < 0)
    return mask


def closed_posts(posts: Table, end: float) -> Table:
    """Posts with the time of those who stand there now booked up to `end`."""
    closed = posts.copy()
    held = closed["officer"] >= 0
    closed["staffed_minutes"][held] += np.maximum(0.0, end - closed["since"][held])
    return closed
