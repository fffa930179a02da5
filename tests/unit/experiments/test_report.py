"""One page that opens anywhere: whole, escaped, the same every time, in both languages."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from markupsafe import escape

from jiaosuo.experiments.comparison import report
from jiaosuo.experiments.comparison.charts import charts
from jiaosuo.experiments.comparison.maps import officers_at, straightened
from jiaosuo.experiments.comparison.report import command, page, write_report
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.terms import Corps
from jiaosuo.model.landscape import landscape
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import establishment

Document = dict[str, Any]
CHARTS = ("headlines", "response", "distribution")
TRAP = '<script>alert("x")</script><img src=x onerror=alert(1)> & \' {y} ${z}'


def small(rules: list[str], outcomes: Document) -> ComparisonResult:
    about = {"preset": "P", "days": 1, "seed": 1, "replications": 1, "staffing": "workload"}
    return ComparisonResult.from_json(about | {"rules": rules, "outcomes": outcomes})


@pytest.fixture
def written(result: ComparisonResult, calls: pl.DataFrame, tmp_path: Path) -> Path:
    write_report(result, calls, tmp_path / "a folder 文件夹", "en")
    return tmp_path / "a folder 文件夹"


def test_the_folder_holds_the_page_and_each_chart_and_nothing_else(written: Path) -> None:
    expected = {"report.html"} | {f"{name}.{kind}" for name in CHARTS for kind in ("svg", "png")}
    assert {path.name for path in written.iterdir()} == expected
    for name in CHARTS:
        assert ElementTree.parse(written / f"{name}.svg").getroot().tag.endswith("svg")
        assert (written / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_the_page_asks_the_network_for_nothing(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    outside_scripts = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert "http" not in outside_scripts.replace("http-equiv", "")
    assert not re.findall(r"<(?:script|link|iframe)[^>]*(?:src|href)", text)
    assert "@import" not in outside_scripts


def test_the_drawing_library_is_there_once(written: Path) -> None:
    text = (written / "report.html").read_text(encoding="utf-8")
    assert text.count("<script>") == 2
    assert 500_000 < len(text) < 3_000_000


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["trunk road", "Maoping"]), ("zh", ["干线公路", "茅坪"])]
)
def test_the_report_has_a_map_of_the_place_under_each_rule(
    tmp_path: Path, language: str, words: list[str]
) -> None:
    """Land by class, roads by class, townships by name, and who works where, as SVG and PNG too."""
    rules = ["separate", "integrated"]
    place = Scenario.preset("zigui-2004")
    worlds = {rule: place.under(rule).start for rule in rules}
    names = {path.name for path in write_report(small(rules, {}), None, tmp_path, language, worlds)}
    assert {f"map-{rule}.{kind}" for rule in rules for kind in ("svg", "png")} <= names
    drawing = (tmp_path / "map-separate.svg").read_text(encoding="utf-8")
    for word in (*words, "jiaosuo"):
        assert word in drawing
    assert len(drawing) < 600_000
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.count("data:image/svg+xml;base64") >= len(rules)
    assert "<script" not in drawing


def test_every_officer_is_on_the_map_at_the_site_that_the_rule_gives() -> None:
    place = Scenario.preset("zigui-2004")
    drawn = {}
    for rule in ("separate", "integrated"):
        world = place.under(rule).start
        land = landscape(world)
        corps, _ = establishment(world, land)
        drawn[rule] = officers_at(world, land)
        assert sum(drawn[rule].values()) == int((corps != Corps.AUXILIARY).sum())
    assert drawn["separate"] != drawn["integrated"]


def test_links_end_to_end_are_one_line_and_no_road_is_lost() -> None:
    """Two steps east, one north, and one on its own: three lines of together four steps."""
    links = [(1, 0, 2, 0), (1, 0, 0, 0), (2, 0, 2, 1), (5, 5, 6, 5)]
    rows = [dict(zip(("x", "y", "x2", "y2"), map(float, each), strict=True)) for each in links]
    found = sorted(tuple(row.values()) for row in straightened(rows))
    assert found == [(0, 0, 2, 0), (2, 0, 2, 1), (5, 5, 6, 5)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_tells_everything(
    result: ComparisonResult, calls: pl.DataFrame, tmp_path: Path, language: str
) -> None:
    write_report(result, calls, tmp_path, language)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    for piece in (*report.findings(result, language), *report.notes(result, language)):
        assert escape(piece) in text
    for piece in (command(result), *result.levers, *result.versions, *result.world_digest.values()):
        assert escape(piece) in text
    assert ('lang="zh-CN"' if language == "zh" else 'lang="en"') in text


def test_chinese_charts_speak_chinese(result: ComparisonResult, calls: pl.DataFrame, tmp_path: Path) -> None:
    write_report(result, calls, tmp_path, "zh")
    assert "整体合一" in (tmp_path / "headlines.svg").read_text(encoding="utf-8")


def test_the_same_result_gives_the_same_bytes(
    result: ComparisonResult, calls: pl.DataFrame, tmp_path: Path
) -> None:
    first = write_report(result, calls, tmp_path / "a", "en")
    second = write_report(result, calls.reverse(), tmp_path / "b", "en")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_every_text_is_escaped(result: ComparisonResult, calls: pl.DataFrame, tmp_path: Path) -> None:
    hostile = json.loads(json.dumps(result.to_json()).replace('"integrated"', json.dumps(TRAP)))
    hostile |= {"preset": TRAP, "staffing": TRAP, "levers": {TRAP: TRAP}, "versions": {TRAP: TRAP}}
    hostile |= {"world_digest": {TRAP: TRAP}, "command": TRAP}
    for outcome in hostile["outcomes"].values():
        outcome |= {"label": TRAP, "unit": TRAP}
    hostile_calls = calls.with_columns(rule=pl.col("rule").str.replace("integrated", TRAP, literal=True))
    write_report(ComparisonResult.from_json(hostile), hostile_calls, tmp_path, "en")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert text.count("</script>") == 2
    assert "<script" not in (tmp_path / "headlines.svg").read_text(encoding="utf-8")


def test_without_calls_there_is_no_distribution(result: ComparisonResult, tmp_path: Path) -> None:
    names = {path.name for path in write_report(result, None, tmp_path, "en")}
    assert "distribution.svg" not in names
    assert "headlines.svg" in names


def test_a_report_with_nothing_observed_is_still_a_page(tmp_path: Path) -> None:
    nothing = {"mean": None, "ci95": None, "n": 0}
    outcome = {"label": "x", "unit": "min", "better": "less", "rules": {"a": nothing, "b": nothing}}
    empty = small(["a", "b"], {"response_mean_traffic_rural": outcome})
    assert [path.name for path in write_report(empty, None, tmp_path, "en")] == ["report.html"]
    assert "not observed" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_calls_without_their_columns_are_refused_and_nothing_is_written(
    result: ComparisonResult, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"calls: .*response_minutes"):
        write_report(
            result, pl.DataFrame({"rule": ["a"], "domain": ["x"], "area": ["y"]}), tmp_path / "new", "en"
        )
    assert not (tmp_path / "new").exists()


def test_the_distribution_is_the_empirical_one(result: ComparisonResult) -> None:
    """Of five calls one is answered by minute 1, two by 2, four by 4, and one never: 20, 40, 80 and 80 %."""
    minutes = [4.0, 1.0, 2.0, 4.0, None]
    frame = pl.DataFrame(
        {"rule": "separate", "domain": "traffic", "area": "rural", "response_minutes": minutes}
    )
    rows = next(iter(charts(result, frame, "en")["distribution"]["datasets"].values()), None)
    steps = {row["minutes"]: row["share"] for row in rows or []}
    assert steps == {0.0: 0.0, 1.0: 0.2, 2.0: 0.4, 4.0: 0.8}


def test_calls_nobody_came_to_at_all_draw_nothing(result: ComparisonResult) -> None:
    frame = pl.DataFrame(
        {"rule": ["separate"], "domain": ["traffic"], "area": ["rural"], "response_minutes": [None]}
    )
    assert "distribution" not in charts(result, frame, "en")


def test_right_is_better_whatever_the_measure(result: ComparisonResult) -> None:
    """Integrated shortens response (less is better) and raises satisfaction (more is better)."""
    rows = [row for data in charts(result, None, "en")["headlines"]["datasets"].values() for row in data]
    places = {row["row"]: row["x"] for row in rows if row.get("rule") == "integrated"}
    assert places["Response to traffic calls in villages"] > 0.3
    assert places["Satisfaction"] > 0.05
    assert places["Time to clear traffic calls in town"] < -0.03


def test_a_rule_keeps_its_hue_in_every_chart(result: ComparisonResult, calls: pl.DataFrame) -> None:
    hues: dict[str, set[str]] = {}
    for spec in charts(result, calls, "en").values():
        for scale in scales_of_colour(spec):
            for rule, hue in zip(scale["domain"], scale["range"], strict=True):
                hues.setdefault(rule, set()).add(hue)
    assert sorted(hues) == sorted(result.rules)
    assert all(len(seen) == 1 for seen in hues.values())
    assert len(set.union(*hues.values())) == 3


def scales_of_colour(spec: Any) -> list[Document]:
    if isinstance(spec, list):
        return [scale for part in spec for scale in scales_of_colour(part)]
    if not isinstance(spec, dict):
        return []
    own = [spec["scale"]] if str(spec.get("scale", {})).find("#") > 0 and spec.get("field") == "rule" else []
    return own + [scale for part in spec.values() for scale in scales_of_colour(part)]


def test_many_rules_and_panels_fit(result: ComparisonResult, tmp_path: Path) -> None:
    rules = [f"rule {k}" for k in range(10)]
    frames = [
        pl.DataFrame({"rule": rule, "domain": domain, "area": area, "response_minutes": list(range(1, 400))})
        for rule in rules for domain in ("traffic", "order", "service") for area in ("rural", "urban")
    ]  # fmt: skip
    many = small(rules, {})
    assert len(write_report(many, pl.concat(frames), tmp_path, "en")) == 3


def test_the_command_is_the_result_s_own_or_made_from_its_settings(result: ComparisonResult) -> None:
    words = shlex.split(command(replace(result, preset="a b; rm -rf /")))
    assert words[:4] == ["jiaosuo", "compare", "a b; rm -rf /", "--rules"]
    assert words[4] == "separate,stationed,integrated"
    assert "data_sharing=false" in words
    assert command(replace(result, command="jiaosuo compare x")) == "jiaosuo compare x"


def test_many_levers_are_folded_and_all_there(result: ComparisonResult) -> None:
    levers = {f"lever_{k}": float(k) for k in range(61)}
    text = page(replace(result, levers=levers), {}, {}, "en")
    assert "<summary>Levers</summary>" in text
    for name in levers:
        assert f'<th scope="row">{name}</th>' in text
    assert "<td>60</td>" in text


def test_readers_without_scripts_see_the_drawn_charts(result: ComparisonResult) -> None:
    text = page(result, {}, {"headlines": "<svg/>"}, "en")
    assert "<noscript><img alt=" in text
