"""A study's files: the page, its numbers as JSON beside it, its charts (SVG and PNG) in a folder below."""

from __future__ import annotations

import json
from pathlib import Path

from jiaosuo.experiments.charts.rendering import image_files, svg
from jiaosuo.experiments.provenance.files import put
from jiaosuo.experiments.runs.single import check_folder
from jiaosuo.experiments.study_tools.result import StudyResult
from jiaosuo.experiments.study_tools.study import Study
from jiaosuo.model.core.errors import InputError

PICTURES = "pictures"


def check_page(file: Path) -> None:
    """Refuse, before anything is run, a page that is not Markdown or cannot be written."""
    if file.suffix != ".md" or file.is_dir():
        raise InputError("--out", str(file), "must be a page ending in .md")
    check_folder(file.parent)


def write_study[Result: StudyResult](study: Study[Result], result: Result, file: Path) -> None:
    """Write page, JSON and charts, each whole or not at all; all are made before the first is put down."""
    page = study.page(result, PICTURES)
    numbers = json.dumps(result.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    images = image_files({name: svg(spec) for name, spec in study.charts(result).items()})
    if images:
        (file.parent / PICTURES).mkdir(parents=True, exist_ok=True)
    for name, content in images.items():
        put(file.parent / PICTURES / name, content)
    put(file.with_suffix(".json"), numbers.encode())
    put(file, page.encode())
