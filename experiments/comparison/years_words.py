"""Rules year by year in words: which is better until when, and the year in which two change places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jiaosuo.experiments.comparison.result import HEADLINES, Headline
from jiaosuo.experiments.comparison.years_result import Turn, YearsResult
from jiaosuo.model.core.errors import unknown
from jiaosuo.model.core.words import N_, speaker

SHOWN = ("response_mean_traffic_rural", "response_mean_traffic_urban", "clear_mean_traffic_urban")
"""The outcomes that get a table where none is asked for."""

CROSSES = N_(
    "{title}: {before} is better up to year {year}{interval}, {after} from then on. By then {urban} % of the "
    "people live in towns and there are {vehicles} vehicles per 1,000 people."
)
AHEAD = N_("{title}: {before} is better over the years from {first} to {last} together; they do not cross.")
UNSURE = N_("{title}: {first} and {later} cannot be told apart over the years from {start} to {end}.")
NOT_SEEN = N_("{title}: not observed.")


def setting(result: YearsResult, language: str | None) -> str:
    """What was compared, where, over which years and on how many worlds."""
    _ = speaker(language)
    return _(
        "Compared in {preset}: {rules}, each on the same {n} worlds, years {first} to {last}, {days} days of "
        "each year, staffing {staffing}.",
        preset=result.preset,
        rules=_(", ").join(_(rule) for rule in result.rules),
        n=result.replications,
        first=result.years[0],
        last=result.years[-1],
        days=result.days_per_year,
        staffing=_(result.staffing),
    )


def shown(names: Sequence[str]) -> list[Headline]:
    """The headlines with these outcomes, in the order asked; InputError for what is none."""
    known = {headline.outcome: headline for headline in HEADLINES}
    for name in names:
        if name not in known:
            raise unknown("headline", name, known)
    return [known[name] for name in names]


def findings(result: YearsResult, language: str | None) -> list[str]:
    """A sentence for each headline and later rule: where the two change places, or that they do not."""
    told = [headline for headline in HEADLINES if headline.always]
    return [turn_sentence(result, headline, rule, language) for headline in told for rule in result.later]


def turn_sentence(result: YearsResult, headline: Headline, rule: str, language: str | None) -> str:
    """Where a later rule and the first change places on one outcome."""
    _ = speaker(language)
    about, title = result.outcomes[headline.outcome], _(headline.title)
    turn = about.turns.get(rule)
    if turn is None or all(each.mean is None for each in about.differences[rule]):
        return _(NOT_SEEN, title=title)
    names = (_(result.rules[0]), _(rule))
    return spoken_turn(turn, title, names, Course(result.years, result.grown), language)


@dataclass(frozen=True)
class Course:
    """The years of a path and, by name, what has grown in each of them."""

    years: Sequence[int]
    grown: Mapping[str, Sequence[float]]

    def at(self, name: str, year: float) -> float:
        """What has grown up to a point between two years, on the line between them."""
        numbers = self.grown[name]
        place = min(max(year - self.years[0], 0.0), len(numbers) - 1.0)
        before = max(0, min(int(place), len(numbers) - 2))
        after = min(before + 1, len(numbers) - 1)
        return numbers[before] + (numbers[after] - numbers[before]) * (place - before)


def spoken_turn(turn: Turn, title: str, names: tuple[str, str], course: Course, language: str | None) -> str:
    """A turn in a sentence; `names` are those of the first and the later rule, as they are spoken."""
    _ = speaker(language)
    start, end = course.years[0], course.years[-1]
    if turn.kind == "unsure":
        return _(UNSURE, title=title, first=names[0], later=names[1], start=start, end=end)
    if turn.kind == "ahead":
        return _(AHEAD, title=title, before=_(turn.before), first=start, last=end)
    year, ends = turn.year.mean or 0.0, turn.year.interval
    interval = "" if ends is None else _(
        " (95 % interval {low} to {high})", low=f"{ends[0]:.1f}", high=f"{ends[1]:.1f}"
    )  # fmt: skip
    return _(
        CROSSES,
        title=title,
        before=_(turn.before),
        after=_(turn.after),
        year=f"{year:.1f}",
        interval=interval,
        urban=f"{100 * course.at('urbanization', year):.0f}",
        vehicles=f"{course.at('vehicles_per_1000', year):.0f}",
    )
