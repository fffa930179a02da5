"""The two hypotheses, each with what speaks for it and against it: one page of sentences, from the results.

No sentence holds a number or a direction that somebody wrote down: which side a sentence stands on follows
from the differences and their intervals. Where nothing has been run, the page says so and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jiaosuo.experiments.analyses.professionals.professionals_result import (
    CITY,
    AtLoad,
    Contrast,
    Place,
    ProfessionalsResult,
)
from jiaosuo.experiments.analyses.professionals.professionals_words import (
    at_no_load,
    by_load,
    deciding,
    measure_name,
    place_name,
    sized,
    today,
    winning,
    wins,
)
from jiaosuo.experiments.comparison.result import number
from jiaosuo.model.core.words import N_, speaker

QUICK = N_("A quick look: far too few worlds to believe any of it.")
NOT_YET = N_(
    "Nothing has been run for this page yet, so there is no evidence to tell. `{command}` runs the study and "
    "writes this page; it takes some 45 minutes on two processors."
)
COMMAND = "make evidence"
FOR, AGAINST, DECIDES, SURE, CHANGE = (
    N_("What speaks for it"),
    N_("What speaks against it"),
    N_("Which assumption decides it"),
    N_("How sure"),
    N_("What would change it"),
)
NOTHING = N_("Nothing among the places and measures that were tried.")
IN_BRACKETS = N_(
    "Numbers are one unit less two forces, each county played in the same worlds under both: below 0, one "
    "unit has less of it. Brackets hold the true difference 19 times in 20. Calls x 1 are those of the place."
)
BY_CHANCE = N_(
    "{n} measures are looked at in every place, so about one in twenty may differ by chance alone: believe "
    "what several places say."
)
WORLDS = N_("{place}: {n} worlds of {days} days at each load.")
GROWS = N_(
    "{place}: as calls grow from x {low} to x {high}, the difference in {measure} goes from {before} "
    "to {after}."
)
MORE_IN_CITIES = N_(
    "With the calls of today two forces do better by {city} % of the measures in cities and by {country} % "
    "elsewhere."
)
ELSEWHERE = N_("Cities ({share} % and more of their people in town) are on the page of the other hypothesis.")
THE_COUNTRY = N_("Places with less than {share} % of their people in town are on the page of the other one.")

NOT_THIS_COUNTY = N_(
    "The model says what would follow if its assumptions held, not what your county did: a count of calls, "
    "of findings overturned and of times until the lane was clear, before and after a merger and with a "
    "county beside it that did not merge, outweighs this page."
)
HOW_SKILL_GROWS = N_(
    "How fast an officer learns the other trade, and how much slower a novice is, are assumptions: measured "
    "times on scene by years of service would replace them."
)
WHERE_STATIONS_STAND = N_(
    "Where stations and squadrons stand: a county whose squadrons are as many and as near as its stations "
    "has little to gain on the road."
)
OTHER_WORK = N_(
    "How much work there is besides calls: it decides whether anybody is free when the telephone rings. Your "
    "own duty rosters would say it."
)
WHAT_AN_ERROR_COSTS = N_(
    "What a wrong finding of liability or a case reopened is worth against minutes: nobody has priced it, "
    "and the page does not add them up."
)


@dataclass(frozen=True)
class Hypothesis:
    """A sentence of the article, the places it speaks of, and the side that it says is better there."""

    name: str
    title: str
    says: str
    two_forces: bool
    speaks_of: Callable[[Place], bool]
    others: str
    change: tuple[str, ...]


H1 = Hypothesis(
    name="h1",
    title=N_("First hypothesis: a growing county needs one force"),
    says=N_(
        "With urbanisation and many more vehicles, the division of labour between traffic police and police "
        "stations became inefficient: merge them."
    ),
    two_forces=False,
    speaks_of=lambda place: not place.is_city,
    others=ELSEWHERE,
    change=(WHERE_STATIONS_STAND, OTHER_WORK, NOT_THIS_COUNTY),
)
H2 = Hypothesis(
    name="h2",
    title=N_("Second hypothesis: a large city needs professionals"),
    says=N_(
        "In large cities with more traffic accidents a professional traffic force is more necessary: keep "
        "two forces."
    ),
    two_forces=True,
    speaks_of=lambda place: place.is_city,
    others=THE_COUNTRY,
    change=(HOW_SKILL_GROWS, WHAT_AN_ERROR_COSTS, NOT_THIS_COUNTY),
)
HYPOTHESES: Mapping[str, Hypothesis] = {each.name: each for each in (H1, H2)}


@dataclass(frozen=True)
class Evidence:
    """The page of a hypothesis in one language: sentences under headings, none where nothing was run."""

    title: str
    says: str
    lead: tuple[str, ...] = ()
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)


def evidence(
    hypothesis: Hypothesis, result: ProfessionalsResult | None, language_: str | None = None
) -> Evidence:
    """What the results say of a hypothesis; with None, that nothing was run."""
    _ = speaker(language_)
    title, says = _(hypothesis.title), _(hypothesis.says)
    if result is None or not result.places:
        return Evidence(title, says, (_(NOT_YET, command=COMMAND),))
    sides = {side: list(_said(hypothesis, result, side, language_)) for side in (True, False)}
    places = [place for place in result.places if hypothesis.speaks_of(place)]
    parts = {
        FOR: sides[hypothesis.two_forces],
        AGAINST: sides[not hypothesis.two_forces],
        DECIDES: [sentence for place in places for sentence in deciding(result, place, language_)],
        SURE: _sure(result, places, language_),
        CHANGE: [_(each) for each in hypothesis.change],
    }
    return Evidence(
        title,
        says,
        (*([_(QUICK)] if result.origin.quick else []), _(IN_BRACKETS), _others(hypothesis, language_)),
        {_(heading): said or [_(NOTHING)] for heading, said in parts.items()},
    )


def _others(hypothesis: Hypothesis, language_: str | None) -> str:
    from_ = number(100 * CITY, 0)
    return speaker(language_)(hypothesis.others, share=from_)


def _said(
    hypothesis: Hypothesis, result: ProfessionalsResult, two_forces: bool, language_: str | None
) -> list[str]:
    """What speaks for two forces, or for one unit, in the places that a hypothesis speaks of."""
    said: list[str] = []
    for place in result.places:
        if hypothesis.speaks_of(place):
            for contrast in place.contrasts:
                said += _of_contrast(result, place, contrast, two_forces, language_)
    return said + _of_growth(hypothesis, result, two_forces, language_)


def _of_contrast(
    result: ProfessionalsResult, place: Place, contrast: Contrast, two_forces: bool, language_: str | None
) -> list[str]:
    now = today(result.loads)
    said = winning(result, place, contrast, now, language_, two_forces=two_forces)
    if two_forces:
        return [*said, *by_load(result, place, contrast, language_)]
    return [*said, *at_no_load(result, place, contrast, language_)]


def _of_growth(
    hypothesis: Hypothesis, result: ProfessionalsResult, two_forces: bool, language_: str | None
) -> list[str]:
    """What growth does: to what one unit saves with more calls, or to where two forces do better."""
    if hypothesis.two_forces:
        return _more_in_cities(result, two_forces, language_)
    return [
        sentence
        for place in result.places
        if hypothesis.speaks_of(place)
        for sentence in _with_more_calls(result, place, two_forces, language_)
    ]


def _with_more_calls(
    result: ProfessionalsResult, place: Place, two_forces: bool, language_: str | None
) -> list[str]:
    """How what one unit saves moves with the load, where both ends are told and their intervals lie apart."""
    _ = speaker(language_)
    name = next((each.name for each in result.measures if each.name.startswith("response_mean_traffic")), "")
    if not name:
        return []
    rows = place.contrasts[0].measures[name].loads
    first, last = rows[0], rows[-1]
    if not (result.is_for_one_unit(name, first) and first.difference.interval and last.difference.interval):
        return []
    grows = _apart(last, first)
    if grows == 0 or (grows > 0) == two_forces:
        return []
    return [
        _(
            GROWS,
            place=place_name(place, language_),
            measure=measure_name(name, language_),
            low=f"{first.load:g}",
            high=f"{last.load:g}",
            before=sized(result, name, first.difference, language_),
            after=sized(result, name, last.difference, language_),
        )
    ]


def _apart(last: AtLoad, first: AtLoad) -> int:
    """1 where a saving (below 0) is told to be larger at the last load, -1 where smaller, 0 where neither."""
    (low, high), (base_low, base_high) = last.difference.span, first.difference.span
    return 1 if high < base_low else -1 if low > base_high else 0


def _more_in_cities(result: ProfessionalsResult, two_forces: bool, language_: str | None) -> list[str]:
    """Whether two forces do better by more measures in cities than elsewhere, with the calls of today."""
    shares = {city: _share_won(result, city) for city in (True, False)}
    city, country = shares[True], shares[False]
    if city is None or country is None or (city > country) != two_forces:
        return []
    words = {"city": number(100 * city, 0), "country": number(100 * country, 0)}
    return [speaker(language_)(MORE_IN_CITIES, **words)]


def _share_won(result: ProfessionalsResult, city: bool) -> float | None:
    """The share of measures by which two forces are told to do better than one unit, over some places."""
    now = today(result.loads)
    contrasts = [place.contrasts[0] for place in result.places if place.is_city == city]
    if not contrasts:
        return None
    won = sum(len(wins(result, each, now, two_forces=True)) for each in contrasts)
    return won / sum(len(each.measures) for each in contrasts)


def _sure(result: ProfessionalsResult, places: Sequence[Place], language_: str | None) -> list[str]:
    _ = speaker(language_)
    return [
        *(
            _(WORLDS, place=place_name(each, language_), n=each.replications, days=f"{each.days:g}")
            for each in places
        ),
        _(BY_CHANCE, n=len(result.measures)),
    ]
