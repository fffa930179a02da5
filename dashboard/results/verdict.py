"""What the replications say: differences with their intervals, and one sentence.

Rows come as `{outcome: [[left values], [right values]]}`, world by world the same latent events on both
sides. No verdict before the number of worlds that was fixed beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from jiaosuo.dashboard.choice.axis import minutes_of
from jiaosuo.dashboard.choice.comparison import Comparison
from jiaosuo.dashboard.choice.outcomes import format_outcome, offered, scale, title, unit
from jiaosuo.dashboard.choice.places import describe_place, scenario, trust_of
from jiaosuo.dashboard.choice.side_names import side_names
from jiaosuo.experiments.comparison.document import outcome_result
from jiaosuo.experiments.comparison.index import EQUAL_WEIGHTS, efficiency_index
from jiaosuo.experiments.comparison.priced import in_yuan, priced_sum, prices_in
from jiaosuo.experiments.comparison.result import (
    ComparisonResult,
    better,
    difference,
    is_same,
    number,
    places,
    sign,
    value,
)
from jiaosuo.experiments.provenance.record import versions
from jiaosuo.experiments.statistics.intervals import Estimate, Values, distinguishable
from jiaosuo.experiments.statistics.simplex import shares_of_weights
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.outcomes import OUTCOMES, directions
from jiaosuo.model.priced import YUAN
from jiaosuo.model.scenario import TIMELINE, parameters

type Rows = Mapping[str, Sequence[Sequence[float | None]]]

MINUTES, DEATHS, HOURS = "response_mean", "expected_deaths", "overtime_hours"
"""The three of the one sentence: how soon, at what harm, at what cost to the officers."""

SOONER, LATER = N_("calls are answered {size} sooner"), N_("calls are answered {size} later")
FEWER, MORE_DEATHS = N_("{size} fewer expected deaths"), N_("{size} more expected deaths")
LESS, MORE_HOURS = N_("{size} less overtime of officers"), N_("{size} more overtime of officers")
OPEN = {
    MINUTES: N_("how soon calls are answered is not distinguishable"),
    DEATHS: N_("expected deaths are not distinguishable"),
    HOURS: N_("overtime of officers is not distinguishable"),
}
SAID = {MINUTES: (SOONER, LATER), DEATHS: (FEWER, MORE_DEATHS), HOURS: (LESS, MORE_HOURS)}


NO_PRICES: Mapping[str, float] = {}


def prices_of(place: str, moved: Mapping[str, float] = NO_PRICES) -> dict[str, float]:
    """Every price as a place gives it, but for those that were moved."""
    return prices_in(scenario(place).values) | dict(moved)


def result_of(
    rows: Rows,
    comparison: Comparison,
    weights: Mapping[str, float],
    language: str,
    failures: Sequence[str] = (),
    prices: Mapping[str, float] = NO_PRICES,
) -> ComparisonResult:
    """The rows as the result of a comparison, the two sides in the place of two rules.

    `prices`: those that are not the place's own; the cost in yuan is worked out anew with them.
    """
    names = side_names(comparison, language)
    columns = {name: _column(rows[name]) for name in OUTCOMES if name in rows}
    days = minutes_of(comparison) / MINUTES_A_DAY
    at_prices = prices_of(comparison.place, prices)
    if (cost := in_yuan(columns, at_prices, days)) is not None:
        columns[YUAN] = cost
    worlds = max((len(each) for each in columns.values()), default=0)
    return ComparisonResult(
        preset=describe_place(comparison.place, language).title,
        days=days,
        seed=comparison.seed,
        rules=names,
        replications=worlds,
        staffing=comparison.left.staffing,
        at=time_of(comparison),
        outcomes={name: outcome_result(name, names, each) for name, each in columns.items()},
        index=efficiency_index(columns, directions(), names, weights or EQUAL_WEIGHTS, shares_known),
        priced=priced_sum(columns, names, at_prices, days),
        levers=_levers(comparison, names),
        versions=versions(),
        failures=tuple(failures),
        trust=trust_of(comparison.place),
    )


def time_of(comparison: Comparison) -> str:
    """How long after a change the sides begin: in the long run, or where the place's own timeline does."""
    own = TIMELINE in (comparison.left.rule, comparison.right.rule)
    return "change" if own else "long-run"


def shares_known(changes: Values, names: Sequence[str]) -> dict[str, Estimate]:
    """Shares of all weights, worked out once for the same changes: they do not hang on one's own weights."""
    found = _shares(changes.tobytes(), changes.shape)
    return dict(zip(names, found, strict=True)) if found else {}


@lru_cache(maxsize=64)
def _shares(content: bytes, shape: tuple[int, ...]) -> list[Estimate]:
    changes = np.frombuffer(content, np.float64).reshape(shape)
    return list(shares_of_weights(changes, [str(place) for place in range(shape[2])]).values())


def _column(sides: Sequence[Sequence[float | None]]) -> Values:
    """Shape (worlds, 2); nan where not observed."""
    left, right = ([np.nan if each is None else each for each in one] for one in sides)
    return np.array([left, right], np.float64).T


def _levers(comparison: Comparison, names: tuple[str, str]) -> dict[str, float]:
    """What was moved from the start, side by side with its name."""
    declared = parameters()
    moved = {
        f"{names[place]}: {name}": value
        for place, side in enumerate((comparison.left, comparison.right))
        for name, value in side.values
        if name in declared
    }
    return {"people_per_agent": comparison.people_per_agent} | moved


def headline(result: ComparisonResult, language: str) -> str:
    """The verdict in one sentence: minutes, deaths, officer-hours."""
    _ = speaker(language)
    left, right = result.rules
    clauses = [_clause(result, name, language) for name in (MINUTES, DEATHS, HOURS)]
    return _(
        "With {right} instead of {left}: {clauses}.",
        right=right,
        left=left,
        clauses=_("; ").join(filter(None, clauses)),
    )


def _clause(result: ComparisonResult, name: str, language: str) -> str:
    """What happened to one of the three, with its interval where it is significant."""
    _ = speaker(language)
    change = _change(result, name)
    if change.mean is None or change.interval is None:
        return ""
    if not _is_significant(result, name):
        return _(OPEN[name])
    less, more = SAID[name]
    # the sentence names deaths itself: their unit would say them twice
    size = (
        _shown(name, abs(change.mean)) if name == DEATHS else format_outcome(name, abs(change.mean), language)
    )
    low, high = sorted(abs(each) for each in change.interval)
    return _("{said} ({low} to {high})", said=_(less if change.mean < 0 else more, size=size),
             low=_shown(name, low), high=_shown(name, high))  # fmt: skip


def focus_sentence(result: ComparisonResult, name: str, language: str) -> str:
    """What happened to one outcome, in a sentence that can stand alone."""
    _ = speaker(language)
    left, right = result.rules
    change = _change(result, name)
    names = {"title": title(name, language), "left": left, "right": right, "n": change.n}
    if change.mean is None or change.interval is None:
        return _("{title}: not observed often enough to be compared.", **names)
    if is_same(change):
        return _("{title}: exactly the same on both sides in all {n} worlds.", **names)
    low, high = (_shown(name, end, signed=True) for end in change.interval)
    said = names | {"low": low, "high": high}
    if not _is_significant(result, name):
        return _("{title}: {left} and {right} are not distinguishable (95 % interval of the difference "
                 "{low} to {high}; {n} worlds).", **said)  # fmt: skip
    said |= {"size": _points(name, abs(change.mean), language), "base": _mean(result, name, left, language)}
    if change.mean < 0:
        return _("{title}: {size} less with {right} than with {left}, where it is {base} (95 % interval "
                 "{low} to {high}; {n} worlds).", **said)  # fmt: skip
    return _("{title}: {size} more with {right} than with {left}, where it is {base} (95 % interval "
             "{low} to {high}; {n} worlds).", **said)  # fmt: skip


@dataclass(frozen=True)
class ShortVerdict:
    """The verdict on one outcome in one line: what is said, its 95 % interval, and which side is better.

    `better`: `left`, `right`, or empty where that cannot be told.
    """

    text: str
    interval: str = ""
    better: str = ""


def short(result: ComparisonResult, name: str, language: str) -> ShortVerdict:
    """What happened to one outcome, in a line that names the sides by their rules."""
    _ = speaker(language)
    left, right = result.rules
    change, sides = _change(result, name), {"left": left, "right": right}
    if change.mean is None or change.interval is None:
        return ShortVerdict(_("not observed often enough to be compared"))
    if is_same(change):
        return ShortVerdict(_("exactly the same with {left} and with {right}", **sides))
    low, high = (_shown(name, end, signed=True) for end in change.interval)
    interval = f"[{low}, {high}]"
    if not _is_significant(result, name):
        return ShortVerdict(_("{left} and {right} cannot be told apart", **sides), interval)
    sides |= {"size": _points(name, abs(change.mean), language)}
    less = _("{size} less with {right} than with {left}", **sides)
    more = _("{size} more with {right} than with {left}", **sides)
    best = {True: "right", False: "left", None: ""}[_good(result, name)]
    return ShortVerdict(less if change.mean < 0 else more, interval, best)


@dataclass(frozen=True)
class OutcomeRow:
    """A line of the table, as it is printed; `sign`: better ✓, worse ✗, not distinguishable ≈, the same =."""

    name: str
    title: str
    unit: str
    left: str
    right: str
    difference: str
    sign: str
    judged: str

    def to_json(self) -> dict[str, str]:
        """The line as the browser takes it."""
        return asdict(self)


def table(result: ComparisonResult, language: str) -> list[OutcomeRow]:
    """A line for each outcome of the menu: left, right, difference with interval, and how it is judged.

    All lines are judged at once: Holm over their p-values.
    """
    left, right = result.rules
    names = [name for name in offered() if name in result.outcomes]
    signs = _signs(result, names)
    return [
        OutcomeRow(
            name=name,
            title=title(name, language),
            unit=unit(name, language),
            left=_mean(result, name, left, language),
            right=_mean(result, name, right, language),
            difference=_difference(name, _change(result, name)),
            sign=signs[name],
            judged=speaker(language)(JUDGED[signs[name]]),
        )
        for name in names
    ]


def _signs(result: ComparisonResult, names: Sequence[str]) -> dict[str, str]:
    """How the right side does on each outcome, with the error of all of them together at 5 %."""
    changes = {name: _change(result, name) for name in names}
    significant = distinguishable(changes)
    return {name: sign(change, _good(result, name), significant[name]) for name, change in changes.items()}


def _good(result: ComparisonResult, name: str) -> bool | None:
    mean = _change(result, name).mean
    return None if mean is None else better(result, name, mean)


JUDGED = {"✓": N_("better"), "✗": N_("worse"), "≈": N_("not distinguishable"), "=": N_("the same"), "": ""}


def _change(result: ComparisonResult, name: str) -> Estimate:
    return difference(result, name, result.rules[1])


def _is_significant(result: ComparisonResult, name: str) -> bool:
    right = result.rules[1]
    return distinguishable({right: _change(result, name)})[right]


def _mean(result: ComparisonResult, name: str, side: str, language: str) -> str:
    mean = value(result, name, side).mean
    return "–" if mean is None else format_outcome(name, mean, language)


def _difference(name: str, change: Estimate) -> str:
    """Difference and interval in one cell, at the decimals that suit the interval."""
    if change.mean is None:
        return "–"
    shown = _shown(name, change.mean, signed=True)
    if change.interval is None:
        return shown
    low, high = (_shown(name, end, signed=True) for end in change.interval)
    return f"{shown} [{low}, {high}]"


def _points(name: str, size: float, language: str) -> str:
    """The size of a difference; of a share in percentage points."""
    if scale(name) != 1:
        return speaker(language)("{value} percentage points", value=number(100 * size))
    return format_outcome(name, size, language)


def _shown(name: str, quantity: float, *, signed: bool = False) -> str:
    size = scale(name) * quantity
    return number(size, places(abs(size)), signed=signed)


def is_better(result: ComparisonResult, name: str) -> bool | None:
    """Whether the right side is significantly better on an outcome; None where that cannot be told."""
    change = _change(result, name)
    if change.mean is None or not _is_significant(result, name):
        return None
    return better(result, name, change.mean)
