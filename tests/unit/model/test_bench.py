"""The bench of theory: its kinds and levers, generalists' pace, and warm-up left out of what is counted."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Authority, Corps, Domain, Duty, Staffing
from jiaosuo.model.incidents import BENCH, KINDS
from jiaosuo.model.incidents.kind import FIELDS
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Grant
from jiaosuo.model.scenario import all_parameters, counties, parameters
from jiaosuo.model.scenario_file import preset_names


def bench(rule="separate", days=4, seed=1, **values):
    return County(Scenario.preset("theory-bench", rule=rule, seed=seed, **values)).run_days(days)


def test_only_places_of_theory_see_the_kinds_of_the_bench():
    assert not set(BENCH) & set(KINDS)
    assert [kind.name for kind in Scenario.preset("theory-bench").kinds] == ["bench_traffic", "bench_order"]
    assert all(Scenario.preset(name).kinds == tuple(KINDS.values()) for name in counties())
    assert "theory-bench" in preset_names()
    assert "theory-bench" not in counties()


def test_levers_are_declared_where_the_kinds_of_the_bench_are_and_nowhere_else():
    levers = {"calls_per_hour_traffic", "calls_per_hour_order", "handling_minutes"}
    assert not levers & set(parameters())
    assert levers <= set(all_parameters())
    with pytest.raises(InputError, match="handling_minutes"):
        Scenario.preset("zigui-2004", handling_minutes=5)


@pytest.mark.parametrize("name", BENCH)
def test_a_kind_of_the_bench_declares_all_that_no_lever_sets(name):
    kind = BENCH[name]
    own = {each.name.removeprefix(f"{name}_") for each in kind.parameters}
    assert own | set(kind.set_by) == set(FIELDS)
    assert not own & set(kind.set_by)


def test_as_many_calls_come_and_take_as_long_as_the_levers_say():
    calls = bench(
        days=40, calls_per_hour_traffic=3, calls_per_hour_order=5, handling_minutes=10
    ).dispatch.calls
    for domain, an_hour in ((Domain.TRAFFIC, 3), (Domain.ORDER, 5)):
        expected = an_hour * 24 * 40
        assert abs((calls["domain"] == domain).sum() - expected) < 4 * np.sqrt(expected)
    assert calls["expert_minutes"].mean() == pytest.approx(10, rel=4 / np.sqrt(len(calls)))
    spread = calls["expert_minutes"].std() / calls["expert_minutes"].mean()
    assert spread == pytest.approx(1, abs=0.05)


def test_the_place_says_how_its_force_is_split_and_who_runs_it_may_say_otherwise():
    assert Scenario.preset("theory-bench").staffing == Staffing.HISTORIC
    assert Scenario.preset("theory-bench", staffing="workload").staffing == Staffing.WORKLOAD
    assert Scenario.preset("zigui-2004").staffing == Staffing.HISTORIC
    assert Scenario.preset("county-town").staffing == Staffing.WORKLOAD


@pytest.mark.parametrize(("rule", "ratio"), [("separate", 1.0), ("integrated", 1 / 0.8)])
def test_generalists_work_at_their_pace_and_specialists_at_theirs(rule, ratio):
    outcomes = bench(rule, generalist_penalty=0.2).outcomes()
    for domain in ("traffic", "order"):
        assert outcomes[f"handling_ratio_{domain}"][0] == pytest.approx(ratio)


def test_who_is_a_generalist_follows_from_authority_and_not_from_a_name():
    rule = RULES["separate"]
    grant = Grant(Corps.TRAFFIC, Authority.ATTEND, (Domain.ORDER,))
    wider = replace(rule, authority=(*rule.authority, grant))
    outcomes = bench(wider, generalist_penalty=0.2).outcomes()
    assert outcomes["handling_ratio_traffic"][0] == pytest.approx(1.25)
    assert outcomes["handling_ratio_order"][0] == pytest.approx(1)


def test_the_pace_of_generalists_is_for_places_of_theory_alone():
    with pytest.raises(InputError, match="generalist_penalty"):
        Scenario.preset("zigui-2004", generalist_penalty=0.1)


def test_outcomes_count_what_comes_after_the_warm_up():
    county = bench(days=4, warmup_days=2)
    calls, warm = county.dispatch.calls, 2 * 1_440
    seen = calls[(calls["arose"] >= warm) & ~np.isnan(calls["dispatched"])]
    outcomes = county.outcomes()
    waited = (seen["dispatched"] - seen["known"]).mean()
    assert outcomes["wait_mean"] == (pytest.approx(waited), len(seen))
    assert outcomes["calls_total"][0] == (calls["arose"] >= warm).sum()
    minutes = county.evidence().duty_minutes
    np.testing.assert_allclose(minutes.sum(axis=1), warm)
    assert len(county.calls()) == len(calls)


def test_without_a_warm_up_all_is_counted():
    county = bench(days=1, warmup_days=0)
    assert county.outcomes()["calls_total"][0] == len(county.dispatch.calls)


@pytest.mark.parametrize("days", [1, 2])
def test_a_run_no_longer_than_its_warm_up_is_refused(days):
    with pytest.raises(InputError, match="warm-up of 2 days"):
        bench(days=days, warmup_days=2).outcomes()


def test_a_path_of_years_takes_no_warm_up():
    with pytest.raises(InputError, match="warmup_days"):
        Scenario.preset("fujian-2002-2015", warmup_days=1)


@pytest.mark.parametrize("first", [1, 2, 3])
def test_a_county_saved_before_at_or_after_the_end_of_its_warm_up_goes_on_as_one(first, tmp_path):
    whole = bench(days=4, warmup_days=2)
    bench(days=first, warmup_days=2).save(tmp_path / "bench.county")
    rest = County.load(tmp_path / "bench.county").run_days(4 - first)
    assert rest.outcomes() == whole.outcomes()
    assert rest.calls().equals(whole.calls(), null_equal=True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('kinds = "bench_traffic"', "kinds"),
        ('kinds = ["bench_trafic"]', "bench_traffic"),
        ("kinds = []", "kinds"),
        ('kinds = ["theft", "theft"]', "each once"),
        ('staffing = "none"', "staffing"),
        ("theory = 1", "true or false"),
    ],
)
def test_what_a_place_says_wrongly_is_refused_by_name(line, says, tmp_path):
    file = tmp_path / "place.toml"
    file.write_text(f'title = "Place"\n{line}\n')
    with pytest.raises(InputError, match=says):
        Scenario.read(file)


def test_units_of_the_hypercube_stand_by_at_their_stations_and_go_in_no_time():
    county = County(Scenario.preset("theory-hypercube", warmup_days=0, seed=1)).run_days(2)
    officers, minutes = county.force.columns, county.evidence().duty_minutes
    assert len(set(officers["home_cell"])) == len(officers) == 5
    assert minutes[:, Duty.TO_CALL].sum() < 0.01
    assert not minutes[:, [Duty.BEAT, Duty.COMMUNITY]].any()
    assert (officers["cell"] == officers["home_cell"])[officers["duty"] == Duty.STANDBY].all()


def test_units_of_the_square_root_law_are_anywhere_alike():
    county, seen = County(Scenario.preset("theory-square-root", calls_per_hour_traffic=0, seed=1)), []
    for _ in range(100):
        county.run_days(5 / 1_440)
        seen.append(county.force.columns["cell"].copy())
    x, y = (county.land.cells[axis][np.concatenate(seen)] for axis in ("x_km", "y_km"))
    cells = county.land.cells
    for axis, values in (("x_km", x), ("y_km", y)):
        error = cells[axis].std() / np.sqrt(len(values))
        assert abs(values.mean() - cells[axis].mean()) < 4 * error
    assert (county.force.columns["duty"] == Duty.BEAT).all()


def test_patience_without_end_leaves_no_event_behind():
    county = bench(days=4)
    assert len(county.dispatch.calls) > 1_000
    assert county.dispatch.tables.clock["events"][0] < 20
