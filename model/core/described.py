"""What a scenario, its timeline and its path of years say of themselves, as results and stores hold it.

Names and numbers alone: whoever reads a stored result needs no model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from jiaosuo.model.core.plain import JsonObject


@dataclass(frozen=True, kw_only=True)
class DescribedEntry:
    """An entry of a timeline as results hold it; None and empty stand for what it does not say.

    Attributes
    ----------
    day : float or None
        Day of the run; None in a path of years.
    year : int or None
        Year of the path.
    rule : str or None
        Name of the rule that comes into force.
    staffing : str or None
        The staffing, as it is written in TOML.
    values : mapping of str to float
        Parameters by name.
    surge : str or None
        Name of the surge that begins.
    township : str
        Where it happens.
    note : str
        For people.
    """

    day: float | None = None
    year: int | None = None
    rule: str | None = None
    staffing: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    surge: str | None = None
    township: str = ""
    note: str = ""

    def to_json(self) -> JsonObject:
        """The entry as it stands in a TOML file.

        Returns
        -------
        dict
            What it says; the rest is left out.
        """
        said: JsonObject = {
            "day": self.day,
            "year": self.year,
            "rule": self.rule,
            "staffing": self.staffing,
            "set": dict(self.values) or None,
            "surge": self.surge,
            "township": self.township or None,
            "note": self.note or None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @classmethod
    def from_json(cls, entry: JsonObject) -> Self:
        """Read back what `to_json` gave.

        Parameters
        ----------
        entry : dict
            Plain data.

        Returns
        -------
        DescribedEntry
            The entry.
        """
        said = dict(entry)
        return cls(values=said.pop("set", {}), **said)


@dataclass(frozen=True, kw_only=True)
class DescribedPath:
    """A path of years as results hold it.

    Attributes
    ----------
    first_year : int
        First year.
    last_year : int
        Last year.
    days_per_year : int
        Days that are run of each.
    values : mapping of str to tuple of float
        One number a year for each parameter that moves.
    """

    first_year: int
    last_year: int
    days_per_year: int
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """The path as it stands in a TOML file, with every year's number.

        Returns
        -------
        dict
            Plain data.
        """
        return {
            "first_year": self.first_year,
            "last_year": self.last_year,
            "days_per_year": self.days_per_year,
            "set": {name: list(numbers) for name, numbers in self.values.items()},
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> Self:
        """Read back what `to_json` gave.

        Parameters
        ----------
        entry : dict
            Plain data.

        Returns
        -------
        DescribedPath
            The path.
        """
        said = dict(entry)
        return cls(values={name: tuple(each) for name, each in said.pop("set").items()}, **said)


@dataclass(frozen=True, kw_only=True)
class DescribedScenario:
    """All that a scenario says, in names and numbers.

    Attributes
    ----------
    preset : str
        Name of the place.
    rule : str
        Name of the rule.
    seed : int
        Seed of the world.
    staffing : str
        The staffing, as it is written in TOML.
    values : mapping of str to float
        Every parameter by name, in its own unit.
    timeline : tuple of DescribedEntry
        What changes when.
    path : DescribedPath or None
        A path of years.
    plugins : mapping of str to str
        Name and content of each plug-in that its rules and kinds come from.
    """

    preset: str
    rule: str
    seed: int
    staffing: str
    values: Mapping[str, float]
    timeline: tuple[DescribedEntry, ...] = ()
    path: DescribedPath | None = None
    plugins: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """The scenario as plain data, of which addresses are made.

        Returns
        -------
        dict
            Plain data.
        """
        return {
            "preset": self.preset,
            "rule": self.rule,
            "seed": self.seed,
            "staffing": self.staffing,
            "values": dict(self.values),
            "timeline": [each.to_json() for each in self.timeline],
            "path": None if self.path is None else self.path.to_json(),
            **({"plugins": dict(self.plugins)} if self.plugins else {}),
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> Self:
        """Read back what `to_json` gave; fields of others beside it are passed over.

        Parameters
        ----------
        entry : dict
            Plain data.

        Returns
        -------
        DescribedScenario
            The scenario.
        """
        said = {name: entry[name] for name in ("preset", "rule", "seed", "staffing", "values")}
        path = entry["path"]
        return cls(
            **said,
            timeline=tuple(map(DescribedEntry.from_json, entry["timeline"])),
            path=None if path is None else DescribedPath.from_json(path),
            plugins=dict(entry.get("plugins", {})),
        )
