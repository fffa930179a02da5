"""What one file says, in each language: names, verdicts by outcome, what is compared, what all worlds say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiaosuo.dashboard.choice.outcomes import MENU, menu
from jiaosuo.dashboard.choice.side_names import format_value
from jiaosuo.dashboard.player.words import player_words
from jiaosuo.dashboard.results import verdict
from jiaosuo.experiments.charts.rendering import source_line
from jiaosuo.experiments.comparison.result import ComparisonResult, OutcomeResult
from jiaosuo.experiments.comparison.verdict import findings, notes, setting
from jiaosuo.model import Scenario
from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, speaker
from jiaosuo.model.rules import RULES
from jiaosuo.model.timeline import staffing_word

TAGS = {ENGLISH: "en", CHINESE: "zh-CN"}
"""The languages of a file, with their tags in HTML."""

TITLE = N_("{place}: {left} and {right}")
ONE_WORLD = N_(
    "The two maps are one world of {n}: the same people, trips and calls on both sides, seed {seed}. One "
    "world proves nothing; the sentence above them is of all {n}, and says so where nothing can be told."
)
HEADINGS = {
    "compared": N_("What is compared"),
    "found": N_("What {n} worlds say"),
    "limits": N_("How to read it"),
}
ROWS = {
    "place": N_("Place"), "left": N_("Left"), "right": N_("Right"), "days": N_("Days"), "seed": N_("Seed"),
    "staffing": N_("Staffing"), "levers": N_("Set by hand"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """All that a file says in one language; `said` is what its script takes, the rest stands in its text."""

    said: Mapping[str, Any]
    title: str
    place: str
    question: str
    one_world: str
    headings: Mapping[str, str]
    rows: Mapping[str, str]
    found: tuple[str, ...]
    limits: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Asked:
    """What was asked for: the place under its first rule, and what was set by hand."""

    scenario: Scenario
    moved: Mapping[str, float]


def told(asked: Asked, result: ComparisonResult, language: str) -> Told:
    """What the comparison of two rules says in a language."""
    _ = speaker(language)
    names = _names(result, language)
    place, question = _place(asked.scenario, language)
    title = _(TITLE, place=place, left=names[0], right=names[1])
    worlds, seed = result.replications, result.seed
    return Told(
        said=_said(result, names, title, language),
        title=title,
        place=place,
        question=question,
        one_world=_(ONE_WORLD, n=worlds, seed=seed),
        headings={name: _(heading, n=worlds) for name, heading in HEADINGS.items()},
        rows=_rows(asked, result, names, place, language),
        found=(setting(result, language), *findings(result, language)),
        limits=tuple(notes(result, language)),
        source=source_line(language),
    )


def focus_of(result: ComparisonResult) -> str:
    """The outcome that a file opens with: the first of the menu that was observed under both rules.

    Fixed by the order of the menu and not by what came out, so that no size can choose itself.
    """
    shown = shown_outcomes(result)
    return shown[0] if shown else ""


def shown_outcomes(result: ComparisonResult) -> list[str]:
    """The outcomes to choose from that the player counts in a world and the worlds have a verdict on."""
    return [
        name
        for name in MENU[1:]  # the first is a sum of prices, which one world does not play
        if name in result.outcomes and all(each.n for each in result.outcomes[name].rules.values())
    ]


def _said(result: ComparisonResult, names: tuple[str, str], title: str, language: str) -> dict[str, Any]:
    """What the script takes."""
    called, shown = with_names(result, names), shown_outcomes(result)
    shorts = {name: verdict.short(called, name, language) for name in shown}
    offered = {each.name: each.to_json() for each in menu(language)}
    return {
        "tag": TAGS[language],
        "title": title,
        "words": player_words(language),
        "names": dict(zip(("left", "right"), names, strict=True)),
        "rules": {name: speaker(language)(name) for name in RULES},
        "outcomes": [offered[name] for name in shown],
        "verdicts": {
            name: {"text": each.text, "interval": each.interval, "better": each.better}
            for name, each in shorts.items()
        },
    }


def _names(result: ComparisonResult, language: str) -> tuple[str, str]:
    left, right = (speaker(language)(rule).replace("_", " ") for rule in result.rules)
    return left, right


def _place(scenario: Scenario, language: str) -> tuple[str, str]:
    """Title and question of the place; its name where it has no title."""
    about, chinese = scenario.about, language == CHINESE
    title = (about.title_zh if chinese else about.title) or about.title or scenario.place
    return title, (about.question_zh if chinese else about.question) or about.question


def _rows(
    asked: Asked, result: ComparisonResult, names: Sequence[str], place: str, language: str
) -> dict[str, str]:
    """What is compared, by heading; nothing of what was left as it is."""
    _ = speaker(language)
    levers = [f"{name} = {format_value(name, value, language)}" for name, value in asked.moved.items()]
    values = {
        "place": place,
        "left": names[0],
        "right": names[1],
        "days": f"{result.days:g}",
        "seed": str(result.seed),
        "staffing": _(staffing_word(asked.scenario.staffing)),
        "levers": _(", ").join(levers),
    }
    return {_(ROWS[name]): value for name, value in values.items() if value}


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
