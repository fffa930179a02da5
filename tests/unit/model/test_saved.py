"""A county in a file goes on as if it had never stopped."""

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from jiaosuo.model import County, Scenario, saved
from jiaosuo.model.core.columns import digest
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.rules import RULES
from jiaosuo.model.timeline import Entry

BUSY = {"people_per_agent": 25, "dispute_rate_rural": 60, "on_duty_share": 0.15, "vehicles_per_1000": 250}


WHOLE = (
    "officers", "duty_minutes", "posts", "beats_at", "unmanned", "work_pool", "own_work", "watches",
)  # fmt: skip


def scenario(rule="integrated", **values):
    return Scenario.preset("zigui-2004", rule=rule, seed=8, **(BUSY | values))


def test_a_county_of_before_names_what_has_taken_the_place_of_a_number(tmp_path, monkeypatch):
    """One saved when officers' other work was a share: its file says what to use."""
    described = saved._described

    def as_before(case):
        said = described(case)
        return said | {"values": {**said["values"], "availability": 0.5}}

    monkeypatch.setattr(saved, "_described", as_before)
    County(scenario()).save(tmp_path / "county")
    monkeypatch.setattr(saved, "_described", described)
    with pytest.raises(InputError, match=r"availability.*use other_work"):
        County.load(tmp_path / "county")


def written(county):
    """The tables that the event loop writes, spare rows left out."""
    world = county.dispatch.tables
    whole = [getattr(world, name) for name in WHOLE]
    used = [getattr(world, name)[: world.clock[name][0]] for name in ("events", "waiting", "calls", "files")]
    return [*whole, *used]


def assert_same(one, other):
    """Everything a run leaves behind is equal to the last bit."""
    assert one.calls().equals(other.calls(), null_equal=True)
    assert one.ticks().equals(other.ticks())
    assert one.officers().equals(other.officers())
    assert one.outcomes() == other.outcomes()
    assert one.world_digest == other.world_digest
    assert one.minute == other.minute
    np.testing.assert_array_equal(one.citizens.columns, other.citizens.columns)
    np.testing.assert_array_equal(one.vehicles.columns, other.vehicles.columns)
    assert one.vehicles.on_road == other.vehicles.on_road
    for left, right in zip(written(one), written(other), strict=True):
        assert digest(left) == digest(right)


def stopped(file, case, first, rest):
    """The county that ran, was saved, was loaded and ran on."""
    County(case).run_days(first).save(file)
    return County.load(file).run_days(rest)


@pytest.fixture(scope="module")
def ten_days():
    return County(scenario()).run_days(10)


@pytest.mark.parametrize(
    ("first", "rest"),
    [(6, 4), (6.4375, 3.5625), (1 / 1440, 10 - 1 / 1440)],
    ids=["midnight", "10:30", "00:01"],
)
def test_ten_days_are_some_days_saved_and_loaded_and_the_rest(tmp_path, ten_days, first, rest):
    assert len(ten_days.calls()) > 500
    assert_same(ten_days, stopped(tmp_path / "a county", scenario(), first, rest))


def test_saving_twice_changes_nothing(tmp_path):
    file = tmp_path / "county"
    County(scenario()).run_days(0.4).save(file)
    for _ in range(3):
        County.load(file).run_days(0.2).save(file)
    assert_same(County(scenario()).run_days(1), County.load(file))


def test_the_log_is_saved_too(tmp_path):
    county = County(scenario(), log=True).run_days(0.5)
    county.save(tmp_path / "county")
    loaded = County.load(tmp_path / "county").run_days(0.5)
    np.testing.assert_array_equal(loaded.dispatch.log, county.run_days(0.5).dispatch.log)
    assert len(loaded.dispatch.log) > 500


def test_a_rule_on_no_shelf_comes_with_its_scenario(tmp_path):
    case = scenario(replace(RULES["integrated"], name="ours"))
    file = tmp_path / "county"
    County(case).run_days(0.5).save(file)
    with pytest.raises(InputError, match="rule: 'ours'"):
        County.load(file)
    assert_same(County(case).run_days(1), County.load(file, case).run_days(0.5))


def test_saving_leaves_the_running_county_alone(tmp_path):
    county = County(scenario()).run_days(0.5)
    county.save(tmp_path / "county")
    assert_same(County(scenario()).run_days(1), county.run_days(0.5))


def test_a_county_can_be_saved_before_its_first_minute(tmp_path):
    County(scenario()).save(tmp_path / "county")
    assert_same(County(scenario()).run_days(1), County.load(tmp_path / "county").run_days(1))


def test_the_scenario_comes_back_with_the_county(tmp_path):
    case = scenario("zigui-2004", delta=0.33).changed(staffing="best-separate", traffic_share=0.4)
    County(case).run_days(0.1).save(tmp_path / "county")
    loaded = County.load(tmp_path / "county").scenario
    assert replace(loaded, about=case.about) == case


def test_a_rule_of_the_same_name_and_other_answers_is_refused(tmp_path):
    other = replace(RULES["integrated"], order=replace(RULES["integrated"].order, preempt=False))
    County(scenario(other)).run_days(0.1).save(tmp_path / "county")
    with pytest.raises(InputError, match="saved under a rule or kinds of other content"):
        County.load(tmp_path / "county")


def test_a_file_that_is_no_county_is_refused(tmp_path):
    good, bad = tmp_path / "county", tmp_path / "bad"
    County(scenario()).run_days(0.1).save(good)
    bad.write_bytes(good.read_bytes()[:-200])
    for file in (bad, tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError, match=r"saved county: .* a file written by County.save"):
            County.load(file)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(InputError, match="saved county"):
        County.load(bad)


def test_nothing_half_written_stays_when_writing_fails(tmp_path, monkeypatch):
    file = tmp_path / "county"
    county = County(scenario()).run_days(0.1)
    county.save(file)
    before = file.read_bytes()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "save", full)
    with pytest.raises(InputError, match="No space"):
        county.save(file)
    assert file.read_bytes() == before


def test_a_saved_county_is_plain_arrays_and_text(tmp_path):
    County(scenario()).run_days(0.1).save(tmp_path / "county")
    with zipfile.ZipFile(tmp_path / "county") as archive:
        about = json.loads(archive.read("county.json"))
        kinds = {name.rpartition(".")[2] for name in archive.namelist()}
    assert about["numbers"]["minute"] == 144
    assert kinds == {"json", "npy", "checksum"}


def padding(rows):
    """The bytes of each row that belong to no column."""
    spare = np.ones(rows.dtype.itemsize, np.bool_)
    for kind, offset in rows.dtype.fields.values():
        spare[offset : offset + kind.itemsize] = False
    return rows.view(np.uint8).reshape(len(rows), rows.dtype.itemsize)[:, spare]


def test_loaded_tables_are_of_the_type_that_kernels_were_compiled_for_and_hold_no_stray_bytes(tmp_path):
    """More calls than a new county has room for, so that the loaded table takes the place of the new one."""
    case = scenario(dispute_rate_rural=900, help_rate_rural=900)
    county = County(case).run_days(1.5)
    assert len(county.dispatch.calls) > len(County(case).dispatch.tables.calls)
    county.save(tmp_path / "county")
    loaded = County.load(tmp_path / "county")
    for one, other in zip(county.dispatch.tables, loaded.dispatch.tables, strict=True):
        if isinstance(one, np.ndarray) and one.dtype.names:
            assert other.dtype == one.dtype
            assert other.dtype.isalignedstruct == one.dtype.isalignedstruct
    assert not padding(loaded.dispatch.calls).any()
    assert not padding(loaded.recorder.rows()).any()


@pytest.mark.parametrize("days", [1, 1.4375, 1 / 1440], ids=["midnight", "10:30", "00:01"])
def test_what_is_loaded_is_what_was_saved(tmp_path, days):
    county = County(scenario("separate", on_duty_share=0.5), log=True).run_days(days)
    assert county.force.posts["staffed_minutes"].any() == (days > 0.5)
    county.save(tmp_path / "county")
    loaded = County.load(tmp_path / "county")
    assert_same(county, loaded)
    np.testing.assert_array_equal(loaded.dispatch.log, county.dispatch.log)


def test_a_rule_on_no_shelf_is_refused_by_name_and_taken_with_its_scenario(tmp_path):
    case = scenario(replace(RULES["integrated"], name="ours"))
    county = County(case).run_days(0.5)
    county.save(tmp_path / "county")
    with pytest.raises(InputError, match="rule: 'ours'"):
        County.load(tmp_path / "county")
    assert_same(county, County.load(tmp_path / "county", case))


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_a_county_is_loaded_in_another_process(tmp_path, hash_seed):
    County(scenario("separate")).run_days(0.1).save(tmp_path / "county")
    code = f"from jiaosuo.model import County; print(County.load({str(tmp_path / 'county')!r}).minute)"
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "144"


CHANGES = [
    {"day": 1, "rule": "separate", "set": {"officers_station": 150, "officers_traffic": 20}},
    {"day": 6, "rule": "integrated", "set": {"urbanization": 0.3, "officers_station": 80}},
    {"day": 8.4, "surge": "coach_crash", "township": "Maoping", "set": {"delta": 0.3}},
]


@pytest.fixture(scope="module")
def ten_days_with_changes():
    return County(scenario(timeline=CHANGES)).run_days(10)


@pytest.mark.parametrize("first", [0.5, 1, 1 + 1 / 1440, 6, 6 + 1 / 1440, 7.3, 8.4, 9])
def test_a_timeline_goes_on_with_a_loaded_county(tmp_path, ten_days_with_changes, first):
    """Changes before, at and after the minute at which the county is saved."""
    assert len(ten_days_with_changes.force.columns) > 204
    loaded = stopped(tmp_path / "county", scenario(timeline=CHANGES), first, 10 - first)
    assert_same(ten_days_with_changes, loaded)
    assert loaded.scenario.timeline == ten_days_with_changes.scenario.timeline


def test_a_timeline_of_rules_on_no_shelf_comes_with_its_scenario(tmp_path):
    ours = replace(RULES["integrated"], name="ours")
    case = scenario(timeline=[{"day": 1, "set": {"delta": 0.5}}]).changed(
        timeline=[Entry(day=0.2, rule=ours)]
    )
    County(case).run_days(0.5).save(tmp_path / "county")
    with pytest.raises(InputError, match="rule: 'ours'"):
        County.load(tmp_path / "county")
    assert_same(County(case).run_days(1), County.load(tmp_path / "county", case).run_days(0.5))
    other = case.changed(timeline=[Entry(day=0.2, rule=replace(ours, chinese="其他"))])
    with pytest.raises(InputError, match="rule or kinds of other content"):
        County.load(tmp_path / "county", other)


def test_a_county_loaded_turns_to_another_future_as_if_it_had_been_its_own(tmp_path):
    file = tmp_path / "county"
    County(scenario(), log=True).run_days(0.5).save(file)
    other = scenario().changed(timeline=[Entry(day=0.75, rule=RULES["separate"])])
    turned = County.load(file).turn_to(other).run_days(0.5)
    assert_same(County(other, log=True).run_days(1), turned)
    assert not turned.calls().equals(County(scenario()).run_days(1).calls())


def test_a_county_turns_to_no_other_past():
    county = County(scenario()).run_days(0.5)
    with pytest.raises(InputError, match="minute 720"):
        county.turn_to(scenario().changed(timeline=[Entry(day=0.25, rule=RULES["separate"])]))
    with pytest.raises(InputError, match="minute 720"):
        county.turn_to(scenario(data_sharing=0.9))
