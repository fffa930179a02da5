"""A rule against itself under another name changes nothing at all (A/A), and the world is the same."""

from dataclasses import replace

from jiaosuo.experiments.validation.law import Agreement, Case, Effort, Figures, Law
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules import RULES

PLACE, RULE, SMALL = "zigui-2004", "integrated", 25


def look(seed: int, days: float) -> Figures:
    """How many outcomes differ between a rule and its copy in one world."""
    copy = replace(RULES[RULE], name="copy", chinese="副本", words="A copy.", source="")
    one, other = (
        County(Scenario.preset(PLACE, rule=rule, seed=seed, people_per_agent=SMALL)).run_days(days).outcomes()
        for rule in (RULES[RULE], copy)
    )
    return {"outcomes_changed": float(sum(one[name] != other[name] for name in one))}


def theory() -> Figures:
    """None."""
    return {"outcomes_changed": 0.0}


SAME_RULE = Law(
    name="same-rule",
    words=N_("A rule against itself (A/A)"),
    source="equal answers, equal world",
    cases=(
        Case(
            words=N_("{place}, every outcome, paired"),
            values={"place": PLACE},
            look=look,
            theory=theory,
            full=Effort(3, 3),
            quick=Effort(1, 1),
            agreement=Agreement.EXACT,
        ),
    ),
)
