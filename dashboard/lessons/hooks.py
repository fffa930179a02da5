"""The worlds of a lesson, followed beside the page from its first step on, so that they are there in time."""

from __future__ import annotations

import solara

from jiaosuo.dashboard.browser.polling import use_polling
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons.asking import ask_broker
from jiaosuo.dashboard.lessons.findings import Findings
from jiaosuo.dashboard.lessons.progress import lesson_of


def use_lesson(session: Session) -> Findings | None:
    """What is known by now of the lesson that is open; None outside a lesson."""
    place = session.lesson
    name = place.address if place else ""
    watched, show = solara.use_state(("", None))

    def ask() -> Findings | None:
        return ask_broker(the_broker(), lesson_of(place)) if place else None

    use_polling(
        session,
        "lesson",
        ask,
        lambda found: show((name, found)),
        lambda found: found is None or found.complete,
        [name],
    )
    return watched[1] if watched[0] == name else None
