"""`jiaosuo explain step` tells the step from the functions that run it, in both languages."""

import json
from pathlib import Path

import pytest

from jiaosuo.experiments.catalogue import step_listing
from jiaosuo.experiments.catalogue.step_listing import WORDS, format_step, step_lines
from jiaosuo.model import County
from jiaosuo.model.core.words import translate

HOUSE = Path(__file__).parents[2]


def test_every_line_stands_where_the_listing_says():
    for each in step_lines():
        source = (HOUSE / each.file).read_text(encoding="utf-8").splitlines()
        head = "\n".join(source[each.line - 1 : each.line + 3])
        assert f"def {each.name.split('.')[-1]}(" in head, each


def test_the_order_is_that_of_the_minute():
    names = [each.name.split(".")[-1] for each in step_lines()]
    told = [
        "_turn_the_calendar",
        "_begin_day",
        "run_traffic",
        "incidents_arise",
        "run_events",
        "observe",
        "move",
    ]
    assert [name for name in names if name in told] == told
    numbers = [tuple(map(int, each.number.split("."))) for each in step_lines()]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_line_has_words_in_both_languages(language):
    for each in step_lines():
        assert each.name.split(".")[-1] in WORDS, f"{each.name} has no words in {step_listing.__name__}"
        assert (translate(each.words, language) == each.words) == (language == "en")


def test_another_step_is_another_listing(monkeypatch):
    def step(self):
        self._begin_day()

    step.__module__, step.__qualname__ = County.__module__, "County.step"
    monkeypatch.setattr(County, "step", step)
    assert [each.name for each in step_lines() if "." not in each.number] == ["County._begin_day"]


def test_the_command_prints_what_the_code_says(jiaosuo):
    code, english, _ = jiaosuo("explain", "step", "--lang", "en")
    assert code == 0
    assert english.strip() == format_step("en")
    assert "一分钟" in jiaosuo("explain", "step", "--lang", "zh")[1]
    rows = json.loads(jiaosuo("explain", "step", "--json")[1])
    assert [row["number"] for row in rows] == [each.number for each in step_lines()]
