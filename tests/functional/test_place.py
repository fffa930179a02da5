"""`jiaosuo place`: from a spreadsheet to a county that runs, with all that was guessed said."""

import json

import pytest

TABLE = """\
乡镇,常住人口,面积(平方公里),X坐标,Y坐标,交警,派出所民警
南门镇,"62,300",150.5,20.5,18.0,9,21
东桥镇,"31,450",201.4,36.2,20.1,5,11
北坡乡,"12,080",288.9,22.4,37.3,0,6
西沟乡,"8,905",310.2,4.0,12.9,0,5
"""


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A table as it comes from a spreadsheet, in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIAOSUO_LANG", "en")
    (tmp_path / "county.csv").write_bytes(TABLE.encode("gb18030"))
    return tmp_path / "county.csv"


def test_from_a_spreadsheet_to_a_run(jiaosuo, table):
    code, out, err = jiaosuo("place", "import", "county.csv", "--seat", "南门镇")
    assert (code, err) == (0, "")
    for said in ("read as GB18030", "常住人口 = population", "62,300 is 62300", "4 townships"):
        assert said in out
    code, out, err = jiaosuo("place", "check", "county", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert (found["seat"], found["seat_given"], found["staffing"]) == ("南门镇", "南门镇", "historic")
    small = ("--days", 0.5, "--set", "people_per_agent=25")
    code, out, err = jiaosuo("run", "county", *small)
    assert code == 0, err
    assert "county: 4 townships" in out
    assert "county seat 南门镇; staffing historic" in out
    assert "Estimated, as no file gives it: trunk_km" in out
    code, out, err = jiaosuo("run", "county", *small, "--json")
    assert json.loads(out)["preset"] == "county"
    assert "staffing historic" in err


def test_a_shipped_place_begins_without_a_head(jiaosuo, monkeypatch):
    code, out, err = jiaosuo("run", "zigui-2004", "--days", 0.01, "--set", "people_per_agent=25", "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["preset"] == "zigui-2004"


def test_a_difference_is_exit_code_2(jiaosuo, table):
    jiaosuo("place", "import", "county.csv")
    scenario = table.parent / "county" / "scenario.toml"
    scenario.write_text('staffing = "workload"\n' + scenario.read_text("utf-8"), "utf-8")
    code, out, _err = jiaosuo("place", "check", "county")
    assert code == 2
    assert "was read, the county has" in " ".join(out.split())


def test_new_begins_a_place_that_runs(jiaosuo, table):
    code, out, err = jiaosuo("place", "new", "mine")
    assert (code, err) == (0, "")
    assert "scenario.toml" in out
    code, out, err = jiaosuo("place", "check", "mine", "--json")
    assert code == 0, err
    code, out, err = jiaosuo("place", "new", "mine")
    assert code == 2
    assert "already" in err


def test_show_draws_a_picture_and_a_page(jiaosuo, table):
    jiaosuo("place", "import", "county.csv")
    code, _out, err = jiaosuo("place", "show", "county", "--out", "drawn")
    assert code == 0, err
    assert (table.parent / "drawn" / "place.png").read_bytes().startswith(b"\x89PNG")
    page = (table.parent / "drawn" / "place.html").read_text("utf-8")
    assert "南门镇" in page
    assert "https://" not in page.split("<script>")[0]


@pytest.mark.parametrize(
    "words",
    [
        ("run", "county.csv.toml", "--lang", "zh"),
        ("run", "nowhere", "--lang", "zh"),
        ("run", "zigui-2004", "--set", "delta=9", "--lang", "zh"),
        ("compare", "nowhere", "--rules", "separate,integrated", "--lang", "zh"),
        ("place", "check", "nowhere", "--lang", "zh"),
        ("place", "import", "missing.csv", "--lang", "zh"),
        ("sweep", "missing.toml", "--lang", "zh"),
        ("scenarios", "townships", "nowhere", "--lang", "zh"),
        ("study", "why", "nowhere", "--lang", "zh"),
        ("report", "missing", "--lang", "zh"),
        ("licences", "--out", "a.txt", "--lang", "zh"),
        ("parameters", "--out", "a.txt", "--lang", "zh"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_is_refused_is_refused_in_chinese(jiaosuo, table, words):
    code, _out, err = jiaosuo(*words)
    assert code == 2, err
    assert "不可用；" in err
    assert "must be" not in err
    assert "known:" not in err


def test_the_environment_says_the_language_too(jiaosuo, table, monkeypatch):
    monkeypatch.setenv("JIAOSUO_LANG", "zh")
    code, _out, err = jiaosuo("run", "nowhere")
    assert code == 2
    assert "不可用；" in err


@pytest.mark.parametrize("words", [("run", "zigui-2004", "--lang", "fr"), ("rules", "--lang", "fr")])
def test_a_language_that_is_not_spoken_is_refused(jiaosuo, words):
    code, _out, err = jiaosuo(*words)
    assert code == 2
    assert "spoken here: en, zh_CN" in err
