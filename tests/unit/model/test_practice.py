"""Expected practice against the model's own, and that skill and presence stay where they start."""

from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import County
from jiaosuo.model.core.terms import Corps, Domain
from jiaosuo.model.demand import expected_calls
from jiaosuo.model.landscape import landscape
from jiaosuo.model.learning import floors, passed
from jiaosuo.model.officers import force
from jiaosuo.model.practice import expert_minutes, practice
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Change
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import posted

DAYS = 60
CORPS = (Corps.TRAFFIC, Corps.STATION)


def settled(rule, **values):
    return Scenario.preset("county-town", rule=rule, seed=1, people_per_agent=25, **values).in_steady_state()


@pytest.fixture(scope="module", params=["separate", "integrated"])
def run(request):
    """A county from its balance on, with what it began with, the days it ran, and its stops by day."""
    county = County(settled(request.param))
    began, presence = county.force.columns.copy(), county.force.presence.copy()
    counted = []
    for _ in range(DAYS):
        county.run_days(1)
        counted.append(int(county.dispatch.calls["on_patrol"].sum()))
    return county, began, presence, np.diff([0, *counted])


def test_officers_practise_as_expected(run):
    """A fifth off at the most, by corps and domain; less than half a minute a day is counted with that."""
    county, began, _, _ = run
    did = county.force.columns["practice"] / DAYS
    for corps in CORPS:
        rows = began["corps"] == corps
        expected, found = began["use"][rows].mean(axis=0), did[rows].mean(axis=0)
        assert np.abs(expected - found).max() <= 0.2 * max(expected.max(), found.max()), corps


def test_skill_stays_where_it_starts_while_the_rule_does_not_change(run):
    """Carried on for 540 days at the rates the model has shown: within .05 by corps and domain.

    Each officer's expected practice is scaled to what the corps has shown: an officer's own few days say
    little, and a mean of unlike officers would learn more than they do.
    """
    county, began, _, _ = run
    did = county.force.columns["practice"] / DAYS
    for corps in CORPS:
        rows = began["corps"] == corps
        expected, start = began["use"][rows], began["skill"][rows]
        shown = expected * did[rows].mean(axis=0) / np.maximum(expected.mean(axis=0), 1e-9)
        floor, leads = floors(began["corps"][rows], county.scenario), np.ones_like(start, np.bool_)
        nothing = np.zeros(len(start))
        after = passed(start, shown, nothing, shown, leads, floor, 540.0, county.scenario)
        assert np.abs(after.mean(axis=0) - start.mean(axis=0)).max() < 0.05, corps


def test_stops_stay_where_they_start(run):
    """The stock of stops, which deters, neither builds up nor runs down: within a tenth or so at the end."""
    county, _, presence, _ = run
    left, now = county.dispatch.tables.presence, float(county.minute)
    half_life = county.scenario["stops_half_life"] * 1440
    stock = (left["stops"] * 0.5 ** ((now - left["stops_at"]) / half_life)).sum()
    assert stock == pytest.approx(presence["stops"].sum(), rel=0.15)


def test_stops_of_a_day_are_as_many_at_the_beginning_as_later(run):
    """The slowest series that policing makes has no warm-up: first and last days differ by chance alone."""
    *_, by_day = run
    first, last = by_day[:15], by_day[-15:]
    apart = first.mean() - last.mean()
    assert abs(apart) < 3 * np.hypot(first.std(ddof=1), last.std(ddof=1)) / np.sqrt(15)


def test_stops_are_counted_where_authority_is(run):
    county, *_ = run
    rule = county.scenario.rule.name
    corps = county.force.columns["corps"]
    use = county.force.columns["use"][:, Domain.TRAFFIC]
    assert (use[corps == Corps.TRAFFIC] > 0).all()
    assert (use[corps == Corps.STATION] > 0).all() == (rule == "integrated")


def test_what_is_expected_of_all_is_what_the_county_brings():
    """Calls that fall to somebody are conserved: with nobody on the beat, the shares add up to the demand."""
    case = settled("separate", beat_share=0)
    land = landscape(case)
    made = force(case, land, 1)
    where = posted(made.columns["corps"].copy(), made.origin, case.rule, case, land)
    expected = practice(where, case, land)
    minutes = 0.0
    for row, kind in enumerate(case.kinds):
        if kind.domain == Domain.SERVICE:
            minutes += expected_calls(land, case)[row].sum() * case[f"{kind.name}_handling_minutes"]
    published = expert_minutes(expected.worked, np.ones(len(case.kinds)), case)
    assert published[:, Domain.SERVICE].sum() == pytest.approx(minutes)
    assert expected.stops.sum() == 0


def test_cross_training_is_for_those_who_lead_at_both():
    """Under separate nobody does, so hours teach nobody; under integrated they do."""
    for rule, rises in (("separate", False), ("integrated", True)):
        plain, trained = settled(rule), settled(rule, training_hours=300)
        land = landscape(plain)
        before, after = (force(each, land, 1).columns for each in (plain, trained))
        station = before["corps"] == Corps.STATION
        rise = (after["skill"] - before["skill"])[station].mean(axis=0)
        assert (rise[[Domain.TRAFFIC, Domain.ORDER]] > 0.02).all() == rises
        assert (np.abs(rise) < 1e-12).all() != rises


def test_days_since_the_change_lead_from_one_balance_to_the_other():
    """Nothing at once, a part of the way in a quarter, nearly all of it in years, where nobody is trained."""
    untrained = replace(RULES["integrated"], change=Change())
    # Nobody is certified: who is, and so whose files are whose, is counted as it is when the rule changes.
    start = Scenario.preset("county-town", rule=untrained, people_per_agent=25, certified_skill=1)
    land = landscape(start)
    cases = [start.changed(days_since_change=days) for days in (0, 91, 3_600)]
    made = [force(each, land, 1) for each in (*cases, start.in_steady_state())]
    station = made[0].columns["corps"] == Corps.STATION
    at_once, quarter, years, settled_ = (
        each.columns["skill"][station, Domain.TRAFFIC].mean() for each in made
    )
    assert at_once == pytest.approx(start["skill_floor"])
    assert at_once + 0.05 < quarter < settled_ - 0.05
    assert years == pytest.approx(settled_, abs=1e-3)
    stops = [each.presence["stops"].sum() for each in made]
    assert stops[0] < stops[1] < stops[3]
    assert stops[1] == pytest.approx(stops[3], rel=0.02)  # a quarter is six and a half half-lives
    trained = force(cases[1].changed(rule="integrated"), land, 1).columns["skill"][station, Domain.TRAFFIC]
    assert trained.mean() > quarter + 0.05  # ten days of training are over by then
    before = force(start.changed(rule="separate", rule_before=RULES["separate"]), land, 1)
    assert stops[0] == pytest.approx(before.presence["stops"].sum())
