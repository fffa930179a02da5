"""The one file: text in both languages, the player with its look, and the tapes; it asks no network."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.sending.script import script
from jiaosuo.dashboard.sending.tapes import MOST_BYTES, NotSendable, Tapes
from jiaosuo.dashboard.sending.telling import TAGS, Told
from jiaosuo.experiments.pages.templating import html
from jiaosuo.model.core.words import N_

DASHBOARD = Path(__file__).parents[1]
SHEETS = (
    DASHBOARD / "assets" / "style.css",
    DASHBOARD / "player" / "player.css",
    DASHBOARD / "sending" / "sent.css",
)
SPEED = 168
"""Minutes of the run a second: a week a minute, as the page opens."""

TOO_LARGE = N_("the file would have {size} MB, and {most} are allowed: take fewer days.")


def page(tapes: Tapes, told: Mapping[str, Told], focus: str, language: str, command: str) -> bytes:
    """The file, opening in a language; `told` by language, `command`: how to make it again."""
    text = html(
        "sent.html.jinja",
        language,
        told={TAGS[name]: each for name, each in told.items()},
        opens=told[language],
        sheets=[sheet.read_text("utf-8") for sheet in SHEETS],
        script=script(),
        data=_data(tapes, told, focus, language),
        command=command,
        switch={TAGS[name]: label for name, label in SWITCH.items()},
    )
    content = text.encode()
    if len(content) > MOST_BYTES:
        size = f"{len(content) / 1e6:.1f}"
        raise NotSendable(Problem(TOO_LARGE, {"size": size, "most": f"{MOST_BYTES / 1e6:g}"}))
    return content


SWITCH = {"en": "English", "zh_CN": "中文"}
"""What the buttons of the languages say: each its own, whoever reads it."""


def _data(tapes: Tapes, told: Mapping[str, Told], focus: str, language: str) -> str:
    """What the script reads; nothing in it can end its element."""
    plan: dict[str, Any] = {
        "place": "",
        "person": "",
        "minutes": tapes.minutes,
        "chunk_minutes": tapes.chunk_minutes,
        **{side: world.to_json() for side, world in tapes.worlds.items()},
    }
    said: dict[str, Any] = {
        "lang": TAGS[language],
        "languages": {TAGS[name]: each.said for name, each in told.items()},
        "focus": focus,
        "speed": SPEED,
        "plan": plan,
        "tapes": {name: base64.b64encode(each).decode() for name, each in tapes.resources.items()},
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
