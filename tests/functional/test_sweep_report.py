"""A sweep as one page: verdict, figures, numbers, methods, parameters, and how to make it again."""

from __future__ import annotations

import json
import re
from functools import partial
from types import SimpleNamespace

import polars as pl
import pytest

from jiaosuo.experiments import sweep
from jiaosuo.experiments.statistics.intervals import mean_interval, paired_difference
from jiaosuo.experiments.sweeps.design import DEFAULT_OUTCOMES
from jiaosuo.experiments.sweeps.report.findings import Findings
from jiaosuo.experiments.sweeps.report.sweep_charts import title_of
from jiaosuo.experiments.sweeps.report.sweep_page import survivors_sentences, write_sweep_report
from tests.sweeping import Here, tiny

SAMPLE = '\n[sample]\nmethod = "latin-hypercube"\nn = 3\n[sample.ranges]\ndata_sharing = [0, 1]\n'
DESIGNS = {
    "two axes": ("data_sharing = [0, 1]\n", ["map-response_mean_order_rural"]),
    "a sample": (SAMPLE, ["by-axis-response_mean_order_rural"]),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A sweep along one axis, with a title that is a trap."""
    file = tiny(tmp_path_factory.mktemp("study"), 4)
    file.write_text('title = "<script>alert(1)</script> & co"\n' + file.read_text())
    out = tmp_path_factory.mktemp("out")
    sweep(file, out, engine=Here(), command="jiaosuo sweep study.toml --out out")
    return out


@pytest.mark.ci
@pytest.mark.parametrize("design", DESIGNS)
def test_each_form_of_design_has_its_figures_as_svg_and_png(tmp_path, design):
    more, wanted = DESIGNS[design]
    file = tiny(tmp_path, 2)
    file.write_text(file.read_text() + more)
    out = tmp_path / "out"
    sweep(file, out, engine=Here())
    page = write_sweep_report(out, "en")
    for name in wanted:
        assert (out / "report" / f"{name}.svg").read_bytes().startswith(b"<svg")
        assert (out / "report" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert f'id="chart-{name}"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "words"), [("en", "4 worlds of 1 days each"), ("zh", "4次平行仿真")])
def test_a_figure_says_itself_where_which_rules_how_many_worlds_and_how_sure(folder, language, words):
    write_sweep_report(folder, language)
    drawing = (folder / "report" / "differences.svg").read_text(encoding="utf-8")
    for piece in (words, "tiny", "95", "jiaosuo"):
        assert piece in drawing


def test_tables_stand_beside_their_columns_and_units(folder):
    write_sweep_report(folder, "en")
    for name in ("differences.csv", "means.csv"):
        heads = pl.read_csv(folder / "report" / name, infer_schema_length=None).columns
        document = json.loads((folder / "report" / f"{name}-metadata.json").read_text(encoding="utf-8"))
        assert document["url"] == name
        columns = document["tableSchema"]["columns"]
        assert [each["name"] for each in columns] == heads
        assert not [each["name"] for each in columns if len(each["titles"]) < 3]


@pytest.mark.parametrize(("language", "words"), [("en", ["Verdict", "Methods"]), ("zh", ["结论", "方法"])])
def test_the_page_holds_all_that_is_asked_of_it_and_asks_the_network_for_nothing(folder, language, words):
    text = write_sweep_report(folder, language).read_text(encoding="utf-8")
    for piece in (
        *words,
        "jiaosuo sweep study.toml --out out",
        "delta = [0.1, 0.4]",
        "officers_station",
        "numba",
    ):
        assert piece in text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in text
    assert 'id="chart-differences"' in text
    markup = re.sub("<script>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)=(?!["']?data:)["']?[^"'>]+""", markup)


def test_the_same_sweep_gives_the_same_page(folder):
    first = write_sweep_report(folder, "en").read_bytes()
    assert write_sweep_report(folder, "en").read_bytes() == first


def test_the_tables_say_what_the_runs_say(folder):
    write_sweep_report(folder, "en")
    told = pl.read_csv(folder / "report" / "differences.csv", infer_schema_length=None)
    runs = pl.read_parquet(folder / "compact" / "*.parquet").filter(pl.col("delta") == 0.4)
    pair = [runs.filter(pl.col("rule") == rule)["calls_total"] for rule in ("separate", "integrated")]
    wanted = paired_difference(*(each.to_list() for each in pair))
    row = told.filter(pl.col("outcome") == "calls_total", pl.col("delta") == 0.4).row(0, named=True)
    assert (row["difference"], row["pairs"]) == (wanted.mean, wanted.n)
    assert (row["low95"], row["high95"]) == wanted.interval


def test_failed_worlds_are_counted_in_their_cell_and_enter_no_mean(tmp_path, monkeypatch):
    import jiaosuo.experiments.sweeps.run as runs

    lives = runs._run

    def stumble(design, scenario, *, undisturbed):
        if scenario.seed == 1 and scenario["delta"] == 0.4:
            raise ZeroDivisionError("no officers")
        return lives(design, scenario, undisturbed=undisturbed)

    monkeypatch.setattr(runs, "_run", stumble)
    sweep(tiny(tmp_path, 3), tmp_path / "out", engine=Here())
    text = write_sweep_report(tmp_path / "out", "en").read_text(encoding="utf-8")
    told = pl.read_csv(tmp_path / "out" / "report" / "differences.csv", infer_schema_length=None)
    counts = told.filter(pl.col("outcome") == "calls_total").select("delta", "pairs", "failed_worlds").rows()
    assert counts == [(0.1, 3, 0), (0.4, 2, 1)]
    assert "ZeroDivisionError: no officers" in text
    assert "The sweep is not complete" in text


def test_what_a_study_asks_for_by_name_is_told(tmp_path):
    more = 'outcomes = ["response_mean_traffic_rural", "officer_km", "recalls"]'
    sweep(tiny(tmp_path, 2, more=more), tmp_path / "out", engine=Here())
    text = write_sweep_report(tmp_path / "out", "en").read_text(encoding="utf-8")
    for name in ("response_mean_traffic_rural", "officer_km", "recalls"):
        assert text.count(f"{title_of(name, 'en')}: ") >= 1, name
    assert "not known, because gave_up_share_traffic_rural was not kept" in text


def test_a_mean_that_many_calls_did_not_live_to_enter_is_marked_point_by_point():
    """The share that gave up is above 5 % at one of two points under the one rule, and nowhere else."""
    found = SimpleNamespace(
        plan=SimpleNamespace(outcomes=("response_mean_traffic_rural", "gave_up_share_traffic_rural")),
        points={0: (0.1,), 1: (0.4,)},
        rules=["separate", "integrated"],
        means={
            (point, rule, "gave_up_share_traffic_rural"): mean_interval([share, share])
            for (point, rule), share in {
                (0, "separate"): 0.051,
                (1, "separate"): 0.05,
                (0, "integrated"): 0.0,
                (1, "integrated"): 0.02,
            }.items()
        },
    )
    found.survivors = partial(Findings.survivors, found)
    said = list(survivors_sentences(found, "response_mean_traffic_rural", "en"))
    assert len(said) == 1
    assert "a survivors' mean under separate at 1 of 2 points" in said[0]
    assert not list(survivors_sentences(found, "gave_up_share_traffic_rural", "en"))
    assert "受删失影响" in next(survivors_sentences(found, "response_mean_traffic_rural", "zh"))


def test_a_sweep_keeps_what_its_means_are_judged_by():
    assert {"gave_up_share_traffic_rural", "gave_up_share_order_urban"} <= set(DEFAULT_OUTCOMES)


def test_a_folder_that_is_no_store_is_refused(jiaosuo, tmp_path):
    code, _, said = jiaosuo("report", tmp_path)
    assert code == 2
    assert "must be a folder written by `jiaosuo sweep`" in said
    code, _, said = jiaosuo("report", tmp_path / "nowhere")
    assert code == 2
    assert f"there is no such file in {tmp_path}" in said
