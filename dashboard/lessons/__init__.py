"""A folder a lesson in `shelf/`: a situation, a prediction, what came out, the reason, a question."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.dashboard.lessons.reading import lessons_in
from jiaosuo.model.core.registry import Shelf

SHELF = Path(__file__).parent / "shelf"


class Shipped(Mapping[str, Lesson]):
    """The lessons of the shelf by name, read when one of them is first looked at."""

    @cached_property
    def _all(self) -> dict[str, Lesson]:
        return {each.name: each for each in lessons_in(SHELF)}

    def __getitem__(self, name: str) -> Lesson:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


LESSONS: Shelf[Lesson] = Shelf(Shipped(), Lesson, "lesson", "lessons")


def course() -> list[Lesson]:
    """All lessons in the order in which they are taught."""
    return sorted(LESSONS.values(), key=lambda each: each.number)


__all__ = ["LESSONS", "Lesson", "course"]
