"""What would flip a comparison, in sentences, beside its verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jiaosuo.experiments.comparison.result import HEADLINES, ComparisonResult, in_print, label_of, number
from jiaosuo.experiments.comparison.robust_result import JudgedEnd, RobustResult, RuleFlips
from jiaosuo.experiments.comparison.verdict import with_unit
from jiaosuo.model.core.words import N_, speaker

FLIPS = N_("Assumptions that would flip it ({title}, {rule} against {first}): {list}.")
BLURS = N_("Assumptions that would leave it not distinguishable ({title}, {rule} against {first}): {list}.")
NONE = N_("None of the {n} assumptions tried flips it ({title}, {rule} against {first}).")
UNCLEAR = N_("Not settled in {worlds} worlds ({title}, {rule} against {first}): {list}.")
NO_POWER = N_("Not enough power in {worlds} worlds to tell ({title}, {rule} against {first}): {list}.")
MANY = N_("Came near too, and was not judged ({title}, {rule} against {first}): {list}.")
NEITHER = N_("None of the {n} assumptions tried flips it or blurs it ({title}, {rule} against {first}).")
OPEN = N_("{title}, {rule} against {first}: not distinguishable as it is, so there is nothing to flip.")
LOST = N_(
    "{title}, {rule} against {first}: in the {worlds} worlds of {days} days in which assumptions were to be "
    "judged, the difference itself is not significant, so nothing is said; ask for more worlds or days."
)


def robust_sentences(result: ComparisonResult, language_: str | None = None) -> list[str]:
    """A sentence or two for each headline and rule, then how it was tried; none if it was not asked for."""
    found = result.robust
    if found is None:
        return []
    rows = [
        sentence
        for outcome, rules in found.headlines.items()
        for rule, row in rules.items()
        for sentence in _of_rule(result, found, outcome, rule, row, language_)
    ]
    return rows + list(_how(found, language_))


def _of_rule(
    result: ComparisonResult,
    found: RobustResult,
    outcome: str,
    rule: str,
    row: RuleFlips,
    language_: str | None,
) -> Iterator[str]:
    _ = speaker(language_)
    used = {each.name: each.used for each in found.assumptions}
    named = {"title": _title(result, outcome, language_), "rule": _(rule), "first": _(result.rules[0])}
    if row.status == "open":
        yield _(OPEN, **named)
    elif row.status == "lost":
        yield _(LOST, worlds=found.worlds.judged, days=f"{found.days:g}", **named)
    else:
        tried = len(found.assumptions)
        flips, blurs, unclear, blunt = (
            [each for each in row.judged if each.verdict == verdict]
            for verdict in ("flips", "blurs", "unclear", "no power")
        )
        settled = not (blurs or unclear or blunt or row.not_judged)
        if flips:
            yield _(FLIPS, list=_listed(result, outcome, flips, used, language_), **named)
        else:
            yield _(NEITHER if settled else NONE, n=tried, **named)
        if blurs:
            yield _(BLURS, list=_listed(result, outcome, blurs, used, language_), **named)
        if unclear:
            shown = _listed(result, outcome, unclear, used, language_)
            yield _(UNCLEAR, worlds=found.worlds.judged, list=shown, **named)
        if blunt:
            shown = _listed(result, outcome, blunt, used, language_)
            yield _(NO_POWER, worlds=found.worlds.judged, list=shown, **named)
        if row.not_judged:
            yield _(MANY, list=_(", ").join(row.not_judged), **named)


def _title(result: ComparisonResult, outcome: str, language_: str | None) -> str:
    titles = {headline.outcome: headline.title for headline in HEADLINES}
    return speaker(language_)(titles[outcome]) if outcome in titles else label_of(result, outcome, language_)


def _listed(
    result: ComparisonResult,
    outcome: str,
    judged: Sequence[JudgedEnd],
    used: Mapping[str, float],
    language_: str | None,
) -> str:
    """Each assumption with the value that does it, the value in use, and the difference it leaves."""
    _ = speaker(language_)
    parts = []
    for each in judged:
        numbers, decimals = in_print(result, outcome, each.difference)
        size = with_unit(result, outcome, number(numbers[0], decimals, signed=True), language_)
        told = {"name": each.name, "value": f"{each.value:g}", "used": f"{used[each.name]:g}"}
        parts.append(_("{name} at {value} instead of {used} (difference {size})", size=size, **told))
    return _("; ").join(parts)


def _how(found: RobustResult, language_: str | None) -> Iterator[str]:
    """What was tried and how, and what such a trial cannot see."""
    _ = speaker(language_)
    if not found.runs:
        return
    grounds = Counter(each.basis for each in found.assumptions)
    yield _(
        "Tried: {n} assumptions, one at a time at both ends of a range, in {screened} worlds of {days} days; "
        "what came near was judged in {judged} fresh worlds (paired, Holm). Of the ranges {plausible} are "
        "what is thought plausible, {allowed} all that is allowed, {half} half to twice the value in use, "
        "for want of better. What takes two assumptions at once is not seen.",
        n=len(found.assumptions),
        days=f"{found.days:g}",
        plausible=grounds["plausible"],
        allowed=grounds["allowed"],
        half=grounds["half to twice"],
        screened=found.worlds.screened,
        judged=found.worlds.judged,
    )
    if found.failures:
        yield _("Worlds that failed in this trial: {n}.", n=len(found.failures))
