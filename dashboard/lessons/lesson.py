"""What a lesson declares: scenes of the county, steps, and claims that the worlds decide when it is shown.

No sentence of a lesson holds a number or a direction that the model gave: a claim names an outcome of a
scene, and what is said of it follows from the difference in the worlds and its interval. A reason is written
for the answer that is expected; where another came out, the reason is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiaosuo.dashboard.choice import session
    from jiaosuo.dashboard.choice.comparison import Demand
    from jiaosuo.dashboard.lessons.evidence import Evidence

KINDS = ("situation", "predict", "reveal", "reason", "home")


@dataclass(frozen=True)
class Choice:
    """One answer to choose from; `words` is a message of the catalogue."""

    id: str
    words: str


@dataclass(frozen=True)
class Scene:
    """Two worlds that a lesson plays and counts. `title`: what tells this scene from the others, marked.

    `focus` is what to look at, `lever` the slider that comes first; `left_values` and `right_values` are set
    from the start; `days` are those of each year on a path of years. `speed`: minutes in a second of play.
    """

    name: str
    title: str
    place: str
    left: str
    right: str
    focus: str
    lever: str
    days: float = 3.0
    seed: int = 1
    staffing: str = "workload"
    left_values: Mapping[str, float] = field(default_factory=dict)
    right_values: Mapping[str, float] = field(default_factory=dict)
    speed: float = 84.0

    def choice(self, language: str) -> session.Choice:
        """The choice that shows the scene."""
        from jiaosuo.dashboard.choice import session

        opened = session.opening(self.place, language)
        left = session.side(self.left, self.staffing, self.left_values)
        right = session.side(self.right, self.staffing, self.right_values)
        demand = replace(opened.demand, seed=self.seed, days=self.days, left=left, right=right)
        return replace(opened, demand=demand, focus=self.focus)

    @property
    def demand(self) -> Demand:
        """The two worlds of the scene."""
        return self.choice("en").demand


@dataclass(frozen=True)
class Claim:
    """What is asked of the worlds: right less left of an outcome in a scene.

    `years`: on a path of years, the mean over these years (first and last); none: over the whole run.
    """

    name: str
    scene: str
    outcome: str
    years: tuple[int, int] | None = None


@dataclass(frozen=True)
class Step:
    """One screen. `words` are paragraphs; `scene` names the worlds that play (none: those that play already).

    A `predict` step has a question, answers to choose from, what came out (`answer`, None where that cannot
    be told) and the answer that the reason is written for (`expected`). `claims` are told in this step and
    judged as one family. `told`: further sentences worked out from what is known.
    """

    kind: str
    words: tuple[str, ...] = ()
    scene: str = ""
    sources: tuple[str, ...] = ()
    question: str = ""
    choices: tuple[Choice, ...] = ()
    answer: Callable[[Evidence], str | None] = lambda evidence: None
    expected: str = ""
    claims: tuple[Claim, ...] = ()
    told: Callable[[Evidence, str], list[str]] = lambda evidence, language: []


@dataclass(frozen=True)
class Lesson:
    """Ten minutes. `number`: its place in the course.

    `asks`: what else the broker is asked (`theory`, `skills`); `years`: worlds run year by year, on a path of
    years, in place of whole runs.
    """

    name: str
    number: int
    title: str
    scenes: tuple[Scene, ...]
    steps: tuple[Step, ...]
    minutes: int = 10
    asks: tuple[str, ...] = ()
    years: int = 0

    def scene(self, name: str) -> Scene:
        """A scene by name."""
        return next(each for each in self.scenes if each.name == name)

    def playing(self, step: int) -> Scene:
        """The scene that plays at a step: its own, else the last one before it, else the first."""
        named = [each.scene for each in self.steps[: step + 1] if each.scene]
        return self.scene(named[-1]) if named else self.scenes[0]

    @property
    def predicts(self) -> tuple[int, ...]:
        """The numbers of the steps that ask for a prediction."""
        return tuple(place for place, step in enumerate(self.steps) if step.kind == "predict")
