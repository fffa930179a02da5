"""A scenario: which place, which rule, which numbers, which seed. Everything a run depends on is in here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jiaosuo.model.about import About
from jiaosuo.model.call_weights import CallWeights
from jiaosuo.model.core import plugins
from jiaosuo.model.core.described import DescribedScenario
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.numbers import as_number
from jiaosuo.model.core.parameter import Parameter, gather
from jiaosuo.model.core.plugins import Plugin
from jiaosuo.model.core.terms import Staffing
from jiaosuo.model.core.words import N_
from jiaosuo.model.given_land import GivenLand
from jiaosuo.model.incidents import BENCH, KINDS
from jiaosuo.model.incidents.kind import Kind
from jiaosuo.model.limits import check_slot, checked_seed, refuse_bench
from jiaosuo.model.moment import QUARTER_DAYS, Moment
from jiaosuo.model.parameters import GROUPS
from jiaosuo.model.place_file import read_place_file
from jiaosuo.model.rules import STATUS_QUO, Rule, RuleMap, named, parts_of
from jiaosuo.model.said_by_place import (
    GROWN,
    fixed_in_a_run,
    refuse_fixed,
    refuse_moving,
    refuse_nobody,
    refuse_said_twice,
)
from jiaosuo.model.scenario_file import preset_file, preset_names
from jiaosuo.model.surges import SURGES
from jiaosuo.model.timeline import (
    Entry,
    as_rule,
    as_staffing,
    checked,
    read_timeline,
    staffing_word,
)
from jiaosuo.model.township import Township, check_seat
from jiaosuo.model.work import in_order
from jiaosuo.model.years import Years, read_years

TIMELINE = N_("timeline")
"""Stands where a rule's name would, for the rules that the timeline of the place gives."""


def parameters(kinds: Sequence[Kind] | None = None) -> Mapping[str, Parameter]:
    """Every declared number by name: the model's own and those of some kinds of call.

    Parameters
    ----------
    kinds : sequence of Kind, optional
        The kinds; without it, all on the shelf.

    Returns
    -------
    mapping of str to Parameter
        The declarations, in the order in which they are listed.
    """
    chosen = tuple(KINDS.values()) if kinds is None else tuple(kinds)
    known = _DECLARED.get(names := tuple(id(kind) for kind in chosen))
    if known is None:
        if len(_DECLARED) == MOST_DECLARED:
            _DECLARED.clear()
        known = _DECLARED[names] = chosen, MappingProxyType(_declared(chosen))
    return known[1]


_DECLARED: dict[tuple[int, ...], tuple[tuple[Kind, ...], Mapping[str, Parameter]]] = {}
"""What sets of kinds declare, by which objects they are; held here, so that none takes another's place."""

MOST_DECLARED = 32


def _declared(chosen: tuple[Kind, ...]) -> dict[str, Parameter]:
    levers = {each.parameter.name: each.parameter for kind in chosen for each in kind.set_by.values()}
    of_kinds = ((f"kind {kind.name}", kind.parameters) for kind in chosen)
    of_surges = ((f"surge {surge.name}", surge.parameters) for surge in SURGES.values())
    of_works = ((f"work {work.name}", work.parameters) for work in in_order())
    return gather([*GROUPS, ("kind bench", levers.values()), *of_works, *of_kinds, *of_surges])


def all_parameters() -> Mapping[str, Parameter]:
    """Every declared number by name, those of the places of theory too.

    Returns
    -------
    mapping of str to Parameter
        The declarations, in the order in which they are listed.
    """
    return parameters((*KINDS.values(), *BENCH.values()))


@dataclass(frozen=True)
class Scenario:
    """All that a run depends on besides its length. Nothing in it ever changes; `changed` gives copies.

    Parameters
    ----------
    place : str
        Name of the place.
    rule : Rule or RuleMap
        The rule in force until the timeline changes it.
    seed : int, default 0
        Names the world, from 0 to 2**256 - 1.
    staffing : Staffing, default Staffing.WORKLOAD
        How the force is split between the corps before any rule is chosen.
    values : mapping of str to float, optional
        Parameters by name; every other has its default. `jiaosuo parameters` lists them with unit and range.
    townships : tuple of Township, optional
        The table of the place; empty when the county is to be generated.
    rule_before : Rule or RuleMap, optional
        The rule under which officers gained the skill that they start with; without it the status quo.
    kinds : tuple of Kind, optional
        Kinds of call; without it all on the shelf.
    traffic_share : float, optional
        Share of the officers in the traffic corps, where the best split of the status quo was found; 0 to 1.
    about : About, optional
        What the place says of itself, for people.
    timeline : tuple of Entry, optional
        What changes on which day, in order of time.
    path : Years, optional
        A path of years, which sets some values year by year.
    seat : str, default ""
        The township with the county seat; empty: that with the largest town.
    given_land : GivenLand, optional
        Ground and roads of the place's own; without it they are drawn.
    call_weights : CallWeights, optional
        Where calls arise more often than people and roads tell; without it nowhere.
    checked : tuple, optional
        What was checked already, of a copy with the very same values and kinds; leave it out.

    Raises
    ------
    InputError
        When a number is unknown or out of range, or what is said does not go together.

    Examples
    --------
    >>> from jiaosuo import Scenario
    >>> place = Scenario.preset("zigui-2004", rule="integrated", vehicles_per_1000=40)
    >>> place.rule_name, place["vehicles_per_1000"]
    ('integrated', 40.0)
    >>> Scenario.preset("zigui-2004", seed=-1)
    Traceback (most recent call last):
    ...
    jiaosuo.model.core.errors.InputError: seed: -1 is not allowed; must be a whole number from 0 to 2**256 - 1
    """

    place: str
    rule: Rule | RuleMap
    seed: int = 0
    staffing: Staffing = Staffing.WORKLOAD
    values: Mapping[str, float] = field(default_factory=dict)
    townships: tuple[Township, ...] = ()
    rule_before: Rule | RuleMap = field(default_factory=lambda: named(STATUS_QUO))
    kinds: tuple[Kind, ...] = field(default_factory=lambda: tuple(KINDS.values()))
    traffic_share: float | None = None
    about: About = field(default_factory=About)
    timeline: tuple[Entry, ...] = ()
    path: Years | None = None
    seat: str = ""
    given_land: GivenLand | None = None
    call_weights: CallWeights | None = None
    checked: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    """The values and kinds that were found to go together, for copies that have the very same."""

    def __post_init__(self) -> None:
        declared = parameters(self.kinds)
        if not self.checked or self.checked[0] is not self.values or self.checked[1] is not self.kinds:
            object.__setattr__(self, "values", _numbers(self.values, declared))
            object.__setattr__(self, "checked", (self.values, self.kinds))
        numbers = self.values
        object.__setattr__(self, "seed", checked_seed(self.seed))
        check_slot(numbers["duty_slot_minutes"])
        check_seat(self.seat, self.townships)
        if self.path is not None and numbers["warmup_days"]:
            allowed = "must be 0: a path of years counts every day it runs"
            raise InputError("warmup_days", numbers["warmup_days"], allowed)
        if self.timeline:
            object.__setattr__(self, "timeline", self._checked_timeline(declared))
        if not self.about.theory:
            moving = {} if self.path is None else {name: max(each) for name, each in self.path.values.items()}
            refuse_bench(numbers, moving, *(each.values for each in self.timeline))

    def __getitem__(self, name: str) -> float:
        """The value of a parameter, or of a kind's number that a lever sets."""
        return self.values[name] if name in self.values else self._set_by_levers[name]

    @cached_property
    def _set_by_levers(self) -> dict[str, float]:
        """The numbers of kinds that follow from levers."""
        return {
            f"{kind.name}_{number}": lever.times * self.values[lever.parameter.name]
            for kind in self.kinds
            for number, lever in kind.set_by.items()
        }

    def __repr__(self) -> str:
        return f"<Scenario: {self.place}, {self.rule_name}, seed {self.seed}, {len(self.values)} numbers>"

    def __deepcopy__(self, _: dict[int, Any]) -> Scenario:
        """Nothing in it ever changes."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        names = [name for name in self.__dataclass_fields__ if name != "checked"]
        return _rebuilt, ({name: getattr(self, name) for name in names} | {"values": dict(self.values)},)

    @classmethod
    def preset(
        cls,
        name: str,
        rule: str | Rule | RuleMap | None = None,
        seed: int = 0,
        staffing: str | Staffing | None = None,
        timeline: Sequence[Entry | Mapping[str, object]] | None = None,
        **values: float,
    ) -> Scenario:
        """The place of a name, shipped or one's own, with some values changed.

        Parameters
        ----------
        name : str
            Name of the place; `jiaosuo scenarios` lists them.
        rule : str, Rule or RuleMap, optional
            It holds for the whole run, whatever the place's own timeline says; without it the place's own.
        seed : int, default 0
            Names the world, from 0 to 2**256 - 1.
        staffing : str or Staffing, optional
            `historic`, `workload` or `best-separate`; without it what the place says, or by workload.
        timeline : sequence of Entry or mapping, optional
            It takes the place of the place's own.
        **values : float
            Parameters by name, in their own unit and range.

        Returns
        -------
        Scenario
            The scenario.

        Raises
        ------
        InputError
            When a name is unknown or a number is out of range; it names what is wrong and what is allowed.
        """
        file = preset_file(name)
        found = cls.read(file, rule=rule, seed=seed, staffing=staffing, timeline=timeline, **values)
        preset_file(name)  # a pinned place that changed while it was read is none of its content
        return found

    @classmethod
    def read(
        cls,
        file: str | Path,
        rule: str | Rule | RuleMap | None = None,
        seed: int = 0,
        staffing: str | Staffing | None = None,
        timeline: Sequence[Entry | Mapping[str, object]] | None = None,
        **values: float,
    ) -> Scenario:
        """The scenario in a TOML file, with the tables and the drawing beside it if it says so.

        Parameters
        ----------
        file : str or Path
            The file.
        rule : str, Rule or RuleMap, optional
            As in `preset`.
        seed : int, default 0
            As in `preset`.
        staffing : str or Staffing, optional
            As in `preset`.
        timeline : sequence of Entry or mapping, optional
            As in `preset`.
        **values : float
            As in `preset`.

        Returns
        -------
        Scenario
            The scenario.

        Raises
        ------
        InputError
            When the file, or what is given beside it, says what cannot be; it names file and field.
        """
        said = read_place_file(Path(file))
        if said.townships:
            refuse_fixed({**said.values, **values})
        given = {**said.of_townships, **said.values, **values}
        refuse_nobody(said, {**said.values, **values})
        years = None
        if said.path is not None:
            years = read_years(said.path, parameters(said.kinds), fixed_in_a_run(said.townships))
            refuse_said_twice(said.values, years)
        grown = {name: said.values[name] for name in GROWN if name in said.values}
        refuse_moving({**grown, **values}, years)
        own = said.timeline if rule is None else without_rules(said.timeline)
        return cls(
            place=said.place,
            rule=as_rule(said.rule if rule is None else rule),
            seed=seed,
            staffing=said.staffing if staffing is None else as_staffing(staffing),
            values=given,
            townships=said.townships,
            rule_before=as_rule(said.rule_before),
            kinds=said.kinds,
            about=said.about,
            timeline=own if timeline is None else read_timeline(timeline),
            path=years,
            given_land=said.given_land,
            call_weights=said.call_weights,
            seat=said.seat,
        )

    def changed(self, **changes: Any) -> Scenario:
        """A copy with fields changed; parameters may be given by name, beside the fields.

        Parameters
        ----------
        **changes : object
            Fields of the scenario, and parameters by name. `townships` as a number is the parameter, as a
            tuple the table.

        Returns
        -------
        Scenario
            The copy, checked anew.

        Raises
        ------
        InputError
            When a name is unknown, or a number is out of range.
        """
        number = as_number(changes.get("townships")) is not None
        asked = [name for name in changes if name in self.__dataclass_fields__]
        fields = {name: changes.pop(name) for name in asked if not (number and name == "townships")}
        if "rule" in fields:
            fields["rule"] = as_rule(fields["rule"])
        if "staffing" in fields:
            fields["staffing"] = as_staffing(fields["staffing"])
        if "timeline" in fields:
            fields["timeline"] = read_timeline(fields["timeline"])
        values = {**fields.pop("values", self.values), **changes}
        return replace(self, values=values, **fields)

    def under(self, rule: str | Rule | RuleMap) -> Scenario:
        """A copy under one rule for the whole run: the timeline keeps its levers, staffings and surges.

        Parameters
        ----------
        rule : str, Rule or RuleMap
            The rule; the word `timeline` leaves everything as it is.

        Returns
        -------
        Scenario
            The copy.

        Raises
        ------
        InputError
            When no shelf has the rule.
        """
        if rule == TIMELINE:
            return self
        return self.changed(rule=rule, timeline=without_rules(self.timeline))

    @property
    def rule_name(self) -> str:
        """What the rule is called: its name, or `timeline` where entries change it after the first minute."""
        if any(each.rule and (each.minute or each.year is not None) for each in self.timeline):
            return TIMELINE
        return next((each.rule.name for each in reversed(self.timeline) if each.rule), self.rule.name)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plug-ins that its rules and kinds of call come from: what else it takes to make it again."""
        if not plugins.loaded():
            return ()
        rules = [self.rule, self.rule_before, *(each.rule for each in self.timeline if each.rule)]
        parts = [part for rule in rules for part in (rule, *parts_of(rule))]
        kinds = [
            KINDS.get(kind.name, kind) for kind in self.kinds
        ]  # with a place's own hours it is still theirs
        return tuple(dict.fromkeys(filter(None, map(plugins.owner, (*parts, *kinds)))))

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The timeline by days of the run; on a path, each year's numbers come in force with the year."""
        if self.path is None:
            return self.timeline
        found = []
        for year in self.path.all:
            numbers = self.path.at(year) if year > self.path.first else {}
            day, said = self.path.begins(year), [each for each in self.timeline if each.year == year]
            found += [Entry(day=day, year=year, values=numbers)] if numbers else []
            found += [replace(each, day=day) for each in said]
        return tuple(found)

    @cached_property
    def start(self) -> Scenario:
        """The scenario before anything on the timeline is in force: of the timeline it has the surges alone.

        Trips of a holiday are planned ahead, so surges belong to the world from the first minute on.
        """
        values = self.values if self.path is None else {**self.values, **self.path.at(self.path.first)}
        surges = tuple(
            Entry(day=each.day, surge=each.surge, township=each.township)
            for each in self.entries
            if each.surge
        )
        return replace(self, values=values, timeline=surges, path=None)

    def in_force(self, minute: float) -> Scenario:
        """The scenario with all that the timeline says up to a minute of the run, that minute included.

        Parameters
        ----------
        minute : float
            Minute of the run.

        Returns
        -------
        Scenario
            Like `start` it has no timeline of its own but the surges, and no path.
        """
        now = self.start
        for entry in self.entries:
            if entry.minute <= minute and (entry.rule or entry.staffing is not None or entry.values):
                now = replace(
                    now,
                    rule=entry.rule or now.rule,
                    staffing=now.staffing if entry.staffing is None else entry.staffing,
                    values={**now.values, **entry.values},
                )
        return now

    def _checked_timeline(self, declared: Mapping[str, Parameter]) -> tuple[Entry, ...]:
        names = [each.name for each in self.townships]
        years = None if self.path is None else (self.path.first, self.path.last)
        fixed = fixed_in_a_run(self.townships)
        moving = () if self.path is None else tuple(self.path.values)
        return checked(self.timeline, declared, (*fixed, *moving), names, years)

    def refuse_fixed(self, name: str) -> None:
        """Refuse to vary a number that this place says by its table of townships or its path of years.

        Parameters
        ----------
        name : str
            Name of a parameter.

        Raises
        ------
        InputError
            When the place says it otherwise.
        """
        if self.townships:
            refuse_fixed({name: self.values[name]})
        refuse_moving({name: self.values[name]}, self.path)

    def at(self, moment: Moment) -> Scenario:
        """A copy that begins so long after its rule has come into force.

        Parameters
        ----------
        moment : Moment
            At the change, with what that costs; a quarter later; or in the long run.

        Returns
        -------
        Scenario
            The copy. Where the place's own timeline changes the rule, it says when, and the run begins where
            it begins.
        """
        if moment == Moment.LONG_RUN:
            return self.in_steady_state()
        if moment == Moment.QUARTER:
            return self.changed(days_since_change=QUARTER_DAYS)
        if self.rule == self.rule_before or self.rule_name == TIMELINE or self.path is not None:
            return self
        return replace(self, rule=self.rule_before, timeline=(Entry(rule=self.rule), *self.timeline))

    def in_steady_state(self) -> Scenario:
        """A copy that starts with the skill and the presence that the rule itself gives in the long run.

        Returns
        -------
        Scenario
            The copy.
        """
        return replace(self, rule_before=self.rule)

    def described(self) -> DescribedScenario:
        """What it says, rules and staffing by name: for reports and run identities.

        Returns
        -------
        DescribedScenario
            Names and numbers alone.
        """
        return DescribedScenario(
            preset=self.place,
            rule=self.rule.name,
            seed=self.seed,
            staffing=staffing_word(self.staffing),
            values=dict(self.values),
            timeline=tuple(each.described() for each in self.timeline),
            path=None if self.path is None else self.path.described(),
            plugins=plugins.digests(self.plugins),
        )


def counties() -> list[str]:
    """Names of the shipped scenarios that stand for somewhere: not the places of theory."""
    return [name for name in preset_names() if not Scenario.preset(name).about.theory]


def without_rules(timeline: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The timeline with its changes of rule left out: all else happens as before."""
    return tuple(replace(each, rule=None) for each in timeline)


def _numbers(values: Mapping[str, float], declared: Mapping[str, Parameter]) -> Mapping[str, float]:
    """Every declared number, checked: as given, or its default."""
    for name in values:
        if name not in declared:
            raise unknown("parameter", name, declared)
    given = {name: each.check(values.get(name, each.default)) for name, each in declared.items()}
    return MappingProxyType(given)


def _rebuilt(fields: dict[str, Any]) -> Scenario:
    return Scenario(**fields)
