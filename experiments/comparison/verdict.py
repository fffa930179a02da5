"""What a comparison says, in sentences: the words a county leader takes home.

"Not distinguishable" is family-wise (Holm) over the later rules of a measure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jiaosuo.experiments.comparison.moments import SENTENCES
from jiaosuo.experiments.comparison.result import (
    SURVIVORS,
    VILLAGE_RESPONSE,
    ComparisonResult,
    Headline,
    Pairing,
    counted,
    difference,
    in_print,
    is_same,
    is_share,
    moved,
    number,
    present,
    relative,
    told,
    unit_of,
    value,
    village_gain,
)
from jiaosuo.experiments.inference.trust import trust_sentence
from jiaosuo.experiments.provenance.standing import foot
from jiaosuo.experiments.statistics.intervals import Estimate, family_interval
from jiaosuo.experiments.statistics.power import LEAST_EVENTS, too_few
from jiaosuo.model.core.words import N_, speaker, translate
from jiaosuo.model.possible import too_late

STAFFINGS = (N_("historic"), N_("workload"), N_("best_separate"), N_("best-separate"))
UNITS = (
    N_("min"), N_("calls"), N_("deaths"), N_("h"), N_("h/day"), N_("incidents"), N_("recalls"), N_("visits"),
    N_("case files"),
)  # fmt: skip


def verdict(
    result: ComparisonResult, language_: str | None = None, geometry_rule: str | None = None
) -> list[str]:
    """A few plain sentences on what each later rule did against the first.

    `geometry_rule` names the rule that changes only where officers are stationed (default: the result's own
    "geometry_rule", if any); the village gain of the others is then split into geometry and the rest.
    """
    return [
        setting(result, language_),
        *findings(result, language_, geometry_rule),
        *notes(result, language_),
    ]


def setting(result: ComparisonResult, language_: str | None = None) -> str:
    """What was compared, where, and on how many worlds."""
    _ = speaker(language_)
    compared = _(
        "Compared in {preset}: {rules}, each on the same {n} worlds of {days} days, staffing {staffing}.",
        preset=result.preset,
        rules=_(", ").join(_(rule) for rule in result.rules),
        n=result.replications,
        days=result.days,
        staffing=_(result.staffing),
    )
    return _("{one} {other}", one=compared, other=_(SENTENCES[result.at]))


def findings(
    result: ComparisonResult, language_: str | None = None, geometry_rule: str | None = None
) -> list[str]:
    """A sentence for each headline, and how much of the village gain is geometry."""
    sentences = [headline_sentence(result, headline, language_) for headline in told(result)]
    return sentences + list(_geometry(result, geometry_rule or result.geometry_rule, language_))


def notes(result: ComparisonResult, language_: str | None = None) -> list[str]:
    """What must stand beside the findings: pairing, utilisation, survivors' means, and what is certain."""
    parts = (
        _trust,
        _never,
        _twins,
        _missing_geometry,
        _pairing,
        _utilisation,
        _survivors,
        _certainty,
        _assumed,
    )
    return [sentence for part in parts for sentence in part(result, language_)]


def _trust(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """Of a place that was fitted to a log: whether the model has earned trust there."""
    if said := trust_sentence(result.trust, language_):
        yield said


def amount(result: ComparisonResult, outcome: str, quantity: float, language_: str | None) -> str:
    """A mean with its unit; shares as per cent."""
    _ = speaker(language_)
    if is_share(result, outcome):
        return _("{value} %", value=number(100 * quantity))
    return with_unit(result, outcome, number(quantity), language_)


def with_unit(result: ComparisonResult, outcome: str, shown: str, language_: str | None) -> str:
    """A difference as it is printed, with its unit; of shares in percentage points."""
    _ = speaker(language_)
    if is_share(result, outcome):
        return _("{value} percentage points", value=shown)
    unit = unit_of(result, outcome)
    return _("{value} {unit}", value=shown, unit=_(unit)) if unit else shown


def headline_sentence(result: ComparisonResult, headline: Headline, language_: str | None = None) -> str:
    """What each later rule did to one measure."""
    _ = speaker(language_)
    first, later = result.rules[0], result.later
    base = value(result, headline.outcome, first).mean
    if base is None:
        return _("{title}: not observed under {first}.", title=_(headline.title), first=_(first))
    shown = amount(result, headline.outcome, base, language_)
    opening = _("{title}: {value} under {first}", title=_(headline.title), value=shown, first=_(first))
    beyond = moved(result, headline.outcome)
    clauses = [_clause(result, headline.outcome, rule, beyond[rule], language_) for rule in later]
    return _("{sentence}.", sentence=_("; ").join([opening, *clauses]))


def _clause(
    result: ComparisonResult, outcome: str, rule: str, beyond_chance: bool, language_: str | None
) -> str:
    """What one later rule did to one outcome."""
    _ = speaker(language_)
    change = difference(result, outcome, rule)
    if change.mean is None:
        return _("{rule} gives no pair to compare", rule=_(rule))
    numbers, decimals = in_print(result, outcome, change)
    size = with_unit(result, outcome, number(numbers[0], decimals), language_)
    if change.interval is None:
        return _("{rule} differs by {size} in one world only, which shows nothing", rule=_(rule), size=size)
    if (events := counted(result, outcome)) is not None and too_few(events) and not beyond_chance:
        return _("{rule}: too few events to say ({n} of {least} at least)", rule=_(rule), n=round(events),
                 least=LEAST_EVENTS)  # fmt: skip
    if is_same(change):
        return _("{rule} gives exactly the same", rule=_(rule))
    if not beyond_chance:
        family = len(result.later)
        interval, decimals = in_print(result, outcome, family_interval(change, family))
        detail = [
            _("difference {size}", size=size),
            *_detail(result, change, interval[1:], decimals, language_, family),
        ]
        told_so = {"rule": _(rule), "detail": _("; ").join(detail)}
        return _("{rule} is not distinguishable from it ({detail})", **told_so)
    return _real_clause(result, outcome, rule, change, language_)


def _real_clause(
    result: ComparisonResult, outcome: str, rule: str, change: Estimate, language_: str | None
) -> str:
    """A significant change, told as a size and a direction."""
    _ = speaker(language_)
    (mean, *ends), decimals = in_print(result, outcome, change)
    size = with_unit(result, outcome, number(abs(mean), decimals), language_)
    detail = _detail(result, change, sorted(abs(end) for end in ends), decimals, language_)
    if (share := relative(result, outcome, rule)) is not None:
        detail.insert(0, _("{value} %", value=number(100 * abs(share))))
    told_so = {"rule": _(rule), "size": size, "detail": _("; ").join(detail)}
    if mean < 0:
        return _("{rule} lowers it by {size} ({detail})", **told_so)
    return _("{rule} raises it by {size} ({detail})", **told_so)


def _detail(
    result: ComparisonResult,
    change: Estimate,
    ends: list[float],
    decimals: int,
    language_: str | None,
    family: int = 1,
) -> list[str]:
    """The interval, for how many rules at once it holds, and n where some worlds gave no pair."""
    _ = speaker(language_)
    low, high = (number(end, decimals) for end in ends)
    if family > 1:
        parts = [_("95 % interval for all {k} rules at once {low} to {high}", k=family, low=low, high=high)]
    else:
        parts = [_("95 % interval {low} to {high}", low=low, high=high)]
    if change.n < result.replications:
        parts.append(_("{n} of {all} worlds", n=change.n, all=result.replications))
    return parts


def _geometry(result: ComparisonResult, geometry_rule: str | None, language_: str | None) -> Iterator[str]:
    """How much of each other rule's village gain comes with the sites alone."""
    if geometry_rule is None or geometry_rule not in result.later:
        return
    beyond = moved(result, VILLAGE_RESPONSE.outcome)
    near = village_gain(result, geometry_rule)
    for rule in result.later:
        gain = village_gain(result, rule)
        if rule == geometry_rule or near is None or gain is None or gain <= 0 or not beyond[rule]:
            continue
        yield _geometry_sentence(
            rule, geometry_rule, near / gain if beyond[geometry_rule] else 0.0, language_
        )


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


def _pairing(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """Share of calls common to both worlds, and what pairing did to the variance."""
    _ = speaker(language_)
    first, *later = result.rules
    for rule in later:
        pair = result.pairing.get(rule, Pairing())
        parts = []
        if (common := pair.common_calls) is not None:
            parts.append(_("{share} % of the calls are common to both", share=number(100 * common)))
        ratios = pair.variance_ratio
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


def _never(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """What the timeline says for after the end of the run."""
    if result.path is None:
        yield from too_late(result.timeline or (), result.days, language_)


def _twins(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """A map that is another rule here: what is equal is equal by its line, not by chance or by worth."""
    yield from same_sentences(result.same_as, language_)


def same_sentences(same_as: Mapping[str, str], language_: str | None) -> list[str]:
    """A sentence for each map that is another rule in this place."""
    _ = speaker(language_)
    return [
        _(
            "In this place {map} equals {rule}: its line leaves every township on one side. They are one "
            "rule here, and their tie says nothing of either.",
            map=_(one),
            rule=_(other),
        )
        for one, other in same_as.items()
    ]


def _missing_geometry(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """Much of a village gain can be geometry: say which rule would show how much, if it was not compared."""
    _ = speaker(language_)
    rule = result.geometry_rule_missing
    if rule is not None:
        yield _("Compare with {rule} too: it shows how much of a gain is geometry alone.", rule=_(rule))


def _utilisation(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """How busy each corps is under each rule."""
    _ = speaker(language_)
    for outcome in result.outcomes:
        if not outcome.startswith("utilisation_"):
            continue
        means = {rule: value(result, outcome, rule).mean for rule in result.rules}
        seen = {rule: mean for rule, mean in means.items() if mean is not None}
        if seen:
            corps = _(outcome.removeprefix("utilisation_").replace("_", " "))
            yield _("Utilisation, {corps}: {shares}.", corps=corps, shares=_by_rule(seen, language_))


def _survivors(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """A warning beside each mean that many calls did not live to enter."""
    _ = speaker(language_)
    for outcome in result.outcomes:
        place = outcome.removeprefix("gave_up_share_")
        domain, _bar, area = place.rpartition("_")
        if place == outcome or not domain:
            continue
        shares = {rule: value(result, outcome, rule).mean for rule in result.rules}
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


def _assumed(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """How much of what stands behind the numbers nobody has measured."""
    yield foot(language_)


def _certainty(result: ComparisonResult, language_: str | None) -> Iterator[str]:
    """What "not distinguishable" means here."""
    later = len(result.rules) - 1
    if later:
        yield translate(
            "The number of worlds was fixed beforehand. For each measure, the chance of calling any of the "
            "{k} rules different when it is not is at most 5 % (paired t tests, Holm); the interval told "
            "with a rule that is not distinguishable holds for all {k} at once.",
            language_,
            k=later,
        )
