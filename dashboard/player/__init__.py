"""The player: two worlds side by side in the browser. One Vue component, its engine in plain modules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.player.words import player_words
from jiaosuo.dashboard.vue_panel import vue_panel

__all__ = ["Player", "player_words"]

HERE = Path(__file__).parent
PARTS = (
    "levers", "inspector", "listing", "transport", "keys", "legend", "side", "curve", "plane", "end", "tour",
    "film",
)  # fmt: skip
"""The Vue files that `player.vue` is made of: `<levers-part>` and so on."""

EVENTS = (
    "lever", "reset", "undo", "township", "play", "inspect", "focus", "message",
    "rule_chosen", "staffing_chosen", "side_cleared", "mode_chosen",
)  # fmt: skip
"""What the player tells the server."""

OF_FILMS = ("film.js", "film_frame.js", "film_job.js", "mp4.js", "video.js")
"""Modules that come when somebody wants a film."""

MODULES = tuple(sorted({file.name for file in HERE.glob("*.js")} - set(OF_FILMS)))
"""The engine's modules, for a page that wants them fetched early."""


@cache
def parts() -> dict[str, str]:
    """The parts as Vue wants them: tag -> text of the file."""
    return {f"{name}-part": (HERE / f"{name}.vue").read_text("utf-8") for name in PARTS}


@cache
def _component() -> Callable[..., Any]:
    def component(
        plan: Mapping[str, Any] | None = None,
        words: Mapping[str, str] | None = None,
        lang: str = "en",
        charts: Mapping[str, Any] | None = None,
        curve: Mapping[str, Any] | None = None,
        settings: Mapping[str, Any] | None = None,
        levers: list[Any] | None = None,
        rules: list[Any] | None = None,
        sides: Mapping[str, Any] | None = None,
        components: Mapping[str, str] | None = None,
        event_lever: Callable[[Any], None] | None = None,
        event_reset: Callable[[Any], None] | None = None,
        event_undo: Callable[[Any], None] | None = None,
        event_township: Callable[[Any], None] | None = None,
        event_play: Callable[[Any], None] | None = None,
        event_inspect: Callable[[Any], None] | None = None,
        event_focus: Callable[[Any], None] | None = None,
        event_message: Callable[[Any], None] | None = None,
        event_rule_chosen: Callable[[Any], None] | None = None,
        event_staffing_chosen: Callable[[Any], None] | None = None,
        event_side_cleared: Callable[[Any], None] | None = None,
        event_mode_chosen: Callable[[Any], None] | None = None,
    ) -> None: ...

    return vue_panel("player.vue")(component)


def Player(**given: Any) -> Any:
    """The player as an element of the page.

    Traits in: `plan`, `words`, `lang`, `charts`, `settings`, `levers`, `rules`, `sides`, `curve`; events out:
    see `EVENTS`.
    """
    quiet = {f"event_{name}": _nothing for name in EVENTS}
    return _component()(components=parts(), **(quiet | given))


def _nothing(_: Any = None) -> None:
    """An event nobody listens to."""
