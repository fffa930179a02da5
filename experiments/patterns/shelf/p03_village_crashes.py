"""P3: fewer crashes and fewer deaths on village roads."""

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.criterion import Band
from jiaosuo.experiments.patterns.pattern import Pattern
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import relative_change
from jiaosuo.model.core.words import N_

CRASHES = ("crashes_damage_crash", "crashes_injury_crash")


def claims(setting: Setting) -> list[Claim]:
    """Crashes and deaths."""
    return [
        Claim(
            "crashes, integrated against separate",
            relative_change(setting.total(CRASHES), setting.total(CRASHES, "integrated")),
            Band(-0.13, -0.03),
            "%",
            events=sum(setting.events(kind) for kind in CRASHES),
        ),
        Claim(
            "expected deaths, integrated against separate",
            setting.relative("expected_deaths", "integrated"),
            Band(-0.25, -0.05),
            "%",
            events=setting.events("expected_deaths"),
            note="over all crashes that happen under each rule: those prevented count",
        ),
    ]


VILLAGE_CRASHES = Pattern(
    name="P3",
    title=N_("In rural counties crashes and deaths fall"),
    words="Crashes fall by 3-13 % and deaths by 5-25 % in a rural county.",
    claims=claims,
    urbanization=(0.0, 0.45),
)
