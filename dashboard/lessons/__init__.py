"""One file per lesson: a situation, a prediction, what came out in the county, the reason, a question."""

from jiaosuo.dashboard.lessons.lesson import Lesson
from jiaosuo.model.core.registry import Shelf

LESSONS: Shelf[Lesson] = Shelf("jiaosuo.dashboard.lessons.shelf", Lesson, "lesson", "lessons")


def course() -> list[Lesson]:
    """All lessons in the order in which they are taught."""
    return sorted(LESSONS.values(), key=lambda each: each.number)


__all__ = ["LESSONS", "Lesson", "course"]
