"""The facts of one file from a comparison of two rules, as `jiaosuo compare` makes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.comparison import Comparison, Side
from jiaosuo.dashboard.choice.side_names import format_value
from jiaosuo.dashboard.sending.film_line import stem
from jiaosuo.dashboard.sending.stored_curve import Picture, stored_curve
from jiaosuo.dashboard.sending.telling import Facts, focus_of
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.comparison.verdict import findings, notes, setting
from jiaosuo.model import Scenario
from jiaosuo.model.core.words import CHINESE, speaker
from jiaosuo.model.timeline import staffing_word


@dataclass(frozen=True)
class Asked:
    """What was asked for: the place, and the numbers that were set by hand. `shipped`: a place of ours."""

    scenario: Scenario
    moved: Mapping[str, float]
    shipped: bool = False


def facts(asked: Asked, result: ComparisonResult, language: str) -> Facts:
    """What the comparison says in a language, its rules called as people call them."""
    _ = speaker(language)
    names = [_(rule).replace("_", " ") for rule in result.rules]
    place, question = _place(asked.scenario, language)
    levers = [f"{name} = {format_value(name, value, language)}" for name, value in asked.moved.items()]
    return Facts(
        result=with_names(result, names),
        place=place,
        question=question,
        rows={
            "days": f"{result.days:g}",
            "staffing": _(staffing_word(asked.scenario.staffing)),
            "levers": _(", ").join(levers),
        },
        found=(setting(result, language), *findings(result, language)),
        limits=tuple(notes(result, language)),
        film=stem(asked.scenario.place, *result.rules),
        picture=_curve(asked, result, language) if asked.shipped else None,
    )


def _curve(asked: Asked, result: ComparisonResult, language: str) -> Picture | None:
    """The stored curve of the place under the two rules, for the outcome that the file opens with."""
    staffing = staffing_word(asked.scenario.staffing)
    values = tuple(sorted(asked.moved.items()))
    left, right = (Side(rule=rule, staffing=staffing, values=values) for rule in result.rules)
    comparison = Comparison(
        place=asked.scenario.place,
        seed=result.seed,
        days=result.days,
        people_per_agent=int(asked.scenario["people_per_agent"]),
        left=left,
        right=right,
    )
    return stored_curve(Choice(comparison, language, focus=focus_of(result)))


def _place(scenario: Scenario, language: str) -> tuple[str, str]:
    """Title and question of the place; its name where it has no title."""
    about, chinese = scenario.about, language == CHINESE
    title = (about.title_zh if chinese else about.title) or about.title or scenario.place
    return title, (about.question_zh if chinese else about.question) or about.question


def with_names(result: ComparisonResult, names: Sequence[str]) -> ComparisonResult:
    """The result with its two rules called otherwise, as a sentence names them."""
    called = dict(zip(result.rules, names, strict=True))

    def renamed[Value](table: Mapping[str, Value]) -> dict[str, Value]:
        return {called[rule]: value for rule, value in table.items()}

    def outcome(found: OutcomeResult) -> OutcomeResult:
        return replace(
            found,
            rules=renamed(found.rules),
            differences=renamed(found.differences),
            tests=None if found.tests is None else renamed(found.tests),
            values=None if found.values is None else renamed(found.values),
        )

    outcomes = {name: outcome(each) for name, each in result.outcomes.items()}
    return replace(result, rules=tuple(names), outcomes=outcomes)
