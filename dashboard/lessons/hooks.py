"""The worlds of a lesson, followed beside the page from its first step on, so that they are there in time."""

from __future__ import annotations

import solara

from jiaosuo.dashboard.browser.polling import use_polling
from jiaosuo.dashboard.choice.session import Session
from jiaosuo.dashboard.jobs.broker import the_broker
from jiaosuo.dashboard.lessons import LESSONS
from jiaosuo.dashboard.lessons.asking import ask_broker
from jiaosuo.dashboard.lessons.findings import Findings


def use_lesson(session: Session) -> Findings | None:
    """What is known by now of the lesson that is open; None outside a lesson."""
    name = session.lesson.name if session.lesson else ""
    watched, show = solara.use_state(("", None))

    def ask() -> Findings | None:
        return ask_broker(the_broker(), LESSONS[name]) if name else None

    use_polling(
        session,
        "lesson",
        ask,
        lambda found: show((name, found)),
        lambda found: found is None or found.complete,
        [name],
    )
    return watched[1] if watched[0] == name else None
