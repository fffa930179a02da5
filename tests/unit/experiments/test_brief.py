"""The brief on one page, and what every chart says of itself away from its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiaosuo.experiments.charts.rendering import source_line, svg
from jiaosuo.experiments.comparison.brief import MOST, brief, check_brief, looked_at, write_brief
from jiaosuo.experiments.comparison.charts import charts
from jiaosuo.model.core.errors import InputError

HEADINGS = {
    "en": ("The answer", "How sure", "What would change it"),
    "zh": ("结论", "把握程度", "哪些因素会改变结论"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_has_question_answer_how_sure_and_what_would_change_it(result, language):
    text = brief(result, language)
    for heading in HEADINGS[language]:
        assert f"<h2>{heading}</h2>" in text
    assert str(result.replications) in text
    assert source_line(language).split(".")[0] in text
    assert "<script" not in text
    assert "http" not in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_holds_no_more_than_a_page(result, language):
    text = brief(result, language)
    for section in re.findall(r"<section>.*?</section>", text, re.S):
        assert 1 <= section.count("<li>") <= MOST + 1
    assert len(re.sub(r"<style>.*?</style>|<[^>]+>", "", text, flags=re.S)) < 4_500


def test_it_tells_more_of_the_rule_that_most_weights_prefer(result):
    assert looked_at(result) in result.later


@pytest.mark.parametrize("name", ["brief.pdf", "nowhere/brief.html", "x" * 300 + ".html"])
def test_a_file_that_is_no_page_is_refused_before_anything_runs(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="brief"):
        check_brief(tmp_path / name)
    assert not list(tmp_path.iterdir())
    check_brief(tmp_path / "brief.html")
    assert not list(tmp_path.iterdir())


def test_it_is_written_whole(result, tmp_path):
    file = write_brief(result, tmp_path / "brief.html", "en")
    assert file.read_text(encoding="utf-8") == brief(result, "en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_chart_says_what_it_shows_of_what_and_from_where(result, language):
    for spec in charts(result, None, language).values():
        head = spec["title"]
        about = "".join(head["subtitle"]).replace(" ", "")
        assert head["text"]
        for piece in (result.preset, f"{result.days:g}", str(result.replications), "95", "jiaosuo"):
            assert piece in about
        drawn = svg(spec)
        for line in (head["text"], *head["subtitle"]):
            assert line[:20].replace("&", "&amp;") in drawn
