"""Who may lead is one definition: every kernel, plan and study that asks agrees with what the rule grants."""

import ast
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from jiaosuo.experiments.comparison.geometry import able_to_lead
from jiaosuo.model.core.terms import Authority, Complexity, Corps, Domain, Duty, Needs, Reach, RoadClass
from jiaosuo.model.fast_forward import _pass_skill, year_begins
from jiaosuo.model.kernels.officers.authority import leads_simple_calls, may_finish, may_lead
from jiaosuo.model.kernels.officers.certification import may_close
from jiaosuo.model.kernels.officers.eligibility import LEAD, has_authority
from jiaosuo.model.kernels.officers.skill import finish_training
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rulebook import rulebook
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import Postings
from tests.twins.worlds import TOWNSHIPS, world

ROOT = Path(__file__).parents[2]
HOMES = ("model/kernels/officers/authority.py", "model/kernels/officers/certification.py")
LEADS = {"CERTIFIED", "ATTEND"}
SKILLED = 0.7
"""More than it takes to be certified."""
CASES = [(domain, road) for domain in Domain for road in RoadClass]


def granted(rule, complexity, certified=False):
    """As the rule is declared: {(corps, domain, road)} where a grant says that the corps leads.

    At complex calls who is granted it if certified leads only then.
    """
    enough = {Authority.ATTEND}
    if certified or complexity == Complexity.SIMPLE:
        enough.add(Authority.CERTIFIED)
    return {
        (corps, domain, road)
        for grant in RULES[rule].authority
        if grant.authority in enough
        for corps, domain, road, level in grant.cells()
        if level == complexity
    }


def asked(leads):
    """{(corps, domain, road)} for which `leads(corps, domain, road)` holds."""
    return {(corps, *case) for corps in Corps for case in CASES if leads(corps, *case)}


@pytest.fixture(params=RULES)
def rule(request):
    return request.param


@pytest.fixture
def w(rule):
    """Officer i is of corps i, at home in township 0, in training; and one call there."""
    made = world(rule, officers=len(Corps))
    made.officers["corps"], made.officers["duty"] = list(Corps), Duty.TRAINING
    made.officers["training_until"] = 240.0
    made.clock["now"] = 240.0
    return made


def test_the_rulebook_says_what_the_rule_grants(rule):
    authority = rulebook([RULES[rule]]).authority[0]
    simple, complex_ = authority[..., Complexity.SIMPLE], authority[..., Complexity.COMPLEX]
    assert asked(lambda c, d, r: may_lead(simple)[c, d, r]) == granted(rule, Complexity.SIMPLE)
    for certified in (False, True):
        found = asked(lambda c, d, r, certified=certified: may_finish(complex_, certified)[c, d, r])
        assert found == granted(rule, Complexity.COMPLEX, certified)


def test_one_grade_and_a_table_of_them_are_asked_alike():
    grades = np.array(list(Authority))
    assert may_lead(grades).tolist() == [may_lead(each) for each in Authority] == [False, False, True, True]
    for certified in (False, True):
        alone = [may_finish(each, certified) for each in Authority]
        assert may_finish(grades, certified).tolist() == alone == [False, False, certified, True]


def test_kernels_agree_on_simple_calls(rule, w):
    assert asked(lambda c, d, r: leads_simple_calls(w, c, 0, d, r)) == granted(rule, Complexity.SIMPLE)


def needing(w, domain, road, needs):
    w.calls["domain"], w.calls["road_class"], w.calls["needs"] = domain, road, needs
    return 0


@pytest.mark.parametrize(
    ("needs", "level"), [(Needs.SIMPLE, Complexity.SIMPLE), (Needs.COMPLEX, Complexity.COMPLEX)]
)
@pytest.mark.parametrize("certified", [False, True])
def test_dispatch_agrees_on_what_is_known(rule, w, needs, level, certified):
    w.officers["skill"], w.officers["skill_at"] = SKILLED if certified else 0.0, 240.0
    led = asked(lambda c, d, r: has_authority(w, c, needing(w, d, r, needs), LEAD))
    assert led == granted(rule, level, certified)


@pytest.mark.parametrize("certified", [False, True])
def test_a_case_is_closed_by_who_may_lead_complex_calls(rule, w, certified):
    w.officers["skill"], w.officers["skill_at"] = SKILLED if certified else 0.0, 240.0
    closed = asked(lambda c, d, r: may_close(w, c, needing(w, d, r, Needs.SIMPLE)))
    assert closed == granted(rule, Complexity.COMPLEX, certified)


def test_the_force_is_planned_on_the_same_leads(rule):
    corps = np.array(list(Corps))
    home, nothing = np.zeros(len(Corps), int), np.zeros(0)
    at_home = Postings(
        corps, home, home, nothing, nothing, rulebook([RULES[rule]]), *[nothing] * 4
    ).leads_at_home
    village = {(c, d) for c, d, road in granted(rule, Complexity.SIMPLE) if road == RoadClass.VILLAGE}
    assert {(Corps(c), Domain(d)) for c, d in np.argwhere(at_home).tolist()} == village


def test_theory_agrees_where_desk_and_reach_stop_nobody(rule):
    book = rulebook([RULES[rule]])
    open_to_all = book.__dict__[table_of(book)]
    open_to_all["sends"], open_to_all["reach"] = True, Reach.COUNTY
    nobody = np.zeros((len(Corps), 1), bool)
    planned = SimpleNamespace(
        book=book, columns={"corps": np.array(list(Corps))}, serves=nobody, borders=nobody
    )
    able = {case: able_to_lead(planned, 0, *case) for case in CASES}
    assert asked(lambda c, d, r: able[d, r][c]) == granted(rule, Complexity.SIMPLE)


def table_of(book):
    """The name of the rulebook's table of answers."""
    return next(name for name in book.__dict__ if name != "authority")


def taught(before, after):
    """{(corps, domain)} in which officers have learnt."""
    return {(Corps(row), Domain(domain)) for row, domain in np.argwhere(after > before + 1e-12).tolist()}


def teachable(rule, every=False):
    """The first domain, all being equally weak, that each corps may lead in at home, or every one."""
    leads = {(c, d) for c, d, road in granted(rule, Complexity.SIMPLE) if road == RoadClass.VILLAGE}
    first = {(corps, min(d for c, d in leads if c == corps)) for corps in {c for c, _ in leads}}
    return leads if every else first


def test_training_teaches_those_who_may_lead(rule, w):
    w.officers["skill"], w.officers["skill_at"] = 0.0, 240.0
    before = w.officers["skill"].copy()
    for officer in range(len(Corps)):
        finish_training(w, officer)
    assert taught(before, w.officers["skill"]) == teachable(rule)


def test_training_on_days_passed_over_teaches_the_same(rule, w):
    """What a change of rule owes is taught to all who may lead; cross-training to generalists alone."""
    land = SimpleNamespace(townships=range(TOWNSHIPS), district=np.zeros(TOWNSHIPS, int))
    leads = teachable(rule, every=True)
    both = {corps for corps in Corps if {(corps, Domain.TRAFFIC), (corps, Domain.ORDER)} <= leads}
    for due, hours, corps in ((480.0, 0, set(Corps)), (0.0, 40, both)):
        w.officers["skill"], w.officers["skill_at"], w.officers["training_due"] = 0.0, w.clock["now"][0], due
        scenario = Scenario.preset("zigui-2004", training_hours=hours)
        _pass_skill(w, land, scenario, year_begins(w), 1, 30.0)
        learnt = taught(np.zeros_like(w.officers["skill"]), w.officers["skill"])
        assert {c for c, _ in learnt} == {c for c, _ in teachable(rule) if c in corps}
        assert learnt <= leads


def test_the_shelf_tells_its_rules_apart():
    """So that the tests above would see one rule's answers given for another's."""
    assert len({frozenset(granted(rule, Complexity.SIMPLE)) for rule in RULES}) > 2
    assert TOWNSHIPS > 1


def test_nobody_else_spells_it():
    """Grades that lead (`CERTIFIED`, `ATTEND`) are compared in two files; all others ask those."""
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for room in ("model", "experiments", "dashboard")
        for file in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(part, ast.Attribute) and part.attr in LEADS for part in ast.walk(node))
    ]
    assert len(found) == 3, found
    assert all(each.startswith(HOMES) for each in found), found
