"""What went wrong elsewhere, in a worker say: told in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.refusals import Refused
from jiaosuo.model.core.words import CHINESE, ENGLISH, N_, translate

NO_MEMORY = N_("there is not enough memory for this county; choose a larger grain")
NOT_STORED = N_("the recording could not be stored: {why}")
THIS_RUN = N_("this run failed ({error}); other runs go on")
DIED = N_("the worker process died {n} times while running this")


@dataclass(frozen=True)
class Problem:
    """A sentence for a person, without traceback or paths: a message and its values, or a refusal."""

    message: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    refused: Refused | None = None

    @classmethod
    def of(cls, error: BaseException) -> Problem:
        """What an exception comes to."""
        if isinstance(error, InputError):
            return cls(refused=Refused.of(error))
        if isinstance(error, MemoryError):
            return cls(NO_MEMORY)
        if isinstance(error, OSError):
            return cls(NOT_STORED, {"why": error.strerror or type(error).__name__})
        return cls(THIS_RUN, {"error": type(error).__name__})

    def told(self, language: str | None = None) -> str:
        """The sentence in a language."""
        if self.refused is not None:
            return self.refused.told(language)
        return translate(self.message, language, **self.values)

    def __str__(self) -> str:
        return self.told(ENGLISH)

    def to_json(self) -> dict[str, str]:
        """Both languages, for a browser that knows its own."""
        return {"error": self.told(ENGLISH), "error_zh": self.told(CHINESE)}


LEFT_OUT = N_("{n} worlds could not be run: left out on both sides. {why}")


def left_out(problems: Sequence[Problem], language: str) -> str:
    """How many worlds of a verdict could not be run, and why the first could not; empty for none."""
    if not problems:
        return ""
    return translate(LEFT_OUT, language, n=len(problems), why=problems[0].told(language))
