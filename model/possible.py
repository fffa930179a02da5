"""What can be known before a run: whether its county can be, and whether its days leave anything to count."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.model.core.described import DescribedEntry
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, translate
from jiaosuo.model.disruptions import check_surges
from jiaosuo.model.landscape import check_urbanization, land_of
from jiaosuo.model.limits import checked_seed
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.rules.map import rule_of_each
from jiaosuo.model.scenario import Scenario


def check_run(scenario: Scenario, days: float, worlds: int = 1, warm_up: float = 0.0) -> None:
    """InputError for a scenario of which no run would come to its end, or leave anything to count.

    `days` follow `warm_up` days; `worlds` have seeds scenario.seed, + 1, ... Nothing is run, no road drawn.
    """
    checked_seed(scenario.seed, worlds)
    check_warmup(scenario, warm_up or days)
    townships, urbanization = land_of(scenario.start)
    check_surges(scenario.entries, scenario, townships)
    for entry in scenario.entries:
        if "urbanization" in entry.values:
            check_urbanization(entry.values["urbanization"], urbanization)
    names = [each.name for each in townships]
    for rule in rules_of(scenario):
        rule_of_each(rule, names, [0.0] * len(names), 0.0)


def check_warmup(scenario: Scenario, days: float) -> None:
    """Refuse days of which nothing is left when the warm-up is over."""
    warmup = int(scenario["warmup_days"])
    if warmup and round(days * MINUTES_A_DAY) <= warmup * MINUTES_A_DAY:
        raise InputError(
            "days", days, f"the run must be longer than its warm-up of {warmup} days (warmup_days)"
        )


def rules_of(scenario: Scenario) -> tuple[Rule | RuleMap, ...]:
    """Every rule that a run comes under, and the one before it."""
    later = (each.rule for each in scenario.timeline if each.rule is not None)
    return (scenario.rule, scenario.rule_before, *later)


TOO_LATE = N_(
    "Entry {number} of the timeline (day {day:g}) comes after the end of the run of {days:g} days and "
    "changes nothing."
)


def too_late(timeline: Sequence[DescribedEntry], days: float, language_: str | None = None) -> list[str]:
    """A sentence for each entry of a timeline by days that a run of so many days never comes to."""
    numbered = enumerate(timeline, start=1)
    late = [(number, each.day) for number, each in numbered if each.day is not None and each.day >= days]
    return [translate(TOO_LATE, language_, number=number, day=day, days=days) for number, day in late]
