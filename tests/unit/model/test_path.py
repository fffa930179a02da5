"""Long paths: what the sampled days of a year say agrees with the whole year."""

import numpy as np
import pytest

from jiaosuo.model import County, Scenario
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import NOBODY, Corps, Duty
from jiaosuo.model.path import walk
from jiaosuo.model.years import Years

SMALL = """
[set]
population = 60_000
area_km2 = 400
townships = 4
squadrons = 2
people_per_agent = 25
urbanization = 0.35
surveyed_urbanization = 0.35
officers_traffic = 12
officers_station = 36
auxiliaries = 12
traffic_specialists = 2
case_specialists = 3
trunk_km = 20
county_km = 60
village_km = 250
[path]
first_year = 2002
last_year = 2004
days_per_year = 3
[path.set]
vehicles_per_1000 = [60, 240]
urbanization = [0.35, 0.4, 0.5]
officers_traffic = [12, 15]
[[timeline]]
year = 2003
rule = "integrated"
staffing = "historic"
[[timeline]]
year = 2004
[timeline.set]
auxiliaries = 20
"""


@pytest.fixture
def read(tmp_path):
    def reader(text=SMALL, **given):
        (tmp_path / "place.toml").write_text(text)
        return Scenario.read(tmp_path / "place.toml", **given)

    return reader


@pytest.mark.parametrize(
    ("said", "instead", "says"),
    [
        ("first_year = 2002\n", "", r"path: .* first_year is missing"),
        ("last_year = 2004", "last_year = 2001", r"path last_year: 2001 .* from 2002 to 2061"),
        ("last_year = 2004", "last_year = 2004.5", r"path last_year: 2004\.5 .* a whole number"),
        ("days_per_year = 3", "days_per_year = 0", r"path days_per_year: 0 .* from 1 to 365"),
        ("days_per_year = 3", "day_per_year = 3", r"path: 'day_per_year' .* did you mean days_per_year"),
        ("[60, 240]", "60", r"path vehicles_per_1000: 60 .* one number for each of the 3 years"),
        ("[60, 240]", "[1, 2, 3, 4]", r"path vehicles_per_1000: .* one number for each"),
        ("[60, 240]", "[60, 2400]", r"path vehicles_per_1000: 2400 .* from 20 to 600"),
        ("vehicles_per_1000 =", "vehicle_per_1000 =", r"path parameter: 'vehicle_per_1000' .* did you mean"),
        ("officers_traffic = [", "cell_km = [", r"path cell_km: .* the same for the whole of a run"),
        ("year = 2003", "year = 2005", r"timeline 1 year: 2005 .* a year of the path, 2002 to 2004"),
        ("year = 2003", "day = 3", r"timeline 1 day: 3.* must be a year: this place is a path"),
        ("auxiliaries = 20", "urbanization = 0.3", r"timeline 2 urbanization: .* same for the whole"),
    ],
)
def test_a_bad_path_is_named_with_what_is_allowed(read, said, instead, says):
    assert said in SMALL
    with pytest.raises(InputError, match=says):
        read(SMALL.replace(said, instead, 1))


def test_what_the_path_moves_cannot_be_set(read):
    with pytest.raises(
        InputError, match=r"urbanization: 0\.3 .* the path of this place sets it year by year"
    ):
        read(urbanization=0.3)


def test_what_the_path_moves_does_not_grow_besides(read):
    for name in ("vehicle_growth", "urbanization_growth"):
        with pytest.raises(InputError, match=rf"{name}: 2\.0? .* sets it year by year"):
            read(**{name: 2.0})
        with pytest.raises(InputError, match=rf"{name}: 2 .* sets it year by year"):
            read(SMALL.replace("[set]", f"[set]\n{name} = 2", 1))
        assert read(**{name: 0.0}) == read()


def test_each_year_has_its_numbers_and_what_is_said_of_it(read):
    case = read()
    years = [case.in_force(3 * year * 1440) for year in range(3)]
    assert [each["vehicles_per_1000"] for each in years] == [60, 150, 240]
    assert [each["urbanization"] for each in years] == [0.35, 0.4, 0.5]
    assert [each["officers_traffic"] for each in years] == [12, 14, 15]
    assert [each["auxiliaries"] for each in years] == [12, 12, 20]
    assert [each.rule.name for each in years] == ["separate", "integrated", "integrated"]
    assert case.in_force(3 * 1440 - 1) == case.start


def test_a_rule_that_is_asked_for_holds_for_all_years(read):
    case = read(rule="stationed")
    assert case.in_force(1e6).rule.name == "stationed"
    assert case.in_force(1e6)["auxiliaries"] == 20
    assert read().under("stationed") == case
    assert (case.rule_name, read().rule_name) == ("stationed", "timeline")


def test_a_journey_has_a_row_a_year_and_every_call_once(read):
    journey = walk(read())
    years, calls = journey.outcomes(), journey.calls()
    assert years["year"].to_list() == [2002, 2003, 2004]
    assert years["rule"].to_list() == ["separate", "integrated", "integrated"]
    assert sum(len(each.calls) for each in journey.years.values()) == len(calls)
    assert dict(calls["year"].value_counts().iter_rows()) == {
        year: len(each.calls) for year, each in journey.years.items()
    }
    assert years["calls_total"].sum() == journey.county.outcomes()["calls_total"][0]


def test_the_books_of_the_years_add_up_to_those_of_the_county(read):
    journey = walk(read())
    whole = journey.county.evidence()
    years = list(journey.years.values())
    minutes = sum(each.duty_minutes.sum() for each in years)
    assert minutes == pytest.approx(whole.duty_minutes.sum())
    for each in years:
        new = each.duty_minutes.sum(axis=1) > each.end + 1e-6
        assert set(each.duty_minutes.sum(axis=1)[~new].round(6)) == {each.end}
        assert (each.calls["arose"] >= 0).all()
        assert (each.calls["arose"] < each.end).all()
    assert sum(each.officers["cases"].sum() for each in years) == whole.officers["cases"].sum()
    assert sum(each.posts["staffed_minutes"].sum() for each in years) == pytest.approx(
        whole.posts["staffed_minutes"].sum()
    )


def test_the_roads_and_the_gaps_of_the_years_add_up_too(read):
    journey = walk(read())
    county, years = journey.county, list(journey.years.values())
    whole = county.evidence(undisturbed=county.undisturbed_hours())
    for name in ("crossings", "crossing_minutes"):
        assert sum(each.links[name].sum() for each in years) == pytest.approx(whole.links[name].sum())
    assert sum(each.vehicle_hours for each in years) == pytest.approx(whole.vehicle_hours)
    assert sum(each.undisturbed_hours for each in years) == pytest.approx(whole.undisturbed_hours)
    assert sum(each.unmanned.sum() for each in years) == pytest.approx(whole.unmanned.sum())
    outcomes = journey.outcomes()
    blocked = county.outcomes()["blocked_minutes"][0]
    assert outcomes["blocked_minutes"].sum() == pytest.approx(blocked)
    assert outcomes["delay_caused"].sum() == pytest.approx(
        county.outcomes()["delay_caused"][0], abs=1e-9 * whole.vehicle_hours
    )


def test_a_year_keeps_the_trust_and_the_books_of_its_end(read):
    """Where nothing moves, the tables are the same in all years, and only copies tell them apart."""
    case = read().changed(path=Years(2002, 2004, 2), timeline=[], on_duty_share=0.1)
    journey = walk(case)
    assert len(set(journey.outcomes()["trust_mean"])) == 3
    assert all(each.unmanned.sum() > 0 for each in journey.years.values())
    assert all(each.links["crossings"].sum() > 0 for each in journey.years.values())


def test_a_path_goes_on_with_a_loaded_county(read, tmp_path):
    case = read()
    whole = County(case).run_days(9)
    for first in (2.5, 3, 5, 6 + 1 / 1440):
        County(case).run_days(first).save(tmp_path / "county")
        rest = County.load(tmp_path / "county").run_days(9 - first)
        assert rest.calls().equals(whole.calls())
        assert rest.world_digest == whole.world_digest
        assert digest(rest.evidence().officers) == digest(whole.evidence().officers)
        assert digest(rest.citizens.columns) == digest(whole.citizens.columns)


def test_the_world_is_the_same_under_every_rule(read):
    assert len({walk(read(rule=rule)).county.world_digest for rule in ("separate", "integrated")}) == 1


def test_a_full_year_has_no_leap_and_is_a_plain_run(read):
    text = SMALL.split("[path]")[0]
    case = read(text)
    year = case.changed(path=Years(2002, 2002, 365))
    days = 5
    assert County(year).run_days(days).calls().equals(County(case).run_days(days).calls())


# What the leap carries over


def test_disruption_and_owed_training_run_by_the_calendar(read):
    path = Years(2002, 2003, 7)
    case = read().changed(path=path, timeline=[{"year": 2003, "rule": "integrated"}])
    county = County(case).run_days(7)
    county.step()
    until, now = county.dispatch.tables.rule_table["disrupted_until"], 7 * 1440
    np.testing.assert_allclose(until - now, 90 * 1440)
    assert county.force.columns["training_due"].mean() > 8 * 480
    county.run_days(1)
    np.testing.assert_allclose(until - now - 1440, (90 - 365 / 7) * 1440)
    county.run_days(1)
    assert (until <= county.minute).all()
    assert (county.force.columns["training_due"] < 3 * 480).mean() > 0.9


def group_skill(journey, year):
    """Mean skill of the traffic and station corps by domain."""
    officers = journey.years[year].officers
    serving = officers["establishment_post"] != NOBODY
    rows = [serving & (officers["corps"] == corps) for corps in (Corps.TRAFFIC, Corps.STATION)]
    return np.array([officers["skill"][each].mean(axis=0) for each in rows])


def trust(journey, year):
    return float(journey.years[year].trust.mean())


def compared(read, full, sampled, seeds, last):
    """Differences of skill and of trust, sampled less full, mean over seeds; (years, ...)."""
    base = read().changed(timeline=[{"year": 2003, "rule": "integrated"}])
    found = []
    for seed in range(seeds):
        of_days = [walk(base.changed(seed=seed, path=Years(2002, last, days))) for days in (sampled, full)]
        found.append(
            [
                (
                    group_skill(of_days[0], year) - group_skill(of_days[1], year),
                    trust(of_days[0], year) - trust(of_days[1], year),
                )
                for year in range(2002, last + 1)
            ]
        )
    skill = np.mean([[each[0] for each in years] for years in found], axis=0)
    return skill, np.mean([[each[1] for each in years] for years in found], axis=0)


def test_twelve_days_of_each_year_agree_with_forty_six(read):
    skill, trust_ = compared(read, full=46, sampled=12, seeds=1, last=2003)
    assert np.abs(skill).max() < 0.06
    assert np.abs(trust_).max() < 0.01


@pytest.mark.slow
def test_four_weeks_of_each_year_agree_with_all_of_it(read):
    """The tolerance that docs/decisions/0009 states."""
    skill, trust_ = compared(read, full=365, sampled=28, seeds=2, last=2003)
    assert np.abs(skill).max() < 0.05
    assert np.abs(trust_).max() < 0.01


def test_only_a_path_can_be_walked(read):
    with pytest.raises(InputError, match=r"path: 'zigui-2004' .* a place with a path of years"):
        walk(Scenario.preset("zigui-2004"))


def test_who_joins_in_a_later_year_is_booked_off_duty_until_then(read):
    journey = walk(read().changed(timeline=[{"year": 2004, "set": {"auxiliaries": 30}}]))
    minutes = journey.county.evidence().duty_minutes
    np.testing.assert_allclose(minutes.sum(axis=1), journey.county.minute)
    assert (minutes[-10:, Duty.OFF] > 6 * 1440).all()


SHORT_OF_TIME = {
    "on_duty_share": 0.15, "call_volume": 3, "theft_file_days": 2, "violence_file_days": 2,
    "injury_crash_file_days": 2, "damage_crash_file_days": 2, "dispute_file_days": 2,
}  # fmt: skip
"""Few on duty, many calls and short deadlines, so that a share of the files is late."""


@pytest.mark.slow
def test_four_weeks_of_a_year_agree_with_all_of_it_in_files_and_time(read):
    """Files are late as often, within what chance leaves of so many files; time is committed alike."""
    late, of, committed = [], [], []
    for days, worlds in ((28, 6), (365, 2)):
        seen = []
        for seed in range(worlds):
            case = read().changed(timeline=[], path=Years(2002, 2002, days), seed=seed, **SHORT_OF_TIME)
            found = County(case).run_days(days).outcomes()
            seen.append((*found["files_late"], found["thirds_committed"][0]))
        shares, files, times = np.array(seen).T
        of.append(files.sum())
        late.append((shares * files).sum() / files.sum())
        committed.append(times.mean())
    assert min(of) > 300
    assert 0.02 < late[1] < 0.9
    # Files of one owner wait together: as if half of them were seen alone.
    spread = np.sqrt(late[1] * (1 - late[1]) * sum(2 / each for each in of))
    assert abs(late[0] - late[1]) < 3 * spread
    assert committed[0] == pytest.approx(committed[1], abs=0.02)
