"""The run plan of one side: its scenario at every moment, and the addresses of what is computed from it.

A lever moved in mid-play is an entry of the timeline. Numbers that make the world before policing change at
the next midnight; on a path of years everything changes with the next year. A chunk is computed under the
timeline cut off at its end, so nothing that comes later can reach it, and its address says exactly that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property, lru_cache
from typing import Any

from jiaosuo.dashboard.choice.axis import mode_of, over_axis
from jiaosuo.dashboard.choice.comparison import YEARS, Comparison, Event, Pairs, Side
from jiaosuo.dashboard.choice.read_once import read_once, shipped
from jiaosuo.dashboard.playback.makers import MAKERS
from jiaosuo.experiments.runs.splits import SHARES, WORLDS
from jiaosuo.model.core import plugins
from jiaosuo.model.core.canonical import canonical, name_of
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.plain import plain
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.core.units import MINUTES_A_DAY
from jiaosuo.model.core.words import N_
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.own_places import MARK
from jiaosuo.model.place_hours import own_hours
from jiaosuo.model.rules import Rule, RuleMap, named
from jiaosuo.model.said_by_place import fixed_in_a_run, set_by
from jiaosuo.model.scenario import (
    TIMELINE,
    Scenario,
    parameters,
    without_rules,
)
from jiaosuo.model.scenario_file import preset_file
from jiaosuo.model.timeline import Entry, as_staffing, is_of_world

SHORT, LONG = 120, 360
"""Minutes of a chunk, and of one where a run is long."""

LONG_FROM_DAYS = 21
SET_BY_HAND = N_("made by hand")
NOW, MIDNIGHT, YEAR, RESTART = "now", "midnight", "year", "restart"


@dataclass(frozen=True)
class RunPlan:
    """One world to be computed, `minutes` long.

    `base`: the scenario with no lever moved; `moved`: timeline entries for levers moved in mid-play, by
    minute; `identity`: the address of the run.
    """

    base: Scenario
    moved: tuple[Entry, ...]
    minutes: int
    identity: str

    @property
    def chunk_minutes(self) -> int:
        """Length of a chunk."""
        return SHORT if self.minutes <= LONG_FROM_DAYS * MINUTES_A_DAY else LONG

    @property
    def chunks(self) -> int:
        """How many chunks there are; the last may be shorter."""
        return -(-self.minutes // self.chunk_minutes)

    @property
    def needs_share(self) -> bool:
        """Whether the best split for the separate corps must be found before the first chunk."""
        return self.base.staffing == Staffing.BEST_SEPARATE

    def span(self, chunk: int) -> tuple[int, int]:
        """First minute of a chunk, and the minute behind its last."""
        return chunk * self.chunk_minutes, min((chunk + 1) * self.chunk_minutes, self.minutes)

    def until(self, minute: int, share: float | None = None) -> Scenario:
        """The scenario with what is moved before a minute; `share`: the split that was found."""
        moved = tuple(each for each in self.moved if _minute(each, self.base) < minute)
        timeline = _in_order((*self.base.timeline, *moved), self.base)
        return replace(self.base, timeline=timeline, traffic_share=share)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """The address of every chunk: of what it depends on, and of nothing else."""
        said = [(_minute(each, self.base), _text(each)) for each in self.moved]
        found = []
        for chunk in range(self.chunks):
            _, end = self.span(chunk)
            before = [text for minute, text in said if minute < end]
            found.append(address("chunk", self.identity, chunk, end, *before))
        return tuple(found)

    def state_address(self, chunk: int) -> str:
        """The address of the county as it is when a chunk begins: it depends on what the last one does."""
        return self.addresses[chunk - 1] if chunk else address("state", self.identity)

    @cached_property
    def header_addresses(self) -> tuple[str, ...]:
        """For each chunk the address of the land and the force as they are when it begins."""
        said = [(_minute(each, self.base), _text(each)) for each in self.moved if _changes_header(each)]
        own = [each.minute for each in self.base.entries]

        @cache
        def at(changes: int, *before: str) -> str:
            return address("header", self.identity, changes, *before)

        begins = (self.span(chunk)[0] for chunk in range(self.chunks))
        return tuple(
            at(
                sum(minute <= begin for minute in own),
                *(text for minute, text in said if minute <= begin),
            )
            for begin in begins
        )

    @cached_property
    def split_trials(self) -> Mapping[str, tuple[float, int]]:
        """(split of the force, world) of every trial by which the best split is chosen, by address.

        They are the same whatever the side's rule.
        """
        timeline = [each.described().to_json() for each in without_rules(self.base.timeline)]
        about = self.base.described().to_json() | {"rule": None, "timeline": timeline}
        about |= {"content": content_of_place(self.base)}
        name = address("split trial", about)
        return {
            address("split trial", name, share, world): (share, world)
            for share in SHARES
            for world in range(WORLDS)
        }


def chunk_with(plans: Iterable[RunPlan], kind: str, where: str) -> tuple[RunPlan, int] | None:
    """The first chunk that has its header, or else its scene and result, at an address."""
    for plan in plans:
        addresses = plan.header_addresses if kind == "head" else plan.addresses
        if where in addresses:
            return plan, addresses.index(where)
    return None


def is_part_of(plans: Iterable[RunPlan], where: str) -> bool:
    """Whether any of the plans has a chunk or a header at an address."""
    return any(where in plan.addresses or where in plan.header_addresses for plan in plans)


def address(kind: str, *said: object) -> str:
    """Content address of a kind of stored thing: what it depends on, the code that makes it, and plug-ins."""
    added = plugins.digests()
    return name_of([MAKERS[kind].version, kind, *said, *([added] if added else [])], size=20)


@lru_cache(maxsize=128)
def plan_run(comparison: Comparison, name: str) -> RunPlan:
    """The run plan of the side with this name; InputError for what this place does not allow."""
    side = comparison.side(name)
    base = _base(comparison, side)
    days = comparison.days if base.path is None else base.path.days
    minutes = round(days * MINUTES_A_DAY)
    moved = _moved_levers(side, base, minutes)
    hours = own_hours(base.kinds, KINDS)
    identity = {
        "scenario": base.described().to_json() | {"kinds": [kind.name for kind in base.kinds]},
        **({"hours": hours} if hours else {}),
        "staffing": side.staffing,
        "townships": side.townships,
        "seed": str(base.seed),
        "rule_before": base.rule_before.name,
        "content": content_of_place(base),
    }
    found = RunPlan(base, moved, minutes, address("run", identity))
    found.until(minutes + 1, 0.5 if found.needs_share else None)
    return found


DESCRIBED = (
    "place", "rule", "seed", "staffing", "values", "rule_before", "kinds", "traffic_share", "timeline",
    "path", "checked",
)  # fmt: skip
"""Fields of a scenario that its description, its rule and its kinds say by name."""


def content_of_place(base: Scenario) -> str:
    """A name for what a place holds beside numbers and names: townships, seat, land, what is drawn."""
    rest = [getattr(base, each.name) for each in fields(base) if each.name not in DESCRIBED]
    return name_of(plain(rest), size=12)


def _base(comparison: Comparison, side: Side) -> Scenario:
    """What a side begins as: in the long run of its rule, or where the place's own timeline begins."""
    place, seedless = comparison.place, replace(comparison, seed=0)
    if place in shipped():
        return replace(_seedless_base(seedless, side), seed=comparison.seed)
    preset_file(place)  # a county of one's own that has changed since it was opened is refused
    made = _seedless_base if MARK in place else _seedless_base.__wrapped__
    return replace(made(seedless, side), seed=comparison.seed)


@lru_cache(maxsize=64)
def _seedless_base(comparison: Comparison, side: Side) -> Scenario:
    """The same for every world, of a place that is named by its content."""
    values: dict[str, Any] = dict(side.values) | {"people_per_agent": comparison.people_per_agent}
    rule = None if side.rule == TIMELINE else side.rule
    later = _of_a_path_not_played(comparison, values)
    base = Scenario.preset(
        comparison.place,
        rule=rule,
        staffing=side.staffing,
        **{name: value for name, value in values.items() if name not in later},
    )
    base = over_axis(base, comparison)
    base = base.changed(**later) if later else base
    if side.townships:
        _check_townships(base, side.townships)
        base = base.changed(rule=set_by_hand(base.rule, side.townships))
    return base if side.rule == TIMELINE else base.in_steady_state()


def _of_a_path_not_played(comparison: Comparison, values: Mapping[str, float]) -> dict[str, float]:
    """The numbers that the path of the place would set year by year, where but a week of it is played."""
    if mode_of(comparison) == YEARS:
        return {}
    said = set_by(read_once(comparison.place).path)
    return {name: value for name, value in values.items() if name in said}


def set_by_hand(under: Rule | RuleMap, townships: Pairs[str]) -> Rule | RuleMap:
    """A map in which some townships have the rule that a person gave them; a map laid over stays a map."""
    if not townships:
        return under
    given = {township: _one_rule(rule) for township, rule in townships}
    if isinstance(under, RuleMap):
        return replace(under, name=_name_of_map(under, given), exceptions={**under.exceptions, **given})
    words = f"{under.name}, and single townships as set by hand"
    name, source = _name_of_map(under, given), "a person's choice"
    return RuleMap(name, "手工分派", words, source, rest=under, exceptions=given)


def _name_of_map(under: Rule | RuleMap, given: Mapping[str, Rule]) -> str:
    """A name that tells two maps made by hand apart, as the model names a map by its name."""
    said = [under.name, sorted((name, rule.name) for name, rule in given.items())]
    return f"{SET_BY_HAND} {name_of(said, size=4)}"


def _one_rule(name: str) -> Rule:
    rule = named(name)
    if isinstance(rule, RuleMap):
        raise InputError("township rule", name, "must be the name of one rule, not of a map of rules")
    return rule


def township_names(scenario: Scenario) -> tuple[str, ...]:
    """Names of the townships, given by a table or made up."""
    if scenario.townships:
        return tuple(each.name for each in scenario.townships)
    return ("County seat", *(f"Township {number}" for number in range(2, int(scenario["townships"]) + 1)))


def _check_townships(scenario: Scenario, townships: Pairs[str]) -> None:
    names = township_names(scenario)
    for name, _ in townships:
        if name not in names:
            raise unknown("township", name, names)


def _moved_levers(side: Side, base: Scenario, minutes: int) -> tuple[Entry, ...]:
    """Entries of the timeline for the levers moved, each at the minute at which it comes into force."""
    entries: list[Entry] = []
    rule, townships = base.rule, side.townships if side.townships else ()
    laid_over = dict(townships)
    under: Rule | RuleMap = base.rule if not side.townships else _plain_rule(base, side)
    for event in side.events:
        if event.rule is not None:
            under, laid_over = named(event.rule), {}
        if event.townships:
            _check_townships(base, event.townships)
            laid_over |= dict(event.townships)
        new = set_by_hand(under, tuple(sorted(laid_over.items())))
        entries += _entries(event, new if new != rule else None, base, minutes)
        rule = new
    return _in_order(tuple(entries), base)


def _plain_rule(base: Scenario, side: Side) -> Rule | RuleMap:
    if side.rule != TIMELINE:
        return named(side.rule)
    return read_once(base.place).rule


def _entries(event: Event, rule: Rule | RuleMap | None, base: Scenario, minutes: int) -> list[Entry]:
    """One entry for what changes at once, one for what changes at midnight; on a path one, with the year."""
    values, declared = dict(event.values), parameters(base.kinds)
    for name in values:
        if effect_of(base, name) == RESTART:
            allowed = "it is the same for the whole of a run: start again with it"
            raise InputError(f"event {name}", values[name], allowed)
    if event.minute >= minutes:
        return []
    staffing = None if event.staffing is None else as_staffing(event.staffing)
    if base.path is not None:
        length = base.path.days_per_year * MINUTES_A_DAY
        year = base.path.first + -(-event.minute // length)
        return (
            [Entry(year=year, rule=rule, staffing=staffing, values=values)] if year <= base.path.last else []
        )
    at_once = {name: value for name, value in values.items() if not is_of_world(declared[name])}
    later = {name: value for name, value in values.items() if is_of_world(declared[name])}
    midnight = -(-event.minute // MINUTES_A_DAY)
    found = []
    if rule is not None or staffing is not None or at_once:
        found.append(Entry(day=event.minute / MINUTES_A_DAY, rule=rule, staffing=staffing, values=at_once))
    if later and midnight * MINUTES_A_DAY < minutes:
        found.append(Entry(day=float(midnight), values=later))
    return found


def effect_of(base: Scenario, name: str) -> str:
    """When a number moved in mid-play comes into force: now, midnight, year, or only with a new start."""
    declared = parameters(base.kinds)[name]
    if name in fixed_in_a_run(base.townships) or declared.group.startswith("surge "):
        return RESTART
    if base.path is not None:
        return RESTART if name in base.path.values else YEAR
    return MIDNIGHT if is_of_world(declared) else NOW


def _minute(entry: Entry, base: Scenario) -> int:
    """Minute of the run at which an entry comes into force."""
    if entry.year is None or base.path is None:
        return entry.minute
    return base.path.begins(entry.year) * MINUTES_A_DAY


def _in_order(entries: tuple[Entry, ...], base: Scenario) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda each: _minute(each, base)))


def _changes_header(entry: Entry) -> bool:
    """Whether an entry may change what the header says: land, rules, homes, posts."""
    declared = parameters()
    groups = {declared[name].group for name in entry.values if name in declared}
    return bool(entry.rule or entry.staffing is not None or groups - {"handling", "desks"})


def _text(entry: Entry) -> str:
    """An entry as canonical JSON, a map of rules set by hand with all that it holds."""
    said = entry.described().to_json()
    if isinstance(entry.rule, RuleMap):
        said["map"] = sorted((name, rule.name) for name, rule in entry.rule.exceptions.items())
        said["rest"] = entry.rule.rest.name
    return canonical(said)
