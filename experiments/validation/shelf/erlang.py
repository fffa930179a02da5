"""With all else switched off, the county is Erlang's queue of equal servers."""

from functools import partial

from jiaosuo.experiments.validation.bench import queue
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model.core.words import N_
from jiaosuo.model.theory.erlang import mean_wait

FIGURES = ("wait_mean", "utilisation_station")


def theory(officers: int, load: float) -> Figures:
    """Erlang's wait, and officers as busy as the load says."""
    return {"wait_mean": float(mean_wait(officers, officers * load, 1.0)), "utilisation_station": load}


def case(officers: int, load: float, full: Effort, quick: Effort | None = None) -> Case:
    """So many officers, each offered so much."""
    return Case(
        words=N_("{officers} officers, load {load:g}"),
        values={"officers": officers, "load": load},
        look=partial(
            queue, rule="separate", officers=(0, officers), erlangs=(0.0, officers * load), figures=FIGURES
        ),
        theory=partial(theory, officers, load),
        full=full,
        quick=quick,
    )


ERLANG = Law(
    name="erlang",
    words=N_("One line for equal officers (M/M/c)"),
    source="Erlang 1917",
    cases=(
        case(1, 0.6, Effort(60, 7.2), Effort(10, 7)),
        case(3, 0.8, Effort(60, 7.4)),
        case(8, 0.8, Effort(60, 3.7)),
    ),
)
