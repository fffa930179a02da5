"""What might have been: each a place as a scenario, with what it is called and says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.words import N_
from jiaosuo.model.rules import STATUS_QUO, named
from jiaosuo.model.scenario import Scenario, without_rules
from jiaosuo.model.timeline import Entry


@dataclass(frozen=True)
class Variant:
    """One course of events."""

    name: str
    words: str
    scenario: Scenario


def of_zigui(place: Scenario, staffing: str) -> tuple[Variant, ...]:
    """Zigui 2004 as it was, and with other rules for the same officers. The first is what was."""
    here = place.changed(staffing=staffing)
    told = (
        (
            "zigui-2004",
            N_("as it was"),
            N_("three rural squadrons folded into central stations, the town untouched"),
        ),
        ("separate", N_("never merged"), N_("squadrons and stations stay two forces")),
        ("integrated", N_("merged everywhere"), N_("one unit in every township, the town among them")),
        (
            "stationed",
            N_("stationed instead"),
            N_("traffic officers work from stations and stay specialists"),
        ),
    )
    return tuple(Variant(name, words, here.under(rule)) for rule, name, words in told)


def of_path(place: Scenario) -> tuple[Variant, ...]:
    """A path with a merger and a later split, as it was and as it might have been. The first is what was."""
    split = _last_change(place)
    separate = named(STATUS_QUO)

    def with_split(**changes: object) -> Scenario:
        timeline = tuple(
            replace(each, **changes) if each is split else each  # type: ignore[arg-type]
            for each in place.timeline
        )
        return place.changed(timeline=timeline)

    return (
        Variant(N_("as it was"), N_("merged, later split in the towns, the brigade enlarged"), place),
        Variant(
            N_("never merged"),
            N_("two forces from first to last; the brigade is enlarged all the same"),
            place.changed(rule=separate, timeline=without_rules(place.timeline)),
        ),
        Variant(
            N_("never split"),
            N_("what was merged stays merged; the brigade is enlarged all the same"),
            with_split(rule=None),
        ),
        Variant(
            N_("split everywhere"), N_("two forces again in the villages too"), with_split(rule=separate)
        ),
        Variant(
            N_("brigade not enlarged"),
            N_("split in the towns with a brigade as small as before"),
            with_split(values={}),
        ),
    )


def _last_change(place: Scenario) -> Entry:
    """The last change of rule, the split; InputError for a place without a merger and a split."""
    changes = [each for each in place.timeline if each.rule is not None]
    if place.path is None or len(changes) < 2:
        allowed = "must have a path of years whose timeline changes the rule twice, as fujian-2002-2015"
        raise InputError("preset", place.place, allowed)
    return changes[-1]
