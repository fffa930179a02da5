"""What the two sides are called: by their rules where these differ, else by what does differ."""

from __future__ import annotations

from jiaosuo.dashboard.choice.comparison import Comparison, Side
from jiaosuo.dashboard.choice.levers import LABELS, format_lever_value
from jiaosuo.model.core.words import N_, speaker

MOST_LEVERS = 2


def side_names(comparison: Comparison, language: str) -> tuple[str, str]:
    """Short names of left and right in a language; never the same twice."""
    _ = speaker(language)
    left, right = comparison.left, comparison.right
    names = (_rule(left, language), _rule(right, language))
    if names[0] == names[1] and left.staffing != right.staffing:
        names = (_with(names[0], _(left.staffing), language), _with(names[1], _(right.staffing), language))
    if names[0] == names[1]:
        names = _by_levers(comparison, names[0], language)
    return names if names[0] != names[1] else (names[0], _("{name}, again", name=names[1]))


def format_levers(side: Side, language: str) -> str:
    """The levers of a side that were set from the start, in a few words."""
    moved = [f"{speaker(language)(LABELS.get(name, name))} {format_value(name, value, language)}"
            for name, value in side.values[:MOST_LEVERS]]  # fmt: skip
    more = "…" if len(side.values) > MOST_LEVERS else ""
    return speaker(language)(", ").join(moved) + more


def format_value(name: str, value: float, language: str) -> str:
    """A lever's value with its unit; a number that is no lever of the page stands as it is."""
    return format_lever_value(name, value, language) if name in LABELS else f"{value:g}"


def _rule(side: Side, language: str) -> str:
    _ = speaker(language)
    name = _(side.rule)
    changes = [_(event.rule) for event in side.events if event.rule is not None]
    name = " → ".join([name, *changes])
    return _with(name, _("map by hand"), language) if side.townships else name


def _by_levers(comparison: Comparison, name: str, language: str) -> tuple[str, str]:
    """Told apart by the levers that only one side has, or has otherwise."""
    left, right = (
        Side(values=tuple(pair for pair in one.values if pair not in other.values))
        for one, other in ((comparison.left, comparison.right), (comparison.right, comparison.left))
    )
    plain = speaker(language)(N_("as the place is"))
    return (
        _with(name, format_levers(left, language) or plain, language),
        _with(name, format_levers(right, language) or plain, language),
    )


def _with(name: str, detail: str, language: str) -> str:
    return speaker(language)(N_("{name}, {detail}"), name=name, detail=detail)
