"""Why a lever changes nothing as the two worlds stand: a sentence beside it, so that nothing seems broken.

A lever that does nothing on both sides says why; a test moves every other one on every place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from jiaosuo.dashboard.choice.axis import grows
from jiaosuo.dashboard.choice.comparison import SIDES, Comparison, Side
from jiaosuo.dashboard.choice.places import possible_urbanization, scenario
from jiaosuo.model.core.terms import Authority, Complexity, Domain, RoadClass
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.said_by_place import GROWN
from jiaosuo.model.scenario import TIMELINE, Scenario
from jiaosuo.model.years import GROWN_FOR

NOTHING_GROWS = N_("Nothing grows yet: set how fast vehicles or urbanisation grow.")
NO_YEARS = N_("No years of growth pass: set how many.")
TOWN_FULL = N_("Urbanisation is already the most that the land of this place can have.")
NO_LINE = N_("Neither side has a map of rules that draws its line by density.")
NO_GENERALISTS = N_("Under the rules chosen nobody may lead at both traffic and order calls.")
NO_HANDOVER = N_("Under the rules chosen no desk passes calls on.")
ALL_SHARED = N_("With all data shared no handover is left.")
NO_AUXILIARIES = N_("There are no auxiliaries here.")
ONLY_TRAFFIC = N_("No calls but traffic calls come in here.")
AT_ONCE = N_("Somebody is at every call at once here, so every standard is met.")
OFF_IN_THEORY = N_("A place of theory has this mechanism switched off.")


@dataclass(frozen=True)
class _Now:
    """One side as it stands: its place, its levers' values, and the rules it has at one time or another."""

    place: Scenario
    values: Mapping[str, float]
    rules: tuple[Rule | RuleMap, ...]

    def __getitem__(self, name: str) -> float:
        return self.values.get(name, self.place[name])

    @property
    def single(self) -> Iterator[Rule]:
        """The rules that townships have."""
        for each in self.rules:
            yield from (each,) if isinstance(each, Rule) else _rules_in(each)


def why_idle(
    name: str, comparison: Comparison, now: tuple[Mapping[str, float], Mapping[str, float]], language: str
) -> str:
    """Why the lever does nothing on either side, in a sentence; empty where it does something."""
    place = scenario(comparison.place)
    if place.about.theory and name not in ACTS_IN_THEORY:
        return speaker(language)(OFF_IN_THEORY)
    ask = REASONS.get(name)
    if ask is None or (name == GROWN_FOR and grows(comparison)):  # over years it is how many are played
        return ""
    found = [
        ask(_Now(place, values, tuple(_rules_of(place, comparison.side(side)))))
        for side, values in zip(SIDES, now, strict=True)
    ]
    return speaker(language)(found[0]) if all(found) else ""


def nothing_grows(comparison: Comparison, language: str) -> str:
    """A sentence where years of growth are played and neither side grows; else empty."""
    growing = any(value for side in SIDES for name, value in comparison.side(side).values if name in GROWN)
    return speaker(language)(NOTHING_GROWS) if grows(comparison) and not growing else ""


def _rules_of(place: Scenario, side: Side) -> Iterator[Rule | RuleMap]:
    """Every rule and map that a side has at one time or another."""
    if side.rule == TIMELINE:
        yield place.rule
        yield from (each.rule for each in place.timeline if each.rule is not None)
    else:
        yield named(side.rule)
    yield from (named(rule) for _, rule in side.townships)
    for event in side.events:
        yield from () if event.rule is None else (named(event.rule),)
        yield from (named(rule) for _, rule in event.townships)


def _rules_in(map_: RuleMap) -> Iterator[Rule]:
    yield map_.rest
    yield from () if map_.dense is None else (map_.dense,)
    yield from map_.exceptions.values()


def _years(now: _Now) -> str:
    full = possible_urbanization(now.place.place)[1] <= now["urbanization"]
    grows = now["vehicle_growth"] or (now["urbanization_growth"] and not full)
    return "" if grows else NOTHING_GROWS


def _vehicle_growth(now: _Now) -> str:
    return "" if now["years"] else NO_YEARS


def _urbanization_growth(now: _Now) -> str:
    if possible_urbanization(now.place.place)[1] <= now["urbanization"]:
        return TOWN_FULL
    return "" if now["years"] else NO_YEARS


def _density_boundary(now: _Now) -> str:
    drawn = any(isinstance(each, RuleMap) and each.dense and each.boundary is None for each in now.rules)
    return "" if drawn else NO_LINE


def _needs_generalists(now: _Now) -> str:
    return "" if any(map(_has_generalists, now.single)) else NO_GENERALISTS


def _ring_fence(now: _Now) -> str:
    only_traffic = now.place.about.theory and not now["calls_per_hour_order"]
    return ONLY_TRAFFIC if only_traffic else _needs_generalists(now)


def _has_generalists(rule: Rule) -> bool:
    """Whether a corps may lead at traffic and at order calls of a village."""
    cells: dict[tuple[object, ...], Authority] = {}
    for grant in rule.authority:
        cells |= dict.fromkeys(grant.cells(), grant.authority)
    leads = {
        domain: {
            corps
            for (corps, of, road, complexity), authority in cells.items()
            if of == domain
            and (road, complexity) == (RoadClass.VILLAGE, Complexity.SIMPLE)
            and authority not in (Authority.NONE, Authority.ASSIST)
        }
        for domain in (Domain.TRAFFIC, Domain.ORDER)
    }
    return bool(leads[Domain.TRAFFIC] & leads[Domain.ORDER])


def _handover_minutes(now: _Now) -> str:
    if now["data_sharing"] >= 1:
        return ALL_SHARED
    return "" if any(rule.handover for rule in now.single) else NO_HANDOVER


def _aux_share_posts(now: _Now) -> str:
    return "" if now["auxiliaries"] else NO_AUXILIARIES


def _standard(now: _Now) -> str:
    """Where neither driving nor work takes time, as on the bench of the square-root law, nobody waits."""
    at_once = now["travel_share"] < NO_TIME and now["handling_minutes"] < 1
    return AT_ONCE if now.place.about.theory and at_once else ""


NO_TIME = 0.01
"""A `travel_share` below this leaves nothing of travel but its length."""

REASONS: Mapping[str, Callable[[_Now], str]] = {
    "years": _years,
    "vehicle_growth": _vehicle_growth,
    "urbanization_growth": _urbanization_growth,
    "density_boundary": _density_boundary,
    "ring_fence": _ring_fence,
    "training_hours": _needs_generalists,
    "handover_minutes": _handover_minutes,
    "aux_share_posts": _aux_share_posts,
    "standard_urban_minutes": _standard,
    "standard_rural_minutes": _standard,
}
"""What asks of one side why a lever does nothing there; empty where it does something."""

ACTS_IN_THEORY = frozenset({
    "urbanization", "vehicles_per_1000", "call_volume", "vehicle_growth", "urbanization_growth", "years",
    "officers_traffic", "officers_station", "officers_patrol", "auxiliaries", "traffic_specialists",
    "on_duty_share", "other_work", "training_hours", "ring_fence", "delta", "standard_urban_minutes",
    "standard_rural_minutes",
})  # fmt: skip
"""The levers of the page that move something in a place of theory, if only how many vehicles drive there."""
