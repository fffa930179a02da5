"""What the worlds of a lesson say, in sentences and as bars: words follow from the sign and the interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from jiaosuo.dashboard.choice.outcomes import format_outcome, scale, title
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.lesson import Lesson, Step
from jiaosuo.dashboard.lessons.text import speaker
from jiaosuo.dashboard.results.bars import Bar
from jiaosuo.experiments.comparison.result import is_same, number, places
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.words import N_
from jiaosuo.model.outcomes import OUTCOMES

SHORTER = N_(
    "{title}: left {baseline}, right {alternative}; {size} shorter on the right "
    "(95 % interval {low} to {high}; {n} worlds)."
)
LONGER = N_(
    "{title}: left {baseline}, right {alternative}; {size} longer on the right "
    "(95 % interval {low} to {high}; {n} worlds)."
)
LESS = N_(
    "{title}: left {baseline}, right {alternative}; {size} less on the right "
    "(95 % interval {low} to {high}; {n} worlds)."
)
MORE = N_(
    "{title}: left {baseline}, right {alternative}; {size} more on the right "
    "(95 % interval {low} to {high}; {n} worlds)."
)
OPEN = N_(
    "{title}: left {baseline}, right {alternative}; not distinguishable (95 % interval of the difference "
    "{low} to {high}; {n} worlds)."
)
SAME = N_("{title}: exactly the same on both sides in all {n} worlds.")
NOT_OBSERVED = N_("{title}: not observed often enough to be compared.")
TITLES = {
    "response_mean": N_("How soon somebody comes, all calls"),
    "clear_mean": N_("Time to clear, all calls"),
    "clear_mean_traffic": N_("Time to clear traffic calls"),
    "clear_mean_order": N_("Time to clear order calls"),
    "wait_mean": N_("Wait until an officer is sent"),
    "travel_mean": N_("Drive from sending to arrival"),
    "handling_ratio": N_("Handling over expert time, all calls"),
    "hours_nobody_on_duty_traffic": N_("Hours a day with nobody on duty for traffic in a township"),
    "skill_traffic": N_("Skill in traffic work of those who lead"),
}
"""Names that a trainee understands at once, where the page's own title is shorter than it is clear."""

EXPECTED = N_("You expected: {said}")
CAME_OUT = N_("It came out: {answer}")
UNDECIDED = N_("What came out cannot be told.")
OTHERWISE = N_(
    "Here it came out otherwise than this lesson expects. So the reason it would give is withdrawn: look at "
    "what came out, and find your own."
)
PLAIN = ("skill_", "handling_ratio")
"""Outcomes printed as plain numbers with two decimals."""

FURTHEST = 150.0
"""Per cent at which bars and intervals are cut."""


@dataclass(frozen=True)
class Line:
    """A contrast in a sentence; `kind`: better, worse, or open where it cannot be told."""

    name: str
    text: str
    kind: str

    def to_json(self) -> dict[str, str]:
        """The line as the browser takes it."""
        return asdict(self)


def heading(lesson: Lesson, contrast: Contrast, language: str) -> str:
    """What a contrast is about: the outcome, and the scene or the years where a step tells of several."""
    _, step = speaker(language), lesson.step_of(contrast.name)
    named = _(TITLES[contrast.outcome]) if contrast.outcome in TITLES else title(contrast.outcome, language)
    if contrast.years is not None:
        first, last = contrast.years
        return _("{name}, {detail}", name=named, detail=str(first) if first == last else f"{first}–{last}")
    if len({each.scene for each in step.contrasts}) == 1:
        return named
    return _("{name}, {detail}", name=named, detail=_(lesson.scene(contrast.scene).title))


def contrast_sentence(
    lesson: Lesson, findings: Findings, contrast: Contrast, sign: int | None, language: str
) -> str:
    """What a contrast says: chosen by which way the difference went, and by whether it is significant."""
    _ = speaker(language)
    change, (baseline, alternative) = findings.change(contrast), findings.means(contrast)
    said: dict[str, Any] = {"title": heading(lesson, contrast, language), "n": change.n}
    if (
        change.mean is None
        or change.interval is None
        or baseline is None
        or alternative is None
        or sign is None
    ):
        return _(NOT_OBSERVED, title=said["title"])
    if is_same(change):
        return _(SAME, **said)
    ends = change.interval if not sign else sorted(abs(end) for end in change.interval)
    low, high = (_shown(contrast.outcome, end, signed=not sign) for end in ends)
    left, right = (_level(contrast.outcome, each, language) for each in (baseline, alternative))
    said |= {"baseline": left, "alternative": right, "low": low, "high": high}
    if not sign:
        return _(OPEN, **said)
    size = _size(contrast.outcome, abs(change.mean), language)
    return _(_template(contrast.outcome, sign), size=size, **said)


def _template(outcome: str, sign: int) -> str:
    in_minutes = OUTCOMES[outcome].unit == "min"
    return (SHORTER if sign < 0 else LONGER) if in_minutes else (LESS if sign < 0 else MORE)


def _size(outcome: str, size: float, language: str) -> str:
    if _is_per_cent(outcome):
        return speaker(language)("{value} percentage points", value=number(100 * size))
    return _level(outcome, size, language)


def _level(outcome: str, value: float, language: str) -> str:
    """A value with its unit; skill stays on its scale from 0 to 1, and ratios need their second decimal."""
    return number(value, 2) if outcome.startswith(PLAIN) else format_outcome(outcome, value, language)


def _shown(outcome: str, value: float, *, signed: bool) -> str:
    if outcome.startswith(PLAIN):
        return number(value, 2, signed=signed)
    size = scale(outcome) * value
    return number(size, places(abs(size)), signed=signed)


def _is_per_cent(outcome: str) -> bool:
    return scale(outcome) != 1 and not outcome.startswith(PLAIN)


def lines(lesson: Lesson, findings: Findings, step: Step, language: str) -> tuple[Line, ...]:
    """The sentences of a step's contrasts, each with how it is judged: better, worse, open or none."""
    signs = findings.signs(step.contrasts)
    return tuple(
        Line(
            each.name,
            contrast_sentence(lesson, findings, each, signs[each.name], language),
            kind_of(each, signs[each.name]),
        )
        for each in step.contrasts
    )


def kind_of(contrast: Contrast, sign: int | None) -> str:
    """Whether a change is for the better or the worse; `open` where it cannot be told."""
    good = {"less": -1, "more": 1}.get(OUTCOMES[contrast.outcome].better, 0)
    if not sign or not good:
        return "open"
    return "better" if sign == good else "worse"


def bars(lesson: Lesson, findings: Findings, step: Step, language: str) -> list[Bar]:
    """The contrasts of a step in per cent of the left side, with intervals, as far as observed."""
    signs = findings.signs(step.contrasts)
    found = (_bar(lesson, findings, each, signs[each.name], language) for each in step.contrasts)
    return [bar for bar in found if bar is not None]


def _bar(
    lesson: Lesson, findings: Findings, contrast: Contrast, sign: int | None, language: str
) -> Bar | None:
    change, (baseline, _alternative) = findings.change(contrast), findings.means(contrast)
    if change.mean is None or not baseline:
        return None
    mean, low, high = _in_per_cent(change, baseline)
    label, text = heading(lesson, contrast, language), _bar_text(contrast, change, sign, language)
    return Bar(contrast.name, label, kind_of(contrast, sign), 0.0, mean, low, high, text)


def _in_per_cent(change: Estimate, baseline: float) -> tuple[float, float, float]:
    mean = change.mean or 0.0
    low, high = change.interval or (mean, mean)
    one, two, three = (
        max(-FURTHEST, min(FURTHEST, 100 * each / abs(baseline))) for each in (mean, low, high)
    )
    return one, two, three


def _bar_text(contrast: Contrast, change: Estimate, sign: int | None, language: str) -> str:
    _ = speaker(language)
    if is_same(change):
        return _("the same")
    if not sign:
        return _("not distinguishable")
    mean = change.mean or 0.0
    return ("−" if mean < 0 else "+") + _size(contrast.outcome, abs(mean), language)


def answers(lesson: Lesson, findings: Findings) -> dict[int, str | None]:
    """Which answer came out, by the step that asked."""
    return {step: lesson.steps[step].answer(findings) for step in lesson.predicts}


def is_as_expected(lesson: Lesson, findings: Findings) -> bool:
    """Whether all came out that the lesson's reason is written for."""
    return all(lesson.steps[step].expected == answer for step, answer in answers(lesson, findings).items())


def answer_sentences(question: Step, findings: Findings, said: str, language: str) -> Iterator[str]:
    """What was expected (`said`) where a step asked, and what came out."""
    _ = speaker(language)
    words = {each.id: _(each.words) for each in question.choices}
    if said in words:
        yield _(EXPECTED, said=words[said])
    answer = question.answer(findings)
    yield _(CAME_OUT, answer=words[answer]) if answer in words else _(UNDECIDED)
