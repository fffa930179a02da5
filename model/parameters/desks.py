"""The call centre."""

from jiaosuo.model.core.parameter import Parameter

DESKS = (
    Parameter(
        "handover_minutes",
        3,
        0,
        6,
        "min",
        "Time to pass a call to another desk when data are not shared",
        "assumption",
    ),
    Parameter(
        "data_sharing",
        0.0,
        0,
        1,
        "share",
        "Records and calls shared between desks: no handover, fewer errors",
    ),
    Parameter(
        "wrong_desk_share", 0.1, 0, 0.5, "share", "Callers who ring a desk that does not serve their call"
    ),
    Parameter(
        "call_taking_minutes", 1.0, 0, 10, "min", "From a call being known to its being offered", "assumption"
    ),
)
