"""What every study keeps: a question, somewhere to ask it, an answer that is written, read and shown."""

from __future__ import annotations

import json
from typing import Any

from jiaosuo.experiments.charts.rendering import svg
from jiaosuo.experiments.contracts.check import has_chinese
from jiaosuo.experiments.places.folder import read_place
from jiaosuo.experiments.study_tools.study import Request, Study
from jiaosuo.model.core.words import translate
from jiaosuo.model.scenario import Scenario

COMMAND = "jiaosuo study X"


def it_asks_a_question_somewhere(study: Study[Any]) -> None:
    """It has a question in both languages, a place, and options that say what they mean."""
    assert study.question.endswith("?"), "question: must end in a question mark"
    said = translate(study.question, "zh")
    assert has_chinese(said), "question: must have a Chinese form"
    assert said.endswith("？"), "question: its Chinese form must end in ？"
    assert study.places, "places: must name where it is asked if nobody says"
    for place in study.places:
        read_place(place)
    assert len({each.name for each in study.options}) == len(study.options), "options: two have one name"
    assert all(each.meaning for each in study.options), "options: each must say what it means"


def a_quick_look_gives_all_that_the_full_study_does(study: Study[Any]) -> None:
    """At a little county: result, JSON and back, page, charts, table and sentences."""
    seen: list[tuple[int, int]] = []
    request = Request((little(),), COMMAND, 1, True, lambda done, all_: seen.append((done, all_)))
    shows_all(study, study.run(request), seen)


CONTRACT = (it_asks_a_question_somewhere, a_quick_look_gives_all_that_the_full_study_does)


def shows_all(study: Study[Any], result: Any, seen: list[tuple[int, int]]) -> None:
    """A result is whole: told while it was made, written and read back, and shown in every form."""
    assert seen, "run: must tell its progress (request.progress)"
    assert seen[-1] == (result.runs, result.runs), f"run: tells {seen[-1]} at the end of {result.runs} runs"
    assert result.failures == (), f"run: a world failed: {result.failures}"
    document = json.loads(json.dumps(result.to_json(), allow_nan=False))
    again = study.result.from_json(document)
    assert again == result, "result: what is read back is another"
    assert again.to_json() == document, "result: what is read back is written otherwise"
    page = study.page(result, "pictures")
    assert study.page(again, "pictures") == page, "page: of a result that was read back it is another"
    assert COMMAND in page, "page: must repeat the command"
    for name, spec in study.charts(result).items():
        assert f"(pictures/{name}.svg)" in page, f"page: must show the chart {name}"
        assert svg(spec).startswith("<svg"), f"charts: {name} cannot be drawn"
    rows = [study.table(result, language).row_count for language in ("en", "zh")]
    assert rows[0] == rows[1] > 0, "table: must have the same rows in both languages"
    english, chinese = study.summary(result, "en"), study.summary(result, "zh")
    assert len(english) == len(chinese), "summary: must have as many sentences in both languages"


def little() -> Scenario:
    """A county of two townships, which runs a day in a moment."""
    return Scenario.preset(
        "county-town",
        people_per_agent=25,
        population=20_000,
        area_km2=64,
        townships=2,
        squadrons=1,
        trunk_km=5,
        county_km=10,
        village_km=30,
        officers_traffic=8,
        officers_station=16,
        auxiliaries=4,
    )
