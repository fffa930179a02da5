"""`jiaosuo validate`: the county agrees with theory, and one whose dispatcher is broken does not."""

import json
from dataclasses import replace

import numpy as np
import pytest

import jiaosuo.model.county
from jiaosuo.experiments.validation import LAWS
from jiaosuo.experiments.validation.law import Effort
from jiaosuo.experiments.validation.shelf import whole_shift
from jiaosuo.experiments.validation.validate import validate

ENOUGH = Effort(6, 2)
"""Worlds and days of one quick case in which a broken dispatcher stands out."""


@pytest.fixture(scope="module")
def quick():
    """The result of the quick set."""
    return validate(quick=True)


@pytest.mark.ci
@pytest.mark.parametrize("name", LAWS)
def test_the_county_is_what_theory_says(quick, name):
    (claim,) = [each for each in quick.claims if each.name == name]
    wrong = [
        f"{row.case}, {row.figure}: {row.mean}, theory {row.theory}" for row in claim.rows if not row.holds
    ]
    assert claim.holds, wrong


@pytest.mark.ci
def test_the_quick_set_holds_as_a_whole_and_says_what_it_asks(quick):
    assert quick.holds
    assert not quick.failures
    assert (quick.validation, quick.level, quick.tolerance) == ("quick", 0.999, 0.05)


def short(name):
    """The first quick case of a law, shortened: all else stays as it is on the shelf."""
    law = LAWS[name]
    return {name: replace(law, cases=(replace(law.cases[0], quick=ENOUGH),))}


def loses_an_officer(tables):
    """The desk does not see the officer who stands last on the roll."""
    tables.serves[-1] = tables.borders[-1] = False


def leaves_one_idle(tables):
    """The desk does not see the officer who stands first on the roll."""
    tables.serves[0] = tables.borders[0] = False


def sends_anybody(tables):
    """The desk does not know who is near."""
    tables.free_minutes[...] = 0.0


def ranks_nothing(tables):
    """The desk takes calls in order of arrival, whatever they are."""
    tables.rule_table["behind"] = 0


def ranks_the_wrong_way(tables):
    """The desk lets order calls go first."""
    tables.rule_table["behind"] = -tables.rule_table["behind"]


@pytest.fixture
def dispatcher(monkeypatch):
    """Has every county from now on run with a fault in its dispatch; travel times are the county's own."""
    sound = jiaosuo.model.county.dispatch

    def break_it(fault):
        def broken(*given):
            made = sound(*given)
            made.tables = made.tables._replace(free_minutes=np.array(made.tables.free_minutes))
            fault(made.tables)
            return made

        monkeypatch.setattr(jiaosuo.model.county, "dispatch", broken)
        whole_shift.county.cache_clear()

    yield break_it
    whole_shift.county.cache_clear()


FAULTS = [
    ("hypercube", loses_an_officer),
    ("hypercube", leaves_one_idle),
    ("hypercube", sends_anybody),
    ("priority", ranks_nothing),
    ("priority", ranks_the_wrong_way),
]


@pytest.mark.ci
@pytest.mark.parametrize(
    ("name", "fault"), FAULTS, ids=[f"{name} {fault.__name__}" for name, fault in FAULTS]
)
def test_a_broken_dispatcher_is_found(dispatcher, name, fault):
    dispatcher(fault)
    result = validate(quick=True, laws=short(name))
    assert not result.failures
    assert not result.holds


@pytest.mark.ci
def test_a_fault_that_is_none_is_not_found(dispatcher):
    dispatcher(lambda _: None)
    result = validate(quick=True, laws=short("hypercube"))
    rows = {row.figure: row.holds for row in result.claims[0].rows}
    assert all(holds for figure, holds in rows.items() if figure != "wait_mean")


def work_never_yields(tables):
    """No call takes an officer from a meal, a meeting or a case file."""
    tables.works["yields_to"] = tables.levers["files_yield_to"] = 0


def crews_come_alone(tables):
    """Every call is taken for one that a single officer can do."""
    tables.kinds["officers_needed"] = 1


def works_without_files(tables):
    """Nothing is written up."""
    tables.kinds["paperwork_minutes"] = 0.0


def a_whole_shift():
    """The law that holds a county at work against its plain twin, shortened."""
    law = LAWS["whole-shift"]
    return {law.name: replace(law, cases=(replace(law.cases[0], quick=Effort(10, law.cases[0].quick.days)),))}


@pytest.mark.ci
@pytest.mark.parametrize("fault", [work_never_yields, crews_come_alone, works_without_files])
def test_a_county_that_works_otherwise_than_its_twin_is_found(dispatcher, fault):
    dispatcher(fault)
    result = validate(quick=True, laws=a_whole_shift())
    assert not result.failures
    assert not result.holds


@pytest.mark.ci
def test_a_county_that_works_like_its_twin_is_near_it_in_few_worlds(dispatcher):
    dispatcher(lambda _: None)
    (law,) = validate(quick=True, laws=a_whole_shift()).claims
    assert all(row.interval[0] <= row.theory <= row.interval[1] for row in law.rows)


LITTLE = {name: LAWS[name] for name in ("queue-delay",)}


def test_claims_that_hold_end_well_and_are_told_in_both_languages(jiaosuo, monkeypatch):
    result = validate(quick=True, laws=LITTLE)
    monkeypatch.setattr("jiaosuo.experiments.validation.validate.validate", lambda *_: result)
    code, out, err = jiaosuo("validate", "--quick", "--json")
    assert (code, json.loads(out)) == (0, result.to_json())
    assert err.startswith("jiaosuo: ")
    monkeypatch.setenv("COLUMNS", "160")
    for language, words in (("en", "Delay behind a blocked lane"), ("zh", "车道受阻后的延误")):
        code, out, _ = jiaosuo("validate", "--quick", "--lang", language)
        assert code == 0
        assert words in out


def test_a_claim_that_fails_ends_with_1(jiaosuo, monkeypatch):
    result = validate(quick=True, laws=LITTLE)
    law = result.claims[0]
    rows = (replace(law.rows[0], holds=False), *law.rows[1:])
    result = replace(result, holds=False, claims=(replace(law, holds=False, rows=rows),))
    monkeypatch.setattr("jiaosuo.experiments.validation.validate.validate", lambda *_: result)
    code, out, err = jiaosuo("validate", "--quick", "--lang", "en")
    assert code == 1
    assert "FAILS" in out
    assert "not all claims hold" in err
