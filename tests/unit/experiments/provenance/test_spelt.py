"""Sources as people read them: no tag of the fact sheet is left, in either language."""

import re

import pytest

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.levers import LABELS
from jiaosuo.experiments.provenance.spelt import spelt
from jiaosuo.model.core.words import CHINESE, ENGLISH
from jiaosuo.model.scenario import parameters
from jiaosuo.model.scenario_file import preset_names

TAG = re.compile(r"(^|[;；]\s*)([FKDA]|seed)\s*([:：;；]|$)|\bfacts \d")


@pytest.mark.parametrize(
    ("source", "english", "chinese"),
    [
        (
            "A; K: Larson 1974",
            "assumption; known from the literature: Larson 1974",
            "假设；文献所载：Larson 1974",
        ),
        ("D: facts 2.2-2.5", "derived from figures: fact sheet 2.2-2.5", "由数据推算：事实表 2.2-2.5"),
        ("F: a town (facts 1.2; here)", "found in a public text: a town (fact sheet 1.2; here)", None),
        ("facts 0.1: said there", "fact sheet 0.1: said there", "事实表 0.1：said there"),
        ("preset", "preset", "本地设定"),
    ],
)
def test_tags_are_words(source, english, chinese):
    assert spelt(source, ENGLISH) == english
    if chinese:
        assert spelt(source, CHINESE) == chinese


@pytest.mark.parametrize("language", [ENGLISH, CHINESE])
def test_no_slider_shows_a_tag(language):
    for name in LABELS:
        assert not TAG.search(spelt(parameters()[name].source, language)), name


@pytest.mark.parametrize("place", preset_names())
def test_a_place_tells_its_sources_in_both_languages_and_without_tags(place):
    about = places.scenario(place).about
    if not about.theory:
        assert len(about.sources_zh) == len(about.sources)
    for language in (ENGLISH, CHINESE):
        told = places.describe_place(place, language).sources
        assert told
        assert not any(TAG.search(each) for each in told)
