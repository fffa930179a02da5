"""The places of the picker: what each asks, which of its figures are weak, and what it opens with."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jiaosuo.dashboard.choice.column_labels import column_label
from jiaosuo.dashboard.choice.read_once import read_once, shipped
from jiaosuo.experiments.inference.trust import Trust, trust_in
from jiaosuo.experiments.places.unchosen import unchosen_sentences
from jiaosuo.experiments.provenance.spelt import spelt
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.words import ENGLISH, N_, speaker
from jiaosuo.model.estimates import estimated
from jiaosuo.model.own_places import MARK, own_file, parted
from jiaosuo.model.rules import MAPS, RULES, RuleMap
from jiaosuo.model.scenario import TIMELINE, Scenario
from jiaosuo.model.scenario_file import is_place, own_names, pinned, place_names, preset_file, preset_names
from jiaosuo.model.timeline import staffing_word

STAFFINGS = ("workload", "historic", "best-separate")
LATER_STAFFINGS = ("workload", "historic")

OPENS_WITH = {
    "chongqing-2010": ("chongqing-2009", "chongqing-2010"),
    "city-district": ("separate", "patrol_merged"),
    "fujian-2002-2015": ("separate", TIMELINE),
    "fuzhou-2003": ("separate", "fujian-2003"),
    "qidong-2023": ("separate", "qidong-2023"),
}
"""Rules left and right where a place opens; anywhere else the status quo against the merged unit."""
ELSEWHERE = ("separate", "integrated")

POSSIBLE_URBANIZATION = {
    "chongqing-2010": (0.76, 0.95),
    "city-district": (0.79, 0.95),
    "fuzhou-2003": (0.42, 0.95),
    "qidong-2023": (0.15, 0.95),
    "theory-square-root": (0.05, 0.94),
}
"""What `urbanization_of` says of places whose land cannot have every urbanization.

Written down, because the page opens without the land; a test holds the two together.
"""

ANYWHERE = (0.05, 0.95)

PAGE = "page.toml"
"""What the page knows of a county that it kept; the model does not read it."""

ESTIMATES = N_("Estimated, as no file gives it: {columns}.")


def possible_urbanization(place: str) -> tuple[float, float]:
    """The least and the most urbanization that the land of a place can have."""
    return said_urbanization(place) or ANYWHERE


def said_urbanization(place: str) -> tuple[float, float] | None:
    """The same where it is written down: here, or beside a county that the page has kept."""
    if place in shipped():
        return POSSIBLE_URBANIZATION.get(place)
    return _measured(place if is_own(place) else pinned(place))


_noted: dict[str, tuple[float, float]] = {}
"""What was measured of counties that the page did not keep, by name and content."""


def note_urbanization(place: str, ends: tuple[float, float]) -> None:
    """Remember what the land of a county can have, also where nothing may be written beside it."""
    _noted[place] = ends
    _measured.cache_clear()


@lru_cache(maxsize=256)
def _measured(place: str) -> tuple[float, float] | None:
    """What the page found of a county as it kept it, if it is still that county."""
    if place in _noted:
        return _noted[place]
    file = own_file(place, preset_names()).with_name(PAGE)
    try:
        said = tomllib.loads(file.read_text("utf-8"))
        low, high = said["urbanization"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = said.get("content") == parted(place)[1]
    return (float(low), float(high)) if same and 0 <= low < high <= 1 else None


MOST_DAYS = 14
"""Days that a place opens with at most: as many as one can watch."""

QUICK_AGENTS = 25
"""People an agent stands for where a place does not say: as coarse as the model supports."""


@dataclass(frozen=True)
class Place:
    """A place as the picker shows it, in one language."""

    name: str
    title: str
    question: str
    weak: tuple[str, ...]
    sources: tuple[str, ...]
    days: float
    is_path: bool


def scenario(name: str) -> Scenario:
    """The place as it is shipped, or kept; InputError for another name."""
    return read_once(name)


def opened(name: object) -> str:
    """The name under which the page opens a place: one's own with the content that it has now."""
    if not is_place(name):
        raise unknown("place", name, place_names())
    return pinned(str(name))


def is_own(name: str) -> bool:
    """Whether a place is one's own."""
    return MARK in name


def folder_of_own(name: str) -> Path | None:
    """The folder of a place of one's own; None for a shipped one."""
    return preset_file(name).parent if is_own(name) else None


def trust_of(name: str) -> Trust | None:
    """Whether the model has earned trust at a place; None for one that was fitted to no log."""
    return trust_in(folder_of_own(name), parted(name)[1])


def own_in_menu(current: str, language: str) -> tuple[Place, ...]:
    """One's own places in the order of their names; one that cannot be read is left out."""
    found = []
    for name in dict.fromkeys([*map(pinned, own_names()), *([current] if is_own(current) else [])]):
        with suppress(InputError):
            found.append(describe_place(name, language))
    return tuple(found)


def places_in_menu(current: str, language: str) -> tuple[Place, ...]:
    """The shipped places in the order of their names, the one the page opens with first.

    Benches of theory stand for nowhere: a link opens one, and only then it is among them.
    """
    names = sorted(preset_names(), key=lambda name: (name != "zigui-2004", name))
    shown = [name for name in names if name == current or not scenario(name).about.theory]
    return tuple(describe_place(name, language) for name in shown)


@lru_cache(maxsize=256)
def describe_place(name: str, language: str) -> Place:
    """One place in one language; English stands in where a place has no Chinese."""
    place = scenario(name)
    about, chinese = place.about, language != ENGLISH
    said = (about.sources_zh if chinese else about.sources) or about.sources
    return Place(
        name=name,
        title=(about.title_zh if chinese else about.title) or about.title or place.place,
        question=(about.question_zh if chinese else about.question) or about.question,
        weak=((about.weak_zh if chinese else about.weak) or about.weak)
        + _estimates(place, name, language)
        + unchosen_sentences(about, language),
        sources=tuple(spelt(each, language) for each in said),
        days=float(min(about.days, MOST_DAYS)) if place.path is None else float(place.path.days_per_year),
        is_path=place.path is not None,
    )


def _estimates(place: Scenario, name: str, language: str) -> tuple[str, ...]:
    """Of one's own place, a sentence that names what the model estimates."""
    columns = dict.fromkeys(column for _, column in estimated(place.townships)) if is_own(name) else {}
    if not columns:
        return ()
    _ = speaker(language)
    labels = [column_label(each, language) for each in columns]
    return (_(ESTIMATES, columns=_(", ").join(labels)),)


def opening_rules(name: str) -> tuple[str, str]:
    """The rules a place opens with, left and right."""
    return OPENS_WITH.get(name, ELSEWHERE)


def opening_staffing(name: str) -> str:
    """The staffing a place opens with on both sides: its own."""
    return staffing_word(scenario(name).staffing)


def opening_scale_factor(name: str) -> int:
    """People an agent stands for on the page: what the place says, else as coarse as is supported."""
    said = scenario(name)["people_per_agent"]
    return int(said) if said > 10 else QUICK_AGENTS  # 10 is the model's default: the place said nothing


def rules_of(name: str) -> tuple[str, ...]:
    """Names of the rules and maps that make sense in a place, in the order of the shelf."""
    place = scenario(name)
    townships = {each.name for each in place.townships}
    maps = [each.name for each in MAPS.values() if _fits(each, townships)]
    own = [TIMELINE] if any(entry.rule for entry in place.timeline) else []
    return (*RULES, *maps, *own)


def first_change(name: str) -> str:
    """The first rule that the place's own timeline brings, for a week that has no timeline."""
    return next(
        (entry.rule.name for entry in scenario(name).timeline if entry.rule), scenario(name).rule.name
    )


def check_rule(name: str, rule: object) -> str:
    """A rule of this place by name, or InputError."""
    if rule not in rules_of(name):
        raise unknown("rule", rule, rules_of(name))
    return str(rule)


def check_later_rule(name: str, rule: object) -> str:
    """A rule that a side can change to in mid-run, so not the place's own timeline, or InputError."""
    known = tuple(each for each in rules_of(name) if each != TIMELINE)
    if rule not in known:
        raise unknown("rule", rule, known)
    return str(rule)


def check_township_rule(rule: object) -> str:
    """A rule that one township can have, so no map, or InputError."""
    if rule not in RULES:
        raise unknown("rule", rule, RULES)
    return str(rule)


def check_later_staffing(staffing: object) -> str:
    """A staffing that a side can change to in mid-run, or InputError: the best split is found beforehand."""
    if staffing not in LATER_STAFFINGS:
        raise unknown("staffing", staffing, LATER_STAFFINGS)
    return str(staffing)


def check_staffing(staffing: object) -> str:
    """A staffing by name, or InputError."""
    if staffing not in STAFFINGS:
        raise unknown("staffing", staffing, STAFFINGS)
    return str(staffing)


def check_township(name: str, township: object) -> str:
    """A township of the place by name (a generated place: any short text), or InputError."""
    known = [each.name for each in scenario(name).townships]
    if known and township not in known:
        raise unknown("township", township, known)
    if not isinstance(township, str) or not 0 < len(township) <= 60:
        raise InputError("township", township, "must be the name of a township, up to 60 characters")
    return township


def describe_rule(rule: str, language: str) -> str:
    """What a rule or map does, in a sentence."""
    if rule == TIMELINE:
        return speaker(language)(N_("The rules that the timeline of the place gives, year by year."))
    found = RULES[rule] if rule in RULES else MAPS[rule]
    return speaker(language)(found.words)


def _fits(map_: RuleMap, townships: set[str]) -> bool:
    return set(map_.exceptions) <= townships
