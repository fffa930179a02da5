"""What a user types, and what they get."""

import json

import polars as pl
import pytest

from jiaosuo.model import OUTCOMES
from jiaosuo.model.core.files import UNFINISHED

SMALL = ("--set", "people_per_agent=25")


@pytest.mark.parametrize("shelf", ["scenarios", "rules", "kinds", "parameters", "outcomes", "columns"])
def test_each_shelf_is_listed_as_a_table_and_as_json(jiaosuo, shelf):
    code, out, err = jiaosuo(shelf, "--json")
    rows = json.loads(out)
    assert code == 0
    assert not err
    assert all(row["name"] for row in rows)
    code, out, _ = jiaosuo(shelf)
    assert code == 0
    assert rows[0]["name"] in out


def test_the_townships_of_a_place_are_listed_with_their_people_loads_and_officers(jiaosuo):
    words = ("scenarios", "townships", "zigui-2004", "--set", "urbanization=0.5", "--json")
    code, out, _ = jiaosuo(*words)
    rows = json.loads(out)
    assert (code, len(rows)) == (0, 12)
    seat = rows[0]
    assert (seat["name"], seat["people"], seat["townspeople"]) == ("Maoping", 72_000, 72_000)
    assert sum(row["traffic_historic"] for row in rows) == 28
    for split in ("historic", "workload"):
        assert sum(row[f"{corps}_{split}"] for row in rows for corps in ("traffic", "station")) == 127
    code, _, err = jiaosuo("scenarios", "townships", "city-district", "--set", "urbanization=0.1")
    assert code == 2
    assert "between 0.79 and 0.95" in err


def test_a_run_as_json_holds_every_outcome(jiaosuo):
    code, out, _ = jiaosuo(
        "run", "zigui-2004", "--rule", "integrated", "--days", 1, "--seed", 7, *SMALL, "--json"
    )
    document = json.loads(out)
    assert code == 0
    assert (document["preset"], document["rule"], document["days"], document["seed"]) == (
        "zigui-2004",
        "integrated",
        1,
        7,
    )
    assert len(document["world_digest"]) == 32
    assert set(document["outcomes"]) == set(OUTCOMES)
    for each in document["outcomes"].values():
        assert set(each) == {"label", "unit", "better", "value", "n"}
        assert (each["value"] is None) <= (each["n"] == 0)


def test_the_same_run_twice_is_the_same_text(jiaosuo):
    words = ("run", "county-town", "--rule", "separate", "--days", 1, *SMALL, "--json")
    assert jiaosuo(*words)[1] == jiaosuo(*words)[1]


@pytest.mark.ci
def test_a_comparison_as_json_has_the_promised_shape(jiaosuo):
    code, out, _ = jiaosuo(
        "compare", "zigui-2004", "--rules", "separate,stationed,integrated", "--days", 1, "--replications", 3,
        "--jobs", 1, *SMALL, "--json",
    )  # fmt: skip
    result = json.loads(out)
    assert code == 0
    assert result["rules"] == ["separate", "stationed", "integrated"]
    assert set(result["world_digest"]) == {"0", "1", "2"}
    assert (
        set(result["pairing"])
        == set(result["outcomes"]["response_mean"]["differences"])
        == {"stationed", "integrated"}
    )
    for pair in result["pairing"].values():
        assert 0 <= pair["common_calls"] <= 1
        assert "response_mean" in pair["variance_ratio"]
    each = result["outcomes"]["response_mean_traffic_rural"]
    assert set(each["rules"]) == set(result["rules"])
    assert set(each["rules"]["separate"]) >= {"mean", "ci95", "n"}
    assert result["geometry_rule"] == "stationed"


def test_a_difference_is_the_difference_of_the_means(jiaosuo):
    words = (
        "compare",
        "zigui-2004",
        "--rules",
        "separate,integrated",
        "--days",
        1,
        "--replications",
        2,
        "--jobs",
        1,
    )
    outcome = json.loads(jiaosuo(*words, *SMALL, "--json")[1])["outcomes"]["response_mean"]
    means = {rule: outcome["rules"][rule]["mean"] for rule in ("separate", "integrated")}
    assert outcome["differences"]["integrated"]["mean"] == pytest.approx(
        means["integrated"] - means["separate"]
    )


@pytest.mark.ci
def test_one_and_two_jobs_give_the_same_document(jiaosuo):
    words = (
        "compare",
        "zigui-2004",
        "--rules",
        "separate,integrated",
        "--days",
        1,
        "--replications",
        3,
        *SMALL,
        "--json",
    )
    assert jiaosuo(*words, "--jobs", 1)[1] == jiaosuo(*words, "--jobs", 2)[1]


@pytest.mark.ci
def test_a_comparison_weighs_its_measures_and_says_what_hangs_on_the_weights(jiaosuo):
    words = (
        "compare",
        "zigui-2004",
        "--rules",
        "separate,stationed,integrated",
        "--days",
        1,
        "--jobs",
        1,
        *SMALL,
    )
    given = ("--replications", 3, "--weights", "response_mean=3,clear_mean=1")
    code, out, _ = jiaosuo(*words, *given, "--json")
    result = json.loads(out)
    index = result["index"]
    assert code == 0
    assert index["weights"] == {"response_mean": 3, "clear_mean": 1}
    assert index["components"]["response_mean"]["weight"] == 0.75
    assert "--weights response_mean=3,clear_mean=1" in result["command"]
    response = result["outcomes"]["response_mean"]
    relative = -response["differences"]["integrated"]["mean"] / response["rules"]["separate"]["mean"]
    parts, total = index["rules"]["integrated"]["parts"], index["rules"]["integrated"]["total"]
    assert parts["response_mean"]["mean"] == pytest.approx(relative)
    assert total["mean"] == pytest.approx(sum(part["adds"] for part in parts.values()))
    assert sum(share["mean"] for share in index["shares"].values()) == pytest.approx(1)


@pytest.mark.ci
def test_words_in_english_and_in_chinese(jiaosuo):
    words = (
        "compare",
        "zigui-2004",
        "--rules",
        "separate,integrated",
        "--days",
        1,
        "--replications",
        2,
        "--jobs",
        1,
        *SMALL,
    )
    _, english, _ = jiaosuo(*words, "--lang", "en")
    _, chinese, _ = jiaosuo(*words, "--lang", "zh")
    assert "integrated" in english
    assert "Compare with stationed too" in " ".join(english.split())
    assert "整体合一" in chinese
    assert "Efficiency index" in english
    assert "效率指数" in chinese
    assert "integrated lowers" not in chinese


@pytest.mark.ci
def test_a_report_is_left_in_the_folder(jiaosuo, tmp_path):
    folder = tmp_path / "报告 one"
    words = (
        "compare",
        "zigui-2004",
        "--rules",
        "separate,integrated",
        "--days",
        1,
        "--replications",
        2,
        "--jobs",
        1,
    )
    code, _, err = jiaosuo(*words, *SMALL, "--out", folder)
    assert code == 0
    assert "report.html" in err
    names = {each.name for each in folder.iterdir()}
    assert {
        "report.html",
        "result.json",
        "calls.parquet",
        "headlines.svg",
        "headlines.png",
        "weights.svg",
    } <= names
    assert not any(name.startswith(UNFINISHED) for name in names)
    page = (folder / "report.html").read_text()
    assert 'src="http' not in page
    assert 'href="http' not in page
    calls = pl.read_parquet(folder / "calls.parquet")
    assert set(calls["rule"]) == {"separate", "integrated"}
    assert set(calls["seed"]) == {"0", "1"}


def test_a_run_leaves_tidy_tables(jiaosuo, tmp_path):
    code, _, _ = jiaosuo("run", "zigui-2004", "--days", 1, *SMALL, "--out", tmp_path / "run")
    assert code == 0
    calls = pl.read_parquet(tmp_path / "run" / "calls.parquet")
    assert calls["key"].n_unique() == len(calls)
    assert len(pl.read_parquet(tmp_path / "run" / "ticks.parquet")) == 1_440
    assert json.loads((tmp_path / "run" / "run.json").read_text())["rule"] == "separate"


def test_the_life_of_a_call_is_told_in_order(jiaosuo):
    code, out, _ = jiaosuo("run", "zigui-2004", "--days", 2, *SMALL, "--trace", "call")
    lines = [line for line in out.splitlines() if line.startswith("  day ")]
    assert code == 0
    moments = [line[:14] for line in lines]
    assert moments == sorted(moments)
    assert "it happens" in lines[0]
    assert "the police are called" in out
    assert "sets off" in out
    assert out.index("sets off") < out.index("arrives")
    assert "ends: cleared" in lines[-1]


def test_the_day_of_an_officer_is_told_in_order(jiaosuo):
    code, out, _ = jiaosuo(
        "run", "zigui-2004", "--rule", "integrated", "--days", 2, *SMALL, "--trace", "officer"
    )
    lines = [line for line in out.splitlines() if line.startswith("  day ")]
    assert code == 0
    moments = [line[:14] for line in lines]
    assert moments == sorted(moments)
    assert any("on scene" in line for line in lines)


def test_more_officers_answer_sooner(jiaosuo):
    def response(*more):
        words = ("run", "zigui-2004", "--rule", "integrated", "--days", 3, *SMALL, *more, "--json")
        return json.loads(jiaosuo(*words)[1])["outcomes"]["response_mean"]["value"]

    assert response("--set", "officers_station=300") < response("--set", "officers_station=50")


def test_a_place_of_ones_own_is_read_from_a_file(jiaosuo, tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\n[set]\npopulation = 60000\narea_km2 = 400\ntownships = 3\n'
    )
    code, out, _ = jiaosuo("run", tmp_path / "mine.toml", "--days", 1, "--json")
    assert code == 0
    assert json.loads(out)["preset"] == "mine"


PATH = ("fujian-2002-2015", "--set", "people_per_agent=25")
YEARS = ("compare", "county-town", "--rules", "separate,integrated", "--years", "2", "--days", "1")


@pytest.mark.ci
def test_rules_are_compared_over_the_years_of_any_place(jiaosuo, tmp_path):
    grown = ("--set", "people_per_agent=25", "--set", "vehicle_growth=12", "--replications", "2")
    code, out, _ = jiaosuo(*YEARS, *grown, "--json", "--out", tmp_path)
    document = json.loads(out)
    assert code == 0
    assert document["years"] == [0, 1, 2]
    assert document["grown"]["vehicles_per_1000"] == pytest.approx([180, 201.6, 225.792])
    about = document["outcomes"]["response_mean_traffic_rural"]
    assert {rule: len(course) for rule, course in about["rules"].items()} == {"separate": 3, "integrated": 3}
    assert about["turns"]["integrated"]["kind"] in ("crosses", "ahead", "unsure")
    assert "--years 2 --days 1" in document["command"]
    assert json.loads((tmp_path / "years.json").read_text()) == document


@pytest.mark.ci
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_years_are_told_in_a_table_and_sentences(jiaosuo, language):
    few = ("--set", "people_per_agent=25", "--replications", "1", "--lang", language)
    code, out, _ = jiaosuo(*YEARS[:5], "1", "--days", "1", *few, "--headline", "clear_mean_traffic_urban")
    assert code == 0
    assert ("Compared in county-town" if language == "en" else "平行仿真") in out
    assert out.count("•") == 5
    assert ("Vehicles" if language == "en" else "每千人车辆") in out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--weights", "expected_deaths=1"), "weights: 'expected_deaths=1' is not allowed; may not be given"),
        (("--robust",), "robust: True is not allowed; may not be given with --years"),
        (("--years", "31"), "years: 31 is not allowed"),
        (("--years", "own"), "must be a place with a path of years"),
        (("--headline", "nothing"), "headline: 'nothing' is not allowed"),
    ],
)
def test_what_the_years_cannot_do_is_said(jiaosuo, more, says):
    given = YEARS[:4] if more[0] == "--years" else YEARS
    code, _, err = jiaosuo(*given, *more)
    assert code == 2
    assert says in err


@pytest.mark.ci
def test_a_path_is_run_and_told_year_by_year(jiaosuo, tmp_path):
    code, out, _ = jiaosuo("run", *PATH, "--json", "--out", tmp_path)
    document = json.loads(out)
    assert code == 0
    assert [row["year"] for row in document["years"]] == list(range(2002, 2016))
    assert [row["rule"] for row in document["years"]] == (
        ["separate"] * 2 + ["fujian-2003"] * 11 + ["fujian-2015"]
    )
    assert set(document["years"][0]["outcomes"]) == set(OUTCOMES)
    years = pl.read_parquet(tmp_path / "years.parquet")
    assert years["vehicles_per_1000"].to_list()[0] == 60
    assert set(pl.read_csv(tmp_path / "calls.csv")["year"]) == set(range(2002, 2016))
    assert (tmp_path / "run.json").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", *PATH, "--days", "3"), "days: '3' is not allowed; the path of fujian-2002-2015 says"),
        (("run", *PATH, "--set", "urbanization=0.5"), "urbanization: 0.5 is not allowed; the path"),
        (("run", *PATH, "--rule", "timeline"), "rule: 'timeline' is not allowed"),
        (("compare", *PATH, "--rules", "timeline"), "two or more rules"),
    ],
)
def test_what_a_path_says_itself_is_refused(jiaosuo, words, says):
    code, _, err = jiaosuo(*words)
    assert code == 2
    assert says in err


def test_a_scenario_file_with_a_timeline_is_run_and_named_so(jiaosuo, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[set]\npeople_per_agent = 25\n[[timeline]]\nday = 0.5\nrule = 'integrated'\n")
    names = []
    for words in ((), ("--rule", "stationed")):
        code, out, _ = jiaosuo("run", file, "--days", "1", "--json", *words)
        assert code == 0
        names.append(json.loads(out)["rule"])
    assert names == ["timeline", "stationed"]


@pytest.mark.ci
def test_a_timeline_is_compared_with_a_rule_for_the_whole_run(jiaosuo, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text("[set]\npeople_per_agent = 25\n[[timeline]]\nday = 0.5\nrule = 'integrated'\n")
    code, out, _ = jiaosuo(
        "compare", file, "--rules", "separate,timeline", "--days", "1", "--replications", "2", "--jobs", "1",
        "--json", "--out", tmp_path / "out",
    )  # fmt: skip
    document = json.loads(out)
    assert code == 0
    assert document["rules"] == ["separate", "timeline"]
    assert document["timeline"] == [{"day": 0.5, "rule": "integrated"}]
    assert document["outcomes"]["response_mean"]["differences"]["timeline"]["mean"] != 0
    assert set(pl.read_parquet(tmp_path / "out" / "calls.parquet")["rule"]) == {"separate", "timeline"}
