"""The curve under the maps as a chart to take away: a line and its band a rule, the crossing marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jiaosuo.dashboard.choice.choice import Choice
from jiaosuo.dashboard.choice.levers import sliders
from jiaosuo.dashboard.choice.outcomes import scale
from jiaosuo.dashboard.choice.places import describe_place
from jiaosuo.experiments.charts.rendering import Head, finished, inline
from jiaosuo.experiments.charts.style import HUES, SOFT, Spec
from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker

READY = "ready"
WIDTH, HEIGHT = 560, 280

ABOUT = N_("{place}: {rules}. {n} worlds; bands hold the mean of all worlds 19 times in 20. {sentence}")


def curve_chart(curve: JsonObject | None, lever: str, choice: Choice) -> Spec | None:
    """The curve along a lever, in the form in which the player takes it; None where there is none."""
    if curve is None or curve["state"] != READY or lever not in curve["levers"]:
        return None
    # Altair is heavy: only who draws pays
    import altair as alt

    found = curve["levers"][lever]
    rules = [each for each in curve["rules"] if each["name"] in found["mean"] and each["side"]]
    axis_of = sliders(choice.comparison.place, ({}, {}), choice.language, {}, [lever])[0]
    times = scale(curve["outcome"]["name"])
    rows = [row for rule in rules for row in _rows(found, rule, axis_of.scale, times)]
    if not rows:
        return None
    names = [rule["label"] for rule in rules]
    hue = alt.Color("rule:N", title=None, scale=alt.Scale(domain=names, range=list(HUES[: len(names)])))
    dash = alt.StrokeDash("rule:N", legend=None, scale=alt.Scale(domain=names, range=DASHES[: len(names)]))
    x = alt.X("x:Q", title=_with_unit(axis_of.label, axis_of.unit), scale=alt.Scale(nice=False, zero=False))
    measured = _with_unit(curve["outcome"]["label"], curve["outcome"]["unit"])
    y = alt.Y("mean:Q", title=measured)
    base = alt.Chart(inline(rows))
    band = base.mark_area(opacity=0.16).encode(x=x, y=alt.Y("low:Q", title=measured), y2="high:Q", color=hue)
    line = base.mark_line(strokeWidth=2.5).encode(x=x, y=y, color=hue, strokeDash=dash)
    layers = [band, line, *_crossing(found, axis_of.scale)]
    drawn = alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)
    return finished(drawn, choice.language, _head(curve, found, names, choice))


DASHES = [[1, 0], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4]]


def _rows(
    found: Mapping[str, Any], rule: Mapping[str, str], times_x: float, times_y: float
) -> list[dict[str, Any]]:
    values = zip(found["at"], *(found[part][rule["name"]] for part in ("mean", "low", "high")), strict=True)
    return [
        {"rule": rule["label"], "x": at * times_x, "mean": mean * times_y, "low": low * times_y,
         "high": high * times_y}
        for at, mean, low, high in values
    ]  # fmt: skip


def _crossing(found: Mapping[str, Any], times: float) -> list[Any]:
    """Where the difference changes sign, and the interval of that."""
    if not found.get("crossing"):
        return []
    # Altair is heavy: only who draws pays
    import altair as alt

    ends = {name: times * found["crossing"][name] for name in ("at", "low", "high")}
    base = alt.Chart(inline([ends]))
    return [
        base.mark_rect(color=SOFT, opacity=0.12).encode(x="low:Q", x2="high:Q"),
        base.mark_rule(color=SOFT, strokeDash=[4, 3]).encode(x="at:Q"),
    ]


def _head(curve: JsonObject, found: Mapping[str, Any], names: list[str], choice: Choice) -> Head:
    _ = speaker(choice.language)
    place = describe_place(choice.comparison.place, choice.language).title
    about = _(ABOUT, place=place, rules=_(", ").join(names), n=curve["n"], sentence=found["sentence"])
    return Head(curve["outcome"]["label"], (about, *([curve["note"]] if curve["note"] else [])))


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label
