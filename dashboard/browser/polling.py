"""Beside the page: ask again and again until an answer is complete, as long as a browser is connected."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import solara

from jiaosuo.dashboard.choice.session import Session, error_sentence

POLL_SECONDS = 1.0


def use_polling(
    session: Session,
    name: str,
    ask: Callable[[], Any],
    show: Callable[[Any], None],
    finished: Callable[[Any], bool],
    wanted: list[Any],
) -> None:
    """Ask again and again, beside the page, until all is there or `wanted` has changed.

    What goes wrong becomes the sentence `name` of the session, and the asking ends.
    """

    def start() -> Callable[[], None]:
        over = threading.Event()

        def poll() -> None:
            before = None
            while not over.is_set():
                if not is_watched():
                    over.wait(POLL_SECONDS)
                    continue
                try:
                    found = ask()
                except Exception as error:
                    session.set_error(name, error_sentence(error, session.choice.language))
                    session.changed()
                    return
                if found != before and not over.is_set():
                    show(found)
                    before = found
                if finished(found):
                    return
                over.wait(POLL_SECONDS)

        threading.Thread(target=poll, daemon=True, name=f"polls {name}").start()
        return over.set

    solara.use_effect(start, wanted)


def is_watched() -> bool:
    """Whether a browser is connected to this visit: for a page that was left, nothing is computed."""
    # Not at the top: the server prepares Solara's settings before this module of it may be imported.
    from solara.server.kernel_context import PageStatus, get_current_context, has_current_context

    if not has_current_context():
        return True
    return PageStatus.CONNECTED in get_current_context().page_status.values()
