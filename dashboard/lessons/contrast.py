"""What a lesson asks of its worlds: one contrast, right less left of an outcome."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Contrast:
    """Right less left of an outcome in a scene, replication by replication.

    `years`: on a path of years, the mean over these years (first and last); none: over the whole run.
    """

    name: str
    scene: str
    outcome: str
    years: tuple[int, int] | None = None
