"""Kept maps, why-charts and evidence under later sources: `python -m tools.anew STUDY PLACE`.

A change of the code that changes no number leaves them true. One place is made anew by the command that made
it: if it comes out the same to all digits that are kept, whatever is kept of that study says the present
sources, and how many worlds were run again; if it does not, nothing is written, and all must be made anew.
Surfaces, which keep their worlds, are tried place by place instead (`stored_studies.again`).
"""

from __future__ import annotations

import itertools
import json
import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.stored_studies import FOLDER, evidence, stored, stored_places
from jiaosuo.experiments.stored_studies.__main__ import put, shortened
from jiaosuo.experiments.studies import STUDIES, Request, Study
from jiaosuo.experiments.study_tools.files import PICTURES
from jiaosuo.experiments.study_tools.makers import sources
from jiaosuo.experiments.study_tools.result import Origin, StudyResult
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.files import put_text
from jiaosuo.model.scenario import Scenario

DOCS = Path("docs")
OF_ALL_PLACES = "professionals"
"""The study whose page tells of all places together; of the others each place has a page."""


def made_anew(study: Study[Any], place: str, jobs: int = 1, folder: Path = FOLDER) -> tuple[int, bool]:
    """Runs of a study's place made anew by its own command, and whether it came out as it is kept.

    InputError for a place of which nothing is kept.
    """
    found = stored(study.result, place, folder)
    if found is None:
        raise unknown("place", place, stored_places(study.result, folder))
    command = found.result.origin.command
    asked = Request((Scenario.preset(place),), command, jobs, options=options_of(command))
    now = study.run(asked)
    return now.runs, shortened(_told(now)) == _told(found.result)


def options_of(command: str) -> Mapping[str, str]:
    """The options that a command gives, by name."""
    words = shlex.split(command)
    return {word[2:]: value for word, value in itertools.pairwise(words) if word.startswith("--")}


def _told(result: StudyResult) -> Any:
    """A result without what made it and how many runs that took, as it is read from a file."""
    document = json.loads(json.dumps(result.to_json()))
    return {
        name: said for name, said in document.items() if name not in (*Origin.__dataclass_fields__, "runs")
    }


def confirm(study: Study[Any], runs: int, folder: Path = FOLDER, docs: Path = DOCS) -> list[Path]:
    """Let all that is kept of a study say the present sources; the files that were written."""
    written = []
    for place in stored_places(study.result, folder):
        found = stored(study.result, place, folder)
        assert found is not None, place
        origin = found.result.origin
        origin = replace(origin, code=sources(study.name), versions=versions(), again=runs)
        now = replace(found.result, origin=origin)
        written += put(json.loads(json.dumps(now.to_json())), folder)
        if study.name != OF_ALL_PLACES:
            page = study.page(now, PICTURES)
            written.append(put_text(docs / "studies" / f"{study.name}-{place}.md", page))
    if study.name == OF_ALL_PLACES and (whole := evidence.kept(folder)) is not None:
        written.append(put_text(docs / f"{study.name}.md", study.page(whole.result, PICTURES)))
        written += evidence.write(docs, folder)
    return written


def main(name: str, place: str) -> None:
    """Make a place of a study anew; exit code 1 where it differs from what is kept."""
    study = STUDIES[name]
    runs, same = made_anew(study, place, jobs=2)
    if same:
        confirm(study, runs)
    print(f"{name} of {place}, {runs} runs: {'the same' if same else 'another result'}")
    sys.exit(int(not same))


if __name__ == "__main__":
    main(*sys.argv[1:])
