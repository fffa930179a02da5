"""What may wait: replications, splits of the force to be tried, what theory says, years of a path.

Each has an address, and its answer is kept in the store; what nobody asks for any more is not run.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES, Demand, from_json
from jiaosuo.dashboard.jobs.playback_queue import Wish
from jiaosuo.dashboard.playback.run_plan import Stage, address, stage
from jiaosuo.dashboard.playback.store import Store
from jiaosuo.model.scenario import without_rules

LEASE = 6.0
"""Seconds for which one question keeps an errand alive."""

FAILED_AT_MOST = 3


@dataclass
class Asked:
    """A question of several errands: the jobs by address, in order, and up to when somebody wants to know."""

    jobs: dict[str, dict[str, Any]]
    alive_until: float


@dataclass
class Errands:
    """All that is asked for. By address: `answers`, `errors`, and `aside`, the hand that has begun it."""

    store: Store
    answers: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    flying: set[str] = field(default_factory=set)
    aside: dict[str, str] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)

    def verdict(self, demand: Demand, n: int, now: float, rules: Sequence[str] = ()) -> dict[str, Any]:
        """How far `n` replications of a demand are, and what they gave: rows of (left, right) by outcome.

        With `rules` the world of the left side is run under each of them, and a row holds as many columns.
        """
        name = address("verdict", demand.text(), n, *rules)
        if name not in self.asked:
            self.asked[name] = Asked(self._replications(demand, n, rules), now + LEASE)
            self._recall(self.asked[name].jobs)
        wanted = self.asked[name]
        wanted.alive_until = now + LEASE
        found = [self.answers[each] for each in wanted.jobs if each in self.answers]
        failed = [self.errors[each] for each in wanted.jobs if each in self.errors]
        outcomes = found[0]["values"][0] if found else {}
        columns = range(len(rules) or len(SIDES))
        rows = {
            name: [[each["values"][at].get(name) for each in found] for at in columns] for name in outcomes
        }
        return {
            "done": len(found),
            "wanted": n,
            "rows": rows,
            "seeds": [each["seed"] for each in found],
            "common": [each["common"] for each in found],
            "failed": failed,
            "waits_for": self._waits_for(demand),
        }

    def _replications(self, demand: Demand, n: int, rules: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Seeds after the one that is played; the played world is the first of them."""
        jobs = {}
        for number in range(n):
            text = replace(demand, seed=demand.seed + number).text()
            jobs[address("replication", text, demand.seed, *rules)] = {
                "what": "replication",
                "demand": text,
                "played": demand.text(),
            } | ({"rules": list(rules)} if rules else {})
        return jobs

    def _waits_for(self, demand: Demand) -> str | None:
        wanted = [stage(demand, side) for side in SIDES if demand.side(side).staffing == "best-separate"]
        return "split" if any(self.share(each) is None for each in wanted) else None

    def ask(self, what: str, demand: Demand, side: str, now: float, **more: Any) -> dict[str, Any] | None:
        """The answer to one question, None while there is none; an error is the answer `{"error": ...}`."""
        where = address(more.get("function", what), demand.text(), side, more)
        job = {"what": what, "demand": demand.text(), "side": side, **more}
        self.asked[where] = Asked({where: job}, now + LEASE)
        self._recall([where])
        if where in self.errors:
            return {"error": self.errors[where]}
        found: dict[str, Any] | None = self.answers.get(where)
        return found

    # The split of the force

    def share(self, staged: Stage) -> float | None:
        """The best split for the separate corps, None while it is being found."""
        jobs = _tries(staged, "", "")
        name = address("split", list(jobs))
        if name not in self.shares:
            self._recall(jobs)
            if all(each in self.answers for each in jobs):
                from jiaosuo.experiments.runs.staffing import best_share

                self.shares[name] = best_share([self.answers[each]["mean"] for each in jobs])
        return self.shares.get(name)

    def split_progress(self, staged: Stage) -> tuple[int, int]:
        """Runs done and wanted."""
        jobs = _tries(staged, "", "")
        return sum(each in self.answers for each in jobs), len(jobs)

    # What the crew does next

    def next(self, wishes: Iterable[Wish], now: float, hand: str) -> dict[str, Any] | None:
        """The next errand of a hand: what a picture waits for, then the question with the least done."""
        for wish in wishes:
            for side, staged in wish.stages.items():
                if staged.share_wanted and self.share(staged) is None:
                    found = self._first(_tries(staged, wish.demand, side), hand)
                    if found is not None:
                        return self._fly(found)
        self.asked = {name: each for name, each in self.asked.items() if each.alive_until >= now}
        by_done = sorted(
            self.asked.values(), key=lambda each: sum(where in self.answers for where in each.jobs)
        )
        for each in by_done:
            found = self._first(each.jobs, hand)
            if found is not None and (ready := self._with_shares(found, hand)) is not None:
                return self._fly(ready)
        return None

    def _first(self, jobs: dict[str, dict[str, Any]], hand: str) -> dict[str, Any] | None:
        """The first that nobody has done, is doing, or has begun; one this hand has begun comes before."""
        open_ = [
            each
            for each in jobs
            if each not in self.answers and each not in self.errors and each not in self.flying
        ]
        mine = [each for each in open_ if self.aside.get(each) == hand]
        free = [each for each in open_ if each not in self.aside]
        return next((jobs[each] | {"address": each, "hand": hand} for each in (*mine, *free)), None)

    def _with_shares(self, job: dict[str, Any], hand: str) -> dict[str, Any] | None:
        """A job with the splits that it needs, those of the world that is played; else a try for them."""
        text = job.get("played", job["demand"])
        demand, shares = from_json(text), {}
        for side in SIDES:
            if demand.side(side).staffing == "best-separate":
                staged = stage(demand, side)
                shares[side] = self.share(staged)
                if shares[side] is None:
                    return self._first(_tries(staged, text, side), hand)
        return job | {"shares": shares, "share": shares.get(job.get("side", ""))}

    def _fly(self, job: dict[str, Any]) -> dict[str, Any]:
        self.flying.add(job["address"])
        self.aside.pop(job["address"], None)
        return job

    def landed(self, job: dict[str, Any], aside: bool = False) -> None:
        """A hand is done with a job, or has put it aside, to go on with it when nothing is urgent."""
        self.flying.discard(job["address"])
        if aside:
            self.aside[job["address"]] = job["hand"]

    def lost(self, hand: str) -> None:
        """A hand has died with all that it had begun."""
        self.aside = {where: each for where, each in self.aside.items() if each != hand}

    def done(self, where: str) -> None:
        """An answer has been written."""
        self._recall([where])

    def failed(self, job: dict[str, Any], error: str) -> None:
        """A job has failed: it is not tried again."""
        self.landed(job)
        self.errors[job["address"]] = error

    def _recall(self, addresses: Iterable[str]) -> None:
        for where in addresses:
            if where not in self.answers:
                kept = self.store.read("said", where)
                if kept is not None:
                    self.answers[where] = json.loads(kept)


def _tries(staged: Stage, demand: str, side: str) -> dict[str, dict[str, Any]]:
    """Every split on every world on which the best is chosen: the same whatever the side's rule."""
    said = {"what": "attempt", "demand": demand, "side": side}
    return {
        where: said | {"split": share, "world": world}
        for where, (share, world) in _addresses_of_tries(staged).items()
    }


_known_tries: dict[str, dict[str, tuple[float, int]]] = {}


def _addresses_of_tries(staged: Stage) -> dict[str, tuple[float, int]]:
    from jiaosuo.experiments.runs.staffing import SHARES, WORLDS

    if staged.identity not in _known_tries:
        if len(_known_tries) > 200:
            _known_tries.clear()
        about = staged.base.described() | {"rule": None}
        about["timeline"] = [each.described() for each in without_rules(staged.base.timeline)]
        name = address("attempt", about)
        _known_tries[staged.identity] = {
            address("attempt", name, share, world): (share, world)
            for share in SHARES
            for world in range(WORLDS)
        }
    return _known_tries[staged.identity]
