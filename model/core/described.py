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
    """An entry of a timeline; None and empty stand for what it does not say. `values`: parameters by name."""

    day: float | None = None
    year: int | None = None
    rule: str | None = None
    staffing: str | None = None
    values: Mapping[str, float] = field(default_factory=dict)
    surge: str | None = None
    township: str = ""
    note: str = ""

    def to_json(self) -> JsonObject:
        """The entry as it stands in a TOML file; what it does not say is left out."""
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
        """Read it back."""
        said = dict(entry)
        return cls(values=said.pop("set", {}), **said)


@dataclass(frozen=True, kw_only=True)
class DescribedPath:
    """A path of years; `values`: one number a year for each parameter that moves."""

    first_year: int
    last_year: int
    days_per_year: int
    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """The path as it stands in a TOML file, with every year's number."""
        return {
            "first_year": self.first_year,
            "last_year": self.last_year,
            "days_per_year": self.days_per_year,
            "set": {name: list(numbers) for name, numbers in self.values.items()},
        }

    @classmethod
    def from_json(cls, entry: JsonObject) -> Self:
        """Read it back."""
        said = dict(entry)
        return cls(values={name: tuple(each) for name, each in said.pop("set").items()}, **said)


@dataclass(frozen=True, kw_only=True)
class DescribedScenario:
    """All that a scenario says; `preset` names its place, `rule` and `staffing` go by name.

    `plugins`: name and content of each that its rules and kinds come from; most have none, and say nothing.
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
        """The scenario as plain data, of which addresses are made."""
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
        """Read it back; fields of others beside it are passed over."""
        said = {name: entry[name] for name in ("preset", "rule", "seed", "staffing", "values")}
        path = entry["path"]
        return cls(
            **said,
            timeline=tuple(map(DescribedEntry.from_json, entry["timeline"])),
            path=None if path is None else DescribedPath.from_json(path),
            plugins=dict(entry.get("plugins", {})),
        )
