"""Where traffic calls go first and nobody is interrupted, waits are Cobham's."""

from dataclasses import replace
from functools import partial

from jiaosuo.experiments.validation.bench import RANKED, queue
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.integrated import INTEGRATED
from jiaosuo.model.theory.priority import priority_waits

TRAFFIC_FIRST = replace(INTEGRATED, name="traffic-first", order=RANKED)
FIGURES = ("wait_mean_traffic", "wait_mean_order")


def theory(officers: int, rates: tuple[float, float]) -> Figures:
    """Waits of both classes."""
    return dict(zip(FIGURES, priority_waits(officers, rates, 1.0).tolist(), strict=True))


def case(officers: int, rates: tuple[float, float], full: Effort, quick: Effort | None = None) -> Case:
    """One unit of generalists, half of them of each corps; rates in erlangs, traffic and order."""
    traffic = officers // 2
    return Case(
        words=N_("{officers} officers, load {load:g}, traffic calls first"),
        values={"officers": officers, "load": round(sum(rates) / officers, 3)},
        look=partial(
            queue,
            rule=TRAFFIC_FIRST,
            officers=(traffic, officers - traffic),
            erlangs=rates,
            figures=FIGURES,
        ),
        theory=partial(theory, officers, rates),
        full=full,
        quick=quick,
    )


PRIORITY = Law(
    name="priority",
    words=N_("Urgent calls first, nobody interrupted"),
    source="Cobham 1954",
    cases=(case(3, (1.0, 1.1), Effort(60, 8.7), Effort(10, 5)),),
)
