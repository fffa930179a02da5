"""The county as a plain Mesa model: a step a minute, agents that step, a heap for what has an exact time."""

import heapq
from itertools import count

import mesa
import networkx
from mesa.discrete_space import Network

from jiaosuo.model.calls import candidates
from jiaosuo.model.citizens import at_work, citizens
from jiaosuo.model.core.terms import Basis, Duty
from jiaosuo.model.demand import vehicles_per_head
from jiaosuo.model.incidents import KINDS
from jiaosuo.model.kernels.base.draws import seed_key
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from jiaosuo.model.scenario import Scenario
from jiaosuo.model.vehicles import vehicles
from tests.twins.plain_mesa.calls import Call
from tests.twins.plain_mesa.officers import Officer
from tests.twins.plain_mesa.people import Citizen
from tests.twins.plain_mesa.traffic import Road, Vehicle

ONLY = {
    **{f"capacity_{road}": 10_000 for road in ("trunk", "county", "village", "street")},
    "capacity_burst": 10, "jam_density": 400, "truck_share": 0, "motorcycle_share": 0,
    "deterrence_strength": 0, "violations_per_beat_hour": 0, "posts_per_urban_km2": 0, "visits_per_hour": 0,
    "recall_priority": 0, "ring_fence": 0, "training_hours": 0, "last_officer_minutes": 0,
    **{f"{kind}_{share}": 0 for kind in KINDS for share in ("complex_share", "block_share")},
}  # fmt: skip
"""What switches off all that the twin has not."""

SHIFT = 480.0


def small_county(**values):
    """A scenario that both can live."""
    return Scenario.preset("county-town", rule="separate", **(ONLY | {"people_per_agent": 5} | values))


class PlainCounty(mesa.Model):
    """The world as the county draws it, then lived by objects.

    Citizens look at the clock every `citizens_step_every` minutes: at each step, as Mesa's examples do, or
    once an hour, which is as good.
    """

    def __init__(self, scenario, citizens_step_every=1):
        key = int(seed_key(scenario.seed))
        super().__init__(rng=key)
        self.seed_key, self.p, self.citizens_step_every = key, dict(scenario.values), citizens_step_every
        self.minute, self.now, self.end = 0, 0.0, 1.0
        self.agenda, self.numbers = [], count()
        self.calls, self.waiting, self.open_calls, self.ticks = [], [], set(), []
        self.offer_due, self.on_road, self.slot, self.shift = False, 0, 0, -1
        self.people_per_agent = scenario["people_per_agent"]
        self.handover = self.p["handover_minutes"] * (1.0 - self.p["data_sharing"])
        self.vehicles_per_head = vehicles_per_head(scenario)
        self._settle(scenario)
        self.schedule(0.0, self.begin_slot)

    def _settle(self, scenario):
        land = landscape(scenario)
        people = citizens(scenario, land, self.seed_key)
        fleet = vehicles(scenario, land, people, self.seed_key)
        plan = force(scenario, land, self.seed_key)
        self.source = candidates(scenario, land, people, fleet, self.seed_key)
        self.kinds = [dict(zip(row.dtype.names, row.tolist(), strict=True)) for row in self.source.kinds]
        self.hours = [kind.hours for kind in scenario.kinds]
        self.exposure = self.source.exposure.tolist()
        self._lay_out(land)
        self._set_rules(plan.book)
        self._people_it(people, fleet, plan)

    def _lay_out(self, land):
        links = land.links
        roads = networkx.DiGraph(zip(links["tail"].tolist(), links["head"].tolist(), strict=True))
        roads.add_nodes_from(range(len(land.cells)))
        self.space = {each.coordinate: each for each in Network(roads, random=self.random, layout=None)}
        self.cells = [dict(zip(row.dtype.names, row.tolist(), strict=True)) for row in land.cells]
        self.centre = [(each["x_km"], each["y_km"]) for each in self.cells]
        self.travel, self.link_class = land.travel_minutes.tolist(), links["road_class"].tolist()
        self.roads = [
            Road(self, row, int(each["head"]), float(each["free_minutes"])) for row, each in enumerate(links)
        ]
        self.land, self.ways = land, {}

    def _set_rules(self, book):
        if book.rule_table["reserve"].any():
            raise ValueError("the plain twin knows no reserve")
        names = book.rule_table.dtype.names
        self.rule_table = [{name: row[name].tolist() for name in names} for row in book.rule_table]
        self.authority = book.authority.tolist()

    def _people_it(self, people, fleet, plan):
        self.residents = [[] for _ in self.cells]
        for home, work, trust in people.columns[["home", "work", "trust"]].tolist():
            self.residents[home].append(Citizen(self, self.space[home], self.space[work], trust))
        trips = [[] for _ in fleet.columns]
        for trip in fleet.trips[fleet.trips["level"] <= 0]:
            trips[trip["vehicle"]].append((float(trip["leaves"]), int(trip["goal"])))
        for each, planned in zip(fleet.columns, trips, strict=True):
            Vehicle(self, int(each["home"]), float(each["risk"]), planned)
        self.force = []
        for row, me in enumerate(plan.columns):
            area = slice(me["beat_first"], me["beat_end"])
            beat = plan.beat_cells[area].tolist(), plan.beat_chance[area].tolist()
            serves, borders = plan.serves[row].tolist(), plan.borders[row].tolist()
            self.force.append(Officer(self, row, me, serves, borders, beat))

    # The minute

    def step(self):
        """Live one minute."""
        self.end = self.minute + 1.0
        if self.minute % 1_440 == 0:
            names = self.source.draw(self.minute // 1_440).dtype.names
            self.coming = [dict(zip(names, row.tolist(), strict=True)) for row in self.source.today][::-1]
        if self.minute % self.citizens_step_every == 0:
            self.working_hours = at_work(self.minute // 60 % 24)
            self.agents_by_type[Citizen].do("step")
        self.agents_by_type[Vehicle].do("step")
        if self.end % 15.0 == 0.0:
            self.agents_by_type[Road].do("step")
        self.incidents_arise()
        self.happen()
        self.observe()
        self.minute += 1

    def incidents_arise(self):
        """Candidates below the rate of the moment happen."""
        while self.coming and self.coming[-1]["time"] < self.end:
            it = self.coming.pop()
            kind = self.kinds[it["kind"]]
            rate = self.rate_on(it, kind) if kind["basis"] == Basis.FLOW else it["rate"]
            if it["height"] < rate:
                call = Call(self, len(self.calls), it)
                self.calls.append(call)
                call.report()

    def rate_on(self, it, kind):
        """Incidents a day on a link at the flow of the last hour; nobody is slowed."""
        road, hour = self.roads[it["link"]], int(it["time"] / 60.0) % 24
        flow = road.risky_flow if kind["is_crash"] else road.flow
        return self.exposure[it["kind"]][it["link"]] * 24.0 * flow * self.hours[it["kind"]][hour]

    def schedule(self, time, action, *args):
        """Let something happen at a time; ties in the order of their making."""
        heapq.heappush(self.agenda, (time, next(self.numbers), action, args))

    def happen(self):
        """All before the end of the minute; desks match again whenever something has changed."""
        while self.agenda and self.agenda[0][0] < self.end:
            time, _, action, args = heapq.heappop(self.agenda)
            self.now = max(self.now, time)
            action(*args)
            while self.offer_due:
                self.match()
        self.now = self.end

    def match(self):
        """Offer every waiting call, most urgent first."""
        self.offer_due = False
        self.waiting = [call for call in self.waiting if call.wants_officers()]
        for call in sorted(self.waiting, key=Call.urgency):
            call.offer()
        self.waiting = [call for call in self.waiting if call.wants_officers()]

    def begin_slot(self):
        """Change the shift if it is time; who is free turns to a duty."""
        minutes = self.p["duty_slot_minutes"]
        self.slot, shift = int(self.now / minutes + 1e-9), int(self.now / SHIFT + 1e-9)
        if shift != self.shift:
            self.shift = shift
            named = [self.p[f"{part}_weight"] for part in ("night", "day", "evening")]
            weights = tuple(each / (sum(named) / 3.0) for each in named)
            for officer in self.force:
                officer.change_shift(shift, weights)
        self.agents_by_type[Officer].do("step")
        self.offer_due = True
        self.schedule((self.slot + 1) * minutes, self.begin_slot)

    def observe(self):
        """One row a minute."""
        duties = [0] * len(Duty)
        for officer in self.force:
            duties[officer.duty] += 1
        self.ticks.append((self.minute, len(self.waiting), len(self.open_calls), self.on_road, duties))

    def next_road(self, cell, goal):
        """The habitual way on, looked up once."""
        if (cell, goal) not in self.ways:
            self.ways[cell, goal] = self.roads[self._next_link(cell, goal)]
        return self.ways[cell, goal]

    def _next_link(self, cell, goal):
        land, step = self.land, goal
        zone = land.zone_of_cell[goal]
        while step != land.zone_cells[zone]:
            before = land.homeward[step]
            if before == cell:
                return int(land.links_out[cell][land.heads[cell].tolist().index(step)])
            step = before
        return int(land.hops[zone, cell])
