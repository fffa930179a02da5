"""Officers: how many of each corps, where their homes are, whom they serve, and the skill they start with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import nan

import numpy as np
import numpy.typing as npt

from jiaosuo.model.agents import RowAgent
from jiaosuo.model.core.columns import Column, Table, table
from jiaosuo.model.core.errors import InputError
from jiaosuo.model.core.shares import largest_remainder
from jiaosuo.model.core.terms import (
    NOBODY,
    Apportion,
    Area,
    Corps,
    Domain,
    Duty,
    SiteLevel,
    Staffing,
)
from jiaosuo.model.core.units import MINUTES_A_DAY, MINUTES_A_SHIFT, MINUTES_AN_HOUR
from jiaosuo.model.demand import (
    MOST_FOR_POSTS,
    officers_for_posts,
    posts_wanted,
    response_load,
    traffic_weights,
)
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.kernels.base.tables import PRESENCE_FIELDS
from jiaosuo.model.landscape import Landscape, rules_of_townships
from jiaosuo.model.learning import balance, floors, passed
from jiaosuo.model.practice import Postings, Practice, generalist_hours, practice
from jiaosuo.model.rules import Rule, RuleMap
from jiaosuo.model.rules.rulebook import Rulebook, rulebook
from jiaosuo.model.scenario import Scenario

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
    ("booked", np.bool_),
    ("business_due", np.float64),
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
]
EMPTY_LAND_WEIGHT = 50.0
"""People a cell without inhabitants counts for on a beat: roads are patrolled too (assumption)."""


class Officer(RowAgent):
    """A view of one row of the officers. Times are in minutes of the run."""

    establishment_post = Column(
        "establishment_post", "Post in the establishment; None: has left.", none=NOBODY
    )
    corps = Column("corps", "The corps the officer was recruited into.", term=Corps)
    township = Column("township", "Row of the township that the officer works from.")
    home_cell = Column("home_cell", "Cell of the site that the officer works from.")
    cell = Column("cell", "Cell in which the officer is, or towards which they drive.")
    from_cell = Column("from_cell", "Cell that the present or last drive began in.")
    leaves = Column("leaves", "When the present or last drive began, min.")
    arrives = Column("arrives", "When it ends or ended, min.")
    duty = Column("duty", "What the officer is doing now.", term=Duty)
    since = Column("since", "Since when, min.")
    stamp = Column("stamp", "Number of the turn; events of earlier turns are void.")
    call = Column(
        "call", "Row of the call that the officer attends or drives to; None: no call.", none=NOBODY
    )
    post = Column("post", "Row of the junction post that the officer holds; None: no post.", none=NOBODY)
    rostered = Column("rostered", "Whether the roster has the officer on duty in this shift.")
    fenced = Column("fenced", "Whether the officer is held back for traffic in this slot.")
    group_size = Column("group_size", "Officers of the roster group: one corps at one site.")
    group_rank = Column("group_rank", "Place in the roster group, from 0.")
    phase = Column("phase", "Phase of the group's rota, 0 to below 1.")
    training_until = Column("training_until", "When the present or last training ends or ended, min.")
    training_due = Column("training_due", "Training owed for a change of rule, min.")
    overtime_from = Column("overtime_from", "Since when off the roster at work, min; None: not so.", none=nan)
    overtime = Column("overtime", "Overtime worked so far, min.")
    paperwork_due = Column("paperwork_due", "Paperwork still to be written, min.")
    booked = Column("booked", "Whether other business takes this slot.")
    business_due = Column("business_due", "Other business still to be done, min.")
    pledged = Column("pledged", "Minutes of visits taken on when the present ones began.")
    last_domain = Column(
        "last_domain", "Domain of the last call; None: no call yet.", none=NOBODY, term=Domain
    )
    jobs = Column("jobs", "Calls attended so far.")
    visits = Column("visits", "People met on community duty so far.")
    km = Column("km", "Driven so far, km.")
    drive_km = Column("drive_km", "Length of the present or last drive, km.")
    skill_traffic = Column("skill", "Skill in traffic, 0 to 1.", position=Domain.TRAFFIC)
    skill_order = Column("skill", "Skill in order cases, 0 to 1.", position=Domain.ORDER)
    skill_service = Column("skill", "Skill in service calls, 0 to 1.", position=Domain.SERVICE)
    skill_at_traffic = Column("skill_at", "When it was last worked out, min.", position=Domain.TRAFFIC)
    skill_at_order = Column("skill_at", "When it was last worked out, min.", position=Domain.ORDER)
    skill_at_service = Column("skill_at", "When it was last worked out, min.", position=Domain.SERVICE)
    cases_traffic = Column("cases", "Traffic calls led so far.", position=Domain.TRAFFIC)
    cases_order = Column("cases", "Order cases led so far.", position=Domain.ORDER)
    cases_service = Column("cases", "Service calls led so far.", position=Domain.SERVICE)
    practice_traffic = Column("practice", "Expert minutes led in traffic so far.", position=Domain.TRAFFIC)
    practice_order = Column("practice", "Expert minutes led in order cases so far.", position=Domain.ORDER)
    practice_service = Column(
        "practice", "Expert minutes led in service calls so far.", position=Domain.SERVICE
    )
    use_traffic = Column("use", "Expert minutes of traffic expected a day.", position=Domain.TRAFFIC)
    use_order = Column("use", "Expert minutes of order cases expected a day.", position=Domain.ORDER)
    use_service = Column("use", "Expert minutes of service calls expected a day.", position=Domain.SERVICE)
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
    new force has one officer in each. `presence` (cells,): what has been seen of the police by the first day.
    """

    columns: Table
    serves: npt.NDArray[np.bool_]
    borders: npt.NDArray[np.bool_]
    posts: Table
    beat_cells: npt.NDArray[np.int32]
    beat_chance: Floats
    book: Rulebook
    origin: Ints
    presence: Table


@dataclass(frozen=True)
class Homes:
    """Where each officer works from: home township, level of the site, cell; each (officers,)."""

    township: Ints
    level: Ints
    cell: Ints
    serves: npt.NDArray[np.bool_]


def force(scenario: Scenario, land: Landscape, seed: int) -> Force:
    """The force of a scenario. Officer i is one person under every rule; the rule only says where home is."""
    quotas = staffing_table(scenario, land)
    corps = np.repeat([c for c in Corps for _ in land.townships], quotas.ravel()).astype(np.int64)
    origin = np.repeat([t for _ in Corps for t in range(len(land.townships))], quotas.ravel())
    now = posted(corps, origin, scenario.rule, scenario, land)
    start = starts(now, origin, scenario, land)
    columns = table(OFFICER_FIELDS, len(corps))
    columns["establishment_post"] = np.arange(len(corps))
    columns["corps"], columns["township"], columns["home_cell"] = corps, now.township, now.home_cell
    columns["cell"] = columns["from_cell"] = now.home_cell
    columns["overtime_from"] = np.nan
    columns["call"] = columns["post"] = columns["last_domain"] = NOBODY
    columns["group_size"], columns["group_rank"], columns["phase"] = _rota(
        now.home_cell, corps, scenario, seed
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
        origin,
        start.presence,
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


_HEADCOUNT = {
    Corps.TRAFFIC: "officers_traffic",
    Corps.STATION: "officers_station",
    Corps.PATROL: "officers_patrol",
    Corps.AUXILIARY: "auxiliaries",
}
_SPECIALISTS = {Corps.TRAFFIC_SPECIALIST: "traffic_specialists", Corps.CASE_SPECIALIST: "case_specialists"}


def staffing_table(scenario: Scenario, land: Landscape) -> Ints:
    """Officers by corps and township, (corps, townships), before any rule is chosen."""
    quotas = np.zeros((len(Corps), len(land.townships)), np.int64)
    for corps, name in _HEADCOUNT.items():
        given = [getattr(township, name) for township in land.townships]
        quotas[corps] = largest_remainder(int(scenario[name]), given)
    if scenario.staffing != Staffing.HISTORIC:
        quotas[[Corps.TRAFFIC, Corps.STATION]] = _by_load(scenario, land)
    for corps, name in _SPECIALISTS.items():
        quotas[corps, land.county_seat] = int(scenario[name])
    return quotas


def traffic_share_by_load(scenario: Scenario, land: Landscape) -> float:
    """Part of the two corps that is traffic: officers for posts, and of the rest a part by response load."""
    traffic, order = (load.sum() for load in response_load(land, scenario))
    share = float(traffic / (traffic + order)) if traffic + order > 0 else 0.5
    total = scenario["officers_traffic"] + scenario["officers_station"]
    if not total:
        return share
    most = MOST_FOR_POSTS * share / (1 - MOST_FOR_POSTS * (1 - share))
    for_posts = min(officers_for_posts(land, scenario) / total, most)
    return for_posts + (1 - for_posts) * share


def _by_load(scenario: Scenario, land: Landscape) -> Ints:
    """Traffic and station corps split by load, and over the townships; neither is empty if two serve.

    Posts and response load count apart, so that posts draw no more officers than it takes to hold them.
    """
    _, order = response_load(land, scenario)
    share = traffic_share_by_load(scenario, land)
    if scenario.staffing == Staffing.BEST_SEPARATE:
        if scenario.traffic_share is None:
            raise InputError(
                "staffing", "best-separate", "its traffic share is found by comparing; use `jiaosuo compare`"
            )
        share = scenario.traffic_share
    total = int(scenario["officers_traffic"] + scenario["officers_station"])
    in_traffic = min(max(round(total * share), 1), total - 1) if total > 1 else total
    traffic = traffic_weights(land, scenario, in_traffic)
    return np.array([largest_remainder(in_traffic, traffic), largest_remainder(total - in_traffic, order)])


def homes_of(corps: Ints, origin: Ints, book: Rulebook, scenario: Scenario, land: Landscape) -> Homes:
    """Answer 1: where each officer works from.

    The officers whom the table gives to the townships of one district under one set of answers are shared
    out among these townships as the rule says, and each then works from the site of the level it names.
    """
    township, level = origin.copy(), np.zeros_like(origin)
    _, order = response_load(land, scenario)
    traffic = traffic_weights(land, scenario, int((corps == Corps.TRAFFIC).sum()))
    weights = {Apportion.POPULATION: np.array([t.population for t in land.townships], np.float64)}
    for each in Corps:
        weights[Apportion.LOAD] = traffic if each == Corps.TRAFFIC else order
        for group in _groups(book, land):
            rows = np.flatnonzero((corps == each) & np.isin(origin, group))
            how = Apportion(int(book.rule_table["apportion"][group[0], each]))
            if how != Apportion.TABLE:
                township[rows] = np.repeat(group, largest_remainder(len(rows), weights[how][group]))
            level[rows] = book.rule_table["home_level"][group[0], each]
    cell, township = _sites(corps, township, level, land)
    return Homes(township, level, cell, _served(township, level, land))


def _groups(book: Rulebook, land: Landscape) -> list[Ints]:
    """Townships of one squadron district with equal answers."""
    marks = book.rule_table["answer_id"].astype(np.int64) * len(land.townships) + land.district
    return [np.flatnonzero(marks == mark) for mark in np.unique(marks)]


def _sites(corps: Ints, township: Ints, level: Ints, land: Landscape) -> tuple[Ints, Ints]:
    """Cell and township of the site at a level for each officer.

    Over several stations the officers of a corps take turns, so that no corps that moves in shifts another.
    """
    seat = np.select(
        [level == SiteLevel.SQUADRON, level == SiteLevel.CENTRAL_STATION, level == SiteLevel.COUNTY],
        [land.district[township], land.central[township], np.full_like(township, land.county_seat)],
        township,
    )
    cell = land.seats[seat]
    turn = np.zeros((len(Corps), len(land.townships)), np.int64)
    for officer in np.flatnonzero(level == SiteLevel.STATION):
        stations = land.station_cells[seat[officer]]
        cell[officer] = stations[turn[corps[officer], seat[officer]] % len(stations)]
        turn[corps[officer], seat[officer]] += 1
    return cell, seat


def _served(township: Ints, level: Ints, land: Landscape) -> npt.NDArray[np.bool_]:
    every = np.arange(len(land.townships))
    own = township[:, None] == every
    district = land.district[township][:, None] == land.district[every]
    central = land.central[every] == township[:, None]
    by_level = [level == SiteLevel.SQUADRON, level == SiteLevel.CENTRAL_STATION, level == SiteLevel.COUNTY]
    served: npt.NDArray[np.bool_] = np.select(
        [mask[:, None] for mask in by_level], [district, central | own, np.ones_like(own)], own
    )
    return served


def _rota(cell: Ints, corps: Ints, scenario: Scenario, seed: int) -> tuple[Ints, Ints, Floats]:
    """Size of each officer's roster group (corps at a site), rank in it, and phase of its rota.

    Aligned rosters stagger the corps of a site evenly, so that one is strong where the other is weak.
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
    return size, rank, phase


def starting_skill(corps: Ints, origin: Ints, scenario: Scenario, land: Landscape) -> Floats:
    """Skill on the first day of a run, (officers, domains): see `starts`."""
    return starts(posted(corps, origin, scenario.rule, scenario, land), origin, scenario, land).skill


@dataclass(frozen=True)
class Start:
    """What officers bring to the first day of a run, and what has been seen of them by then.

    `use` and `skill` (officers, domains): expert minutes of a day to come, and skill; `presence` as in the
    event loop.
    """

    use: Floats
    skill: Floats
    presence: Table


def starts(now: Postings, origin: Ints, scenario: Scenario, land: Landscape) -> Start:
    """Skill and presence where what comes and what fades balance under `rule_before`.

    From there they have gone on under the rule itself for `days_since_change`.
    """
    is_same = scenario.rule_before == scenario.rule
    before = now if is_same else posted(now.corps, origin, scenario.rule_before, scenario, land)
    expected = practice(now, scenario, land)
    known = expected if is_same else practice(before, scenario, land)
    floor, days = floors(now.corps, scenario), scenario["days_since_change"]
    taught, hours = before.leads_at_home, generalist_hours(before, scenario)
    skill = balance(known.minutes, hours, taught, floor, scenario)
    if days > 0 and not is_same:
        taught, hours = now.leads_at_home, generalist_hours(now, scenario)
        owed = _owed_hours(before, now, scenario, land)
        a_day = training_pace(scenario)
        until = min(days, float(owed.max(initial=0.0)) / a_day)
        for stretch, extra in ((until, owed / until if until else owed), (days - until, 0.0)):
            skill = passed(
                skill,
                expected.minutes,
                hours + np.minimum(extra, a_day),
                expected.minutes,
                taught,
                floor,
                stretch,
                scenario,
            )
    return Start(expected.minutes, skill, _presence(known, expected, scenario))


def _owed_hours(before: Postings, now: Postings, scenario: Scenario, land: Landscape) -> Floats:
    """Hours of training that the change has asked of each officer, (officers,): answer 8."""
    earlier = rules_of_townships(scenario.rule_before, scenario, land)
    later = rules_of_townships(scenario.rule, scenario, land)
    hours = np.zeros((len(earlier), len(later)))
    for one, other in np.ndindex(hours.shape):
        if earlier[one].answers() != later[other].answers():
            hours[one, other] = later[other].change.training_days * MINUTES_A_SHIFT / MINUTES_AN_HOUR
    return hours[before.township, now.township]


def training_pace(scenario: Scenario) -> float:
    """Hours a day that an officer gives to the training that a change asks, on the mean."""
    shifts = MINUTES_A_DAY // MINUTES_A_SHIFT * scenario["on_duty_share"] * scenario["change_training_share"]
    return float(shifts * MINUTES_A_SHIFT / MINUTES_AN_HOUR)


def _presence(before: Practice, now: Practice, scenario: Scenario) -> Table:
    """Sight and stops in each cell at their balances before, moved on towards those of now, (cells,)."""
    presence, days = table(PRESENCE_FIELDS, len(now.stops)), scenario["days_since_change"]
    for name, earlier, later, half_life in (
        ("sight", before.sight, now.sight, scenario["sight_half_life"] / MINUTES_A_DAY),
        ("stops", before.stops, now.stops, scenario["stops_half_life"]),
    ):
        a_day = later + (earlier - later) * 0.5 ** (days / half_life)
        presence[name] = a_day * half_life / np.log(2)
    return presence


def posted(corps: Ints, origin: Ints, rule: Rule | RuleMap, scenario: Scenario, land: Landscape) -> Postings:
    """Who would work where under a rule."""
    book = rulebook(rules_of_townships(rule, scenario, land))
    homes = homes_of(corps, origin, book, scenario, land)
    borders = (homes.serves.astype(int) @ land.near.astype(int)) > 0
    beats = _beats(homes, land, scenario["beat_minutes"])
    return Postings(corps, homes.township, homes.cell, homes.serves, borders, book, *beats)


def _beats(homes: Homes, land: Landscape, reach: float) -> tuple[npt.NDArray[np.int32], Floats, Ints, Ints]:
    """Beat areas end to end: cells, cumulated chances, and each officer's first and end row.

    A beat lies in the townships served, no farther from home than one can drive and look around in a slot.
    """
    cells: list[npt.NDArray[np.int32]] = []
    chances: list[Floats] = []
    first, end = np.zeros(len(homes.cell), np.int64), np.zeros(len(homes.cell), np.int64)
    known: dict[tuple[int, bytes], tuple[int, int]] = {}
    for officer, served in enumerate(homes.serves):
        home = int(homes.cell[officer])
        if (home, served.tobytes()) not in known:
            near = served[land.cells["township"]] & (land.travel_minutes[home] <= reach)
            near[home] = True
            inside = np.flatnonzero(near)
            weight = np.cumsum(land.cells["people"][inside] + EMPTY_LAND_WEIGHT)
            start = sum(len(part) for part in cells)
            known[home, served.tobytes()] = (start, start + len(inside))
            cells.append(inside.astype(np.int32))
            chances.append(weight / weight[-1])
        first[officer], end[officer] = known[home, served.tobytes()]
    joined = np.concatenate(cells) if cells else np.zeros(0, np.int32)
    return joined, np.concatenate(chances) if chances else np.zeros(0), first, end


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
