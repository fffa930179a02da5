"""The timeline as it is read: every error names the entry, the value and what is allowed."""

import pickle

import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.rules import RULES
from jiaosuo.model.timeline import Entry, read_timeline


def preset(*timeline, **values):
    return Scenario.preset("zigui-2004", timeline=timeline, **values)


@pytest.fixture
def read(tmp_path):
    """Reads a text as a scenario file."""

    def reader(text, **given):
        (tmp_path / "place.toml").write_text(text)
        return Scenario.read(tmp_path / "place.toml", **given)

    return reader


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ([{"day": -1}], r"timeline 1 day: -1 is not allowed; must be a number from 0 to 3,660"),
        ([{"day": "x"}], r"timeline 1 day: 'x' .* not text"),
        (
            [{"day": 3, "note": "a"}, {"day": 2, "note": "b"}],
            r"timeline 2 day: 2.* order of time, and the one before is of 3",
        ),
        ([{"day": 1}], r"timeline 1: .* must say what changes"),
        ([{"day": 1, "set": {}}], r"timeline 1: .* must say what changes"),
        (
            [{"day": 1, "rule": "integrated"}, {"day": 1, "rule": "separate"}],
            r"timeline 2 rule: 1.* said twice for this time",
        ),
        (
            [{"day": 1, "set": {"delta": 0.5}}, {"day": 1.0, "set": {"delta": 0.6}}],
            r"timeline 2 delta: 1.* said twice for this time",
        ),
        (
            [{"day": 1, "staffing": "historic"}, {"day": 1, "staffing": "workload"}],
            r"timeline 2 staffing: 1.* said twice for this time",
        ),
        ([{"rule": "integrated"}], r"timeline 1: \['rule'\] .* either a day or, in a path of years, a year"),
        ([{"day": 1, "year": 2004}], r"timeline 1: .* either a day or"),
        ([{"year": 2004, "note": "a"}], r"timeline 1 year: 2004 .* must be a day; years are for a path"),
        ([{"day": 1, "rul": "integrated"}], r"timeline 1: 'rul' .* did you mean rule"),
        ([{"day": 1, "rule": "integratd"}], r"rule: 'integratd' .* did you mean integrated"),
        ([{"day": 1, "staffing": "historical"}], r"staffing: 'historical' .* did you mean historic"),
        ([{"day": 1, "staffing": "best-separate"}], r"timeline 1 staffing: 'best-separate' .* historic or"),
        ([{"day": 1, "set": {"dleta": 1}}], r"timeline 1 parameter: 'dleta' .* did you mean delta"),
        ([{"day": 1, "set": {"delta": 9}}], r"timeline 1 delta: 9 .* a number from 0 to 1\.5"),
        ([{"day": 1, "set": [1]}], r"timeline 1 set: \[1\] .* a table of NAME = VALUE"),
        ([{"day": 1, "set": {"cell_km": 2}}], r"timeline 1 cell_km: 2 .* the same for the whole of a run"),
        ([{"day": 1, "set": {"area_km2": 9}}], r"timeline 1 area_km2: 9 .* the same for the whole"),
        ([{"day": 1.5, "set": {"urbanization": 0.5}}], r"timeline 1 day: 1\.5 .* use a whole day"),
        ([{"day": 1, "note": 3}], r"timeline 1 note: 3 .* a text"),
        ([{"day": 1, "surge": "coach_crsh"}], r"surge: 'coach_crsh' .* did you mean coach_crash"),
        (
            [{"day": 1, "surge": "coach_crash"}],
            r"timeline 1 township: '' .* happens in one township: name it",
        ),
        (
            [{"day": 1, "surge": "landslip", "township": "Maopin"}],
            r"township: 'Maopin' .* did you mean Maoping",
        ),
        ([{"day": 1, "township": "Maoping"}], r"timeline 1 township: 'Maoping' .* only a surge"),
        (["tomorrow"], r"timeline 1: 'tomorrow' .* a table with a day"),
    ],
)
def test_a_bad_entry_is_named_with_what_is_allowed(entries, says):
    with pytest.raises(InputError, match=says):
        preset(*entries)


def test_two_things_may_change_at_one_time_and_two_surges_begin():
    found = preset(
        {"day": 1, "rule": "integrated"},
        {"day": 1, "set": {"delta": 0.5}},
        {"day": 1, "surge": "coach_crash", "township": "Maoping"},
        {"day": 1, "surge": "coach_crash", "township": "Maoping"},
    )
    assert len(found.timeline) == 4


def test_an_entry_that_is_there_is_overruled_by_one_of_the_same_time():
    case = preset({"day": 1, "rule": "integrated"})
    found = case.changed(timeline=[*case.timeline, {"day": 1, "rule": "separate"}])
    assert found.in_force(1_440).rule.name == "separate"


@pytest.mark.parametrize("content", ["x", {"day": 1}, 3, None])
def test_a_timeline_is_a_list(content):
    with pytest.raises(InputError, match=r"timeline: .* a list of entries"):
        read_timeline(content)


ONE = """
rule = "separate"
[[timeline]]
day = 30
rule = "integrated"
staffing = "historic"
note = "as ordered"
[timeline.set]
on_duty_share = 0.35
[[timeline]]
day = 40.5
surge = "landslip"
township = "Township 3"
"""


def test_a_file_says_what_changes_and_when(read):
    scenario = read(ONE)
    change, slip = scenario.timeline
    assert (change.day, change.rule, change.staffing) == (30, RULES["integrated"], Staffing.HISTORIC)
    assert dict(change.values) == {"on_duty_share": 0.35}
    assert (slip.minute, slip.surge, slip.township) == (40.5 * 1440, "landslip", "Township 3")
    assert read_timeline([each.described().to_json() for each in scenario.timeline]) == scenario.timeline


def test_an_entry_is_in_force_from_its_minute_on(read):
    scenario = read(ONE)
    before, after = scenario.in_force(30 * 1440 - 1), scenario.in_force(30 * 1440)
    assert before == scenario.start
    assert (before.rule.name, before["on_duty_share"]) == ("separate", 0.3)
    assert [(each.surge, each.rule) for each in before.timeline] == [("landslip", None)]
    assert (after.rule.name, after["on_duty_share"], after.staffing) == (
        "integrated",
        0.35,
        Staffing.HISTORIC,
    )


def test_a_rule_that_is_asked_for_holds_for_the_whole_run(read):
    scenario = read(ONE, rule="stationed")
    assert scenario.in_force(1e6).rule.name == "stationed"
    assert scenario.in_force(1e6)["on_duty_share"] == 0.35
    assert read(ONE).under("stationed") == scenario
    assert read(ONE).under("timeline") == read(ONE)


def test_a_given_timeline_takes_the_place_of_the_file_s(read):
    scenario = read(ONE, rule="stationed", timeline=[{"day": 2, "rule": "integrated"}])
    assert [each.day for each in scenario.timeline] == [2]
    assert scenario.in_force(2 * 1440).rule.name == "integrated"
    assert read(ONE).changed(timeline=[]).timeline == ()


def test_the_timeline_is_part_of_what_a_scenario_is():
    plain, other = preset(), preset({"day": 3, "rule": "integrated", "set": {"delta": 0.5}})
    assert plain != other
    assert plain.described() != other.described()
    assert pickle.loads(pickle.dumps(other)) == other
    assert other.changed(seed=3).timeline == other.timeline


def test_an_entry_cannot_be_written():
    entry = Entry(day=1, values={"delta": 0.5})
    with pytest.raises(TypeError):
        entry.values["delta"] = 3
