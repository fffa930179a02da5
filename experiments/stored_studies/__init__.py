"""Answers kept for the shipped places: tipping maps and why-charts, as small JSON files in this folder.

Reading one takes neither Mesa nor the model, so a page can show it at once:

    found = kept("tipping-point", "county-town")
    if found is not None and not found.stale: ...

`make maps` makes them again. Each says of which sources it was made; `stale` is true when those here differ,
and then a reader must be told that the map is of an older model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaosuo.experiments.provenance.makers import CODE_AND_PLACES, MODEL, Makers

FOLDER = Path(__file__).parent
STUDIES = ("tipping-point", "why")
_STUDY_TOOLS = (
    *MODEL,
    "jiaosuo.experiments.replication",
    "jiaosuo.experiments.statistics",
    "jiaosuo.experiments.study_tools.design_points",
    "jiaosuo.experiments.study_tools.changes",
    "jiaosuo.experiments.study_tools.options",
    "jiaosuo.experiments.study_tools.study",
    "jiaosuo.experiments.sweeps.identity",
)
_ASIDE = (
    "jiaosuo.experiments.comparison",  # signs and words of outcomes
    "jiaosuo.experiments.engines",
    "jiaosuo.experiments.inputs",
    "jiaosuo.experiments.provenance",
    "jiaosuo.experiments.study_tools.checkpoints",
    "jiaosuo.experiments.study_tools.pages",  # how a document is shown
    "jiaosuo.experiments.sweeps.design",
)
OF_THE_MODEL = Makers(MODEL, suffixes=CODE_AND_PLACES)
"""Of studies that are not kept here: their documents say which model they are of."""

MAKERS = {
    "tipping-point": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.tipping_point.judge",
            "jiaosuo.experiments.analyses.tipping_point.tipping_study",
            "jiaosuo.experiments.analyses.tipping_point.theory",
        ),
        _ASIDE,
        CODE_AND_PLACES,
    ),
    "why": Makers(
        (
            *_STUDY_TOOLS,
            "jiaosuo.experiments.analyses.attribution.answers",
            "jiaosuo.experiments.analyses.attribution.mechanisms",
            "jiaosuo.experiments.analyses.attribution.shapley",
            "jiaosuo.experiments.analyses.attribution.attribution_study",
        ),
        (*_ASIDE, "jiaosuo.model.theory"),  # formulas that no run and no share of it asks
        CODE_AND_PLACES,
    ),
}
"""What a kept document comes from, by study: the model, its places, and how the study measures and judges."""


@dataclass(frozen=True)
class Kept:
    """One place's part of a study: `document` is the study's with that place alone under "place"."""

    document: dict[str, Any]
    stale: bool


def kept(study: str, place: str, folder: Path = FOLDER) -> Kept | None:
    """What is kept of a study for a place; None if nothing is, or it cannot be read."""
    if study not in STUDIES or not place.replace("-", "").isalnum():
        return None
    try:
        document = json.loads((folder / f"{study}-{place}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return Kept(document, document.get("code") != sources(study))


def kept_places(study: str, folder: Path = FOLDER) -> list[str]:
    """The places for which an answer is kept."""
    return sorted(file.stem.removeprefix(f"{study}-") for file in folder.glob(f"{study}-*.json"))


def sources(study: str) -> str:
    """A hash of the sources that the numbers of a study come from, read as files and not imported."""
    return MAKERS.get(study, OF_THE_MODEL).version[:16]
