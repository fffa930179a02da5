"""A lesson's figures for slides: what the claims of a step gave, and years where a lesson has them."""

from __future__ import annotations

import base64
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jiaosuo.dashboard.choice.outcomes import unit
from jiaosuo.dashboard.choice.places import preset
from jiaosuo.dashboard.choice.session import Session, sentence
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.dashboard.lessons import evidence_text
from jiaosuo.dashboard.lessons.evidence import Evidence, asked, step_of
from jiaosuo.dashboard.lessons.lesson import Claim, Lesson, Step
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import N_, speaker

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


def figures(evidence: Evidence, language: str) -> dict[str, Spec]:
    """The Vega-Lite charts of a lesson by name: one a step that makes claims, and outcomes by year."""
    from jiaosuo.experiments.charts.rendering import finished

    lesson = evidence.lesson
    drawn: dict[str, Any] = {}
    for number, step in enumerate(lesson.steps, start=1):
        if step.claims and (chart := _differences(evidence, step, language)) is not None:
            drawn[f"{lesson.name}-{number}"] = chart
    for claim in _by_year(evidence):
        drawn[f"{lesson.name}-by-year-{claim.outcome.replace('_', '-')}"] = _years(evidence, claim, language)
    return {name: finished(chart) for name, chart in drawn.items()}


def _by_year(evidence: Evidence) -> list[Claim]:
    """A claim for each outcome of a lesson that is told by year."""
    told_ = [
        claim for step in evidence.lesson.steps for claim in step.claims if claim.scene in evidence.years
    ]
    return list({claim.outcome: claim for claim in told_}.values())


def hand_over(session: Session, kind: object) -> None:
    """Draw the figure of this step and hand it to the page; what goes wrong becomes a sentence."""
    session.errors = {name: text for name, text in session.errors.items() if name != "take"}
    try:
        name, content = _of_this_step(session, kind)
        session.file = {
            "key": secrets.token_hex(4),
            "name": name,
            "type": KINDS[str(kind)],
            "content": base64.b64encode(content).decode(),
        }
    except Exception as error:
        session.errors = {**session.errors, "take": sentence(error, session.choice.language)}
    session.changed()


def _of_this_step(session: Session, kind: object) -> tuple[str, bytes]:
    from jiaosuo.dashboard.jobs.broker import the_desk
    from jiaosuo.experiments.charts.rendering import png, svg

    if kind not in KINDS:
        raise unknown("file", kind, KINDS)
    place = session.lesson
    if place is None or session.hidden:
        raise InputError("file", kind, NOT_READY)
    drawn = figures(asked(the_desk(), place.lesson), session.choice.language)
    name = f"{place.name}-{place.step + 1}"
    if name not in drawn:
        raise InputError("file", kind, NOT_READY)
    return f"{name}.{kind}", svg(drawn[name]).encode() if kind == "svg" else png(drawn[name])


def _differences(evidence: Evidence, step: Step, language: str) -> Any:
    """A bar a claim in per cent of the left side, its interval, and beside it the change in its own unit."""
    import altair as alt

    from jiaosuo.experiments.charts.rendering import inline

    rows = evidence_text.bars(evidence, step, language)
    if not rows:
        return None
    _ = speaker(language)
    values = [row | {"label": _broken(row["label"])} for row in rows]
    ends = [0.0, *(row[key] for row in rows for key in ("low", "high", "mean"))]
    room = 0.05 * (max(ends) - min(ends)) or 1.0
    scale = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False)
    x = alt.X(
        "mean:Q",
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
        width=WIDTH, height=LANE * len(rows), title=_title(evidence, step, language)
    )


def _years(evidence: Evidence, claim: Claim, language: str) -> Any:
    """Both sides year by year: means of all worlds and their intervals."""
    import altair as alt

    from jiaosuo.experiments.charts.rendering import inline

    lesson, _ = evidence.lesson, speaker(language)
    names = side_names(lesson.scene(claim.scene).demand, language)
    base = alt.Chart(inline(_year_rows(evidence, claim, names)))
    x = alt.X("year:Q", title=_(YEAR), axis=alt.Axis(format="d", tickMinStep=1))
    hue = alt.Color("side:N", title=None, scale=alt.Scale(domain=list(names), range=list(SIDES)))
    axis = unit(claim.outcome, language) or None
    y = alt.Y("mean:Q", title=axis, scale=alt.Scale(zero=True))
    line = base.mark_line(strokeWidth=2.5, point=True).encode(x=x, y=y, color=hue)
    band = base.mark_area(opacity=0.18).encode(x=x, y=alt.Y("low:Q", title=axis), y2="high:Q", color=hue)
    step = step_of(lesson, claim.name)
    title = alt.TitleParams(
        text=evidence_text.head(lesson, step, replace(claim, years=None), language),
        subtitle=_note(lesson, evidence, language),
        anchor="start",
        fontSize=15,
    )
    return alt.layer(band, line).properties(width=WIDTH + 120, height=260, title=title)


def _year_rows(evidence: Evidence, claim: Claim, names: tuple[str, str]) -> list[dict[str, Any]]:
    import numpy as np

    from jiaosuo.experiments.statistics.intervals import mean_interval

    rows, worlds = [], evidence.years[claim.scene]
    for side, name in enumerate(names):
        for place, first in enumerate(worlds[0][side]):
            found = [world[side][place]["outcomes"].get(claim.outcome) for world in worlds]
            seen = mean_interval(np.array([np.nan if each is None else each for each in found], np.float64))
            if seen.mean is not None:
                low, high = seen.interval or (seen.mean, seen.mean)
                span = {"mean": seen.mean, "low": low, "high": high}
                rows.append({"year": first["year"], "side": name} | span)
    return rows


def _title(evidence: Evidence, step: Step, language: str) -> alt.TitleParams:
    """The lesson, the question that the figure answers, and what the numbers are of."""
    import altair as alt

    lesson, _ = evidence.lesson, speaker(language)
    before = [each for each in lesson.predicts if each < lesson.steps.index(step)]
    question = _(lesson.steps[before[-1]].question) if step.kind == "reveal" and before else ""
    lines = _broken(question, 2 * LONGEST + 20).split("\n") if question else []
    return alt.TitleParams(
        text=_(lesson.title),
        subtitle=[*lines, _note(lesson, evidence, language, step)],
        anchor="start",
        fontSize=16,
        subtitleFontSize=12,
        offset=14,
        frame="bounds",
    )


def _note(lesson: Lesson, evidence: Evidence, language: str, step: Step | None = None) -> str:
    """What the numbers are of."""
    named = step.claims[0].scene if step is not None and step.claims else lesson.scenes[0].name
    scene = lesson.scene(named)
    left, right = side_names(scene.demand, language)
    worlds = len(evidence.years.get(named, ())) or max(
        (len(each[0]) for each in evidence.rows.get(named, {}).values()), default=0
    )
    about = {"place": preset(scene.place, language).title, "left": left, "right": right}
    return speaker(language)(NOTE, n=worlds, days=f"{scene.days:g}", **about)


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
