"""`jiaosuo log`: from an export of a desk to a page, with all that was guessed and left out said."""

import json

import pytest

from jiaosuo.experiments.logs.call_log import read_log
from tests.unit.experiments.logs.making import HEADS, ROWS, export


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An export in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIAOSUO_LANG", "en")
    (tmp_path / "110.csv").write_bytes(
        export(*ROWS, "4,2025-03-05 09:00:00,,,,诈骗,三级,南门镇").encode("gb18030")
    )
    return tmp_path / "110.csv"


def test_from_an_export_to_a_page(jiaosuo, file):
    code, out, err = jiaosuo("log", "import", "110.csv")
    assert (code, err) == (0, "")
    for said in ("read as GB18030", "报警时间 = received", "4 calls of 4 rows, 2025-03-03 to 2025-03-05"):
        assert said in out
    code, out, err = jiaosuo("log", "check", "calls.parquet")
    assert (code, err) == (2, "")
    assert "of a type that is no kind of ours" in " ".join(out.split())
    code, out, err = jiaosuo("log", "describe", "calls.parquet", "--lang", "zh")
    assert (code, err) == (0, "")
    assert "4 起警情" in (file.parent / "calls.html").read_text("utf-8")
    code, out, err = jiaosuo("log", "describe", "calls.parquet", "--json")
    assert json.loads(out)["calls"] == 4
    code, out, err = jiaosuo("log", "deidentify", "calls.parquet", "--out", "coarse.parquet")
    assert (code, err) == (0, "")
    assert "Alone in time, place and kind: 4 of 4 calls before" in out
    assert read_log("coarse.parquet").frame["id"].null_count() == 4


def test_a_log_that_is_right_is_exit_code_0_and_json(jiaosuo, file):
    file.write_text(export(ROWS[0]), encoding="utf-8")
    jiaosuo("log", "import", "110.csv")
    code, out, _ = jiaosuo("log", "check", "calls.parquet", "--json")
    assert code == 0
    assert json.loads(out)["calls"] == 1


def test_a_map_is_begun_filled_and_used(jiaosuo, file):
    code, _, err = jiaosuo("log", "types", "110.csv")
    assert (code, err) == (0, "")
    map_ = file.parent / "types.toml"
    map_.write_text(map_.read_text("utf-8").replace('# "诈骗" = ""', '"诈骗" = "theft"'), "utf-8")
    assert jiaosuo("log", "import", "110.csv", "--map", "types.toml")[0] == 0
    assert read_log("calls.parquet").frame["kind"].to_list()[3] == "theft"
    code, _, err = jiaosuo("log", "types", "110.csv")
    assert code == 2
    assert "it is there already" in err


def test_the_log_of_a_place_stands_in_its_folder_and_knows_its_townships(jiaosuo, file):
    table = "乡镇,人口,面积,x,y,交警,派出所民警\n南门镇,62300,150,20,18,9,21\n东桥镇,31450,201,36,20,5,11\n"
    (file.parent / "county.csv").write_text(table, encoding="utf-8")
    assert jiaosuo("place", "import", "county.csv")[0] == 0
    outside = "5,2025-03-05 09:00:00,,,,纠纷,三级,北坡乡"
    rows = [f"{each},," for each in (*ROWS, outside)]
    rows += [
        "6,2025-03-05 09:10:00,,,,纠纷,三级,,20.2,18.1",
        "7,2025-03-05 09:20:00,,,,纠纷,三级,,500,500",
    ]
    file.write_text(export(*rows, heads=f"{HEADS},x公里,y公里"), encoding="utf-8")
    code, out, err = jiaosuo("log", "import", "110.csv", "--place", "county")
    assert (code, err) == (0, "")
    assert "Written: county/calls.parquet" in out
    frame = read_log("county").frame
    assert frame["township"].to_list() == ["南门镇", "东桥镇", "南门镇", "北坡乡", "南门镇", None]
    assert frame["faults"].to_list() == [None] * 3 + ["township_unknown", None, "outside"]
    code, out, _ = jiaosuo("log", "describe", "county", "--place", "county")
    assert code == 0
    assert "Written: county/calls.html" in out


def test_a_run_is_written_as_a_log_and_read_again(jiaosuo, file):
    small = ("--days", 0.5, "--set", "people_per_agent=25", "--json")
    code, _, err = jiaosuo("run", "zigui-2004", *small, "--log", "run.csv", "--log-from", "2025-03-01")
    assert (code, err) == (0, "")
    assert jiaosuo("log", "import", "run.csv", "--place", "zigui-2004", "--out", "again.parquet")[0] == 0
    assert jiaosuo("run", "zigui-2004", *small, "--log", "run.parquet", "--log-from", "2025-03-01")[0] == 0
    again, run = read_log("again.parquet").frame, read_log("run.parquet").frame
    assert again["kind"].equals(run["kind"])
    assert again["received"].equals(run["received"].dt.round("1s"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("log", "import", "nothing.csv"),
            "nothing.csv: 'nothing.csv' is not allowed; there is no such file",
        ),
        (("log", "import", "110.csv", "--map", "nothing.toml"), "--map"),
        (("log", "import", "110.csv", "--place", "nowhere"), "nowhere"),
        (
            ("log", "import", "110.csv", "--out", "/proc/x/calls.parquet"),
            "must be a file that can be written",
        ),
        (("log", "check", "110.csv"), "must be a log that `jiaosuo log import` wrote"),
        (("log", "describe", "110.csv"), "must be a log"),
        (("log", "deidentify", "110.csv", "--out", "x.parquet", "--minutes", "7"), "must be a log"),
        (("run", "zigui-2004", "--log", "run.xlsx"), "must end with .parquet"),
        (("run", "zigui-2004", "--log", "run.csv", "--log-from", "soon"), "must be a day from"),
        (("run", "fujian-2002-2015", "--log", "run.csv"), "without a path of years"),
    ],
)
def test_what_is_wrong_is_one_sentence(jiaosuo, file, words, said):
    code, out, err = jiaosuo(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
    assert [each.name for each in file.parent.iterdir()] == ["110.csv"]


def test_a_refusal_is_told_in_chinese(jiaosuo, file):
    file.write_text(export(f"{ROWS[0]},某", heads=f"{HEADS},报警人"), encoding="utf-8")
    code, _, err = jiaosuo("log", "import", "110.csv", "--lang", "zh")
    assert code == 2
    assert "含个人姓名或号码的列不读取" in err


@pytest.mark.ci
def test_a_place_is_fitted_to_its_log_tells_of_other_days_and_plays_them_again(jiaosuo, file):
    """From a run of the place itself: numbers go into its file, and it still runs."""
    assert jiaosuo("place", "new", "county")[0] == 0
    scenario = file.parent / "county" / "scenario.toml"
    before = scenario.read_text("utf-8")
    run = (
        "run",
        "county",
        "--days",
        3,
        "--set",
        "people_per_agent=25",
        "--log",
        "county/calls.parquet",
        "--json",
    )
    assert jiaosuo(*run, "--log-from", "2025-03-03")[0] == 0
    code, out, err = jiaosuo("log", "fit", "county", "--until", "2025-03-05")
    assert (code, err) == (0, "")
    assert "help_rate_rural" in out
    assert "fitted from log, n = " in scenario.read_text("utf-8")
    assert (file.parent / "county" / "scenario.before-fit.toml").read_text("utf-8") == before
    words = (
        "--log",
        "county/calls.parquet",
        "--from",
        "2025-03-05",
        "--days",
        1,
        "--replications",
        1,
        "--json",
    )
    code, out, err = jiaosuo("log", "hindcast", "county", *words)
    assert (code, err) == (0, "")
    assert json.loads(out)["days"] == 1
    kept = json.loads((file.parent / "county" / "hindcast.json").read_text("utf-8"))
    assert (kept["first"], kept["days"]) == ("2025-03-05", 1)
    code, out, err = jiaosuo("run", "county", "--days", 0.05)
    assert "Hindcast of 1 days from 2025-03-05: in these days the model has" in out
    code, out, err = jiaosuo("replay", "county", "--rules", "separate,integrated", *words)
    assert (code, err) == (0, "")
    assert [each["rule"] for each in json.loads(out)["measured"][0]["rules"]] == ["separate", "integrated"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("log", "fit", "zigui-2004"), "must be a log"),
        (("log", "fit", "zigui-2004", "--log", "110.csv"), "must be a log"),
        (("log", "hindcast", "zigui-2004", "--from", "soon"), "--from: 'soon'"),
        (("log", "hindcast", "zigui-2004", "--from", "2025-03-03", "--days", "0"), "days: 0"),
        (("replay", "zigui-2004", "--rules", "separate,separate"), "each rule once"),
        (("replay", "zigui-2004", "--rules", "separate,nothing"), "nothing"),
        (("replay", "zigui-2004", "--rules", "separate", "--days", "0"), "days: 0"),
        (("replay", "fujian-2002-2015", "--rules", "separate"), "without a timeline"),
    ],
)
def test_what_cannot_be_fitted_or_played_is_one_sentence(jiaosuo, file, words, said):
    code, out, err = jiaosuo(*words)
    assert (code, out) == (2, "")
    assert said in err
