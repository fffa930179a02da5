"""`jiaosuo lesson`: the lessons, what came out in each, and its figures in a folder, ready for slides."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from jiaosuo.dashboard.lessons import LESSONS, course, evidence_text
from jiaosuo.dashboard.lessons.evidence import Desk, Evidence, asked
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.panel import HEADINGS
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import speaker

LOOK_EVERY = 0.5
"""Seconds between two questions to the desk."""


def listed(language: str) -> list[str]:
    """A line a lesson: its name, its minutes, its title."""
    _, width = speaker(language), max(map(len, LESSONS))
    return [f"{each.name:<{width}}  {each.minutes:>2} min  {_(each.title)}" for each in course()]


def waited(desk: Desk, lesson: Lesson) -> Evidence:
    """All that a lesson asks, as soon as it is there; how far it is goes to standard error."""
    last = -1
    while not (found := asked(desk, lesson)).complete:
        if found.done != last:
            print(f"\r{lesson.name}: {found.done}/{found.wanted}", end="", file=sys.stderr, flush=True)
            last = found.done
        time.sleep(LOOK_EVERY)
    print(f"\r{lesson.name}: {found.done}/{found.wanted}", file=sys.stderr)
    return found


def script(evidence: Evidence, language: str) -> list[str]:
    """The whole lesson in words, with what came out: for the person who teaches it."""
    lesson, _ = evidence.lesson, speaker(language)
    lines = [_(lesson.title), ""]
    fits = evidence_text.is_as_expected(evidence)
    for number, step in enumerate(lesson.steps, start=1):
        lines += [f"{number}. {_(HEADINGS[step.kind])}"]
        words = step.words if fits or step.kind != "reason" else (evidence_text.OTHERWISE,)
        lines += [f"   {_(each)}" for each in words]
        if step.kind == "predict":
            lines += [f"   {_(step.question)}", *(f"   ( ) {_(each.words)}" for each in step.choices)]
        if step.kind == "reveal":
            before = [each for each in lesson.predicts if each < number - 1][-1]
            lines += [f"   {each}" for each in evidence_text.outcome_words(evidence, before, "", language)]
        lines += [f"   {each}" for each in step.told(evidence, language)]
        lines += [f"   {each['text']}" for each in evidence_text.claims(evidence, step, language)]
        lines += [f"   [{_(each)}]" for each in step.sources]
    return lines


def write(evidence: Evidence, out: Path, language: str) -> list[Path]:
    """The figures as SVG and PNG in a folder, each whole or not there."""
    from jiaosuo.dashboard.lessons.figures import figures
    from jiaosuo.experiments.charts.rendering import image_files, svg
    from jiaosuo.experiments.provenance.files import put

    out.mkdir(parents=True, exist_ok=True)
    drawings = {name: svg(spec) for name, spec in figures(evidence, language).items()}
    return [put(out / name, content) for name, content in image_files(drawings).items()]


def run(name: str | None, out: Path | None, lang: str | None, workers: int, desk: Desk | None = None) -> None:
    """List the lessons, or run one's worlds, tell what came out, and write its figures."""
    from jiaosuo.dashboard.jobs.broker import TheDesk
    from jiaosuo.experiments.runs.single import check_folder
    from jiaosuo.model.core.words import language

    spoken = language(lang)
    if name is None and out is not None:
        raise InputError("--out", str(out), f"a lesson is wanted beside it: {', '.join(LESSONS)}")
    if name is None:
        print("\n".join(listed(spoken)))
        return
    lesson = LESSONS[name]
    check_folder(out)
    begun = TheDesk(workers=workers).start() if desk is None else None
    try:
        evidence = waited(desk or begun or TheDesk(), lesson)
    finally:
        if begun is not None:
            begun.close()
    print("\n".join(script(evidence, spoken)))
    if out is not None:
        for file in write(evidence, out, spoken):
            print(f"jiaosuo: {file}", file=sys.stderr)
    if evidence.failed:
        print(f"jiaosuo: {evidence.failed[0]}", file=sys.stderr)
        raise SystemExit(1)
