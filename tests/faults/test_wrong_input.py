"""Wrong input gets one clear sentence and exit code 2: field, value, what is allowed; never a traceback."""

import json

import pytest

from jiaosuo.model.core.terms import Basis
from jiaosuo.model.incidents import KINDS

RUN = ("run", "zigui-2004", "--days", "1")
COMPARE = ("compare", "zigui-2004", "--days", "1", "--replications", "2")
WEIGH = (*COMPARE, "--rules", "separate,integrated", "--weights")

CASES = {
    "unknown preset": (("run", "ziguii-2004"), ["preset", "ziguii-2004", "zigui-2004"]),
    "preset that climbs out": (("run", "../../etc/passwd"), ["preset", "../../etc/passwd"]),
    "absolute preset": (("run", "/etc/passwd"), ["preset", "/etc/passwd"]),
    "preset of 300 letters": (("run", "x" * 300), ["preset"]),
    "device name": (("run", "CON"), ["preset", "CON"]),
    "unknown rule": ((*RUN, "--rule", "integrate"), ["rule", "integrate", "did you mean integrated"]),
    "unknown parameter": ((*RUN, "--set", "urbanisation=0.3"), ["urbanisation", "did you mean urbanization"]),
    "a number of before": ((*RUN, "--set", "availability=0.5"), ["availability", "use other_work"]),
    "nan": ((*RUN, "--set", "urbanization=nan"), ["urbanization", "nan", "0.05 to 0.95"]),
    "infinite": ((*RUN, "--set", "delta=inf"), ["delta", "inf", "0 to 1.5"]),
    "1e999": ((*RUN, "--set", "delta=1e999"), ["delta", "inf"]),
    "above the range": ((*RUN, "--set", "urbanization=1.0000001"), ["urbanization", "1.0000001"]),
    "below the range": ((*RUN, "--set", "data_sharing=-1e-17"), ["data_sharing", "-1e-17"]),
    "officers below none": ((*RUN, "--set", "officers_station=-1"), ["officers_station", "-1"]),
    "a billion officers": ((*RUN, "--set", "officers_station=1000000000"), ["officers_station", "0000"]),
    "part of an officer": ((*RUN, "--set", "officers_station=3.7"), ["3.7", "whole number"]),
    "hexadecimal": ((*RUN, "--set", "officers_station=0x10"), ["officers_station", "0x10"]),
    "truth": ((*RUN, "--set", "officers_station=true"), ["officers_station", "true"]),
    "text": ((*RUN, "--set", "delta=much"), ["delta", "much"]),
    "empty": ((*RUN, "--set", "delta="), ["delta"]),
    "no value": ((*RUN, "--set", "delta"), ["--set", "NAME=VALUE"]),
    "no name": ((*RUN, "--set", "=3"), ["--set", "NAME=VALUE"]),
    "given twice": ((*RUN, "--set", "delta=0.1", "--set", "delta=0.2"), ["delta", "twice"]),
    "a million digits": ((*RUN, "--set", "delta=" + "9" * 1_000_000), ["delta"]),
    "fixed by the table": ((*RUN, "--set", "area_km2=100"), ["area_km2", "townships"]),
    "no days": (("run", "zigui-2004", "--days", "0"), ["days", "0"]),
    "days without end": (("run", "zigui-2004", "--days", "1000000000000"), ["days"]),
    "days that are no number": (("run", "zigui-2004", "--days", "nan"), ["days", "nan"]),
    "negative seed": ((*RUN, "--seed", "-1"), ["seed", "-1"]),
    "seed in text": ((*RUN, "--seed", "seven"), ["seed", "seven"]),
    "seed with a fraction": ((*RUN, "--seed", "1.5"), ["seed", "1.5"]),
    "one rule": ((*COMPARE, "--rules", "separate"), ["rules", "two or more"]),
    "a rule twice": ((*COMPARE, "--rules", "separate,separate"), ["rules", "once"]),
    "an empty rule": ((*COMPARE, "--rules", "separate,"), ["rule", "''"]),
    "unknown staffing": ((*COMPARE, "--rules", "separate,hybrid", "--staffing", "fair"), ["fair"]),
    "no replications": ((*COMPARE[:-1], "0", "--rules", "separate,integrated"), ["replications", "0"]),
    "no jobs": ((*COMPARE, "--rules", "separate,integrated", "--jobs", "-1"), ["jobs", "-1"]),
    "unknown language": ((*COMPARE, "--rules", "separate,integrated", "--lang", "xx"), ["language", "xx"]),
    "unknown weight": ((*WEIGH, "respons_mean=1"), ["weights", "respons_mean", "did you mean response_mean"]),
    "negative weight": ((*WEIGH, "response_mean=-1"), ["response_mean", "-1", "0 to 1,000"]),
    "weight nan": ((*WEIGH, "response_mean=nan"), ["response_mean", "nan"]),
    "weight without end": ((*WEIGH, "response_mean=1e999"), ["response_mean", "inf"]),
    "weight in words": ((*WEIGH, "response_mean=much"), ["response_mean", "much"]),
    "weight of no better way": ((*WEIGH, "calls_total=1"), ["calls_total", "less or more is better"]),
    "weights all nothing": ((*WEIGH, "response_mean=0"), ["weights", "above 0"]),
    "weight twice": ((*WEIGH, "clear_mean=1,clear_mean=2"), ["clear_mean", "twice"]),
    "weights empty": ((*WEIGH, ""), ["--weights", "NAME=VALUE"]),
    "weights cut short": ((*WEIGH, "clear_mean=1,"), ["--weights", "NAME=VALUE"]),
    "unknown life": ((*RUN, "--trace", "dog"), ["trace", "dog", "officer"]),
    "a folder that cannot be": ((*RUN, "--out", "/proc/nothing/here"), ["--out", "/proc/nothing/here"]),
    "a file for a folder": ((*RUN, "--out", "/etc/passwd"), ["--out", "/etc/passwd"]),
    "boundary below nothing": ((*RUN, "--set", "density_boundary=-1"), ["density_boundary", "-1"]),
    "a map of elsewhere": ((*RUN, "--rule", "qidong-2023"), ["qidong-2023", "Hongqiao"]),
    "a template without a suffix": (("scenarios", "new", "mine"), ["scenario file", "mine", ".toml"]),
    "a template in no folder": (("scenarios", "new", "/proc/no/mine.toml"), ["scenario file", "written"]),
    "a template in no language": (("scenarios", "new", "x.toml", "--lang", "fr"), ["language", "fr"]),
    "too many cells": (("run", "county-town", "--set", "cell_km=0.25"), ["cell_km", "0.25", "km or more"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_clear_sentence_and_exit_code_2(jiaosuo, case):
    words, wanted = CASES[case]
    code, out, err = jiaosuo(*words)
    assert code == 2, err
    assert not out
    assert "Traceback" not in err
    for part in wanted:
        assert part in err
    assert len(err) < 2_000


TAKEN = {
    "share of nothing": "data_sharing=0",
    "share of all": "data_sharing=1",
    "whole number with a point": "officers_station=30.0",
    "no station officers": "officers_station=0",
    "no specialists": "case_specialists=0",
    "no travel": "travel_share=0",
}


@pytest.mark.parametrize("case", TAKEN)
def test_the_ends_of_the_range_are_taken(jiaosuo, case):
    code, _, err = jiaosuo(*RUN, "--set", TAKEN[case], "--set", "people_per_agent=25", "--json")
    assert code == 0, err


def test_a_seed_of_128_bits_is_taken_exactly(jiaosuo):
    small = ("--set", "people_per_agent=25", "--json")
    one, other = (jiaosuo(*RUN, "--seed", str(2**128 + k), *small)[1] for k in (0, 1))
    assert str(2**128) in one
    assert one.split("world_digest")[1][:50] != other.split("world_digest")[1][:50]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"\xff\xfe", "not UTF-8"),
        (b"[set\n", "not valid TOML"),
        (b"a = " + b"[" * 5_000, "TOML"),
        (b"[set]\nurbanization = 'x'\n", "urbanization"),
        (b"[set]\nurbanization = [1]\n", "urbanization"),
        (b"set = 3\n", "table of NAME = VALUE"),
        (b"speed = 3\n", "speed"),
        (b"days = true\n", "days"),
        (b"townships_csv = true\n", "townships.csv"),
        (b"rule = 'none'\n", "none"),
    ],
)
def test_a_scenario_file_that_is_wrong_says_where(jiaosuo, tmp_path, content, wanted):
    (tmp_path / "mine.toml").write_bytes(content)
    code, out, err = jiaosuo("run", tmp_path / "mine.toml")
    assert code == 2, err
    assert wanted in err
    assert "Traceback" not in err
    assert not out


@pytest.mark.parametrize("path", ["/dev/zero.toml", "nowhere.toml"])
def test_a_scenario_file_that_is_not_there_is_refused(jiaosuo, path):
    code, _, err = jiaosuo("run", path)
    assert code == 2
    assert "scenario file" in err


def test_no_demand_is_not_observed_and_never_a_silent_zero(jiaosuo):
    kinds = [name for name, kind in KINDS.items() if kind.basis != Basis.PATROL]
    rates = [f"{kind}_rate_{area}=0" for kind in kinds for area in ("rural", "urban")]
    quiet = [word for rate in rates for word in ("--set", rate)]
    code, out, err = jiaosuo(*RUN, *quiet, "--set", "people_per_agent=25", "--json")
    assert code == 0, err
    outcomes = json.loads(out)["outcomes"]
    assert (outcomes["response_mean"]["value"], outcomes["response_mean"]["n"]) == (None, 0)
    assert outcomes["calls_total"]["value"] == 0
