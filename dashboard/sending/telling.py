"""What one file says, in each language: names, verdicts by outcome, what is compared, what all worlds say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiaosuo.dashboard.choice.comparison import SIDES
from jiaosuo.dashboard.choice.outcomes import menu, offered
from jiaosuo.dashboard.choice.outcomes import title as outcome_title
from jiaosuo.dashboard.player.words import player_words
from jiaosuo.dashboard.results import verdict
from jiaosuo.dashboard.sending.film_line import FilmLine
from jiaosuo.dashboard.sending.stored_curve import Picture
from jiaosuo.experiments.charts.rendering import source_line
from jiaosuo.experiments.comparison.result import ComparisonResult
from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, speaker
from jiaosuo.model.rules import RULES

TAGS = {ENGLISH: "en", CHINESE: "zh-CN"}
"""The languages of a file, with their tags in HTML."""

TITLE = N_("{place}: {left} and {right}")
ONE_WORLD = N_(
    "The two maps are one world of {n}, seed {seed}. One world proves nothing; the sentence above them is of "
    "all {n}, and says so where nothing can be told."
)
INTERVAL = N_("{interval}, {n} worlds")
CANNOT_DRAW = N_(
    "This browser cannot draw the maps; what all worlds say stands below. Use Chrome or Edge 111, Firefox "
    "121, Safari 16.4 or a newer one."
)
NO_SCRIPT = N_("This is a preview in which nothing moves. Open the file in a browser, and the maps play.")
HEADINGS = {
    "compared": N_("What is compared"),
    "found": N_("What {n} worlds say"),
    "limits": N_("How to read it"),
}
ROWS = {
    "place": N_("Place"), "left": N_("Left"), "right": N_("Right"), "days": N_("Days"), "seed": N_("Seed"),
    "staffing": N_("Staffing"), "levers": N_("Set by hand"),
}  # fmt: skip

NOTHING = {"text": "", "interval": "", "better": ""}


@dataclass(frozen=True)
class Facts:
    """What is compared and what came out, in one language.

    `result`: its two rules bear the names of the sides. `rows`: what is compared, by the names of ROWS; what
    is empty is left out. `found`, `limits`: sentences. `picture`: the curve of the place, where it has one.
    `film`: how the name of a film begins.
    """

    result: ComparisonResult
    place: str
    question: str
    rows: Mapping[str, str]
    found: tuple[str, ...]
    limits: tuple[str, ...]
    picture: Picture | None = None
    film: str = "film"


@dataclass(frozen=True)
class Told:
    """All that a file says in one language; `said` is what its script takes, the rest stands in its text.

    `focus` and `verdict`: the outcome it opens with and what is said of it, for a reader without scripts.
    """

    said: Mapping[str, Any]
    title: str
    question: str
    one_world: str
    headings: Mapping[str, str]
    rows: Mapping[str, str]
    found: tuple[str, ...]
    limits: tuple[str, ...]
    source: str
    no_script: str
    focus: str
    verdict: Mapping[str, str]
    picture: Picture | None


def told(facts: Facts, focus: str, language: str) -> Told:
    """The facts in the words of a file that opens with an outcome; an empty one: nothing was observed."""
    _ = speaker(language)
    left, right = facts.result.rules
    title = _(TITLE, place=facts.place, left=left, right=right)
    worlds, seed = facts.result.replications, facts.result.seed
    about = {"place": facts.place, "left": left, "right": right, "seed": str(seed), **facts.rows}
    return Told(
        said=_said(facts, title, language),
        title=title,
        question=facts.question,
        one_world=_(ONE_WORLD, n=worlds, seed=seed),
        headings={name: _(heading, n=worlds) for name, heading in HEADINGS.items()},
        rows={_(heading): about[name] for name, heading in ROWS.items() if about.get(name)},
        found=facts.found,
        limits=facts.limits,
        source=source_line(language),
        no_script=_(NO_SCRIPT),
        focus=outcome_title(focus, language) if focus else "",
        verdict=_verdict(facts.result, focus, language) if focus else NOTHING,
        picture=facts.picture,
    )


def focus_of(result: ComparisonResult) -> str:
    """The outcome that a file opens with: the first of the menu that was observed under both rules.

    Fixed by the order of the menu and not by what came out, so that no size can choose itself.
    """
    shown = shown_outcomes(result)
    return shown[0] if shown else ""


def shown_outcomes(result: ComparisonResult) -> list[str]:
    """The outcomes to choose from: of the menu, those that the worlds have observed under both rules."""
    return [
        name
        for name in offered()[1:]  # the first is a sum of prices, which one world does not play
        if name in result.outcomes and all(each.n for each in result.outcomes[name].rules.values())
    ]


def _said(facts: Facts, title: str, language: str) -> dict[str, Any]:
    """What the script takes."""
    result = facts.result
    left, right = result.rules
    line = FilmLine("", facts.place, (left, right), result.seed)
    shown = shown_outcomes(result)
    options = {each.name: each.to_json() for each in menu(language)}
    return {
        "tag": TAGS[language],
        "title": title,
        "words": player_words(language) | {"broken": speaker(language)(CANNOT_DRAW)},
        "names": dict(zip(SIDES, result.rules, strict=True)),
        "rules": {name: speaker(language)(name) for name in RULES},
        "film": {"line": line.told(language), "name": facts.film},
        "outcomes": [options[name] for name in shown],
        "verdicts": {name: _verdict(result, name, language) for name in shown},
    }


def _verdict(result: ComparisonResult, name: str, language: str) -> dict[str, str]:
    said = verdict.short(result, name, language)
    interval = speaker(language)(INTERVAL, interval=said.interval, n=result.replications)
    return {"text": said.text, "interval": interval if said.interval else "", "better": said.better}
