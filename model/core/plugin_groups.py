"""What a plug-in may declare: seven groups, each with the class of its values and the shelf that takes them.

Classes and shelves are named, not imported: a plug-in that declares a rule needs no page to be loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiaosuo.model.core.words import N_


@dataclass(frozen=True)
class Places:
    """A folder of places: each a folder with `scenario.toml`, known by its name while the plug-in is."""

    folder: Path

    @property
    def names(self) -> tuple[str, ...]:
        """The places that are in it now; none where the folder is not there."""
        if not self.folder.is_dir():
            return ()
        found = (each for each in self.folder.iterdir() if (each / "scenario.toml").is_file())
        return tuple(sorted(each.name for each in found))


@dataclass(frozen=True)
class Group:
    """`classes`: of its values, as MODULE:CLASS. `shelf`: the module that makes the shelf that takes them."""

    name: str
    noun: str
    classes: tuple[str, ...]
    shelf: str

    @property
    def entry_points(self) -> str:
        """The group of entry points by which a distribution declares them."""
        return f"jiaosuo.{self.name}"

    def takes(self, value: object) -> bool:
        """Whether a value belongs to the group, by the names of its classes."""
        return not isinstance(value, type) and any(
            f"{each.__module__}:{each.__qualname__}" in self.classes for each in type(value).__mro__
        )


GROUPS: Mapping[str, Group] = {
    each.name: each
    for each in (
        Group(
            "rules",
            N_("rule"),
            ("jiaosuo.model.rules.rule:Rule", "jiaosuo.model.rules.map:RuleMap"),
            "jiaosuo.model.rules",
        ),
        Group("kinds", N_("kind"), ("jiaosuo.model.incidents.kind:Kind",), "jiaosuo.model.incidents"),
        Group("outcomes", N_("outcome"), ("jiaosuo.model.measures:Outcome",), "jiaosuo.model.outcomes"),
        Group("places", N_("place"), (f"{__name__}:Places",), "jiaosuo.model.scenario_file"),
        Group(
            "studies",
            N_("study"),
            ("jiaosuo.experiments.study_tools.study:Study",),
            "jiaosuo.experiments.studies",
        ),
        Group(
            "lessons", N_("lesson"), ("jiaosuo.dashboard.lessons.lesson:Lesson",), "jiaosuo.dashboard.lessons"
        ),
        Group(
            "stories",
            N_("story"),
            ("jiaosuo.dashboard.choice.stories.story:Story",),
            "jiaosuo.dashboard.choice.stories",
        ),
    )
}

OF_RESULTS = ("rules", "kinds", "outcomes", "studies")
"""Groups whose values change what a run gives, or what is made of it."""


def group_of(value: object) -> str | None:
    """The group that takes a value, None where none does."""
    return next((name for name, group in GROUPS.items() if group.takes(value)), None)


def names_of(value: object) -> tuple[str, ...]:
    """What a value is called; the places of a folder have a name each."""
    return value.names if isinstance(value, Places) else (str(getattr(value, "name")),)  # noqa: B009


type Own = Callable[[], Mapping[str, object] | Collection[str]]

_shelves: dict[str, list[Own]] = {name: [] for name in GROUPS}


def announce(group: str, own: Own) -> None:
    """Say which names of a group are taken without plug-ins, and by which values where there are values."""
    _shelves[group].append(own)


def shipped(group: str) -> Iterator[tuple[str, object]]:
    """Every name of a group that is taken without plug-ins, with its value."""
    for own in _shelves[group]:
        taken = own()
        yield from taken.items() if isinstance(taken, Mapping) else ((name, None) for name in taken)
