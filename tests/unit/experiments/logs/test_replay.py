"""The calls of a log happen again, each at its time and place and as long as it was, whatever the rule."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.logs.replay_result import ReplayResult, replay_log
from jiaosuo.experiments.logs.replaying import NO_KIND, NO_PLACE, NO_TIME, OWN, play, quiet, replay_of
from jiaosuo.experiments.places.folder import open_place
from jiaosuo.model import County
from jiaosuo.model.core.errors import InputError
from tests.unit.experiments.logs.test_checking import log_of

BEGIN, DAYS = date(2025, 3, 3), 2

pytestmark = pytest.mark.ci


@pytest.fixture(scope="module")
def scenario():
    return open_place("zigui-2004", people_per_agent=25).scenario


@pytest.fixture(scope="module")
def log(scenario):
    return run_log(County(scenario, log=True).run_days(DAYS), BEGIN)


@pytest.fixture(scope="module")
def replay(log, scenario):
    return replay_of(log, County(quiet(scenario)))


def called(log):
    """The calls of a log that officers did not find."""
    return log.frame.filter(~pl.col("officer_initiated"))


def test_every_call_is_an_incident_or_counted(log, replay):
    assert replay.calls == len(replay.events) == called(log).height
    assert replay.left_out == {OWN: log.frame.height - replay.calls}
    assert replay.days == DAYS
    assert (np.diff(replay.events["time"]) >= 0).all()
    assert len(np.unique(replay.events["key"])) == replay.calls


@pytest.mark.parametrize("rule", ["separate", "integrated"])
def test_calls_come_in_when_and_where_they_did_under_any_rule(log, replay, scenario, rule):
    county = play(replay, scenario.under(rule))
    again = run_log(county, BEGIN)
    came = called(again)
    first = came.join(
        county.calls().select(pl.col("call").cast(pl.String).alias("id"), "returned_from"),
        "id",
    ).filter(pl.col("returned_from") < 0)
    was = called(log)
    assert first.height == was.height
    assert first["kind"].sort().equals(was["kind"].sort())
    late = [each.total_seconds() for each in (first["received"].sort() - was["received"].sort()).to_list()]
    # what arose before the first midnight cannot come in by its own time: an hour's calls at most
    assert sum(abs(each) > 0.01 for each in late) <= 0.1 * len(late)
    assert first["township"].sort().equals(was["township"].sort())
    assert first["complex"].sum() == was["complex"].sum()


def test_cases_take_as_long_as_they_did(replay):
    assert replay.error < 0.05


def test_what_cannot_be_played_is_counted_by_its_first_reason(scenario):
    town = County(scenario).land.townships[0].name
    log = log_of(
        received=[60, None, 70, 80, 90, 100],
        kind=["help", "help", None, "help", "help", "help"],
        township=[town, town, town, "nowhere", town, None],
        officer_initiated=[None, None, None, None, True, None],
        x_km=[None, None, None, None, None, 500.0],
        y_km=[None, None, None, None, None, 500.0],
        faults=[None, None, None, None, None, "outside"],
    )
    found = replay_of(log, County(quiet(scenario)))
    assert found.left_out == {NO_TIME: 1, OWN: 1, NO_KIND: 1, NO_PLACE: 2}
    assert found.calls == 1
    with pytest.raises(InputError, match="none of its calls in these days can be played"):
        replay_of(log, County(quiet(scenario)), date(2030, 1, 1))


def test_days_that_are_asked_for_are_played(log, scenario):
    found = replay_of(log, County(quiet(scenario)), date(2025, 3, 4), 0.5)
    later = called(log).filter(pl.col("received").dt.date() == date(2025, 3, 4))
    assert found.calls == later.filter(pl.col("received").dt.hour() < 12).height
    assert found.days == 0.5


def test_rules_are_held_beside_the_log_and_each_other(log, scenario):
    found = replay_log(log, scenario, ["separate", "integrated"], worlds=1, days=1)
    measures = {each.name: each for each in found.measured}
    assert found.calls == called(log).filter(pl.col("received").dt.date() == BEGIN).height
    separate, integrated = measures["median"].rules
    assert separate.difference is None
    assert integrated.difference.mean == pytest.approx(integrated.mean.mean - separate.mean.mean)
    assert measures["median"].log > 0
    assert measures["utilisation_traffic"].log is None
    assert ReplayResult.from_json(found.to_json()) == found
