"""With other work, case files and quality all off, the county is the one that was there before any of them.

Bit for bit: the calls, whose minutes went where, skill, papers and what was seen of the police. So what is
off takes no draw, no time and no turn of anybody.
"""

from hashlib import blake2b

import numpy as np
import pytest

from jiaosuo.model import KINDS, County, Scenario, files_before, work_demand
from jiaosuo.model.core.terms import Duty
from jiaosuo.model.work import in_order
from tests.laws.test_quality import MUCH
from tests.laws.test_quality import OFF as NO_QUALITY
from tests.laws.test_quality import SIZES as SIZES_OF_QUALITY

OFF = {
    "other_work": 0, "theft_officers_needed": 1, **{f"{kind}_file_share": 0 for kind in KINDS}, **NO_QUALITY,
}  # fmt: skip
"""The numbers at which there is nothing of it."""

SIZES = {
    "files_before": 365, "files_from": 0, "files_until": 24, "files_yield_to": 0, "file_cv": 3,
    "late_file_annoyance": 1, "late_file_clearance": 1, "watch_alone_yields_to": 0,
    **{f"{kind}_file_hours": 90 for kind in KINDS}, **{f"{kind}_file_days": 1 for kind in KINDS},
    **{each.name: each.high for work in in_order() for each in work.parameters},
    **SIZES_OF_QUALITY,
}  # fmt: skip
"""What is only asked where something of it is on."""

BEFORE = ("key", "state", "lead", "helper", "known", "dispatched", "first_there", "crew_there", "closed",
          "handling_minutes", "satisfaction")  # fmt: skip
OWN = ("skill", "km", "paperwork_due", "jobs")
DUTIES = Duty.OTHER_WORK
"""As many duties there were: all up to training."""


def named(county):
    """How many calls, and a name for all that was there before.

    To a millionth: the last bits of an exponential are not those of every processor.
    """
    rows, state = county.dispatch.calls, blake2b(digest_size=16)
    tables = [rows[column] for column in BEFORE]
    tables.append(county.dispatch.tables.duty_minutes[:, :DUTIES])
    tables += [county.force.columns[column] for column in OWN]
    for table in (*tables, county.force.presence["sight"]):
        exact = np.round(table, 6) + 0.0 if table.dtype.kind == "f" else np.ascontiguousarray(table)
        state.update(exact.tobytes())
    return len(rows), state.hexdigest()


@pytest.mark.parametrize(
    ("place", "rule", "calls", "name"),
    [
        ("county-town", "separate", 335, "77912feeead62f4d47280adf07b7dcc1"),
        ("county-town", "integrated", 713, "6733c5c2874cf25654600f87238dd5dc"),
        ("zigui-2004", "integrated", 284, "88d33e1c8b87d25bf091ec2a396328ad"),
    ],
)
def test_off_is_the_county_of_before_with_everybody_available(place, rule, calls, name):
    """`name` is of the version before, with its lever `availability` at 1; on one machine both are the same
    to the bit.

    Trunk roads ran through a town as outside it, and one officer went to a theft.
    """
    scenario = Scenario.preset(place, rule=rule, seed=3, people_per_agent=25, **OFF)
    scenario = scenario.changed(speed_trunk_urban=scenario["speed_trunk"])
    assert named(County(scenario).run_days(2)) == (calls, name)


@pytest.mark.parametrize("rule", ["separate", "integrated"])
def test_two_ways_of_being_off_agree_bit_for_bit(rule):
    """Off with everything at its default, and off with everything else of it at its most."""
    one, other = (
        County(Scenario.preset("zigui-2004", rule=rule, seed=3, **(MUCH | sizes | OFF))).run_days(3)
        for sizes in ({}, SIZES)
    )
    assert named(one) == named(other)
    assert one.vehicles.vehicle_hours == other.vehicles.vehicle_hours
    assert one.world_digest == other.world_digest
    for county in (one, other):
        assert not county.calls()["sent_back"].any()
        assert not county.calls()["complained"].any()


def test_off_leaves_nothing_to_do_and_no_file():
    county = County(Scenario.preset("zigui-2004", people_per_agent=25, **OFF)).run_days(1)
    assert not county.evidence().duty_minutes[:, DUTIES:].any()
    assert not len(county.dispatch.used("files"))
    assert not county.dispatch.tables.work_pool["wanted"].any()


class NoDraws:
    """In the place of all draws: whoever asks for one fails."""

    def __getattr__(self, name):
        raise AssertionError(f"a draw is asked for: {name}")


def test_what_is_off_asks_for_no_draw(monkeypatch):
    for room in (files_before, work_demand):
        monkeypatch.setattr(room, "draws", NoDraws())
    County(Scenario.preset("zigui-2004", people_per_agent=25, **OFF))
    for on in ({"theft_file_share": 0.6}, {"other_work": 1}):
        with pytest.raises(AssertionError, match="a draw is asked for"):
            County(Scenario.preset("zigui-2004", people_per_agent=25, **(OFF | on)))
