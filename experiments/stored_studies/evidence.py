"""The evidence that is kept, of all places together; `python -m ...evidence FOLDER` writes its documents."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from jiaosuo.experiments.analyses.professionals.evidence_pages import written
from jiaosuo.experiments.analyses.professionals.professionals_result import ProfessionalsResult
from jiaosuo.experiments.stored_studies import FOLDER, Stored, stored, stored_places
from jiaosuo.model.core.files import put_text


def kept(folder: Path = FOLDER) -> Stored[ProfessionalsResult] | None:
    """What is stored of all places as one result, the least urban first; None where nothing is.

    It is stale if that of any place is. ValueError for a file that lacks a field.
    """
    names = stored_places(ProfessionalsResult, folder)
    found = [each for name in names if (each := stored(ProfessionalsResult, name, folder)) is not None]
    if not found:
        return None
    places = [place for each in found for place in each.result.places]
    whole = replace(found[0].result, places=tuple(sorted(places, key=lambda place: place.urbanization)))
    return Stored(whole, any(each.stale for each in found))


def write(folder: Path, kept_in: Path = FOLDER) -> list[Path]:
    """Write the page of each hypothesis into a folder, each whole or not at all."""
    found = kept(kept_in)
    pages = written(None if found is None else found.result)
    return [put_text(folder / name, text) for name, text in pages.items()]


if __name__ == "__main__":
    for file in write(Path(sys.argv[1])):
        print(file)
