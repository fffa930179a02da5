"""Files of a stranger, which stand outside of the project: a rule, a kind, an outcome and a study."""

RULE = """
from dataclasses import replace
from jiaosuo.model.core.terms import Authority, Corps, Domain
from jiaosuo.model.rules.rule import Grant
from jiaosuo.model.rules.separate import SEPARATE

NEAREST = replace(
    SEPARATE,
    name="nearest",
    chinese="就近",
    words="Stations may lead at simple traffic calls.",
    source="a stranger",
    authority=(*SEPARATE.authority, Grant(Corps.STATION, Authority.ATTEND, (Domain.TRAFFIC,))),
    desks=tuple(replace(desk, sends=tuple(Corps)) for desk in SEPARATE.desks),
)
"""

KIND = """
from jiaosuo.model.core.terms import Basis, Domain
from jiaosuo.model.incidents.kind import Given, Kind

NOISE = Kind(
    name="noise",
    label="Noise",
    domain=Domain.SERVICE,
    basis=Basis.PEOPLE,
    numbers={"rate_rural": Given(20, "a stranger"), "rate_urban": Given(20, "a stranger")},
)
"""

OUTCOME = """
from jiaosuo.model.measures import Outcome

CHINESE = {"Calls later than half an hour": "超过半小时到场的警情"}
MINUTES = 30.0


def late(evidence):
    minutes = evidence.response[evidence.counted]
    return (float((minutes > MINUTES).sum()), len(minutes)) if len(minutes) else (None, 0)


LATE = Outcome(
    "calls_late", "Calls later than half an hour", "calls", "less", "response above 30 min", "log", late
)
"""

ALL = RULE + KIND + OUTCOME
