"""What a comparison says, in sentences and in one table: the words a county leader takes home.

Reads the result document of `jiaosuo compare`. HEADLINES is the one list of measures that are told; a
measure that the result does not hold is passed over. "Not distinguishable" is family-wise (Holm) over the
later rules of a measure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from rich.text import Text

from experiments.analysis import Estimate, distinguishable, family_interval
from model.core.errors import InputError
from model.core.words import N_, speaker, translate

Result = Mapping[str, Any]

SURVIVORS = 0.05
"""Above this share of calls that gave up, the mean of the rest is marked as a survivors' mean."""


@dataclass(frozen=True)
class Headline:
    """A measure that is told by name; one not `always` told is told when some rule moves it beyond chance."""

    outcome: str
    title: str
    always: bool = True


HEADLINES = (
    Headline("response_mean_traffic_rural", N_("Response to traffic calls in villages")),
    Headline("response_mean_traffic_urban", N_("Response to traffic calls in town")),
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
STAFFINGS = (N_("historic"), N_("workload"), N_("best_separate"), N_("best-separate"))
UNITS = (
    N_("min"), N_("calls"), N_("deaths"), N_("h"), N_("h/day"), N_("incidents"), N_("recalls"), N_("visits"),
)  # fmt: skip


def verdict(result: Result, language_: str | None = None, geometry_rule: str | None = None) -> list[str]:
    """A few plain sentences on what each later rule did against the first.

    `geometry_rule` names the rule that changes only where officers are stationed (default: the result's own
    "geometry_rule", if any); the village gain of the others is then split into geometry and the rest.
    Raises InputError for a document without its fields.
    """
    check(result)
    return [
        setting(result, language_),
        *findings(result, language_, geometry_rule),
        *notes(result, language_),
    ]


def setting(result: Result, language_: str | None = None) -> str:
    """What was compared, where, and on how many worlds."""
    _ = speaker(language_)
    return _(
        "Compared in {preset}: {rules}, each on the same {n} worlds of {days} days, staffing {staffing}.",
        preset=result.get("preset", "?"),
        rules=_(", ").join(_(rule) for rule in result["rules"]),
        n=result.get("replications", "?"),
        days=result.get("days", "?"),
        staffing=_(str(result.get("staffing", "?"))),
    )


def findings(result: Result, language_: str | None = None, geometry_rule: str | None = None) -> list[str]:
    """A sentence for each headline, and how much of the village gain is geometry."""
    sentences = [_headline_sentence(result, headline, language_) for headline in told(result)]
    return sentences + list(_geometry(result, geometry_rule or result.get("geometry_rule"), language_))


def notes(result: Result, language_: str | None = None) -> list[str]:
    """What must stand beside the findings: pairing, utilisation, survivors' means, and what is certain."""
    parts = (_missing_geometry, _pairing, _utilisation, _survivors, _certainty)
    return [sentence for part in parts for sentence in part(result, language_)]


def table(result: Result, language_: str | None = None) -> Table:
    """The headline outcomes for a terminal: a column a rule, its mean and under it its difference."""
    check(result)
    _ = speaker(language_)
    first = result["rules"][0]
    below = _("Below the mean: difference from {first} with its 95 % interval.", first=_(first))
    sheet = Table(caption=f"{below} {_(CAPTION)}", caption_justify="left")
    sheet.add_column(_("Measure"), overflow="fold")
    for rule in result["rules"]:
        sheet.add_column(Text(_(rule)), justify="right", overflow="fold")
    for headline in present(result):
        sheet.add_row(*_cells(result, headline, language_))
    return sheet


CAPTION = N_(
    "Mean ± half of the 95 % interval. ✓ better, ✗ worse, ≈ not distinguishable over all rules at once. "
    "† survivors' mean: more than 5 % of these calls gave up."
)


def check(result: Result) -> None:
    """Raise InputError unless the document has its rules and outcomes."""
    rules = result.get("rules")
    if not isinstance(rules, list | tuple) or not rules or not all(isinstance(rule, str) for rule in rules):
        raise InputError("result.rules", rules, "a list of at least one rule's name is wanted")
    if not isinstance(result.get("outcomes"), Mapping):
        raise InputError("result.outcomes", result.get("outcomes"), "a table of outcomes by name is wanted")


def present(result: Result) -> list[Headline]:
    """The headlines that the result holds, in their order."""
    return [headline for headline in HEADLINES if headline.outcome in result["outcomes"]]


def told(result: Result) -> list[Headline]:
    """The headlines that get a sentence: those always told, and those that some rule moves beyond chance."""
    return [h for h in present(result) if h.always or any(moved(result, h.outcome).values())]


def value(result: Result, outcome: str, rule: str) -> Estimate:
    """A rule's own mean of an outcome; "not observed" where the result has none."""
    return Estimate.from_json(result["outcomes"].get(outcome, {}).get("rules", {}).get(rule))


def difference(result: Result, outcome: str, rule: str) -> Estimate:
    """The paired difference of a later rule against the first."""
    return Estimate.from_json(result["outcomes"].get(outcome, {}).get("differences", {}).get(rule))


def moved(result: Result, outcome: str) -> dict[str, bool]:
    """Which later rules differ from the first on an outcome, family-wise over those rules."""
    return distinguishable({rule: difference(result, outcome, rule) for rule in result["rules"][1:]})


def better(result: Result, outcome: str, change: float) -> bool | None:
    """Whether a change is for the better; None where the outcome has no direction or nothing changed."""
    wanted = {"less": -1, "more": 1}.get(result["outcomes"][outcome].get("better"), 0)
    return None if change * wanted == 0 else change * wanted > 0


def is_survivors_mean(result: Result, outcome: str, rule: str) -> bool:
    """Whether a mean per domain and area leaves out more than 5 % of its calls, which gave up."""
    measure, _, place = outcome.partition("_mean_")
    share = value(result, f"gave_up_share_{place}", rule).mean
    return bool(place) and measure != "satisfaction" and share is not None and share > SURVIVORS


def places(size: float) -> int:
    """Decimals to print a size with: none from 100, one from 1, two figures below."""
    if size == 0 or size >= 99.95:
        return 0
    return 1 if size >= 0.995 else min(6, 1 - math.floor(math.log10(size)))


def number(quantity: float, decimals: int | None = None, *, signed: bool = False) -> str:
    """A number as it is printed, with a true minus sign and never a minus zero."""
    text = f"{abs(quantity):.{places(abs(quantity)) if decimals is None else decimals}f}"
    if float(text) == 0:
        return text
    return ("−" if quantity < 0 else "+" if signed else "") + text


def amount(result: Result, outcome: str, quantity: float, language_: str | None) -> str:
    """A mean with its unit; shares as per cent."""
    _ = speaker(language_)
    if is_share(result, outcome):
        return _("{value} %", value=number(100 * quantity))
    return _with_unit(result, outcome, number(quantity), language_)


def is_share(result: Result, outcome: str) -> bool:
    """Whether an outcome is a share of 1, which is printed as per cent."""
    return result["outcomes"][outcome].get("unit") in SHARES


def in_print(result: Result, outcome: str, estimate: Estimate) -> tuple[list[float], int]:
    """Mean and interval in the unit that is printed (shares times 100), and the decimals that suit them."""
    scale = 100 if is_share(result, outcome) else 1
    half = scale * (estimate.half_width or 0.0)
    numbers = [scale * x for x in (estimate.mean or 0.0, *(estimate.interval or ()))]
    return numbers, max(places(max(abs(numbers[0]), half)), places(half) - 1)


def is_same(change: Estimate) -> bool:
    """Whether a rule did exactly what the first did, in every world."""
    return change.mean == 0.0 and change.half_width == 0.0


def unit_of(result: Result, outcome: str) -> str:
    """The unit of an outcome as it is declared; nothing for a pure number."""
    return str(result["outcomes"][outcome].get("unit") or "").strip("-")


def _with_unit(result: Result, outcome: str, shown: str, language_: str | None) -> str:
    _ = speaker(language_)
    if is_share(result, outcome):
        return _("{value} percentage points", value=shown)
    unit = unit_of(result, outcome)
    return _("{value} {unit}", value=shown, unit=_(unit)) if unit else shown


def relative(result: Result, outcome: str, rule: str) -> float | None:
    """A later rule's difference as a share of the first rule's mean; None where that has no meaning."""
    base = value(result, outcome, result["rules"][0]).mean
    change = difference(result, outcome, rule).mean
    if not base or change is None or is_share(result, outcome):
        return None
    return change / base


def _headline_sentence(result: Result, headline: Headline, language_: str | None) -> str:
    _ = speaker(language_)
    first, later = result["rules"][0], result["rules"][1:]
    base = value(result, headline.outcome, first).mean
    if base is None:
        return _("{title}: not observed under {first}.", title=_(headline.title), first=_(first))
    shown = amount(result, headline.outcome, base, language_)
    opening = _("{title}: {value} under {first}", title=_(headline.title), value=shown, first=_(first))
    beyond = moved(result, headline.outcome)
    clauses = [_clause(result, headline.outcome, rule, beyond[rule], language_) for rule in later]
    return _("{sentence}.", sentence=_("; ").join([opening, *clauses]))


def _clause(result: Result, outcome: str, rule: str, beyond_chance: bool, language_: str | None) -> str:
    """What one later rule did to one outcome."""
    _ = speaker(language_)
    change = difference(result, outcome, rule)
    if change.mean is None:
        return _("{rule} gives no pair to compare", rule=_(rule))
    numbers, decimals = in_print(result, outcome, change)
    size = _with_unit(result, outcome, number(numbers[0], decimals), language_)
    if change.interval is None:
        return _("{rule} differs by {size} in one world only, which shows nothing", rule=_(rule), size=size)
    if is_same(change):
        return _("{rule} gives exactly the same", rule=_(rule))
    if not beyond_chance:
        interval, decimals = in_print(result, outcome, family_interval(change, len(result["rules"]) - 1))
        detail = [
            _("difference {size}", size=size),
            *_detail(result, change, interval[1:], decimals, language_),
        ]
        told_so = {"rule": _(rule), "detail": _("; ").join(detail)}
        return _("{rule} is not distinguishable from it ({detail})", **told_so)
    return _real_clause(result, outcome, rule, change, language_)


def _real_clause(result: Result, outcome: str, rule: str, change: Estimate, language_: str | None) -> str:
    """A change beyond chance, told as a size and a direction."""
    _ = speaker(language_)
    (mean, *ends), decimals = in_print(result, outcome, change)
    size = _with_unit(result, outcome, number(abs(mean), decimals), language_)
    detail = _detail(result, change, sorted(abs(end) for end in ends), decimals, language_)
    if (share := relative(result, outcome, rule)) is not None:
        detail.insert(0, _("{value} %", value=number(100 * abs(share))))
    told_so = {"rule": _(rule), "size": size, "detail": _("; ").join(detail)}
    if mean < 0:
        return _("{rule} lowers it by {size} ({detail})", **told_so)
    return _("{rule} raises it by {size} ({detail})", **told_so)


def _detail(
    result: Result, change: Estimate, ends: list[float], decimals: int, language_: str | None
) -> list[str]:
    """The interval, and n where some worlds gave no pair."""
    _ = speaker(language_)
    low, high = (number(end, decimals) for end in ends)
    parts = [_("95 % interval {low} to {high}", low=low, high=high)]
    if change.n < int(result.get("replications") or 0):
        parts.append(_("{n} of {all} worlds", n=change.n, all=result["replications"]))
    return parts


def _geometry(result: Result, geometry_rule: str | None, language_: str | None) -> Iterator[str]:
    """How much of each other rule's village gain comes with the sites alone."""
    if geometry_rule is None or geometry_rule not in result["rules"][1:]:
        return
    beyond = moved(result, VILLAGE_RESPONSE.outcome)
    near = _gain(result, geometry_rule)
    for rule in result["rules"][1:]:
        gain = _gain(result, rule)
        if rule == geometry_rule or near is None or gain is None or gain <= 0 or not beyond[rule]:
            continue
        yield _geometry_sentence(
            rule, geometry_rule, near / gain if beyond[geometry_rule] else 0.0, language_
        )


def _gain(result: Result, rule: str) -> float | None:
    change = difference(result, VILLAGE_RESPONSE.outcome, rule).mean
    if change is None:
        return None
    return abs(change) if better(result, VILLAGE_RESPONSE.outcome, change) else -abs(change)


def _geometry_sentence(rule: str, geometry_rule: str, share: float, language_: str | None) -> str:
    _ = speaker(language_)
    names = {"rule": _(rule), "geometry": _(geometry_rule)}
    if share <= 0:
        return _(
            "{geometry}, which only moves officers nearer, shows no gain in villages by itself.", **names
        )
    if share >= 1:
        return _(
            "The whole gain of {rule} in villages is already there under {geometry}: it is geometry.", **names
        )
    return _(
        "Of the gain of {rule} in villages, {share} % is already there under {geometry}: so much is "
        "geometry, more sites and shorter ways.",
        share=round(100 * share),
        **names,
    )


def _pairing(result: Result, language_: str | None) -> Iterator[str]:
    """Share of calls common to both worlds, and what pairing did to the variance."""
    _ = speaker(language_)
    first, *later = result["rules"]
    for rule in later:
        pair = result.get("pairing", {}).get(rule) or {}
        parts = []
        if (common := pair.get("common_calls")) is not None:
            parts.append(_("{share} % of the calls are common to both", share=number(100 * common)))
        ratios = pair.get("variance_ratio") or {}
        told_of = [h for h in present(result) if ratios.get(h.outcome) is not None][:1]
        parts += [_ratio_words(ratios[headline.outcome], headline, language_) for headline in told_of]
        if parts:
            told_so = {"rule": _(rule), "first": _(first), "parts": _("; ").join(parts)}
            yield _("{rule} against {first}: {parts}.", **told_so)


def _ratio_words(ratio: float, headline: Headline, language_: str | None) -> str:
    _ = speaker(language_)
    return _(
        "without pairing the variance of the difference would be {ratio} times as large ({title})",
        ratio=number(ratio),
        title=_(headline.title),
    )


def _missing_geometry(result: Result, language_: str | None) -> Iterator[str]:
    """Much of a village gain can be geometry: say which rule would show how much, if it was not compared."""
    _ = speaker(language_)
    rule = result.get("geometry_rule_missing")
    if isinstance(rule, str):
        yield _("Compare with {rule} too: it shows how much of a gain is geometry alone.", rule=_(rule))


def _utilisation(result: Result, language_: str | None) -> Iterator[str]:
    """How busy each corps is under each rule."""
    _ = speaker(language_)
    for outcome in result["outcomes"]:
        if not outcome.startswith("utilisation_"):
            continue
        means = {rule: value(result, outcome, rule).mean for rule in result["rules"]}
        seen = {rule: mean for rule, mean in means.items() if mean is not None}
        if seen:
            corps = _(outcome.removeprefix("utilisation_").replace("_", " "))
            yield _("Utilisation, {corps}: {shares}.", corps=corps, shares=_by_rule(seen, language_))
    if isinstance(note := result.get("utilisation note"), str):
        yield _(note)


def _survivors(result: Result, language_: str | None) -> Iterator[str]:
    """A warning beside each mean that many calls did not live to enter."""
    _ = speaker(language_)
    for outcome in result["outcomes"]:
        place = outcome.removeprefix("gave_up_share_")
        domain, _bar, area = place.rpartition("_")
        if place == outcome or not domain:
            continue
        shares = {rule: value(result, outcome, rule).mean for rule in result["rules"]}
        many = {rule: share for rule, share in shares.items() if share is not None and share > SURVIVORS}
        if many:
            yield _(
                "Survivors' mean ({area}, {domain}): more than 5 % of the calls gave up ({shares}); they "
                "count only to the end of their patience, so the mean understates the wait.",
                area=_(area),
                domain=_(domain),
                shares=_by_rule(many, language_),
            )


def _by_rule(shares: Mapping[str, float], language_: str | None) -> str:
    _ = speaker(language_)
    told_each = [_("{rule} {share} %", rule=_(rule), share=number(100 * x)) for rule, x in shares.items()]
    return _(", ").join(told_each)


def _certainty(result: Result, language_: str | None) -> Iterator[str]:
    """What "not distinguishable" means here."""
    later = len(result["rules"]) - 1
    if later:
        yield translate(
            "The number of worlds was fixed beforehand. For each measure, the chance of calling any of the "
            "{k} rules different when it is not is at most 5 % (paired t tests, Holm); the interval told "
            "with a rule that is not distinguishable holds for all {k} at once.",
            language_,
            k=later,
        )


def _cells(result: Result, headline: Headline, language_: str | None) -> list[Text]:
    first, *later = result["rules"]
    outcome = headline.outcome
    cells = [Text(titled(result, headline, language_)), Text(mean_cell(result, outcome, first, language_))]
    styles = {"✓": "green", "✗": "red"}
    for rule in later:
        sign = mark(result, outcome, rule)
        change = Text(f"{difference_cell(result, outcome, rule)} {sign}".rstrip(), style=styles.get(sign, ""))
        cells.append(Text("\n").join([Text(mean_cell(result, outcome, rule, language_)), change]))
    return cells


def titled(result: Result, headline: Headline, language_: str | None) -> str:
    """The headline's title with its unit, as a row of a table begins."""
    _ = speaker(language_)
    unit = unit_of(result, headline.outcome)
    shown = "%" if is_share(result, headline.outcome) else _(unit)
    return _("{title} ({unit})", title=_(headline.title), unit=shown) if shown else _(headline.title)


def mean_cell(result: Result, outcome: str, rule: str, language_: str | None) -> str:
    """A rule's mean ± half width, without unit; marked where it is a survivors' mean."""
    estimate = value(result, outcome, rule)
    if estimate.mean is None:
        return translate("not observed", language_)
    (mean, *ends), decimals = in_print(result, outcome, estimate)
    half = f" ± {number((ends[1] - ends[0]) / 2, decimals)}" if ends else ""
    return number(mean, decimals) + half + (" †" if is_survivors_mean(result, outcome, rule) else "")


def difference_cell(result: Result, outcome: str, rule: str) -> str:
    """A later rule's difference with its interval."""
    change = difference(result, outcome, rule)
    if change.mean is None:
        return "–"
    if is_same(change):
        return "0"
    numbers, decimals = in_print(result, outcome, change)
    mean, *ends = (number(x, decimals, signed=True) for x in numbers)
    return f"{mean} [{ends[0]}, {ends[1]}]" if ends else mean


def mark(result: Result, outcome: str, rule: str) -> str:
    """✓ for better, ✗ for worse, ≈ for not distinguishable, = for the same, else nothing."""
    change = difference(result, outcome, rule)
    if change.mean is None or change.interval is None:
        return ""
    if is_same(change):
        return "="
    if not moved(result, outcome)[rule]:
        return "≈"
    return {True: "✓", False: "✗", None: ""}[better(result, outcome, change.mean)]
