"""The worlds of a lesson, followed beside the page from its first step on, so that they are there in time."""

from __future__ import annotations

import solara

from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons import evidence as evidences
from jiaosuo.dashboard.lessons.evidence import Evidence
from jiaosuo.dashboard.page.hooks import use_following


def use_lesson(session: Session) -> Evidence | None:
    """What is known by now of the lesson that is open; None outside a lesson."""
    name = session.lesson.name if session.lesson else ""
    watched, show = solara.use_state(("", None))

    def ask() -> Evidence | None:
        return evidences.asked(the_broker(), LESSONS[name]) if name else None

    use_following(
        session,
        "lesson",
        ask,
        lambda found: show((name, found)),
        lambda found: found is None or found.complete,
        [name],
    )
    return watched[1] if watched[0] == name else None
