"""The options of a study, read and checked before anything runs."""

from __future__ import annotations

from collections.abc import Sequence

from jiaosuo.experiments.comparison.index import SIGNS
from jiaosuo.experiments.inputs.assignments import number, whole
from jiaosuo.experiments.study_tools.study import Option, Request
from jiaosuo.model.core.errors import InputError, unknown
from jiaosuo.model.core.parameter import Parameter
from jiaosuo.model.core.typed import listed
from jiaosuo.model.limits import check_days
from jiaosuo.model.outcomes import OUTCOMES
from jiaosuo.model.rules import Rule, RuleMap, called, named
from jiaosuo.model.scenario import Scenario, parameters

MOST_WORLDS = 100_000


class Given:
    """The texts of the options: as given, else the quick default in a quick look, else the default."""

    def __init__(self, declared: Sequence[Option], request: Request) -> None:
        known = {each.name: each for each in declared}
        for name in request.options:
            if name not in known:
                raise unknown("option", name, known)
        self._texts = {
            name: each.quick if request.quick and each.quick is not None else each.default
            for name, each in known.items()
        } | dict(request.options)

    def text(self, name: str) -> str:
        return self._texts[name].strip()

    def texts(self, name: str) -> list[str]:
        """Texts with commas between; none for an empty text."""
        text = self.text(name)
        return listed(text) if text else []

    def whole(self, name: str, low: int = 1, high: int = MOST_WORLDS) -> int:
        value = whole(f"--{name}", self.text(name))
        if not low <= value <= high:
            raise InputError(f"--{name}", value, f"must be a whole number from {low:,} to {high:,}")
        return value

    def numbers(self, name: str, declared: Parameter | None = None) -> list[float]:
        """Numbers with commas between, inside the range of a parameter if one is named."""
        found = [number(f"--{name}", each) for each in self.texts(name)]
        if len(set(found)) < len(found):
            raise InputError(f"--{name}", self.text(name), "must name each number once")
        return found if declared is None else [declared.check(each, f"--{name}") for each in found]

    def rule(self, name: str) -> Rule | RuleMap:
        return named(self.text(name))

    def rules(self, name: str = "rules", least: int = 2, most: int | None = None) -> list[str]:
        """Names of rules or maps, each once."""
        names = [called(named(each)) for each in self.texts(name)]
        if len(set(names)) < len(names):
            raise InputError(f"--{name}", self.text(name), "must name each rule once")
        if len(names) < least or (most is not None and len(names) > most):
            allowed = (
                f"{least}" if most == least else f"{least} or more" if most is None else f"{least}-{most}"
            )
            raise InputError(f"--{name}", self.text(name), f"must be {allowed} rules")
        return names

    def outcomes(self, name: str = "outcomes") -> list[str]:
        """Names of outcomes of which less or more is better, each once."""
        names = self.texts(name)
        for each in names:
            if each not in OUTCOMES:
                raise unknown(f"--{name}", each, OUTCOMES)
            if OUTCOMES[each].better not in SIGNS:
                allowed = "must be an outcome of which either less or more is better"
                raise InputError(f"--{name}", each, allowed)
        if not names or len(set(names)) < len(names):
            raise InputError(f"--{name}", self.text(name), "must be one or more outcomes, each once")
        return names

    def lever(self, name: str) -> Parameter:
        """A declared parameter by its name."""
        declared, text = parameters(), self.text(name)
        if text not in declared:
            raise unknown(f"--{name}", text, declared)
        return declared[text]

    def days(self, place: Scenario, name: str = "days") -> float:
        """Days of a run: as given, else the place's own."""
        text = self.text(name)
        days = number(f"--{name}", text) if text else float(place.about.days)
        return check_days(days)


def losses_sign(outcome: str) -> float:
    """+1 where less of an outcome is better, -1 where more is: times this, less is always better."""
    return -SIGNS[OUTCOMES[outcome].better]
