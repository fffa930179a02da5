"""Tables that travel: plain CSV, and beside it what each column is and in which unit (CSV on the Web)."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest

from jiaosuo.experiments.catalogue.template import townships_metadata, townships_text
from jiaosuo.experiments.provenance.columns import column
from jiaosuo.experiments.provenance.csvw import csv_files, put_csv
from jiaosuo.experiments.runs.single import write
from jiaosuo.model import County, Scenario
from tests.sweeping import TINY

FRAME = pl.DataFrame(
    {"seed": ["4"], "arose": [float("nan")], "complex": [True], "cell": [7], "response_minutes": [1234.5]}
)


def columns_of(document: bytes | str) -> dict[str, dict]:
    return {each["name"]: each for each in json.loads(document)["tableSchema"]["columns"]}


def test_a_csv_is_plain_and_beside_it_stand_name_title_type_and_unit_of_each_column(tmp_path):
    put_csv(tmp_path, "calls", FRAME)
    (row,) = csv.DictReader((tmp_path / "calls.csv").open(encoding="utf-8"))
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
    write(County(scenario).run_days(0.1), folder)
    return folder


def test_every_column_of_every_table_of_a_run_is_told_in_both_languages(run_folder):
    tables = sorted(each.name for each in run_folder.glob("*.csv"))
    assert tables == ["calls.csv", "officers.csv", "ticks.csv", "townships.csv"]
    for name in tables:
        heads = (run_folder / name).read_text(encoding="utf-8").splitlines()[0].split(",")
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
    heads = next(csv.reader(io.StringIO(townships_text())))
    assert [*found] == heads
    assert found["area_km2"]["schema:unitText"] == "km2"
    assert found["population"]["datatype"] == "integer"
    assert found["name"]["required"] is True
