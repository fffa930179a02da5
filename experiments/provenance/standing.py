"""What the numbers of the model are worth, from their declarations: found, known, derived or assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.words import translate
from jiaosuo.model.scenario import all_parameters

TAGS = {"F": "found", "K": "known", "D": "derived", "A": "assumption"}
"""Tags of sources and the words for them, the best grounded first."""


def standing(source: str) -> tuple[str, ...]:
    """What a source is worth, in words; a source without a tag is an assumption, whatever else it says.

    "K: HCM; A" gives ("known", "assumption").
    """
    tags = set(re.findall(r"\b([FKDA])\b(?=[:;,]|$)", source))
    words = [word for tag, word in TAGS.items() if tag in tags]
    if "assumption" in source and "assumption" not in words:
        words.append("assumption")
    words += [word for word in ("preset", "calibrated") if word in source]
    return tuple(words) or ("assumption",)


def assumed(declared: Iterable[Parameter]) -> int:
    """How many numbers are assumptions, wholly or in part."""
    return sum("assumption" in standing(each.source) for each in declared)


@cache
def _counted() -> tuple[int, int]:
    declared = all_parameters().values()
    return assumed(declared), len(declared)


def foot(language: str | None = None) -> str:
    """What stands at the foot of every chart and page of results."""
    part, whole = _counted()
    return translate(
        "{part} of the {all} numbers behind this are assumptions, wholly or in part.",
        language,
        part=part,
        all=whole,
    )
