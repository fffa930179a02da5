"""A cell of the tipping map in words: who wins there, and how surely."""

from __future__ import annotations

from jiaosuo.dashboard.choice.map_point import MapPoint
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.experiments.analyses.tipping_point.tipping_result import Standing, TippingResult
from jiaosuo.model.core.words import N_, speaker

VERY_SURE = 0.001
"""At or below this adjusted p-value a win is drawn in full colour; between it and 5 % in a lighter one."""

CLASSES = {"very": N_("p at most 0.001"), "sure": N_("significant"), "open": N_("not distinguishable"),
           "same": N_("the same"), "failed": N_("not observed")}  # fmt: skip


def certainty(cell: Standing) -> str:
    """How surely somebody wins: `very`, `sure`, `open`, `same`, or `failed` where nothing can be said."""
    if cell.failed_worlds or cell.leader is None:
        return "failed"
    if cell.all_same:
        return "same"
    if not cell.decided:
        return "open"
    return "very" if cell.p is not None and cell.p <= VERY_SURE else "sure"


def cell_words(cell: Standing, result: TippingResult, language: str) -> str:
    """Who wins in a cell and how surely."""
    _, surely = speaker(language), certainty(cell)
    if surely in ("open", "same", "failed") or cell.leader is None or cell.p is None:
        return _("{verdict}, {n} worlds", verdict=_(CLASSES[surely]), n=cell.worlds)
    first, p = result.rules[0], "< 0.001" if cell.p < VERY_SURE else f"= {cell.p:.2g}"
    said = {
        "rule": speaker(language)(cell.leader),
        "p": p,
        "n": cell.worlds,
        "first": _(first),
    }
    if cell.leader == first:
        return _("{rule} wins significantly (p {p}; {n} worlds)", rule=said["rule"], p=p, n=said["n"])
    change = stored_studies.format_estimate(cell.outcome, cell.differences[cell.leader], language)
    return _("{rule} wins significantly ({change} against {first}; p {p}; {n} worlds)", change=change, **said)


def point_words(asked: MapPoint, cell: Standing, result: TippingResult, language: str) -> str:
    """What the fresh worlds of a refined point say."""
    x, y = asked.at
    said = {
        "where": where(result, x, y, language),
        "cell": cell_words(cell, result, language),
    }
    return speaker(language)(N_("Refined at {where}, in fresh worlds: {cell}."), **said)


def where(result: TippingResult, x: float, y: float, language: str) -> str:
    """The two levers with their values."""
    _ = speaker(language)
    parts = [
        " ".join(
            (
                stored_studies.lever_name(result.lever(side), language),
                stored_studies.format_lever(result.lever(side), value, language),
            )
        )
        for side, value in (("x", x), ("y", y))
    ]
    return _(", ").join(parts)
