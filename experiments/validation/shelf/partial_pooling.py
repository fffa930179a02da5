"""Specialists first, a few generalists who help both: the county is the Markov chain.

A rule can rank domains but cannot send a freed generalist to the longer queue, so that the chain is the one
in which generalists turn to traffic as long as any traffic call waits (`turn="traffic"`).
"""

from dataclasses import replace
from functools import partial

from jiaosuo.experiments.validation.bench import RANKED, queue
from jiaosuo.experiments.validation.law import Case, Effort, Figures, Law
from jiaosuo.model.core.terms import Authority, Corps, Domain
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules.common import ORDER_AND_SERVICE
from jiaosuo.model.rules.rule import Desk, Grant
from jiaosuo.model.rules.separate import SEPARATE
from jiaosuo.model.theory.pooling import partial_pooling

PARTLY_POOLED = replace(
    SEPARATE,
    name="partly-pooled",
    authority=(
        Grant(Corps.TRAFFIC, Authority.ATTEND, (Domain.TRAFFIC,)),
        Grant(Corps.STATION, Authority.ATTEND, ORDER_AND_SERVICE),
        Grant(Corps.PATROL, Authority.ATTEND),
    ),
    desks=(Desk("110", tuple(Domain), tuple(Corps)),),
    handover=frozenset(),
    order=RANKED,
)
"""The patrol corps are the generalists. Of those equally near, a desk sends the first of the roll, on which
the patrol corps stand behind the specialists."""

RATES = (2.4, 1.6)
TRAFFIC, STATION, GENERALISTS, PENALTY = 2, 2, 2, 0.1
FIGURES = (
    "wait_mean_traffic",
    "wait_mean_order",
    "utilisation_traffic",
    "utilisation_station",
    "utilisation_patrol",
)


def theory() -> Figures:
    """Waits of both classes, and how busy each corps is."""
    chain = partial_pooling(TRAFFIC, STATION, GENERALISTS, RATES, 1.0, PENALTY, turn="traffic")
    return dict(zip(FIGURES, (*chain[:2], *chain[3:]), strict=True))


PARTIAL_POOLING = Law(
    name="partial-pooling",
    words=N_("Specialists and a few generalists, who turn to traffic first"),
    source="Markov chain; Wallace & Whitt 2005",
    cases=(
        Case(
            words=N_("{traffic} and {station} specialists, {generalists} generalists, penalty {penalty:g}"),
            values={
                "traffic": TRAFFIC,
                "station": STATION,
                "generalists": GENERALISTS,
                "penalty": PENALTY,
            },
            look=partial(
                queue,
                rule=PARTLY_POOLED,
                officers=(TRAFFIC, STATION),
                patrol=GENERALISTS,
                erlangs=RATES,
                penalty=PENALTY,
                figures=FIGURES,
            ),
            theory=theory,
            full=Effort(60, 5.3),
            quick=Effort(10, 4),
        ),
    ),
)
