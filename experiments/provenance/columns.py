"""What the columns of our tables are called and in which unit they are, for the file beside each CSV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jiaosuo.model.core.words import N_, speaker

MINUTES, MINUTES_OF_RUN = "min", "min"
SHARE = "share"


@dataclass(frozen=True)
class Column:
    """What a column holds, as a message, and its unit; empty: it has none."""

    title: str
    unit: str = ""


ANYWHERE: Mapping[str, Column] = {
    # a call
    "key": Column(N_("Number that tells the same event in the worlds of all rules")),
    "call": Column(N_("Number of the call")),
    "kind": Column(N_("Kind of call")),
    "domain": Column(N_("Traffic or order")),
    "area": Column(N_("Town or village")),
    "township": Column(N_("Township")),
    "road_class": Column(N_("Class of road")),
    "cell": Column(N_("Number of the cell of the map")),
    "priority": Column(N_("Priority, 1 is the most urgent")),
    "complex": Column(N_("Whether it is complex")),
    "state": Column(N_("What became of it by the end")),
    "officer_corps": Column(N_("Corps of the officer who came first")),
    "other_officers": Column(N_("Numbers of the officers who came later")),
    "site": Column(N_("Township of the site of the officer who came first")),
    "site_km": Column(N_("From that site to the call, in a straight line"), "km"),
    "way_km": Column(N_("From where that officer set out to the call, in a straight line"), "km"),
    "arose": Column(N_("When it arose, from the start of the run"), MINUTES_OF_RUN),
    "known": Column(N_("When it was reported, from the start of the run"), MINUTES_OF_RUN),
    "dispatched": Column(N_("When somebody was sent, from the start of the run"), MINUTES_OF_RUN),
    "first_there": Column(N_("When the first officer came, from the start of the run"), MINUTES_OF_RUN),
    "crew_there": Column(N_("When all who were needed had come, from the start of the run"), MINUTES_OF_RUN),
    "finisher_there": Column(N_("When somebody came who may finish it, from the start of the run"),
                             MINUTES_OF_RUN),
    "closed": Column(N_("When it was closed, from the start of the run"), MINUTES_OF_RUN),
    "response_minutes": Column(N_("From call to first officer"), MINUTES),
    "expert_minutes": Column(N_("Work that an expert would need"), MINUTES),
    "handling_minutes": Column(N_("Work that it took"), MINUTES),
    "handover_minutes": Column(N_("Time at handovers"), MINUTES),
    "patience_minutes": Column(N_("How long the caller waits before giving up"), MINUTES),
    "patience": Column(N_("How long the caller waits before giving up"), MINUTES),
    "escalations": Column(N_("How often more officers were asked for"), "times"),
    "diversions": Column(N_("How often an officer on the way was sent elsewhere"), "times"),
    "recalls": Column(N_("How often officers were called back from other work"), "times"),
    "found_on_patrol": Column(N_("Whether a patrol found it, without a call")),
    "on_patrol": Column(N_("Whether a patrol found it, without a call")),
    "secondary": Column(N_("Whether another crash caused it")),
    "closed_badly": Column(N_("Whether it was closed without being settled")),
    "hit_and_run": Column(N_("Whether somebody fled from the crash")),
    "error_chance": Column(N_("Chance that who closed it errs at a complex case of the kind"), SHARE),
    "judged": Column(N_("Whether others judge what was found out")),
    "sent_back": Column(N_("Whether it is sent back to be done again")),
    "complained": Column(N_("Whether the caller complained")),
    "returned_from": Column(N_("The call that it comes back from; -1: none")),
    "parent": Column(N_("The call that it comes back from; -1: none")),
    "satisfaction": Column(N_("Satisfaction of the caller, 0 to 1"), SHARE),
    "needed": Column(N_("Officers that the call needs"), "officers"),
    "lead": Column(N_("Number of the officer who leads")),
    "helper": Column(N_("Number of the officer who helps")),
    # an officer
    "officer": Column(N_("Number of the officer")),
    "corps": Column(N_("Corps")),
    "serving": Column(N_("Whether still in the force at the end")),
    "home_cell": Column(N_("Cell of the officer's site")),
    # a run, a world, a comparison
    "side": Column(N_("Left or right world")),
    "rule": Column(N_("Rule")),
    "seed": Column(N_("Seed of the world (text, because spreadsheets round it)")),
    "year": Column(N_("Year"), "a"),
    "minute": Column(N_("Minute, from the start of the run"), MINUTES_OF_RUN),
    "point": Column(N_("Number of the point of the design")),
    "outcome": Column(N_("Outcome")),
    "unit": Column(N_("Unit of the numbers of this row")),
    "against": Column(N_("Rule that it is compared with")),
    "mean_against": Column(N_("Mean under the rule that it is compared with"), N_("as column unit says")),
    "mean": Column(N_("Mean under the rule"), N_("as column unit says")),
    "difference": Column(N_("Mean difference, paired by world"), N_("as column unit says")),
    "low95": Column(N_("Lower end of the 95 % interval"), N_("as column unit says")),
    "high95": Column(N_("Upper end of the 95 % interval"), N_("as column unit says")),
    "parameter": Column(N_("Parameter that varies")),
    "points": Column(N_("Points of the sample")),
    "from": Column(N_("Lowest value of the parameter in this part of its range")),
    "to": Column(N_("Highest value of the parameter in this part of its range")),
    "variance_share": Column(N_("Share of the variance over the points that it explains by itself"), SHARE),
    "variance_share_low95": Column(N_("Lower end of its 95 % interval"), SHARE),
    "variance_share_high95": Column(N_("Upper end of its 95 % interval"), SHARE),
    "pairs": Column(N_("Worlds in which it was observed under both rules"), "worlds"),
    "n": Column(N_("Worlds in which it was observed"), "worlds"),
    "failed_worlds": Column(N_("Worlds that could not be run"), "worlds"),
    "beyond_chance": Column(N_("Whether the difference is significant (Holm over all points and rules)")),
    "better": Column(N_("Whether the change is for the better; empty: neither, or none")),
    "run_id": Column(N_("Name of the run: a hash of all that it depends on")),
    "world": Column(N_("Number of the world in the design")),
    "error": Column(N_("What a run that failed says")),
    "world_digest": Column(N_("Name of the world before anybody polices it")),
    # land of a place's own
    "x_km": Column(N_("East of the south-west corner"), "km"),
    "y_km": Column(N_("North of the south-west corner"), "km"),
}  # fmt: skip
"""Columns that mean the same in every table that has them."""

OF_TABLE: Mapping[str, Mapping[str, Column]] = {
    "calls": {"officer": Column(N_("Number of the officer who came first; empty: nobody came"))},
    "townships": {
        "people": Column(N_("People"), "people"),
        "calls": Column(N_("Reported calls"), "calls"),
        "name": Column(N_("What the township is called")),
        "squadron": Column(
            N_("The township whose squadron serves it; empty: the nearest with traffic officers")
        ),
        "central_station": Column(
            N_("The township that holds its central station; empty: the nearest with station officers")
        ),
        "stations_at": Column(
            N_(
                "Where its stations stand, km east and north with ; between them (28.5 22; 30 25); empty: in "
                "its town"
            )
        ),
        "name_zh": Column(N_("Its name in Chinese, for people")),
    },
    "comparison": {
        "better": Column(N_("Which way is better: less, more or neither")),
        "low": Column(N_("Lower end of its 95 % interval"), N_("as column unit says")),
        "high": Column(N_("Upper end of its 95 % interval"), N_("as column unit says")),
        "worlds": Column(N_("Worlds in which it was observed"), "worlds"),
        "difference_low": Column(N_("Lower end of its 95 % interval"), N_("as column unit says")),
        "difference_high": Column(N_("Upper end of its 95 % interval"), N_("as column unit says")),
        "p": Column(N_("p-value of the paired difference by itself")),
        "p_holm": Column(N_("The same, adjusted over the later rules of the outcome (Holm)")),
        "distinguishable": Column(N_("Whether the adjusted p-value is at most 5 %")),
    },
    "cells": {"people": Column(N_("People who live in the cell"), "people")},
    "call_weights": {
        "weight": Column(
            N_("How many times as often as by people and roads alone its calls arise in the cell"), "times"
        ),
    },
    "links": {
        "from_x_km": Column(N_("Cell at one end: east of the south-west corner"), "km"),
        "from_y_km": Column(N_("Cell at one end: north of the south-west corner"), "km"),
        "to_x_km": Column(N_("Cell at the other end: east of the south-west corner"), "km"),
        "to_y_km": Column(N_("Cell at the other end: north of the south-west corner"), "km"),
        "length_km": Column(N_("Length of the road"), "km"),
        "speed_kmh": Column(N_("Free speed"), "km/h"),
    },
    "ticks": {
        "waiting": Column(N_("Calls that nobody has come to"), "calls"),
        "open": Column(N_("Calls that are not closed"), "calls"),
        "vehicles_on_road": Column(N_("Vehicles on the road"), "vehicles"),
    },
}
"""Columns of one table only; they come before those that are the same anywhere."""

FAMILIES: Mapping[str, Column] = {
    "skill_": Column(N_("Skill at the end, 0 to 1: {what}"), SHARE),
    "cases_": Column(N_("Cases led: {what}"), "cases"),
    "minutes_": Column(N_("Time spent: {what}"), MINUTES),
    "hours_nobody_on_duty_": Column(N_("Hours a day with nobody on duty: {what}"), "h/d"),
    "officers_": Column(N_("Officers: {what}"), "officers"),
}
"""Columns that come one for each of several things, by how their names begin."""
OBSERVATIONS = "n_"
"""Stands before the name of an outcome, where a table holds how many observations it rests on."""
RUN_TABLES = ("officers", "townships", "ticks")
"""The tables that have such columns; elsewhere the same names are outcomes."""

TITLES: Mapping[str, str] = {
    "calls": N_("Calls, one row each"),
    "officers": N_("Officers, one row each"),
    "townships": N_("Townships, one row each"),
    "ticks": N_("Minutes of the run, one row each"),
    "years": N_("Years of the path, one row each: rule, levers and all outcomes"),
    "differences": N_("Differences between rules, one row a point, rule and outcome"),
    "means": N_("Means, one row a point, rule and outcome"),
    "effects": N_("Mean differences over a sample, one row an outcome, rule and parameter"),
    "curves": N_("Mean differences along a parameter, one row a part of its range"),
    "played": N_("Calls of the two worlds of the page, one row each"),
    "runs": N_("Runs of a sweep, one row each"),
    "comparison": N_("A comparison, one row an outcome and rule"),
    "log": N_("A log of calls, one row each"),
    "posterior": N_("Draws of parameters, one row each, all alike likely"),
    "place": N_("Townships of a place, one row each"),
    "cells": N_("Cells of a place, one row each"),
    "call_weights": N_("Where calls of a place arise, one row a cell and kind; other cells weigh 1"),
    "links": N_("Roads of a place from cell to cell, one row each"),
}
"""What our tables hold."""


def column(table: str, name: str, language: str | None = None) -> Column | None:
    """The column as a reader of that language is told it; None for one that nobody has declared."""
    # at run time: who writes no table pays nothing
    from jiaosuo.model.outcomes import OUTCOMES
    from jiaosuo.model.scenario import all_parameters
    from jiaosuo.model.township import COLUMNS

    _ = speaker(language)
    own = OF_TABLE.get("townships" if table == "place" else table, {})
    found = own.get(name) or ANYWHERE.get(name)
    if found is not None:
        return Column(_(found.title), _(found.unit) if found.unit else "")
    for begins, each in FAMILIES.items() if table in RUN_TABLES else ():
        if name.startswith(begins):
            what = _(name.removeprefix(begins)).replace("_", " ")
            return Column(_(each.title, what=what), _unit(each.unit, language))
    declared = COLUMNS.get(name) if table in ("townships", "place") else all_parameters().get(name)
    if declared is not None:
        return Column(_(declared.meaning), _unit(declared.unit, language))
    if name.startswith(OBSERVATIONS) and name.removeprefix(OBSERVATIONS) in OUTCOMES:
        counted = _label(OUTCOMES[name.removeprefix(OBSERVATIONS)].label, language)
        return Column(_("Observations: {what}", what=counted))
    if name in OUTCOMES:
        return Column(_label(OUTCOMES[name].label, language), _unit(OUTCOMES[name].unit, language))
    return None


def _label(label: str, language: str | None) -> str:
    """The label of an outcome, what stands in brackets word by word."""
    _ = speaker(language)
    first, bracket, inside = label.removesuffix(")").partition(" (")
    if not bracket or not label.endswith(")"):
        return _(label)
    return _("{title} ({unit})", title=_(first), unit=_(", ").join(_(part) for part in inside.split(", ")))


def _unit(unit: str, language: str | None) -> str:
    """A unit as it is written; a pure number has none."""
    bare = unit.strip("-")
    return speaker(language)(bare) if bare else ""
