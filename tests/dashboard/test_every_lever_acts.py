"""Nothing on the page is inert: each lever on each place moves outcomes, or a sentence says why not.

The levers go to an end of their sliders on both sides, and the two worlds run until some outcome is another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest

from jiaosuo.dashboard.choice import places
from jiaosuo.dashboard.choice.axis import mode_of
from jiaosuo.dashboard.choice.choice import move_lever
from jiaosuo.dashboard.choice.comparison import SIDES, WEEK, Comparison, Side
from jiaosuo.dashboard.choice.idle_levers import why_idle
from jiaosuo.dashboard.choice.levers import MAIN, levers_of, sliders
from jiaosuo.dashboard.choice.openings import opening
from jiaosuo.dashboard.playback.run_plan import plan_run
from jiaosuo.model import County
from jiaosuo.model.core.words import LANGUAGES
from jiaosuo.model.outcomes import measure
from jiaosuo.model.scenario_file import preset_names

HOURS = (9, 24, 72)
"""Until when a world is run if nothing has changed by then: some levers work on what is rare."""

type Outcomes = tuple[Mapping[str, float | None], ...]


@cache
def outcomes(comparison: Comparison, side: str, hours: int) -> Mapping[str, float | None]:
    """Every outcome of one side after so many hours behind its warm-up."""
    plan = plan_run(comparison, side)
    county = County(plan.until(plan.minutes)).run_days(plan.base["warmup_days"] + hours / 24)
    return {name: value for name, (value, _) in measure(county.evidence()).items()}


def moved(comparison: Comparison, name: str) -> Comparison:
    """The lever at the end of its slider that is farther away, on both sides."""
    values = tuple(dict(comparison.side(side).values) for side in SIDES)
    (slider,) = sliders(comparison.place, values, "en", {}, [name])
    end = max((slider.low, slider.high), key=lambda each: abs(each - slider.value))
    return move_lever(replace(opening(comparison.place), comparison=comparison), name, end, 0).comparison


def idle(comparison: Comparison, name: str) -> str:
    values = tuple(dict(comparison.side(side).values) for side in SIDES)
    return why_idle(name, comparison, (values[0], values[1]), "en")


def acts(before: Comparison, after: Comparison) -> bool:
    """Whether some outcome of some side is another, in the first days."""
    return any(
        outcomes(before, side, hours) != outcomes(after, side, hours) for hours in HOURS for side in SIDES
    )


def opened(place: str) -> Comparison:
    """A place as the page opens it; of a path one day a year, so that a change of rule is soon there."""
    comparison = opening(place).comparison
    return replace(comparison, days=max(HOURS) / 24 if mode_of(comparison) == WEEK else 1)


def tell(comparison: Comparison, name: str) -> None:
    said, does = idle(comparison, name), acts(comparison, moved(comparison, name))
    assert does or said, f"{comparison.place}: {name} moves nothing, and nothing says why"
    assert not (does and said), f"{comparison.place}: {name} moves outcomes, though beside it stands {said!r}"


@pytest.mark.parametrize("name", ["urbanization", "vehicle_growth", "urbanization_growth", "years", "delta"])
def test_a_lever_moves_a_world_of_zigui_or_says_why_not(name: str) -> None:
    tell(opened("zigui-2004"), name)


EVERY = [(place, name) for place in preset_names() for name in levers_of(place)]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "name"), EVERY)
def test_every_lever_of_every_place_moves_its_worlds_or_says_why_not(place: str, name: str) -> None:
    tell(opened(place), name)


@pytest.mark.parametrize(
    ("name", "rules", "values", "says"),
    [
        ("years", ("separate", "integrated"), {}, "Nothing grows yet"),
        ("years", ("separate", "integrated"), {"vehicle_growth": 3.0}, ""),
        ("years", ("separate", "integrated"), {"urbanization_growth": 1.0}, ""),
        ("vehicle_growth", ("separate", "integrated"), {}, ""),
        ("vehicle_growth", ("separate", "integrated"), {"years": 0.0}, "No years of growth"),
        ("urbanization_growth", ("separate", "integrated"), {"urbanization": 0.95}, "already the most"),
        ("density_boundary", ("separate", "integrated"), {}, "no map|draws its line"),
        ("density_boundary", ("separate", "hybrid"), {}, ""),
        ("density_boundary", ("zigui-2004", "separate"), {}, "draws its line"),
        ("ring_fence", ("separate", "stationed"), {}, "nobody may lead at both"),
        ("ring_fence", ("separate", "hybrid"), {}, ""),
        ("training_hours", ("separate", "patrol_merged"), {}, ""),
        ("handover_minutes", ("integrated", "patrol_merged"), {}, "no desk passes calls on"),
        ("handover_minutes", ("separate", "integrated"), {"data_sharing": 1.0}, "no handover is left"),
        ("aux_share_posts", ("separate", "integrated"), {"auxiliaries": 0.0}, "no auxiliaries"),
    ],
)
def test_a_sentence_says_why_a_lever_does_nothing(
    name: str, rules: tuple[str, str], values: Mapping[str, float], says: str
) -> None:
    left, right = (Side(rule=rule, values=tuple(values.items())) for rule in rules)
    said = idle(Comparison("zigui-2004", left=left, right=right), name)
    assert bool(said) == bool(says)
    assert any(part in said for part in says.split("|"))


def test_what_one_side_can_use_is_not_idle() -> None:
    left = Side(rule="separate", values=(("vehicle_growth", 2.0),))
    assert idle(Comparison("zigui-2004", left=left, right=Side(rule="separate")), "years") == ""


def test_the_sentence_is_spoken_in_every_language() -> None:
    comparison = Comparison("zigui-2004", left=Side(rule="separate"), right=Side(rule="separate"))
    said = {why_idle("years", comparison, ({}, {}), language) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)


def test_a_path_that_says_vehicles_and_towns_has_no_slider_for_their_growth() -> None:
    assert not {"vehicle_growth", "urbanization_growth", "years"} & set(levers_of("fujian-2002-2015"))
    assert {"vehicle_growth", "urbanization_growth", "years"} <= set(levers_of("zigui-2004"))
    assert list(MAIN)[3:6] == ["vehicle_growth", "urbanization_growth", "years"]


def test_what_the_land_can_have_is_said_of_every_place() -> None:
    for place in preset_names():
        low, high = places.possible_urbanization(place)
        assert 0.05 <= low < high <= 0.95
