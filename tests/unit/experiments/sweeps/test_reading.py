"""A sweep may take points that somebody chose, give every world its own seed, and read runs itself."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace

from jiaosuo.experiments.sweeps.design import Design
from jiaosuo.experiments.sweeps.identity import Identity
from jiaosuo.experiments.sweeps.plan import plan_of
from jiaosuo.experiments.sweeps.sample import GIVEN, GivenPoints
from jiaosuo.model.scenario import Scenario

ROWS = ((0.5, 1.0), (0.7, 2.0), (0.9, 1.5))
SAMPLE = GivenPoints(GIVEN, 3, {"delta": (0.4, 1.2), "other_work": (0.5, 2.0)}, rows=ROWS)


@dataclass(frozen=True)
class Counted:
    """A reading that counts calls."""

    digest: str = "one"
    names: tuple[str, ...] = ("calls",)

    def __call__(self, county):
        """Calls of a county."""
        return {"calls": (float(len(county.calls())), 1)}


def design(**more):
    return Design(Scenario.preset("zigui-2004", seed=7), ("separate",), 1.0, 1, sample=SAMPLE, **more)


def test_points_that_were_given_are_run_as_they_are_and_travel():
    assert [design().values(at) for at in range(3)] == list(ROWS)
    assert pickle.loads(pickle.dumps(SAMPLE)).rows == ROWS
    other = GivenPoints(GIVEN, 3, SAMPLE.ranges, rows=(ROWS[1], ROWS[0], ROWS[2]))
    assert other.digest() != SAMPLE.digest()


def test_worlds_have_the_same_seed_or_one_of_their_own():
    assert [each.seed for each in design().each(range(3))] == [7, 7, 7]
    assert [each.seed for each in design(own_seeds=True).each(range(3))] == [7, 8, 9]


def test_runs_are_named_by_what_reads_them():
    read = design(outcomes=("calls",), reading=Counted())
    again = pickle.loads(pickle.dumps(read))
    assert again.reading == Counted()
    assert again.plugins == ()
    assert plan_of(read, "").outcomes == ("calls@one",)
    names = [
        Identity(each).run_ids(each.world(0))
        for each in (read, again, replace(read, reading=Counted("two")), design(outcomes=("calls_total",)))
    ]
    assert names[0] == names[1]
    assert len(set(names)) == 3
