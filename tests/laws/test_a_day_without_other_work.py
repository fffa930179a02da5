"""With other work and case files off, the county is the one that was there before either, bit for bit."""

from hashlib import blake2b

import numpy as np
import pytest

from jiaosuo.model import KINDS, County, Scenario

OFF = {"other_work": 0, "theft_officers_needed": 1, **{f"{kind}_file_share": 0 for kind in KINDS}}
COLUMNS = (
    "key", "state", "lead", "helper", "known", "dispatched", "first_there", "crew_there", "closed",
    "handling_minutes", "satisfaction",
)  # fmt: skip
DUTIES = 9
"""Duties that there were: all up to training."""


@pytest.mark.parametrize(
    ("place", "rule", "calls", "name"),
    [
        ("county-town", "separate", 335, "30a26fc946335d80e4cc870b2e4b0cce"),
        ("county-town", "integrated", 713, "185f4a0cab78a09e2f5b8fca58fcbe2f"),
        ("zigui-2004", "integrated", 284, "354b3caffb3a86ae27d2a082089a4ba1"),
    ],
)
def test_off_is_the_county_of_before_with_everybody_available(place, rule, calls, name):
    """`name` is of the version before, with its lever `availability` at 1 and one officer at a theft."""
    county = County(Scenario.preset(place, rule=rule, seed=3, people_per_agent=25, **OFF)).run_days(2)
    rows, state = county.dispatch.calls, blake2b(digest_size=16)
    for column in COLUMNS:
        state.update(np.ascontiguousarray(rows[column]).tobytes())
    state.update(np.ascontiguousarray(county.dispatch.tables.duty_minutes[:, :DUTIES]).tobytes())
    for column in ("skill", "km", "paperwork_due", "jobs"):
        state.update(np.ascontiguousarray(county.force.columns[column]).tobytes())
    state.update(np.ascontiguousarray(county.force.presence["sight"]).tobytes())
    assert (len(rows), state.hexdigest()) == (calls, name)


def test_off_leaves_nothing_to_do_and_no_file():
    county = County(Scenario.preset("zigui-2004", people_per_agent=25, **OFF)).run_days(1)
    assert not county.evidence().duty_minutes[:, DUTIES:].any()
    assert not len(county.dispatch.used("files"))
    assert not county.dispatch.tables.work_pool["wanted"].any()


def test_time_beyond_a_shift_is_too_little_for_fatigue_to_act_on():
    """Other work ends with the shift; calls that outlast it are well below a hundredth of time on duty."""
    county = County(Scenario.preset("zigui-2004", people_per_agent=25, seed=3)).run_days(3)
    evidence = county.evidence()
    on_duty = evidence.duty_minutes[:, 1:].sum()
    assert 0 < evidence.officers["overtime"].sum() < 0.01 * on_duty
