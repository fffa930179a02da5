"""One set of checks on every law of `jiaosuo validate`, whose figures are its claims."""

import math
import pickle

import pytest

from jiaosuo.experiments.validation import LAWS
from jiaosuo.experiments.validation.law import FIGURES, Agreement, called
from jiaosuo.experiments.validation.validate import CaseRun, planned
from jiaosuo.model.core.words import translate

CASES = [(law, case) for law in LAWS.values() for case in law.cases]
TITLES = [f"{law.name} {number}" for law in LAWS.values() for number, _ in enumerate(law.cases)]
WANTED = {
    "erlang", "priority", "pooled", "partial-pooling", "hypercube", "square-root", "queue-delay", "same-rule",
    "conservation", "whole-shift",
}  # fmt: skip


LONG = {"square-root", "whole-shift"}


def said(case):
    """What theory says of a case: its formula, or its twin in the first world."""
    return case.theory() if case.twin is None else case.twin(1, case.full.days)


def test_every_law_that_was_promised_is_on_the_shelf():
    assert set(LAWS) >= WANTED


@pytest.mark.parametrize("name", LAWS)
def test_a_law_says_its_words_and_its_source_in_both_languages(name):
    law = LAWS[name]
    assert law.name == name
    assert law.source
    assert translate(law.words, "zh") != law.words
    assert law.cases


@pytest.mark.parametrize("name", LAWS)
def test_the_quick_set_tries_every_law(name):
    assert any(case.quick for case in LAWS[name].cases)


@pytest.mark.parametrize(("law", "case"), CASES, ids=TITLES)
def test_a_case_says_which_county_it_is(law, case):
    for language in ("en", "zh"):
        said = translate(case.words, language, **case.values)
        assert "{" not in said
    assert said != case.words


def cases():
    """Every case; those of laws whose theory takes seconds are for continuous integration."""
    for (law, case), title in zip(CASES, TITLES, strict=True):
        yield pytest.param(law, case, id=title, marks=[pytest.mark.ci] * (law.name in LONG))


@pytest.mark.parametrize(("law", "case"), list(cases()))
def test_theory_gives_finite_figures_that_have_a_name(law, case):
    assert (case.theory is None) != (case.twin is None)
    figures = said(case)
    assert figures
    for name, value in figures.items():
        assert math.isfinite(value)
        assert translate(called(name)[0].words, "zh") != called(name)[0].words


@pytest.mark.parametrize(("law", "case"), CASES, ids=TITLES)
def test_what_is_judged_by_chance_has_worlds_enough_and_the_full_set_more_of_them(law, case):
    if case.agreement == Agreement.CHANCE:
        assert case.full.worlds >= 10
    if case.quick is not None:
        assert case.quick.worlds * case.quick.days <= case.full.worlds * case.full.days


@pytest.mark.ci
def test_every_figure_is_one_of_some_law():
    used = {name for _, case in CASES for name in said(case)}
    assert {name.rpartition("_")[0] if name[-1].isdigit() else name for name in used} == set(FIGURES)


def test_worlds_have_seeds_from_one_and_travel_to_other_processes():
    worlds = planned(LAWS, quick=True)
    assert len(set(worlds)) == len(worlds)
    assert {world.seed for world in worlds if world.law == "erlang"} == set(range(1, 11))
    assert pickle.loads(pickle.dumps(worlds)) == worlds
    assert isinstance(worlds[0], CaseRun)
