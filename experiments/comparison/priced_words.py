"""The priced sum in words: what all costs together, which part hides it, and at which price it would turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jiaosuo.experiments.comparison.priced_result import PricedChange, PricedSum, PricedTotal
from jiaosuo.experiments.comparison.result import number
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.statistics.intervals import distinguishable
from jiaosuo.model.core.words import N_, speaker

NAMES = {
    "hours_waiting": N_("waiting for the police"),
    "hours_settling": N_("the time until it is settled"),
    "delay_caused": N_("the delay of vehicles"),
    "officer_hours": N_("officers' hours on calls"),
    "overtime_hours": N_("overtime"),
    "expected_deaths": N_("expected deaths"),
    "cases_cleared_up": N_("cases cleared up"),
}
"""The parts as they stand within a sentence."""
THINGS = {
    "hours_waiting": N_("an hour of waiting"),
    "hours_settling": N_("an hour until it is settled"),
    "delay_caused": N_("an hour of a vehicle's delay"),
    "officer_hours": N_("an officer's hour"),
    "overtime_hours": N_("an hour of overtime"),
    "expected_deaths": N_("a statistical life"),
    "cases_cleared_up": N_("a case cleared up"),
}
"""What has the price."""
UNITS = {
    "hours_waiting": N_("h"),
    "hours_settling": N_("h"),
    "delay_caused": N_("vehicle-h"),
    "officer_hours": N_("h"),
    "overtime_hours": N_("h"),
    "expected_deaths": N_("deaths"),
    "cases_cleared_up": N_("cases"),
}
FIGURES = 3
"""A sum of money is printed to so many figures: more would say that it is known."""

PRICES_NOTE = N_(
    "Yuan of about 2020 at declared prices, none of which was measured here: move them. The force is paid "
    "alike under both rules, so only the difference means something. Injuries, damage and trust are left out."
)


def yuan(quantity: float, *, signed: bool = False) -> str:
    """An amount in yuan, to three figures, with a true minus sign."""
    size = abs(quantity)
    digits = 0 if size < 1 else FIGURES - 1 - math.floor(math.log10(size))
    shown = f"{round(size, min(0, digits)):,.0f}"
    return shown if shown == "0" else ("−" if quantity < 0 else "+" if signed else "") + shown


def priced_sentences(
    found: PricedSum, rule: str, names: tuple[str, str], language: str | None = None
) -> list[str]:
    """What is said of one later rule against the first; `names` are the first's and its own, as spoken."""
    total = found.rules.get(rule)
    if total is None or total.total.interval is None:
        return []
    return [
        _sum_sentence(total, names, language),
        *_told_sentence(total, names, language),
        *_turn_sentence(total, language),
    ]


def _sum_sentence(total: PricedTotal, names: tuple[str, str], language: str | None) -> str:
    _ = speaker(language)
    if is_sure(total.total):
        return _sized(total.total, names, language, _ALL)
    low, high = (yuan(end, signed=True) for end in total.total.span)
    said = {"first": names[0], "rule": names[1], "low": low, "high": high}
    if total.noisiest is None or total.without is None:
        return _("All in yuan, {first} and {rule} are not distinguishable ({low} to {high} a day).", **said)
    said["part"] = _(NAMES[total.noisiest])
    said["share"] = number(100 * (total.parts[total.noisiest].noise or 0.0), 0)
    hidden = _(
        "All in yuan, {first} and {rule} are not distinguishable ({low} to {high} a day), because {part} "
        "cannot be told from 0: {share} % of the noise is its own.",
        **said,
    )
    return _("{one} {other}", one=hidden, other=_without(total.without, names, language))


def _without(rest: Estimate, names: tuple[str, str], language: str | None) -> str:
    if is_sure(rest, widened=True):
        return _sized(rest, names, language, _WITHOUT)
    _ = speaker(language)
    low, high = (yuan(end, signed=True) for end in rest.span)
    return _(
        "Without it they are not distinguishable either ({low} to {high}, whichever part is left out).",
        low=low,
        high=high,
    )


_ALL = (
    N_("All in yuan, {rule} costs {size} a day less than {first} ({low} to {high})."),
    N_("All in yuan, {rule} costs {size} a day more than {first} ({low} to {high})."),
)
_WITHOUT = (
    N_("Without it {rule} costs {size} yuan a day less ({low} to {high}, whichever part is left out)."),
    N_("Without it {rule} costs {size} yuan a day more ({low} to {high}, whichever part is left out)."),
)
_TOLD = (
    N_(
        "What can be told from 0 is {parts}: by these alone {rule} costs {size} yuan a day less ({low} to "
        "{high}, for every choice of parts)."
    ),
    N_(
        "What can be told from 0 is {parts}: by these alone {rule} costs {size} yuan a day more ({low} to "
        "{high}, for every choice of parts)."
    ),
)


def _sized(
    change: Estimate, names: tuple[str, str], language: str | None, said: tuple[str, str], parts: str = ""
) -> str:
    mean = change.mean or 0.0
    low, high = (yuan(end) for end in sorted(abs(end) for end in change.span))
    return speaker(language)(
        said[mean > 0], first=names[0], rule=names[1], size=yuan(abs(mean)), low=low, high=high, parts=parts
    )


def _told_sentence(total: PricedTotal, names: tuple[str, str], language: str | None) -> Iterator[str]:
    """What is left of the sum where only the parts count that can be told from 0."""
    if total.told is None or not is_sure(total.told, widened=True):
        return
    _ = speaker(language)
    parts = _(", ").join(_(NAMES[name]) for name, each in total.parts.items() if each.told)
    yield _sized(total.told, names, language, _TOLD, parts)


def _turn_sentence(total: PricedTotal, language: str | None) -> Iterator[str]:
    """The price that has to move least, in proportion, for the sum to turn."""
    if not is_sure(total.total):
        return
    _ = speaker(language)
    near = nearest_turn(total)
    if near is None:
        yield _("No single price within its range would turn it.")
        return
    name, part = near
    yield _(
        "It would turn where {thing} is worth {turn} yuan instead of {now}, all else as it is.",
        thing=_(THINGS[name]),
        turn=yuan(part.turns_at or 0.0),
        now=yuan(part.price),
    )


def nearest_turn(total: PricedTotal) -> tuple[str, PricedChange] | None:
    """The part whose price has to move by the smallest factor for the sum to be 0."""

    def factor(part: PricedChange) -> float:
        turn = part.turns_at or 0.0
        return math.inf if turn <= 0 else abs(math.log(turn / part.price))

    turning = [(name, each) for name, each in total.parts.items() if each.turns_at is not None]
    return min(turning, key=lambda found: factor(found[1]), default=None)


def is_sure(change: Estimate, *, widened: bool = False) -> bool:
    """Whether a sum can be told from 0; one with a widened interval by that interval alone."""
    if change.interval is None:
        return False
    low, high = change.interval
    return low > 0 or high < 0 if widened else distinguishable({"": change})[""]


@dataclass(frozen=True)
class PricedRow:
    """A line of the table, as it is printed: quantity and yuan a day, each with its interval."""

    name: str
    title: str
    price: str
    quantity: str
    yuan: str
    sign: str


def priced_rows(found: PricedSum, rule: str, language: str | None = None) -> Iterator[PricedRow]:
    """A line for each part of a later rule's sum, then the sum, and the sum of what can be told from 0."""
    _ = speaker(language)
    total = found.rules.get(rule)
    if total is None:
        return
    for name, part in total.parts.items():
        price = _("{value} yuan", value=yuan(part.price))
        quantity = _("{value} {unit}", value=_spanned(part.quantity, _number), unit=_(UNITS[name]))
        sign = _sign(part.yuan, part.told)
        yield PricedRow(name, title_of(name, language), price, quantity, _spanned(part.yuan, _money), sign)
    whole = _sign(total.total, is_sure(total.total))
    yield PricedRow("total", _("All parts together"), "", "", _spanned(total.total, _money), whole)
    if total.told is not None:
        sign = _sign(total.told, is_sure(total.told, widened=True))
        title = _("Only what can be told from 0")
        yield PricedRow("told", title, "", "", _spanned(total.told, _money), sign)


def title_of(name: str, language: str | None = None) -> str:
    """A part as the head of a row."""
    said = speaker(language)(NAMES[name])
    return said[:1].upper() + said[1:]


def _sign(change: Estimate, told: bool) -> str:
    if change.mean is None or change.interval is None:
        return ""
    if change.mean == 0.0 and change.half_width == 0.0:
        return "="
    return ("✓" if change.mean < 0 else "✗") if told else "≈"


def _number(quantity: float) -> str:
    return number(quantity, signed=True)


def _money(quantity: float) -> str:
    return yuan(quantity, signed=True)


def _spanned(change: Estimate, shown: Callable[[float], str]) -> str:
    """A change with its interval, as it is printed."""
    if change.mean is None:
        return "–"
    if change.interval is None or change.interval == (0.0, 0.0):
        return shown(change.mean)
    low, high = (shown(end) for end in change.interval)
    return f"{shown(change.mean)} [{low}, {high}]"
