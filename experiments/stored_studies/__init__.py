"""Results stored for the shipped places: tipping maps, why-charts, surfaces and evidence, as JSON files here.

Reading one takes neither Mesa nor the model, so a page can show it at once:

    found = stored(TippingResult, "county-town")
    if found is not None and not found.stale: ...

`make maps` makes them again. Each says of which sources it was made; `stale` is true when those here differ,
and then a reader must be told that the map is of an older model. A surface whose worlds come out the same by
later sources is brought up to date by `again`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.experiments.analyses.attribution.attribution_result import AttributionResult
from jiaosuo.experiments.analyses.professionals.professionals_result import ProfessionalsResult
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.analyses.tipping_point.tipping_result import TippingResult
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.experiments.study_tools.result import StudyResult

FOLDER = Path(__file__).parent
STUDIES: tuple[type[StudyResult], ...] = (TippingResult, AttributionResult, SurfaceResult)
"""The maps that are stored, a place each."""
KEPT: tuple[type[StudyResult], ...] = (*STUDIES, ProfessionalsResult)
"""All results that are stored, those of the evidence too, which the page shows of all places together."""


@dataclass(frozen=True)
class Stored[Result]:
    """A study's result with one place alone; `stale`: made of other sources than those here."""

    result: Result
    stale: bool


def stored[Result: StudyResult](
    study: type[Result], place: str, folder: Path = FOLDER
) -> Stored[Result] | None:
    """What is stored of a study for a place; None if nothing is, or the file is no JSON document.

    ValueError for a file that lacks a field.
    """
    if not place.replace("-", "").isalnum():
        return None
    try:
        entry = json.loads((folder / f"{study.STUDY}-{place}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(entry, dict):
        return None
    if "place" not in entry:
        raise ValueError(f"{study.STUDY}-{place}.json: place is missing")
    result = study.from_json(entry | {"places": [entry["place"]]})
    return Stored(result, result.origin.code != sources(study.STUDY))


def stored_places(study: type[StudyResult], folder: Path = FOLDER) -> list[str]:
    """The places for which a result is stored."""
    return sorted(file.stem.removeprefix(f"{study.STUDY}-") for file in folder.glob(f"{study.STUDY}-*.json"))
