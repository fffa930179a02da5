"""A study's files: the page, its numbers as JSON beside it, its pictures (SVG and PNG) in a folder below."""

from __future__ import annotations

from pathlib import Path

from jiaosuo.experiments.runs.single import check_folder
from jiaosuo.experiments.study_tools.study import Document, Study
from jiaosuo.model.core.canonical import written
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.files import put, put_text

PICTURES = "pictures"


def check_page(file: Path) -> None:
    """Refuse, before anything is run, a page that is not Markdown or cannot be written."""
    if file.suffix != ".md" or file.is_dir():
        raise InputError("--out", str(file), "must be a page ending in .md")
    check_folder(file.parent)


def write_study(study: Study, document: Document, file: Path) -> None:
    """Write page, JSON and pictures, each whole or not at all; all are made before the first is put down."""
    page = study.page(document, PICTURES)
    numbers = written(document) + "\n"
    drawn = study.pictures(document)
    if drawn:
        (file.parent / PICTURES).mkdir(parents=True, exist_ok=True)
    for name, svg in drawn.items():
        put_text(file.parent / PICTURES / name, svg)
        put((file.parent / PICTURES / name).with_suffix(".png"), _png(svg))
    put_text(file.with_suffix(".json"), numbers)
    put_text(file, page)


def _png(svg: str) -> bytes:
    import vl_convert

    return bytes(vl_convert.svg_to_png(svg, scale=2))
