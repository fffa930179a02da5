"""P9: with the mechanisms off, integration never waits longer."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import AtMost
from jiaosuo.experiments.patterns.busy import busy, called
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.study_tools.changes import CHANGES
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents import KINDS

OFF = {
    "delta": 0, "setup_share": 0, "posts_per_urban_km2": 0, "ring_fence": 0, "training_hours": 0,
    "handover_minutes": 0, "wrong_desk_share": 0, "scene_lane": 0, "scene_warning": 0, "scene_flow": 0,
}  # fmt: skip
ALIKE = {
    "priority": 3,
    "officers_needed": 1,
    "complex_share": 0,
    "handling_minutes": 40,
    "paperwork_minutes": 0,
}
"""The same for every kind of call: no class goes first, none needs more, none takes longer."""

MARGIN = 0.02
BUSY = 0.3
MEASURES = (
    ("response_mean", "response, all calls", "response_mean"),
    ("response_mean_traffic", "response, traffic calls", "response_mean_traffic"),
    ("response_mean_order", "response, order calls", "response_mean_order"),
    ("wait_mean_traffic", "wait until an officer is sent, traffic calls", "calls_waited_traffic"),
    ("wait_mean_order", "wait until an officer is sent, order calls", "calls_waited_order"),
)
"""The outcome, its words, and the outcome that counts the events behind it."""


def claims(setting: Setting) -> list[Claim]:
    """Response and wait by domain, in a county of queues and ways alone."""
    return _compared(_still(setting), "")


def once(setting: Setting) -> list[Claim]:
    """The same where officers are so busy that calls queue."""
    still = _still(setting).in_worlds(setting.effort.changed)
    return _compared(busy(still, BUSY), f" at {called(still, BUSY)}")


def _still(setting: Setting) -> Setting:
    kinds = {f"{kind}_{name}": value for kind in KINDS for name, value in ALIKE.items()}
    return setting.at(**OFF, **kinds)


def _compared(still: Setting, where: str) -> list[Claim]:
    return [
        Claim(
            f"{words}, integrated against separate{where}",
            still.relative(outcome, "integrated"),
            AtMost(MARGIN),
            "%",
            events=still.events(counted),
        )
        for outcome, words, counted in MEASURES
    ]


MECHANISMS_OFF = Pattern(
    name="P9",
    title=N_("With the mechanisms off integration never waits longer"),
    words=(
        "Without delta, set-up, posts, handover, ring-fence and complex cases, and with calls of all kinds "
        "alike in length, crew and priority, integration never waits longer; a rise within 2 % of the mean "
        "counts as none."
    ),
    claims=claims,
    once=once,
    changes=tuple(each for each in CHANGES if "on_duty_share" in each.values),
)
