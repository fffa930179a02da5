"""Coach crash: many injured in one place, and every call at once."""

from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents.kind import Given
from jiaosuo.model.surges.surge import Surge

COACH_CRASH = Surge(
    name=N_("coach_crash"),
    chinese="大客车事故",
    words="A coach crashes: many calls for injuries from one place.",
    source="assumption",
    kind="injury_crash",
    numbers={"calls": Given(12), "minutes": Given(10)},
)
