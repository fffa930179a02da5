"""How much of the difference in response is geometry: the theory panel's other half."""

from __future__ import annotations

from dataclasses import replace

from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, Side
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.jobs.function import Broker, Function, JobError
from jiaosuo.dashboard.results.sheet import Block
from jiaosuo.dashboard.results.travel_loads import both_ways
from jiaosuo.experiments.comparison.geometry_result import Ways
from jiaosuo.experiments.comparison.geometry_words import (
    GEOMETRY_NOTE,
    geometry_heads,
    geometry_rows,
    geometry_sentences,
)
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import speaker
from jiaosuo.model.scenario import TIMELINE


def key(comparison: Comparison) -> Comparison | None:
    """What the ways depend on: place, rules, staffing, numbers at the start; None on the place's timeline.

    The best split is not looked for here: that by workload stands for it.
    """
    if TIMELINE in (comparison.left.rule, comparison.right.rule):
        return None
    left, right = (_plain(comparison.side(name)) for name in SIDES)
    return replace(comparison, seed=0, days=1.0, left=left, right=right)


def _plain(side: Side) -> Side:
    staffing = "workload" if side.staffing == "best-separate" else side.staffing
    return replace(side, staffing=staffing, events=())


WAYS = Function(both_ways, Ways.from_json)


def ask(broker: Broker, comparison: Comparison) -> Ways | None:
    """The ways from the broker's workers; None until they are there, RuntimeError if they failed."""
    about = key(comparison)
    if about is None:
        return Ways()
    found = broker.call(WAYS, about)
    if isinstance(found, JobError):
        raise RuntimeError(str(found.error))
    return found


def block(
    found: Ways, comparison: Comparison, language: str, result: ComparisonResult | None
) -> tuple[tuple[str, ...], tuple[Block, ...], tuple[str, ...]]:
    """Sentences, the table and its note; nothing before there is a result to hold it against."""
    if result is None or not found.rules:
        return (), (), ()
    names = side_names(comparison, language)
    by_name = Ways(rules={name: found.rules[side] for name, side in zip(result.rules, SIDES, strict=True)})
    rows = tuple(geometry_rows(by_name, result, result.rules[1], language))
    if not rows:
        return (), (), ()
    said = geometry_sentences(by_name, result, result.rules[1], names, language)
    note = speaker(language)(GEOMETRY_NOTE)
    return tuple(said), (Block(heads=geometry_heads(language), rows=rows),), (note,)
