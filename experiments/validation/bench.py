"""Counties of the bench, run and looked at: shared by the claims."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.validation.law import Figures
from jiaosuo.model import County, Scenario
from jiaosuo.model.core.terms import Domain
from jiaosuo.model.outcomes import measure
from jiaosuo.model.rules import RULES
from jiaosuo.model.rules.rule import Order, Rule

WARMUP_DAYS = 1
HANDLING_MINUTES = 0.25
"""Short, so that a day holds many: after 5,760 services of warm-up no line remembers that it began empty."""

AN_HOUR = 60 / HANDLING_MINUTES
"""Services that one officer can do."""

RANKED = Order(shared_queue=True, behind={Domain.ORDER: 1}, preempt=False, ageing_minutes=0.0)
"""One line in which traffic goes first, nobody is interrupted and no wait moves a call up."""


def queue(
    seed: int,
    days: float,
    *,
    rule: str | Rule,
    officers: tuple[int, int],
    erlangs: tuple[float, float],
    figures: Sequence[str],
    patrol: int = 0,
    penalty: float = 0.0,
) -> Figures:
    """Outcomes of a queue, waits in mean services; pairs are (traffic, order), calls in erlangs."""
    scenario = Scenario.preset(
        "theory-bench",
        rule=RULES[rule] if isinstance(rule, str) else rule,
        seed=seed,
        officers_traffic=officers[0],
        officers_station=officers[1],
        officers_patrol=patrol,
        calls_per_hour_traffic=AN_HOUR * erlangs[0],
        calls_per_hour_order=AN_HOUR * erlangs[1],
        generalist_penalty=penalty,
        handling_minutes=HANDLING_MINUTES,
        warmup_days=WARMUP_DAYS,
    )
    found = observed(County(scenario).run_days(days), figures)
    return {
        name: value / (HANDLING_MINUTES if name.startswith("wait") else 1) for name, value in found.items()
    }


def observed(county: County, figures: Sequence[str]) -> Figures:
    """Outcomes by name; nan where not observed."""
    found = measure(county.evidence(), list(figures))
    return {name: float("nan") if value is None else value for name, (value, _) in found.items()}
