"""One file per lesson: a situation, a prediction, what came out in the county, the reason, a question."""

from dashboard.lessons.lesson import Lesson
from model.core.registry import Shelf

LESSONS: Shelf[Lesson] = Shelf(__name__, Lesson, "lesson")


def course() -> list[Lesson]:
    """All lessons in the order in which they are taught."""
    return sorted(LESSONS.values(), key=lambda each: each.number)


__all__ = ["LESSONS", "Lesson", "course"]
