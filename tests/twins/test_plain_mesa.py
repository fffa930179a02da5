"""The county beside the same county as plain Mesa objects, on the same draws."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from examples import plain_mesa_county
from examples.plain_mesa_county import OWN_WORK, Citizen, PlainCounty, Vehicle, small_county
from jiaosuo.model import RULES, County
from jiaosuo.model.core.terms import CallState, Duty
from jiaosuo.model.work import in_order

pytestmark = pytest.mark.ci

OFTEN = {"dispute": 300, "help": 400, "theft": 160, "violence": 120, "damage_crash": 0.8, "injury_crash": 0.2}
BUSY = {f"{kind}_rate_{area}": rate for kind, rate in OFTEN.items() for area in ("rural", "urban")}
"""Crews are short, so that calls wait, are diverted and given up."""

SMALL = BUSY | {"population": 30_000, "area_km2": 300, "officers_traffic": 6, "officers_station": 24}
DAYS = 0.75


@pytest.fixture(scope="module", params=["separate", "integrated"])
def both(request):
    """The two, after the same hours of the same world."""
    scenario = small_county(seed=3, **SMALL).under(request.param)
    plain = PlainCounty(scenario, citizens_step_every=60)
    plain.run_for(DAYS * 1_440)
    return County(scenario).run_days(DAYS), plain


def column(agents, name):
    return np.array([getattr(agent, name) for agent in agents])


def test_every_call_has_the_same_life(both):
    county, plain = both
    calls = county.dispatch.calls
    assert len(calls) == len(plain.calls) > 50
    assert {CallState.CLEARED, CallState.GAVE_UP, CallState.UNREPORTED} <= set(calls["state"].tolist())
    for name in ("key", "cell", "township", "state", "diversions"):
        assert (calls[name] == column(plain.calls, name)).all(), name
    times = ("arose", "known", "dispatched", "first_there", "crew_there", "closed")
    for name in (*times, "handover_minutes", "handling_minutes", "satisfaction"):
        np.testing.assert_allclose(column(plain.calls, name), calls[name], rtol=1e-9, err_msg=name)


def test_every_officer_has_done_the_same(both):
    county, plain = both
    officers, force = county.force.columns, plain.force
    assert (column(force, "duty") == officers["duty"]).all()
    assert (column(force, "position") == officers["cell"]).all()
    assert (column(force, "cases") == officers["cases"]).all()
    for name, own in (("minutes", county.dispatch.tables.duty_minutes), ("skill", officers["skill"])):
        np.testing.assert_allclose(column(force, name), own, rtol=1e-9, atol=1e-9)
    owed = (("paperwork", "paperwork_due"),)
    for name, other in (("km", "km"), ("arrives", "arrives"), *owed):
        np.testing.assert_allclose(column(force, name), officers[other], rtol=1e-9, atol=1e-9)
    spent = county.dispatch.tables.duty_minutes.sum(axis=0) > 0
    assert spent.sum() == len(Duty) - len({Duty.POST, Duty.TRAINING, Duty.WATCH})


def test_every_officer_has_the_same_files_and_the_same_of_their_own_work(both):
    county, plain = both
    tables, files = county.dispatch.tables, county.dispatch.used("files")
    left = [[each.minutes_left for each in officer.files] for officer in plain.force]
    assert sum(map(len, left)) == np.isnan(files["closed"]).sum() > 0
    owed = county.force.columns["files_due"]
    np.testing.assert_allclose([sum(each) for each in left], owed, rtol=1e-9, atol=1e-6)
    rows = [row for row, work in enumerate(in_order()) if work in OWN_WORK]
    own = [[officer.own.get(work.name, 0.0) for work in OWN_WORK] for officer in plain.force]
    np.testing.assert_allclose(own, tables.own_work[:, rows], atol=1e-9)
    assert tables.work_pool["done"][rows].sum() > 0


def test_every_vehicle_and_link_has_the_same_traffic(both):
    county, plain = both
    roads, fleet = county.vehicles.roads, list(plain.agents_by_type[Vehicle])
    assert (column(fleet, "trips") == roads.vehicles["trips"]).all()
    assert (column(plain.roads, "crossings") == roads.links["crossings"]).all()
    assert (column(plain.roads, "entered") == roads.links["entered"]).all()
    np.testing.assert_allclose(column(plain.roads, "risky_flow"), roads.links["risky_flow"], rtol=1e-9)
    under_way = sum(plain.end - each.since for each in fleet if each.road is not None)
    minutes = sum(each.minutes for each in fleet) + under_way
    assert minutes * plain.people_per_agent / 60 == pytest.approx(county.vehicles.vehicle_hours, rel=1e-9)


def test_citizens_are_where_they_are_and_think_what_they_think(both):
    county, plain = both
    homes = [plain.residents[cell] for cell in range(len(plain.cells))]
    rows = np.argsort(county.citizens.columns["home"], kind="stable")
    trust = np.array([citizen.trust for cell in homes for citizen in cell])
    np.testing.assert_allclose(trust, county.citizens.columns["trust"][rows], rtol=1e-5)
    assert (trust != trust[0]).any()
    there = [
        sum(isinstance(each, Citizen) for each in plain.space[cell].agents) for cell in sorted(plain.space)
    ]
    assert (np.array(there) * plain.people_per_agent == county.citizens.present).all()


def test_every_minute_was_observed_alike(both):
    county, plain = both
    ticks = county.recorder.rows()
    for place, name in enumerate(("minute", "waiting", "open", "vehicles_on_road", "officers")):
        assert (np.array([tick[place] for tick in plain.ticks]) == ticks[name]).all(), name


def test_a_rule_with_what_the_twin_has_not_is_refused():
    rule = RULES["integrated"]
    holding_back = replace(rule, name="holding back", duty=replace(rule.duty, reserve=0.5))
    with pytest.raises(ValueError, match="reserve"):
        PlainCounty(small_county(**SMALL).under(holding_back))


def test_the_example_runs_alone_and_prints_what_a_day_was_like(tmp_path):
    run = [sys.executable, plain_mesa_county.__file__]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    separate, integrated = done.stdout.splitlines()
    assert separate.startswith("separate: 43 calls, ")
    assert integrated.startswith("integrated: 43 calls, ")
    assert separate.split(", ")[1:] != integrated.split(", ")[1:]
