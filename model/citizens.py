"""Citizens: where they live and work, whether they drive, what they think of the police."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from jiaosuo.model.agents import RowAgent
from jiaosuo.model.core.columns import AMOUNT, SHARE, YES_NO, Column, Table, table
from jiaosuo.model.core.copies import deepcopy_but
from jiaosuo.model.core.units import HOURS_A_DAY, MINUTES_AN_HOUR
from jiaosuo.model.growth import vehicles_per_head
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.sampling import sample
from jiaosuo.model.scenario import Scenario

CITIZEN_FIELDS = [
    ("home", np.int32),
    ("work", np.int32),
    ("urban", np.bool_),
    ("drives", np.bool_),
    ("trust", np.float32),
    ("satisfaction", np.float32),
    ("experiences", np.int32),
]

WORK_FROM, WORK_UNTIL = 8, 18
"""Hours between which those who commute are where they work (assumption)."""


class Citizen(RowAgent):
    """A citizen as a Mesa agent: a view of one row of the citizens, who stands for `people_per_agent` people.

    Parameters
    ----------
    model : County
        The county, which alone makes agents: take them from `county.agents_by_type[Citizen]`.
    row : int
        Row of the table, from 0.

    Raises
    ------
    InputError
        When somebody else makes one, or an attribute is given a value that is out of its range.
    LookupError
        When the row is no longer in the county.

    Notes
    -----
    Every attribute says what it is, with its unit, in its own docstring.

    Examples
    --------
    >>> from jiaosuo import Citizen, County, Scenario
    >>> county = County(Scenario.preset("county-town", people_per_agent=25))
    >>> citizen = county.agents_by_type[Citizen][0]
    >>> 0 <= citizen.trust <= 1
    True
    """

    FEWER = "citizens stand for the population: give fewer by population"

    home = Column("home", "Cell of the home.", within="cells")
    work = Column("work", "Cell of work; the home's for who does not commute.", within="cells")
    urban = Column("urban", "Whether the home is in a town.", within=YES_NO)
    drives = Column("drives", "Whether the citizen has a vehicle.", within=YES_NO)
    trust = Column("trust", "Trust in the police, 0 to 1.", within=SHARE)
    satisfaction = Column(
        "satisfaction",
        "Satisfaction with the last answer to a call, 0 to 1; before it, the usual.",
        within=SHARE,
    )
    experiences = Column("experiences", "Calls made so far that were answered or given up.", within=AMOUNT)

    @property
    def columns(self) -> Table:
        """The table whose row this is: a new one once the people have changed."""
        columns: Table = self.model.citizens.columns
        return columns

    @property
    def vehicle(self) -> int | None:
        """Row of the citizen's vehicle; None: has none."""
        owners = self.model.vehicles.columns["owner"]
        row = int(np.searchsorted(owners, self.row))
        return row if row < len(owners) and owners[row] == self.row else None

    @property
    def cell(self) -> int:
        """Where the citizen is now."""
        return int(self.work if at_work(self.model.hour) else self.home)


@dataclass
class Citizens:
    """The columns, and the two crowds between which the county swings.

    `residents` lists rows by home cell, `first_resident` (cells + 1,) where each cell's begin. `crowd` has
    shape (2, cells): people in each cell at night and in working hours.
    """

    columns: Table
    residents: npt.NDArray[np.int32]
    first_resident: npt.NDArray[np.int64]
    crowd: npt.NDArray[np.float64]
    hour: int = 0

    def __deepcopy__(self, memo: dict[int, Any]) -> Citizens:
        return deepcopy_but(self, memo, self.residents, self.first_resident, self.crowd)

    def move(self, minute: int) -> None:
        """Citizens move by the hour: cost follows the clock, not the head count."""
        self.hour = minute // MINUTES_AN_HOUR % HOURS_A_DAY

    @property
    def present(self) -> npt.NDArray[np.float64]:
        """People in each cell now, (cells,)."""
        people: npt.NDArray[np.float64] = self.crowd[int(at_work(self.hour))]
        return people


def at_work(hour: int) -> bool:
    """Whether commuters are where they work."""
    return WORK_FROM <= hour < WORK_UNTIL


def citizens(scenario: Scenario, land: Landscape, seed: int) -> Citizens:
    """Draw the people.

    Person i is urban if their rank is below `land.in_town` and drives if below motorisation, so moving a
    lever changes only those it must: who becomes urban moves into the town of the own township.
    """
    count = max(1, round(scenario["population"] / scenario["people_per_agent"]))

    def chance(name: str) -> npt.NDArray[np.float64]:
        return sample(seed, f"citizen {name}", count)

    rank = chance("rank")
    people = table(CITIZEN_FIELDS, count)
    people["urban"] = rank < land.in_town
    people["drives"] = chance("drives") < vehicles_per_head(scenario)
    town = _town_cell(land, rank)
    people["home"] = np.where(people["urban"], town, _village_cell(land, town, chance("village")))
    people["work"] = _work(
        people["home"], chance("commutes"), chance("town job"), chance("job"), scenario, land
    )
    spread = scenario["trust_spread"] * (2 * chance("trust") - 1)
    people["trust"] = np.clip(scenario["trust_start"] + spread, 0, 1)
    people["satisfaction"] = scenario["satisfaction_base"]
    return _indexed(people, len(land.cells), scenario["people_per_agent"])


def _town_cell(land: Landscape, rank: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    index = np.minimum(np.searchsorted(land.urban_share, rank), len(land.urban_order) - 1)
    return land.urban_order[index]


def _village_cell(
    land: Landscape, town: npt.NDArray[np.int64], chance: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """A village of the township in whose town the person lives at a higher urbanization: in that cell."""
    township = land.cells["township"][town]
    index = np.searchsorted(land.village_share, township + np.clip(chance, 1e-9, 1 - 1e-9))
    return land.village_order[np.minimum(index, len(land.village_order) - 1)]


def _work(
    home: npt.NDArray[np.int32],
    commutes: npt.NDArray[np.float64],
    town_job: npt.NDArray[np.float64],
    job: npt.NDArray[np.float64],
    scenario: Scenario,
    land: Landscape,
) -> npt.NDArray[np.int64]:
    """Work cell: at home, in a town at hand, or at the seat of the own township."""
    town = _town_cell(land, job * scenario["surveyed_urbanization"])
    seat = land.seats[land.cells["township"][home]]
    at_hand = land.travel_minutes[home, town] <= scenario["commute_minutes"]
    away = np.where((town_job < scenario["town_job_share"]) & at_hand, town, seat)
    return np.where(commutes < scenario["commuter_share"], away, home)


def _indexed(people: Table, cells: int, people_per_agent: float) -> Citizens:
    # whole numbers of two bytes are sorted by counting; there are never more cells than they can name
    residents = np.argsort(people["home"].astype(np.int16), kind="stable").astype(np.int32)
    counts = np.bincount(people["home"], minlength=cells)
    crowd = np.array([counts, np.bincount(people["work"], minlength=cells)], np.float64) * people_per_agent
    return Citizens(people, residents, np.concatenate([[0], np.cumsum(counts)]), crowd)
