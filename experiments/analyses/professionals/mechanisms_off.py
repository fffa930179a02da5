"""Assumptions of the model, one switched off at a time: which of them decides who wins."""

from __future__ import annotations

from jiaosuo.experiments.analyses.attribution.mechanisms import MECHANISMS, OFF, Mechanism
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents import KINDS


def _of_all_kinds(number: str, value: float) -> dict[str, float]:
    return {f"{kind}_{number}": value for kind in KINDS}


SWITCHED_OFF = (
    *(each for each in MECHANISMS if each.turned == OFF),
    Mechanism("distance", N_("officers drive no time at all"), OFF, {"travel_share": 0}),
    Mechanism(
        "authority",
        N_("no case is complex: whoever comes may close it"),
        OFF,
        _of_all_kinds("complex_share", 0),
    ),
    Mechanism(
        "scene skill",
        N_("a novice warns, frees the lane and directs traffic as well as an expert"),
        OFF,
        {"scene_lane": 0, "scene_warning": 0, "scene_flow": 0, "post_skill": 0},
    ),
    Mechanism("pressure", N_("open case files press nobody into errors"), OFF, {"pressure_errors": 0}),
    Mechanism(
        "other work",
        N_("no work but calls, posts and visits: no case files, window, court or meetings"),
        OFF,
        {"other_work": 0} | _of_all_kinds("file_share", 0),
    ),
    Mechanism(
        "two at a scene", N_("one officer is enough for every call"), OFF, _of_all_kinds("officers_needed", 1)
    ),
    Mechanism(
        "handing over",
        N_("no call rings at the wrong desk, and handing one over takes no time"),
        OFF,
        {"handover_minutes": 0, "wrong_desk_share": 0},
    ),
)
"""Each off for all rules alike."""
