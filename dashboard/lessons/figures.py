"""A lesson's figures for slides: what the contrasts of a step gave, and years where a lesson has them."""

from __future__ import annotations

import base64
import secrets
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from jiaosuo.dashboard.choice.openings import scene_comparison
from jiaosuo.dashboard.choice.outcomes import unit
from jiaosuo.dashboard.choice.places import describe_place
from jiaosuo.dashboard.choice.session import Session, error_sentence
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons import findings_text
from jiaosuo.dashboard.lessons.asking import ask_broker
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, Step
from jiaosuo.dashboard.lessons.progress import lesson_of
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_

if TYPE_CHECKING:
    import altair as alt

    from jiaosuo.experiments.charts.style import Spec

KINDS = {"svg": "image/svg+xml", "png": "image/png"}
HUES = {"better": "#00694f", "worse": "#d55e00", "open": "#8a8373"}
SIDES = ("#0072b2", "#d55e00")
WIDTH, LANE = 460, 52
LONGEST = 34
"""Letters of a label on one line; Chinese signs count twice."""

NOTE = N_("{place}; {left} against {right}; {n} worlds of {days} d; bars: mean, lines: 95 % interval")
AXIS = N_("change in per cent of the left side")
NOT_READY = N_("It is drawn once all worlds of the lesson are run.")
YEAR = N_("year")


def figures(lesson: Lesson, findings: Findings, language: str) -> dict[str, Spec]:
    """The Vega-Lite charts of a lesson by name: one a step that makes contrasts, and outcomes by year."""
    from jiaosuo.experiments.charts.rendering import finished  # Altair: the page opens without it

    drawn: dict[str, Any] = {}
    for number, step in enumerate(lesson.steps, start=1):
        if step.contrasts and (chart := _differences(lesson, findings, step, language)) is not None:
            drawn[f"{lesson.name}-{number}"] = chart
    for contrast in _by_year(lesson, findings):
        drawn[f"{lesson.name}-by-year-{contrast.outcome.replace('_', '-')}"] = _years(
            lesson, findings, contrast, language
        )
    return {name: finished(chart) for name, chart in drawn.items()}


def _by_year(lesson: Lesson, findings: Findings) -> list[Contrast]:
    """A contrast for each outcome of a lesson that is told by year."""
    contrasts = (contrast for family in lesson.families for contrast in family)
    return list({each.outcome: each for each in contrasts if each.scene in findings.years}.values())


def hand_over(session: Session, kind: object) -> None:
    """Draw the figure of this step and hand it to the page; what goes wrong becomes a sentence."""
    session.set_error("take", "")
    try:
        name, content = _of_this_step(session, kind)
        session.file = {
            "key": secrets.token_hex(4),
            "name": name,
            "type": KINDS[str(kind)],
            "content": base64.b64encode(content).decode(),
        }
    except Exception as error:
        session.set_error("take", error_sentence(error, session.choice.language))
    session.changed()


def _of_this_step(session: Session, kind: object) -> tuple[str, bytes]:
    # the page opens without this
    from jiaosuo.experiments.charts.rendering import png, svg

    if kind not in KINDS:
        raise unknown("file", kind, KINDS)
    place = session.lesson
    if place is None or session.hidden:
        raise InputError("file", kind, NOT_READY)
    lesson = lesson_of(place)
    drawn = figures(lesson, ask_broker(the_broker(), lesson), session.choice.language)
    name = f"{place.name}-{place.step + 1}"
    if name not in drawn:
        raise InputError("file", kind, NOT_READY)
    return f"{name}.{kind}", svg(drawn[name]).encode() if kind == "svg" else png(drawn[name])


def _differences(lesson: Lesson, findings: Findings, step: Step, language: str) -> Any:
    """A bar a contrast, in per cent of the left side, with its interval; beside it the change in its unit."""
    # Altair is heavy: only who draws pays
    import altair as alt

    from jiaosuo.experiments.charts.rendering import inline

    rows = [asdict(bar) for bar in findings_text.bars(lesson, findings, step, language)]
    if not rows:
        return None
    _ = speaker(language)
    values = [row | {"label": _broken(row["label"])} for row in rows]
    ends = [0.0, *(row[key] for row in rows for key in ("low", "high", "end"))]
    room = 0.05 * (max(ends) - min(ends)) or 1.0
    scale = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False)
    x = alt.X(
        "end:Q",
        title=_(AXIS),
        scale=scale,
        axis=alt.Axis(format="+.0f", labelExpr="datum.value ? datum.label : '0'"),
    )
    lanes = alt.Y(
        "name:N", sort=[row["name"] for row in rows], scale=alt.Scale(paddingInner=0.5),
        axis=None,
    )  # fmt: skip
    base = alt.Chart(inline(values)).encode(y=lanes)
    hue = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=list(HUES), range=list(HUES.values())))
    label = base.mark_text(align="right", fontSize=13, lineBreak="\n", baseline="middle").encode(
        x=alt.value(-14), text="label:N"
    )
    text = base.mark_text(align="left", fontSize=13).encode(x=alt.value(WIDTH + 12), text="text:N")
    bar = base.mark_bar(opacity=0.75).encode(x=x, x2=alt.datum(0), color=hue)
    whisker = base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", scale=scale, title=_(AXIS)), x2="high:Q")
    zero = alt.Chart(inline([{"zero": 0}])).mark_rule(color="#6b665b").encode(
        x=alt.X("zero:Q", scale=scale, title=_(AXIS))
    )  # fmt: skip
    layers = (bar, zero, whisker, label, text)
    return alt.layer(*layers).properties(
        width=WIDTH, height=LANE * len(rows), title=_title(lesson, findings, step, language)
    )


def _years(lesson: Lesson, findings: Findings, contrast: Contrast, language: str) -> Any:
    """Both sides year by year: means of all worlds and their intervals."""
    # Altair is heavy: only who draws pays
    import altair as alt

    from jiaosuo.experiments.charts.rendering import inline

    _ = speaker(language)
    names = side_names(scene_comparison(lesson.scene(contrast.scene)), language)
    base = alt.Chart(inline(_year_rows(findings, contrast, names)))
    x = alt.X("year:Q", title=_(YEAR), axis=alt.Axis(format="d", tickMinStep=1))
    hue = alt.Color("side:N", title=None, scale=alt.Scale(domain=list(names), range=list(SIDES)))
    axis = unit(contrast.outcome, language) or None
    y = alt.Y("mean:Q", title=axis, scale=alt.Scale(zero=True))
    line = base.mark_line(strokeWidth=2.5, point=True).encode(x=x, y=y, color=hue)
    band = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title=axis), y2="high:Q", color=hue)
    title = alt.TitleParams(
        text=findings_text.heading(lesson, replace(contrast, years=None), language),
        subtitle=_note(lesson, findings, language),
        anchor="start",
        fontSize=15,
    )
    return alt.layer(band, line).properties(width=WIDTH + 120, height=260, title=title)


def _year_rows(findings: Findings, contrast: Contrast, names: tuple[str, str]) -> list[dict[str, Any]]:
    rows, worlds = [], findings.years[contrast.scene]
    for side, name in enumerate(names):
        for place, first in enumerate(worlds[0][side]):
            found = [world[side][place].outcomes.get(contrast.outcome) for world in worlds]
            seen = mean_interval(np.array([np.nan if each is None else each for each in found], np.float64))
            if seen.mean is not None:
                low, high = seen.interval or (seen.mean, seen.mean)
                span = {"mean": seen.mean, "low": low, "high": high}
                rows.append({"year": first.year, "side": name} | span)
    return rows


def _title(lesson: Lesson, findings: Findings, step: Step, language: str) -> alt.TitleParams:
    """The lesson, the question that the figure answers, and what the numbers are of."""
    # Altair is heavy: only who draws pays
    import altair as alt

    _ = speaker(language)
    before = [each for each in lesson.predicts if each < lesson.steps.index(step)]
    question = _(lesson.steps[before[-1]].question) if step.kind == "reveal" and before else ""
    lines = _broken(question, 2 * LONGEST + 20).split("\n") if question else []
    return alt.TitleParams(
        text=_(lesson.title),
        subtitle=[*lines, _note(lesson, findings, language, step)],
        anchor="start",
        fontSize=16,
        subtitleFontSize=12,
        offset=14,
        frame="bounds",
    )


def _note(lesson: Lesson, findings: Findings, language: str, step: Step | None = None) -> str:
    """What the numbers are of."""
    named = step.contrasts[0].scene if step is not None and step.contrasts else lesson.scenes[0].name
    scene = lesson.scene(named)
    left, right = side_names(scene_comparison(scene), language)
    worlds = len(findings.years.get(named, ())) or max(
        (len(each[0]) for each in findings.rows.get(named, {}).values()), default=0
    )
    about = {"place": describe_place(scene.place, language).title, "left": left, "right": right}
    return speaker(language)(NOTE, n=worlds, days=f"{scene_comparison(scene).days:g}", **about)


def _broken(text: str, longest: int = LONGEST) -> str:
    """A text on several lines, broken at spaces, or anywhere in Chinese."""
    lines, line, width = [], "", 0
    words = [word + " " for word in text.split(" ")] if " " in text and text.isascii() else list(text)
    for word in words:
        size = sum(1 if sign.isascii() or sign in "–−’" else 2 for sign in word)
        if width + size > longest and line:
            lines.append(line.strip())
            line, width = "", 0
        line, width = line + word, width + size
    return "\n".join([*lines, line.strip()])
