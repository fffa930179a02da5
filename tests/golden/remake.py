"""The golden county: `python -m tests.golden.remake` says what moved and writes `county.json` anew.

Four townships run for a day and a half under three rules. Draws are whole numbers of our own making, so the
same county comes from any machine; what NumPy or a processor rounds otherwise shows within a tolerance.
"""

from __future__ import annotations

import json
import math
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.sweeping import TINY

FILE = Path(__file__).parent / "county.json"
RULES = ("separate", "stationed", "integrated")
DAYS = 1.5
BUSY = {"dispute_rate_rural": 800, "dispute_rate_urban": 800, "theft_rate_rural": 300, "on_duty_share": 0.2}
"""Calls enough for queues to form in a place so small."""

RELATIVE, ABSOLUTE = 1e-7, 1e-9
"""How far an outcome may lie from the kept one: far more than rounding does, and less than a reader sees."""

type Told = dict[str, Any]


def told() -> Told:
    """What the golden county says today."""
    from jiaosuo.model import County, Scenario

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tiny.toml"
        file.write_text(TINY, encoding="utf-8")
        runs = {rule: County(Scenario.read(file, rule=rule, seed=1, **BUSY)).run_days(DAYS) for rule in RULES}
    names = ("numpy", "numba", "mesa")
    return {
        "made_with": {"python": platform.python_version(), **{name: version(name) for name in names}},
        "runs": {
            rule: {
                "world": county.world_digest,
                "outcomes": {name: list(value) for name, value in county.outcomes().items()},
            }
            for rule, county in runs.items()
        },
    }


def kept() -> Told:
    """What it said when it was last written."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def moved(before: Told, now: Told) -> list[str]:
    """A line for each outcome that is not where it was, and one that says what else is not as it was."""
    lines = []
    for rule in RULES:
        was, is_ = before["runs"][rule]["outcomes"], now["runs"][rule]["outcomes"]
        lines += [
            f"{rule}, {name}: {_words(was.get(name))} -> {_words(is_.get(name))}"
            for name in sorted(was.keys() | is_.keys())
            if not _same(was.get(name), is_.get(name))
        ]
    if lines:
        other = [name for name in now["made_with"] if before["made_with"].get(name) != now["made_with"][name]]
        versions = ", ".join(f"{n} {before['made_with'].get(n)} -> {now['made_with'][n]}" for n in other)
        worlds = [rule for rule in RULES if before["runs"][rule]["world"] != now["runs"][rule]["world"]]
        lines.append(f"made with other versions: {versions or 'no'}; world before policing: {_world(worlds)}")
    return lines


def _same(was: list[Any] | None, is_: list[Any] | None) -> bool:
    if was is None or is_ is None or was[1] != is_[1] or (was[0] is None) != (is_[0] is None):
        return False
    return was[0] is None or math.isclose(was[0], is_[0], rel_tol=RELATIVE, abs_tol=ABSOLUTE)


def _words(outcome: list[Any] | None) -> str:
    if outcome is None:
        return "no such outcome"
    return f"{'not observed' if outcome[0] is None else f'{outcome[0]:.10g}'} (n = {outcome[1]})"


def _world(rules: list[str]) -> str:
    return f"other bytes under {', '.join(rules)}" if rules else "the same"


def main() -> None:
    now = told()
    lines = moved(kept(), now) if FILE.exists() else ["there was no golden county"]
    print("\n".join(lines) or "nothing moved")
    FILE.write_text(json.dumps(now, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
