"""What a plan can know, a plan refuses: no run fails for what its study, its place or its options said."""

import pytest

from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.sweeps.estimate import estimate
from jiaosuo.experiments.sweeps.study_file import design_of, read_study
from jiaosuo.model import RULES, Scenario
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.possible import check_run
from jiaosuo.model.rules import RuleMap
from jiaosuo.model.timeline import Entry

PLAN = {"preset": "zigui-2004", "rules": ["separate", "integrated"], "days": 1, "replications": 2}
GENERATED = PLAN | {"preset": "county-town"}
LAST = 2**256 - 1

IMPOSSIBLE = {
    "a table says it": (PLAN | {"grid": {"townships": [4, 5]}}, r"grid\] townships: .*table of townships"),
    "a table says it, in a sample": (
        PLAN | {"sample": {"n": 4, "ranges": {"area_km2": [100, 200]}}}, "table of townships",
    ),
    "shorter than its warm-up": (PLAN | {"set": {"warmup_days": 3}}, "longer than its warm-up of 3 days"),
    "at some points": (PLAN | {"grid": {"warmup_days": [0, 1]}}, "longer than its warm-up of 1 days"),
    "its warm-ups do not fit": (
        PLAN | {"days": 7, "warm_up": 1, "set": {"warmup_days": 2}}, "longer than its warm-up",
    ),
    "slots in the middle of a grid": (PLAN | {"grid": {"duty_slot_minutes": [30, 50, 60]}}, "50.0 is not"),
    "slots in a range": (
        PLAN | {"sample": {"n": 4, "ranges": {"duty_slot_minutes": [10, 60]}}}, "must hold whole slots",
    ),
    "too many cells": (PLAN | {"grid": {"cell_km": [1, 0.25]}}, "more than 4,200"),
    "too few cells": (
        GENERATED | {"grid": {"area_km2": [4, 400], "townships": [40]}}, "for each of 40 townships",
    ),
    "too many cells together": (
        GENERATED | {"sample": {"n": 4, "ranges": {"area_km2": [20_000, 40_000]}}}, "more than 4,200",
    ),
    "no seed left": (PLAN | {"seed": LAST}, "as 2 worlds follow it"),
    "said twice": (PLAN | {"set": {"delta": 0.1}, "grid": {"delta": [0.1, 0.2]}}, r"\[set\] has this"),
    "said twice, in a sample": (
        PLAN | {"set": {"delta": 0.1}, "sample": {"n": 4, "ranges": {"delta": [0, 1]}}}, r"\[set\] has this",
    ),
    "only in theory": (PLAN | {"grid": {"generalist_penalty": [0, 0.2]}}, "only a place of theory"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_study_of_which_runs_would_fail_is_no_plan(content, says):
    with pytest.raises(InputError, match=says):
        design_of(content)


SURGE = {"day": 0, "surge": "coach_crash", "township": "Atlantis"}


def test_a_surge_where_there_is_no_such_township_is_refused_in_a_generated_county_too():
    case = Scenario.preset("county-town", timeline=[SURGE])
    for door in (
        lambda: check_run(case, 1),
        lambda: design_of(PLAN | {"preset": case}),
        lambda: compare(case, ["separate", "integrated"], 1, 2),
    ):
        with pytest.raises(InputError, match="timeline township: 'Atlantis'"):
            door()


def test_a_map_of_another_county_is_refused_wherever_it_stands():
    of_another = RuleMap(
        "mine", "我的", "words", "source", RULES["separate"], exceptions={"Atlantis": RULES["integrated"]}
    )
    later = Scenario.preset("zigui-2004", timeline=[Entry(day=0.5, rule=of_another)])
    before = Scenario.preset("zigui-2004").changed(rule_before=of_another)
    for case in (later, before):
        with pytest.raises(InputError, match="this map is of a place with a township Atlantis"):
            check_run(case, 1)
    with pytest.raises(InputError, match="this map is of a place with a township Atlantis"):
        design_of(PLAN | {"preset": later, "rules": ["timeline"]})


def test_what_a_comparison_can_know_it_refuses():
    short = Scenario.preset("zigui-2004", warmup_days=3)
    with pytest.raises(InputError, match="longer than its warm-up of 3 days"):
        compare(short, ["separate", "integrated"], 1, 2)
    with pytest.raises(InputError, match="as 2 worlds follow it"):
        compare(Scenario.preset("zigui-2004", seed=LAST), ["separate", "integrated"], 1, 2)


def test_a_place_with_a_warm_up_is_estimated():
    content = PLAN | {"days": 4, "set": {"warmup_days": 2, "people_per_agent": 25}}
    assert estimate(design_of(content)).all > 0


def test_a_parameter_of_the_name_of_a_field_is_the_parameter():
    case = Scenario.preset("county-town").changed(townships=5)
    assert case["townships"] == 5
    assert case.townships == ()


PENALTY = {"generalist_penalty": 0.2}


@pytest.mark.parametrize(
    "door",
    [
        lambda: Scenario.preset("zigui-2004", **PENALTY),
        lambda: Scenario.preset("zigui-2004").changed(**PENALTY),
        lambda: Scenario.preset("zigui-2004", timeline=[{"day": 1, "set": PENALTY}]),
        lambda: design_of(PLAN | {"set": PENALTY}),
        lambda: design_of(PLAN | {"sample": {"n": 4, "ranges": {"generalist_penalty": [0, 0.2]}}}),
    ],
    ids=["set", "changed", "timeline", "study", "sample"],
)
def test_a_number_that_one_door_refuses_no_door_takes(door):
    with pytest.raises(InputError, match="only a place of theory takes it"):
        door()


def on_a_path(folder, more=""):
    file = folder / "mine.toml"
    path = "[path]\nfirst_year = 0\nlast_year = 1\ndays_per_year = 1\n[path.set]\n"
    file.write_text(f"[set]\nurbanization = 0.4\n{path}urbanization = [0.4, 0.5]\n{more}", "utf-8")
    return file


def test_a_path_takes_what_any_door_takes(tmp_path):
    assert Scenario.read(on_a_path(tmp_path)).path is not None
    with pytest.raises(InputError, match="only a place of theory takes it"):
        Scenario.read(on_a_path(tmp_path, "generalist_penalty = [0, 0.2]\n"))


def test_a_number_beside_the_path_that_moves_it_is_refused_unless_it_is_where_the_path_begins(tmp_path):
    file = on_a_path(tmp_path)
    file.write_text(file.read_text("utf-8").replace("urbanization = 0.4\n", "urbanization = 0.3\n"), "utf-8")
    with pytest.raises(InputError, match=r"urbanization: 0.3 .*the path of this place sets it year by year"):
        Scenario.read(file)


def test_what_is_said_in_a_file_is_refused_with_its_line(tmp_path):
    file = tmp_path / "study.toml"
    head = 'preset = "zigui-2004"\nrules = ["separate"]\ndays = 1\n'
    file.write_text(head + "[set]\nwarmup_days = 3\n", "utf-8")
    with pytest.raises(InputError, match=r"study.toml, line 3: days: 1.0 is not allowed"):
        read_study(file)


GIVEN_TWICE = {
    "--seed": ("run", "zigui-2004", "--seed", 1, "--seed", 2),
    "--days": ("run", "zigui-2004", "--days", 1, "--days=2"),
    "--jobs": ("study", "why", "--jobs", 1, "--jobs", 2),
    "--at": ("compare", "zigui-2004", "--rules", "separate,integrated", "--at", "all", "--at", "all"),
}


@pytest.mark.parametrize("option", GIVEN_TWICE)
def test_an_option_given_twice_is_refused(jiaosuo, option):
    code, _, err = jiaosuo(*GIVEN_TWICE[option])
    assert (code, err.strip().split(":")[1].strip(), "it is given twice" in err) == (2, option, True)


def test_what_the_timeline_says_for_after_the_end_is_told(jiaosuo, tmp_path):
    file = tmp_path / "mine.toml"
    entry = '[[timeline]]\nday = 2\nrule = "integrated"\n'
    file.write_text(f"[set]\npeople_per_agent = 25\npopulation = 50000\n{entry}", "utf-8")
    says = "Entry 1 of the timeline (day 2) comes after the end of the run of 0.1 days"
    assert says in jiaosuo("run", file, "--days", 0.1)[2]
    code, out, _ = jiaosuo(
        "compare", file, "--rules", "separate,timeline", "--days", 0.1, "--replications", 1, "--jobs", 1
    )
    assert code == 0
    assert says in " ".join(out.split())
    study = tmp_path / "study.toml"
    study.write_text('preset = "mine.toml"\nrules = ["timeline"]\ndays = 0.1\nreplications = 1\n', "utf-8")
    assert says in jiaosuo("sweep", study, "--dry-run")[2]
    assert "timeline" not in jiaosuo("run", file, "--days", 2.001)[2]


@pytest.mark.parametrize(
    "asked", [("--brief", "brief.html"), ("--assumptions", "all"), ("--robust-days", "1")], ids=lambda x: x[0]
)
def test_what_years_cannot_do_is_not_taken_in_silence(jiaosuo, asked):
    words = ("compare", "county-town", "--rules", "separate,integrated", "--years", 1)
    code, _, err = jiaosuo(*words, *asked)
    assert code == 2
    assert "may not be given with --years" in err


def test_a_life_is_not_asked_for_in_json(jiaosuo):
    assert "may not be given with --json" in jiaosuo("run", "zigui-2004", "--trace", "call", "--json")[2]
