"""A page that holds nothing but the player, on the made-up tape: what the browser tests of the player open.

`PRETEND` names the folder of the tape. The page answers the player's events as the real one does, in small: a
moved lever gives the right world new chunks from that minute on, and what it heard stands on the page.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import solara

from jiaosuo.dashboard.browser.chart_specs import specs
from jiaosuo.dashboard.player import Player, player_words
from tests.dashboard import made_curve

LEVER = {
    "name": "vehicles_per_1000",
    "label": "Vehicles",
    "unit": "vehicles/1,000 people",
    "scale": 1,
    "decimals": 0,
    "low": 20,
    "high": 320,
    "step": 5,
    "value": 80,
    "default": 80,
    "source": "assumption",
    "help": "Motor vehicles in the first year. From 20 to 600. Source: D: facts 2.2",
    "more": False,
    "error": "",
}
OTHER = LEVER | {
    "name": "delta",
    "label": "Slowness",
    "unit": "",
    "low": 0,
    "high": 1,
    "step": 0.05,
    "decimals": 2,
    "value": 0.3,
    "default": 0.3,
    "more": True,
}
OUTCOMES = [
    {
        "name": "response_mean_traffic",
        "label": "Response time",
        "unit": "min",
        "scale": 1,
        "better": "less",
        "decimals": 1,
    },
    {
        "name": "calls_gave_up",
        "label": "Calls given up",
        "unit": "calls",
        "scale": 1,
        "better": "less",
        "decimals": 0,
    },
]


@solara.component
def Page() -> None:
    """The player and a line of what it said."""
    heard, set_heard = solara.use_state([])
    moved, set_moved = solara.use_state({})
    planned, set_planned = solara.use_state(0)
    search = solara.use_router().search or ""
    lang = "zh_CN" if "zh" in search else "en"
    log: Any = solara.use_ref([])

    def hear(name: str) -> Any:
        def told(data: Any = None) -> None:
            log.current = [*log.current, [name, data]]
            set_heard(log.current)
            if name == "lever":
                set_moved({**moved, data["name"]: data})
            if name in ("undo", "reset"):
                set_moved({})
            if name == "message" and data.get("gone"):
                set_planned(planned + 1)

        return told

    levers = [each | {"value": moved.get(each["name"], each)["value"]} for each in (LEVER, OTHER)]
    if "vehicles_per_1000" in moved and moved["vehicles_per_1000"]["value"] > 300:
        levers[0] |= {"error": "vehicles_per_1000: 320 is refused here"}
    solara.HTML(tag="h1", unsafe_innerHTML="Player", style="font-size:1rem;margin:0")
    Player(
        plan=_plan(moved, planned),
        words=player_words(lang),
        lang=lang,
        charts=specs(lang),
        levers=levers,
        curve=made_curve.curve() if "nocurve" not in search else None,
        rules=[{"name": "separate", "label": "separate"}, {"name": "integrated", "label": "integrated"}],
        settings={
            "speed": 168,
            "start": 0,
            "playing": True,
            "focus": "response_mean_traffic",
            "outcomes": OUTCOMES,
            "sides": {"left": {"name": "Separate"}, "right": {"name": "Integrated"}},
            "undo": bool(moved),
            "hidden": "hidden" in search,
            "verdict": {
                "line": "3.0 min less with Integrated than with Separate",
                "interval": "[−3.6, −2.4]",
                "better": "right",
                "text": "Integrated is 3.0 min faster (20 worlds).",
                "ready": True,
            },
            "proof": made_curve.proof(20, 20, {each["name"]: each["value"] for each in levers}),
            "lever": "vehicles_per_1000",
            "marks": [
                {"minute": m["minute"], "label": f"{name} {m['value']:g}", "side": "both"}
                for name, m in moved.items()
            ],
            "errors": {},
            "person": "tester",
            "film": {
                "line": "Two worlds · Toy county · Separate | Integrated · seed 3 · one world, not a verdict",
                "name": "toy-separate-integrated",
            },
        },
        **{
            f"event_{name}": hear(name)
            for name in ("lever", "reset", "undo", "township", "play", "inspect", "focus", "message")
        },
    )
    solara.HTML(
        tag="pre",
        unsafe_innerHTML=_escaped(json.dumps(heard)),
        attributes={"id": "heard"},
        style="white-space:pre-wrap;overflow-wrap:anywhere",
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _plan(moved: dict[str, Any], planned: int) -> dict[str, Any]:
    """The plan; a lever moved gives the chunks that end later a new address, a plan made again all."""
    text = (Path(os.environ["PRETEND"]) / "plan.json").read_text()
    plan: dict[str, Any] = json.loads(text.replace("/tape/", f"/tape/{'again-' * planned}"))
    if moved:
        since = min(each["minute"] for each in moved.values())
        for chunk in plan["right"]["chunks"]:
            if chunk["to"] > since:
                chunk |= {kind: f"{chunk[kind]}-moved" for kind in ("scene", "result")}
    return plan
