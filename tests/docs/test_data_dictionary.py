"""docs/data-dictionary.md is what the declarations say, and what small runs write stands in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from jiaosuo.dashboard import link
from jiaosuo.dashboard.web import state_file
from jiaosuo.experiments.catalogue import written_tables as w
from jiaosuo.experiments.catalogue.dictionary_page import DOCUMENTS, FORMS_BESIDE, fields_of, page
from jiaosuo.experiments.catalogue.template import townships_text
from jiaosuo.experiments.cli import app
from jiaosuo.experiments.comparison.compare import compare
from jiaosuo.experiments.inference.posterior import About, Posterior, write_posterior
from jiaosuo.experiments.inference.prior import Range
from jiaosuo.experiments.logs.call_log import write_log
from jiaosuo.experiments.logs.export import run_log
from jiaosuo.experiments.provenance.columns import TITLES
from jiaosuo.experiments.runs import single
from jiaosuo.experiments.runs import years as of_years
from jiaosuo.experiments.stored_studies.documents import DOCUMENTS as OF_STUDIES
from jiaosuo.experiments.sweeps.driver import sweep
from jiaosuo.experiments.sweeps.report.sweep_page import write_sweep_report
from jiaosuo.model import County, Scenario
from jiaosuo.model.call_weights import CallWeight, CallWeights, write_call_weights
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.terms import RoadClass
from jiaosuo.model.given_land import GivenCell, GivenLand, GivenLink, write_given_land
from jiaosuo.model.path import walk
from jiaosuo.model.years import Years
from tests.sweeping import TINY

FILE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def faults(table: str, frame: pl.DataFrame, types: bool = True) -> list[str]:
    """What a frame has that the dictionary does not say: a column, another type, an empty cell.

    `types`: whether the frame holds them; a CSV of texts does not.
    """
    found = []
    for name, kind in frame.schema.items():
        declared = w.declared_as(table, name)
        if declared is None:
            found.append(f"{table}.{name} does not stand in the dictionary")
            continue
        either = declared == w.PARAMETER and kind.is_numeric()  # as each parameter is
        if types and not either and kind != pl.Null and type_word(kind) != w.type_of(table, declared):
            found.append(f"{table}.{name} is {kind}, and not {w.type_of(table, declared)}")
        if frame[name].null_count() and declared not in w.TABLES[table].empty:
            found.append(f"{table}.{name} is empty in places, and nothing says when")
    missing = set(w.TABLES[table].columns) - {w.declared_as(table, name) for name in frame.columns}
    found += [f"{table}.{name} is in no file" for name in missing - set(w.TABLES[table].not_always)]
    return found


def type_word(kind: pl.DataType) -> str:
    if kind == pl.Boolean:
        return w.YES_NO
    if kind.is_temporal():
        return w.TIME
    if kind.is_integer():
        return w.WHOLE
    return w.NUMBER if kind.is_numeric() else w.TEXT


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("place") / "tiny.toml"
    file.write_text(TINY, encoding="utf-8")
    return Scenario.read(file)


@pytest.fixture(scope="module")
def written(place: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[pl.DataFrame]]:
    """By table what small runs write of it, in the files of commands or in Python."""
    folder = tmp_path_factory.mktemp("written")
    found: dict[str, list[pl.DataFrame]] = {name: [] for name in w.TABLES}
    for table, frame in (*of_runs(place, folder), *of_sweeps(place, folder), *of_places(folder)):
        found[table].append(frame)
    return found


def of_runs(place: Scenario, folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    county = County(place, log=True).run_days(6)
    single.write(county, folder / "run")
    journey = walk(place.changed(path=Years.growing(1, 1)))
    of_years.write(journey, folder / "years")
    for kept in ("run", "years"):
        for file in (folder / kept).glob("*.parquet"):
            yield file.stem, pl.read_parquet(file)
    compared = compare(place, ["separate", "integrated"], days=0.1, replications=2, keep_calls=True)
    assert compared.calls is not None
    yield "calls", compared.calls
    yield "comparison", compared.to_polars()
    yield "log", pl.read_parquet(write_log(run_log(county, date(2025, 1, 1)), folder / "log.parquet"))


def of_sweeps(place: Scenario, folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    about = About(place="tiny", rule="separate", ranges=(Range(name="delta", low=0.1, high=0.4),))
    sample = Posterior(about, np.array([[0.1], [0.2]]))
    yield "posterior", pl.read_parquet(write_posterior(sample, folder / "posterior.parquet"))
    (folder / "tiny.toml").write_text(TINY, encoding="utf-8")
    for name, varies in {
        "grid": {"grid": {"delta": [0.1, 0.4]}},
        "sample": {"sample": {"method": "sobol", "n": 8, "ranges": {"delta": [0.1, 0.4]}}},
    }.items():
        study = {"preset": str(folder / "tiny.toml"), "rules": ["separate", "integrated"], "days": 0.05}
        yield "runs", sweep(study | varies | {"replications": 2}, folder / name).runs()
        report = write_sweep_report(folder / name).parent
        for file in report.glob("*.csv"):
            yield file.stem, pl.read_csv(file, infer_schema_length=None)


def of_places(folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    cells = GivenCell(0.5, 0.5, "One", 40.0), GivenCell(1.5, 0.5, "One")
    road = GivenLink(cells[0].place, cells[1].place, RoadClass.COUNTY)
    write_given_land(folder, GivenLand(1.0, cells, (road,)))
    write_call_weights(folder, CallWeights(1.0, (CallWeight(0.5, 0.5, "theft", 1.5),)))
    (folder / "townships.csv").write_text(townships_text().removeprefix("\ufeff"), encoding="utf-8")
    names = {each: each for each in ("cells", "links", "call_weights")} | {"place": "townships"}
    for table, name in names.items():
        yield table, pl.read_csv(folder / f"{name}.csv", infer_schema_length=None)


AS_TEXT = ("cells", "links", "call_weights", "place", "differences", "means", "effects", "curves")
"""Tables that are written as CSV alone, of which a reader guesses the types."""

ON_THE_PAGE = "played"
"""The table that the page alone writes: tests/dashboard/test_broker.py holds it against the dictionary."""


@pytest.mark.parametrize("table", sorted({*w.TABLES} - {ON_THE_PAGE}))
def test_what_is_written_stands_in_the_dictionary(
    written: Mapping[str, list[pl.DataFrame]], table: str
) -> None:
    assert written[table], f"no run writes {table}"
    found = [each for frame in written[table] for each in faults(table, frame, types=table not in AS_TEXT)]
    assert not found, "\n".join(found)


def test_a_column_that_is_not_declared_is_heard() -> None:
    frame = pl.DataFrame({"minute": [1], "waiting": [0.5], "open": [None], "weather": ["rain"]})
    found = faults("ticks", frame.with_columns(pl.col("open").cast(pl.Int64)))
    assert "ticks.weather does not stand in the dictionary" in found
    assert "ticks.waiting is Float64, and not whole number" in found
    assert "ticks.open is empty in places, and nothing says when" in found
    assert "ticks.vehicles_on_road is in no file" in found


def test_the_page_is_what_the_command_writes() -> None:
    assert FILE.read_text(encoding="utf-8") == page(OF_STUDIES), (
        "jiaosuo columns --out docs/data-dictionary.md"
    )


def test_every_table_that_has_a_title_has_its_columns_and_the_other_way_round() -> None:
    assert set(TITLES) == set(w.TABLES)


RECORDS = [each for records in (DOCUMENTS | OF_STUDIES).values() for each in records]


@pytest.mark.parametrize("record", RECORDS, ids=lambda each: each.__name__)
def test_every_field_of_a_document_is_told(record: type) -> None:
    told = fields_of(record)
    names = sorted(each for names, _, _ in told for each in names.split(", "))
    assert names in (sorted(each.name for each in fields(record)), sorted(own_of(record))), record.__name__
    assert all(kind and meaning for _, kind, meaning in told), record.__name__


def own_of(record: type) -> list[str]:
    """The fields that a record does not have from another, which stands beside it."""
    above = [base for base in record.__mro__[1:] if hasattr(base, "__dataclass_fields__")]
    known = {each.name for base in above for each in fields(base)}
    return [each.name for each in fields(record) if each.name not in known]


def test_forms_of_the_dashboard_are_those_that_it_writes() -> None:
    said = [form for form, _ in FORMS_BESIDE.values()]
    assert said == [link.VERSION, str(state_file.VERSION)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_prints_tables_and_columns(language: str) -> None:
    run = CliRunner()
    listed = run.invoke(app, ["columns", "--lang", language, "--json"])
    assert listed.exit_code == 0
    assert all(f'"{name}"' in listed.output for name in w.TABLES)
    shown = run.invoke(app, ["columns", "calls", "--lang", language, "--json"]).output
    assert {"en": "From call to first officer", "zh": "从报警到首名民警到场"}[language] in shown


def test_another_table_is_refused() -> None:
    with pytest.raises(InputError, match="table: 'tick' is not allowed; did you mean ticks"):
        w.columns("tick")


def test_every_sentence_has_its_chinese() -> None:
    for table in w.TABLES:
        english, chinese = w.columns(table, "en"), w.columns(table, "zh")
        for one, other in zip(english, chinese, strict=True):
            assert one.meaning != other.meaning, f"{table}.{one.name}"
            assert not one.empty or one.empty != other.empty
