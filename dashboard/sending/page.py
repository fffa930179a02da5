"""The one file: text in both languages, the player with its look, and the tapes; it asks no network."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiaosuo.dashboard.choice.problem import Problem
from jiaosuo.dashboard.playback.packing import unpack
from jiaosuo.dashboard.player.words import NAMES
from jiaosuo.dashboard.sending.not_sendable import NotSendable
from jiaosuo.dashboard.sending.script import script
from jiaosuo.dashboard.sending.tapes import MOST_BYTES, Tapes
from jiaosuo.dashboard.sending.telling import TAGS, Told
from jiaosuo.experiments.pages.templating import html
from jiaosuo.model.core.words import N_, translate

DASHBOARD = Path(__file__).parents[1]
SHEETS = (
    DASHBOARD / "assets" / "style.css",
    DASHBOARD / "player" / "player.css",
    DASHBOARD / "sending" / "sent.css",
)
SPEED = 168
"""Minutes of the run a second: a week a minute, as the page opens."""

TOO_LARGE = N_("the file would have {size} MB, and {most} are allowed: take fewer days.")


@dataclass(frozen=True)
class Shown:
    """What a file, or a cell of a notebook, shows.

    `told` by language, `focus`: the outcome it opens with, `language`: the one it opens in, `command`: how to
    make it again.
    """

    tapes: Tapes
    told: Mapping[str, Told]
    focus: str
    language: str
    command: str

    def page(self) -> bytes:
        """The file; NotSendable where it would be too large."""
        sheets = [sheet.read_text("utf-8") for sheet in SHEETS]
        text = html(
            "sent.html.jinja",
            self.language,
            **self._values(),
            sheets=sheets,
            script=script(),
            data=self.data(),
        )
        content = text.encode()
        if len(content) > MOST_BYTES:
            size = f"{len(content) / 1e6:.1f}"
            raise NotSendable(Problem(TOO_LARGE, {"size": size, "most": f"{MOST_BYTES / 1e6:g}"}))
        return content

    def markup(self) -> str:
        """The player at rest, and what is compared: the elements that the script finds."""
        return html("sent_main.html.jinja", self.language, **self._values())

    def data(self) -> str:
        """What the script reads, as JSON; nothing in it can end an element."""
        return _data(self.tapes, self.told, self.focus, self.language)

    def _values(self) -> dict[str, Any]:
        return {
            "told": {TAGS[name]: each for name, each in self.told.items()},
            "opens": self.told[self.language],
            "command": self.command,
            "signs": signs(self.tapes),
            "switch": {TAGS[name]: label for name, label in SWITCH.items()},
        }


@dataclass(frozen=True)
class Sign:
    """How the officers of a corps are drawn, and what they are called, by language."""

    corps: str
    path: str
    labels: Mapping[str, str]


SHAPES = {
    "traffic": "M0-6L6 0L0 6L-6 0Z",
    "station": "M-4.5-4.5H4.5V4.5H-4.5Z",
    "patrol": "M0-6L5.5 4H-5.5Z",
    "auxiliary": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0Z",
    "traffic_specialist": "M0-7L2-2L7 0L2 2L0 7L-2 2L-7 0L-2-2Z",
    "case_specialist": "M0-6L5.2-3V3L0 6L-5.2 3V-3Z",
}
"""A shape for each corps, as the legend of the page has it."""


def signs(tapes: Tapes) -> list[Sign]:
    """The corps that serve in either world."""
    there: dict[str, None] = {}
    for world in tapes.worlds.values():
        header, tables = unpack(gzip.decompress(tapes.resources[world.header]))
        officers = tables["officers"]
        serving = officers["corps"][officers["serving"] > 0]
        there |= dict.fromkeys(header["corps"][int(row)] for row in sorted(set(serving.tolist())))
    return [
        Sign(corps, SHAPES[corps], {TAGS[each]: translate(NAMES[f"corps_{corps}"], each) for each in TAGS})
        for corps in SHAPES
        if corps in there
    ]


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
