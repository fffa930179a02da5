"""What one look found: how well that is, what was seen, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from jiaosuo.model.core.plain import JsonObject
from jiaosuo.model.core.words import N_, speaker


class Level(StrEnum):
    """How well it is; only a problem keeps a class from being held."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


LEVELS = {Level.OK: N_("ok"), Level.WARNING: N_("warning"), Level.PROBLEM: N_("problem")}


@dataclass(frozen=True)
class Finding:
    """One line of the report. `name`, `said` and `do` are marked words, filled from `values` when shown."""

    name: str
    level: Level
    said: str
    do: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def to_json(self, language: str) -> JsonObject:
        """The finding in plain words of a language."""
        _ = speaker(language)
        return {
            "name": _(self.name),
            "level": self.level.value,
            "said": _(self.said, **self.values),
            "do": _(self.do, **self.values),
        }


def ok(name: str, said: str, **values: object) -> Finding:
    """All is well."""
    return Finding(name, Level.OK, said, "", values)


def warning(name: str, said: str, do: str, **values: object) -> Finding:
    """A class can be held, but look at this."""
    return Finding(name, Level.WARNING, said, do, values)


def problem(name: str, said: str, do: str, **values: object) -> Finding:
    """Mend this first."""
    return Finding(name, Level.PROBLEM, said, do, values)
