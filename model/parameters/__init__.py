"""Every number of the model that is not a kind's or a rule's, one file a subject; `PARAMETERS` gathers them.

Figures come from the literature with a source tag, or are called an assumption.
"""

from model.core.parameter import Parameter, gather
from model.parameters.bench import BENCH
from model.parameters.desks import DESKS
from model.parameters.force import FORCE
from model.parameters.handling import HANDLING
from model.parameters.land import LAND
from model.parameters.people import PEOPLE
from model.parameters.rules import RULES
from model.parameters.traffic import TRAFFIC

GROUPS: tuple[tuple[str, tuple[Parameter, ...]], ...] = (
    ("land", LAND),
    ("people", PEOPLE),
    ("traffic", TRAFFIC),
    ("force", FORCE),
    ("handling", HANDLING),
    ("desks", DESKS),
    ("rules", RULES),
    ("bench", BENCH),
)

__all__ = ["GROUPS", "gather"]
