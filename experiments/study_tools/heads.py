"""The head that every chart of a study carries: what it shows, where, under which rules, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.charts.rendering import Head
from jiaosuo.model.core.words import N_, speaker

PAIRED = N_("95 % intervals of paired worlds")
MEANS = N_("95 % intervals")
BANDS = N_("bands hold the mean of all worlds 19 times in 20")


def head_of(
    title: str,
    place: str,
    rules: Sequence[str],
    worlds: int,
    days: float,
    interval: str = PAIRED,
    language: str | None = None,
) -> Head:
    """The head of a chart; `place` as people call it, `worlds` a point, `interval` as a message."""
    _ = speaker(language)
    about = _(
        "{place}: {rules}. {n} worlds of {days} days; {interval}.",
        place=place,
        rules=_(", ").join(_(rule) for rule in rules),
        n=f"{worlds:,}",
        days=f"{days:g}",
        interval=_(interval),
    )
    return Head(_(title), (about,))
