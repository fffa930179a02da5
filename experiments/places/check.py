"""Given, read, used: what a table says, the numbers taken from it, and the county that is built of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiaosuo.experiments.places.unchosen import unchosen_sentences
from jiaosuo.experiments.results.record import Record
from jiaosuo.model.core.terms import Corps, RoadClass
from jiaosuo.model.core.words import N_, speaker
from jiaosuo.model.township import COLUMNS, HEADCOUNTS
from jiaosuo.model.used_place import UsedPlace, used_place

if TYPE_CHECKING:
    from jiaosuo.experiments.places.folder import OpenPlace
    from jiaosuo.model.township import Township

PEOPLE_GRAIN = 0.02
"""Share of a township's people that cells and agents may lose or add."""
OFFICERS_GRAIN = 1
ROAD_GRAIN = 0.05
"""Share of a class's kilometres in a township; roads are laid on cells."""

TOWN_PEOPLE, ALL = "town_people", ""
ROADS = {"trunk_km": RoadClass.TRUNK, "county_km": RoadClass.COUNTY, "village_km": RoadClass.VILLAGE}
CORPS = dict(zip(HEADCOUNTS, (Corps.TRAFFIC, Corps.STATION, Corps.PATROL, Corps.AUXILIARY), strict=True))

ESTIMATE, DIFFERENCE = "~", "!"
"""Marks of a table: what no file gave, and where the county is another than was given."""

TOWN_LABEL = N_("Townspeople")


@dataclass(frozen=True, kw_only=True)
class CheckedNumber(Record):
    """One number of a township (of the county, if `township` is empty): given, read, used.

    `given` is the text of the cell, None if no file says it; `estimated`: the model found it by a rule;
    `differs`: the county has another number than was read, by more than the grain explains.
    """

    township: str
    column: str
    given: str | None
    read: float | None
    used: float
    estimated: bool
    differs: bool

    @property
    def mark(self) -> str:
        """`!` for a difference, `~` for an estimate, else nothing."""
        return DIFFERENCE if self.differs else ESTIMATE if self.estimated else ""


@dataclass(frozen=True, kw_only=True)
class Estimated(Record):
    """What the model estimates, as no file gives it."""

    township: str
    column: str


@dataclass(frozen=True, kw_only=True)
class StationOff(Record):
    """A station that stands `km` from where the table puts it, which is outside of its township."""

    township: str
    km: float


@dataclass(frozen=True, kw_only=True)
class PlaceCheck(Record):
    """A place side by side; `seat_given` is None if the seat was found by the size of towns."""

    place: str
    townships: int
    people: float
    officers: int
    seat: str
    seat_given: str | None
    staffing: str
    numbers: tuple[CheckedNumber, ...]
    estimated: tuple[Estimated, ...]
    stations_off: tuple[StationOff, ...]
    notes: tuple[str, ...]
    differs: bool


def check_place(opened: OpenPlace, language: str | None = None) -> PlaceCheck:
    """The place as given, read and used; builds the land and runs nothing. InputError where that fails."""
    used = used_place(opened.scenario)
    townships = opened.scenario.townships
    numbers = tuple(_numbers(opened, used))
    return PlaceCheck(
        place=opened.scenario.place,
        townships=len(used.names),
        people=round(float(used.people.sum()), 3),
        officers=int(used.officers[[Corps.TRAFFIC, Corps.STATION, Corps.PATROL]].sum()),
        seat=used.seat,
        seat_given=getattr(opened.scenario, "seat", "") or None,
        staffing=used.staffing,
        numbers=(*numbers, *_sums(numbers)) if townships else numbers,
        estimated=tuple(Estimated(township=name, column=column) for name, column in used.estimated),
        notes=(
            *(note.told(language) for note in (*opened.record.notes, *opened.notes)),
            *unchosen_sentences(opened.scenario.about, language),
        ),
        stations_off=tuple(StationOff(township=name, km=km) for name, km in used.stations_off),
        differs=bool(used.stations_off) or any(each.differs for each in numbers),
    )


def _numbers(opened: OpenPlace, used: UsedPlace) -> Iterator[CheckedNumber]:
    given = {row.name: row.given for row in opened.rows}
    cell = opened.scenario["cell_km"] ** 2
    for row, township in enumerate(opened.scenario.townships):
        texts = given.get(township.name, {})
        for column in ("population", TOWN_PEOPLE, "area_km2", *ROADS, *CORPS):
            value = _used(used, column, row)
            read = None if column == TOWN_PEOPLE else _read(township, column, texts)
            off = 0.0 if read is None else abs(value - read)
            yield CheckedNumber(
                township=township.name,
                column=column,
                given=texts.get(column),
                read=read,
                used=round(value, 3),
                estimated=(township.name, column) in used.estimated,
                differs=off > _grain(column, read or 0.0, cell) + 1e-9,
            )


def _read(township: Township, column: str, texts: object) -> float | None:
    value = getattr(township, column)
    return None if value is None else float(value)


def _grain(column: str, read: float, cell: float) -> float:
    """What cells, agents and whole officers explain of a difference."""
    if column == "area_km2":
        return cell
    if column in CORPS:
        return OFFICERS_GRAIN
    return max(1.0, (PEOPLE_GRAIN if column == "population" else ROAD_GRAIN) * read)


def _used(used: UsedPlace, column: str, row: int) -> float:
    if column in CORPS:
        return float(used.officers[CORPS[column], row])
    if column in ROADS:
        return float(used.road_km[ROADS[column], row])
    by_column = {"population": used.people, TOWN_PEOPLE: used.town_people, "area_km2": used.area_km2}
    return float(by_column[column][row])


def _sums(numbers: Sequence[CheckedNumber]) -> Iterator[CheckedNumber]:
    """The county: each column added up."""
    for column in dict.fromkeys(each.column for each in numbers):
        those = [each for each in numbers if each.column == column]
        read = [each.read for each in those if each.read is not None]
        yield CheckedNumber(
            township=ALL,
            column=column,
            given=None,
            read=sum(read) if read else None,
            used=sum(each.used for each in those),
            estimated=any(each.estimated for each in those),
            differs=any(each.differs for each in those),
        )


def label(column: str, language: str | None = None) -> str:
    """What a column is called for a reader."""
    _ = speaker(language)
    return _(TOWN_LABEL) if column == TOWN_PEOPLE else _(COLUMNS[column].meaning)


def in_short(
    found: PlaceCheck, language: str | None = None, called: Callable[[str], str] | None = None
) -> list[str]:
    """The check in a few sentences, as `run` and `compare` begin with it.

    `called`: what columns are called for who sees a map; None for who writes the files, by the names there.
    """
    _ = speaker(language)
    lines = [
        _(
            "{place}: {townships} townships, {people:,.0f} people, {officers} officers; county seat {seat}; "
            "staffing {staffing}.",
            place=found.place,
            townships=found.townships,
            people=found.people,
            officers=found.officers,
            seat=found.seat,
            staffing=_(found.staffing),
        )
    ]
    if found.seat_given is None and found.townships > 1:
        lines.append(_(SEAT_FOUND if called else SEAT_FOUND_AND_HOW))
    lines += found.notes
    if found.estimated:
        what = _counted(found, called or str)
        lines.append(_("Estimated, as no file gives it: {what}.", what=what))
    lines += [_(STATION_OFF, township=each.township, km=each.km) for each in found.stations_off]
    lines += [_difference(each, language) for each in _worst(found)[:MOST_SHOWN]]
    if (more := sum(each.differs for each in found.numbers if each.township) - MOST_SHOWN) > 0:
        lines.append(_("{count} more differences: jiaosuo place check.", count=more))
    return lines


MOST_SHOWN = 5
SEAT_FOUND = N_("The seat is not named; it is the largest town.")
SEAT_FOUND_AND_HOW = N_('The seat is not named; it is the largest town. To name it: seat = "NAME".')
STATION_OFF = N_(
    "{township}: a station is put outside of the township; it stands in its nearest cell, {km} km from there."
)


def _worst(found: PlaceCheck) -> list[CheckedNumber]:
    """Differences of townships, the largest first by share."""
    those = [each for each in found.numbers if each.differs and each.township]
    return sorted(those, key=lambda each: -abs(each.used - (each.read or 0)) / max(1.0, each.read or 0.0))


def _counted(found: PlaceCheck, called: Callable[[str], str]) -> str:
    columns = Counter(each.column for each in found.estimated)
    return ", ".join(
        called(name) if count == found.townships else f"{called(name)} ({count}/{found.townships})"
        for name, count in columns.items()
    )


def _difference(each: CheckedNumber, language: str | None) -> str:
    _ = speaker(language)
    return _(
        "{township}: {column}: {read} was read, the county has {used}.",
        township=each.township,
        column=label(each.column, language),
        read=number(each.read, each.column),
        used=number(each.used, each.column),
    )


def number(value: float | None, column: str) -> str:
    """A number as it is shown: people and officers whole, kilometres to a tenth."""
    if value is None:
        return ""
    return f"{value:,.1f}" if column.endswith(("_km", "_km2")) else f"{value:,.0f}"
