"""How much is run: the full study, and a quick look that shows whether all parts work."""

from __future__ import annotations

from dataclasses import dataclass

from jiaosuo.experiments.results.record import Record


@dataclass(frozen=True, kw_only=True)
class Effort(Record):
    """Days of a run; worlds for the headline, under a change, along an axis; and the axes themselves.

    `routes` worlds are run for each cell of utilisation and share of the force in which the routes to failure
    are told apart. `changes`: how many of the changes are tried (None: all).
    """

    days: float
    worlds: int
    changed: int
    along: int
    urbanizations: tuple[float, ...]
    vehicles: tuple[float, ...]
    shares: tuple[float, ...]
    deltas: tuple[float, ...]
    utilisations: tuple[float, ...]
    route_shares: tuple[float, ...]
    routes: int
    changes: int | None = None

    @property
    def middle_vehicles(self) -> float:
        """Vehicles per 1,000 people where urbanization alone varies: of the grid, to share worlds."""
        return self.vehicles[(len(self.vehicles) - 1) // 2]


FULL = Effort(
    days=7,
    worlds=10,
    changed=6,
    along=6,
    urbanizations=(0.1, 0.3, 0.5, 0.7, 0.9),
    vehicles=(50, 150, 300),
    shares=(0.15, 0.3, 0.5, 0.7),
    deltas=(0.0, 0.4, 0.8, 1.2),
    utilisations=(0.15, 0.3, 0.55),
    route_shares=(0.3, 0.5, 0.7),
    routes=4,
)

QUICK = Effort(
    days=2,
    worlds=3,
    changed=2,
    along=2,
    urbanizations=(0.1, 0.9),
    vehicles=(150, 300),
    shares=(0.2, 0.5),
    deltas=(0.0, 1.2),
    utilisations=(0.3,),
    route_shares=(0.5,),
    routes=2,
    changes=2,
)
"""Too few worlds to believe a verdict: for tests, and to see the page."""
