"""What the study says, in sentences a county leader reads: who wins by what, from which load on, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jiaosuo.experiments.analyses.professionals.professionals_result import (
    ALWAYS,
    FROM,
    INDEX,
    NEVER,
    UP_TO,
    AtLoad,
    Contrast,
    Decided,
    Place,
    ProfessionalsResult,
    Told,
)
from jiaosuo.experiments.comparison.result import number, scaled
from jiaosuo.experiments.statistics.estimate import Estimate
from jiaosuo.experiments.study_tools.pages import SHARES, label
from jiaosuo.model.core.words import CHINESE, N_, language, speaker

MOST_NAMED = 5
"""Measures named in one sentence; the count tells of the rest."""
MOST_DECIDED = 3
ONE_UNIT = {"integrated": N_("one unit")}
"""What people call a rule in a sentence, where that is not its name."""

ONE_WINS = N_("{place}, calls x {load}: {rule} does better by {n} of {all} measures: {parts}.")
TWO_WIN = N_(
    "{place}, calls x {load}: against {rule}, two forces do better by {n} of {all} measures: {parts}."
)
TWO_WIN_NOWHERE = N_(
    "{place}, calls x {load}: against {rule}, two forces do better by none of {all} measures."
)
FROM_ON = N_(
    "{place}, {measure}: against {rule}, two forces win from calls x {load} on (the two cross at x {turn}), "
    "where traffic officers spend {busy} % of their time on duty at calls."
)
FROM_ON_OPEN = N_(
    "{place}, {measure}: against {rule}, two forces win from calls x {load} on, where traffic officers spend "
    "{busy} % of their time on duty at calls."
)
ONLY_UP_TO = N_("{place}, {measure}: against {rule}, two forces win up to calls x {load} only.")
AT_EVERY = N_("{place}: against {rule}, two forces win at every load tried by: {measures}.")
AT_NO = N_(
    "{place}: against {rule}, there is no load from calls x {low} to x {high} at which two forces win by: "
    "{measures}."
)
TURNS = N_("{place}, {measure}, calls x {load}: {difference} as it is. If {words}, it turns: {off}.")
MAKES_MOST = N_(
    "{place}, {measure}, calls x {load}: {difference} as it is. If {words}, most of it goes: {off}."
)
NOTHING_DECIDES = N_(
    "{place}, calls x {load}: no single assumption that was switched off turns a difference or takes most "
    "of it."
)


def place_name(place: Place, language_: str | None) -> str:
    """A place as people call it, and how much of it is town."""
    _ = speaker(language_)
    title = place.title_zh if language(language_) == CHINESE else place.title
    return _("{place} ({share} % in town)", place=title, share=number(100 * place.urbanization, 0))


def rule_name(rule: str, language_: str | None) -> str:
    """A rule as a sentence calls it."""
    return speaker(language_)(ONE_UNIT.get(rule, rule))


def measure_name(name: str, language_: str | None) -> str:
    """The label of a measure."""
    return speaker(language_)("Efficiency index") if name == INDEX else label(name, language_)


def sized(result: ProfessionalsResult, name: str, found: Estimate, language_: str | None) -> str:
    """A difference as it is printed: its size with unit, and its interval in brackets."""
    _ = speaker(language_)
    if found.mean is None:
        return _("not observed")
    unit = result.measure(name).shown_unit
    share = unit in SHARES
    (mean, *ends), decimals = scaled(found, 100 if share or name == INDEX else 1)
    size = number(mean, decimals, signed=True)
    if name == INDEX:
        size = _("{value} %", value=size)
    elif share:
        size = _("{value} percentage points", value=size)
    elif unit:
        size = _("{value} {unit}", value=size, unit=_(unit))
    if not ends:
        return size
    low, high = (number(end, decimals, signed=True) for end in ends)
    return _("{size} [{low}, {high}]", size=size, low=low, high=high)


def strength(found: AtLoad) -> float:
    """How clear a difference is: its size in half-widths of its interval."""
    half = found.difference.half_width
    return abs(found.difference.mean or 0.0) / half if half else float("inf")


def wins(
    result: ProfessionalsResult, contrast: Contrast, load: float, *, two_forces: bool
) -> list[tuple[str, AtLoad]]:
    """The measures by which a side is told to do better at a load, the clearest first."""
    told = result.is_for_two_forces if two_forces else result.is_for_one_unit
    found = [(name, each.at(load)) for name, each in contrast.measures.items()]
    return sorted(
        [(name, each) for name, each in found if told(name, each)], key=lambda item: -strength(item[1])
    )


def winning(
    result: ProfessionalsResult,
    place: Place,
    contrast: Contrast,
    load: float,
    language_: str | None,
    *,
    two_forces: bool,
) -> list[str]:
    """By which measures a side does better at a load, and by how much; none where it does by none."""
    _ = speaker(language_)
    found = wins(result, contrast, load, two_forces=two_forces)
    if not found:
        return []
    parts = [
        _(
            "{measure} {size}",
            measure=measure_name(name, language_),
            size=sized(result, name, each.difference, language_),
        )
        for name, each in found[:MOST_NAMED]
    ]
    return [
        _(
            TWO_WIN if two_forces else ONE_WINS,
            place=place_name(place, language_),
            load=f"{load:g}",
            rule=rule_name(contrast.rule, language_),
            n=len(found),
            all=len(contrast.measures),
            parts=_("; ").join(parts),
        )
    ]


def by_load(
    result: ProfessionalsResult, place: Place, contrast: Contrast, language_: str | None
) -> Iterator[str]:
    """From which load on two forces win, and by which measures they win at every load."""
    _ = speaker(language_)
    words = {"place": place_name(place, language_), "rule": rule_name(contrast.rule, language_)}
    if always := _named(contrast, ALWAYS, language_):
        yield _(AT_EVERY, measures=_(", ").join(always), **words)
    for name, told in contrast.measures.items():
        if told.word == FROM:
            yield _from_on(result, place, contrast, name, told, language_)
        elif told.word == UP_TO:
            load = max(each.load for each in told.loads if result.is_for_two_forces(name, each))
            yield _(ONLY_UP_TO, measure=measure_name(name, language_), load=f"{load:g}", **words)


def at_no_load(
    result: ProfessionalsResult, place: Place, contrast: Contrast, language_: str | None
) -> list[str]:
    """The measures by which one unit wins somewhere, and two forces nowhere."""
    _ = speaker(language_)
    if not (never := _named(contrast, NEVER, language_)):
        return []
    return [
        _(
            AT_NO,
            place=place_name(place, language_),
            rule=rule_name(contrast.rule, language_),
            low=f"{result.loads[0]:g}",
            high=f"{result.loads[-1]:g}",
            measures=_(", ").join(never),
        )
    ]


def _named(contrast: Contrast, word: str, language_: str | None) -> list[str]:
    return [measure_name(name, language_) for name, each in contrast.measures.items() if each.word == word]


def _from_on(
    result: ProfessionalsResult,
    place: Place,
    contrast: Contrast,
    name: str,
    told: Told,
    language_: str | None,
) -> str:
    _ = speaker(language_)
    load = min(each.load for each in told.loads if result.is_for_two_forces(name, each))
    words = {
        "place": place_name(place, language_),
        "rule": rule_name(contrast.rule, language_),
        "measure": measure_name(name, language_),
        "load": f"{load:g}",
        "busy": busy_shown(place, load),
    }
    if told.turn.mean is None or told.beyond:
        return _(FROM_ON_OPEN, **words)
    return _(FROM_ON, turn=turn_shown(told.turn), **words)


def turn_shown(turn: Estimate) -> str:
    """The load at which the means cross, with its interval."""
    shown = number(turn.mean or 0.0, 2)
    if turn.interval is None:
        return shown
    low, high = (number(end, 2) for end in turn.interval)
    return f"{shown} [{low}, {high}]"


def busy_shown(place: Place, load: float, outcome: str = "utilisation_traffic") -> str:
    """How busy a corps is at a load under two forces, in per cent."""
    found = next(each for each in place.busy if each.load == load and each.rule == place.baseline)
    mean = found.shares[outcome].mean
    return "–" if mean is None else number(100 * mean)


def deciding(result: ProfessionalsResult, place: Place, language_: str | None) -> list[str]:
    """Which assumption turns a difference, or makes most of it: those that turn one first."""
    _ = speaker(language_)
    load = f"{place.decision.load:g}"
    found = [(name, each) for name, each in place.decision.measures.items() if each.by]
    if not found:
        return [_(NOTHING_DECIDES, place=place_name(place, language_), load=load)]
    found.sort(key=lambda item: (not item[1].turns, not _for_two(result, *item)))
    return [
        _(
            TURNS if each.turns else MAKES_MOST,
            place=place_name(place, language_),
            measure=measure_name(name, language_),
            load=load,
            difference=sized(result, name, each.difference, language_),
            words=_(result.mechanisms[each.by]),
            off=sized(result, name, each.switched[each.by].difference, language_),
        )
        for name, each in found[:MOST_DECIDED]
    ]


def _for_two(result: ProfessionalsResult, name: str, found: Decided) -> bool:
    """Whether a difference speaks for two forces."""
    return not result.measure(name).is_better(found.difference.mean or 0.0)


def today(loads: Sequence[float]) -> float:
    """The load tried that is nearest to that of the place as it is."""
    return min(loads, key=lambda load: abs(load - 1.0))


def sentences(result: ProfessionalsResult, place: Place, language_: str | None = None) -> list[str]:
    """A place in words: who wins today and where calls are many, from which load on, and what decides it."""
    _ = speaker(language_)
    said: list[str] = []
    for contrast in place.contrasts:
        for load in dict.fromkeys((today(result.loads), result.loads[-1])):
            said += winning(result, place, contrast, load, language_, two_forces=False)
            two = winning(result, place, contrast, load, language_, two_forces=True)
            said += two or [
                _(
                    TWO_WIN_NOWHERE,
                    place=place_name(place, language_),
                    load=f"{load:g}",
                    rule=rule_name(contrast.rule, language_),
                    all=len(contrast.measures),
                )
            ]
        said += by_load(result, place, contrast, language_)
        said += at_no_load(result, place, contrast, language_)
    return said + deciding(result, place, language_)
