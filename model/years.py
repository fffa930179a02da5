"""A long path: years that are sampled, and the numbers that move from the first year to the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from jiaosuo.model.core.described import DescribedPath
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.units import DAYS_A_YEAR

YEAR = Parameter(
    "year", 2000, 0, 2200, "year", "Calendar year, or years from the place as it is now", whole=True
)
DAYS_PER_YEAR = Parameter(
    "days_per_year", 7, 1, DAYS_A_YEAR, "days", "Days sampled of each year, spread evenly over it", whole=True
)
MOST_YEARS = 60
MOST_GROWN = 30
"""The most years of growth, as `years` is declared."""
DAYS_OF_A_YEAR = 7
"""Days sampled of each year where nobody says."""
KEYS = ("first_year", "last_year", "days_per_year", "set", "growth")

GROWN_FOR = "years"
"""The number that says how many years of growth lie behind a county."""


@dataclass(frozen=True)
class Years:
    """A long path: which years, how many days of each, and the numbers that move.

    Parameters
    ----------
    first, last : int
        First and last year, at most 60 in all.
    days_per_year : int
        Days that are run of each year, 1 to 365, spread evenly over it.
    values : mapping of str to tuple of float, optional
        One number a year for each parameter that moves.
    """

    first: int
    last: int
    days_per_year: int
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    @classmethod
    def growing(cls, horizon: int, days_per_year: int = DAYS_OF_A_YEAR, first: int = 0) -> Years:
        """The years from one on, each with as many years of growth behind it.

        Parameters
        ----------
        horizon : int
            How many years more.
        days_per_year : int, default 7
            Days that are run of each year.
        first : int, default 0
            The first year.

        Returns
        -------
        Years
            The path.
        """
        return cls(first, first + horizon, days_per_year, {GROWN_FOR: tuple(range(horizon + 1))})

    @property
    def grows(self) -> bool:
        """Whether each year stands as many years of growth after the first."""
        return self.values.get(GROWN_FOR) == tuple(range(len(self.all)))

    def __reduce__(self) -> tuple[Any, ...]:
        return Years, (self.first, self.last, self.days_per_year, dict(self.values))

    @property
    def all(self) -> range:
        """The years in order."""
        return range(self.first, self.last + 1)

    @property
    def days(self) -> int:
        """Days of the whole path that are run."""
        return len(self.all) * self.days_per_year

    @property
    def unsampled(self) -> float:
        """Days that pass unseen after each day that is run."""
        return DAYS_A_YEAR / self.days_per_year - 1

    def begins(self, year: int) -> int:
        """Day of the run on which a year begins.

        Parameters
        ----------
        year : int
            A year of the path.

        Returns
        -------
        int
            The day, the first being 0.
        """
        return (year - self.first) * self.days_per_year

    def at(self, year: int) -> dict[str, float]:
        """The numbers of a year.

        Parameters
        ----------
        year : int
            A year of the path.

        Returns
        -------
        dict
            By name of the parameter its value.
        """
        return {name: values[year - self.first] for name, values in self.values.items()}

    def described(self) -> DescribedPath:
        """The path as it stands in a TOML file, with every year's number.

        Returns
        -------
        DescribedPath
            Names and numbers alone.
        """
        return DescribedPath(
            first_year=self.first,
            last_year=self.last,
            days_per_year=self.days_per_year,
            values=dict(self.values),
        )


def read_years(content: object, declared: Mapping[str, Parameter], fixed: tuple[str, ...]) -> Years:
    """The path in a table as TOML gives it; InputError names what is wrong."""
    if not isinstance(content, Mapping):
        raise InputError("path", content, "must be a table with first_year, last_year and days_per_year")
    for key in content:
        if key not in KEYS:
            raise unknown("path", key, KEYS)
    for key in ("first_year", "last_year"):
        if key not in content:
            raise InputError("path", sorted(content), f"{key} is missing")
    first, last = (int(YEAR.check(content[key], f"path {key}")) for key in ("first_year", "last_year"))
    if not first <= last < first + MOST_YEARS:
        raise InputError("path last_year", last, f"must be a year from {first} to {first + MOST_YEARS - 1}")
    days = int(DAYS_PER_YEAR.check(content.get("days_per_year", DAYS_OF_A_YEAR), "path days_per_year"))
    moving = content.get("set", {})
    if not isinstance(moving, Mapping):
        raise InputError("path set", moving, "must be a table of NAME = [FIRST, LAST]")
    count = last - first + 1
    if _is_grown(content.get("growth", False), moving, count):
        moving = {**moving, GROWN_FOR: tuple(range(count))}
    return Years(
        first,
        last,
        days,
        {name: _yearly(name, given, count, declared, fixed) for name, given in moving.items()},
    )


def _is_grown(asked: object, moving: Mapping[str, object], count: int) -> bool:
    """Whether the years of a path are years of growth; InputError where they cannot be."""
    if not isinstance(asked, bool):
        raise InputError("path growth", asked, "must be true or false")
    if asked and GROWN_FOR in moving:
        raise InputError(f"path {GROWN_FOR}", moving[GROWN_FOR], "path growth sets it year by year")
    if asked and count - 1 > MOST_GROWN:
        raise InputError("path growth", asked, f"must be a path of at most {MOST_GROWN} years of growth")
    return asked


def _yearly(
    name: str, given: object, count: int, declared: Mapping[str, Parameter], fixed: tuple[str, ...]
) -> tuple[float, ...]:
    """One checked number a year: as given, or on the line between the first and the last."""
    field = f"path {name}"
    if name not in declared:
        raise unknown("path parameter", name, declared)
    if name in fixed:
        raise InputError(field, given, "must be the same for the whole of a run")
    if not isinstance(given, list | tuple) or len(given) not in (2, count):
        raise InputError(field, given, f"must be [FIRST, LAST] or one number for each of the {count} years")
    ends = [declared[name].check(each, field) for each in given]
    if len(ends) == count:
        return tuple(ends)
    line = [ends[0] + (ends[1] - ends[0]) * year / max(1, count - 1) for year in range(count)]
    return tuple(float(round(each)) if declared[name].whole else each for each in line)
