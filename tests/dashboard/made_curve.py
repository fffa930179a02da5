"""A made-up curve in the very form in which the server sends it: for tests of what the player draws."""

from __future__ import annotations

from typing import Any

RULES = (
    ("separate", "Separate", "left"),
    ("integrated", "Integrated", "right"),
    ("stationed", "Stationed", ""),
)
POINTS, TILES = 41, 21
HALF = 1.5
"""Half the width of a band, in minutes."""


def curve(
    lever: str = "vehicles_per_1000", low: float = 20.0, high: float = 320.0, **more: Any
) -> dict[str, Any]:
    """Two lines that cross a third of the way along the lever, and a third rule between them."""
    at = [low + (high - low) * i / (POINTS - 1) for i in range(POINTS)]
    share = [i / (POINTS - 1) for i in range(POINTS)]
    mean = {
        "separate": [24 + 6 * x for x in share],
        "integrated": [20 + 18 * x for x in share],
        "stationed": [22 + 14 * x for x in share],
    }
    apart = [right - left for left, right in zip(mean["separate"], mean["integrated"], strict=True)]
    third = low + (high - low) / 3
    return {
        "state": "ready",
        "n": 96,
        "of": 256,
        "coverage": 0.951,
        "held_out": 200,
        "note": "",
        "outcome": {
            "name": "response_mean_traffic",
            "label": "Response time",
            "unit": "min",
            "better": "less",
        },
        "rules": [{"name": name, "label": label, "side": side} for name, label, side in RULES],
        "levers": {
            lever: {
                "at": at,
                "mean": mean,
                "low": {name: [y - HALF for y in line] for name, line in mean.items()},
                "high": {name: [y + HALF for y in line] for name, line in mean.items()},
                "difference": {
                    "mean": apart,
                    "low": [y - HALF for y in apart],
                    "high": [y + HALF for y in apart],
                },
                "crossing": {"at": third, "low": third * 0.8, "high": third * 1.2},
                "sentence": "Up to 120 vehicles one unit is better; beyond, two forces.",
            }
        },
        "plane": plane(lever, low, high),
    } | more


def plane(lever: str, low: float, high: float) -> dict[str, Any]:
    """The difference over that lever and another from 0 to 1: it rises along both."""
    at = [i / (TILES - 1) for i in range(TILES)]
    difference = [[12 * x + 4 * y - 8 for x in at] for y in at]
    return {
        "x": lever,
        "y": "delta",
        "at_x": [low + (high - low) * x for x in at],
        "at_y": at,
        "difference": difference,
        "sure": [[0 if abs(z) < HALF else 1 if z > 0 else -1 for z in row] for row in difference],
    }


def proof(n: int, of: int, at: dict[str, float]) -> dict[str, Any]:
    """What `n` of `of` made-up worlds say: 25 minutes on the left, 22 on the right, with a little chance."""
    worlds = [[25 + (i * 7 % 5 - 2) / 2, 22 + (i * 3 % 5 - 2) / 2] for i in range(n)]
    half = None if n < 2 else 4 / n**0.5

    def settled(mean: float) -> dict[str, float | None]:
        return {
            "mean": mean,
            "low": None if half is None else mean - half,
            "high": None if half is None else mean + half,
        }

    sums = [sum(side) / n for side in zip(*worlds, strict=True)]
    return {
        "n": n,
        "of": of,
        "left": settled(sums[0]),
        "right": settled(sums[1]),
        "difference": settled(sums[1] - sums[0]),
        "worlds": worlds,
        "at": at,
    }
