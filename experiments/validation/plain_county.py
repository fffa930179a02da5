"""A county as a few objects and one list of events: the independent twin that `whole_shift` compares with.

It is written from the words of docs/odd.md (7.7, 7.8, 7.10, 7.11, 7.17), with the standard library alone and
random numbers of its own: no kernel, no table, no keyed draw. What it is given is data (`Place`): minutes
between cells, who calls when and from where, and what the rule answers. All that the police make of it
happens here once more: shifts, meals and other work of one's own that yields and is
taken up again, papers, case files, visits, beats, the way to a call and round, the desks, pre-emption,
recall, crews of two, patience, skill, work that is sent back or complained of.

Not in it, and to be switched off in the county it is compared with: roads that slow, posts, training,
violations met, deterrence, complex cases, reserves and fences, shared trust, blocked lanes, case files that
press on who works, and other work that townships want: windows, inspections, checks, crossings, court,
escorts and the watch.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_right
from collections.abc import Callable
from itertools import count
from random import Random

from jiaosuo.experiments.validation.plain_place import (
    BEAT,
    CASE,
    FILES,
    OFF,
    ON_SCENE,
    OWN,
    STANDBY,
    TO_CALL,
    VISIT,
    Call,
    CallKind,
    Officer,
    Person,
    Place,
)

DAY, SHIFT, HOUR = 1_440.0, 480.0, 60.0
"""Minutes."""

MOST_URGENT, TURNED_ROUND_FROM, FILES_YIELD_TO = 1, 3, 2
"""Priorities: that turns others round, that is turned round from, and that takes an officer from files."""

BOTH = (0, 1)
"""The domains of traffic and of order calls."""

AT_A_CALL = (TO_CALL, ON_SCENE)
WORKING = (TO_CALL, ON_SCENE, FILES)


class PlainCounty:
    """A place that lives through some days; `calls` and `force` then hold what happened."""

    def __init__(self, place: Place, seed: int) -> None:
        self.place, self.random = place, Random(seed)
        self.now = 0.0
        self.events: list[tuple[float, int, Callable[[], None]]] = []
        self.numbers = count()
        self.calls: list[Call] = []
        self.waiting: list[Call] = []
        self.owed_visits = [0.0] * len(place.visits)
        self.slot_ends = 0.0
        self.force = [Officer(each, list(each.skill), each.home, each.home) for each in place.roll]
        self.groups: dict[tuple[int, int], list[Officer]] = {}
        for officer in self.force:
            self.groups.setdefault(officer.person.group, []).append(officer)
        self.balance = {group: self.random.random() for group in self.groups}
        self.next_in_turn = dict.fromkeys(self.groups, 0)
        self.able: dict[tuple[int, int, bool], list[Officer]] = {}

    def run(self, days: float) -> PlainCounty:
        """Live through so many days from midnight of the first."""
        end = days * DAY
        self.at(0.0, self.begin_slot)
        for each in self.place.calls:
            self.new_call(self.place.kinds[each.kind], each.cell, each.known, each.expert, each.patience)
        while self.events and self.events[0][0] < end:
            self.now, _, happens = heapq.heappop(self.events)
            happens()
            self.match()
        self.now = end
        for officer in self.force:
            self.turn_to(officer, officer.duty)
        return self

    def at(self, time: float, happens: Callable[[], None]) -> None:
        """Let something happen; of two at once, the one planned first."""
        heapq.heappush(self.events, (time, next(self.numbers), happens))

    # Calls come in

    def new_call(self, kind: CallKind, cell: int, known: float, expert: float, patience: float) -> Call:
        """A call that comes in at a time, at the desk it is for or at the other one."""
        call = Call(kind, cell, known, expert, patience)
        wait = self.place.numbers["call_taking_minutes"]
        if self.place.answers.desks > 1 and self.random.random() < self.place.numbers["wrong_desk_share"]:
            wait += self.place.numbers["handover_minutes"] * (1.0 - self.place.numbers["data_sharing"])
        self.calls.append(call)
        self.at(known + wait, lambda: self.reach_desk(call))
        self.at(known + call.patience, lambda: self.give_up(call))
        return call

    def lognormal(self, mean: float, cv: float) -> float:
        """A lognormal value of this mean and coefficient of variation."""
        variance = math.log(1.0 + cv * cv)
        return mean * self.random.lognormvariate(-variance / 2.0, math.sqrt(variance))

    def reach_desk(self, call: Call) -> None:
        """A desk may now send."""
        if call.ended is None:
            call.at_desk = True
            self.waiting.append(call)

    def give_up(self, call: Call) -> None:
        """Patience is at its end, and nobody who leads has come."""
        if call.ended is None and call.first is None:
            self.end_call(call, cleared=False)

    # The desk

    def match(self) -> None:
        """Offer all that wait to who is free, the most urgent first, as long as that changes anything."""
        offered = bool(self.waiting)
        while offered:
            self.waiting = [call for call in self.waiting if call.lacks]
            turned = [self.offer(call) for call in sorted(self.waiting, key=self.rank)]
            offered = any(turned)

    def rank(self, call: Call) -> float:
        """Priority, less a step for each ageing period waited."""
        ageing = self.place.answers.ageing
        return call.kind.priority - ((self.now - call.known) / ageing if ageing else 0.0)

    def offer(self, call: Call) -> bool:
        """Send a lead, and a second officer where two are needed; whether somebody was turned round."""
        if not call.lacks:
            return False
        turned = None
        if call.lead is None:
            lead = self.nearest_free(call, leads=True)
            if lead is None and self.place.answers.preempt and call.kind.priority == MOST_URGENT:
                lead = turned = self.turn_round(call)
            if lead is None and call.kind.priority <= self.place.numbers["recall_priority"]:
                lead = self.from_home(call)
            if lead is None:
                return False
            call.lead = lead
            self.send(lead, call)
        if call.kind.crew > 1 and call.helper is None:
            call.helper = self.nearest_free(call, leads=False)
            if call.helper is not None:
                self.send(call.helper, call)
        return turned is not None

    def able_for(self, call: Call, leads: bool) -> list[Officer]:
        """Those on the roll whom desk, authority and reach let go, in the order of the roll."""
        key = (self.place.township[call.cell], call.kind.domain, leads)
        if key not in self.able:
            self.able[key] = [each for each in self.force if self.is_able(each.person, *key)]
        return self.able[key]

    def is_able(self, person: Person, township: int, domain: int, leads: bool) -> bool:
        """Whether an officer of this corps and home may go to such calls of a township."""
        answers, what = self.place.answers, (person.corps, domain)
        if what not in answers.sends or what not in (answers.leads if leads else answers.helps):
            return False
        if township in person.serves or person.corps in answers.everywhere:
            return True
        return person.corps in answers.next_door and township in person.borders

    def is_free(self, officer: Officer, priority: int) -> bool:
        """Whether what an officer does yields to a call of this priority."""
        if officer.duty == OWN:
            return priority <= self.place.own[officer.doing].yields_to
        if officer.duty == CASE:
            return priority <= self.place.numbers["files_yield_to"]
        if officer.duty == FILES:
            return priority <= FILES_YIELD_TO
        return officer.duty in (STANDBY, BEAT, VISIT)

    def nearest_free(self, call: Call, leads: bool) -> Officer | None:
        """Who is free, able, there first; of equals of one site who leaves no work, leads in one domain
        at the most, has fewest calls.
        """
        free = [each for each in self.able_for(call, leads) if self.is_free(each, call.kind.priority)]
        first = min(free, key=lambda each: self.minutes_to(each, call.cell), default=None)
        if first is None:
            return None
        least = self.minutes_to(first, call.cell)
        mates = [each for each in free if each.person.home == first.person.home]
        return min(
            (each for each in mates if self.minutes_to(each, call.cell) == least),
            key=lambda each: (each.duty in (OWN, CASE), self.leads_in_both(each), each.attended),
        )

    def leads_in_both(self, officer: Officer) -> bool:
        """Whether traffic and order calls may both be led by this officer, who is then kept for them."""
        return all((officer.person.corps, domain) in self.place.answers.leads for domain in BOTH)

    def turn_round(self, call: Call) -> Officer | None:
        """The nearest of those on the way to lesser calls, taken off their call."""
        on_way = [
            each
            for each in self.able_for(call, leads=True)
            if each.duty == TO_CALL and each.call and each.call.kind.priority >= TURNED_ROUND_FROM
        ]
        officer = min(on_way, key=lambda each: self.minutes_to(each, call.cell), default=None)
        if officer is None or officer.call is None:
            return None
        lesser = officer.call
        if lesser.lead is officer:
            lesser.lead = None
        else:
            lesser.helper = None
        if lesser not in self.waiting:
            self.waiting.append(lesser)
        return officer

    def from_home(self, call: Call) -> Officer | None:
        """The nearest at home, if nobody able is at work for such calls."""
        able = self.able_for(call, leads=True)
        for officer in able:
            if officer.duty not in (OFF, OWN, CASE) or self.is_free(officer, call.kind.priority):
                return None
        at_home = [each for each in able if each.duty == OFF]
        return min(at_home, key=lambda each: self.minutes_to(each, call.cell), default=None)

    def send(self, officer: Officer, call: Call) -> None:
        """On the road to a call, from home after the time to turn out."""
        recalled = officer.duty == OFF
        self.turn_to(officer, TO_CALL)
        self.drive(officer, call.cell)
        if recalled:
            officer.there += self.place.numbers["recall_minutes"]
            officer.via_time += self.place.numbers["recall_minutes"]
            officer.over_since = self.now
        officer.call = call
        turn = officer.turn
        self.at(officer.there, lambda: self.arrive(officer, turn))

    # On the way

    def minutes_to(self, officer: Officer, cell: int) -> float:
        """Minutes to a cell: on by the goal of the present drive, or back by where it began, if quicker."""
        on = max(0.0, officer.there - self.now) + self.place.minutes[officer.cell][cell]
        if self.now >= officer.there:
            return on
        return min(on, abs(self.now - officer.via_time) + self.place.minutes[officer.via][cell])

    def drive(self, officer: Officer, cell: int) -> None:
        """Set off for a cell."""
        minutes = self.minutes_to(officer, cell)
        if minutes < max(0.0, officer.there - self.now) + self.place.minutes[officer.cell][cell]:
            officer.via_time = self.now + abs(self.now - officer.via_time)
        else:
            officer.via, officer.via_time = officer.cell, max(self.now, officer.there)
        officer.cell, officer.there = cell, self.now + minutes

    # On the scene

    def arrive(self, officer: Officer, turn: int) -> None:
        """There, unless sent elsewhere meanwhile; work begins with the lead and is shared by two."""
        call = officer.call
        if turn != officer.turn or call is None:
            return
        self.turn_to(officer, ON_SCENE)
        officer.via = officer.cell
        call.there.append(officer)
        if len(call.there) == call.kind.crew and call.whole is None:
            call.whole = self.now
        if officer is call.lead:
            call.first = self.now if call.first is None else call.first
            self.begin_work(call, officer)
        elif call.lead in call.there:
            self.work_on(call)

    def begin_work(self, call: Call, lead: Officer) -> None:
        """Officer-minutes: an expert's, more for less skill, more for who comes from another domain."""
        domain = call.kind.domain
        call.handling = call.expert * (1.0 + call.kind.slower * (1.0 - self.skill_of(lead, domain)))
        if lead.last_domain not in (None, domain):
            call.handling *= 1.0 + self.place.numbers["setup_share"]
        call.work, call.worked_at = call.handling * call.kind.crew, self.now
        self.work_on(call)

    def work_on(self, call: Call) -> None:
        """Count what is done and plan the end at the pace of those who are there."""
        call.work -= call.pace * (self.now - call.worked_at)
        call.worked_at, call.pace = self.now, len(call.there)
        call.plan += 1
        plan = call.plan
        self.at(self.now + max(0.0, call.work) / call.pace, lambda: self.finish(call, plan))

    def finish(self, call: Call, plan: int) -> None:
        """All is done, if this is still the plan."""
        if plan == call.plan and call.ended is None:
            self.end_call(call, cleared=True)

    def end_call(self, call: Call, cleared: bool) -> None:
        """The crew goes; who led on the scene has learnt from it, owes the papers and perhaps a case file."""
        call.ended, call.cleared = self.now, cleared
        crew = [each for each in (call.lead, call.helper) if each is not None]
        for officer in crew:
            if officer.duty == ON_SCENE:
                officer.last_domain = call.kind.domain
                officer.attended += 1
                if officer is call.lead:
                    officer.files += call.kind.files
                    self.look_back(call, officer)
                    self.open_case(officer, call, cleared)
                    self.learn(officer, call.kind.domain)
            officer.call = None
            self.choose(officer)

    def look_back(self, call: Call, lead: Officer) -> None:
        """Work that is wrong may be sent back some days later; who was served late or badly may complain."""
        numbers, kind, chance = self.place.numbers, call.kind, self.random.random
        hard = 1.0 if chance() < kind.flees else numbers["simple_errors"]
        error = hard * min(1.0, kind.slips * (1.0 - self.skill_of(lead, kind.domain)))
        again = numbers["redo_share"] * kind.files
        if chance() < kind.judged * kind.back * error:
            later = self.now + DAY * self.random.expovariate(1.0 / numbers["redo_days"])
            self.at(later, lambda: self.owe_files(lead, again))
        if chance() < numbers["complaint_share"] * (1.0 - self.content(call) * (1.0 - error)):
            lead.files += again

    def content(self, call: Call) -> float:
        """Satisfaction over that of somebody whom nobody kept waiting: a logit in the minutes too late."""
        base, slope = self.place.numbers["satisfaction_base"], self.place.numbers["satisfaction_slope"]
        answered = self.now if call.first is None else call.first
        late = max(0.0, answered - call.known - self.place.expected[call.cell])
        return 1.0 / (base + (1.0 - base) * math.exp(slope * late))

    def owe_files(self, officer: Officer, minutes: float) -> None:
        """More files for an officer; who writes some now ends so much later."""
        if officer.duty != FILES:
            officer.files += minutes
            return
        self.turn_to(officer, FILES)
        officer.files += minutes
        turn = officer.turn
        self.at(self.now + officer.files, lambda: self.close_files(officer, turn))

    def skill_of(self, officer: Officer, domain: int) -> float:
        """Skill now: the part above the floor halves each half-life; who is below has nothing to lose."""
        numbers, skill = self.place.numbers, officer.skill[domain]
        floor = min(skill, numbers["skill_floor"])
        days = (self.now - officer.used[domain]) / DAY
        officer.used[domain] = self.now
        officer.skill[domain] = floor + (skill - floor) * 0.5 ** (days / numbers["skill_half_life"])
        return officer.skill[domain]

    def learn(self, officer: Officer, domain: int) -> None:
        """A case closes a share of the gap to full skill."""
        skill = self.skill_of(officer, domain)
        officer.skill[domain] = skill + self.place.numbers["skill_gain_case"] * (1.0 - skill)

    # Shifts and slots

    def begin_slot(self) -> None:
        """The shift changes if it is time, and who is free turns to something."""
        slot = self.place.numbers["duty_slot_minutes"]
        self.slot_ends = self.now + slot
        if self.now % SHIFT == 0.0:
            self.change_shift(round(self.now / SHIFT) % 3)
        self.owe_visits(slot)
        on_shift = [each for each in self.force if each.on_shift]
        for officer in self.random.sample(on_shift, len(on_shift)):
            self.draw_slot(officer)
            if officer.duty not in (*AT_A_CALL, FILES, OWN):
                self.choose(officer)
        self.at(self.slot_ends, self.begin_slot)

    def change_shift(self, part: int) -> None:
        """Each group's due share builds up by the weights and is paid out in whole officers in turn."""
        mean = sum(self.place.shifts) / 3.0
        for group, officers in self.groups.items():
            due = len(officers) * self.place.numbers["on_duty_share"] * self.place.shifts[part] / mean
            whole = int(self.balance[group] + due)
            self.balance[group] += due - whole
            first = self.next_in_turn[group]
            self.next_in_turn[group] += whole
            on = {(first + place) % len(officers) for place in range(whole)}
            for rank, officer in enumerate(officers):
                self.relieve(officer, rank in on)

    def relieve(self, officer: Officer, on_shift: bool) -> None:
        """Begin or end a shift; whom a call holds works overtime."""
        officer.on_shift = on_shift
        if on_shift:
            officer.own, officer.shift_began = [each.minutes for each in self.place.own], self.now
        if officer.duty in AT_A_CALL:
            if on_shift:
                self.end_overtime(officer)
            elif officer.over_since is None:
                officer.over_since = self.now
        elif on_shift and officer.duty == OFF:
            self.turn_to(officer, STANDBY)
        elif not on_shift and officer.duty != OFF:
            self.go_home(officer)

    def go_home(self, officer: Officer) -> None:
        """At home at once."""
        self.turn_to(officer, OFF)
        self.end_overtime(officer)
        officer.own = []
        officer.cell = officer.via = officer.person.home
        officer.there = officer.via_time = self.now

    def end_overtime(self, officer: Officer) -> None:
        """Book the time off the roster."""
        if officer.over_since is not None:
            officer.overtime += self.now - officer.over_since
            officer.over_since = None

    def owe_visits(self, slot: float) -> None:
        """Visits are owed evenly over the visiting hours; what a day leaves undone lapses."""
        numbers = self.place.numbers
        minutes_in = (self.now - HOUR * numbers["visits_from"]) % DAY
        if minutes_in >= HOUR * numbers["visiting_hours"]:
            return
        for township, wanted in enumerate(self.place.visits):
            if minutes_in < slot:
                self.owed_visits[township] = min(0.0, self.owed_visits[township])
            self.owed_visits[township] += wanted * slot / (HOUR * numbers["visiting_hours"])

    def draw_slot(self, officer: Officer) -> None:
        """What chance has for an officer in a slot: a beat, and where."""
        officer.walks = self.random.random() < self.place.numbers["beat_share"]
        cells, chances = officer.person.beat
        officer.beat_cell = cells[min(bisect_right(chances, self.random.random()), len(cells) - 1)]

    # Duties

    def turn_to(self, officer: Officer, duty: str) -> None:
        """Book the old duty and begin another; what was planned for the old one is void."""
        spent = self.now - officer.since
        officer.minutes[officer.duty] = officer.minutes.get(officer.duty, 0.0) + spent
        there = max(0.0, self.now - max(officer.since, officer.there))
        if officer.doing >= 0 and officer.own:
            officer.own[officer.doing] += officer.pledged_own - min(officer.pledged_own, there)
        if officer.case is not None:
            officer.case[1] = max(0.0, officer.case[1] - there)
        officer.doing, officer.case = -1, None
        if officer.duty == FILES:
            officer.files = max(0.0, officer.files - spent)
        if officer.duty == VISIT:
            stayed = max(0.0, self.now - max(officer.since, officer.there))
            township = self.place.township[officer.cell]
            self.owed_visits[township] += max(0.0, officer.pledged - stayed)
        officer.duty, officer.since = duty, self.now
        officer.turn += 1

    def choose(self, officer: Officer) -> None:
        """What there is to do: a meal, papers, a case file, other work, visits, a beat, standby."""
        person, answers = officer.person, self.place.answers
        if not officer.on_shift:
            self.go_home(officer)
            return
        township = self.place.township[officer.beat_cell]
        if (first := self.own_work(officer, first=True)) >= 0:
            self.do_own(officer, first)
        elif officer.files > 0.0:
            self.turn_to(officer, FILES)
            turn = officer.turn
            self.at(self.now + officer.files, lambda: self.close_files(officer, turn))
        elif officer.cases and self.asks_people():
            self.work_at_case(officer)
        elif (then := self.own_work(officer, first=False)) >= 0:
            self.do_own(officer, then)
        elif person.corps in answers.visits and self.owed_visits[township] > 0.0:
            self.visit(officer, township)
        elif person.corps in answers.beats and officer.walks:
            self.turn_to(officer, BEAT)
            self.drive(officer, officer.beat_cell)
        else:
            self.stay_at_home_site(officer, STANDBY)

    def stay_at_home_site(self, officer: Officer, duty: str) -> None:
        """Go on with a duty there, or drive there for it."""
        if officer.duty != duty:
            self.turn_to(officer, duty)
            self.drive(officer, officer.person.home)

    def go_in(self, officer: Officer, duty: str) -> float:
        """Turn to a duty at the own site; returns when the officer is there."""
        self.turn_to(officer, duty)
        if officer.cell != officer.person.home:
            self.drive(officer, officer.person.home)
        return max(self.now, officer.there)

    def own_work(self, officer: Officer, first: bool) -> int:
        """Which of the shift's own work is to be done now, -1 if none."""
        hour = (self.now - officer.shift_began) / HOUR + 1e-9
        for row, work in enumerate(self.place.own):
            if work.first == first and work.hours[0] <= hour < work.hours[1] and officer.own[row] > 1e-6:
                return row
        return -1

    def do_own(self, officer: Officer, row: int) -> None:
        """All that is left of it, in one session."""
        there = self.go_in(officer, OWN)
        officer.doing, officer.pledged_own = row, officer.own[row]
        officer.own[row] = 0.0
        turn = officer.turn
        self.at(there + officer.pledged_own, lambda: self.end_own(officer, turn))

    def end_own(self, officer: Officer, turn: int) -> None:
        """That is done."""
        if turn == officer.turn:
            officer.doing = -1
            self.choose(officer)

    def open_case(self, officer: Officer, call: Call, cleared: bool) -> None:
        """Some calls that are led to their end leave a case file, in the order of deadlines."""
        share, minutes, days = call.kind.case
        if cleared and self.random.random() < share:
            work = self.lognormal(minutes, self.place.numbers["file_cv"])
            officer.cases.append([self.now + days * DAY, work])
            officer.cases.sort(key=lambda each: each[0])

    def asks_people(self) -> bool:
        """Whether it is an hour in which case files are worked at."""
        hour = self.now % DAY / HOUR
        return self.place.numbers["files_from"] <= hour < self.place.numbers["files_until"]

    def work_at_case(self, officer: Officer) -> None:
        """The file that is due first, at the own site; who is at one goes on with it."""
        if officer.duty == CASE and officer.case is not None:
            return
        there = self.go_in(officer, CASE)
        officer.case, turn = officer.cases[0], officer.turn
        self.at(there + officer.case[1], lambda: self.close_case(officer, turn))

    def close_case(self, officer: Officer, turn: int) -> None:
        """A file is worked off."""
        if turn == officer.turn and officer.case is not None:
            officer.cases.remove(officer.case)
            officer.case = None
            self.choose(officer)

    def close_files(self, officer: Officer, turn: int) -> None:
        """All is written up."""
        if turn == officer.turn:
            officer.files = 0.0
            self.choose(officer)

    def visit(self, officer: Officer, township: int) -> None:
        """Visit people of the drawn cell to the end of the slot; the minutes there are no longer owed."""
        self.turn_to(officer, VISIT)
        self.drive(officer, officer.beat_cell)
        officer.pledged = max(0.0, self.slot_ends - max(self.now, officer.there))
        self.owed_visits[township] -= officer.pledged
