"""What a room needs to know of lessons: which there are, what a step asks, what came out."""

from __future__ import annotations

from typing import Any

from dashboard.state import Session


def menu(language: str) -> list[dict[str, Any]]:
    """Lessons with their steps, to choose from."""
    return []


def question(lesson: str, step: int, language: str) -> str:
    """What a step asks."""
    return ""


def choices(lesson: str, step: int, language: str) -> list[dict[str, str]]:
    """The answers that a step gives to choose from; none where it asks nothing."""
    return []


def where(place: str, language: str) -> str:
    """A step, given as `lesson:step`, in words."""
    return place


def follow(session: Session, step: tuple[str, int] | None) -> None:
    """Bring a page to a step of a lesson, or out of any."""


def answer(session: Session, lesson: str, step: int) -> str:
    """Which answer of a step came out, as far as a page knows."""
    return ""
