"""Scenarios: every error names the field, the value and what is allowed."""

import pickle

import numpy as np
import pytest

from jiaosuo.model import Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.rules import RULES
from jiaosuo.model.scenario_file import preset_file, preset_names


@pytest.fixture
def read(tmp_path):
    """Reads a text or bytes as a scenario file."""

    def reader(content, **values):
        file = tmp_path / "place.toml"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Scenario.read(file, **values)

    return reader


def preset(**values):
    return Scenario.preset("zigui-2004", **values)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"delta": 9}, r"delta: 9 is not allowed; must be a number from 0 to 1\.5"),
        ({"delta": float("nan")}, r"delta: nan is not allowed; must be a number from 0"),
        ({"delta": float("inf")}, r"delta: inf is not allowed"),
        ({"delta": True}, r"delta: True is not allowed; .* not true or false"),
        ({"delta": np.True_}, r"delta: np.True_ is not allowed; .* not true or false"),
        ({"delta": "0.5"}, r"delta: '0\.5' is not allowed; .* not text"),
        ({"delta": [0.5]}, r"delta: \[0\.5\] is not allowed"),
        ({"delta": None}, r"delta: None is not allowed"),
        ({"officers_traffic": 3.7}, r"officers_traffic: 3\.7 is .* whole number from 0 to 5,000"),
        ({"officers_traffic": -1}, r"officers_traffic: -1 is not allowed"),
        ({"officers_station": 10**9}, r"officers_station: 1000000000 is not allowed; .* to 20,000"),
        ({"on_duty_share": 1.0000001}, r"on_duty_share: 1\.0000001 is not allowed"),
        ({"urbanisation": 0.3}, r"parameter: 'urbanisation' .* did you mean urbanization"),
        ({"theft_rate_rual": 3}, r"parameter: 'theft_rate_rual' .* did you mean theft_rate_rural"),
        ({"seed": -1}, r"seed: -1 is not allowed; must be a whole number from 0"),
        ({"seed": 1.0}, r"seed: 1\.0 is not allowed"),
        ({"seed": True}, r"seed: True is not allowed"),
        ({"seed": "7"}, r"seed: '7' is not allowed"),
        ({"seed": 2**256}, r"seed: .* 2\*\*256 - 1"),
        ({"rule": "seperate"}, r"rule: 'seperate' .* did you mean separate"),
        ({"staffing": "worklod"}, r"staffing: 'worklod' .* did you mean workload"),
        ({"area_km2": 100}, r"area_km2: 100 is not allowed; this place has a table of townships"),
    ],
)
def test_a_bad_value_is_named_with_what_is_allowed(values, says):
    with pytest.raises(InputError, match=says):
        preset(**values)


@pytest.mark.parametrize(
    "name", ["zigui", "", "../../etc/passwd", "/etc/passwd", "zigui-2004\0", "x" * 300, None, 4]
)
def test_only_listed_presets_are_looked_up(name):
    with pytest.raises(InputError, match=r"preset: .* known: "):
        preset_file(name)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_can_be_read_and_says_its_title(name):
    assert Scenario.preset(name).about.title


def test_whole_numbers_may_be_written_with_a_point():
    assert preset(officers_traffic=3.0) == preset(officers_traffic=3)
    assert isinstance(preset(officers_traffic=3.0)["officers_traffic"], int)


@pytest.mark.parametrize(("name", "value"), [("data_sharing", 0), ("data_sharing", 1), ("on_duty_share", 1)])
def test_the_ends_of_a_range_are_taken(name, value):
    assert preset(**{name: value})[name] == value


@pytest.mark.parametrize("seed", [0, 2**64, 2**128 + 1, 2**256 - 1])
def test_large_seeds_are_taken_exactly(seed):
    assert preset(seed=seed).seed == seed


def test_what_is_given_beats_the_file_and_the_file_beats_the_default():
    assert preset()["urbanization"] == 0.22
    assert preset(urbanization=0.5)["urbanization"] == 0.5
    assert preset()["delta"] == 0.8


def test_headcounts_come_from_the_table_of_townships():
    scenario = preset()
    assert scenario["officers_traffic"] == sum(each.officers_traffic for each in scenario.townships)
    assert scenario["population"] == 385_000
    assert preset(officers_traffic=50)["officers_traffic"] == 50


def test_a_copy_changes_what_it_is_told_and_nothing_else():
    base = preset(seed=3, delta=0.5)
    copy = base.changed(rule="integrated", staffing="historic", urbanization=0.4)
    assert (copy.rule, copy.staffing, copy["urbanization"]) == (RULES["integrated"], Staffing.HISTORIC, 0.4)
    assert (copy.seed, copy["delta"], copy.townships) == (3, 0.5, base.townships)
    assert base.changed() == base


def test_a_copy_checks_what_it_is_told():
    with pytest.raises(InputError, match="parameter: 'urbanisation'"):
        preset().changed(urbanisation=0.4)
    with pytest.raises(InputError, match="rule: 'separated'"):
        preset().changed(rule="separated")


def test_a_scenario_survives_the_way_to_another_process():
    scenario = preset(rule="zigui-2004", seed=2**200, delta=0.3)
    assert pickle.loads(pickle.dumps(scenario)) == scenario


def test_values_cannot_be_written():
    with pytest.raises(TypeError):
        preset().values["delta"] = 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("[set]\ndelta = 7\n", "delta: 7 is not allowed"),
        ("[set]\ndelta = 'x'\n", "delta: 'x' is not allowed"),
        ("[set]\ndleta = 0.1\n", r"parameter: 'dleta' .* did you mean delta"),
        ("[set]\ndelta = 1\ndelta = 1\n", "place.toml: .* not valid TOML"),
        ("set = 3\n", r"place.toml \[set\]: 3 .* a table of NAME = VALUE"),
        ("titel = 'x'\n", r"place.toml: 'titel' .* did you mean title"),
        ("title = 3\n", "place.toml title: 3 .* a text"),
        ("days = true\n", "place.toml days: True .* a whole number"),
        ("sources = 'x'\n", "place.toml sources: 'x' .* a list of texts"),
        ("rule = 'separat'\n", r"rule: 'separat' .* did you mean separate"),
        ("rule = [1]\n", r"rule: \[1\]"),
        ("a = = 1", "place.toml: .* not valid TOML"),
        ("a = " + "[" * 100_000, "place.toml: .* not valid TOML"),
        ("[set]\ndelta = 1" + "0" * 5000, "place.toml: .* not valid TOML"),
        (
            "townships_csv = true\n",
            r"townships.csv: '.+ is not allowed; there is no such file in ",
        ),
        (b"title = '\xff'", "place.toml: 'byte 9' .* not UTF-8"),
        (b"#" * 1_000_001, "scenario file: .* at most 1,000,000 bytes"),
    ],
)
def test_a_bad_file_is_refused_by_name(read, content, says):
    with pytest.raises(InputError, match=says):
        read(content)


def test_a_folder_is_not_a_scenario(tmp_path):
    with pytest.raises(InputError, match=r"scenario file: .* a TOML file"):
        Scenario.read(tmp_path)


def test_a_file_brings_its_table_of_townships(tmp_path):
    (tmp_path / "townships.csv").write_text(
        "name,population,area_km2,x_km,y_km,officers_traffic,officers_station\n"
        "Upper,1200,30,10,20,4,2\nLower,800,20,4,5,3,1\n"
    )
    (tmp_path / "place.toml").write_text("townships_csv = true\n")
    scenario = Scenario.read(tmp_path / "place.toml")
    assert [each.name for each in scenario.townships] == ["Upper", "Lower"]
    assert (scenario["population"], scenario["area_km2"], scenario["officers_traffic"]) == (2000, 50, 7)
