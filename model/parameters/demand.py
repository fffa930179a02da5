"""How many calls there are, whatever the rates of the kinds say: the load that a place is put under."""

from jiaosuo.model.core.parameter import Parameter

DEMAND = (
    Parameter(
        "call_volume",
        1,
        0.5,
        3,
        "times",
        "Calls over those of the place, of all kinds but what is met on patrol, reported or not",
        "preset",
    ),
)
