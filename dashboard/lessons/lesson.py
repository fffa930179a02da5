"""What a lesson declares: scenes of the county, steps, and contrasts that the worlds decide when it is shown.

No sentence of a lesson holds a number or a direction that the model gave: a contrast names an outcome of a
scene, and what is said of it follows from the difference in the worlds and its interval. A reason is written
for the answer that is expected; where another came out, the reason is withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from jiaosuo.dashboard.choice.scene import Scene
from jiaosuo.dashboard.lessons.claims import Claim
from jiaosuo.dashboard.lessons.contrast import Contrast
from jiaosuo.dashboard.lessons.findings import Findings

KINDS = ("situation", "predict", "reveal", "reason", "home")


@dataclass(frozen=True)
class Option:
    """One answer to choose from; `words` is a text of the lesson, or a message of the catalogue."""

    id: str
    words: str


@dataclass(frozen=True)
class Reading:
    """A page of ours to read on; `words` says what it is, `path` where the server has it."""

    words: str
    path: str


@dataclass(frozen=True, kw_only=True)
class LessonScene(Scene):
    """Two worlds that a lesson plays and counts. `title`: what tells this scene from the others."""

    days: float | None = 3.0
    speed: float = 84.0


@dataclass(frozen=True)
class Notes:
    """What who leads a class knows of a step: its aim, what trainees think, what to ask, what to do next."""

    aim: str
    think: str
    ask: str
    next: str


@dataclass(frozen=True)
class Step:
    """One screen. `words` are paragraphs; `scene` names the worlds that play (none: those that play already).

    A `predict` step has a question, answers to choose from, what came out (`answer`, None where that cannot
    be told) and the answer that the reason is written for (`expected`). `contrasts` are told in this step and
    judged as one family. `further`: more sentences worked out from what is known. `readings`: pages that are
    linked, on the last step alone, for they tell what came out. `minutes` and `notes` are for who leads, and
    never shown to a trainee.
    """

    kind: str
    words: tuple[str, ...] = ()
    scene: str = ""
    sources: tuple[str, ...] = ()
    question: str = ""
    choices: tuple[Option, ...] = ()
    answer: Callable[[Findings], str | None] = lambda findings: None
    expected: str = ""
    contrasts: tuple[Contrast, ...] = ()
    further: Callable[[Findings, str], list[str]] = lambda findings, language: []
    readings: tuple[Reading, ...] = ()
    minutes: float | None = None
    notes: Notes | None = None


@dataclass(frozen=True)
class Lesson:
    """Ten minutes. `number`: its place in the course. `claims`: what its words say that the worlds must show.

    `asks`: what else the broker is asked (`theory`, `skills`); `years`: worlds run year by year, on a path of
    years, in place of whole runs.
    """

    name: str
    number: int
    title: str
    scenes: tuple[LessonScene, ...]
    steps: tuple[Step, ...]
    minutes: int = 10
    asks: tuple[str, ...] = ()
    years: int = 0
    claims: tuple[Claim, ...] = ()

    def scene(self, name: str) -> LessonScene:
        """A scene by name."""
        return next(each for each in self.scenes if each.name == name)

    def playing(self, step: int) -> LessonScene:
        """The scene that plays at a step: its own, else the last one before it, else the first."""
        named = [each.scene for each in self.steps[: step + 1] if each.scene]
        return self.scene(named[-1]) if named else self.scenes[0]

    @property
    def families(self) -> tuple[tuple[Contrast, ...], ...]:
        """The contrasts that are judged together: those of a step."""
        return tuple(step.contrasts for step in self.steps if step.contrasts)

    def step_of(self, contrast: str) -> Step:
        """The step that tells a contrast."""
        return next(step for step in self.steps if contrast in [each.name for each in step.contrasts])

    @property
    def predicts(self) -> tuple[int, ...]:
        """The numbers of the steps that ask for a prediction."""
        return tuple(place for place, step in enumerate(self.steps) if step.kind == "predict")
