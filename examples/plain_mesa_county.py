"""The county as a plain Mesa model: one file, agents with a `step`, no kernels.

    python examples/plain_mesa_county.py

runs a small county for a day under two rules and prints how long callers waited. It takes some seconds for
what `jiaosuo.County` does in a fraction of one; a test holds the two against each other, call by call and
officer by officer (tests/twins/test_plain_mesa.py), so the file also shows what the kernels work out.

Land, people, vehicles, officers and the incidents that could happen come from the same functions that draw
them for `jiaosuo.County`. From there on everything is an object:

- `Citizen` is at home or at work by the hour, may call the police, and trusts them more or less;
- `Vehicle` drives the trips of its plan link by link, and `Road` counts the flow that this makes;
- `Officer` has shifts, duties, a place and skills that grow with cases and fade without;
- `Call` is one incident from its beginning to its end, with the desk that looks for officers;
- `PlainCounty` is the `mesa.Model`: one step is one minute, and a heap holds what has an exact time.

Left out, and switched off in both by the numbers in `ONLY`: queues on full links and blocked lanes,
deterrence, violations met on patrol, junction posts, complex cases and what follows from them, work that is
sent back or complained of, recall from home, trust gained by visits, training, and other work that townships
want (meals, briefings, meetings and case files are here). A rule that holds officers in reserve is refused.
"""

from __future__ import annotations

import bisect
import heapq
import math
from itertools import count

import mesa
import networkx
from mesa.discrete_space import CellAgent, Network

from jiaosuo import KINDS, Scenario
from jiaosuo.model.calls import candidates
from jiaosuo.model.citizens import at_work, citizens
from jiaosuo.model.core.terms import (
    Authority,
    Basis,
    CallState,
    Complexity,
    DeskLevel,
    Domain,
    Duty,
    HandlingLaw,
    Reach,
    RoadClass,
    WorkBasis,
)
from jiaosuo.model.demand import vehicles_per_head, visit_minutes_wanted
from jiaosuo.model.expert_time import status_quo
from jiaosuo.model.kernels.base import draws
from jiaosuo.model.landscape import landscape
from jiaosuo.model.officers import force
from jiaosuo.model.vehicles import vehicles
from jiaosuo.model.work import in_order

OWN_WORK = [work for work in in_order() if work.basis == WorkBasis.OFFICER]
"""What each officer has of their own in every shift: a meal, a briefing, meetings."""

ONLY = {
    **{f"capacity_{road}": 10_000 for road in ("trunk", "county", "village", "street")},
    "capacity_burst": 10, "jam_density": 400, "truck_share": 0, "motorcycle_share": 0,
    "deterrence_strength": 0, "violations_per_beat_hour": 0, "posts_per_urban_km2": 0, "visits_per_hour": 0,
    "complaint_share": 0, "liability_review": 0, "evidence_review": 0, "post_skill": 0, "files_before": 0,
    "recall_priority": 0, "ring_fence": 0, "training_hours": 0, "last_officer_minutes": 0,
    **{f"{kind}_{share}": 0 for kind in KINDS for share in ("complex_share", "block_share")},
    **{f"{work.name}_amount": 0 for work in in_order() if work.basis != WorkBasis.OFFICER},
}  # fmt: skip
"""Numbers that switch off what this model leaves out."""

BUSY = {
    "people_per_agent": 25, "population": 60_000, "area_km2": 300, "officers_traffic": 6,
    "officers_station": 20, "help_rate_rural": 250, "help_rate_urban": 250, "damage_crash_rate_rural": 0.3,
}  # fmt: skip
"""A place so busy that calls wait: what `main` runs."""

DAY, SHIFT, QUARTER = 1_440.0, 480.0, 15.0
"""Minutes."""

DUTY, BEAT, TURN = (draws.process(name) for name in ("duty", "beat", "turn"))
FILE_LENGTH = draws.process("length of a case file")
COMPLEX, HANDLING, PATIENCE, DELAY, REPORT, CALLER, WRONG_DESK = 0, 2, 3, 4, 5, 6, 7
"""Which draw decides what: draws are looked up by name and number, so that two models share their luck."""

MOST_URGENT, DIVERTED_FROM, PAPERWORK_YIELDS_TO = 1, 3, 2
"""Calls of priority 1 divert officers who drive to calls of priority 3 and 4; paperwork yields to 1, 2."""

LEAST_DUE = 1e-6
"""Minutes of other work below which all is done."""

CANNOT_TURN = (Duty.OFF, Duty.TO_CALL, Duty.ON_SCENE, Duty.PAPERWORK, Duty.OTHER_WORK)
LEAVES_SOMETHING = (Duty.OTHER_WORK, Duty.CASE_FILE)
FREE = (Duty.STANDBY, Duty.BEAT, Duty.COMMUNITY)


def small_county(**values):
    """A scenario that `PlainCounty` and `jiaosuo.County` can both run."""
    return Scenario.preset("county-town", rule="separate", **(ONLY | {"people_per_agent": 5} | values))


class Citizen(CellAgent):
    """Stands for `people_per_agent` people."""

    def __init__(self, model, home, work, trust):
        super().__init__(model)
        self.home, self.work, self.trust = home, work, trust
        self.experiences = 0
        self.cell = home

    def step(self):
        """Be where the hour says."""
        place = self.work if self.model.working_hours else self.home
        if place is not self.cell:
            self.cell = place

    def judge(self, satisfaction):
        """Trust moves towards what was experienced."""
        p = self.model.p
        self.experiences += 1
        self.trust += p["trust_gain"] * (satisfaction - self.trust) / p["people_per_agent"]


class Road(mesa.Agent):
    """One direction of a road between two cells. Nobody waits on it; it counts the vehicles of an hour."""

    def __init__(self, model, row, head, free_minutes):
        super().__init__(model)
        self.row, self.head, self.free_minutes = row, head, free_minutes
        self.entered, self.risk = [0] * 4, [0.0] * 4  # by quarter of an hour
        self.flow = self.risky_flow = 0.0
        self.crossings = 0

    def enter(self, time, risk):
        """Count a vehicle; returns when it will have driven the link."""
        quarter = int(time / QUARTER) % 4
        self.entered[quarter] += 1
        self.risk[quarter] += risk
        return time + self.free_minutes

    def step(self):
        """Once a quarter: add up the last hour, and begin the next quarter at 0."""
        people = self.model.people_per_agent
        self.flow, self.risky_flow = sum(self.entered) * people, sum(self.risk) * people
        quarter = int(self.model.end / QUARTER) % 4
        self.entered[quarter], self.risk[quarter] = 0, 0.0


class Vehicle(mesa.Agent):
    """Parked until a trip of its plan departs; a trip that finds it away departs when it is back."""

    def __init__(self, model, home, risk, plan):
        super().__init__(model)
        self.cell, self.goal, self.risk = home, home, risk
        self.plan, self.place, self.day = plan, 0, 0
        self.road, self.ready, self.waiting = None, math.inf, []
        self.departs = plan[0][0] if plan else math.inf
        self.next = self.departs
        self.trips, self.minutes, self.since = 0, 0.0, 0.0

    def step(self):
        """Drive, if anything is due in this minute."""
        if self.next < self.model.end:
            self.drive(self.model.minute, self.model.end)

    def drive(self, minute, end):
        """All that is due before `end`, in order."""
        while self.waiting and self.road is None:
            self.depart(self.waiting.pop(0), minute)
        while min(self.departs, self.ready) < end:
            if self.departs <= self.ready:
                self.take_next_trip()
            else:
                self.cross(self.ready)
        self.next = min(self.departs, self.ready)
        if self.waiting and self.road is None:
            self.next = end

    def take_next_trip(self):
        """The next trip of the plan, now or when the vehicle is back."""
        time, goal = self.departs, self.plan[self.place][1]
        self.place += 1
        if self.place == len(self.plan):
            self.place, self.day = 0, self.day + 1
        self.departs = self.day * DAY + self.plan[self.place][0]
        if self.road is None:
            self.depart(goal, time)
        else:
            self.waiting.append(goal)

    def depart(self, goal, time):
        """Start a trip; one to where the vehicle stands ends at once."""
        self.goal = goal
        if goal == self.cell:
            self.trips += 1
            return
        self.since = time
        self.model.on_road += 1
        self.enter(self.cell, time)

    def cross(self, time):
        """Leave a link for the next one, or for the goal."""
        self.road.crossings += 1
        head = self.road.head
        if head != self.goal:
            self.enter(head, time)
            return
        self.cell, self.road, self.ready = head, None, math.inf
        self.trips += 1
        self.minutes += time - self.since
        self.model.on_road -= 1

    def enter(self, cell, time):
        """Take the next link of the way."""
        self.road = self.model.next_road(cell, self.goal)
        self.ready = self.road.enter(time, self.risk)


class Officer(CellAgent):
    """One officer. `position` is the cell where they are, or will be at `arrives`."""

    def __init__(self, model, row, me, serves, borders, beat):
        super().__init__(model)
        self.row, self.corps, self.township = row, int(me["corps"]), int(me["township"])
        self.serves, self.borders, self.beat = serves, borders, beat
        self.home = self.position = self.from_position = int(me["home_cell"])
        self.group_size, self.group_rank, self.phase = (
            int(me["group_size"]),
            int(me["group_rank"]),
            float(me["phase"]),
        )
        self.skill, self.skill_at = me["skill"].tolist(), [0.0, 0.0, 0.0]
        self.duty, self.since, self.turn, self.call, self.rostered = Duty.OFF, 0.0, 0, None, False
        self.leaves = self.arrives = self.paperwork = self.km = self.drive_km = 0.0
        self.pledged, self.own, self.work, self.session = 0.0, {}, None, 0.0
        self.files, self.file = [], None
        self.last_domain, self.jobs, self.cases = None, 0, [0, 0, 0]
        self.minutes = [0.0] * len(Duty)
        self.cell = model.space[self.home]

    # Shifts and duties

    def turn_to(self, duty):
        """Close the books on the old duty; what was planned for it is void, which `turn` tells."""
        now = self.model.now
        stayed = max(0.0, now - max(self.since, self.arrives))
        if self.work is not None:
            self.own[self.work.name] += self.session - min(self.session, stayed)
        if self.file is not None:
            self.file.minutes_left -= min(self.file.minutes_left, stayed)
        self.work = self.file = None
        if self.duty == Duty.COMMUNITY:
            township = self.model.cells[self.position]["township"]
            self.model.visits_owed[township] += max(0.0, self.pledged - stayed)
        self.minutes[self.duty] += now - self.since
        if self.duty == Duty.PAPERWORK:
            self.paperwork = max(0.0, self.paperwork - (now - self.since))
        self.duty, self.since = duty, now
        self.turn += 1

    def change_shift(self, shift, weights):
        """Go on duty, or home unless a call holds."""
        self.rostered = self.is_rostered(shift, weights)
        if self.rostered:
            if self.duty == Duty.OFF:
                self.turn_to(Duty.STANDBY)
            self.own = {work.name: self.model.amount_of(work) for work in OWN_WORK}
        elif self.duty not in (Duty.OFF, Duty.TO_CALL, Duty.ON_SCENE):
            self.go_home()

    def is_rostered(self, shift, weights):
        """Whether it is this officer's turn: the group owes whole officers, remainders are carried over."""
        share, size = self.model.p["on_duty_share"], self.group_size
        before = 3.0 * (shift // 3)
        for weight in weights[: shift % 3]:
            before += weight
        start = int(size * share * before + self.phase)
        end = int(size * share * (before + weights[shift % 3]) + self.phase)
        return (self.group_rank - start % size) % size < min(size, end - start)

    def go_home(self):
        """End a shift."""
        self.turn_to(Duty.OFF)
        self.own = {}
        self.position = self.from_position = self.home
        self.arrives = self.model.now
        self.cell = self.model.space[self.home]

    def step(self):
        """A slot of half an hour begins: turn to something, unless busy."""
        if self.duty not in CANNOT_TURN:
            self.choose_duty()

    def choose_duty(self):
        """Work at its hours, or the first there is to do in the order of the home township's rule."""
        self.call = None
        if not self.rostered:
            self.go_home()
            return
        if self.do_own_work(fixed=True):
            return
        act = {
            Duty.PAPERWORK: self.write_up, Duty.POST: self.no_post, Duty.CASE_FILE: self.work_at_file,
            Duty.OTHER_WORK: self.do_own_work, Duty.COMMUNITY: self.visit, Duty.BEAT: self.walk_beat,
        }  # fmt: skip
        for duty in self.model.answers[self.township]["turns"]:
            if act[duty]():
                return
        self.stay_or_turn(Duty.STANDBY)

    def do_own_work(self, fixed=False):
        """A meal, briefing or meeting of this shift, if any is still to be had and it is its time."""
        model = self.model
        hour = int((model.now - SHIFT * model.shift) / 60.0 + 1e-9)
        for work in OWN_WORK:
            if (
                work.fixed == fixed
                and self.own[work.name] > LEAST_DUE
                and work.part_of_hours[hour % 24] > 0.0
            ):
                self.turn_to(Duty.OTHER_WORK)
                self.go_home_site()
                self.work, self.session = work, min(model.p[f"{work.name}_session"], self.own[work.name])
                self.own[work.name] -= self.session
                model.schedule(max(model.now, self.arrives) + self.session, self.end_session, self.turn)
                return True
        return False

    def end_session(self, turn):
        """That is done."""
        if turn == self.turn:
            self.work = None
            self.choose_duty()
            self.model.offer_due = True

    def go_home_site(self):
        """Drive to the own site, unless there or on the way."""
        if self.position != self.home:
            self.drive_to(self.home)

    def work_at_file(self):
        """The file that is due first, in the hours in which people can be asked."""
        model, hour = self.model, (self.model.now % DAY) / 60.0
        if not self.files or not model.p["files_from"] <= hour < model.p["files_until"]:
            return False
        if self.duty == Duty.CASE_FILE and self.file is not None:
            return True
        self.turn_to(Duty.CASE_FILE)
        self.go_home_site()
        self.file = self.files[0]
        model.schedule(max(model.now, self.arrives) + self.file.minutes_left, self.close_file, self.turn)
        return True

    def close_file(self, turn):
        """A file is worked off."""
        if turn == self.turn:
            self.files.remove(self.file)
            self.file.minutes_left, self.file = 0.0, None
            self.choose_duty()
            self.model.offer_due = True

    def write_up(self):
        """The cases led, if any are still to be written up."""
        if self.paperwork <= 0.0:
            return False
        self.turn_to(Duty.PAPERWORK)
        self.model.schedule(self.model.now + self.paperwork, self.end_paperwork, self.turn)
        return True

    def no_post(self):
        """There are no posts here."""
        return False

    def visit(self):
        """People of a cell, if their township is still owed visits in this hour of the day."""
        model, cell = self.model, self.beat_cell()
        township = model.cells[cell]["township"]
        if not model.answers[self.township]["visits"][self.corps] or model.visits_owed[township] <= 0.0:
            return False
        self.turn_to(Duty.COMMUNITY)
        self.drive_to(cell)
        slot_ends = (model.slot + 1) * model.p["duty_slot_minutes"]
        self.pledged = max(0.0, slot_ends - max(model.now, self.arrives))
        model.visits_owed[township] -= self.pledged
        return True

    def walk_beat(self):
        """A beat, in a share of the slots that nothing else has taken."""
        model = self.model
        if not model.answers[self.township]["beats"][self.corps]:
            return False
        if draws.uniform(model.key, DUTY, self.row, model.slot) >= model.p["beat_share"]:
            return False
        self.turn_to(Duty.STANDBY)
        self.drive_to(self.beat_cell())
        self.turn_to(Duty.BEAT)
        return True

    def beat_cell(self):
        """A cell of the beat, by its people."""
        cells, chances = self.beat
        choice = draws.uniform(self.model.key, BEAT, self.row, self.model.slot)
        return cells[min(bisect.bisect_right(chances, choice), len(cells) - 1)]

    def stay_or_turn(self, duty):
        """Go on with a duty at home, or turn to it and drive there."""
        if self.duty != duty:
            self.turn_to(duty)
            self.drive_to(self.home)

    def end_paperwork(self, turn):
        """All is written up."""
        if turn == self.turn:
            self.paperwork = 0.0
            self.choose_duty()
            self.model.offer_due = True

    # Driving

    def minutes_onward(self, cell):
        """Minutes to a cell by way of where the officer is heading."""
        return max(0.0, self.arrives - self.model.now) + self.model.travel[self.position][cell]

    def minutes_to(self, cell):
        """Onward, or back and round, whichever is quicker."""
        now = self.model.now
        if now >= self.arrives:
            return self.minutes_onward(cell)
        back = abs(now - self.leaves) + self.model.travel[self.from_position][cell]
        return min(self.minutes_onward(cell), back)

    def drive_to(self, cell):
        """Set off for a cell; the kilometres of a drive that is broken off are not driven."""
        now, minutes, onward = self.model.now, self.minutes_to(cell), self.minutes_onward(cell)
        if now < self.arrives and self.arrives > self.leaves:
            self.km -= self.drive_km * (self.arrives - max(now, self.leaves)) / (self.arrives - self.leaves)
        (x, y), (u, v) = self.model.centre[self.position], self.model.centre[cell]
        self.drive_km = self.model.p["detour"] * math.hypot(x - u, y - v)
        self.km += self.drive_km
        if minutes >= onward:
            self.from_position, self.leaves = self.position, max(now, self.arrives)
        else:
            self.leaves = now + abs(now - self.leaves)
        self.position, self.arrives = cell, now + minutes
        self.cell = self.model.space[cell]

    # Calls

    def is_free_for(self, priority):
        """Whether the duty lets the officer go."""
        if self.duty == Duty.OTHER_WORK:
            return priority <= self.model.p[f"{self.work.name}_yields_to"]
        if self.duty == Duty.CASE_FILE:
            return priority <= self.model.p["files_yield_to"]
        return self.duty in FREE or (self.duty == Duty.PAPERWORK and priority <= PAPERWORK_YIELDS_TO)

    def go_to(self, call):
        """Be sent to a call."""
        self.turn_to(Duty.TO_CALL)
        self.drive_to(call.cell)
        self.call = call
        self.model.schedule(self.arrives, self.arrive, self.turn)

    def arrive(self, turn):
        """On the scene, unless sent elsewhere meanwhile."""
        if turn == self.turn:
            self.turn_to(Duty.ON_SCENE)
            self.from_position = self.position
            self.call.reached_by(self)

    def skill_now(self, domain):
        """What is left of a skill: it fades towards a floor."""
        p, now, skill = self.model.p, self.model.now, self.skill[domain]
        days = (now - self.skill_at[domain]) / DAY
        floor = min(p["skill_floor"], skill)
        left = floor + (skill - floor) * math.exp(-math.log(2.0) * days / p["skill_half_life"])
        self.skill[domain], self.skill_at[domain] = left, now
        return left

    def leave_scene(self, call, led):
        """Free again; who led has learnt from the case and has it to write up."""
        if self.duty == Duty.ON_SCENE:
            if led:
                gap, p = 1.0 - self.skill_now(call.domain), self.model.p
                cases = call.expert_minutes / p["case_minutes"]
                self.skill[call.domain] = 1.0 - gap * (1.0 - p["skill_gain_case"]) ** cases
                self.cases[call.domain] += 1
                self.paperwork += call.kind["paperwork_minutes"]
            self.last_domain = call.domain
            self.jobs += 1
        self.choose_duty()


class CaseFile:
    """What a call has left behind."""

    def __init__(self, due, minutes):
        self.due, self.minutes_left = due, minutes


class Call:
    """One incident, reported or not."""

    def __init__(self, model, candidate):
        self.model, self.key, self.kind = model, candidate["key"], model.kinds[candidate["kind"]]
        self.cell, self.arose, link = candidate["cell"], candidate["time"], candidate["link"]
        self.domain, self.priority = int(self.kind["domain"]), int(self.kind["priority"])
        here = model.cells[self.cell]
        self.township, self.area = here["township"], here["area"]
        self.road_class = model.link_class[link] if link >= 0 else here["road_class"]
        self.answers = model.answers[self.township]
        self.officers_needed, self.desk = (
            int(self.kind["officers_needed"]),
            self.answers["desk_of"][self.domain],
        )
        self.expert_minutes, self.patience = self.nature()
        self.caller = self.neighbour()
        self.state, self.lead, self.helper, self.there = CallState.ARISEN, None, None, set()
        self.known = self.dispatched = self.first_there = self.crew_there = self.closed = math.nan
        self.satisfaction, self.turn, self.diversions = math.nan, 0, 0
        self.handover_minutes = self.handling_minutes = self.work_left = self.work_since = self.pace = 0.0

    def chance(self, number):
        """The incident's own chance of that number."""
        return draws.uniform(self.key, 0, 0, number)

    def nature(self):
        """Minutes that an expert needs, and minutes that the caller will wait."""
        kind = self.kind
        if kind["law"] == HandlingLaw.EXPONENTIAL:
            published = -kind["handling_minutes"] * math.log(1.0 - self.chance(HANDLING))
        else:
            normal = draws.normal(self.key, 1, 0, HANDLING)
            published = draws.lognormal(kind["handling_minutes"], kind["handling_cv"], normal)
        minutes = published / kind["status_quo_factor"]
        normal = draws.normal(self.key, 1, 0, PATIENCE)
        return minutes, draws.lognormal(kind["patience_minutes"], kind["patience_cv"], normal)

    def neighbour(self):
        """Who lives there and might call."""
        homes = self.model.residents[self.cell]
        return homes[int(self.chance(CALLER) * len(homes))] if homes else None

    # Until an officer is sent

    def report(self):
        """The caller tells the police, or not, depending on trust."""
        p, share = self.model.p, self.kind["report_share"]
        trust = p["trust_start"] if self.caller is None else self.caller.trust
        more = 1.0 + p["trust_reporting"] * (trust - p["trust_start"])
        if share < 1.0 and self.chance(REPORT) >= share * more:
            self.state, self.closed = CallState.UNREPORTED, self.arose
            return
        self.model.open_calls.add(self)
        delay = -self.kind["report_delay"] * math.log(1.0 - self.chance(DELAY))
        self.model.schedule(self.arose + delay, self.become_known)

    def become_known(self):
        """It comes in, perhaps at the wrong desk; patience begins to run."""
        p, model, answers = self.model.p, self.model, self.answers
        self.known, wait = model.now, p["call_taking_minutes"]
        if answers["desks"] > 1 and self.chance(WRONG_DESK) < p["wrong_desk_share"]:
            wrong = (self.desk + 1) % answers["desks"]
            if answers["handover"][wrong][self.desk]:
                self.handover_minutes = model.handover
                wait += model.handover
        model.schedule(model.now + wait, self.reach_desk)
        model.schedule(model.now + self.patience, self.lose_patience)

    def reach_desk(self):
        """In the queue; a township's desk asks other townships only after a handover."""
        model = self.model
        if self.state == CallState.ARISEN:
            self.state = CallState.AT_DESK
        self.join_queue()
        others_from = self.known + model.handover
        if self.answers["desk_level"][self.desk] == DeskLevel.TOWNSHIP and model.now < others_from:
            model.schedule(others_from, self.reach_desk)

    def join_queue(self):
        """In the queue, once."""
        if self not in self.model.waiting:
            self.model.waiting.append(self)
        self.model.offer_due = True

    def lose_patience(self):
        """Nobody has come."""
        if self.state <= CallState.ASSIGNED and math.isnan(self.first_there):
            self.close(CallState.GAVE_UP)

    # The desk

    def urgency(self):
        """Place in the queue, least first: priority, and a step for every so many minutes of waiting."""
        steps, answers = float(self.priority), self.answers
        if answers["shared_queue"]:
            steps += answers["behind"][self.domain]
        if answers["ageing_minutes"] > 0.0:
            steps -= (self.model.now - self.known) / answers["ageing_minutes"]
        return steps

    def needs_officers(self):
        """Whether it still lacks its lead or its second officer."""
        if self.state >= CallState.CLEARED or self.state == CallState.ARISEN:
            return False
        return self.lead is None or (self.officers_needed > 1 and self.helper is None)

    def offer(self):
        """Find a lead, then a second officer."""
        if not self.needs_officers():
            return
        if self.lead is None:
            lead = self.best_officer(leads=True)
            if lead is None and self.answers["preempt"] and self.priority == MOST_URGENT:
                lead = self.divert()
            self.lead = self.send(lead)
            if self.lead is None:
                return
            if self.state == CallState.AT_DESK:
                self.state = CallState.ASSIGNED
        if self.officers_needed > 1 and self.helper is None:
            self.helper = self.send(self.best_officer(leads=False))

    def send(self, officer):
        """Send an officer, if there is one."""
        if officer is not None:
            officer.go_to(self)
            if math.isnan(self.dispatched):
                self.dispatched = self.model.now
        return officer

    def best_officer(self, leads):
        """The able officer who would be there first."""
        return self.nearest([each for each in self.model.force if each.is_free_for(self.priority)], leads)

    def divert(self):
        """The nearest of those on their way to lesser calls, taken off them."""
        on_way = [each for each in self.model.force if each.duty == Duty.TO_CALL]
        officer = self.nearest([each for each in on_way if each.call.priority >= DIVERTED_FROM], leads=True)
        if officer is not None:
            officer.call.lose(officer)
        return officer

    def lose(self, officer):
        """Back in the queue without an officer who was on the way."""
        if officer is self.lead:
            self.lead = None
            if self.state == CallState.ASSIGNED:
                self.state = CallState.AT_DESK
        else:
            self.helper = None
        self.diversions += 1
        self.join_queue()

    def nearest(self, officers, leads):
        """Who of these is able and there first; of equals of one site who has attended fewer calls."""
        sends, best, least = self.answers["sends"][self.desk], None, math.inf
        for officer in officers:
            if sends[officer.corps] and self.admits(officer, leads):
                minutes = officer.minutes_to(self.cell)
                if minutes < least or (minutes == least and self.goes_before(officer, best)):
                    best, least = officer, minutes
        return best

    def goes_before(self, officer, other):
        """Of two of one site: who leaves no work, then a specialist, else who has attended fewer calls."""
        if officer.home != other.home:
            return False
        leaves = [each.duty in LEAVES_SOMETHING for each in (officer, other)]
        if leaves[0] != leaves[1]:
            return leaves[1]
        both = [self.leads_both(each) for each in (officer, other)]
        return both[1] if both[0] != both[1] else officer.jobs < other.jobs

    def leads_both(self, officer):
        """Whether an officer leads at simple traffic and order calls here."""
        authority = self.model.authority[self.township][officer.corps]
        return all(
            authority[domain][RoadClass.VILLAGE][Complexity.SIMPLE] >= Authority.CERTIFIED
            for domain in (Domain.TRAFFIC, Domain.ORDER)
        )

    def admits(self, officer, leads):
        """Whether authority, reach and the level of the desk let an officer go."""
        authority = self.model.authority[self.township][officer.corps][self.domain][self.road_class]
        if authority[Complexity.SIMPLE] < (Authority.CERTIFIED if leads else Authority.ASSIST):
            return False
        if officer.serves[self.township]:
            return True
        reach = self.answers["reach"][officer.corps]
        if reach == Reach.OWN or (reach == Reach.NEIGHBOURS and not officer.borders[self.township]):
            return False
        if self.answers["desk_level"][self.desk] == DeskLevel.TOWNSHIP:
            return self.model.now - self.known >= self.model.handover
        return True

    # On the scene

    def reached_by(self, officer):
        """Work begins with the lead, and goes quicker with two."""
        now = self.model.now
        self.there.add(officer)
        if officer is self.lead:
            self.first_there = now if math.isnan(self.first_there) else self.first_there
            if self.state == CallState.ASSIGNED:
                self.state = CallState.ATTENDED
        if self.officers_needed == len(self.there) and math.isnan(self.crew_there):
            self.crew_there = now
        if officer is self.lead:
            self.begin_work()
        elif self.lead in self.there:
            self.go_on()

    def begin_work(self):
        """Expert time, longer for less skill, and for a lead who comes from another domain."""
        p, lead = self.model.p, self.lead
        skill = lead.skill_now(self.domain)
        other = lead.last_domain != self.domain and lead.jobs > 0
        slower = p["delta"] * self.kind["delta_share"] * (1.0 - skill)
        factor = (1.0 + slower) * (1.0 + p["setup_share"] if other else 1.0)
        self.handling_minutes = self.expert_minutes * factor
        self.work_left, self.work_since, self.pace = (
            self.handling_minutes * self.officers_needed,
            self.model.now,
            0.0,
        )
        self.go_on()

    def go_on(self):
        """Work goes on at the pace of those who are there; its end is planned anew."""
        now = self.model.now
        self.work_left = max(0.0, self.work_left - self.pace * (now - self.work_since))
        self.work_since, self.pace = now, float(min(self.officers_needed, len(self.there)))
        self.turn += 1
        self.model.schedule(now + self.work_left / self.pace, self.finish, self.turn)

    def finish(self, turn):
        """The work is done, unless its end was planned anew."""
        if turn == self.turn:
            self.lead.skill_now(self.domain)
            self.close(CallState.CLEARED)

    def close(self, state):
        """The caller judges, and the crew goes."""
        model = self.model
        self.state, self.closed = state, model.now
        model.open_calls.discard(self)
        self.judge()
        if state == CallState.CLEARED:
            self.leave_file()
        lead, helper = self.lead, self.helper
        self.lead = self.helper = None
        self.there.clear()
        self.turn += 1
        for officer in (lead, helper):
            if officer is not None:
                officer.leave_scene(self, officer is lead)
        model.offer_due = True

    def leave_file(self):
        """Some calls leave a case file to who led: hours of work, by a deadline."""
        if self.chance(COMPLEX) < self.kind["file_share"]:
            normal = draws.normal(self.key, FILE_LENGTH, 0, 0)
            minutes = draws.lognormal(self.kind["file_hours"] * 60.0, self.model.p["file_cv"], normal)
            file = CaseFile(self.model.now + self.kind["file_days"] * DAY, minutes)
            bisect.insort(self.lead.files, file, key=lambda each: each.due)

    def judge(self):
        """Satisfaction falls with the minutes by which the answer was later than expected: a logit."""
        p = self.model.p
        expected = p["expected_minutes_rural"]
        if self.area:
            impatience = 1.0 - p["expected_smooth_roads"] * self.model.vehicles_per_head
            expected = p["expected_minutes_urban"] * max(0.2, impatience)
        answered = self.closed if math.isnan(self.first_there) else self.first_there
        late = max(0.0, answered - self.known - expected)
        base = math.log(p["satisfaction_base"] / (1.0 - p["satisfaction_base"]))
        self.satisfaction = 1.0 / (1.0 + math.exp(p["satisfaction_slope"] * late - base))
        if self.caller is not None:
            self.caller.judge(self.satisfaction)


class PlainCounty(mesa.Model):
    """A county of objects; a step is a minute.

    Citizens look at the clock every `citizens_step_every` minutes: at each step, as in Mesa's examples, or
    once an hour, which is as good.
    """

    def __init__(self, scenario, citizens_step_every=1):
        key = int(draws.seed_key(scenario.seed))
        super().__init__(rng=key)
        self.key, self.p, self.citizens_step_every = key, dict(scenario.values), citizens_step_every
        self.minute, self.now, self.end = 0, 0.0, 1.0
        self.events, self.numbers = [], count()
        self.calls, self.waiting, self.open_calls, self.ticks = [], [], set(), []
        self.offer_due, self.on_road, self.slot, self.shift = False, 0, 0, -1
        self.people_per_agent = scenario["people_per_agent"]
        self.handover = self.p["handover_minutes"] * (1.0 - self.p["data_sharing"])
        self.vehicles_per_head = vehicles_per_head(scenario)
        self.make_world(scenario)
        self.schedule(0.0, self.begin_slot)

    # The world before the first minute

    def make_world(self, scenario):
        """Draw land, people, vehicles, officers and incidents as the county does; make objects of them."""
        land = landscape(scenario)
        people = citizens(scenario, land, self.key)
        fleet = vehicles(scenario, land, people, self.key)
        planned_force = force(scenario, land, self.key)
        usual = status_quo(scenario, land)
        could_happen = candidates(scenario, land, people, fleet, self.key)
        self.source = could_happen.led(scenario, usual.factors, usual.skill)
        self.kinds = [as_dict(row) for row in self.source.kinds]
        self.hours = [kind.hours for kind in scenario.kinds]
        self.exposure = self.source.exposure.tolist()
        self.make_land(land, scenario)
        self.set_rules(planned_force.book)
        self.make_citizens(people)
        self.make_vehicles(fleet)
        self.force = [self.make_officer(planned_force, row) for row in range(len(planned_force.columns))]

    def make_land(self, land, scenario):
        """Cells as a Mesa network, roads as agents."""
        links = land.links
        roads = networkx.DiGraph(zip(links["tail"].tolist(), links["head"].tolist(), strict=True))
        roads.add_nodes_from(range(len(land.cells)))
        self.space = {each.coordinate: each for each in Network(roads, random=self.random, layout=None)}
        self.cells = [as_dict(row) for row in land.cells]
        self.centre = [(each["x_km"], each["y_km"]) for each in self.cells]
        self.travel, self.link_class = land.travel_minutes.tolist(), links["road_class"].tolist()
        self.roads = [
            Road(self, row, int(each["head"]), float(each["free_minutes"])) for row, each in enumerate(links)
        ]
        self.land, self.ways = land, {}
        self.visits_wanted = visit_minutes_wanted(land, scenario).tolist()
        self.visits_owed = [0.0] * len(self.visits_wanted)

    def set_rules(self, book):
        """The answers of each township's rule."""
        if book.rule_table["reserve"].any():
            raise ValueError("the plain Mesa county knows no reserve")
        names = book.rule_table.dtype.names
        self.answers = [{name: row[name].tolist() for name in names} for row in book.rule_table]
        self.authority = book.authority.tolist()

    def make_citizens(self, people):
        """An agent for each row, listed by the cell of the home."""
        self.residents = [[] for _ in self.cells]
        for home, work, trust in people.columns[["home", "work", "trust"]].tolist():
            self.residents[home].append(Citizen(self, self.space[home], self.space[work], trust))

    def make_vehicles(self, fleet):
        """An agent for each vehicle, with the trips of an ordinary day."""
        trips = [[] for _ in fleet.columns]
        for trip in fleet.trips[fleet.trips["level"] <= 0]:
            trips[trip["vehicle"]].append((float(trip["leaves"]), int(trip["goal"])))
        for each, planned in zip(fleet.columns, trips, strict=True):
            Vehicle(self, int(each["home"]), float(each["risk"]), planned)

    def make_officer(self, planned, row):
        """The officer of a row of the staffing plan, with beat and townships served."""
        me = planned.columns[row]
        area = slice(me["beat_first"], me["beat_end"])
        beat = planned.beat_cells[area].tolist(), planned.beat_chance[area].tolist()
        return Officer(self, row, me, planned.serves[row].tolist(), planned.borders[row].tolist(), beat)

    # The minute

    def step(self):
        """One minute: people and vehicles move, incidents happen, calls are answered, and it is recorded."""
        self.end = self.minute + 1.0
        if self.minute % DAY == 0:
            self.draw_incidents(self.minute // int(DAY))
        if self.minute % self.citizens_step_every == 0:
            self.working_hours = at_work(self.minute // 60 % 24)
            self.agents_by_type[Citizen].do("step")
        self.agents_by_type[Vehicle].do("step")
        if self.end % QUARTER == 0.0:
            self.agents_by_type[Road].do("step")
        self.incidents_arise()
        self.run_events()
        self.observe()
        self.minute += 1

    def draw_incidents(self, day):
        """All that could happen on a day, the last first."""
        self.coming = [as_dict(row) for row in self.source.draw(day)][::-1]

    def incidents_arise(self):
        """Candidates below the rate of the moment happen."""
        while self.coming and self.coming[-1]["time"] < self.end:
            it = self.coming.pop()
            kind = self.kinds[it["kind"]]
            rate = self.rate_on_road(it, kind) if kind["basis"] == Basis.FLOW else it["rate"]
            if it["height"] < rate:
                call = Call(self, it)
                self.calls.append(call)
                call.report()

    def rate_on_road(self, it, kind):
        """Incidents a day on a link at the flow of the last hour."""
        road, hour = self.roads[it["link"]], int(it["time"] / 60.0) % 24
        flow = road.risky_flow if kind["is_crash"] else road.flow
        return self.exposure[it["kind"]][it["link"]] * 24.0 * flow * self.hours[it["kind"]][hour]

    def schedule(self, time, action, *args):
        """Let something happen at a time; ties in the order in which they were scheduled."""
        heapq.heappush(self.events, (time, next(self.numbers), action, args))

    def run_events(self):
        """All before the end of the minute; desks match again whenever something has changed."""
        while self.events and self.events[0][0] < self.end:
            time, _, action, args = heapq.heappop(self.events)
            self.now = max(self.now, time)
            action(*args)
            while self.offer_due:
                self.match()
        self.now = self.end

    def match(self):
        """Offer every waiting call to the officers, the most urgent first."""
        self.offer_due = False
        self.waiting = [call for call in self.waiting if call.needs_officers()]
        for call in sorted(self.waiting, key=Call.urgency):
            call.offer()
        self.waiting = [call for call in self.waiting if call.needs_officers()]

    def begin_slot(self):
        """Change the shift if it is time; officers who are free turn to a duty."""
        minutes = self.p["duty_slot_minutes"]
        self.slot, shift = int(self.now / minutes + 1e-9), int(self.now / SHIFT + 1e-9)
        if shift != self.shift:
            self.shift = shift
            parts = [self.p[f"{part}_weight"] for part in ("night", "day", "evening")]
            weights = [each / (sum(parts) / 3.0) for each in parts]
            for officer in self.force:
                officer.change_shift(shift, weights)
        self.owe_visits()
        for officer in self.in_turn():
            officer.step()
        self.offer_due = True
        self.schedule((self.slot + 1) * minutes, self.begin_slot)

    def owe_visits(self):
        """Each township is owed its share of a day's visits; what a day has left undone lapses."""
        p, slot = self.p, self.p["duty_slot_minutes"]
        hours_in = (self.now / 60.0 - p["visits_from"]) % 24
        if hours_in < p["visiting_hours"]:
            for township, wanted in enumerate(self.visits_wanted):
                if hours_in < slot / 60.0:
                    self.visits_owed[township] = min(0.0, self.visits_owed[township])
                self.visits_owed[township] += wanted * min(1.0, slot / (p["visiting_hours"] * 60.0))

    def in_turn(self):
        """All officers, in an order of this slot's own: a step that shares no divisor with their number."""
        officers = len(self.force)
        first = int(draws.uniform(self.key, TURN, 0, self.slot) * officers)
        step = 1 + int(draws.uniform(self.key, TURN, 1, self.slot) * officers)
        while math.gcd(step, officers) > 1:
            step += 1
        return [self.force[(first + place * step) % officers] for place in range(officers)]

    def amount_of(self, work):
        """Minutes a shift of a meal, briefing or meeting."""
        return self.p[f"{work.name}_amount"] * self.p["other_work"]

    def observe(self):
        """One row a minute: minute, calls waiting, calls open, vehicles on the road, officers by duty."""
        duties = [0] * len(Duty)
        for officer in self.force:
            duties[officer.duty] += 1
        self.ticks.append((self.minute, len(self.waiting), len(self.open_calls), self.on_road, duties))

    # Ways

    def next_road(self, cell, goal):
        """The next link of the habitual way to a goal, looked up once."""
        if (cell, goal) not in self.ways:
            self.ways[cell, goal] = self.roads[self.next_link(cell, goal)]
        return self.ways[cell, goal]

    def next_link(self, cell, goal):
        """By the way to the middle of the goal's zone, unless the goal's own way home passes here."""
        land, step = self.land, goal
        zone = land.zone_of_cell[goal]
        while step != land.zone_cells[zone]:
            before = land.homeward[step]
            if before == cell:
                return int(land.links_out[cell][land.heads[cell].tolist().index(step)])
            step = before
        return int(land.hops[zone, cell])


def as_dict(row):
    """A row of a table as a plain dictionary: quicker to read, one value at a time."""
    return dict(zip(row.dtype.names, row.tolist(), strict=True))


def main():
    """A small county for a day, as it is and merged."""
    scenario = small_county(seed=1, **BUSY)
    for rule in ("separate", "integrated"):
        county = PlainCounty(scenario.under(rule), citizens_step_every=60)
        county.run_for(int(DAY))
        made = [call for call in county.calls if call.state != CallState.UNREPORTED]
        waits = [call.first_there - call.known for call in made if not math.isnan(call.first_there)]
        gave_up = sum(call.state == CallState.GAVE_UP for call in made)
        print(
            f"{rule}: {len(made)} calls, {len(waits)} answered after {sum(waits) / len(waits):.1f} minutes "
            f"on average, {gave_up} given up"
        )


if __name__ == "__main__":
    main()
