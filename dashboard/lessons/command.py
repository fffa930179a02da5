"""`jiaosuo lesson`: the lessons, what came out in each, and its figures in a folder, ready for slides."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.dashboard.lessons import LESSONS, course, findings_text
from jiaosuo.dashboard.lessons.asking import Broker, ask_broker
from jiaosuo.dashboard.lessons.elsewhere import whose
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.panel import HEADINGS
from jiaosuo.dashboard.lessons.progress import at, lesson_of
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_

WITH_A_HANDOUT = N_("must come with --handout FILE.html, on which it is printed")

LOOK_EVERY = 0.5
"""Seconds between two questions to the broker."""


def list_lessons(language: str) -> list[str]:
    """A line a lesson: its name, its minutes, its title."""
    _, width = speaker(language), max(map(len, LESSONS))
    return [f"{each.name:<{width}}  {each.minutes:>2} min  {_(each.title)}" for each in course()]


def wait_for(broker: Broker, lesson: Lesson) -> Findings:
    """All that a lesson asks, as soon as it is there; how far it is goes to standard error."""
    last = -1
    while not (found := ask_broker(broker, lesson)).complete:
        if found.done != last:
            print(f"\r{lesson.name}: {found.done}/{found.wanted}", end="", file=sys.stderr, flush=True)
            last = found.done
        time.sleep(LOOK_EVERY)
    print(f"\r{lesson.name}: {found.done}/{found.wanted}", file=sys.stderr)
    return found


def script(lesson: Lesson, findings: Findings, language: str) -> list[str]:
    """The whole lesson in words, with what came out: for the person who teaches it."""
    _ = speaker(language)
    lines = [_(lesson.title), *filter(None, [whose(lesson, language)]), ""]
    fits = findings_text.is_as_expected(lesson, findings)
    for number, step in enumerate(lesson.steps, start=1):
        lines += [f"{number}. {_(HEADINGS[step.kind])}"]
        words = step.words if fits or step.kind != "reason" else (findings_text.OTHERWISE,)
        lines += [f"   {_(each)}" for each in words]
        if step.kind == "predict":
            lines += [f"   {_(step.question)}", *(f"   ( ) {_(each.words)}" for each in step.choices)]
        if step.kind == "reveal":
            before = [each for each in lesson.predicts if each < number - 1][-1]
            question = lesson.steps[before]
            lines += [
                f"   {each}" for each in findings_text.answer_sentences(question, findings, "", language)
            ]
        lines += [f"   {each}" for each in step.further(findings, language)]
        lines += [f"   {each.text}" for each in findings_text.lines(lesson, findings, step, language)]
        lines += [f"   [{_(each)}]" for each in step.sources]
        lines += [f"   -> {_(each.words)}: {each.path}" for each in step.readings]
    return lines


def write(lesson: Lesson, findings: Findings, out: Path, language: str) -> list[Path]:
    """The figures as SVG and PNG in a folder, each whole or not there."""
    # the page opens without this
    from jiaosuo.dashboard.lessons.figures import figures
    from jiaosuo.experiments.charts.rendering import image_files, svg
    from jiaosuo.model.core.files import put

    out.mkdir(parents=True, exist_ok=True)
    drawings = {name: svg(spec) for name, spec in figures(lesson, findings, language).items()}
    return [put(out / name, content) for name, content in image_files(drawings).items()]


@dataclass(frozen=True)
class Paper:
    """What is read or printed before a class: `notes` for who leads, a `handout`, the `link` on it."""

    notes: bool = False
    handout: Path | None = None
    link: str = ""

    def options(self) -> list[tuple[str, str]]:
        """The options that were given, with their values."""
        given = (("--notes", "on" if self.notes else ""), ("--handout", str(self.handout or "")))
        return [each for each in (*given, ("--link", self.link)) if each[1]]


def hand_out(lesson: Lesson, paper: Paper, language: str) -> None:
    """Write the handout, with the notes where they are asked for; without a file print the notes."""
    # the page opens without this
    from jiaosuo.dashboard.lessons.handout import write_handout
    from jiaosuo.dashboard.lessons.notes import plan

    if paper.handout is None and paper.link:
        raise InputError("--link", paper.link, WITH_A_HANDOUT)
    if paper.handout is None:
        print("\n".join(plan(lesson, HEADINGS, language)))
        return
    written = write_handout(lesson, paper.handout, language, leads=paper.notes, link=paper.link)
    print(f"jiaosuo: {written}", file=sys.stderr)


def run(
    name: str | None,
    out: Path | None,
    lang: str | None,
    workers: int,
    broker: Broker | None = None,
    county: str = "",
    paper: Paper | None = None,
) -> None:
    """List the lessons, or run one's worlds, print what came out, and write its figures.

    `county`: the place that it plays in; empty: the one that it is written for. `paper`: what is read or
    printed before the class; no world is run for that unless figures are asked for.
    """
    # the page opens without this
    from jiaosuo.dashboard.jobs import broker as jobs
    from jiaosuo.experiments.runs.single import check_folder
    from jiaosuo.model.core.words import language

    spoken, paper = language(lang), paper or Paper()
    for option, said in (("--out", out and str(out)), ("--place", county), *paper.options()):
        if name is None and said:
            raise InputError(option, said, f"must come with a lesson: {', '.join(LESSONS)}")
    if name is None:
        print("\n".join(list_lessons(spoken)))
        return
    lesson = lesson_of(at(f"{name}:{county}" if county else name))
    check_folder(out)
    if paper.options():
        hand_out(lesson, paper, spoken)
        if out is None:
            return
    begun = None
    if broker is None:
        broker = begun = jobs.Broker(workers=workers).start()
    try:
        findings = wait_for(broker, lesson)
    finally:
        if begun is not None:
            begun.close()
    print("\n".join(script(lesson, findings, spoken)))
    if out is not None:
        for file in write(lesson, findings, out, spoken):
            print(f"jiaosuo: {file}", file=sys.stderr)
    if findings.failed:
        print(f"jiaosuo: {findings.failed[0].told(spoken)}", file=sys.stderr)
        raise SystemExit(1)
