"""What the worlds of a lesson say, in sentences and as bars: words follow from the sign and the interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from jiaosuo.dashboard.choice.outcomes import BETTER, amount, scale, title
from jiaosuo.dashboard.lessons.evidence import Evidence
from jiaosuo.dashboard.lessons.lesson import Claim, Lesson, Step
from jiaosuo.experiments.comparison.result import is_same, number, places
from jiaosuo.experiments.statistics.intervals import Estimate
from jiaosuo.model.core.words import N_, speaker

SHORTER = N_(
    "{title}: left {base}, right {later}; {size} shorter on the right (95 % interval {low} to {high}; {n} "
    "worlds)."
)
LONGER = N_(
    "{title}: left {base}, right {later}; {size} longer on the right (95 % interval {low} to {high}; {n} "
    "worlds)."
)
LESS = N_(
    "{title}: left {base}, right {later}; {size} less on the right (95 % interval {low} to {high}; {n} "
    "worlds)."
)
MORE = N_(
    "{title}: left {base}, right {later}; {size} more on the right (95 % interval {low} to {high}; {n} "
    "worlds)."
)
OPEN = N_(
    "{title}: left {base}, right {later}; not distinguishable (95 % interval of the difference {low} to "
    "{high}; "
    "{n} worlds)."
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


def head(lesson: Lesson, step: Step, claim: Claim, language: str) -> str:
    """What a claim is about: the outcome, and the scene or the years where a step tells of several."""
    _ = speaker(language)
    named = _(TITLES[claim.outcome]) if claim.outcome in TITLES else title(claim.outcome, language)
    if claim.years is not None:
        first, last = claim.years
        return _("{name}, {detail}", name=named, detail=str(first) if first == last else f"{first}–{last}")
    if len({each.scene for each in step.claims}) == 1:
        return named
    return _("{name}, {detail}", name=named, detail=_(lesson.scene(claim.scene).title))


def sentence(evidence: Evidence, step: Step, claim: Claim, sign: int | None, language: str) -> str:
    """What a claim says: chosen by which way the difference went, and by whether chance could have done "
    "it."""
    _ = speaker(language)
    change, (base, later) = evidence.change(claim), evidence.means(claim)
    said: dict[str, Any] = {"title": head(evidence.lesson, step, claim, language), "n": change.n}
    if change.mean is None or change.interval is None or base is None or later is None or sign is None:
        return _(NOT_OBSERVED, title=said["title"])
    if is_same(change):
        return _(SAME, **said)
    ends = change.interval if not sign else sorted(abs(end) for end in change.interval)
    low, high = (_shown(claim.outcome, end, signed=not sign) for end in ends)
    base_said, later_said = (_level(claim.outcome, each, language) for each in (base, later))
    said |= {"base": base_said, "later": later_said, "low": low, "high": high}
    if not sign:
        return _(OPEN, **said)
    size = _size(claim.outcome, abs(change.mean), language)
    return _(_template(claim.outcome, sign), size=size, **said)


def _template(outcome: str, sign: int) -> str:
    from jiaosuo.model.outcomes import OUTCOMES

    in_minutes = OUTCOMES[outcome].unit == "min"
    return (SHORTER if sign < 0 else LONGER) if in_minutes else (LESS if sign < 0 else MORE)


def _size(outcome: str, size: float, language: str) -> str:
    if _is_per_cent(outcome):
        return speaker(language)("{value} percentage points", value=number(100 * size))
    return _level(outcome, size, language)


def _level(outcome: str, value: float, language: str) -> str:
    """A value with its unit; skill stays on its scale from 0 to 1, and ratios need their second decimal."""
    return number(value, 2) if outcome.startswith(PLAIN) else amount(outcome, value, language)


def _shown(outcome: str, value: float, *, signed: bool) -> str:
    if outcome.startswith(PLAIN):
        return number(value, 2, signed=signed)
    size = scale(outcome) * value
    return number(size, places(abs(size)), signed=signed)


def _is_per_cent(outcome: str) -> bool:
    return scale(outcome) != 1 and not outcome.startswith(PLAIN)


def claims(evidence: Evidence, step: Step, language: str) -> list[dict[str, str]]:
    """The sentences of a step's claims, each with how it is judged: better, worse, open or none."""
    signs = evidence.signs(step.claims)
    return [
        {
            "name": claim.name,
            "text": sentence(evidence, step, claim, signs[claim.name], language),
            "kind": judged(claim, signs[claim.name]),
        }
        for claim in step.claims
    ]


def judged(claim: Claim, sign: int | None) -> str:
    """Whether a change is for the better or the worse; `open` where it cannot be told."""
    wanted = {"less": -1, "more": 1}.get(BETTER[claim.outcome], 0)
    if not sign or not wanted:
        return "open"
    return "better" if sign == wanted else "worse"


def bars(evidence: Evidence, step: Step, language: str) -> list[dict[str, Any]]:
    """The claims of a step in per cent of the left side, with their intervals: for bars and for figures."""
    rows = []
    signs = evidence.signs(step.claims)
    for claim in step.claims:
        change, (base, _later) = evidence.change(claim), evidence.means(claim)
        if change.mean is None or not base:
            continue
        share = _in_per_cent(change, base)
        rows.append(
            {
                "name": claim.name,
                "label": head(evidence.lesson, step, claim, language),
                "kind": judged(claim, signs[claim.name]),
                "mean": share[0],
                "low": share[1],
                "high": share[2],
                "text": _bar_text(claim, change, signs[claim.name], language),
            }
        )
    return rows


def _in_per_cent(change: Estimate, base: float) -> tuple[float, float, float]:
    mean = change.mean or 0.0
    low, high = change.interval or (mean, mean)
    one, two, three = (max(-FURTHEST, min(FURTHEST, 100 * each / abs(base))) for each in (mean, low, high))
    return one, two, three


def _bar_text(claim: Claim, change: Estimate, sign: int | None, language: str) -> str:
    _ = speaker(language)
    if is_same(change):
        return _("the same")
    if not sign:
        return _("not distinguishable")
    mean = change.mean or 0.0
    return ("−" if mean < 0 else "+") + _size(claim.outcome, abs(mean), language)


def laid_out(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Bars in per cents of the width that all of them need."""
    ends = [0.0, *(row[key] for row in rows for key in ("mean", "low", "high"))]
    low, high = min(ends), max(ends)
    room = 0.04 * (high - low) or 1.0
    low, size = low - room, high - low + 2 * room

    def at(value: float) -> float:
        return round(100 * (value - low) / size, 2)

    laid = [
        {"name": row["name"], "label": row["label"], "kind": row["kind"], "text": row["text"],
         "left": at(min(0.0, row["mean"])), "width": round(abs(at(row["mean"]) - at(0.0)), 2),
         "low": at(row["low"]), "span": round(at(row["high"]) - at(row["low"]), 2)}
        for row in rows
    ]  # fmt: skip
    return {"rows": laid, "zero": at(0.0)}


def answers(evidence: Evidence) -> dict[int, str | None]:
    """Which answer came out, by the step that asked."""
    lesson = evidence.lesson
    return {step: lesson.steps[step].answer(evidence) for step in lesson.predicts}


def is_as_expected(evidence: Evidence) -> bool:
    """Whether all came out that the lesson's reason is written for."""
    lesson = evidence.lesson
    return all(lesson.steps[step].expected == answer for step, answer in answers(evidence).items())


def outcome_words(evidence: Evidence, step: int, said: str, language: str) -> list[str]:
    """What was expected at the last question before a step, and what came out."""
    return list(_outcome_words(evidence, step, said, language))


def _outcome_words(evidence: Evidence, step: int, said: str, language: str) -> Iterator[str]:
    _, asked = speaker(language), evidence.lesson.steps[step]
    words = {each.id: _(each.words) for each in asked.choices}
    if said in words:
        yield _(EXPECTED, said=words[said])
    answer = asked.answer(evidence)
    yield _(CAME_OUT, answer=words[answer]) if answer in words else _(UNDECIDED)
