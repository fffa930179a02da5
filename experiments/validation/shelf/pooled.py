"""Two forces are two queues, a merged one is one queue, and at the break-even penalty they wait alike."""

from functools import partial

from jiaosuo.experiments.validation.bench import queue
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model.core.words import N_
from jiaosuo.model.theory.erlang import mean_wait
from jiaosuo.model.theory.pooling import pooled_break_even

OFFICERS, LOAD = 3, 0.7
"""Of each force, and what each of its officers is offered."""

BREAK_EVEN = float(pooled_break_even(OFFICERS, LOAD))
ERLANGS = (OFFICERS * LOAD, OFFICERS * LOAD)
EACH, ALL = ("wait_mean_traffic", "wait_mean_order"), ("wait_mean",)


def apart() -> Figures:
    """Each force is a queue of its own."""
    return dict.fromkeys(EACH, float(mean_wait(OFFICERS, OFFICERS * LOAD, 1.0)))


def together(penalty: float) -> Figures:
    """One queue of all, each at the pace of a generalist."""
    return {"wait_mean": float(mean_wait(2 * OFFICERS, 2 * OFFICERS * LOAD, 1 - penalty))}


def case(rule: str, penalty: float, words: str, full: Effort, quick: Effort | None = None) -> Case:
    """Both forces under a rule of the shelf."""
    figures = EACH if rule == "separate" else ALL
    return Case(
        words=words,
        values={"officers": OFFICERS, "load": LOAD, "penalty": penalty},
        look=partial(
            queue,
            rule=rule,
            officers=(OFFICERS, OFFICERS),
            erlangs=ERLANGS,
            penalty=penalty,
            figures=figures,
        ),
        theory=apart if rule == "separate" else partial(together, penalty),
        full=full,
        quick=quick,
    )


POOLED = Law(
    name="pooled",
    words=N_("Two forces apart against one unit"),
    source="Erlang 1917; Smith & Whitt 1981",
    cases=(
        case("separate", 0.0, N_("two of {officers}, load {load:g}"), Effort(60, 4.8), Effort(10, 4)),
        case("integrated", 0.0, N_("one of twice {officers}, load {load:g}"), Effort(60, 4.2), Effort(10, 4)),
        case(
            "integrated",
            BREAK_EVEN,
            N_("one of twice {officers}, load {load:g}, break-even penalty {penalty:.3f}"),
            Effort(60, 5.6),
        ),
    ),
)
