"""A cell of the tipping map in words: who wins there, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiaosuo.dashboard.choice.map_point import MapPoint
from jiaosuo.dashboard.results import stored_studies
from jiaosuo.model.core.words import N_, speaker, translate

VERY_SURE = 0.001
"""At or below this adjusted p-value a win is drawn in full colour; between it and 5 % in a lighter one."""

CLASSES = {"very": N_("p at most 0.001"), "sure": N_("significant"), "open": N_("not distinguishable"),
           "same": N_("the same"), "failed": N_("not observed")}  # fmt: skip


def certainty(cell: Mapping[str, Any]) -> str:
    """How surely somebody wins: `very`, `sure`, `open`, `same`, or `failed` where nothing can be said."""
    if cell["failed_worlds"] or cell["leader"] is None:
        return "failed"
    if cell["all_same"]:
        return "same"
    if not cell["decided"]:
        return "open"
    return "very" if cell["p"] is not None and cell["p"] <= VERY_SURE else "sure"


def cell_words(cell: Mapping[str, Any], document: Mapping[str, Any], language: str) -> str:
    """Who wins in a cell and how surely."""
    _, surely = speaker(language), certainty(cell)
    if surely in ("open", "same", "failed"):
        return _("{verdict}, {n} worlds", verdict=_(CLASSES[surely]), n=cell["worlds"])
    first, p = document["rules"][0], "< 0.001" if cell["p"] < VERY_SURE else f"= {cell['p']:.2g}"
    said = {
        "rule": translate(cell["leader"], language),
        "p": p,
        "n": cell["worlds"],
        "first": _(first),
    }
    if cell["leader"] == first:
        return _("{rule} wins significantly (p {p}; {n} worlds)", rule=said["rule"], p=p, n=said["n"])
    change = stored_studies.format_estimate(cell["outcome"], cell["differences"][cell["leader"]], language)
    return _("{rule} wins significantly ({change} against {first}; p {p}; {n} worlds)", change=change, **said)


def point_words(asked: MapPoint, cell: Mapping[str, Any], document: Mapping[str, Any], language: str) -> str:
    """What the fresh worlds of a refined point say."""
    x, y = asked.at
    said = {
        "where": where(document, x, y, language),
        "cell": cell_words(cell, document, language),
    }
    return speaker(language)(N_("Refined at {where}, in fresh worlds: {cell}."), **said)


def where(document: Mapping[str, Any], x: float, y: float, language: str) -> str:
    """The two levers with their values."""
    _ = speaker(language)
    parts = [
        " ".join(
            (
                stored_studies.lever_name(document[side], language),
                stored_studies.format_lever(document[side], value, language),
            )
        )
        for side, value in (("x", x), ("y", y))
    ]
    return _(", ").join(parts)
