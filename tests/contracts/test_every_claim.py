"""One set of checks on every claim of `jiaosuo validate`."""

import math
import pickle

import pytest

from jiaosuo.experiments.validation import CLAIMS
from jiaosuo.experiments.validation.claim import FIGURES, Judged, called
from jiaosuo.experiments.validation.run import World, planned
from jiaosuo.model.core.words import translate

CASES = [(claim, case) for claim in CLAIMS.values() for case in claim.cases]
TITLES = [f"{claim.name} {number}" for claim in CLAIMS.values() for number, _ in enumerate(claim.cases)]
WANTED = {
    "erlang", "priority", "pooled", "partial-pooling", "hypercube", "square-root", "queue-delay", "same-rule",
    "conservation",
}  # fmt: skip


def test_every_law_that_was_promised_is_on_the_shelf():
    assert set(CLAIMS) >= WANTED


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_says_its_law_and_its_source_in_both_languages(name):
    claim = CLAIMS[name]
    assert claim.name == name
    assert claim.source
    assert translate(claim.words, "zh") != claim.words
    assert claim.cases


@pytest.mark.parametrize("name", CLAIMS)
def test_the_quick_set_tries_every_law(name):
    assert any(case.quick for case in CLAIMS[name].cases)


@pytest.mark.parametrize(("claim", "case"), CASES, ids=TITLES)
def test_a_case_says_which_county_it_is(claim, case):
    for language in ("en", "zh"):
        said = translate(case.words, language, **case.values)
        assert "{" not in said
    assert said != case.words


@pytest.mark.parametrize(("claim", "case"), CASES, ids=TITLES)
def test_theory_gives_finite_figures_that_have_a_name(claim, case):
    figures = case.theory()
    assert figures
    for name, value in figures.items():
        assert math.isfinite(value)
        assert translate(called(name)[0].words, "zh") != called(name)[0].words


@pytest.mark.parametrize(("claim", "case"), CASES, ids=TITLES)
def test_what_is_judged_by_chance_has_worlds_enough_and_the_full_set_more_of_them(claim, case):
    if case.judged == Judged.CHANCE:
        assert case.full.worlds >= 10
    if case.quick is not None:
        assert case.quick.worlds * case.quick.days <= case.full.worlds * case.full.days


def test_every_figure_is_one_of_some_claim():
    used = {name for _, case in CASES for name in case.theory()}
    assert {name.rpartition("_")[0] if name[-1].isdigit() else name for name in used} == set(FIGURES)


def test_worlds_have_seeds_from_one_and_travel_to_other_processes():
    worlds = planned(CLAIMS, quick=True)
    assert len(set(worlds)) == len(worlds)
    assert {world.seed for world in worlds if world.claim == "erlang"} == set(range(1, 11))
    assert pickle.loads(pickle.dumps(worlds)) == worlds
    assert isinstance(worlds[0], World)
