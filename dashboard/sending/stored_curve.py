"""The curve of the stored surface of a place as a picture that stands still, where the place has one."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.results.curve import PLANE_LEVERS, kept, knows, of_kept
from jiaosuo.dashboard.results.curve_chart import curve_chart


@dataclass(frozen=True)
class Picture:
    """An SVG, and what it says in a sentence for who does not see it."""

    drawing: str
    words: str


def stored_curve(choice: Choice) -> Picture | None:
    """The curve of the outcome looked at over the first of the page's levers that the surface knows.

    None where nothing is stored of the place, its rules, its staffing or the outcome.
    """
    found = kept(choice.comparison.place, choice.language)
    if found is None or not knows(found, choice):
        return None
    curve = of_kept(found, choice)
    lever = next((each for each in PLANE_LEVERS if each in curve.levers), "")
    spec = curve_chart(curve.to_json(), lever, choice)
    if spec is None:
        return None
    # Altair is heavy: only who draws pays
    from jiaosuo.experiments.charts.rendering import svg

    return Picture(svg(spec), curve.levers[lever].sentence)
