"""Law 2: chance is keyed, so the world before policing is the same under every rule."""

import numpy as np
import pytest

from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.incidents.kind import Given, Kind
from tests.laws.bench import SMALL, county

RULES = ["separate", "stationed", "integrated", "station_led", "patrol_merged", "hybrid", "zigui-2004"]


def test_the_digest_is_the_same_under_every_rule_and_staffing():
    digests = {county(rule, days=1).world_digest for rule in RULES}
    historic = Scenario.preset("zigui-2004", rule="separate", seed=3, staffing="historic", **SMALL)
    digests.add(County(historic).run_days(1).world_digest)
    assert len(digests) == 1


def test_another_seed_is_another_world():
    assert county("separate", days=1, seed=3).world_digest != county("separate", days=1, seed=4).world_digest


@pytest.mark.parametrize("lever", [{"delta": 0.2}, {"other_work": 0.5}, {"officers_station": 140}])
def test_levers_of_policing_leave_the_world_alone(lever):
    assert county("separate", days=1, **lever).world_digest == county("separate", days=1).world_digest


FIRE = Kind(
    name="fire", label="Fire", domain=Domain.SERVICE, basis=Basis.PEOPLE,
    numbers={"rate_rural": Given(5), "rate_urban": Given(5)},
)  # fmt: skip


def test_a_new_kind_of_call_moves_no_draw_of_the_others():
    with_fire = Scenario.preset("zigui-2004", rule="separate", seed=3, **SMALL).changed(
        kinds=(*KINDS.values(), FIRE)
    )
    more, fewer = County(with_fire).run_days(1), county("separate", days=1)
    old = more.candidates.today[more.candidates.today["kind"] < len(KINDS)]
    for field in ("time", "key", "cell", "kind", "published_minutes", "patience"):
        np.testing.assert_array_equal(old[field], fewer.candidates.today[field])


def test_rules_share_nearly_all_calls_and_pairing_narrows_the_difference():
    scenario = Scenario.preset("zigui-2004", **SMALL)
    result = compare(scenario, ["separate", "integrated"], days=3, replications=6).result
    pair = result.pairing["integrated"]
    assert 0.95 < pair.common_calls <= 1
    assert pair.variance_ratio["response_mean_order_rural"] > 2


def test_a_rule_against_itself_under_another_name_differs_by_exactly_nothing():
    from dataclasses import replace

    from jiaosuo.experiments.replication.replicate import replicate
    from jiaosuo.experiments.replication.world import World
    from jiaosuo.model.rules import RULES as SHELF

    scenario = Scenario.preset("zigui-2004", rule="integrated", seed=5, **SMALL)
    twin = scenario.changed(rule=replace(SHELF["integrated"], name="twin"))
    one, other = replicate(World((scenario, twin), 2)).measured
    assert one == other
