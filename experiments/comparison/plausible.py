"""How far an assumption may be from the truth: the range in which each is tried.

What a declaration allows (`low` to `high`) keeps the model from nonsense; it is mostly far wider than what
anybody believes. So a range has one of three grounds, and every result says which: `plausible`, given below
with its reason; `allowed`, given below too, but it is all that is allowed, a hard limit; `half to twice` the
value in use, for want of anything better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jiaosuo.experiments.comparison.robust_result import Basis, Uncertain
from jiaosuo.experiments.inference.prior import Prior, Range
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.parameters.prices import PRICES
from jiaosuo.model.parameters.standards import STANDARDS
from jiaosuo.model.scenario import Scenario, parameters

ALL = "all"
"""Asks for every assumption, those without a range of their own too."""


FACTS = "the span that the sources give"
HALF = "half as much and half as much again"
FOLD = "nothing but its size is known: a quarter and four times"
TWO = "only its order of size is known: half and twice"
NOTHING = "nothing is known: all that it can be"

RANGES: dict[str, tuple[float, float, str]] = {
    "delta": (0.4, 1.2, HALF),
    "setup_share": (0.0, 0.1, FACTS),
    "skill_gain_case": (0.003, 0.048, FOLD),
    "skill_gain_hour": (0.0015, 0.024, FOLD),
    "skill_half_life": (90.0, 720.0, "the sources say months to years"),
    "skill_floor": (0.0, 0.4, TWO),
    "specialist_skill": (0.8, 1.0, "an expert, or nearly"),
    "certified_skill": (0.4, 1.0, "from half-way to nobody"),
    "first_time_base": (0.2, 0.6, HALF),
    "secure_share": (0.15, 0.45, HALF),
    "case_review": (0.25, 0.75, HALF),
    "disruption": (0.05, 0.2, TWO),
    "clearance_base": (0.15, 0.45, HALF),
    "police_rescue_share": (0.0, 0.5, "from nothing to half of what an ambulance does"),
    "satisfaction_base": (0.75, 0.95, "about a tenth more or less"),
    "satisfaction_slope": (0.025, 0.1, TWO),
    "on_duty_share": (0.25, 0.33, FACTS),
    "roster_alignment": (0.0, 1.0, NOTHING),
    "recall_minutes": (20.0, 80.0, TWO),
    "recall_priority": (0, 4, NOTHING),
    "beat_minutes": (10.0, 40.0, TWO),
    "beat_share": (0.175, 0.7, TWO),
    "community_hours": (0.025, 0.1, TWO),
    "other_work": (0.5, 2.0, TWO),
    "watch_alone_yields_to": (0, 4, NOTHING),
    "files_yield_to": (0, 4, NOTHING),
    "late_file_clearance": (0.1, 0.5, TWO),
    "late_file_annoyance": (0.1, 0.5, TWO),
    "theft_file_hours": (3.0, 12.0, TWO),
    "violence_file_hours": (4.0, 16.0, TWO),
    "injury_crash_file_hours": (4.0, 16.0, TWO),
    "posts_per_urban_km2": (0.125, 0.5, TWO),
    "aux_share_posts": (0.0, 1.0, NOTHING),
    "travel_share": (0.8, 1.25, "speeds and detours a quarter better or worse"),
    "handover_minutes": (1.5, 6.0, TWO),
    "wrong_desk_share": (0.05, 0.2, TWO),
    "violations_per_beat_hour": (0.3, 1.2, TWO),
    "damage_crash_handling_minutes": (20.0, 30.0, FACTS),
    "injury_crash_handling_minutes": (90.0, 120.0, FACTS),
    "theft_handling_minutes": (45.0, 60.0, FACTS),
    "dispute_handling_minutes": (20.0, 80.0, TWO),
    "help_handling_minutes": (10.0, 40.0, TWO),
    "injury_crash_delta_share": (0.75, 2.0, TWO),
    "obstruction_delta_share": (0.2, 0.8, TWO),
    "damage_crash_complex_share": (0.04, 0.16, TWO),
    "damage_crash_caller_knows": (0.15, 0.6, TWO),
    "injury_crash_complex_share": (0.3, 0.9, HALF),
    "damage_crash_patience_minutes": (60.0, 240.0, TWO),
    "dispute_patience_minutes": (45.0, 180.0, TWO),
    "help_rate_rural": (5.0, 20.0, "a quarter of help calls need an officer, or all"),
    "compliance_risk": (1.0, 4.0, TWO),
    "sight_half_life": (60.0, 240.0, TWO),
    "sight_scale": (15.0, 60.0, TWO),
    "stops_half_life": (7.0, 28.0, TWO),
    "stops_scale": (1.5, 6.0, TWO),
    "halo_km": (1.5, 5.0, FACTS),
    "deterrence_strength": (0.5, 2.0, TWO),
    "trips_per_day": (1.8, 3.0, "a quarter fewer or more"),
}
"""Lowest, highest and why. What is believed of a figure, not what the declaration lets through."""

CHOICES = frozenset(
    {"cell_km", "townships", "land_seed", "people_per_agent", "years", "news_minutes", "duty_slot_minutes"}
    | {"trunk_km", "county_km", "village_km", "urban_stations", "squadrons", "density_boundary"}
    | {"training_hours", "training_block_hours", "ring_fence", "data_sharing", "case_minutes"}
    | {"warmup_days", "files_before", "generalist_penalty", "call_volume"}
    | {each.name for each in (*PRICES, *STANDARDS)}
)
"""Levers, grids, the bench, prices and standards: they are chosen, not believed.

Prices change no event, and where one would turn a sum is arithmetic (`priced`).
"""


def is_assumed(parameter: Parameter) -> bool:
    """Whether the figure is tagged an assumption or weak, and is no choice."""
    tagged = "assumption" in parameter.source.lower() or re.search(r"\bA\b", parameter.source) is not None
    chosen = parameter.name in CHOICES or parameter.name.endswith("_priority")
    surge = parameter.group.startswith("surge")
    return (tagged or parameter.weak) and not surge and (not chosen or parameter.name in RANGES)


def uncertain(scenario: Scenario, names: Sequence[str] | None = None) -> list[Uncertain]:
    """Assumptions of a place with the range each is tried in, in the order they are declared.

    Default: those with a range of their own and those that are weak; ("all",): every one. Raises InputError
    for a name that is not an assumption.
    """
    assumed = {name: each for name, each in parameters().items() if is_assumed(each)}
    if names is None:
        chosen = {name for name, each in assumed.items() if name in RANGES or each.weak}
    elif list(names) == [ALL]:
        chosen = set(assumed)
    else:
        chosen = set(names)
        for name in names:
            if name not in assumed:
                raise _not_assumed(name, list(assumed))
    return [_range(each, float(scenario[name])) for name, each in assumed.items() if name in chosen]


def _not_assumed(name: str, assumed: list[str]) -> InputError:
    if name in parameters():
        return InputError("assumptions", name, "must be a number tagged assumption or weak, and no lever")
    return unknown("assumptions", name, assumed)


def _range(parameter: Parameter, used: float) -> Uncertain:
    if parameter.name in RANGES:
        low, high, reason = RANGES[parameter.name]
        basis: Basis = "allowed" if (low, high) == (parameter.low, parameter.high) else "plausible"
        return Uncertain(parameter.name, used, low, high, basis, reason)
    ends = (max(parameter.low, used / 2), min(parameter.high, used * 2))
    low, high = (float(round(end)) for end in ends) if parameter.whole else ends
    return Uncertain(parameter.name, used, low, high, "half to twice", "for want of a range of its own")


NOT_IN_A_LOG = (
    "delta",
    "skill_gain_case",
    "other_work",
    "on_duty_share",
    "travel_share",
    "deterrence_strength",
    "violations_per_beat_hour",
)
"""What a log shows only through what the police make of it; see docs/decisions/0116."""
MOST_PARAMETERS = 12


def prior_of(scenario: Scenario, names: Sequence[str] | None = None) -> Prior:
    """The ranges of some assumptions as a prior (default: those that no log shows).

    InputError for a number that is no assumption, is whole, or for too many.
    """
    chosen = [name for name in NOT_IN_A_LOG if name in scenario.values] if names is None else list(names)
    if not 1 <= len(chosen) <= MOST_PARAMETERS or len(set(chosen)) < len(chosen):
        allowed = f"must be 1 to {MOST_PARAMETERS} numbers, each once"
        raise InputError("parameters", ",".join(chosen), allowed)
    found = {each.name: each for each in uncertain(scenario, chosen)}
    for name in found:
        if parameters()[name].whole:
            raise InputError("parameters", name, "must be a number that need not be whole")
    return Prior(tuple(_as_range(found[name]) for name in chosen))


def whole_prior(scenario: Scenario) -> Prior:
    """All assumptions of a place that have a range of their own, but for whole numbers."""
    found = [each for each in uncertain(scenario) if each.name in RANGES]
    return Prior(tuple(_as_range(each) for each in found if not parameters()[each.name].whole))


def _as_range(each: Uncertain) -> Range:
    return Range(name=each.name, low=each.low, high=each.high, why=each.reason, value=each.used)
