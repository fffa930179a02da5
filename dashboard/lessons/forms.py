"""Tables of a lesson's file: what may stand in them, and of which type; what else stands there is refused."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jiaosuo.model.core.errors import InputError, unknown

type Goes = Literal["less", "more", "same"]


class Form(BaseModel):
    """A table whose keys are known, and whose values are of their type, with nothing turned into it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _keys(cls, table: Any) -> Any:
        """Names are told with what is near them, before anything else is looked at."""
        if isinstance(table, dict):
            for key in table:
                if key not in cls.model_fields:
                    raise unknown("key", key, cls.model_fields)
            missing = [
                key for key, field in cls.model_fields.items() if field.is_required() and key not in table
            ]
            if missing:
                raise InputError("table", ", ".join(table), f"must be a table with {', '.join(missing)}")
        return table


class ContrastForm(Form):
    """Right less left of an outcome in a scene; `years`: the mean over these, first and last."""

    name: str
    scene: str
    outcome: str
    years: list[int] | None = Field(None, min_length=2, max_length=2)


class SceneForm(Form):
    """Two worlds that play: as `choice.scene.Scene` says it."""

    name: str
    place: str
    left: str
    right: str
    focus: str
    lever: str
    seed: int = Field(1, ge=0)
    days: float = Field(3.0, gt=0)
    staffings: list[str] | None = Field(None, min_length=2, max_length=2)
    left_values: dict[str, float] = {}
    right_values: dict[str, float] = {}
    shares: dict[str, float] = {}
    speed: float = Field(84.0, gt=0)
    start: int = Field(0, ge=0)


class StepForm(Form):
    """One screen. `answer`: how a choice is picked; `told`: what is worked out; `readings`: paths by name."""

    name: str
    kind: Literal["situation", "predict", "reveal", "reason", "home"]
    minutes: float = Field(gt=0)
    scene: str = ""
    choices: list[str] = []
    expected: str = ""
    answer: dict[str, Any] | None = None
    contrasts: list[ContrastForm] = []
    told: list[str] = []
    readings: dict[str, str] = {}


class ClaimForm(Form):
    """What the worlds must show, as `claims.Claim` says it."""

    contrast: str
    goes: Goes | None = None
    than: str = ""
    side: Literal["", "left", "right"] = ""
    at_most: float | None = Field(None, gt=0)


class LessonForm(Form):
    """All of a lesson but its words."""

    name: str = ""
    number: int = Field(ge=1)
    asks: list[Literal["theory", "skills"]] = []
    years: int = Field(0, ge=0, le=100)
    scenes: list[SceneForm] = Field(min_length=1)
    steps: list[StepForm] = Field(min_length=1)
    told: list[dict[str, Any]] = []
    claims: list[ClaimForm] = []


class NotesForm(Form):
    """What who leads a class knows of a step."""

    aim: str = Field(min_length=1)
    think: str = Field(min_length=1)
    ask: str = Field(min_length=1)
    next: str = Field(min_length=1)


class StepWords(Form):
    """The words of a step in one language."""

    words: list[str] = []
    sources: list[str] = []
    question: str = ""
    choices: dict[str, str] = {}
    readings: dict[str, str] = {}
    notes: NotesForm | None = None


class LessonWords(Form):
    """All words of a lesson in one language."""

    title: str = Field(min_length=1)
    scenes: dict[str, str]
    steps: dict[str, StepWords]
    told: dict[str, dict[str, str]] = {}
