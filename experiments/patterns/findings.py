"""From a plan of patterns and places to findings as plain data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jiaosuo.experiments.claims.claim import Claim
from jiaosuo.experiments.claims.judge import Judged, judge
from jiaosuo.experiments.claims.verdict import BLURRED, DECIDED, Verdict, combined
from jiaosuo.experiments.patterns.effort import Effort
from jiaosuo.experiments.patterns.figures import shown
from jiaosuo.experiments.patterns.pattern import PATTERNS, Pattern
from jiaosuo.experiments.patterns.pool import Reader, Reading, Results
from jiaosuo.experiments.patterns.setting import Setting
from jiaosuo.experiments.statistics.intervals import mean_interval
from jiaosuo.experiments.study_tools.changes import AS_IT_IS, Change
from jiaosuo.model.scenario import Scenario

type Rows = list[dict[str, Any]]

SETTING_RULES = ("separate", "integrated")
SETTING = (
    ("utilisation_traffic", "utilisation, traffic corps", "share"),
    ("utilisation_station", "utilisation, station corps", "share"),
    ("handling_ratio_traffic", "handling over expert time, traffic calls", "times"),
    ("handling_ratio_order", "handling over expert time, order calls", "times"),
    ("calls_total", "calls", "calls"),
)
"""What stands beside every comparison of a place, under each rule."""


def read_all(places: Sequence[Scenario], effort: Effort, reading: Reading) -> None:
    """Read all that the findings will read: on a plan, that is what must be run."""
    for place in places:
        setting(place, effort, reading)
        for pattern in PATTERNS.values():
            for change in asked(pattern, place, effort):
                _claims(pattern, place, change, effort, reading)


def asked(pattern: Pattern, place: Scenario, effort: Effort) -> list[Change]:
    """As it is, then the changes the pattern is tried under; none where it is not a pattern of the place."""
    if not pattern.asked_in(place["urbanization"]):
        return []
    return [AS_IT_IS, *(each for each in pattern.changes[: effort.changes] if not each.missing())]


def findings(places: Sequence[Scenario], effort: Effort, results: Results) -> Rows:
    """One row for each pattern: its words, and each place's verdict with what it rests and depends on."""
    return [
        {
            "name": pattern.name,
            "title": pattern.title,
            "words": pattern.words,
            "places": {place.place: _at_place(pattern, place, effort, results) for place in places},
        }
        for pattern in PATTERNS.values()
    ]


def setting(place: Scenario, effort: Effort, reading: Reading) -> Rows:
    """How busy and how slow officers are at a place, under the two main rules."""
    here = Setting(place, reading, effort, effort.worlds)
    return [
        {
            "text": words,
            "unit": unit,
            "rules": {rule: mean_interval(here.values(outcome, rule)).as_json() for rule in SETTING_RULES},
        }
        for outcome, words, unit in SETTING
    ]


def turned(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Which claims a change flips, by number from 1, and which it blurs.

    A flip is one decided verdict turned into another; a blur is one turned into not distinguishable, or
    into one for which the events or the power are too little. Where worlds failed nothing is said.
    """
    told: dict[str, Any] = {"flips": [], "blurs": []}
    if before["failed_worlds"] or after["failed_worlds"]:
        return told
    for number, (old, new) in enumerate(zip(before["claims"], after["claims"], strict=False), start=1):
        was, became = old["verdict"], new["verdict"]
        if was in DECIDED and became in DECIDED and was != became:
            told["flips"].append({"claim": number, "before": was, "after": became})
        elif was in DECIDED and became in BLURRED:
            told["blurs"].append(number)
    return told


def _at_place(pattern: Pattern, place: Scenario, effort: Effort, results: Results) -> dict[str, Any] | None:
    changes = asked(pattern, place, effort)
    if not changes:
        return None
    rows = [_finding(pattern, place, change, effort, results) for change in changes]
    first, *later = rows
    for row in later:
        row |= turned(first, row)
    return first | {
        "core_verdict": _core(first),
        "changes": later,
        "not_in_the_model": _not_in_the_model(pattern, effort),
    }


def _core(row: dict[str, Any]) -> str:
    """The verdict over the claims that are asked under a change too."""
    return str(combined(Verdict(v) for each in row["claims"] if (v := each["verdict"]) and not each["once"]))


def _not_in_the_model(pattern: Pattern, effort: Effort) -> list[str]:
    return [each.name for each in pattern.changes[: effort.changes] if each.missing()]


def _finding(
    pattern: Pattern, place: Scenario, change: Change, effort: Effort, results: Results
) -> dict[str, Any]:
    reader: Reader = results.reader()
    core, extra = _claims(pattern, place, change, effort, reader)
    rows = judge([*core, *extra])
    verdict = Verdict.FAILED if reader.failed else combined(each.verdict for each in rows)
    return {
        "change": change.name,
        "words": change.words,
        "verdict": str(verdict),
        "came_out": sum(each.verdict == Verdict.CAME_OUT for each in rows),
        "judged": sum(each.verdict is not None for each in rows),
        "unseen": sum(each.verdict == Verdict.UNSEEN for each in rows),
        "too_few": sum(each.verdict == Verdict.TOO_FEW for each in rows),
        "no_power": sum(each.verdict == Verdict.NO_POWER for each in rows),
        "failed_worlds": reader.failed,
        "claims": [_row(each, number >= len(core)) for number, each in enumerate(rows)],
    }


def _claims(
    pattern: Pattern, place: Scenario, change: Change, effort: Effort, reading: Reading
) -> tuple[list[Claim], list[Claim]]:
    """The claims asked under every change, and those asked only as it is."""
    worlds = effort.worlds if change is AS_IT_IS else effort.changed
    here = Setting(place, reading, effort, worlds).under(change)
    extra = pattern.once(here) if pattern.once is not None and change is AS_IT_IS else []
    return pattern.claims(here), extra


def _row(each: Judged, once: bool) -> dict[str, Any]:
    claim, criterion = each.claim, each.claim.criterion
    return {
        "text": claim.text,
        "unit": claim.unit,
        "expected": None if criterion is None else criterion.expected(lambda x: shown(x, claim.unit)),
        **claim.estimate.as_json(),
        "beyond": claim.beyond,
        "note": claim.note,
        "p_holm": each.p,
        "events": claim.events,
        "verdict": None if each.verdict is None else str(each.verdict),
        "once": once,
    }
