"""Kept surfaces under later sources: `python -m jiaosuo.experiments.stored_studies.again WORLDS [PLACE ...]`.

A change of the code that changes no number leaves a surface true, and a surface takes minutes. So many of its
worlds are run again: if all come out the same, the file and its page say the present sources, and how many
worlds were tried; if one does not, what differs is told, nothing is written, and `make maps` makes it anew.
How the emulator is fitted is not tried: whoever changes that makes all surfaces anew.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

from jiaosuo.experiments.analyses.surface.again import differing
from jiaosuo.experiments.analyses.surface.surface_page import page
from jiaosuo.experiments.analyses.surface.surface_result import SurfaceResult
from jiaosuo.experiments.inputs.assignments import whole
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.stored_studies import FOLDER, stored, stored_places
from jiaosuo.experiments.stored_studies.__main__ import put
from jiaosuo.experiments.study_tools.files import PICTURES
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.model.core.files import put_text
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.scenario import Scenario

PAGES = Path("docs") / "studies"


def tried_again(
    scenario: Scenario, worlds: int, jobs: int = 1, folder: Path = FOLDER, pages: Path = PAGES
) -> tuple[str, ...]:
    """What differs in the surface kept for a place; if nothing does, its files say the present sources."""
    found = stored(SurfaceResult, scenario.place, folder)
    if found is None:
        return (f"no surface is kept for {scenario.place}",)
    code = sources(SurfaceResult.STUDY)  # of what runs now, whatever is edited meanwhile
    differs = differing(found.result, scenario, worlds, jobs)
    if not differs:
        _write(found.result, scenario.place, code, worlds, folder, pages)
    return differs


def _write(result: SurfaceResult, place: str, code: str, worlds: int, folder: Path, pages: Path) -> None:
    origin = replace(result.origin, code=code, versions=versions(), again=worlds)
    now = replace(result, origin=origin)
    document: JsonObject = json.loads(json.dumps(now.to_json()))
    put(document, folder)
    put_text(pages / f"{SurfaceResult.STUDY}-{place}.md", page(now, PICTURES))


def main(worlds: str, *places: str) -> None:
    """Try the surfaces of places, all of them by default; exit code 1 where one differs."""
    old = False
    for name in places or stored_places(SurfaceResult):
        differs = tried_again(Scenario.preset(name), whole("worlds", worlds), jobs=2)
        print(f"{name}: {differs[0]}, and {len(differs) - 1} more" if differs else f"{name}: the same")
        old = old or bool(differs)
    sys.exit(int(old))


if __name__ == "__main__":
    main(*sys.argv[1:])
