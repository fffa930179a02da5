"""Tables that travel: plain CSV, and beside it what each column is and in which unit (CSV on the Web)."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from jiaosuo.experiments.catalogue.template import townships_metadata, townships_text
from jiaosuo.experiments.provenance.columns import column
from jiaosuo.experiments.provenance.csvw import csv_bytes, csv_files, put_csv
from jiaosuo.experiments.runs.single import write
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Duty
from tests.sweeping import TINY

FRAME = pl.DataFrame(
    {"seed": ["4"], "arose": [float("nan")], "complex": [True], "cell": [7], "response_minutes": [1234.5]}
)


def columns_of(document: bytes | str) -> dict[str, dict]:
    return {each["name"]: each for each in json.loads(document)["tableSchema"]["columns"]}


def test_a_csv_is_plain_and_beside_it_stand_name_title_type_and_unit_of_each_column(tmp_path):
    put_csv(tmp_path, "calls", FRAME)
    (row,) = csv.DictReader((tmp_path / "calls.csv").open(encoding="utf-8-sig"))
    assert row == {
        "seed": "4",
        "arose": "",
        "complex": "true",
        "cell": "7",
        "response_minutes": "1234.5",
    }
    document = json.loads((tmp_path / "calls.csv-metadata.json").read_text(encoding="utf-8"))
    assert document["@context"][0] == "http://www.w3.org/ns/csvw"
    assert document["url"] == "calls.csv"
    found = columns_of(json.dumps(document))
    assert [*found] == FRAME.columns
    kinds = {name: each["datatype"] for name, each in found.items()}
    assert kinds == {
        "seed": "string",
        "arose": "number",
        "complex": "boolean",
        "cell": "integer",
        "response_minutes": "number",
    }
    response = found["response_minutes"]
    assert response["titles"] == {
        "und": "response_minutes",
        "en": "From call to first officer",
        "zh": "从报警到首名民警到场",
    }
    assert response["schema:unitText"] == "min"
    assert "schema:unitText" not in found["cell"], "a number of a cell has no unit"


def test_the_same_table_gives_the_same_bytes():
    assert csv_files("calls", FRAME) == csv_files("calls", FRAME)


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    file = folder.parent / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    scenario = Scenario.read(file)
    write(County(scenario, log=True).run_days(0.1), folder)
    return folder


def test_every_column_of_every_table_of_a_run_is_told_in_both_languages(run_folder):
    tables = sorted(each.name for each in run_folder.glob("*.csv"))
    assert tables == ["calls.csv", "officers.csv", "ticks.csv", "townships.csv"]
    for name in tables:
        heads = (run_folder / name).read_text(encoding="utf-8-sig").splitlines()[0].split(",")
        found = columns_of((run_folder / f"{name}-metadata.json").read_text(encoding="utf-8"))
        assert [*found] == heads
        untold = [each for each in heads if {"en", "zh"} - set(found[each]["titles"])]
        assert not untold, name
        english = [each for each in heads if found[each]["titles"]["zh"] == found[each]["titles"]["en"]]
        assert not english, f"{name} in Chinese"


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("differences", "low95"),
        ("differences", "delta"),
        ("means", "n"),
        ("years", "response_mean_traffic_rural"),
        ("years", "vehicles_per_1000"),
        ("calls", "side"),
        ("calls", "crew_there"),
    ],
)
def test_what_sweeps_paths_and_the_page_write_is_told_too(table, name):
    said = column(table, name, "zh_CN")
    assert said is not None
    assert any(sign > "\u2e7f" for sign in said.title)


def test_the_table_of_a_new_place_is_described_by_its_declarations():
    found = columns_of(townships_metadata())
    heads = next(csv.reader(io.StringIO(townships_text().removeprefix("\ufeff"))))
    assert [*found] == heads
    assert found["area_km2"]["schema:unitText"] == "km2"
    assert found["population"]["datatype"] == "integer"
    assert found["name"]["required"] is True


def test_a_text_that_a_spreadsheet_takes_for_another_thing_is_marked():
    texts = ["=1+1", "@x", "-2", "+3", "\tq", "fine", None, "1" * 16, "1" * 15]
    content = csv_bytes(pl.DataFrame({"township": texts, "n": [-1] * 9}))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = [*csv.DictReader(io.StringIO(content.decode("utf-8-sig")))]
    shown = ["'=1+1", "'@x", "'-2", "'+3", "'\tq", "fine", "", "'" + "1" * 16, "1" * 15]
    assert [row["township"] for row in rows] == shown
    assert {row["n"] for row in rows} == {"-1"}


def test_a_number_that_a_spreadsheet_would_round_is_a_text_and_described_as_one():
    found = csv_files("calls", pl.DataFrame({"key": [8123456789012345678, -3, None], "n": [1, 2, 3]}))
    rows = [*csv.DictReader(io.StringIO(found["calls.csv"].decode("utf-8-sig")))]
    assert [row["key"] for row in rows] == ["k8123456789012345678", "k-3", ""]
    described = columns_of(found["calls.csv-metadata.json"])
    assert (described["key"]["datatype"], described["n"]["datatype"]) == ("string", "integer")


def test_calls_say_who_came_from_where_and_how_far_and_people_are_whole():
    county = County(Scenario.preset("zigui-2004", people_per_agent=25), log=True).run_days(1)
    calls, officers = county.calls(), county.officers()
    assert calls["call"].to_list() == [*range(len(calls))]
    came = calls.filter(pl.col("officer").is_not_null())
    assert came.height >= calls["first_there"].is_not_null().sum() > 30
    assert calls.filter(pl.col("first_there").is_not_null())["officer"].null_count() == 0
    by_number = {row["officer"]: (row["corps"], row["home_cell"]) for row in officers.iter_rows(named=True)}
    cells = county.land.cells
    for row in came.iter_rows(named=True):
        corps, home = by_number[row["officer"]]
        assert row["officer_corps"] == corps
        assert row["site"] == county.land.townships[cells["township"][home]].name
        away = ((cells["x_km"][home] - cells["x_km"][row["cell"]]) ** 2
                + (cells["y_km"][home] - cells["y_km"][row["cell"]]) ** 2) ** 0.5  # fmt: skip
        assert row["site_km"] == pytest.approx(away, abs=0.006)
        # Of the log, what this officer did for this call before the first time on its scene
        mine = [
            each
            for each in county.dispatch.log
            if (each["call"], each["officer"]) == (row["call"], row["officer"])
        ]
        before = mine[: [each["duty"] for each in mine].index(Duty.ON_SCENE)]
        start = before[-1]["from_cell"] if before else row["cell"]
        away = ((cells["x_km"][start] - cells["x_km"][row["cell"]]) ** 2
                + (cells["y_km"][start] - cells["y_km"][row["cell"]]) ** 2) ** 0.5  # fmt: skip
        assert row["way_km"] == pytest.approx(away, abs=0.006)
    assert came.filter(pl.col("way_km") > 0).height > came.height / 3
    nobody = calls.filter(pl.col("officer").is_null())
    assert nobody["site"].null_count() == nobody["site_km"].null_count() == nobody.height > 0
    assert "officer" not in County(county.scenario).run_days(0.1).calls().columns
    people = county.townships()["people"]
    assert people.dtype.is_integer()
    assert people.sum() == county.scenario["population"]
