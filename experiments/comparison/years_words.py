"""Rules year by year in words and tables: each rule's course, and the year in which two change places."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from jiaosuo.experiments.comparison.result import HEADLINES, SHARES, Headline, number, scaled
from jiaosuo.experiments.comparison.tables import change_cell
from jiaosuo.experiments.comparison.years_result import Turn, YearsResult
from jiaosuo.experiments.statistics.estimate import Estimate
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


def table(result: YearsResult, headline: Headline, language: str | None) -> Table:
    """One outcome for a terminal: a row a year with what has grown, each rule's mean and its difference."""
    _ = speaker(language)
    first = _(result.rules[0])
    caption = _("In brackets: difference from {first} with its 95 % interval.", first=first)
    sheet = Table(title=_titled(result, headline, language), title_justify="left", caption=caption,
                  caption_justify="left")  # fmt: skip
    for head in (_("Year"), _("Towns, %"), _("Vehicles per 1,000")):
        sheet.add_column(head, justify="right")
    for rule in result.rules:
        sheet.add_column(Text(_(rule)), justify="right", overflow="fold")
    for cells in rows(result, headline.outcome, language):
        sheet.add_row(*(Text(cell) for cell in cells))
    return sheet


def rows(result: YearsResult, outcome: str, language: str | None) -> list[list[str]]:
    """The cells of that table."""
    about = result.outcomes[outcome]
    scale = 100 if about.unit in SHARES else 1
    found = []
    for at, year in enumerate(result.years):
        urban, vehicles = (result.grown[name][at] for name in ("urbanization", "vehicles_per_1000"))
        cells = [str(year), f"{100 * urban:.1f}", f"{vehicles:.0f}"]
        for rule in result.rules:
            mean = _mean(about.rules[rule][at], scale, language)
            change = about.differences[rule][at] if rule in about.differences else None
            cells.append(mean if change is None else f"{mean}  ({change_cell(change, scale)})")
        found.append(cells)
    return found


def _mean(estimate: Estimate, scale: float, language: str | None) -> str:
    if estimate.mean is None:
        return speaker(language)("not observed")
    (mean, *_ends), decimals = scaled(estimate, scale)
    return number(mean, decimals)


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
    start, end = result.years[0], result.years[-1]
    if turn.kind == "crosses":
        return _crossing_sentence(result, title, turn, language)
    if turn.kind == "ahead":
        return _(AHEAD, title=title, before=_(turn.before), first=start, last=end)
    return _(UNSURE, title=title, first=_(result.rules[0]), later=_(rule), start=start, end=end)


def _crossing_sentence(result: YearsResult, title: str, turn: Turn, language: str | None) -> str:
    _ = speaker(language)
    year = turn.year.mean or 0.0
    ends = turn.year.interval
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
        urban=f"{100 * at_year(result, 'urbanization', year):.0f}",
        vehicles=f"{at_year(result, 'vehicles_per_1000', year):.0f}",
    )


def at_year(result: YearsResult, name: str, year: float) -> float:
    """What has grown up to a point between two years, on the line between them."""
    numbers = result.grown[name]
    place = min(max(year - result.years[0], 0.0), len(numbers) - 1.0)
    before = min(int(place), len(numbers) - 2) if len(numbers) > 1 else 0
    after = min(before + 1, len(numbers) - 1)
    return numbers[before] + (numbers[after] - numbers[before]) * (place - before)


def _titled(result: YearsResult, headline: Headline, language: str | None) -> str:
    _ = speaker(language)
    unit = result.outcomes[headline.outcome].unit
    shown_unit = "%" if unit in SHARES else _(unit.strip("-"))
    title = _(headline.title)
    return _("{title} ({unit})", title=title, unit=shown_unit) if shown_unit else title
