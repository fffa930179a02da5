"""What hangs on what one values: the index by one's own weights, and each side's share of all weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from jiaosuo.dashboard.choice.outcomes import title
from jiaosuo.experiments.comparison.index import COMPONENTS, EQUAL_WEIGHTS
from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.comparison.result import ComparisonResult, number
from jiaosuo.experiments.statistics.intervals import Estimate, distinguishable
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import speaker


@dataclass(frozen=True)
class WeightedPart:
    """A component of the index: its weight (0 to 5), the per cents it adds (None: not known), or why none."""

    name: str
    title: str
    weight: float
    adds: float | None = None
    why: str = ""

    def to_json(self) -> JsonObject:
        """The part as the browser takes it."""
        return asdict(self)


@dataclass(frozen=True)
class ShareOfWeights:
    """Under which share (0 to 1) of all sets of weights a side is best."""

    side: str
    share: float | None
    text: str

    def to_json(self) -> JsonObject:
        """The share as the browser takes it."""
        return asdict(self)


@dataclass(frozen=True)
class Weighing:
    """What hangs on what one values: the index by these weights, and the shares of all weights."""

    parts: tuple[WeightedPart, ...]
    sentence: str = ""
    shares: tuple[ShareOfWeights, ...] = ()
    shares_sentence: str = ""


def unweighed(weights: Mapping[str, float], language: str) -> Weighing:
    """The components with their weights, before anything is known of them."""
    given = dict(EQUAL_WEIGHTS) | dict(weights)
    return Weighing(tuple(WeightedPart(each, title(each, language), given[each]) for each in COMPONENTS))


def weighing(result: ComparisonResult, weights: Mapping[str, float], language: str) -> Weighing:
    """The index under these weights, and the share of all weights under which each side is best."""
    _ = speaker(language)
    left, right = result.rules
    index = result.index
    if index is None:
        return unweighed(weights, language)
    reasons = index.not_available
    shares = {side: index.share(side) for side in (left, right)}
    return Weighing(
        parts=tuple(
            replace(part, adds=_part(index, right, part.name), why=_(reasons.get(part.name, "")))
            for part in unweighed(weights, language).parts
        ),
        sentence=_index_sentence(index.total(right), right, left, language),
        shares=tuple(_share(side, shares[side], language) for side in (left, right)),
        shares_sentence=_shares_sentence(shares, left, right, language),
    )


def _share(side: str, share: Estimate, language: str) -> ShareOfWeights:
    size = speaker(language)("{value} %", value=number(100 * (share.mean or 0.0), 0))
    return ShareOfWeights(side, share.mean, f"{side} {size}")


def _part(index: EfficiencyIndex, right: str, name: str) -> float | None:
    adds = index.part(right, name).adds
    return None if adds is None else 100 * adds


def _index_sentence(total: Estimate, right: str, left: str, language: str) -> str:
    _ = speaker(language)
    if total.mean is None or total.interval is None:
        return _("No component of the index was observed in enough worlds.")
    said = {"right": right, "left": left, "low": number(100 * total.interval[0], 1, signed=True),
            "high": number(100 * total.interval[1], 1, signed=True)}  # fmt: skip
    if not distinguishable({right: total})[right]:
        return _(
            "By your weights {left} and {right} are not distinguishable (index {low} to {high} %).", **said
        )
    best = right if total.mean > 0 else left
    return _("By your weights {best} is better (index of {right} against {left}: {size} %, {low} to {high}).",
             best=best, size=number(100 * total.mean, 1, signed=True), **said)  # fmt: skip


def _shares_sentence(shares: Mapping[str, Estimate], left: str, right: str, language: str) -> str:
    _ = speaker(language)
    if any(each.mean is None for each in shares.values()):
        return ""
    best = max(shares, key=lambda side: shares[side].mean or 0.0)
    return _(
        "Of all sets of weights one could choose, {best} is best under {share} %.",
        best=best,
        share=number(100 * (shares[best].mean or 0.0), 0),
    )
