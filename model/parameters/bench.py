"""What places of theory need: a queue's own levers, and warm-up left out."""

from jiaosuo.model.core.parameter import Parameter

BENCH = (
    Parameter(
        "warmup_days",
        0,
        0,
        3_600,
        "days",
        "Whole days at the start that no outcome counts: calls that arise in them, and what officers do",
        whole=True,
    ),
    Parameter(
        "generalist_penalty",
        0,
        0,
        0.9,
        "share",
        "Places of theory alone: pace lost by whoever may lead at traffic and at order calls; "
        "elsewhere skill and delta say it",
    ),
)

CALLS_PER_HOUR_TRAFFIC = Parameter(
    "calls_per_hour_traffic", 4, 0, 3_600, "calls/h", "Places of theory: traffic calls in the county"
)
CALLS_PER_HOUR_ORDER = Parameter(
    "calls_per_hour_order", 4, 0, 3_600, "calls/h", "Places of theory: order calls in the county"
)
HANDLING_MINUTES = Parameter(
    "handling_minutes", 30, 0.01, 1_000, "min", "Places of theory: mean time on scene of any call"
)
