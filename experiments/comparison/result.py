"""The result of a comparison, and how it is read: what changed, how surely, and the decimals that suit it.

HEADLINES is the one list of measures that are told; a measure that the result does not hold is passed
over. "Beyond chance" is family-wise (Holm) over the later rules of a measure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Self

from jiaosuo.experiments.comparison.doubt_result import DoubtResult
from jiaosuo.experiments.comparison.geometry_result import Ways
from jiaosuo.experiments.comparison.index_result import EfficiencyIndex
from jiaosuo.experiments.comparison.priced_result import PricedSum
from jiaosuo.experiments.comparison.robust_result import RobustResult
from jiaosuo.experiments.inference.trust import Trust
from jiaosuo.experiments.results.record import NULL, Record
from jiaosuo.experiments.statistics.estimate import NOT_OBSERVED, Estimate
from jiaosuo.experiments.statistics.intervals import distinguishable
from jiaosuo.model.core.described import DescribedEntry, DescribedPath
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.units import COUNTED
from jiaosuo.model.core.words import N_, spoken_label

SURVIVORS = 0.05
"""Above this share of calls that gave up, the mean of the rest is marked as a survivors' mean."""


@dataclass(frozen=True, kw_only=True)
class Pairing(Record):
    """What the same worlds did for a later rule.

    Attributes
    ----------
    common_calls : float or None
        Share of calls common to both, 0 to 1.
    variance_ratio : mapping of str to float
        By outcome how many times larger the variance of the difference would be without pairing.
    """

    common_calls: Annotated[float | None, NULL] = None
    variance_ratio: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PairedTest(Record):
    """The paired test of one difference.

    Attributes
    ----------
    p : float or None
        Its p-value by itself; None with fewer than two pairs.
    p_holm : float or None
        The same adjusted over the later rules of the outcome (Holm).
    distinguishable : bool
        Whether `p_holm` is at most 5 %.
    """

    p: Annotated[float | None, NULL] = None
    p_holm: Annotated[float | None, NULL] = None
    distinguishable: bool = False


@dataclass(frozen=True, kw_only=True)
class OutcomeResult(Record):
    """An outcome by rule.

    Attributes
    ----------
    label : str
        What it is called for people.
    unit : str
        Its unit; `-` for none.
    better : {"less", "more", "neither"}
        Which way is better.
    rules : mapping of str to Estimate
        By rule its mean.
    differences : mapping of str to Estimate
        By later rule its paired difference to the first.
    tests : mapping of str to PairedTest, or None
        They go with the differences.
    values : mapping of str to tuple of float or None, or None
        By rule a number for each world, in the order of `world_digest` of the comparison, None where nothing
        was observed.
    plugin : str or None
        The plug-in that declares it; such an outcome is always told, by its own label.
    """

    label: str = ""
    unit: str = ""
    better: str = "neither"
    rules: Mapping[str, Estimate] = field(default_factory=dict)
    differences: Mapping[str, Estimate] = field(default_factory=dict)
    tests: Mapping[str, PairedTest] | None = None
    values: Mapping[str, tuple[float | None, ...]] | None = None
    plugin: str | None = None


@dataclass(frozen=True, kw_only=True)
class TimeResult(Record):
    """The same comparison at one time after the change.

    Attributes
    ----------
    at : str
        The time, as `Moment` calls it.
    differences : mapping of str to mapping of str to Estimate
        By outcome and later rule the paired difference.
    tests : mapping of str to mapping of str to PairedTest, or None
        By outcome and later rule its test.
    """

    at: str
    differences: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, PairedTest]] | None = None


@dataclass(frozen=True, kw_only=True)
class ComparisonResult(Record):
    """A comparison of rules on the same worlds; the first rule is the one compared against.

    Attributes
    ----------
    preset : str
        Name of the place.
    days : float
        Length of each run, days.
    seed : int
        Seed of the first world.
    rules : tuple of str
        Names of the rules.
    replications : int
        Worlds that were asked for.
    staffing : str
        How the force is split before any rule is chosen.
    at : str
        How long after the change to its rule each run begins, as `Moment` calls it.
    times : tuple of TimeResult, or None
        The differences at all three times, where they were asked for.
    traffic_share : float or None
        Share of the officers in the traffic corps, where the best split was found.
    timeline : tuple of DescribedEntry, or None
        That of the place, as it describes it.
    path : DescribedPath or None
        The same of a path of years.
    world_digest : mapping of str to str
        By seed a name of the world before policing.
    pairing : mapping of str to Pairing
        By later rule what the same worlds did for it.
    outcomes : mapping of str to OutcomeResult
        Every outcome by name.
    index : EfficiencyIndex or None
        The efficiency index.
    priced : PricedSum or None
        Differences in yuan a day.
    ways : Ways or None
        How far officers have to travel, before anything is run.
    levers : mapping of str to float
        Every parameter by name.
    versions : mapping of str to str
        Of the package, of Python and of libraries.
    failures : tuple of str
        What each world that failed says.
    geometry_rule : str or None
        A rule that changes only where officers are stationed.
    geometry_rule_missing : str or None
        Such a rule that was not compared.
    same_as : mapping of str to str
        A map that is an earlier rule in every township of this place, and which.
    robust : RobustResult or None
        The assumptions that would flip it.
    doubt : DoubtResult or None
        Both kinds of doubt: the chance of worlds, and numbers that nobody has measured.
    trust : Trust or None
        Of a place fitted to a log.
    command : str or None
        The command as typed.
    """

    preset: str
    days: float
    seed: int
    rules: tuple[str, ...]
    replications: int
    staffing: str
    at: str = "change"
    times: tuple[TimeResult, ...] | None = None
    traffic_share: Annotated[float | None, NULL] = None
    timeline: tuple[DescribedEntry, ...] | None = None
    path: Annotated[DescribedPath | None, NULL] = None
    world_digest: Mapping[str, str] = field(default_factory=dict)
    pairing: Mapping[str, Pairing] = field(default_factory=dict)
    outcomes: Mapping[str, OutcomeResult]
    index: EfficiencyIndex | None = None
    priced: PricedSum | None = None
    ways: Ways | None = None
    levers: Mapping[str, float] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    geometry_rule: Annotated[str | None, NULL] = None
    geometry_rule_missing: Annotated[str | None, NULL] = None
    same_as: Mapping[str, str] = field(default_factory=dict)
    robust: RobustResult | None = None
    doubt: DoubtResult | None = None
    trust: Trust | None = None
    command: str | None = None

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> Self:
        """Read a kept result back.

        Parameters
        ----------
        entry : mapping
            The document, as `to_json` gave it.

        Returns
        -------
        ComparisonResult
            The result.

        Raises
        ------
        InputError
            When it has no rules or no outcomes.
        """
        rules, outcomes = entry.get("rules"), entry.get("outcomes")
        if (
            not isinstance(rules, list | tuple)
            or not rules
            or not all(isinstance(rule, str) for rule in rules)
        ):
            raise InputError("result.rules", rules, "must be a list of at least one rule's name")
        if not isinstance(outcomes, Mapping):
            raise InputError("result.outcomes", outcomes, "must be a table of outcomes by name")
        return super().from_json(entry)

    @property
    def later(self) -> tuple[str, ...]:
        """The rules after the first."""
        return self.rules[1:]


@dataclass(frozen=True)
class Headline:
    """A measure that is told by name; one not `always` told is told when some rule moves it significantly."""

    outcome: str
    title: str
    always: bool = True


HEADLINES = (
    Headline("response_mean_traffic_rural", N_("Response to traffic calls in villages")),
    Headline("response_mean_traffic_urban", N_("Response to traffic calls in town")),
    Headline(
        "response_mean_traffic_county_seat", N_("Response to traffic calls in the county seat"), always=False
    ),
    Headline(
        "response_mean_traffic_squadron_town",
        N_("Response to traffic calls in towns with a squadron"),
        always=False,
    ),
    Headline(
        "response_mean_traffic_market_town",
        N_("Response to traffic calls in market towns"),
        always=False,
    ),
    Headline("response_mean_order_rural", N_("Response to order calls in villages"), always=False),
    Headline("response_mean_order_urban", N_("Response to order calls in town"), always=False),
    Headline("clear_mean_traffic_rural", N_("Time to clear traffic calls in villages")),
    Headline("clear_mean_traffic_urban", N_("Time to clear traffic calls in town")),
    Headline("handling_ratio_traffic", N_("Handling of traffic calls over expert time"), always=False),
    Headline("post_coverage", N_("Junction posts staffed at peak"), always=False),
    Headline("calls_gave_up", N_("Calls that gave up waiting")),
    Headline("expected_deaths", N_("Expected deaths"), always=False),
    Headline("satisfaction_mean", N_("Satisfaction"), always=False),
)
VILLAGE_RESPONSE = HEADLINES[0]
SHARES = ("share", "probability", "fraction", "1")


def present(result: ComparisonResult) -> list[Headline]:
    """The headlines that the result holds, in their order, and the outcomes of plug-ins behind them."""
    added = [Headline(name, each.label) for name, each in result.outcomes.items() if each.plugin]
    return [*(headline for headline in HEADLINES if headline.outcome in result.outcomes), *added]


def told(result: ComparisonResult) -> list[Headline]:
    """The headlines that get a sentence: those always told, and those that some rule moves significantly."""
    return [h for h in present(result) if h.always or any(moved(result, h.outcome).values())]


def value(result: ComparisonResult, outcome: str, rule: str) -> Estimate:
    """A rule's own mean of an outcome; "not observed" where the result has none."""
    found = result.outcomes.get(outcome)
    return NOT_OBSERVED if found is None else found.rules.get(rule, NOT_OBSERVED)


def difference(result: ComparisonResult, outcome: str, rule: str) -> Estimate:
    """The paired difference of a later rule against the first."""
    found = result.outcomes.get(outcome)
    return NOT_OBSERVED if found is None else found.differences.get(rule, NOT_OBSERVED)


def moved(result: ComparisonResult, outcome: str) -> dict[str, bool]:
    """Which later rules differ from the first on an outcome, family-wise over those rules."""
    return distinguishable({rule: difference(result, outcome, rule) for rule in result.later})


def better(result: ComparisonResult, outcome: str, change: float) -> bool | None:
    """Whether a change is for the better; None where the outcome has no direction or nothing changed."""
    wanted = {"less": -1, "more": 1}.get(result.outcomes[outcome].better, 0)
    return None if change * wanted == 0 else change * wanted > 0


def relative(result: ComparisonResult, outcome: str, rule: str) -> float | None:
    """A later rule's difference as a share of the first rule's mean; None where that has no meaning."""
    base = value(result, outcome, result.rules[0]).mean
    change = difference(result, outcome, rule).mean
    if not base or change is None or is_share(result, outcome):
        return None
    return change / base


def counted(result: ComparisonResult, outcome: str) -> float | None:
    """Events that an outcome counts, in all worlds, under the rule with most; None where it counts none."""
    if result.outcomes[outcome].unit not in COUNTED:
        return None
    means = (value(result, outcome, rule) for rule in result.rules)
    return max((each.mean * each.n for each in means if each.mean is not None), default=0.0)


def village_gain(result: ComparisonResult, rule: str) -> float | None:
    """Minutes by which traffic calls in villages are answered sooner than under the first rule."""
    change = difference(result, VILLAGE_RESPONSE.outcome, rule).mean
    if change is None:
        return None
    return abs(change) if better(result, VILLAGE_RESPONSE.outcome, change) else -abs(change)


def is_same(change: Estimate) -> bool:
    """Whether a rule did exactly what the first did, in every world."""
    return change.mean == 0.0 and change.half_width == 0.0


def is_share(result: ComparisonResult, outcome: str) -> bool:
    """Whether an outcome is a share of 1, which is printed as per cent."""
    return result.outcomes[outcome].unit in SHARES


def is_survivors_mean(result: ComparisonResult, outcome: str, rule: str) -> bool:
    """Whether a mean per domain and area leaves out more than 5 % of its calls, which gave up."""
    beside = gave_up_beside(outcome)
    share = None if beside is None else value(result, beside, rule).mean
    return share is not None and share > SURVIVORS


def gave_up_beside(outcome: str) -> str | None:
    """The share of calls that gave up, where the outcome is a mean over the calls of the same domain and area
    that did not; None where it is none."""
    measure, _, place = outcome.partition("_mean_")
    return f"gave_up_share_{place}" if place and measure != "satisfaction" else None


def label_of(result: ComparisonResult, outcome: str, language_: str | None = None) -> str:
    """An outcome's label in a language; its name where it has none."""
    found = result.outcomes.get(outcome)
    return spoken_label((found.label if found else "") or outcome, language_)


def unit_of(result: ComparisonResult, outcome: str) -> str:
    """The unit of an outcome as it is declared; nothing for a pure number."""
    return result.outcomes[outcome].unit.strip("-")


def mark(result: ComparisonResult, outcome: str, rule: str) -> str:
    """The sign that tells a later rule's difference: see `sign`."""
    change = difference(result, outcome, rule)
    good = None if change.mean is None else better(result, outcome, change.mean)
    return sign(change, good, moved(result, outcome)[rule])


def sign(change: Estimate, good: bool | None, beyond: bool) -> str:
    """✓ for better, ✗ for worse, ≈ for not distinguishable, = for the same, else nothing."""
    if change.mean is None or change.interval is None:
        return ""
    if is_same(change):
        return "="
    return {True: "✓", False: "✗", None: ""}[good] if beyond else "≈"


def number(quantity: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """A number as it is printed, with a true minus sign and never a minus zero."""
    text = f"{abs(quantity):.{places(abs(quantity)) if decimals is None else decimals}f}"
    if float(text) == 0:
        return text
    return ("−" if quantity < 0 else "+" if signed else "") + text


def places(size: float) -> int:
    """Decimals to print a size with: none from 100, one from 1, two figures below."""
    if size == 0 or size >= 99.95:
        return 0
    return 1 if size >= 0.995 else min(6, 1 - math.floor(math.log10(size)))


def in_print(result: ComparisonResult, outcome: str, estimate: Estimate) -> tuple[list[float], int]:
    """Mean and interval in the unit that is printed (shares times 100), and the decimals that suit them."""
    return scaled(estimate, 100 if is_share(result, outcome) else 1)


def scaled(estimate: Estimate, scale: float) -> tuple[list[float], int]:
    """Mean and interval times `scale`, and the decimals that suit them."""
    half = scale * (estimate.half_width or 0.0)
    numbers = [scale * x for x in (estimate.mean or 0.0, *(estimate.interval or ()))]
    return numbers, max(places(max(abs(numbers[0]), half)), places(half) - 1)
