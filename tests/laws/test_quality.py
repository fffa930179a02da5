"""Quality goes by skill, records and time: not by a corps or a rule's name. Each mechanism can be off."""

import numpy as np
import pytest

from jiaosuo.model.core.terms import EventKind
from jiaosuo.model.outcomes import measure
from tests.laws.bench import SCARCE, county

OFF = {
    "liability_review": 0, "evidence_review": 0, "evidence_weight": 0, "complaint_share": 0,
    "pressure_errors": 0, "scene_lane": 0, "scene_warning": 0, "scene_flow": 0, "post_skill": 0,
    "command_span": 0,
}  # fmt: skip
"""One number a mechanism, at which there is none."""

SIZES = {
    "redo_days": 0.5, "redo_share": 5, "pressure_hours": 1,
    "damage_crash_judged_share": 1, "injury_crash_judged_share": 0, "theft_judged_share": 1,
    "damage_crash_hit_and_run_share": 0.9,
}  # fmt: skip
"""What is only asked where a mechanism is on."""

MUCH = SCARCE | {
    "vehicles_per_1000": 400, "damage_crash_rate_rural": 0.2, "damage_crash_rate_urban": 0.2,
    "posts_per_urban_km2": 3,
}  # fmt: skip


def told(lever):
    """A county with one mechanism on and all others off: its calls, roads, and outcomes."""
    run = county("integrated", days=4, **(MUCH | OFF | lever))
    roads = run.vehicles.roads.links
    outcomes = measure(run.evidence(), ["cleared_up_order", "post_gain_mean"])
    seen = (run.calls().rows(), run.vehicles.vehicle_hours, roads["blocked_minutes"].tolist(), outcomes)
    return str(seen)


@pytest.fixture(scope="module")
def nothing_on():
    return told({})


ON = {
    "liability_review": {"liability_review": 1, "redo_days": 0.2},
    "evidence_review": {"evidence_review": 1, "redo_days": 0.2, "redo_share": 5, "theft_judged_share": 1},
    "evidence_weight": {"evidence_weight": 1},
    "complaint_share": {"complaint_share": 1},
    "scene_lane": {"scene_lane": 1},
    "post_skill": {"post_skill": 1},
}


@pytest.mark.parametrize("lever", ON)
def test_each_mechanism_on_by_itself_moves_some_county(lever, nothing_on):
    assert told(ON[lever]) != nothing_on


ALIKE = {
    "skill_gain_case": 0, "skill_gain_hour": 0, "specialist_skill": 0, "certified_skill": 0.1,
    "pressure_errors": 0,
}  # fmt: skip
"""Nobody learns: all stand at the floor, and no pile of files makes anybody work worse."""


@pytest.mark.parametrize("rule", ["separate", "stationed", "integrated", "station_led", "patrol_merged"])
def test_where_all_have_the_same_skill_all_work_is_equally_good_under_every_rule(rule):
    """No quality by definition: who may close a case changes nothing in how well it is closed."""
    run = county(rule, days=3, **(MUCH | ALIKE))
    calls, levers = run.dispatch.calls, run.scenario
    error = calls["error"]
    done = ~np.isnan(error)
    assert done.sum() > 50
    share = run.dispatch.tables.kinds["error_share"][calls["kind"]]
    by_hand = share * (1 - levers["first_time_base"]) * (1 - levers["skill_floor"])
    np.testing.assert_allclose(error[done], by_hand[done], rtol=1e-12)


def test_who_is_more_skilled_works_better_and_shared_records_help():
    """The same world, all of one skill: at the floor of .1, of .4, and of .1 with the records."""
    names = ["findings_right", "evidence_stands", "hit_and_run_solved"]
    low, high, shared = (
        county("separate", days=3, **(MUCH | ALIKE | {"delta": 0, "handover_minutes": 0} | change))
        for change in (
            {"skill_floor": 0.1},
            {"skill_floor": 0.4},
            {"skill_floor": 0.1, "data_sharing": 1},
        )
    )
    for name in names[:2]:
        poor, good, read = (measure(run.evidence(), [name])[name] for run in (low, high, shared))
        assert poor[1] > 10
        assert good[0] > poor[0] < read[0]


def test_published_shares_are_those_of_the_status_quo():
    """Where those who lead are as skilled as under the status quo, a case is cleared up as is published."""
    run = county("separate", days=3, **(MUCH | ALIKE | {"training_hours": 0}))
    weighed, plain = (
        measure(run.evidence().__class__(**{**run.evidence().__dict__, "scenario": scenario}), ["cleared_up"])
        for scenario in (run.scenario, run.scenario.changed(evidence_weight=0))
    )
    assert weighed["cleared_up"] == pytest.approx(plain["cleared_up"])


def test_what_is_sent_back_has_come_or_is_still_to_come():
    run = county("integrated", days=4, **(MUCH | {"liability_review": 1, "redo_days": 1}))
    calls, clock = run.dispatch.calls, run.dispatch.tables.clock[0]
    events = run.dispatch.tables.events[: clock["events"]]
    coming = events[events["kind"] == EventKind.SENT_BACK]
    back = np.flatnonzero(calls["sent_back"])
    assert len(back) > 5
    assert set(coming["subject"].tolist()) < set(back.tolist())
    assert calls["judged"][back].all()
    assert not calls["closed_badly"][back].any(), "a case returns once: as a call, or on the desk"
    assert (calls["author"][back] >= 0).all()


def test_marks_of_quality_are_of_the_call_and_of_no_rule():
    one, other = (county(rule, days=2, **MUCH).dispatch.calls for rule in ("separate", "integrated"))
    common, left, right = np.intersect1d(one["key"], other["key"], return_indices=True)
    assert len(common) > 100
    np.testing.assert_array_equal(one["fled"][left], other["fled"][right])
    closed = ~np.isnan(one["error"][left]) & ~np.isnan(other["error"][right])
    np.testing.assert_array_equal(one["judged"][left][closed], other["judged"][right][closed])


def test_certification_lapses_sooner_by_disuse_than_any_formal_term_of_a_year():
    """An expert who never practises is below the line within 240 days: a renewal finds nobody to strike off.

    Decision 97: part above the floor halves each half-life, .8 to .4 above a floor of .2.
    """
    s = county("separate", days=0.01).scenario
    above, needed = 1 - s["skill_floor"], s["certified_skill"] - s["skill_floor"]
    days = s["skill_half_life"] * np.log2(above / needed)
    assert days == pytest.approx(240)
    assert days < 365
