"""Officers: how many of each corps, where their homes are, whom they serve, and the skill they start with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np
import numpy.typing as npt

from jiaosuo.model.across_worlds import once_for_all_worlds
from jiaosuo.model.agents import RowAgent
from jiaosuo.model.core.columns import AMOUNT, SHARE, YES_NO, Column, Table, table
from jiaosuo.model.core.terms import (
    NOBODY,
    Area,
    Corps,
    Domain,
    Duty,
)
from jiaosuo.model.demand import (
    posts_wanted,
)
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.landscape import Landscape
from jiaosuo.model.rules.rulebook import Rulebook
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.staffing import Postings, establishment, posted
from jiaosuo.model.start import Start, starts
from jiaosuo.model.work_demand import watch_at

type Floats = npt.NDArray[np.float64]
type Ints = npt.NDArray[np.int64]

_DOMAINS = (len(Domain),)

OFFICER_FIELDS = [
    ("establishment_post", np.int64),
    ("corps", np.int64),
    ("township", np.int64),
    ("home_cell", np.int64),
    ("cell", np.int64),
    ("from_cell", np.int64),
    ("leaves", np.float64),
    ("arrives", np.float64),
    ("duty", np.int8),
    ("since", np.float64),
    ("stamp", np.int64),
    ("call", np.int64),
    ("post", np.int64),
    ("rostered", np.bool_),
    ("fenced", np.bool_),
    ("group_size", np.int64),
    ("group_rank", np.int64),
    ("phase", np.float64),
    ("training_until", np.float64),
    ("training_due", np.float64),
    ("overtime_from", np.float64),
    ("overtime", np.float64),
    ("paperwork_due", np.float64),
    ("files_due", np.float64),
    ("first_file", np.int64),
    ("file", np.int64),
    ("work", np.int64),
    ("work_township", np.int64),
    ("watch", np.int64),
    ("keeps", np.bool_),
    ("pledged", np.float64),
    ("last_domain", np.int64),
    ("jobs", np.int64),
    ("visits", np.int64),
    ("km", np.float64),
    ("drive_km", np.float64),
    ("skill", np.float64, _DOMAINS),
    ("skill_at", np.float64, _DOMAINS),
    ("cases", np.int64, _DOMAINS),
    ("practice", np.float64, _DOMAINS),
    ("use", np.float64, _DOMAINS),
    ("beat_first", np.int64),
    ("beat_end", np.int64),
]
POST_FIELDS = [
    ("cell", np.int64),
    ("township", np.int64),
    ("officer", np.int64),
    ("since", np.float64),
    ("staffed_minutes", np.float64),
    ("staffed", np.bool_),
    ("stander", np.int64),
    ("edge", np.float64),
    ("seen_minutes", np.float64),
    ("edge_minutes", np.float64),
]


class Officer(RowAgent):
    """An officer as a Mesa agent: a view of one row of the officers.

    Parameters
    ----------
    model : County
        The county, which alone makes agents: take them from `county.agents_by_type[Officer]`.
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
    Every attribute says what it is, with its unit, in its own docstring. Times are in minutes of the run; an
    attribute is None where there is nothing: no call, no post, or a time at which nothing has happened.

    Examples
    --------
    >>> from jiaosuo import County, Officer, Scenario
    >>> county = County(Scenario.preset("county-town", people_per_agent=25))
    >>> officer = county.agents_by_type[Officer][0]
    >>> officer.corps.name, officer.call is None
    ('TRAFFIC', True)
    """

    FEWER = "officers leave when the staffing changes: give fewer by officers_traffic or officers_station"

    establishment_post = Column(
        "establishment_post", "Post in the establishment; None: has left.", none=NOBODY
    )
    corps = Column("corps", "The corps the officer was recruited into.", term=Corps)
    township = Column("township", "Row of the township that the officer works from.", within="townships")
    home_cell = Column("home_cell", "Cell of the site that the officer works from.", within="cells")
    cell = Column("cell", "Cell in which the officer is, or towards which they drive.", within="cells")
    from_cell = Column("from_cell", "Cell that the present or last drive began in.", within="cells")
    leaves = Column("leaves", "When the present or last drive began, min.", within=AMOUNT)
    arrives = Column("arrives", "When it ends or ended, min.", within=AMOUNT)
    duty = Column("duty", "What the officer is doing now.", term=Duty)
    since = Column("since", "Since when, min.", within=AMOUNT)
    stamp = Column("stamp", "Number of the turn; events of earlier turns are void.")
    call = Column(
        "call",
        "Row of the call that the officer attends or drives to; None: no call.",
        within="calls",
        none=NOBODY,
    )
    post = Column("post", "Row of the junction post that the officer holds; None: no post.", none=NOBODY)
    rostered = Column("rostered", "Whether the roster has the officer on duty in this shift.", within=YES_NO)
    fenced = Column("fenced", "Whether the officer is held back for traffic in this slot.", within=YES_NO)
    group_size = Column("group_size", "Officers of the roster group: one corps at one site.")
    group_rank = Column("group_rank", "Place in the roster group, from 0.")
    phase = Column("phase", "Phase of the group's rota, 0 to below 1.", within=SHARE)
    training_until = Column(
        "training_until", "When the present or last training ends or ended, min.", within=AMOUNT
    )
    training_due = Column("training_due", "Training owed for a change of rule, min.", within=AMOUNT)
    overtime_from = Column(
        "overtime_from", "Since when off the roster at work, min; None: not so.", within=AMOUNT, none=nan
    )
    overtime = Column("overtime", "Overtime worked so far, min.", within=AMOUNT)
    paperwork_due = Column("paperwork_due", "Paperwork still to be written, min.", within=AMOUNT)
    files_due = Column("files_due", "Work in the open case files of the officer, min.")
    first_file = Column("first_file", "Row of the own file that is due first; None: no file.", none=NOBODY)
    file = Column("file", "Row of the case file in hand; None: none.", none=NOBODY)
    work = Column("work", "Row of the other work in hand, among its kinds; None: none.", none=NOBODY)
    work_township = Column("work_township", "Row of the township that the present or last of it is for.")
    watch = Column("watch", "Row of the duty desk at the own site; None: no station.", none=NOBODY)
    keeps = Column("keeps", "Whether the officer keeps the watch there.")
    pledged = Column(
        "pledged", "Minutes of visits or other work taken on when the present ones began.", within=AMOUNT
    )
    last_domain = Column(
        "last_domain", "Domain of the last call; None: no call yet.", none=NOBODY, term=Domain
    )
    jobs = Column("jobs", "Calls attended so far.", within=AMOUNT)
    visits = Column("visits", "People met on community duty so far.", within=AMOUNT)
    km = Column("km", "Driven so far, km.", within=AMOUNT)
    drive_km = Column("drive_km", "Length of the present or last drive, km.", within=AMOUNT)
    skill_traffic = Column("skill", "Skill in traffic, 0 to 1.", within=SHARE, position=Domain.TRAFFIC)
    skill_order = Column("skill", "Skill in order cases, 0 to 1.", within=SHARE, position=Domain.ORDER)
    skill_service = Column("skill", "Skill in service calls, 0 to 1.", within=SHARE, position=Domain.SERVICE)
    skill_at_traffic = Column(
        "skill_at", "When it was last worked out, min.", within=AMOUNT, position=Domain.TRAFFIC
    )
    skill_at_order = Column(
        "skill_at", "When it was last worked out, min.", within=AMOUNT, position=Domain.ORDER
    )
    skill_at_service = Column(
        "skill_at", "When it was last worked out, min.", within=AMOUNT, position=Domain.SERVICE
    )
    cases_traffic = Column("cases", "Traffic calls led so far.", within=AMOUNT, position=Domain.TRAFFIC)
    cases_order = Column("cases", "Order cases led so far.", within=AMOUNT, position=Domain.ORDER)
    cases_service = Column("cases", "Service calls led so far.", within=AMOUNT, position=Domain.SERVICE)
    practice_traffic = Column(
        "practice", "Expert minutes led in traffic so far.", within=AMOUNT, position=Domain.TRAFFIC
    )
    practice_order = Column(
        "practice", "Expert minutes led in order cases so far.", within=AMOUNT, position=Domain.ORDER
    )
    practice_service = Column(
        "practice", "Expert minutes led in service calls so far.", within=AMOUNT, position=Domain.SERVICE
    )
    use_traffic = Column(
        "use", "Expert minutes of traffic expected a day.", within=AMOUNT, position=Domain.TRAFFIC
    )
    use_order = Column(
        "use", "Expert minutes of order cases expected a day.", within=AMOUNT, position=Domain.ORDER
    )
    use_service = Column(
        "use", "Expert minutes of service calls expected a day.", within=AMOUNT, position=Domain.SERVICE
    )
    beat_first = Column("beat_first", "First row of the officer's beat in `force.beat_cells`.")
    beat_end = Column("beat_end", "Row after the last of the beat.")

    @property
    def columns(self) -> Table:
        """The table whose row this is: a new one once the force has grown."""
        columns: Table = self.model.force.columns
        return columns

    @property
    def serving(self) -> bool:
        """Whether the officer is in the force; who leaves keeps the row and is off duty for good."""
        return self.establishment_post is not None


@dataclass
class Force:
    """The officers' columns and what follows from their homes.

    `serves` (officers, townships): whose own officer this is. `borders`: serves it or a township that touches
    one served. `posts`: junction posts wanted at peak. `book`: the answers by township. `origin`
    (establishment posts,): the township to which the staffing plan gives each post of the establishment; a
    new force has one officer in each. `start`: what they bring to the first day.
    """

    columns: Table
    serves: npt.NDArray[np.bool_]
    borders: npt.NDArray[np.bool_]
    posts: Table
    beat_cells: npt.NDArray[np.int32]
    beat_chance: Floats
    book: Rulebook
    origin: Ints
    start: Start

    @property
    def presence(self) -> Table:
        """What has been seen of the police by the first day, (cells,)."""
        return self.start.presence


@dataclass(frozen=True)
class _Plan:
    """Who works where, and what they bring to the first day; `corps` and `origin` as in `establishment`."""

    corps: Ints
    origin: Ints
    postings: Postings
    start: Start


@once_for_all_worlds
def _plan(scenario: Scenario, land: Landscape) -> _Plan:
    corps, origin = establishment(scenario, land)
    now = posted(corps, origin, scenario.rule, scenario, land)
    return _Plan(corps, origin, now, starts(now, origin, scenario, land))


def force(scenario: Scenario, land: Landscape, seed: int) -> Force:
    """The force of a scenario. Officer i is one person under every rule; the rule only says where home is."""
    plan = _plan(scenario, land)
    corps, now, start = plan.corps, plan.postings, plan.start
    columns = table(OFFICER_FIELDS, len(corps))
    columns["establishment_post"] = np.arange(len(corps))
    columns["corps"], columns["township"], columns["home_cell"] = corps, now.township, now.home_cell
    columns["cell"] = columns["from_cell"] = now.home_cell
    columns["overtime_from"] = np.nan
    for name in ("call", "post", "last_domain", "first_file", "file", "work"):
        columns[name] = NOBODY
    columns["watch"] = watch_at(land, now.home_cell)
    columns["group_size"], columns["group_rank"], columns["phase"] = _rota(
        now.home_cell, corps, land.district[now.township], scenario, seed
    )
    columns["skill"], columns["use"] = start.skill, start.use
    columns["beat_first"], columns["beat_end"] = now.beat_first, now.beat_end
    posts = _posts(scenario, land)
    return Force(
        columns,
        now.serves,
        now.borders,
        posts,
        now.beat_cells,
        now.beat_chance,
        now.book,
        plan.origin,
        start,
    )


def seated(plan: Force, held_post: Ints) -> Force:
    """The planned force with the officer of row i in establishment post `held_post[i]`; NOBODY: has left."""
    held = held_post != NOBODY
    columns = table(OFFICER_FIELDS, len(held_post))
    columns[held] = plan.columns[held_post[held]]
    columns["establishment_post"] = held_post
    serves, borders = (
        np.zeros((len(held_post), each.shape[1]), np.bool_) for each in (plan.serves, plan.borders)
    )
    serves[held], borders[held] = plan.serves[held_post[held]], plan.borders[held_post[held]]
    return replace(plan, columns=columns, serves=serves, borders=borders)


def _rota(
    cell: Ints, corps: Ints, district: Ints, scenario: Scenario, seed: int
) -> tuple[Ints, Ints, Floats]:
    """Size of each officer's roster group (corps at a site), rank in it, and phase of its rota.

    Aligned rosters stagger the corps of a site evenly, so that one is strong where the other is weak; a rota
    between sites does so with the sites of a corps in a squadron district, so that neighbours cover.
    """
    size, rank, phase = np.ones_like(cell), np.zeros_like(cell), np.zeros(len(cell))
    stream, aligned = draws.process("roster phase"), scenario["roster_alignment"]
    for site in np.unique(cell):
        present = np.unique(corps[cell == site])
        shared = draws.uniform(seed, stream, int(site), len(Corps))
        for place, each in enumerate(present):
            rows = np.flatnonzero((cell == site) & (corps == each))
            apart = draws.uniform(seed, stream, int(site), int(each))
            staggered = (shared + place / len(present)) % 1.0
            size[rows], rank[rows] = len(rows), np.arange(len(rows))
            phase[rows] = ((1 - aligned) * apart + aligned * staggered) % 1.0
    return size, rank, _over_sites(phase, cell, corps, district, scenario, seed)


def _over_sites(
    phase: Floats, cell: Ints, corps: Ints, district: Ints, scenario: Scenario, seed: int
) -> Floats:
    """The phases of the rotas with those of one corps in one district staggered over its sites, as asked."""
    between = scenario["rota_between_sites"]
    if not between:
        return phase
    stream, moved = draws.process("rota between sites"), phase.copy()
    for mark in np.unique(np.stack([district, corps], axis=1), axis=0):
        rows = np.flatnonzero((district == mark[0]) & (corps == mark[1]))
        sites, place = np.unique(cell[rows], return_inverse=True)
        shared = draws.uniform(seed, stream, int(mark[0]), int(mark[1]))
        staggered = (shared + place / len(sites)) % 1.0
        moved[rows] = ((1 - between) * phase[rows] + between * staggered) % 1.0
    return moved


def _posts(scenario: Scenario, land: Landscape) -> Table:
    """Posts at the most peopled built-up cells of each township."""
    places: list[tuple[int, int]] = []
    for township, wanted in enumerate(posts_wanted(land, scenario)):
        own = (land.cells["township"] == township) & (land.cells["area"] == Area.URBAN)
        inside = np.flatnonzero(own)
        busiest = inside[np.argsort(-land.cells["people"][inside], kind="stable")]
        places += [
            (int(busiest[number % len(busiest)]), township) for number in range(wanted) if len(busiest)
        ]
    posts = table(POST_FIELDS, len(places))
    for row, (cell, township) in enumerate(places):
        posts["cell"][row], posts["township"][row] = cell, township
    posts["officer"] = NOBODY
    return posts
