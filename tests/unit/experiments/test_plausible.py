"""Ranges in which assumptions are tried: inside what is allowed, around the default, their ground told."""

import pytest

from jiaosuo.experiments.comparison.plausible import CHOICES, RANGES, is_assumed, uncertain
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.scenario import Scenario, parameters

PLACE = Scenario.preset("county-town")


@pytest.mark.parametrize("name", RANGES)
def test_a_range_is_of_an_assumption_lies_inside_what_is_allowed_and_holds_the_default(name):
    declared, (low, high, reason) = parameters()[name], RANGES[name]
    assert is_assumed(declared)
    assert declared.low <= low <= declared.default <= high <= declared.high
    assert low < high
    assert reason


def test_every_weak_figure_that_is_no_choice_is_tried():
    tried = {each.name for each in uncertain(PLACE)}
    assert {name for name, each in parameters().items() if each.weak} - CHOICES <= tried


def test_choices_are_parameters_and_never_tried():
    assert set(parameters()) >= CHOICES
    assert not CHOICES & {each.name for each in uncertain(PLACE, ["all"])}


def test_a_hard_limit_is_said_to_be_one():
    grounds = {each.name: each.basis for each in uncertain(PLACE, ["all"])}
    assert grounds["delta"] == "plausible"
    assert grounds["roster_alignment"] == "allowed"
    assert grounds["injury_crash_patience_minutes"] == "half to twice"


def test_for_want_of_a_range_half_to_twice_the_value_in_use_stays_inside_what_is_allowed():
    [patience] = uncertain(
        PLACE.changed(injury_crash_patience_minutes=100), ["injury_crash_patience_minutes"]
    )
    assert (patience.low, patience.used, patience.high) == (50, 100, 200)
    [compliance] = uncertain(PLACE, ["compliance"])
    assert compliance.high == parameters()["compliance"].high


def test_an_end_that_is_the_value_in_use_changes_nothing():
    [delta] = uncertain(PLACE.changed(delta=1.2), ["delta"])
    assert delta.ends == (0.4,)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("detla", "did you mean delta"), ("training_hours", "no lever"), ("population", "tagged")],
)
def test_what_is_no_assumption_is_refused(name, hint):
    with pytest.raises(InputError, match=hint):
        uncertain(PLACE, [name])
